// Sampling units by the bytes of their cells: one look-up per record.

internal import Columns

/// Numbers pairs of cells, a stratum's and a PSU's, in order of appearance.
///
/// Cells of up to seven bytes, nearly all there are, are compared as integers in an open hash table.
struct UnitTable {
    /// The bytes of two cells of up to seven bytes; the highest byte of each word is how many there are.
    private struct Key: Equatable {
        var stratum: UInt64
        var psu: UInt64

        /// Knuth's multiplicative mixing, of both words beside each other.
        var hash: UInt64 {
            let hash = (stratum &* 0x9E37_79B9_7F4A_7C15) ^ (psu &* 0xC2B2_AE3D_27D4_EB4F)
            return hash ^ hash >> 32
        }
    }

    private var keys: [Key] = []
    /// For each place the number, or −1 where there is none. As many as there are keys: a power of two.
    private var numbers: [Int32] = []
    private var count = 0
    private var longKeys: [[UInt8]: Int32] = [:]

    init() { reserve(1024) }

    /// Writes the number of each of at most 64 pairs of cells that has a bit in `wanted`. Which of them are new, or have cells that are longer than seven
    /// bytes or begin or end with a blank, is returned: they are looked up by ``number(_:_:)``.
    func find(
        _ strata: CellColumn?,
        _ psus: CellColumn?,
        _ wanted: UInt64,
        into numbers: UnsafeMutablePointer<Int32>
    ) -> UInt64 {
        var (rest, left) = (wanted, UInt64(0))
        let known = self.numbers
        keys.withUnsafeBufferPointer { keys in
            known.withUnsafeBufferPointer { known in
                while rest != 0 {
                    let record = rest.trailingZeroBitCount
                    let bit = rest & (0 &- rest)
                    rest &= rest &- 1
                    let (stratum, psu) = (Cell(strata, record), Cell(psus, record))
                    guard stratum.isPlain, psu.isPlain else {
                        left |= bit
                        continue
                    }
                    let key = Key(stratum: stratum.word, psu: psu.word)
                    let place = Self.place(of: key, keys, known)
                    numbers[record] = known[place]
                    if known[place] < 0 { left |= bit }
                }
            }
        }
        return left
    }

    /// A cell of at most seven bytes in one word, or one that is not plain.
    private struct Cell {
        var word: UInt64 = 0
        var isPlain = true

        @inline(__always)
        init(_ column: CellColumn?, _ record: Int) {
            guard let column else { return }
            let slice = column.first[record &* column.stride]
            let bits = UInt64(slice.length) &* 8
            // Within the memory that a `CellColumn` promises behind its cells.
            let bytes = UnsafeRawPointer(column.bytes + Int(slice.offset)).loadUnaligned(as: UInt64.self)
            let text = UInt64(littleEndian: bytes) & ((1 &<< bits) &- 1)
            let (first, last) = (text & 0xFF, text &>> (bits &- 8) & 0xFF)
            isPlain = bits < 64 && first != 0x20 && first != 0x09 && last != 0x20 && last != 0x09
            word = text | bits &<< 53
        }
    }

    /// The number of a pair of cells; nil if it is new.
    func number(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard stratum.count < 8, psu.count < 8 else { return longKeys[Self.longKey(stratum, psu)] }
        let number = numbers[place(of: Self.key(stratum, psu))]
        return number < 0 ? nil : number
    }

    /// Gives a new pair of cells its number.
    mutating func insert(_ number: Int32, _ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) {
        guard stratum.count < 8, psu.count < 8 else {
            longKeys[Self.longKey(stratum, psu)] = number
            return
        }
        let key = Self.key(stratum, psu)
        let place = place(of: key)
        (keys[place], numbers[place]) = (key, number)
        count += 1
        // Three places of four are free, so that nearly every look is at the right one.
        if count * 4 > keys.count { reserve(keys.count * 2) }
    }

    /// Where a key is, or would be.
    @inline(__always)
    private func place(of key: Key) -> Int {
        keys.withUnsafeBufferPointer { keys in
            numbers.withUnsafeBufferPointer { Self.place(of: key, keys, $0) }
        }
    }

    @inline(__always)
    private static func place(
        of key: Key,
        _ keys: UnsafeBufferPointer<Key>,
        _ numbers: UnsafeBufferPointer<Int32>
    ) -> Int {
        let mask = keys.count &- 1
        var place = Int(truncatingIfNeeded: key.hash) & mask
        while numbers[place] >= 0, keys[place] != key { place = (place &+ 1) & mask }
        return place
    }

    @inline(__always)
    private static func key(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> Key {
        Key(stratum: word(stratum), psu: word(psu))
    }

    /// The bytes of a cell of at most seven, zeros behind them, and their number.
    private static func word(_ cell: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = cell.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
        return bytes | UInt64(cell.count) << 56
    }

    /// The bytes of both; the length of the first cell says where it ends.
    private static func longKey(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        withUnsafeBytes(of: stratum.count) { Array($0) } + stratum + psu
    }

    private mutating func reserve(_ capacity: Int) {
        let (oldKeys, oldNumbers) = (keys, numbers)
        keys = Array(repeating: Key(stratum: 0, psu: 0), count: capacity)
        numbers = Array(repeating: -1, count: capacity)
        for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 {
            let place = place(of: key)
            (keys[place], numbers[place]) = (key, number)
        }
    }
}
