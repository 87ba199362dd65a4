// Sampling units by the bytes of their cells: one look-up per record.

internal import Columns

/// Numbers pairs of cells, a stratum's and a PSU's, in order of appearance.
///
/// Cells of up to seven bytes, nearly all there are, are compared as integers in an open hash table, by a kernel many at a time.
struct UnitTable {
    private var keys: [CellPair] = []
    /// For each place the number, or −1 where there is none. As many as there are keys: a power of two.
    private var numbers: [Int32] = []
    private var count = 0
    private var longKeys: [[UInt8]: Int32] = [:]
    private let kernel: ColumnKernel

    init(_ kernel: ColumnKernel = .best) {
        self.kernel = kernel
        reserve(1024)
    }

    /// Writes the number of each of at most 64 pairs of cells that has a bit in `wanted`. Which of them are new, or have cells that are longer than seven
    /// bytes or begin or end with a blank, is returned: they are looked up by ``number(_:_:)``. Without a kernel all of them are.
    func find(
        _ strata: CellColumn?,
        _ psus: CellColumn?,
        _ wanted: UInt64,
        into numbers: UnsafeMutablePointer<Int32>
    ) -> UInt64 {
        kernel.findPairs(strata, psus, wanted: wanted, keys: keys, numbers: self.numbers, into: numbers)
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
    private func place(of key: CellPair) -> Int {
        let mask = keys.count - 1
        var place = key.place & mask
        while numbers[place] >= 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }

    private static func key(_ stratum: UnsafeBufferPointer<UInt8>, _ psu: UnsafeBufferPointer<UInt8>) -> CellPair {
        CellPair(first: word(stratum), second: word(psu))
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
        keys = Array(repeating: CellPair(first: 0, second: 0), count: capacity)
        numbers = Array(repeating: -1, count: capacity)
        for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 {
            let place = place(of: key)
            (keys[place], numbers[place]) = (key, number)
        }
    }
}
