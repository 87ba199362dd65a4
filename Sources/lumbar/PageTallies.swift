// What the pages of `summarise` count that the summary does not.

import Cohort
import FEEL
import Prevalence
import RuleSets

/// One worker's tallies, or all workers' added up: of each page that was asked for.
struct PageTallies {
    private(set) var needs: NeedTally?
    private(set) var combinations: CombinationTally?
    private(set) var contrast: ContrastTally?
    /// What traces a worker's missing answers.
    private var trace: NeedTrace?

    /// Makes empty tallies; `hides` says whether small counts are to be hidden.
    init(_ pages: SummaryPages, _ plan: Plan, hides: Bool) {
        if pages.missing { needs = NeedTally(plan) }
        if pages.combinations { combinations = CombinationTally(plan, keepsKinds: hides) }
        if pages.contrast != nil { contrast = ContrastTally(plan) }
    }

    /// Whether any page counts anything.
    static func isNeeded(_ pages: SummaryPages) -> Bool {
        pages.missing || pages.combinations || pages.contrast != nil
    }

    /// Counts the records of a batch. The first batch is the worker's own ever after.
    mutating func add(_ batch: ClassifiedBatch) {
        if needs != nil {
            let trace = trace ?? NeedTrace(batch.evaluator, over: batch.evaluator.batch)
            self.trace = trace
            needs?.add(batch.plan, batch.evaluator, trace)
        }
        combinations?.add(batch.plan, batch.evaluator)
        contrast?.add(batch.plan, batch.evaluator)
    }

    /// Adds the counts of another worker.
    static func += (left: inout PageTallies, right: PageTallies) {
        if let needs = right.needs { left.needs? += needs }
        if let combinations = right.combinations { left.combinations? += combinations }
        if let contrast = right.contrast { left.contrast? += contrast }
    }

    /// Refuses what could not be counted in bounded memory.
    func check() throws {
        guard combinations?.hasTooMany != true else {
            throw RunError(
                message:
                    "there are more than \(CombinationTally.maximumCombinations) combinations of causes; leave out --combinations, or take a rule set of fewer causes"
            )
        }
    }
}
