// Which cell of the groups each record of a batch falls in.

package import Codebook
package import Columns
package import FEEL
package import RuleSets

/// The most values of an open category that can be groups.
package let maximumOpenGroups = 100

/// Finds the cell of each record: the combination of its group in every dimension, as one number.
///
/// In each dimension groups count from 0 in the order of their labels, and the last is `unknown`. Values of an open category are
/// numbered in order of appearance; the summary sorts them.
package struct GroupIndex {
    private let groups: [Plan.PlannedGroup]
    /// How many groups each dimension has room for, `unknown` included.
    package let sizes: [Int]
    private let openTexts: [OpenTexts?]
    /// For dimensions by codes, the group of each text identifier.
    private let groupOfText: [[UInt32: Int]]

    /// Makes an index for one worker, whose open categories are numbered by `openTexts` (by column).
    package init(_ plan: Plan, openTexts: [Int: OpenTexts]) {
        self.init(plan.groups, openTexts: openTexts)
    }

    /// Makes an index over some groupings.
    init(_ groups: [Plan.PlannedGroup], openTexts: [Int: OpenTexts] = [:]) {
        self.groups = groups
        sizes = groups.map(Self.size)
        self.openTexts = groups.map { group in
            if case .open(let column) = group.kind { openTexts[column] } else { nil }
        }
        groupOfText = groups.map { group in
            guard case .codes(_, let identifiers) = group.kind else { return [:] }
            return Dictionary(identifiers.enumerated().map { ($1, $0) }) { first, _ in first }
        }
    }

    private static func size(_ group: Plan.PlannedGroup) -> Int {
        switch group.kind {
        case .bands(_, let bounds): bounds.count + 2
        case .codes(_, let identifiers): identifiers.count + 1
        case .open: maximumOpenGroups + 1
        case .boolean: 3
        case .unknown: group.group.labels.count + 1
        }
    }

    /// The number of cells there is room for.
    package var cellCount: Int { sizes.reduce(1, *) }

    /// Writes the cell of each record of the evaluator's batch, the last dimension counting fastest.
    package func fill(_ cells: UnsafeMutablePointer<UInt32>, _ evaluator: Evaluator, _ batch: ColumnBatch) {
        for record in 0..<batch.count { cells[record] = 0 }
        for (dimension, group) in groups.enumerated() {
            let size = UInt32(sizes[dimension])
            let unknown = size - 1
            switch group.kind {
            case .bands(let step, let bounds):
                guard let values = evaluator.numbers(of: step) else { continue }
                let known = evaluator.knownMask(of: step)
                for word in 0..<batch.wordCount {
                    let start = word * 64
                    evaluator.kernel.addBands(
                        of: values + start,
                        known: known[word],
                        bounds: bounds,
                        size: size,
                        to: cells + start
                    )
                }
            case .codes(let column, _):
                let (texts, answered) = (batch.texts(column), batch.answered(column))
                for record in 0..<batch.count {
                    let code = hasBit(answered, record) ? groupOfText[dimension][texts[record]] : nil
                    cells[record] = cells[record] &* size &+ (code.map { UInt32($0) } ?? unknown)
                }
            case .open(let column):
                let (texts, answered) = (batch.texts(column), batch.answered(column))
                for record in 0..<batch.count {
                    var value = unknown
                    if hasBit(answered, record), let open = openTexts[dimension] {
                        value = min(open.groupNumber(of: texts[record]), unknown)
                    }
                    cells[record] = cells[record] &* size &+ value
                }
            case .boolean(let step):
                let (yes, no) = (evaluator.truth(of: step), evaluator.falsity(of: step))
                for record in 0..<batch.count {
                    let value: UInt32 = hasBit(yes, record) ? 0 : hasBit(no, record) ? 1 : unknown
                    cells[record] = cells[record] &* size &+ value
                }
            case .unknown:
                for record in 0..<batch.count { cells[record] = cells[record] &* size &+ unknown }
            }
        }
    }
}
