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

    /// The number of a pair of cells; nil if it is new. Behind each cell eight bytes must be readable.
    @inline(__always)
    mutating func number(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard stratum.count <= 8, psu.count <= 8 else { return longKeys[Self.longKey(stratum, psu)] }
        let key = Self.key(stratum, psu)
        if key == last.key { return last.number }
        let place = place(of: key)
        guard numbers[place] >= 0 else { return nil }
        last = (key, numbers[place])
        return last.number
    }

    /// Gives a new pair of cells its number.
    mutating func insert(_ number: Int32, _ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) {
        guard stratum.count <= 8, psu.count <= 8 else {
            longKeys[Self.longKey(stratum, psu)] = number
            return
        }
        let key = Self.key(stratum, psu)
        let place = place(of: key)
        (keys[place], numbers[place]) = (key, number)
        count += 1
        if count * 2 > keys.count { reserve(keys.count * 2) }
    }

    /// Where a key is, or would be.
    @inline(__always)
    private func place(of key: Key) -> Int {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: key.hash) & mask
        while numbers[place] >= 0, keys[place] != key { place = (place &+ 1) & mask }
        return place
    }

    @inline(__always)
    private static func key(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> Key {
        Key(stratum: word(stratum), psu: word(psu), lengths: UInt64(stratum.count) << 8 | UInt64(psu.count))
    }

    /// The bytes of a cell of at most eight, zeros behind them.
    @inline(__always)
    private static func word(_ cell: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let start = cell.baseAddress, cell.count > 0 else { return 0 }
        // Within the memory that a `CellColumn` promises behind its cells.
        let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
        return word & (~0 >> UInt64(64 &- 8 &* cell.count))
    }

    /// The bytes of both; the length of the first cell says where it ends.
    private static func longKey(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        withUnsafeBytes(of: stratum.count) { Array($0) } + stratum + psu
    }

    private mutating func reserve(_ capacity: Int) {
        let (oldKeys, oldNumbers) = (keys, numbers)
        keys = Array(repeating: Key(stratum: 0, psu: 0, lengths: 0), count: capacity)
        numbers = Array(repeating: -1, count: capacity)
        for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 {
            let place = place(of: key)
            (keys[place], numbers[place]) = (key, number)
        }
    }
}
