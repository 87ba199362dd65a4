// How often each value of a column occurs, as long as there are few.

/// The values of one column with their counts. Counts of parts of a file add up to those of the whole, in any order.
package struct ValueCounts: Sendable, Hashable {
    /// The most values that are told apart. Beyond them a column is open: it holds numbers or text.
    package static let limit = 60
    /// The longest value that is told apart, in bytes.
    package static let longest = 200

    private var counts: [String: Int] = [:]
    /// How many cells there are that are not blank.
    package private(set) var answers = 0
    /// Whether there were too many values, or too long ones, to tell apart.
    package private(set) var isOpen = false

    /// Makes empty counts.
    package init() {}

    /// Counts a cell, without spaces around it; a blank one is not counted.
    package mutating func add(_ cell: String, times: Int = 1) {
        guard !cell.isEmpty else { return }
        answers += times
        guard !isOpen else { return }
        if cell.utf8.count > Self.longest { return open() }
        counts[cell, default: 0] += times
        if counts.count > Self.limit { open() }
    }

    /// Adds the counts of other cells.
    package static func += (left: inout ValueCounts, right: ValueCounts) {
        let answers = left.answers + right.answers
        if right.isOpen { left.open() }
        for (value, count) in right.counts where !left.isOpen { left.add(value, times: count) }
        left.answers = answers
    }

    private mutating func open() {
        isOpen = true
        counts = [:]
    }

    /// The values, the most frequent first, of equally frequent ones in the order of their bytes.
    package var values: [(value: String, count: Int)] {
        counts.map { (value: $0.key, count: $0.value) }.sorted {
            ($1.count, Array($0.value.utf8)) < ($0.count, Array($1.value.utf8))
        }
    }
}

/// Counts first, then bytes, so that the order never depends on a locale or on hashing.
private func < (left: (Int, [UInt8]), right: (Int, [UInt8])) -> Bool {
    left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}
