// Which missing answers leave causes open, and in how many records: counts that merge by addition.

internal import Columns
package import FEEL
package import RuleSets

/// One worker's count of the records whose verdict on a cause waits for an answer.
///
/// An answer is waited for as the `missing` column of `classify` has it: it stands under an unknown part of a rule of the undetermined cause. The last
/// subject is the population: which answers leave it open whether a record belongs to it.
package struct NeedTally: Sendable {
    /// The counts of one variable.
    package struct Count: Sendable, Hashable {
        /// Records that wait for its answer.
        package var records = 0
        /// Those that wait for nothing else.
        package var alone = 0
    }

    /// For each cause, then the population, the counts of each column of the plan.
    package private(set) var counts: [[Count]]
    /// For each cause, then the population, how many records it is open in.
    package private(set) var open: [Int]
    /// For each of them the columns under its steps: no other answer is ever waited for.
    private let columns: [[Int]]

    /// Makes an empty tally.
    package init(_ plan: Plan) {
        counts = Array(
            repeating: Array(repeating: Count(), count: plan.columnVariables.count),
            count: plan.causes.count + 1
        )
        open = Array(repeating: 0, count: plan.causes.count + 1)
        columns = (plan.causes.map(\.position) + [plan.population]).map { position in
            position.map { plan.program.columns(below: $0) } ?? []
        }
    }

    /// Counts the records of a batch; `trace` is the worker's own. O(causes × steps × records / 64).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator, _ trace: NeedTrace) {
        let batch = evaluator.batch
        for (subject, position) in (plan.causes.map(\.position) + [plan.population]).enumerated() {
            guard let position else { continue }
            trace.start()
            for word in 0..<batch.wordCount {
                var records = batch.present(inWord: word)
                if let population = plan.population, subject < plan.causes.count {
                    records &= evaluator.truth(of: population)[word]
                }
                open[subject] += (records & evaluator.unknown(position, word: word)).nonzeroBitCount
                trace.need(position, word: word, mask: records)
            }
            trace.follow()
            for word in 0..<batch.wordCount {
                let present = batch.present(inWord: word)
                var (once, twice) = (UInt64(0), UInt64(0))
                for column in columns[subject] {
                    let needed = trace.needed(column: column)[word] & present
                    counts[subject][column].records += needed.nonzeroBitCount
                    twice |= once & needed
                    once |= needed
                }
                guard once & ~twice != 0 else { continue }
                for column in columns[subject] {
                    let needed = trace.needed(column: column)[word] & present
                    counts[subject][column].alone += (needed & ~twice).nonzeroBitCount
                }
            }
        }
    }

    /// Adds the counts of another worker's tally of the same plan.
    package static func += (left: inout NeedTally, right: NeedTally) {
        for subject in left.counts.indices {
            left.open[subject] += right.open[subject]
            for column in left.counts[subject].indices {
                left.counts[subject][column].records += right.counts[subject][column].records
                left.counts[subject][column].alone += right.counts[subject][column].alone
            }
        }
    }
}
