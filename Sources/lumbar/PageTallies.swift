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

    /// What is to be counted.
    struct Wanted {
        private(set) var missing = false, combinations = false, contrast = false
        /// Whether small counts are to be hidden.
        fileprivate let hides: Bool
        /// Whether pairs of causes are printed.
        fileprivate let pairs: Bool

        /// What the pages take, and what it takes to tell which main causes can be shown: of all formats JSON alone has them.
        init(_ pages: SummaryPages, _ format: Format, hides: Bool) {
            let showsMainCauses = format == .json && !pages.isAny
            missing = pages.missing
            combinations = pages.combinations || showsMainCauses && hides
            contrast = pages.contrast != nil
            pairs = pages.combinations
            self.hides = hides
        }

        var isAny: Bool { missing || combinations || contrast }
    }

    /// Makes empty tallies.
    init(_ wanted: Wanted, _ plan: Plan) {
        if wanted.missing { needs = NeedTally(plan) }
        if wanted.combinations {
            combinations = CombinationTally(plan, keepsKinds: wanted.hides, keepsPairs: wanted.pairs)
        }
        if wanted.contrast { contrast = ContrastTally(plan) }
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
