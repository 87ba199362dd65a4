// Which counts of a summary are hidden so that no small one can be found out.

internal import Disclosure
internal import Dispatch
internal import Prevalence
internal import RuleSets
internal import Synchronization

/// The decision for every count of every cause and cell.
///
/// First the records of the groups, which all causes share: a group with few records is hidden whole, for every cause, and so are the groups that it
/// takes to keep margins from giving it away. Then, cause by cause, the groups in which one of its counts is small, and those that it takes to
/// protect them: ``CauseDisclosure`` says how. A group that cannot be protected otherwise is hidden whole, and all is decided again.
package struct SummaryDisclosure: Sendable {
    /// k.
    package let minimum: Int
    private let groups: Suppression
    /// What each cell is called.
    private let names: [String]
    private let causeLabels: [String]
    /// How many counts are hidden, of assessed causes.
    package let hiddenCount: Int
    /// The groups that are hidden whole, by cell.
    private let hiddenCells: Set<Int>
    /// For each cause, if it is assessed, what is hidden of it.
    private let causes: [CauseDisclosure?]

    /// Whether a count is hidden.
    package func isHidden(_ measure: Measure, cause: Int, cell: Int) -> Bool {
        hiddenCells.contains(cell) || causes[cause]?.isHidden(measure, cell: cell) ?? false
    }

    /// Whether any count of a cause is hidden, in any group.
    func hidesAnything(ofCause cause: Int) -> Bool {
        names.indices.contains { cell in Measure.allCases.contains { isHidden($0, cause: cause, cell: cell) } }
    }

    /// Whether a group is hidden whole.
    package func isHidden(cell: Int) -> Bool { hiddenCells.contains(cell) }

    /// The proof that nothing small can be found out, one line of text each. O(two linear programs per hidden group), so slow for huge tables.
    package func proof() -> [String] {
        ["Records of each group:"] + groups.proof { names[$0] }
            + zip(causeLabels, causes).flatMap { label, cause in cause.map { ["\(label):"] + $0.proof(names) } ?? [] }
    }

    /// Decides.
    ///
    /// - Throws: A `DisclosureError` if k is out of range or cannot be kept.
    init(_ summary: Summary, minimum: Int) throws {
        self.minimum = minimum
        let rule = try MinimumCell(minimum, records: summary.eligibility.eligible)
        let margins = summary.margins
        let names = summary.cells.map { summary.name(ofCell: $0) }
        let records = summary.causes.first?.counts.map(\.records) ?? []
        let recordTable = try AdditiveTable(
            counts: records,
            lines: margins.map { AdditiveTable.Line(total: $0.total, parts: $0.parts) }
        )
        var given: Set<Int> = []
        while true {
            let groups = try Suppression(recordTable, rule: rule, hiding: given)
            let hiddenCells = Set(records.indices.filter(groups.isHidden))
            let causes = try Self.decided(summary, margins, minimum, whole: hiddenCells)
            let failed = causes.compactMap(\.self).reduce(into: Set<Int>()) { $0.formUnion($1.unprotected) }
            guard failed.isEmpty else {
                given = hiddenCells.union(failed)
                continue
            }
            self.causes = causes
            self.hiddenCells = hiddenCells
            (self.groups, self.names, causeLabels) = (groups, names, summary.causes.map(\.cause.label))
            hiddenCount = causes.compactMap(\.self).reduce(0) { sum, cause in
                sum
                    + records.indices.reduce(0) { hidden, cell in
                        hidden + Measure.allCases.count { cause.isHidden($0, cell: cell) }
                    }
            }
            return
        }
    }
}

extension SummaryDisclosure {
    /// The decision for every assessed cause, on all processors, since none depends on another's.
    private static func decided(
        _ summary: Summary,
        _ margins: [Margin],
        _ minimum: Int,
        whole: Set<Int>
    ) throws -> [CauseDisclosure?] {
        let found = Mutex([Result<CauseDisclosure, DisclosureError>?](repeating: nil, count: summary.causes.count))
        DispatchQueue.concurrentPerform(iterations: summary.causes.count) { index in
            let entry = summary.causes[index]
            guard entry.isAssessed else { return }
            let defining = summary.dimensions.indices.filter {
                summary.dimensions[$0].definedCauses.contains(entry.cause.id)
            }
            let defined = summary.cells.indices.filter { cell in
                defining.contains { summary.cells[cell][$0] != nil }
            }
            let result = Result { () throws(DisclosureError) in
                try CauseDisclosure(
                    entry.counts,
                    margins,
                    minimum: minimum,
                    whole: whole,
                    defined: Set(defined)
                )
            }
            found.withLock { $0[index] = result }
        }
        return try found.withLock { $0 }.map { try $0?.get() }
    }
}

extension Summary {
    /// Every cell that is the sum of others over one dimension.
    var margins: [Margin] {
        var margins: [Margin] = []
        for (total, cell) in cells.enumerated() {
            for dimension in cell.indices where cell[dimension] == nil {
                let parts = cells.indices.filter { position in
                    cells[position][dimension] != nil
                        && cell.indices.allSatisfy { $0 == dimension || cells[position][$0] == cell[$0] }
                }
                if !parts.isEmpty { margins.append(Margin(total: total, parts: parts)) }
            }
        }
        return margins
    }

    /// A cell's groups in words: "age 18 to 29, weight normal", or "all".
    func name(ofCell cell: [Int?]) -> String {
        let groups = zip(dimensions, cell).compactMap { dimension, group in
            group.map { "\(dimension.label.lowercased()) \(dimension.groups[$0])" }
        }
        return groups.isEmpty ? "all" : groups.joined(separator: ", ")
    }
}

/// A cell that is the sum of others.
struct Margin {
    var total: Int
    var parts: [Int]

    var cells: [Int] { [total] + parts }
}
