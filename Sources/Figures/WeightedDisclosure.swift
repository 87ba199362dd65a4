// Which weighted figures are hidden because records lack a weight.

internal import Disclosure
internal import Prevalence
internal import Statistics

/// The cells of one cause whose weighted figures are hidden.
///
/// Beside the counts of a cell stand those of its records with a weight, so that a reader knows how many have none. Where either is small, with the cause or without
/// it, the weighted figures are hidden, and as many more as it takes that none of these numbers follows from the lines of the table.
struct WeightedDisclosure {
    let hidden: Set<Int>

    /// Decides. O(two linear programs per hidden cell and round) where records lack weights.
    ///
    /// - Parameters:
    ///   - counts: The cause's counts by cell.
    ///   - estimates: Its weighted estimates.
    ///   - margins: Which cells are sums of others.
    ///   - choices: The statistics in force, with a smallest cell.
    ///   - concealed: The cells whose counts of the prevalence are hidden.
    init(
        _ counts: [Counts],
        _ estimates: [WeightedEstimate?],
        _ margins: [Margin],
        _ choices: StatisticsChoices,
        concealed: Set<Int>
    ) {
        let shares = counts.map { $0.share(choices) }
        let weighted = estimates.map { (events: $0?.events ?? 0, records: $0?.records ?? 0) }
        let sides = [
            zip(shares, weighted).map { (all: $0.events, weighted: $1.events) },
            zip(shares, weighted).map { (all: $0.records - $0.events, weighted: $1.records - $1.events) },
        ]
        var hidden = concealed
        for side in sides {
            for (cell, count) in side.enumerated()
            where choices.isSmall(count.weighted) || choices.isSmall(count.all - count.weighted) { hidden.insert(cell) }
        }
        guard hidden != concealed else {
            self.hidden = hidden
            return
        }
        let everything = Set(counts.indices)
        var before: Set<Int> = []
        while hidden != before, hidden != everything {
            before = hidden
            for side in sides {
                hidden = Self.completed(hidden, side, margins, choices.minimumCell, concealed) ?? everything
            }
        }
        self.hidden = hidden
    }

    /// The cells that must be hidden so that nothing small follows; nil if it does all the same.
    private static func completed(
        _ hidden: Set<Int>,
        _ side: [(all: Int, weighted: Int)],
        _ margins: [Margin],
        _ minimum: Int,
        _ concealed: Set<Int>
    ) -> Set<Int>? {
        let size = side.count
        // Records with a weight, those without one, and both together.
        let blocks = [side.map(\.weighted), side.map { $0.all - $0.weighted }, side.map(\.all)]
        var lines = side.indices.map { AdditiveTable.Line(total: 2 * size + $0, parts: [$0, size + $0]) }
        for block in blocks.indices {
            lines += margins.map { margin in
                AdditiveTable.Line(
                    total: block * size + margin.total,
                    parts: margin.parts.map { block * size + $0 }
                )
            }
        }
        let totals = Set(side.indices.map { 2 * size + $0 })
        let given = hidden.union(hidden.map { size + $0 }).union(concealed.map { 2 * size + $0 })
        guard let table = try? AdditiveTable(counts: blocks.flatMap(\.self), lines: lines),
            let rule = try? MinimumCell(minimum, records: .max),
            let suppression = try? Suppression(table, rule: rule, hiding: given, sparing: totals)
        else { return nil }
        let all = Set(table.counts.indices.filter(suppression.isHidden))
        guard all.isDisjoint(with: totals.subtracting(given)) else { return nil }
        return Set(all.subtracting(totals).map { $0 % size })
    }
}
