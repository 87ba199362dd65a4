// Counts of every cause among records outside the population, that merge by addition.

internal import Columns
package import FEEL
package import RuleSets

/// One worker's counts over the records that the population's condition excludes, such as those without pain. Records whose answers leave the condition open are
/// not among them.
package struct ContrastTally: Sendable {
    /// The counts by cause, all 0 for a cause that is not assessed.
    package private(set) var counts: [Counts]

    /// Makes an empty tally.
    package init(_ plan: Plan) {
        counts = Array(repeating: Counts(), count: plan.causes.count)
    }

    /// Counts the records of an evaluator's batch. O(causes × records / 64).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator) {
        guard let population = plan.population else { return }
        let batch = evaluator.batch
        for word in 0..<batch.wordCount {
            let outside = evaluator.falsity(of: population)[word] & batch.present(inWord: word)
            guard outside != 0 else { continue }
            for (index, cause) in plan.causes.enumerated() {
                guard let position = cause.position else { continue }
                var complete = outside
                for column in cause.completeColumns { complete &= batch.answered(column)[word] }
                for step in cause.completeSteps { complete &= ~evaluator.unknown(step, word: word) }
                let present = evaluator.truth(of: position)[word]
                counts[index] += Counts(
                    records: outside.nonzeroBitCount,
                    present: (outside & present).nonzeroBitCount,
                    absent: (outside & evaluator.falsity(of: position)[word]).nonzeroBitCount,
                    complete: complete.nonzeroBitCount,
                    completePresent: (complete & present).nonzeroBitCount
                )
            }
        }
    }

    /// Adds the counts of another worker's tally of the same plan.
    package static func += (left: inout ContrastTally, right: ContrastTally) {
        for index in left.counts.indices { left.counts[index] += right.counts[index] }
    }
}
