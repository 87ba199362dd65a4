// What a report counts besides the summary, in the same pass.

import Cohort
import FEEL
import Figures
import Prevalence
import Reporting
import RuleSets

/// The counts of one worker, or of all of them.
struct ReportTallies {
    /// Which missing answers leave causes open.
    private(set) var needs: NeedTally
    /// Which causes occur together.
    private(set) var combinations: CombinationTally
    /// How many records each group has by which the population is described.
    private(set) var distributions: DistributionTally
    /// The rule set as it is and under another profile, and what changes; nil without another profile.
    private(set) var comparison: Comparison?

    /// Two profiles of one rule set.
    struct Comparison {
        var first: VariantTally
        var second: VariantTally
        var changes: ChangeTally

        init(_ plan: Plan, _ other: Plan) {
            first = VariantTally([plan])
            second = VariantTally([other])
            changes = ChangeTally(plan, other)
        }
    }

    /// Empty counts for a plan.
    init(_ plan: Plan) {
        needs = NeedTally(plan)
        combinations = CombinationTally(plan)
        distributions = DistributionTally(plan)
        comparison = plan.alternatives.first.map { Comparison(plan, $0) }
    }

    static func += (left: inout ReportTallies, right: ReportTallies) {
        left.needs += right.needs
        left.combinations += right.combinations
        left.distributions += right.distributions
        if let other = right.comparison {
            left.comparison?.first += other.first
            left.comparison?.second += other.second
            left.comparison?.changes += other.changes
        }
    }

    /// Counts a batch.
    fileprivate mutating func add(_ batch: ClassifiedBatch, _ trace: NeedTrace, _ places: DistributionPlaces) {
        needs.add(batch.plan, batch.evaluator, trace)
        combinations.add(batch.plan, batch.evaluator)
        distributions.add(batch.plan, batch.evaluator, places)
        guard let other = batch.plan.alternatives.first else { return }
        comparison?.first.add(batch.evaluator)
        comparison?.second.add(batch.evaluator)
        for word in 0..<(batch.count + 63) / 64 {
            comparison?.changes.add((batch.plan, batch.evaluator), (other, batch.evaluator), word: word) { _ in }
        }
    }
}

/// A worker's counts with what it needs to make them.
struct ReportWorker {
    private(set) var tallies: ReportTallies
    private let trace: NeedTrace
    private let places: DistributionPlaces

    init(_ batch: ClassifiedBatch) {
        tallies = ReportTallies(batch.plan)
        trace = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        places = DistributionPlaces(batch.plan)
    }

    mutating func add(_ batch: ClassifiedBatch) { tallies.add(batch, trace, places) }
}
