// Finds what occurs more than once, in memory that grows only with how many different ones there are.

internal import Synchronization

/// A row's place in a cohort. Places are ordered as the rows are.
package struct RowPlace: Sendable, Hashable, Comparable {
    // The file in the upper 20 bits, the line in the others.
    private let packed: UInt64

    init(file: Int, line: Int) { packed = UInt64(file) << 44 | UInt64(line) & (1 << 44 - 1) }

    /// The file's place among the inputs, from 0.
    package var file: Int { Int(packed >> 44) }
    /// The line of the row's first byte, from 1.
    package var line: Int { Int(packed & (1 << 44 - 1)) }

    package static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }
}

/// What occurs more than once: how many different ones do, how many rows they have, and the first of them.
package struct Repeats: Sendable {
    /// How many different ones occur more than once.
    package var different = 0
    /// How many rows they have in all.
    package var rows = 0
    /// Of the first few that come again, what they are called and where their first two rows stand.
    package var examples: [(name: String, first: RowPlace, again: RowPlace)] = []

    /// No repeats.
    package init() {}

    /// How many examples are kept.
    static let examples = 3
}

/// Watches the rows of a cohort for keys that come again; workers share it. The result does not depend on the order in which rows are added.
///
/// - Complexity: A key of n bytes takes (n + 8) / 0.75 to twice that many bytes, as tables grow by doubling; one that is repeated some 80 more.
final class RepeatWatch<Key: Hashable & Sendable>: Sendable {
    private struct State {
        /// For each key the first place.
        var first: [Key: RowPlace] = [:]
        /// For those that came again the second place, how many rows there are besides the first, and the name.
        var again: [Key: (place: RowPlace, rows: Int, name: String)] = [:]
    }

    private final class Shard: Sendable {
        let state = Mutex(State())
    }

    /// As many as make it unlikely that two workers meet in one.
    private let shards = (0..<64).map { _ in Shard() }

    /// Adds a row; `name` is what a person would call it.
    func add(_ key: Key, at place: RowPlace, name: () -> String) {
        // The upper bits of the hash: the tables use the lower ones.
        shards[Int(UInt(bitPattern: key.hashValue) >> 58)].state.withLock { state in
            guard let known = state.first[key] else {
                state.first[key] = place
                return
            }
            let (earlier, later) = place < known ? (place, known) : (known, place)
            if earlier != known { state.first[key] = earlier }
            guard let again = state.again[key] else {
                state.again[key] = (later, 1, name())
                return
            }
            state.again[key] = (min(again.place, later), again.rows + 1, again.name)
        }
    }

    /// What was found so far.
    var found: Repeats {
        var repeats = Repeats()
        var examples: [(name: String, first: RowPlace, again: RowPlace)] = []
        for shard in shards {
            shard.state.withLock { state in
                repeats.different += state.again.count
                for (key, again) in state.again {
                    repeats.rows += again.rows + 1
                    guard let first = state.first[key] else { continue }
                    examples.append((again.name, first, again.place))
                }
            }
            examples = Array(examples.sorted { $0.again < $1.again }.prefix(Repeats.examples))
        }
        repeats.examples = examples
        return repeats
    }
}
