// Which one answer would settle an unknown condition, whatever it turns out to be.

package import Columns

/// Finds, for every record of a batch, conditions that wait for a single answer.
///
/// A condition waits for one answer alone if a single missing answer stands under all of its unknown parts, and every step between yields a value
/// for every answer there could be. A quotient, a power, a range of plausible values and an `if` may stay unknown even then, so a condition with
/// one of them among its unknown parts is said to wait for more. What is found is certain; something may be missed.
package final class SingleAnswers {
    private let trace: NeedTrace
    private let batch: ColumnBatch
    private let columns: [Int]
    private let partialSteps: [Int]

    /// Makes a finder for an evaluator's program over its batch. `columns` are those whose answers are asked for.
    package init(_ evaluator: Evaluator, over batch: ColumnBatch, columns: [Int]) {
        trace = NeedTrace(evaluator, over: batch)
        self.batch = batch
        self.columns = columns
        let program = evaluator.program
        partialSteps = program.instructions.indices.filter { program.isPartial($0) }
    }

    /// Traces a condition in the records of each word of `mask`, where it is unknown.
    ///
    /// - Parameters:
    ///   - position: The step of the condition.
    ///   - mask: The records to look at, a word of 64 at a time.
    ///   - body: Called with a word, a place in `columns`, the records of the word that need the column's answer, and those of them that need no other
    ///     one: these the answer settles.
    /// - Complexity: O((steps + columns) × records / 64).
    package func trace(
        _ position: Int,
        mask: (_ word: Int) -> UInt64,
        _ body: (_ word: Int, _ column: Int, _ needed: UInt64, _ settled: UInt64) -> Void
    ) {
        trace.start()
        for word in 0..<batch.wordCount { trace.need(position, word: word, mask: mask(word)) }
        trace.follow()
        for word in 0..<batch.wordCount {
            // The records that need an answer, and those that need more than one or something that an answer may not give.
            var (once, more): (UInt64, UInt64) = (0, 0)
            for column in columns {
                let needed = trace.needed(column: column)[word]
                (once, more) = (once | needed, more | (once & needed))
            }
            guard once != 0 else { continue }
            for step in partialSteps { more |= trace.needed(step: step)[word] }
            for (place, column) in columns.enumerated() {
                let needed = trace.needed(column: column)[word]
                if needed != 0 { body(word, place, needed, needed & ~more) }
            }
        }
    }
}

extension Program {
    /// Whether a step can be unknown though all that it reads is known.
    fileprivate func isPartial(_ position: Int) -> Bool {
        switch instructions[position] {
        // Sums and products of plausible values are finite.
        case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _), .arithmetic(.multiply, _, _): false
        case .arithmetic(.divide, _, let divisor): constant(divisor).map { $0 == 0 } ?? true
        case .arithmetic, .roundHalfUp, .plausible, .chooseNumber, .chooseText, .chooseCondition, .unknownNumber,
            .unknownText, .unknownCondition:
            true
        default: false
        }
    }
}
