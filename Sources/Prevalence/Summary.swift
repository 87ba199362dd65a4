// A finished summary: every cause in every cell of the groups and their margins.

package import Codebook
internal import Columns
internal import FEEL
package import RuleSets

/// Why a summary cannot be made.
package struct SummaryError: Error, Sendable {
    /// One sentence: what is wrong and what to do.
    package var message: String
}

/// How common each cause is, overall and by group.
package struct Summary: Sendable {
    /// One dimension of the table.
    package struct Dimension: Sendable, Hashable {
        /// The grouping's id.
        package var id: String
        /// The grouping's label.
        package var label: String
        /// The labels of its groups; `unknown` is the last.
        package var groups: [String]
        /// The label of the variable that it groups by.
        package var variable: String
        /// The ids of the causes that are defined by nothing but that variable: in its groups they are present or absent by construction.
        package var definedCauses: Set<String>
        /// The ids of the causes that the variable decides together with others: their groups differ in part by construction.
        package var partlyDefinedCauses: Set<String>
    }

    /// One cause over all cells.
    package struct CauseCounts: Sendable {
        /// The cause.
        package var cause: Cause
        /// Whether the files had columns for any of its rules.
        package var isAssessed: Bool
        /// Its counts, one per entry of `Summary.cells`.
        package var counts: [Counts]
    }

    /// The dimensions, in the order asked for.
    package let dimensions: [Dimension]
    /// Every cell: its group in each dimension, nil standing for all. Margins come before what they are the margins of.
    package let cells: [[Int?]]
    /// The causes, in the rule set's order.
    package let causes: [CauseCounts]
    /// Eligible, not eligible and undetermined records.
    package let eligibility: Tally.EligibilityCounts
    /// How many eligible records have each outcome of the search for the main cause, in the order of the causes, then the other outcomes.
    package let mainCauses: [(name: String, records: Int)]
    /// For each computed derived variable with a range: how many values could be computed, and how many of those were implausible.
    package let derived: [(variable: DerivedVariable, computable: Int, implausible: Int)]
    /// For each worker that was added up, for each place of its tally the cell, by its position in `cells`.
    let cellsOfPlaces: [[Int]]

    /// The cells of a dimension alone, by position in `cells`, in the order of its groups.
    package func margin(of dimension: Int) -> [Int] {
        cells.indices.filter { position in
            cells[position].enumerated().allSatisfy { ($0.element != nil) == ($0.offset == dimension) }
        }
    }

    /// Adds up the workers' tallies. Throws if an open category has too many values to be groups.
    package init(_ plan: Plan, _ workers: [(tally: Tally, openTexts: [Int: OpenTexts])]) throws(SummaryError) {
        var dimensions: [Dimension] = []
        // For each worker and dimension, the group that a worker's own number stands for.
        var renumberings = Array(repeating: [[Int]?](), count: workers.count)
        for group in plan.groups {
            var labels = group.group.labels
            if case .open(let column) = group.kind {
                let values = try Self.sortedValues(of: group.group, workers.map { $0.openTexts[column] }, plan)
                labels = Self.labels(ofValues: values)
                let positions = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
                for (index, worker) in workers.enumerated() {
                    let own = worker.openTexts[column]?.groupValues(pool: plan.program.texts.texts) ?? []
                    var renumbering = own.map { positions[$0] ?? labels.count }
                    renumbering += Array(repeating: labels.count, count: maximumOpenGroups + 1 - renumbering.count)
                    renumberings[index].append(renumbering)
                }
            } else {
                for index in workers.indices { renumberings[index].append(nil) }
            }
            let variable = plan.ruleSet.label(of: group.group.variable)
            dimensions.append(
                Dimension(
                    id: group.group.id,
                    label: group.group.label,
                    groups: labels + ["unknown"],
                    variable: variable,
                    definedCauses: plan.ruleSet.causesDefined(by: group.group.variable),
                    partlyDefinedCauses: plan.ruleSet.causesPartlyDefined(by: group.group.variable)
                )
            )
        }
        self.dimensions = dimensions
        cells = Self.cells(dimensions.map(\.groups.count))

        let positions = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
        var counts = plan.causes.map { _ in [Counts](repeating: Counts(), count: positions.count) }
        var eligibility = Tally.EligibilityCounts()
        var mainCauses = [Int](repeating: 0, count: plan.causes.count + 3)
        var derived = [(Int, Int)](repeating: (0, 0), count: plan.derived.count)
        var cellsOfPlaces: [[Int]] = []
        for (worker, renumbering) in zip(workers, renumberings) {
            var cellOfPlace: [Int: Int] = [:]
            let tally = worker.tally
            eligibility.eligible += tally.eligibility.eligible
            eligibility.notEligible += tally.eligibility.notEligible
            eligibility.undetermined += tally.eligibility.undetermined
            for (index, records) in tally.mainCauses.enumerated() { mainCauses[index] += records }
            for (index, values) in tally.derived.enumerated() {
                derived[index].0 += values.computable
                derived[index].1 += values.implausible
            }
            tally.forEachCell { place, own, cellCounts in
                let groups = zip(own, renumbering).map { $1?[$0] ?? $0 }
                cellOfPlace[place] = positions[groups.map(Optional.some)] ?? 0
                // Every subset of the dimensions in which the others are summed over.
                for subset in 0..<(1 << groups.count) {
                    let cell = groups.enumerated().map { subset & 1 << $0 == 0 ? nil : Optional($1) }
                    guard let position = positions[cell] else { continue }
                    for index in counts.indices { counts[index][position] += cellCounts[index] }
                }
            }
            cellsOfPlaces.append(cellOfPlace.keys.sorted().map { cellOfPlace[$0] ?? 0 })
        }
        self.cellsOfPlaces = cellsOfPlaces
        self.eligibility = eligibility
        causes = plan.causes.indices.map { index in
            CauseCounts(
                cause: plan.ruleSet.causes[index],
                isAssessed: plan.causes[index].position != nil,
                counts: counts[index]
            )
        }
        let names = plan.ruleSet.causes.map(\.id) + ["undetermined", "contributing_only", "unexplained"]
        self.mainCauses = zip(names, mainCauses).enumerated()
            .filter { index, _ in index >= plan.causes.count || plan.ruleSet.causes[index].category != .contributing }
            .map { (name: $1.0, records: $1.1) }
        self.derived = plan.derived.indices
            .filter { plan.derived[$0].position != plan.derived[$0].unchecked }
            .map { (plan.ruleSet.derived[plan.derived[$0].index], derived[$0].0, derived[$0].1) }
    }

    /// All cells in the order of the contract: all; each dimension; each pair; the triples.
    private static func cells(_ sizes: [Int]) -> [[Int?]] {
        let subsets: [[Int]] =
            switch sizes.count {
            case 0: [[]]
            case 1: [[], [0]]
            case 2: [[], [0], [1], [0, 1]]
            default: [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]
            }
        return subsets.flatMap { subset in
            subset.reduce([[Int?](repeating: nil, count: sizes.count)]) { cells, dimension in
                cells.flatMap { cell in
                    (0..<sizes[dimension]).map { group in
                        var cell = cell
                        cell[dimension] = group
                        return cell
                    }
                }
            }
        }
    }

    /// The values of an open category that any worker met, sorted by their bytes.
    private static func sortedValues(
        of group: Group,
        _ workers: [OpenTexts?],
        _ plan: Plan
    ) throws(SummaryError) -> [[UInt8]] {
        let values = Set(workers.compactMap(\.self).flatMap { $0.groupValues(pool: plan.program.texts.texts) })
        guard values.count <= maximumOpenGroups, !workers.contains(where: { $0?.isFull == true }) else {
            throw SummaryError(
                message:
                    "the group '\(group.id)' has more than \(maximumOpenGroups) values; group by something coarser (--by), or "
                    + "list codes for '\(group.variable)' in the rule set"
            )
        }
        return values.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Values as labels. `all` and `unknown` mean something else in outputs, so values of these names are marked as values.
    private static func labels(ofValues values: [[UInt8]]) -> [String] {
        let reserved: Set<[UInt8]> = [Array("all".utf8), Array("unknown".utf8)]
        return values.map { value in
            var label = value
            guard reserved.contains(value) else { return String(decoding: label, as: UTF8.self) }
            repeat { label += Array(" (value)".utf8) } while values.contains(label)
            return String(decoding: label, as: UTF8.self)
        }
    }
}

extension RuleSet {
    /// The label of a variable, collected or derived.
    package func label(of variable: String) -> String {
        codebook.position(of: variable).map { codebook.variables[$0].label } ?? derived.first { $0.id == variable }?
            .label ?? variable
    }
}
