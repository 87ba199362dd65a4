// What the plain path made of cells that come again and again, such as lists of codes.

/// Remembers cells of 8 to 32 bytes and what they were read as. One for each reader, for one thread.
///
/// A cell is known by its length and by four words that hold all of its bytes, so what is found is never another cell's. Each has one place, which
/// the next cell of the same hash takes over.
final class CellMemo {
    /// What a cell was read as: a set's codes, or the identifier of a text.
    struct Reading {
        var kind: MissingKind?
        var set: UInt64
    }

    /// All bytes of a cell of 8 to 32, in words that overlap where it has fewer than they could hold.
    struct Key: Equatable {
        fileprivate let words: SIMD4<UInt64>
        fileprivate let count: Int

        /// The key of a cell, if it is one of those that are remembered.
        @inline(__always)
        init?(_ cell: UnsafeBufferPointer<UInt8>) {
            guard let start = cell.baseAddress, (8...32).contains(cell.count) else { return nil }
            count = cell.count
            // In bounds: each load lies within the cell's bytes.
            let raw = UnsafeRawPointer(start)
            func word(_ offset: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
            words =
                count <= 16
                ? SIMD4(word(0), word(count - 8), 0, 0)
                : SIMD4(word(0), word(8), word(count - 16), word(count - 8))
        }

        /// The place in a table of 2^`places`.
        @inline(__always)
        fileprivate var place: Int {
            // Multipliers from SplitMix64 (Steele et al. 2014); the highest bits of a product depend on all bits below.
            let mixed =
                (words[0] ^ UInt64(count)) &* 0xBF58_476D_1CE4_E5B9 ^ words[1] &* 0x94D0_49BB_1331_11EB
                ^ words[2] &* 0x9E37_79B9_7F4A_7C15 ^ words[3] &* 0xD6E8_FEB8_6659_FD93
            return Int(truncatingIfNeeded: mixed >> UInt64(64 - CellMemo.places))
        }
    }

    private static let places = 6
    // Invariant: 2^`places` entries, all initialised; an empty one has no key.
    private let entries: UnsafeMutablePointer<(key: Key?, reading: Reading)>

    init() {
        entries = .allocate(capacity: 1 << Self.places)
        entries.initialize(repeating: (nil, Reading(kind: nil, set: 0)), count: 1 << Self.places)
    }

    deinit { entries.deallocate() }

    /// What the cell was read as, if it is remembered.
    @inline(__always)
    func reading(of key: Key) -> Reading? {
        let entry = entries + key.place
        return entry.pointee.key == key ? entry.pointee.reading : nil
    }

    /// Remembers what a cell was read as.
    func remember(_ key: Key, _ reading: Reading) { entries[key.place] = (key, reading) }
}
