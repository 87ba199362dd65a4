// The sums of weights that are whole millionths: nearly all weights there are, in a third of the room and time of others.

/// Exact sums over records whose weights have at most six decimals.
///
/// Sums and squares are 64-bit integers with what runs over beside them: of sums rarely anything, counted in a dictionary; of squares a second word each,
/// which is looked at only where something runs over. Squares are below 2^94, so that 2^34 records fit.
struct DecimalSums: Sendable {
    /// The sums over some records, of those in which an outcome is present and those in which it is absent.
    struct Pair {
        var present: UInt128 = 0
        var absent: UInt128 = 0

        static func += (left: inout Pair, right: Pair) {
            left.present += right.present
            left.absent += right.absent
        }
    }

    let design: SurveyDesign
    let outcomeCount: Int
    /// How many units and cells there is a place for in `slots`.
    private(set) var unitCount = 0
    private(set) var cellCount = 0
    /// For each unit and cell, where its sums begin, in slots; −1 where there is no record.
    private var slots: [Int32] = []
    private var slotCount = 0
    /// For each slot and outcome, Σw in millionths of the records present and of those absent.
    private var sums: [UInt64] = []
    /// How often a sum, by its place, ran over.
    private var carries: [Int: UInt64] = [:]
    /// As `sums`, but by cell alone in a design of clusters: Σw², low and high words.
    private var squares: [UInt64] = []
    private var highSquares: [UInt64] = []
    /// For each cell, outcome and answer the number of records; and in a design of records for each unit and outcome.
    private var counts: [Int] = []
    private var unitCounts: [Int] = []
    /// What the look-ahead has read: kept, so that the reading is not left out.
    private var glimpse: UInt64 = 0

    /// What turns sums and squares into weights.
    static let unit = 1e6
    static let squareUnit = 1e12

    init(design: SurveyDesign, outcomes: Int) {
        self.design = design
        outcomeCount = outcomes
    }

    /// How many sums a slot has.
    private var stride: Int { outcomeCount * 2 }

    // MARK: Room

    /// Where the sums of a unit and cell begin; makes room for them the first time.
    @inline(__always)
    private mutating func slot(unit: Int, cell: Int) -> Int {
        if unit < unitCount, cell < cellCount {
            let slot = slots[unit &* cellCount &+ cell]
            if slot >= 0 { return Int(slot) }
        }
        return newSlot(unit: unit, cell: cell)
    }

    @inline(never)
    private mutating func newSlot(unit: Int, cell: Int) -> Int {
        if cell >= cellCount { addCells(cell + 1) }
        if unit >= unitCount {
            slots += repeatElement(-1, count: (unit + 1 - unitCount) * cellCount)
            if design == .records { unitCounts += repeatElement(0, count: (unit + 1 - unitCount) * outcomeCount) }
            unitCount = unit + 1
        }
        let slot = slotCount
        slots[unit * cellCount + cell] = Int32(slot)
        slotCount += 1
        sums += repeatElement(0, count: stride)
        if design == .records { addSquares(stride) }
        return slot
    }

    private mutating func addCells(_ wanted: Int) {
        // Twice as many as before, so that a table of cells is not laid out anew for each.
        let count = max(wanted, cellCount * 2)
        var table = [Int32](repeating: -1, count: unitCount * count)
        for unit in 0..<unitCount {
            for cell in 0..<cellCount { table[unit * count + cell] = slots[unit * cellCount + cell] }
        }
        slots = table
        counts += repeatElement(0, count: (count - cellCount) * stride)
        if design == .clusters { addSquares((count - cellCount) * stride) }
        cellCount = count
    }

    private mutating func addSquares(_ count: Int) {
        squares += repeatElement(0, count: count)
        highSquares += repeatElement(0, count: count)
    }

    // MARK: Adding

    /// Adds a record; of `present` and `absent`, which have no bit in common, only the lowest `outcomeCount` bits may be set.
    mutating func add(_ millionths: UInt64, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        let slot = slot(unit: unit, cell: cell)
        add(millionths, slot, unit, cell, present, absent)
    }

    /// A record of a block: its weight, and where it belongs.
    struct Entry {
        var millionths: UInt64
        var unit: Int32
        var cell: Int32
        var present: UInt64
        var absent: UInt64
        var slot = 0
    }

    /// Adds up to 64 records.
    ///
    /// First all their places are found and looked at, then the sums are added to: so the processor waits for the memory of many records at a time.
    mutating func add(_ entries: UnsafeMutableBufferPointer<Entry>) {
        for index in entries.indices {
            entries[index].slot = slot(unit: Int(entries[index].unit), cell: Int(entries[index].cell))
        }
        var glimpse: UInt64 = 0
        let (stride, hasSquares) = (stride, design == .records)
        for index in entries.indices {
            let first = entries[index].slot * stride
            // A line of the processor's cache holds eight words.
            var place = first
            while place < first + stride {
                glimpse ^= sums[place]
                if hasSquares { glimpse ^= squares[place] }
                place += 8
            }
        }
        self.glimpse = glimpse
        for entry in entries {
            add(entry.millionths, entry.slot, Int(entry.unit), Int(entry.cell), entry.present, entry.absent)
        }
    }

    @inline(__always)
    private mutating func add(
        _ millionths: UInt64,
        _ slot: Int,
        _ unit: Int,
        _ cell: Int,
        _ present: UInt64,
        _ absent: UInt64
    ) {
        let (first, firstCount) = (slot * stride, cell * stride)
        let firstSquare = design == .records ? first : firstCount
        let (highSquare, lowSquare) = millionths.multipliedFullWidth(by: millionths)
        precondition((present | absent) >> UInt64(outcomeCount) == 0 || outcomeCount == 64)
        var carried: UInt64 = 0
        // In bounds: every slot, and every square's and count's place, has room for all outcomes, as just checked.
        sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
                squares.withUnsafeMutableBufferPointer { squares in
                    highSquares.withUnsafeMutableBufferPointer { highSquares in
                        var answered = present | absent
                        while answered != 0 {
                            let outcome = answered.trailingZeroBitCount
                            let offset = outcome &* 2 &+ Int(truncatingIfNeeded: absent &>> UInt64(outcome) & 1)
                            let (sum, sumOverflows) = sums[first &+ offset].addingReportingOverflow(millionths)
                            let (square, overflows) = squares[firstSquare &+ offset].addingReportingOverflow(lowSquare)
                            sums[first &+ offset] = sum
                            squares[firstSquare &+ offset] = square
                            counts[firstCount &+ offset] &+= 1
                            if overflows || highSquare != 0 {
                                highSquares[firstSquare &+ offset] &+= highSquare &+ (overflows ? 1 : 0)
                            }
                            if sumOverflows { carried |= answered & (0 &- answered) }
                            answered &= answered &- 1
                        }
                    }
                }
            }
        }
        if carried != 0 { carry(carried, first, absent) }
        guard design == .records else { return }
        let firstUnit = unit * outcomeCount
        unitCounts.withUnsafeMutableBufferPointer { counts in
            var answered = present | absent
            while answered != 0 {
                counts[firstUnit &+ answered.trailingZeroBitCount] &+= 1
                answered &= answered &- 1
            }
        }
    }

    @inline(never)
    private mutating func carry(_ outcomes: UInt64, _ first: Int, _ absent: UInt64) {
        for outcome in 0..<outcomeCount where outcomes >> UInt64(outcome) & 1 == 1 {
            carries[first + outcome * 2 + Int(absent >> UInt64(outcome) & 1), default: 0] += 1
        }
    }

    /// Adds the sums of other records, whose unit and cell numbers stand for others here.
    mutating func merge(_ other: Self, unitNumbers: [Int], cellNumbers: [Int]) {
        for unit in 0..<other.unitCount {
            for cell in 0..<other.cellCount {
                let theirs = Int(other.slots[unit * other.cellCount + cell])
                guard theirs >= 0 else { continue }
                let mine = slot(unit: unitNumbers[unit], cell: cellNumbers[cell])
                for offset in 0..<stride {
                    let (to, from) = (mine * stride + offset, theirs * stride + offset)
                    let (sum, overflows) = sums[to].addingReportingOverflow(other.sums[from])
                    sums[to] = sum
                    let carry = (other.carries.isEmpty ? 0 : other.carries[from] ?? 0) + (overflows ? 1 : 0)
                    if carry > 0 { carries[to, default: 0] += carry }
                    if design == .records { addSquare(of: other, from, to: to) }
                }
            }
            guard design == .records, unitNumbers[unit] < unitCount else { continue }
            for outcome in 0..<outcomeCount {
                unitCounts[unitNumbers[unit] * outcomeCount + outcome] +=
                    other.unitCounts[unit * outcomeCount + outcome]
            }
        }
        // A cell that no slot is of has no counts, and perhaps no number here.
        for cell in 0..<min(other.cellCount, cellNumbers.count) where cellNumbers[cell] < cellCount {
            for offset in 0..<stride {
                let (to, from) = (cellNumbers[cell] * stride + offset, cell * stride + offset)
                counts[to] += other.counts[from]
                if design == .clusters { addSquare(of: other, from, to: to) }
            }
        }
    }

    private mutating func addSquare(of other: Self, _ from: Int, to: Int) {
        let (sum, overflows) = squares[to].addingReportingOverflow(other.squares[from])
        squares[to] = sum
        highSquares[to] += other.highSquares[from] + (overflows ? 1 : 0)
    }

    // MARK: Reading

    /// The slot of a unit and cell; nil if there is no record of both.
    func slot(ofUnit unit: Int, cell: Int) -> Int? {
        guard unit < unitCount, cell < cellCount else { return nil }
        let slot = slots[unit * cellCount + cell]
        return slot < 0 ? nil : Int(slot)
    }

    private func sum(at index: Int) -> UInt128 {
        UInt128(sums[index]) + (carries.isEmpty ? 0 : UInt128(carries[index] ?? 0) << 64)
    }

    /// Σw of a slot for one outcome, in millionths.
    func sums(slot: Int, outcome: Int) -> Pair {
        let index = slot * stride + outcome * 2
        return Pair(present: sum(at: index), absent: sum(at: index + 1))
    }

    /// Σw² of a slot for one outcome in a design of records, of a cell in one of clusters.
    func squares(at place: Int, outcome: Int) -> Pair {
        let index = place * stride + outcome * 2
        return Pair(
            present: UInt128(highSquares[index]) << 64 | UInt128(squares[index]),
            absent: UInt128(highSquares[index + 1]) << 64 | UInt128(squares[index + 1])
        )
    }

    /// The number of records of a cell with an outcome, and without it.
    func counts(cell: Int, outcome: Int) -> (present: Int, absent: Int) {
        guard cell < cellCount else { return (0, 0) }
        let index = cell * stride + outcome * 2
        return (counts[index], counts[index + 1])
    }

    /// The number of records of a unit that are answered for an outcome, in a design of records.
    func count(unit: Int, outcome: Int) -> Int {
        unit < unitCount ? unitCounts[unit * outcomeCount + outcome] : 0
    }
}
