// Weighted counts of every cause by cell and sampling unit, which merge by exact addition.

package import Columns
package import FEEL
package import RuleSets
package import Statistics

/// One worker's weighted sums over the batches it has seen. Its cells are the places of a `Tally` that has counted the same batches.
package struct DesignTally {
    /// How many records there are of each kind of weight, in the whole file and in the population.
    package struct WeightCounts: Sendable, Hashable {
        /// Records with a weight above 0.
        package var positive = 0
        /// Records of weight 0: part of the design, but not of any sum.
        package var zero = 0
        /// Records without a weight, which are in no weighted figure.
        package var missing = 0

        /// Whether every record has a weight above 0.
        package var areAllPositive: Bool { zero == 0 && missing == 0 }

        static func += (left: inout WeightCounts, right: WeightCounts) {
            left.positive += right.positive
            left.zero += right.zero
            left.missing += right.missing
        }
    }

    /// The weights of a batch, as masks and values by record.
    package struct Weights {
        /// Which records have a weight above 0, and which have one of 0.
        package var positive: UnsafePointer<UInt64>, zero: UnsafePointer<UInt64>
        /// The weights of those that have one.
        package var values: UnsafePointer<Double>
        /// The sampling units of all records in either mask, as `number(of:)` gave them out.
        package var units: UnsafePointer<Int32>

        /// Gathers them.
        package init(
            positive: UnsafePointer<UInt64>,
            zero: UnsafePointer<UInt64>,
            values: UnsafePointer<Double>,
            units: UnsafePointer<Int32>
        ) {
            (self.positive, self.zero, self.values, self.units) = (positive, zero, values, units)
        }
    }

    /// How many records have weights, in the whole file.
    package private(set) var records = WeightCounts()
    /// As `records`, of the population only.
    package private(set) var eligible = WeightCounts()
    /// The sums, for as many causes each as a counter of a `Tally` has.
    private(set) var tallies: [SurveyTally]

    private let population: Int?
    private let open: OpenVerdict
    /// For each tally a bit for each cause that is assessed.
    private let assessed: [UInt64]

    static let causesPerTally = Tally.causesPerCounter
    /// The side of each record of a batch, where there are two.
    private var sides: [Int32] = []

    /// Makes an empty tally for a plan.
    package init(_ plan: Plan, design: SurveyDesign, open: OpenVerdict, kernel: ColumnKernel = .best) {
        self.open = open
        population = plan.population
        let starts = stride(from: 0, to: max(1, plan.causes.count), by: Self.causesPerTally)
        tallies = starts.map { [count = plan.causes.count] first in
            SurveyTally(design: design, outcomes: max(1, min(Self.causesPerTally, count - first)), kernel: kernel)
        }
        assessed = starts.map { first in
            plan.causes.dropFirst(first).prefix(Self.causesPerTally).enumerated().reduce(0) { bits, cause in
                bits | (cause.element.position == nil ? 0 : 1 << UInt64(cause.offset))
            }
        }
    }

    /// The number of a sampling unit.
    package mutating func number(of unit: SamplingUnit) -> Int {
        var number = 0
        for index in tallies.indices { number = tallies[index].number(of: unit) }
        return number
    }

    /// How many sampling units have been met.
    package var unitCount: Int { tallies.first?.units.count ?? 0 }

    /// Adds the records of an evaluator's batch, which it has run over: their facts are those that `tally` kept of the same batch, and their places
    /// those that it gives, or another tally by other groups. O(records × causes).
    package mutating func add(
        _ evaluator: Evaluator,
        _ batch: ColumnBatch,
        _ weights: Weights,
        _ tally: Tally,
        places: UnsafePointer<Int32>
    ) {
        let isEligible = population.map { evaluator.truth(of: $0) }
        for word in 0..<batch.wordCount {
            let inBatch = batch.present(inWord: word)
            let (positive, zero) = (weights.positive[word], weights.zero[word])
            Self.count(&records, inBatch, positive, zero)
            Self.count(&eligible, (isEligible?[word] ?? ~0) & inBatch, positive, zero)
        }
        add(batch, weights, tally, places) { isEligible?[$0] ?? ~0 }
    }

    /// Adds the records of a batch that are `members` of a word of 64, and counts those outside.
    @inline(__always)
    private mutating func add(
        _ batch: ColumnBatch,
        _ weights: Weights,
        _ tally: Tally,
        _ places: UnsafePointer<Int32>,
        members: (Int) -> UInt64
    ) {
        let count = batch.wordCount
        tally.withFacts { words in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 66 * count) { memory in
                guard let chosen = memory.baseAddress else { return }
                let (outside, facts) = (chosen + count, chosen + 2 * count)
                for word in 0..<count {
                    let (positive, zero) = (weights.positive[word], weights.zero[word])
                    chosen[word] = positive & members(word) & batch.present(inWord: word)
                    outside[word] = (positive | zero) & ~chosen[word]
                }
                for index in tallies.indices {
                    choose(words + index * ColumnBatch.capacity, 64 * count, index, into: facts)
                    tallies[index].add(
                        SurveyTally.Block(
                            words: count,
                            chosen: chosen,
                            outside: outside,
                            weights: weights.values,
                            units: weights.units,
                            cells: places,
                            facts: facts
                        )
                    )
                }
            }
        }
    }

    /// Writes for records which causes are answered, then which of those are present, from the facts of a counter.
    private func choose(
        _ words: UnsafePointer<UInt64>,
        _ records: Int,
        _ index: Int,
        into facts: UnsafeMutablePointer<UInt64>
    ) {
        let (count, assessed) = (UInt64(tallies[index].outcomeCount), assessed[index])
        switch open {
        case .excluded:
            let both: UInt64 = 1 << (2 * count) - 1
            for record in 0..<records { facts[record] = words[record] &>> (1 &+ 2 &* count) & both }
        case .absent:
            for record in 0..<records { facts[record] = assessed | (words[record] &>> 1 & assessed) &<< count }
        case .present:
            for record in 0..<records {
                facts[record] = assessed | (~words[record] &>> (1 &+ count) & assessed) &<< count
            }
        }
    }

    /// As `add`, for the population, in cell 0, and the records that its condition excludes, in cell 1. Adds nothing where there is no such condition.
    package mutating func addBothSides(_ evaluator: Evaluator, _ batch: ColumnBatch, _ weights: Weights, _ tally: Tally)
    {
        guard let population else { return }
        let (inside, outside) = (evaluator.truth(of: population), evaluator.falsity(of: population))
        // Taken out for the sums, which need the tally to themselves.
        var sides: [Int32] = []
        swap(&sides, &self.sides)
        defer { swap(&sides, &self.sides) }
        if sides.isEmpty { sides = Array(repeating: 0, count: ColumnBatch.capacity) }
        for word in 0..<batch.wordCount {
            for bit in 0..<64 {
                sides[word &* 64 &+ bit] = Int32(truncatingIfNeeded: outside[word] &>> UInt64(bit) & 1)
            }
        }
        sides.withUnsafeBufferPointer { sides in
            guard let places = sides.baseAddress else { return }
            add(batch, weights, tally, places) { inside[$0] | outside[$0] }
        }
    }

    private static func count(_ counts: inout WeightCounts, _ records: UInt64, _ positive: UInt64, _ zero: UInt64) {
        counts.positive += (records & positive).nonzeroBitCount
        counts.zero += (records & zero).nonzeroBitCount
        counts.missing += (records & ~positive & ~zero).nonzeroBitCount
    }
}

/// The weighted sums of all workers.
package struct DesignSummary: Sendable {
    /// How the sample was drawn.
    package let design: SurveyDesign
    /// How many records have weights, in the whole file and in the population.
    package let records: DesignTally.WeightCounts, eligible: DesignTally.WeightCounts
    private let tallies: [SurveyTally]

    /// Adds up workers' tallies, whose cells are those of the tallies that `summary` was made of, in the same order.
    package init(_ plan: Plan, _ workers: [DesignTally], design: SurveyDesign, _ summary: Summary) {
        self.design = design
        var sum = DesignTally(plan, design: design, open: .excluded).tallies
        var (records, eligible) = (DesignTally.WeightCounts(), DesignTally.WeightCounts())
        for (worker, cells) in zip(workers, summary.cellsOfPlaces) {
            records += worker.records
            eligible += worker.eligible
            for (index, tally) in worker.tallies.enumerated() { sum[index].merge(tally, cellNumbers: cells) }
        }
        (self.records, self.eligible) = (records, eligible)
        tallies = sum
    }

    /// Adds up workers' tallies of both sides of the population (`addBothSides`), whose cells are 0 and 1.
    package init(_ plan: Plan, bothSides workers: [DesignTally], design: SurveyDesign) {
        self.design = design
        var sum = DesignTally(plan, design: design, open: .excluded).tallies
        for worker in workers {
            for (index, tally) in worker.tallies.enumerated() { sum[index].merge(tally) }
        }
        (records, eligible) = (DesignTally.WeightCounts(), DesignTally.WeightCounts())
        tallies = sum
    }

    /// How many sampling units have been met.
    package var unitCount: Int { tallies.first?.units.count ?? 0 }

    /// The estimators of all causes, by position; each stands for some of them.
    ///
    /// - Throws: If a stratum has a single PSU and `singlePSU` is `error`.
    package func estimators(singlePSU: SinglePSUPolicy) throws(StatisticsError) -> DesignEstimators {
        var estimators: [SurveyEstimator] = []
        for tally in tallies { estimators.append(try SurveyEstimator(tally, singlePSU: singlePSU)) }
        return DesignEstimators(estimators: estimators)
    }
}

/// Computes the weighted prevalence of any cause.
package struct DesignEstimators: Sendable {
    fileprivate let estimators: [SurveyEstimator]

    /// How many strata there are, how many of them have a single PSU, and how many units there are in all.
    package var strataCount: Int { estimators.first?.strataCount ?? 0 }
    package var lonelyStrataCount: Int { estimators.first?.lonelyStrataCount ?? 0 }
    package var unitCount: Int { estimators.first?.unitCount ?? 0 }

    /// The weighted prevalence of a cause in a group made up of some cells, or nil if it has no record complete for it.
    ///
    /// - Throws: In a design of records, if a stratum has a single complete record and that is to be an error.
    package func estimate(cause: Int, cells: [Int]) throws(StatisticsError) -> WeightedEstimate? {
        let (tally, outcome) = cause.quotientAndRemainder(dividingBy: DesignTally.causesPerTally)
        return try estimators[tally].estimate(outcome: outcome, cells: cells)
    }

    /// As `estimate(cause:cells:)`, standardised to the shares of parts.
    package func estimate(
        cause: Int,
        parts: [(share: Double, cells: [Int])]
    ) throws(StatisticsError) -> WeightedEstimate? {
        let (tally, outcome) = cause.quotientAndRemainder(dividingBy: DesignTally.causesPerTally)
        return try estimators[tally].estimate(outcome: outcome, parts: parts)
    }

    /// Compares groups of records, each made up of some cells, by a cause.
    ///
    /// - Throws: As `estimate(cause:cells:)`.
    package func comparison(cause: Int, groups: [[Int]]) throws(StatisticsError) -> SurveyComparison {
        let (tally, outcome) = cause.quotientAndRemainder(dividingBy: DesignTally.causesPerTally)
        return try estimators[tally].comparison(outcome: outcome, groups: groups)
    }
}

extension Summary {
    /// The cells that make up a cell, by position: those with a group in every dimension.
    package func parts(ofCell position: Int) -> [Int] {
        let wanted = cells[position]
        return cells.indices.filter { index in
            zip(cells[index], wanted).allSatisfy { $0 != nil && ($1 == nil || $0 == $1) }
        }
    }
}
