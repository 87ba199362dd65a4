// How many records of the population give each answer to an open category: counts by worker that merge by the answers' texts.

package import Codebook
internal import Columns
package import FEEL
package import RuleSets

/// The most different answers to an open category that are told apart where the population is described.
package let maximumOpenAnswers = 1000

/// One worker's counts of the open categories that describe the population (`Plan.describedTexts`).
package struct OpenCounter {
    fileprivate struct Category {
        var column: Int
        var texts: OpenTexts
        /// By identifier; the last place is of answers for which there was no room.
        var counts: [Int]
        var unanswered = 0
    }

    fileprivate var categories: [Category]

    /// An empty count; `openTexts` numbers the worker's answers, by column.
    package init(_ plan: Plan, openTexts: [Int: OpenTexts]) {
        categories = plan.describedTexts.compactMap { planned in
            guard case .open(let column) = planned.kind, let texts = openTexts[column] else { return nil }
            let places = texts.poolCount + maximumOpenAnswers + 2
            return Category(column: column, texts: texts, counts: Array(repeating: 0, count: places))
        }
    }

    /// Counts records of the population. O(categories × records).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator) {
        let batch = evaluator.batch
        for place in categories.indices {
            let column = categories[place].column
            let (texts, answered) = (batch.texts(column), batch.answered(column))
            var unanswered = 0
            categories[place].counts.withUnsafeMutableBufferPointer { counts in
                let other = counts.count - 1
                for word in 0..<batch.wordCount {
                    let present = batch.present(inWord: word)
                    let eligible = plan.population.map { evaluator.truth(of: $0)[word] & present } ?? present
                    var left = eligible & answered[word]
                    unanswered += (eligible & ~answered[word]).nonzeroBitCount
                    while left != 0 {
                        counts[min(Int(texts[word * 64 + left.trailingZeroBitCount]), other)] += 1
                        left &= left &- 1
                    }
                }
            }
            categories[place].unanswered += unanswered
        }
    }
}

/// The counts of all workers.
package struct OpenTally: Sendable {
    /// One category.
    package struct Category: Sendable {
        /// The records of each answer, by its bytes.
        package fileprivate(set) var records: [[UInt8]: Int] = [:]
        /// The records without an answer.
        package fileprivate(set) var unanswered = 0
        /// All answers that were met, in the population or outside of it.
        fileprivate var met: Set<[UInt8]> = []
        fileprivate var isFull = false

        /// Whether there are more different answers than are told apart; which of them have a count then depends on chance. Whether there are does not:
        /// a worker that has no room left has met more than there may be.
        package var hasTooMany: Bool { isFull || met.count > maximumOpenAnswers }
        /// The records with an answer.
        package fileprivate(set) var answered = 0
    }

    /// The categories, in the order of `Plan.describedTexts`.
    package private(set) var categories: [Category]
    private let pool: [String]

    /// An empty tally.
    package init(_ plan: Plan) {
        categories = plan.describedTexts.map { _ in Category() }
        pool = plan.program.texts.texts
    }

    /// Adds a worker's counts. O(different answers).
    package static func += (left: inout OpenTally, right: OpenCounter) {
        for (place, own) in right.categories.enumerated() {
            left.categories[place].unanswered += own.unanswered
            left.categories[place].answered += own.counts.reduce(0, +)
            left.categories[place].isFull = left.categories[place].isFull || own.texts.isFull
            left.categories[place].met.formUnion(own.texts.values)
            for (identifier, records) in own.counts.dropLast().enumerated() where records > 0 {
                let number = identifier - own.texts.poolCount
                let bytes = number < 0 ? Array(left.pool[identifier].utf8) : own.texts.values[number]
                left.categories[place].records[bytes, default: 0] += records
            }
        }
    }
}
