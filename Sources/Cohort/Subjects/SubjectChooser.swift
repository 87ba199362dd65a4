// Which row stands for each subject, found in one pass over the rows in any order.

internal import Synchronization

/// Which of a subject's rows counts.
package enum SubjectRule: String, Sendable, CaseIterable {
    case first, last
    /// The one with the highest value of what the population is about, such as the pain's severity; of equal ones the first.
    case worst
    /// None: that a subject has several is an error.
    case refuse
}

/// Records, by their numbers, that are left out of a run.
package struct LeftOutRecords: Sendable {
    private var words: [UInt64] = []

    /// None.
    init() {}

    /// Adds a record.
    mutating func insert(_ number: Int) {
        let word = number >> 6
        if word >= words.count { words += Array(repeating: 0, count: max(word + 1 - words.count, words.count)) }
        words[word] |= 1 << UInt64(number & 63)
    }

    /// Whether a record is among them.
    func contains(_ number: Int) -> Bool {
        let word = number >> 6
        return word < words.count && words[word] >> UInt64(number & 63) & 1 == 1
    }
}

/// Chooses one row of each subject; workers share it.
///
/// - Complexity: 32 bytes per subject in tables that are at most three quarters full and grow by doubling, so 43 to 85 bytes per subject, and for a
///   moment half as many more while one grows; and 8 bytes per row that is left out.
final class SubjectChooser: Sendable {
    /// A row that may stand for its subject.
    struct Row: Sendable {
        /// Its number in the cohort.
        var number: Int
        /// Its value of what the population is about; below every number where it has none.
        var severity: Double = -.infinity
    }

    private struct State {
        var best: [SubjectKey: Row] = [:]
        var leftOut: [Int] = []
    }

    private final class Shard: Sendable {
        let state = Mutex(State())
    }

    private let rule: SubjectRule
    private let shards = (0..<64).map { _ in Shard() }

    init(_ rule: SubjectRule) { self.rule = rule }

    /// Adds a row of a subject. With `gives way` a row without a value gives way to one that has it, whatever the rule: it belongs to another instrument.
    func add(_ subject: SubjectKey, _ row: Row, blankGivesWay: Bool) {
        shards[Int(UInt(bitPattern: subject.hashValue) >> 58)].state.withLock { state in
            guard let known = state.best[subject] else {
                state.best[subject] = row
                return
            }
            if stands(row, before: known, blankGivesWay) {
                state.best[subject] = row
                state.leftOut.append(known.number)
            } else {
                state.leftOut.append(row.number)
            }
        }
    }

    private func stands(_ row: Row, before other: Row, _ blankGivesWay: Bool) -> Bool {
        if blankGivesWay, (row.severity == -.infinity) != (other.severity == -.infinity) {
            return other.severity == -.infinity
        }
        if rule == .worst, row.severity != other.severity { return row.severity > other.severity }
        return (row.number < other.number) != (rule == .last)
    }

    /// The rows that do not stand for their subjects.
    var leftOut: LeftOutRecords {
        var all = LeftOutRecords()
        for shard in shards { shard.state.withLock { for number in $0.leftOut { all.insert(number) } } }
        return all
    }
}
