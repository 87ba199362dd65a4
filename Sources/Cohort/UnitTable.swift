// Sampling units by the bytes of their cells: one look-up per record.

internal import Columns

/// Numbers pairs of cells, a stratum's and a PSU's, in order of appearance.
///
/// Cells of up to eight bytes, nearly all there are, are compared as integers in an open hash table; the pair of the record before comes first.
struct UnitTable {
    /// The bytes of two short cells, and how many there are of each.
    private struct Key: Equatable {
        var stratum: UInt64
        var psu: UInt64
        var lengths: UInt64

        /// Knuth's multiplicative mixing, the words one after the other.
        var hash: UInt64 {
            var hash = (stratum ^ lengths) &* 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ hash >> 32 ^ psu) &* 0x9E37_79B9_7F4A_7C15
            return hash ^ hash >> 29
        }
    }

    private var keys: [Key] = []
    /// For each place the number, or −1 where there is none. As many as there are keys: a power of two.
    private var numbers: [Int32] = []
    private var count = 0
    private var longKeys: [[UInt8]: Int32] = [:]
    private var last = (key: Key(stratum: 0, psu: 0, lengths: .max), number: Int32(0))

    init() { reserve(256) }

    /// The number of a pair of cells; of a new one what `make` gives. Behind each cell eight bytes must be readable.
    @inline(__always)
    mutating func number(
        _ stratum: UnsafeBufferPointer<UInt8>,
        _ psu: UnsafeBufferPointer<UInt8>,
        _ make: () throws -> Int
    ) rethrows -> Int32 {
        guard stratum.count <= 8, psu.count <= 8 else { return try longNumber(stratum, psu, make) }
        let lengths = UInt64(stratum.count) << 8 | UInt64(psu.count)
        let key = Key(stratum: Self.word(stratum), psu: Self.word(psu), lengths: lengths)
        if key == last.key { return last.number }
        var place = Int(truncatingIfNeeded: key.hash) & (keys.count &- 1)
        while numbers[place] >= 0, keys[place] != key { place = (place &+ 1) & (keys.count &- 1) }
        if numbers[place] < 0 {
            numbers[place] = Int32(try make())
            keys[place] = key
            count += 1
            last = (key, numbers[place])
            if count * 2 > keys.count { reserve(keys.count * 2) }
        } else {
            last = (key, numbers[place])
        }
        return last.number
    }

    /// The bytes of a cell of at most eight, zeros behind them.
    @inline(__always)
    private static func word(_ cell: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let start = cell.baseAddress, cell.count > 0 else { return 0 }
        // Within the memory that a `CellColumn` promises behind its cells.
        let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
        return word & (~0 >> UInt64(64 &- 8 &* cell.count))
    }

    @inline(never)
    private mutating func longNumber(
        _ stratum: UnsafeBufferPointer<UInt8>,
        _ psu: UnsafeBufferPointer<UInt8>,
        _ make: () throws -> Int
    ) rethrows -> Int32 {
        // The length of the first cell says where it ends.
        let key = withUnsafeBytes(of: stratum.count) { Array($0) } + stratum + psu
        if let known = longKeys[key] { return known }
        let number = Int32(try make())
        longKeys[key] = number
        return number
    }

    private mutating func reserve(_ capacity: Int) {
        let (oldKeys, oldNumbers) = (keys, numbers)
        keys = Array(repeating: Key(stratum: 0, psu: 0, lengths: 0), count: capacity)
        numbers = Array(repeating: -1, count: capacity)
        for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 {
            var place = Int(truncatingIfNeeded: key.hash) & (capacity - 1)
            while numbers[place] >= 0 { place = (place + 1) & (capacity - 1) }
            (keys[place], numbers[place]) = (key, number)
        }
    }
}
