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
    /// How many give each answer to the open categories by which it is described.
    private(set) var answers: OpenTally
    /// How the numbers are distributed by which records are grouped.
    private(set) var values: ValueTally
    /// The rule set as it is and under another profile, and what changes; nil without another profile.
    private(set) var comparison: Comparison?

    /// The records to look at first; nil unless they are asked for.
    private(set) var worklist: Worklist?

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

    /// Empty counts for a plan; with a limit the records to look at first are kept, too. `hides` says whether small counts are to be hidden.
    init(_ plan: Plan, recordLimit: Int?, hides: Bool) {
        needs = NeedTally(plan)
        combinations = CombinationTally(plan, keepsKinds: hides)
        distributions = DistributionTally(plan)
        answers = OpenTally(plan)
        values = ValueTally(plan)
        comparison = plan.alternatives.first.map { Comparison(plan, $0) }
        worklist = recordLimit.map { Worklist(plan.ruleSet, limit: $0) }
    }

    /// Adds a worker's counts.
    static func += (left: inout ReportTallies, right: ReportWorker) {
        let own = right.tallies
        left.needs += own.needs
        left.combinations += own.combinations
        left.distributions += own.distributions
        left.answers += right.answers
        left.values += own.values
        if let other = own.comparison {
            left.comparison?.first += other.first
            left.comparison?.second += other.second
            left.comparison?.changes += other.changes
        }
        if let found = right.worklist?.list { left.worklist? += found }
    }

    /// Counts a batch.
    fileprivate mutating func add(_ batch: ClassifiedBatch, _ trace: NeedTrace, _ places: DistributionPlaces) {
        needs.add(batch.plan, batch.evaluator, trace)
        combinations.add(batch.plan, batch.evaluator)
        distributions.add(batch.plan, batch.evaluator, places)
        values.add(batch.plan, batch.evaluator)
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
    fileprivate private(set) var tallies: ReportTallies
    private let trace: NeedTrace
    private let places: DistributionPlaces
    fileprivate private(set) var answers: OpenCounter
    fileprivate let worklist: WorklistTally?

    init(_ batch: ClassifiedBatch, recordLimit: Int?, hides: Bool) {
        tallies = ReportTallies(batch.plan, recordLimit: nil, hides: hides)
        trace = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        places = DistributionPlaces(batch.plan)
        answers = OpenCounter(batch.plan, openTexts: batch.openTexts)
        worklist = recordLimit.map { WorklistTally(batch, limit: $0) }
    }

    mutating func add(_ batch: ClassifiedBatch) {
        tallies.add(batch, trace, places)
        answers.add(batch.plan, batch.evaluator)
        worklist?.add(batch)
    }
}
