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
    /// The sums, for up to 32 causes each.
    private(set) var tallies: [SurveyTally]

    private let population: Int?
    private let causes: [CauseSteps]
    private let open: OpenVerdict
    private let facts: [RecordFacts]

    private let completeColumns: [Int]
    private let completeSteps: [Int]
    /// The side of each record of a batch, where there are two.
    private var sides: [Int32] = []

    /// So many causes have both their masks in one word of 64 facts.
    static let causesPerTally = 32

    /// Makes an empty tally for a plan.
    package init(_ plan: Plan, design: SurveyDesign, open: OpenVerdict, kernel: ColumnKernel = .best) {
        self.open = open
        population = plan.population
        (causes, completeColumns, completeSteps) = CauseSteps.lists(of: plan)
        let sizes = stride(from: 0, to: max(1, causes.count), by: Self.causesPerTally).map {
            [count = causes.count] first in max(1, min(Self.causesPerTally, count - first))
        }
        tallies = sizes.map { SurveyTally(design: design, outcomes: $0, kernel: kernel) }
        facts = sizes.map { RecordFacts(facts: 2 * $0) }
    }

    /// The number of a sampling unit.
    package mutating func number(of unit: SamplingUnit) -> Int {
        var number = 0
        for index in tallies.indices { number = tallies[index].number(of: unit) }
        return number
    }

    /// How many sampling units have been met.
    package var unitCount: Int { tallies.first?.units.count ?? 0 }

    /// Adds the records of an evaluator's batch, which it has run over, with their places in the tally of cells. O(records × causes).
    package mutating func add(
        _ evaluator: Evaluator,
        _ batch: ColumnBatch,
        _ weights: Weights,
        places: UnsafePointer<Int32>
    ) {
        for word in 0..<batch.wordCount {
            let inBatch = batch.present(inWord: word)
            let (positive, zero) = (weights.positive[word], weights.zero[word])
            let isEligible = (population.map { evaluator.truth(of: $0)[word] } ?? ~0) & inBatch
            Self.count(&records, inBatch, positive, zero)
            Self.count(&eligible, isEligible, positive, zero)
            for index in tallies.indices { add(index, evaluator, batch, weights, places, word, positive & isEligible) }
        }
    }

    /// As `add`, for the population, in cell 0, and the records that its condition excludes, in cell 1. Adds nothing where there is no such condition.
    package mutating func addBothSides(_ evaluator: Evaluator, _ batch: ColumnBatch, _ weights: Weights) {
        guard let population else { return }
        if sides.isEmpty { sides = Array(repeating: 0, count: ColumnBatch.capacity) }
        let (inside, outside) = (evaluator.truth(of: population), evaluator.falsity(of: population))
        for word in 0..<batch.wordCount {
            for bit in 0..<64 {
                sides[word &* 64 &+ bit] = Int32(truncatingIfNeeded: outside[word] &>> UInt64(bit) & 1)
            }
        }
        // Taken out for the loop, which needs the tally to itself.
        var sides: [Int32] = []
        swap(&sides, &self.sides)
        defer { swap(&sides, &self.sides) }
        sides.withUnsafeBufferPointer { sides in
            guard let places = sides.baseAddress else { return }
            for word in 0..<batch.wordCount {
                let chosen = (inside[word] | outside[word]) & batch.present(inWord: word) & weights.positive[word]
                for index in tallies.indices { add(index, evaluator, batch, weights, places, word, chosen) }
            }
        }
    }

    private static func count(_ counts: inout WeightCounts, _ records: UInt64, _ positive: UInt64, _ zero: UInt64) {
        counts.positive += (records & positive).nonzeroBitCount
        counts.zero += (records & zero).nonzeroBitCount
        counts.missing += (records & ~positive & ~zero).nonzeroBitCount
    }

    private mutating func add(
        _ index: Int,
        _ evaluator: Evaluator,
        _ batch: ColumnBatch,
        _ weights: Weights,
        _ places: UnsafePointer<Int32>,
        _ word: Int,
        _ chosen: UInt64
    ) {
        let (count, first) = (tallies[index].outcomeCount, index * Self.causesPerTally)
        let facts = facts[index]
        facts.load(filling: { masks in
            for offset in 0..<min(count, causes.count - first) {
                let answers = answers(to: causes[first + offset], evaluator, batch, word)
                masks[offset] = answers.present
                masks[count + offset] = answers.absent
            }
        })
        let start = word * 64
        tallies[index].add(
            chosen: chosen,
            weights: weights.values + start,
            units: weights.units + start,
            cells: places + start,
            answers: facts.words
        )
        guard tallies[index].design == .records else { return }
        let lowest: UInt64 = 1 << UInt64(count) - 1
        var rest = (weights.positive[word] | weights.zero[word]) & ~chosen
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            rest &= rest &- 1
            let answers = facts.word(0, ofRecord: bit)
            let answered = (answers | answers >> UInt64(count)) & lowest
            tallies[index].addOutside(unit: Int(weights.units[word &* 64 &+ bit]), answered: answered)
        }
    }

    /// Which of 64 records count as having a cause, and which as not having it.
    @inline(__always)
    private func answers(
        to cause: CauseSteps,
        _ evaluator: Evaluator,
        _ batch: ColumnBatch,
        _ word: Int
    ) -> (present: UInt64, absent: UInt64) {
        guard let position = cause.position else { return (0, 0) }
        let truth = evaluator.truth(of: position)[word]
        switch open {
        case .excluded:
            var complete = ~UInt64(0)
            for place in cause.completeColumns { complete &= batch.answered(completeColumns[place])[word] }
            for place in cause.completeSteps { complete &= ~evaluator.unknown(completeSteps[place], word: word) }
            return (truth & complete, ~truth & complete)
        case .absent: return (truth, ~truth)
        case .present:
            let falsity = evaluator.falsity(of: position)[word]
            return (~falsity, falsity)
        }
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

    /// The estimators of all causes, by position; each stands for up to 32 of them.
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
