// What a reader can find out about hidden counts.

/// The values that a hidden count can have, given everything that is published.
package struct CountRange: Sendable, Hashable {
    /// No value below this is possible, and none above `upper`; nil stands for no limit. These bounds follow from what is published alone, so
    /// they may be published too.
    package var lower: Int, upper: Int?
    /// A table with this value, and one with `provenUpper`, was found that agrees with all that is published; nil stands for any large value.
    /// Where these differ from the bounds they depend on the hidden counts, and must not be published.
    package var provenLower: Int, provenUpper: Int?

    /// Whether the bounds are the smallest and largest value there are.
    package var isTight: Bool { lower == provenLower && upper == provenUpper }

    /// How many values lie in what is proven; nil for no limit.
    package var provenCount: Int? { provenUpper.map { $0 - provenLower + 1 } }

    /// Takes in what another attack on the same table proved.
    mutating func addProof(_ other: CountRange) {
        provenLower = min(provenLower, other.provenLower)
        provenUpper = provenUpper.flatMap { mine in other.provenUpper.map { max(mine, $0) } }
    }
}

/// An attack on hidden counts: all that follows from the published counts, the lines, and what hidden counts are at least.
///
/// Every group of hidden cells that lines tie together is a system of equations. Each cell's largest and smallest value is found by linear
/// programming in whole numbers. The optimum bounds the range from outside; tables of whole counts met on the way, which agree with everything
/// published, prove it from inside. In two-way tables (and whatever else is totally unimodular) the two are the same.
package struct Attack: Sendable {
    /// The range of every hidden cell.
    package let ranges: [Int: CountRange]

    /// Attacks.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - isHidden: For each cell whether it is hidden.
    ///   - least: What a reader knows every hidden count to be at least: 1 where zeros are shown.
    ///   - enough: If given, the search for a cell ends once so many values are proven; its bounds are then of no use.
    ///   - settled: Cells that are not searched for, because enough was proven for them when fewer cells were hidden: a table that agreed with
    ///     more agrees with less. Their ranges are of no use.
    /// - Complexity: Two linear programs per hidden cell, fewer if `enough` is given, in tables of lines × cells of the system.
    package init(
        _ table: AdditiveTable,
        isHidden: [Bool],
        least: Int,
        enough: Int? = nil,
        settled: Set<Int> = []
    ) {
        var ranges: [Int: CountRange] = [:]
        for system in HiddenSystem.all(in: table, isHidden: isHidden) where !settled.isSuperset(of: system.cells) {
            let found = system.ranges(table, least: least, enough: enough, settled: settled)
            for (cell, range) in zip(system.cells, found) { ranges[cell] = range }
        }
        self.ranges = ranges
    }
}

/// Hidden cells that lines tie together, directly or through each other.
struct HiddenSystem {
    /// The cells, in order.
    private(set) var cells: [Int]
    /// The lines with a hidden cell.
    private var lines: [AdditiveTable.Line]

    /// All systems of a table, by their first cells.
    static func all(in table: AdditiveTable, isHidden: [Bool]) -> [HiddenSystem] {
        // Each cell's representative, the lowest cell of its system found so far.
        var parent = Array(isHidden.indices)
        func root(_ cell: Int) -> Int {
            var cell = cell
            while parent[cell] != cell {
                parent[cell] = parent[parent[cell]]
                cell = parent[cell]
            }
            return cell
        }
        for line in table.lines {
            let hidden = line.cells.filter { isHidden[$0] }
            for (one, other) in zip(hidden, hidden.dropFirst()) {
                let (low, high) = (min(root(one), root(other)), max(root(one), root(other)))
                parent[high] = low
            }
        }
        var systems: [HiddenSystem] = []
        var position: [Int: Int] = [:]
        for cell in isHidden.indices where isHidden[cell] {
            let root = root(cell)
            if let index = position[root] {
                systems[index].cells.append(cell)
            } else {
                position[root] = systems.count
                systems.append(HiddenSystem(cells: [cell], lines: []))
            }
        }
        for line in table.lines {
            guard let first = line.cells.first(where: { isHidden[$0] }), let index = position[root(first)] else {
                continue
            }
            systems[index].lines.append(line)
        }
        return systems
    }

    /// The range of each cell.
    func ranges(_ table: AdditiveTable, least: Int, enough: Int?, settled: Set<Int>) -> [CountRange] {
        let number = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
        // Counts are taken above what they are at least; no hidden count may be below that.
        let least = cells.reduce(least) { min($0, table.counts[$1]) }
        let solution = cells.map { table.counts[$0] - least }
        var search = RangeSearch(solution: solution, enough: enough, settled: cells.map(settled.contains))
        let equations = lines.map { line in
            line.cells.compactMap { cell in
                number[cell].map { (variable: $0, sign: cell == line.total ? -1 : 1) }
            }
        }
        search.run(equations)
        return search.ranges.map { range in
            CountRange(
                lower: range.lower + least,
                upper: range.upper.map { $0 + least },
                provenLower: range.provenLower + least,
                provenUpper: range.provenUpper.map { $0 + least }
            )
        }
    }
}

/// The search for all variables' ranges in one system.
private struct RangeSearch {
    private(set) var ranges: [CountRange]
    private let solution: [Int]
    private let enough: Int?
    /// For each variable whether it needs no search.
    private let settled: [Bool]

    init(solution: [Int], enough: Int?, settled: [Bool]) {
        self.solution = solution
        self.enough = enough
        self.settled = settled
        ranges = solution.map { CountRange(lower: 0, upper: nil, provenLower: $0, provenUpper: $0) }
    }

    /// On overflow, what is proven stays as small as it is, which is on the safe side.
    mutating func run(_ equations: [[(variable: Int, sign: Int)]]) {
        guard var simplex = try? IntegerSimplex(equations: equations, solution: solution) else { return }
        simplex.alongColumns { variable, fall, rise in
            // Both are measured from the solution itself.
            ranges[variable].provenLower = min(ranges[variable].provenLower, solution[variable] - fall)
            ranges[variable].provenUpper = rise.flatMap { rise in
                ranges[variable].provenUpper.map { max($0, solution[variable] + rise) }
            }
        }
        if solution.indices.allSatisfy(isEnough) { return }
        guard (try? simplex.moveToVertex()) != nil else { return }
        record(simplex)
        for variable in solution.indices {
            if isEnough(variable) { continue }
            guard let largest = try? simplex.maximise(variable, visit: { record($0, for: variable) }) else { return }
            if largest == .unbounded {
                // From any whole table along a direction of fractions one comes to whole tables again, however far.
                ranges[variable].provenUpper = nil
            } else if case .value(let numerator, let denominator) = largest {
                ranges[variable].upper = numerator / denominator
            }
            if isEnough(variable) { continue }
            guard let smallest = try? simplex.minimise(variable, visit: { record($0, for: variable) }) else { return }
            if case .value(let numerator, let denominator) = smallest {
                ranges[variable].lower = (numerator + denominator - 1) / denominator
            }
        }
    }

    private func isEnough(_ variable: Int) -> Bool {
        if settled[variable] { return true }
        guard let enough else { return false }
        return ranges[variable].provenCount.map { $0 >= enough } ?? true
    }

    @discardableResult
    private mutating func record(_ simplex: borrowing IntegerSimplex, for variable: Int = 0) -> Bool {
        if let solution = simplex.wholeSolution {
            for (index, value) in solution.enumerated() {
                ranges[index].provenLower = min(ranges[index].provenLower, value)
                ranges[index].provenUpper = ranges[index].provenUpper.map { max($0, value) }
            }
        }
        return !isEnough(variable)
    }
}
