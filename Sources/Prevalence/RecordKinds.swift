// Which kinds of records there are, by what is known of every cause: a bounded choice that merges by addition.

/// What is known of a record's causes, a bit each.
package struct RecordKind: Sendable, Hashable {
    /// The causes that are present, those that stay open, and those for which the record is complete.
    package var present: UInt64, open: UInt64, complete: UInt64

    /// Makes a kind.
    package init(present: UInt64, open: UInt64, complete: UInt64) {
        (self.present, self.open, self.complete) = (present, open, complete)
    }

    /// A number that looks random but is the same everywhere: each word through the mixer of SplitMix64 (Steele GL, Lea D, Flood CH, 2014).
    fileprivate var number: UInt64 {
        [present, open, complete].reduce(0) { number, word in
            var mixed = (number ^ word) &+ 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

/// How many records are of each kind: of all kinds, or of those with the lowest numbers where there are many.
///
/// A kind that is kept has been counted from its first record on, whoever met it, so that the choice and its counts are the same for any number of workers and
/// any order of records.
package struct RecordKinds: Sendable {
    /// How many kinds are kept at the end; while records are counted, twice as many.
    package static let most = 1 << 12

    private var counts: [RecordKind: Int] = [:]
    /// Kinds of higher numbers are not counted.
    private var highest = UInt64.max

    /// Makes an empty choice.
    package init() {}

    /// Counts records of one kind. O(1) on average.
    package mutating func add(_ kind: RecordKind, records: Int = 1) {
        guard kind.number <= highest else { return }
        counts[kind, default: 0] += records
        if counts.count > 2 * Self.most { choose() }
    }

    /// Leaves the kinds with the lowest numbers.
    private mutating func choose() {
        guard counts.count > Self.most else { return }
        highest = counts.keys.map(\.number).sorted()[Self.most - 1]
        counts = counts.filter { $0.key.number <= highest }
    }

    /// The kinds and their records, those of most records first.
    package var chosen: [(kind: RecordKind, records: Int)] {
        var copy = self
        copy.choose()
        return copy.counts.map { (kind: $0, records: $1, number: $0.number) }
            .sorted { ($1.records, $0.number) < ($0.records, $1.number) }.map { ($0.kind, $0.records) }
    }

    /// Adds another worker's counts.
    package static func += (left: inout RecordKinds, right: RecordKinds) {
        left.highest = min(left.highest, right.highest)
        left.counts = left.counts.filter { $0.key.number <= left.highest }
        for (kind, records) in right.counts { left.add(kind, records: records) }
    }
}
