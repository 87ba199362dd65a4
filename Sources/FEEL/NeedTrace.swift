// Which unanswered columns leave a condition unknown: the program run backwards, on masks.

package import Columns

/// Traces, for every record of a batch, which missing answers stand under the unknown parts of given conditions.
///
/// A step is needed for a record where a step that reads it is needed and it is itself unknown there; so nothing below a part that is
/// decided counts. One pass over the program in reverse, O(steps × records / 64).
package final class NeedTrace {
    private let evaluator: Evaluator
    private let batch: ColumnBatch
    // Invariant: `words` mask words per step, then per column.
    private let needs: UnsafeMutablePointer<UInt64>
    private let columnNeeds: UnsafeMutablePointer<UInt64>
    private static let words = ColumnBatch.words

    /// Makes a trace of an evaluator's program over its batch.
    package init(_ evaluator: Evaluator, over batch: ColumnBatch) {
        self.evaluator = evaluator
        self.batch = batch
        needs = .allocate(capacity: max(1, evaluator.program.instructions.count * Self.words))
        columnNeeds = .allocate(capacity: max(1, batch.kinds.count * Self.words))
        start()
    }

    deinit {
        needs.deallocate()
        columnNeeds.deallocate()
    }

    /// Forgets all needs.
    package func start() {
        needs.initialize(repeating: 0, count: evaluator.program.instructions.count * Self.words)
        columnNeeds.initialize(repeating: 0, count: batch.kinds.count * Self.words)
    }

    /// Asks for a step in the records of word `word` that `mask` names and for which it is unknown.
    package func need(_ position: Int, word: Int, mask: UInt64) {
        needs[position * Self.words + word] |= mask & evaluator.unknown(position, word: word)
    }

    /// Follows all needs down to the columns.
    package func follow() {
        let instructions = evaluator.program.instructions
        let words = batch.wordCount
        for position in instructions.indices.reversed() {
            let own = needs + position * Self.words
            guard (0..<words).contains(where: { own[$0] != 0 }) else { continue }
            for operand in instructions[position].operands {
                for word in 0..<words { need(operand, word: word, mask: own[word]) }
            }
            if let column = instructions[position].column {
                let answered = batch.answered(column)
                for word in 0..<words { columnNeeds[column * Self.words + word] |= own[word] & ~answered[word] }
            }
        }
    }

    /// The records for which an answer in a column is needed, after `follow()`.
    package func needed(column: Int) -> UnsafePointer<UInt64> { UnsafePointer(columnNeeds + column * Self.words) }

    /// The records for which a step is needed and unknown, after `follow()`.
    func needed(step: Int) -> UnsafePointer<UInt64> { UnsafePointer(needs + step * Self.words) }
}
