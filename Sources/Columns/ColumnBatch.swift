// A batch of records as typed columns, each with a mask of the records that answered.

/// A few thousand records at most, stored as one column per variable.
///
/// Masks hold one bit per record, 64 to a word: record `r` is bit `r % 64` of word `r / 64`. Bits at or above `count` are zero in
/// every mask that a filler writes through this type.
///
/// A batch belongs to one worker and is filled again and again; its storage never moves, so pointers taken once stay valid for its
/// lifetime.
package final class ColumnBatch {
    /// The most records that a batch holds: a multiple of 64.
    package static let capacity = 1024
    /// The number of mask words in a full batch.
    package static let words = capacity / 64

    /// The kind of each column.
    package let kinds: [ColumnKind]
    /// How many records the batch holds now, at most `capacity`.
    package private(set) var count = 0

    // Invariant: `values` holds one stride of `capacity * 8` zeroed bytes per column, bound once to the type of the column's kind;
    // `masks` holds `words` words per column. Both are allocated once and freed with the batch.
    private static let stride = capacity * 8
    private let values: UnsafeMutableRawPointer
    private let masks: UnsafeMutablePointer<UInt64>

    /// Makes an empty batch.
    package init(kinds: [ColumnKind]) {
        self.kinds = kinds
        values = .allocate(byteCount: max(1, kinds.count * Self.stride), alignment: 64)
        values.initializeMemory(as: UInt8.self, repeating: 0, count: kinds.count * Self.stride)
        for (column, kind) in kinds.enumerated() {
            let start = values + column * Self.stride
            switch kind {
            case .number: start.bindMemory(to: Double.self, capacity: Self.capacity)
            case .text: start.bindMemory(to: UInt32.self, capacity: Self.capacity)
            case .boolean: start.bindMemory(to: UInt64.self, capacity: Self.words)
            case .set: start.bindMemory(to: UInt64.self, capacity: Self.capacity)
            }
        }
        masks = .allocate(capacity: max(1, kinds.count * Self.words))
        masks.initialize(repeating: 0, count: kinds.count * Self.words)
    }

    deinit {
        values.deallocate()
        masks.deallocate()
    }

    /// How many mask words hold a record now.
    package var wordCount: Int { (count + 63) / 64 }

    /// The mask of the records that exist in word `word`: all ones but for the last word.
    package func present(inWord word: Int) -> UInt64 {
        let left = count - word * 64
        return left >= 64 ? ~0 : left <= 0 ? 0 : (1 << UInt64(left)) - 1
    }

    /// Starts a new batch of `count` records (at most `capacity`), with no answers in it.
    package func start(count: Int) {
        precondition(count <= Self.capacity)
        self.count = count
        masks.update(repeating: 0, count: kinds.count * Self.words)
        for (column, kind) in kinds.enumerated() where kind == .boolean {
            truths(column).update(repeating: 0, count: Self.words)
        }
    }

    /// Which records have a value in a column.
    package func answered(_ column: Int) -> UnsafeMutablePointer<UInt64> {
        assert(kinds.indices.contains(column))
        return masks + column * Self.words
    }

    /// The values of a number column, one per record; meaningful where `answered` has the record's bit.
    package func numbers(_ column: Int) -> UnsafeMutablePointer<Double> {
        assert(kinds[column] == .number)
        return (values + column * Self.stride).assumingMemoryBound(to: Double.self)
    }

    /// The truth values of a boolean column as a mask; meaningful where `answered` has the record's bit, zero elsewhere.
    package func truths(_ column: Int) -> UnsafeMutablePointer<UInt64> {
        assert(kinds[column] == .boolean)
        return (values + column * Self.stride).assumingMemoryBound(to: UInt64.self)
    }

    /// The text identifiers of a text column, one per record; meaningful where `answered` has the record's bit.
    package func texts(_ column: Int) -> UnsafeMutablePointer<UInt32> {
        assert(kinds[column] == .text)
        return (values + column * Self.stride).assumingMemoryBound(to: UInt32.self)
    }

    /// The code bits of a set column, one word per record; meaningful where `answered` has the record's bit.
    package func sets(_ column: Int) -> UnsafeMutablePointer<UInt64> {
        assert(kinds[column] == .set)
        return (values + column * Self.stride).assumingMemoryBound(to: UInt64.self)
    }

    /// Whether a record has a value in a column.
    package func isAnswered(_ column: Int, record: Int) -> Bool {
        answered(column)[record / 64] & (1 << UInt64(record % 64)) != 0
    }
}

/// Sets the bit of one record in a mask.
@inlinable @inline(__always)
package func setBit(_ mask: UnsafeMutablePointer<UInt64>, _ record: Int) {
    mask[record >> 6] |= 1 << UInt64(record & 63)
}

/// Whether a mask has the bit of one record.
@inlinable @inline(__always)
package func hasBit(_ mask: UnsafePointer<UInt64>, _ record: Int) -> Bool {
    mask[record >> 6] & (1 << UInt64(record & 63)) != 0
}
