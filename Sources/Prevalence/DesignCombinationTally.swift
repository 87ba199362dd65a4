// Weighted sums of which causes occur together, by sampling unit, which merge by exact addition.

package import Columns
package import FEEL
package import RuleSets
package import Statistics

/// One worker's weighted sums of combinations of causes, and of pairs.
///
/// Combinations are of the records that are complete for every assessed cause, each a cell of one tally; of a pair there are three events among the records
/// complete for both: both causes, the first alone of the two, and the second alone.
///
/// - Complexity: Memory is O(units · (combinations met + pairs)), bounded by `mostSums`.
package struct DesignCombinationTally {
    /// The most sums that are kept of combinations, and of pairs: sampling units times combinations or pairs.
    package static let mostSums = 1 << 22
    /// Three events for each of five pairs are as many outcomes as a tally has.
    static let pairsPerTally = SurveyTally.mostOutcomes / eventsPerPair
    /// Both causes, the first alone, the second alone.
    static let eventsPerPair = 3

    /// The assessed causes by position, as of ``CombinationTally``.
    let causes: [Int]
    /// Of each combination met its cell.
    private(set) var cells: [UInt64: Int] = [:]
    /// The sums of combinations, all present, and of pairs.
    private(set) var combinations: SurveyTally
    private(set) var pairs: [SurveyTally]
    /// Whether there were more sums than are kept.
    private(set) var hasTooMany = false

    private let population: Int?
    private let steps: [(position: Int, columns: [Int], steps: [Int])]
    private let pairPositions: [(first: Int, second: Int)]
    private let facts: [RecordFacts]

    /// Makes an empty tally for a plan with at most `CombinationTally.maximumCauses` assessed causes.
    package init(_ plan: Plan, design: SurveyDesign, kernel: ColumnKernel = .best) {
        let assessed = plan.causes.enumerated().filter { $0.element.position != nil }
            .prefix(CombinationTally.maximumCauses)
        causes = assessed.map(\.offset)
        steps = assessed.map {
            ($0.element.position ?? 0, $0.element.completeColumns.sorted(), $0.element.completeSteps.sorted())
        }
        population = plan.population
        pairPositions = CombinationTally.pairs(causes.count)
        combinations = SurveyTally(design: design, outcomes: 1, kernel: kernel)
        let sizes = stride(from: 0, to: pairPositions.count, by: Self.pairsPerTally).map {
            [count = pairPositions.count] in min(Self.pairsPerTally, count - $0) * Self.eventsPerPair
        }
        pairs = sizes.map { SurveyTally(design: design, outcomes: $0, kernel: kernel) }
        facts = sizes.map { RecordFacts(facts: 2 * $0) }
    }

    /// The number of a sampling unit.
    package mutating func number(of unit: SamplingUnit) -> Int {
        for index in pairs.indices { _ = pairs[index].number(of: unit) }
        return combinations.number(of: unit)
    }

    /// What is known of 64 records, a mask per cause.
    private struct Masks {
        var present: [UInt64], complete: [UInt64]

        init(count: Int) {
            present = Array(repeating: 0, count: count)
            complete = present
        }
    }

    /// Adds the records of an evaluator's batch, which it has run over. O(records × pairs).
    package mutating func add(_ evaluator: Evaluator, _ weights: DesignTally.Weights) {
        guard !hasTooMany, !causes.isEmpty else { return }
        let batch = evaluator.batch
        let cellOfNone = [Int32](repeating: 0, count: 64)
        var masks = Masks(count: causes.count)
        for word in 0..<batch.wordCount {
            let inDesign = (weights.positive[word] | weights.zero[word]) & batch.present(inWord: word)
            guard inDesign != 0 else { continue }
            let eligible = population.map { evaluator.truth(of: $0)[word] } ?? ~0
            let chosen = weights.positive[word] & eligible & inDesign
            for (index, step) in steps.enumerated() {
                let truth = evaluator.truth(of: step.position)[word]
                var complete = truth | evaluator.falsity(of: step.position)[word]
                for column in step.columns { complete &= batch.answered(column)[word] }
                for other in step.steps { complete &= ~evaluator.unknown(other, word: word) }
                (masks.present[index], masks.complete[index]) = (truth & complete, complete)
            }
            addCombinations(masks, weights, word, chosen, outside: inDesign & ~chosen)
            cellOfNone.withUnsafeBufferPointer { cells in
                guard let cells = cells.baseAddress else { return }
                addPairs(masks, weights, word, chosen, outside: inDesign & ~chosen, cells)
            }
        }
        let most = max(cells.count, pairPositions.count).multipliedReportingOverflow(by: combinations.units.count)
        hasTooMany = most.overflow || most.partialValue > Self.mostSums
    }

    private mutating func addCombinations(
        _ masks: Masks,
        _ weights: DesignTally.Weights,
        _ word: Int,
        _ chosen: UInt64,
        outside: UInt64
    ) {
        let complete = masks.complete.reduce(~0, &)
        var rest = complete & (chosen | outside)
        while rest != 0 {
            let bit = UInt64(rest.trailingZeroBitCount)
            rest &= rest - 1
            let record = word * 64 + Int(bit)
            let unit = Int(weights.units[record])
            guard chosen >> bit & 1 == 1 else {
                combinations.addOutside(unit: unit, answered: 1)
                continue
            }
            var combination: UInt64 = 0
            for (index, present) in masks.present.enumerated() { combination |= (present >> bit & 1) << UInt64(index) }
            let next = cells.count
            let cell = cells[combination, default: next]
            if cell == next { cells[combination] = cell }
            let weight = SamplingWeight(positive: weights.values[record])
            combinations.add(weight, unit: unit, cell: cell, present: 1, absent: 0)
        }
    }

    private mutating func addPairs(
        _ masks: Masks,
        _ weights: DesignTally.Weights,
        _ word: Int,
        _ chosen: UInt64,
        outside: UInt64,
        _ cells: UnsafePointer<Int32>
    ) {
        for index in pairs.indices {
            let (count, first) = (pairs[index].outcomeCount, index * Self.pairsPerTally)
            facts[index].load(filling: { facts in
                for (offset, pair) in pairPositions[first...].prefix(Self.pairsPerTally).enumerated() {
                    let (one, other) = (masks.present[pair.first], masks.present[pair.second])
                    let complete = masks.complete[pair.first] & masks.complete[pair.second]
                    for (event, present) in [one & other, one & ~other, other & ~one].enumerated() {
                        let place = offset * Self.eventsPerPair + event
                        facts[place] = complete
                        facts[count + place] = present & complete
                    }
                }
            })
            let start = word * 64
            withUnsafePointer(to: chosen) { chosen in
                withUnsafePointer(to: outside) { outside in
                    pairs[index].add(
                        SurveyTally.Block(
                            words: 1,
                            chosen: chosen,
                            outside: outside,
                            weights: weights.values + start,
                            units: weights.units + start,
                            cells: cells,
                            facts: facts[index].words
                        )
                    )
                }
            }
        }
    }
}

/// The weighted sums of combinations of all workers.
package struct DesignCombinations: Sendable {
    /// Whether there were more than are kept, in any order of records.
    package let hasTooMany: Bool
    /// The combinations met, in order; the cells of `tally`.
    private let combinations: [UInt64]
    private let tally: SurveyTally
    private let pairs: [SurveyTally]

    /// Adds up workers' tallies.
    package init(_ plan: Plan, _ workers: [DesignCombinationTally], design: SurveyDesign) {
        // In their own order, so that who met which first cannot show in sums over them.
        let combinations = Set(workers.flatMap(\.cells.keys)).sorted()
        self.combinations = combinations
        let places = Dictionary(uniqueKeysWithValues: combinations.enumerated().map { ($1, $0) })
        var sum = DesignCombinationTally(plan, design: design)
        let pairCount = CombinationTally.pairs(sum.causes.count).count
        let units = workers.reduce(into: Set<SamplingUnit>()) { $0.formUnion($1.combinations.units) }.count
        let most = max(combinations.count, pairCount).multipliedReportingOverflow(by: units)
        hasTooMany = most.overflow || most.partialValue > DesignCombinationTally.mostSums
        if !hasTooMany { for worker in workers { sum.merge(worker, places) } }
        (tally, pairs) = (sum.combinations, sum.pairs)
    }

    /// What computes shares.
    ///
    /// - Throws: If a stratum has a single PSU and `singlePSU` is `error`.
    package func estimators(singlePSU: SinglePSUPolicy) throws(StatisticsError) -> CombinationEstimators {
        var estimators: [SurveyEstimator] = []
        for tally in pairs { estimators.append(try SurveyEstimator(tally, singlePSU: singlePSU)) }
        return CombinationEstimators(
            combinations: combinations,
            shares: SurveyShares(try SurveyEstimator(tally, singlePSU: singlePSU), outcome: 0),
            pairs: estimators
        )
    }
}

extension DesignCombinationTally {
    /// Adds another worker's sums; `places` has the cell of each combination here.
    fileprivate mutating func merge(_ other: DesignCombinationTally, _ places: [UInt64: Int]) {
        var numbers = Array(repeating: 0, count: other.cells.count)
        for (combination, cell) in other.cells { numbers[cell] = places[combination] ?? 0 }
        combinations.merge(other.combinations, cellNumbers: numbers)
        for index in pairs.indices { pairs[index].merge(other.pairs[index]) }
    }
}

/// Computes the weighted share of any event of combinations or pairs.
package struct CombinationEstimators: Sendable {
    fileprivate let combinations: [UInt64]
    fileprivate let shares: SurveyShares
    fileprivate let pairs: [SurveyEstimator]

    /// The share of the combinations that `isPart` takes, among the records complete for every assessed cause; nil if there are none.
    ///
    /// - Throws: In a design of records, if a stratum has a single complete record and that is to be an error.
    package func share(where isPart: (UInt64) -> Bool) throws(StatisticsError) -> WeightedEstimate? {
        try shares.estimate(of: combinations.indices.filter { isPart(combinations[$0]) })
    }

    /// The share of an event of a pair among the records complete for both causes.
    ///
    /// - Parameters:
    ///   - pair: The pair, by position in `CombinationTally.pairs`.
    ///   - event: 0 for both causes, 1 for the first alone, 2 for the second alone.
    /// - Returns: Nil if there are none.
    /// - Throws: As `share(where:)`.
    package func share(pair: Int, event: Int) throws(StatisticsError) -> WeightedEstimate? {
        let (tally, place) = pair.quotientAndRemainder(dividingBy: DesignCombinationTally.pairsPerTally)
        let outcome = place * DesignCombinationTally.eventsPerPair + event
        return try pairs[tally].estimate(outcome: outcome, cells: [0])
    }
}
