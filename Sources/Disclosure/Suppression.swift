// Which counts are hidden so that small ones stay unknown.

/// A decision for every cell of a table, and why it holds.
///
/// Counts from 1 to below k are hidden, and, in lines of which a single cell is hidden, the next smallest that is not 0, until there is none. Then
/// the table is attacked; while some hidden count could be narrowed to fewer than k values, one more of its neighbours is hidden. Lines and
/// cells are taken in order, so the same table always gives the same decisions. Primary and complementary suppression: Hundepool A et al.
/// (2012), Statistical Disclosure Control, Wiley, chapter 4.
package struct Suppression: Sendable {
    /// Why a cell is hidden.
    package enum Reason: String, Sendable {
        /// Its own count is small.
        case small
        /// It was the next smallest in a line with a single hidden cell.
        case complement
        /// Without it a hidden count could be narrowed to fewer than k values.
        case attack
        /// It was to be hidden whatever its count.
        case given
    }

    /// The table.
    package let table: AdditiveTable
    /// The rule.
    package let rule: MinimumCell
    /// For each cell why it is hidden; nil if it is shown.
    package private(set) var reasons: [Reason?]
    /// The cells that are hidden to protect others only if nothing else can.
    private let spared: Set<Int>
    /// Of how many lines each cell is the total.
    private let totalOf: [Int]
    /// How often the table was attacked, the last time without success.
    package private(set) var attacks = 0
    /// What the attacks proved; what one proves still holds when more is hidden.
    private var proven: [Int: CountRange] = [:]

    /// Decides.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - rule: The rule.
    ///   - given: Cells that are hidden whatever their counts, because another table hides them.
    ///   - spared: Cells that are hidden to protect others only if nothing else can, because another table shows them.
    /// - Throws: If a count cannot be protected even with all that it is tied to hidden, which takes lines that are no table's.
    package init(
        _ table: AdditiveTable,
        rule: MinimumCell,
        hiding given: Set<Int> = [],
        sparing spared: Set<Int> = []
    ) throws(DisclosureError) {
        self.table = table
        self.rule = rule
        self.spared = spared
        reasons = table.counts.enumerated().map { given.contains($0) ? .given : rule.hides($1) ? .small : nil }
        totalOf = table.lines.reduce(into: Array(repeating: 0, count: table.counts.count)) { $0[$1.total] += 1 }
        completeLines()
        while true {
            attacks += 1
            let exposed = exposedCells()
            if exposed.isEmpty { return }
            // At most one more cell per line and attack, since one often protects several.
            var touched = Set<Int>()
            for cell in exposed {
                let lines = table.lines.indices.filter { table.lines[$0].cells.contains(cell) }
                if lines.contains(where: touched.contains) { continue }
                guard let next = neighbour(of: cell, in: lines) else {
                    // What was hidden for another cell may have been the last, and have protected this one too.
                    if !touched.isEmpty { continue }
                    throw DisclosureError("cell \(cell) cannot be hidden: the lines that it is in give its count away")
                }
                reasons[next] = .attack
                touched.formUnion(table.lines.indices.filter { table.lines[$0].cells.contains(next) })
            }
            completeLines()
        }
    }

    /// Whether a cell is hidden. With it go its prevalence, interval, bounds, and whatever else is computed from it.
    package func isHidden(_ cell: Int) -> Bool { reasons[cell] != nil }

    /// For each cell whether it is hidden.
    package var hidden: [Bool] { reasons.map { $0 != nil } }

    /// What readers know hidden counts to be at least: zeros are shown, or they are hidden like the others.
    private var least: Int { rule.hidesZeros || reasons.contains(.given) ? 0 : 1 }

    /// Hides the next smallest cell of every line that has exactly one hidden, to a fixed point.
    private mutating func completeLines() {
        var isDone = false
        while !isDone {
            isDone = true
            for line in table.lines where line.cells.count(where: isHidden) == 1 {
                guard let next = smallest(line.cells) else { continue }
                reasons[next] = .complement
                isDone = false
            }
        }
    }

    /// The shown cell with the smallest count that is not 0; among equals the one that is the total of the fewest lines, then the first.
    private func smallest(_ cells: some Sequence<Int>) -> Int? {
        let shown = cells.filter { !isHidden($0) && table.counts[$0] > 0 }
        let preferred = shown.filter { !spared.contains($0) }
        return (preferred.isEmpty ? shown : preferred)
            .min { (table.counts[$0], totalOf[$0], $0) < (table.counts[$1], totalOf[$1], $1) }
    }

    /// The cell to hide next to protect one: the smallest of its own lines, or else of the lines of all that it is tied to.
    private func neighbour(of cell: Int, in lines: [Int]) -> Int? {
        let own = lines.flatMap { table.lines[$0].cells }
        if let next = smallest(own), !spared.contains(next) { return next }
        let system = HiddenSystem.all(in: table, isHidden: hidden).first { $0.cells.contains(cell) }
        let tied = Set(system?.cells ?? [])
        return smallest(table.lines.filter { !tied.isDisjoint(with: $0.cells) }.flatMap(\.cells)) ?? smallest(own)
    }

    /// The hidden cells for which fewer than k values are proven, in order.
    private mutating func exposedCells() -> [Int] {
        let settled = Set(proven.filter { !isExposed($0.value) }.keys)
        let attack = Attack(table, isHidden: hidden, least: least, enough: rule.size, settled: settled)
        for (cell, range) in attack.ranges {
            proven[cell]?.addProof(range)
            if proven[cell] == nil { proven[cell] = range }
        }
        return proven.filter { isExposed($0.value) }.keys.sorted()
    }

    private func isExposed(_ range: CountRange) -> Bool { (range.provenCount ?? .max) < rule.size }

    /// The tightest range of every hidden count that linear programming finds in what is published.
    ///
    /// - Complexity: Two linear programs per hidden cell.
    package func ranges() -> [Int: CountRange] {
        var ranges = Attack(table, isHidden: hidden, least: least).ranges
        // The attacks take different ways, and where vertices are no whole counts they may prove different tables.
        for (cell, other) in proven { ranges[cell]?.addProof(other) }
        return ranges
    }

    /// The proof that nothing small can be found out, a line of text each, without a hidden count or anything that follows from one.
    ///
    /// - Parameter name: What a cell is called.
    /// - Returns: The lines.
    package func proof(name: (Int) -> String) -> [String] {
        let hidden = reasons.indices.filter { isHidden($0) }
        let shown = rule.hidesZeros ? "counts below \(rule.size)" : "counts from 1 to \(rule.size - 1)"
        var lines = [
            "Hidden: \(hidden.count) of \(reasons.count) counts, because \(shown) are not published and none may follow from others.",
            "Assumed: readers know every published count, how counts add up, and that every hidden count is at least \(least).",
        ]
        let ranges = ranges()
        for cell in hidden {
            guard let range = ranges[cell] else { continue }
            let values =
                range.upper.map { "from \(range.lower) to \($0), \($0 - range.lower + 1) values" }
                ?? "\(range.lower) or more"
            lines.append("\(name(cell)): \(values)")
        }
        lines.append(
            "Proved: for every hidden count, tables of whole counts that agree with all that is published differ in it by at least \(rule.size - 1), "
                + "so that it cannot be narrowed to fewer than \(rule.size) values."
        )
        return lines
    }
}
