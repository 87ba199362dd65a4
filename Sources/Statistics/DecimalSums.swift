// The sums of weights that are whole millionths: nearly all weights there are, in a third of the room and time of others.

internal import Columns

/// Exact sums over records whose weights have at most six decimals.
///
/// They stand in rows: of each outcome the sum of the records in which it is present, then of each that of those in which it is absent. A row for each
/// unit and cell has Σw; a row for each of those too has Σw² and the number of records in a design of records, and a row for each cell in one of clusters.
/// Sums and squares are 64-bit integers with what runs over beside them: of sums rarely anything, counted in a dictionary; of squares a second word each.
/// Squares are below 2^94, so that 2^34 records fit.
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
    /// For each unit and cell, its row of sums; −1 where there is no record.
    private var slots: [Int32] = []
    private var slotCount = 0
    /// How many sums a row has, those that only fill it up included.
    private let width: Int
    /// Rows of Σw in millionths.
    private var sums: [UInt64] = []
    /// How often a sum, by its place, ran over.
    private var carries: [Int: UInt64] = [:]
    /// Rows of Σw², low and high words, and of the numbers of records.
    private var squares: [UInt64] = []
    private var highSquares: [UInt64] = []
    private var counts: [UInt64] = []

    /// What turns sums and squares into weights.
    static let unit = 1e6
    static let squareUnit = 1e12

    init(design: SurveyDesign, outcomes: Int) {
        self.design = design
        outcomeCount = outcomes
        // Present and absent of up to 32 outcomes are the 64 facts of a row; the sums of more of them are in rows of twice as many.
        width = (outcomes * 2 + 7) / 8 * 8
    }

    // MARK: Room

    /// The row of sums of a unit and cell; makes room for it the first time.
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
            unitCount = unit + 1
        }
        let slot = slotCount
        slots[unit * cellCount + cell] = Int32(slot)
        slotCount += 1
        sums += repeatElement(0, count: width)
        if design == .records { addRows(1) }
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
        if design == .clusters { addRows(count - cellCount) }
        cellCount = count
    }

    private mutating func addRows(_ count: Int) {
        squares += repeatElement(0, count: count * width)
        highSquares += repeatElement(0, count: count * width)
        counts += repeatElement(0, count: count * width)
    }

    // MARK: Adding

    /// Adds a record; of `present` and `absent`, which have no bit in common, only the lowest `outcomeCount` bits may be set.
    mutating func add(_ millionths: UInt64, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        precondition((present | absent) >> UInt64(outcomeCount) == 0 || outcomeCount == 64)
        let first = slot(unit: unit, cell: cell) * width
        let firstSquare = design == .records ? first : cell * width
        let (highSquare, lowSquare) = millionths.multipliedFullWidth(by: millionths)
        var answered = present | absent
        while answered != 0 {
            let outcome = answered.trailingZeroBitCount
            answered &= answered &- 1
            let offset = outcome + Int(absent >> UInt64(outcome) & 1) * outcomeCount
            let (sum, sumOverflows) = sums[first + offset].addingReportingOverflow(millionths)
            let (square, overflows) = squares[firstSquare + offset].addingReportingOverflow(lowSquare)
            sums[first + offset] = sum
            squares[firstSquare + offset] = square
            highSquares[firstSquare + offset] &+= highSquare &+ (overflows ? 1 : 0)
            counts[firstSquare + offset] &+= 1
            if sumOverflows { carries[first + offset, default: 0] += 1 }
        }
    }

    /// Adds records of at most 32 outcomes: of `facts` the lowest `outcomeCount` bits are those present, the next as many those absent. Their rows are
    /// their units and cells, which this changes.
    mutating func add(_ records: UnsafeMutableBufferPointer<WeightedRecord>, _ kernel: ColumnKernel) {
        precondition(outcomeCount <= 32)
        let hasOwnRows = design == .records
        for index in records.indices {
            assert(records[index].facts >> UInt64(outcomeCount * 2) == 0 || outcomeCount == 32)
            let slot = slot(unit: Int(records[index].sumRow), cell: Int(records[index].row))
            records[index].sumRow = UInt32(slot)
            if hasOwnRows { records[index].row = UInt32(slot) }
        }
        let width = width
        // In bounds: every row has been made room for, and facts are fewer than a row has sums.
        let hasCarried = sums.withUnsafeMutableBufferPointer { sums in
            squares.withUnsafeMutableBufferPointer { squares in
                highSquares.withUnsafeMutableBufferPointer { highSquares in
                    counts.withUnsafeMutableBufferPointer { counts in
                        guard let sums = sums.baseAddress, let squares = squares.baseAddress,
                            let highSquares = highSquares.baseAddress, let counts = counts.baseAddress
                        else { return false }
                        let rows = WeightedRows(
                            width: width,
                            sums: sums,
                            squares: squares,
                            highSquares: highSquares,
                            counts: counts
                        )
                        return rows.add(records, kernel)
                    }
                }
            }
        }
        if hasCarried { carry(records) }
    }

    @inline(never)
    private mutating func carry(_ records: UnsafeMutableBufferPointer<WeightedRecord>) {
        for record in records {
            for fact in 0..<outcomeCount * 2 where record.carried >> UInt64(fact) & 1 == 1 {
                carries[Int(record.sumRow) * width + fact, default: 0] += 1
            }
        }
    }

    /// Adds the sums of other records, whose unit and cell numbers stand for others here.
    mutating func merge(_ other: Self, unitNumbers: [Int], cellNumbers: [Int]) {
        for unit in 0..<other.unitCount {
            for cell in 0..<other.cellCount {
                let theirs = Int(other.slots[unit * other.cellCount + cell])
                guard theirs >= 0 else { continue }
                let mine = slot(unit: unitNumbers[unit], cell: cellNumbers[cell])
                for offset in 0..<width {
                    let (to, from) = (mine * width + offset, theirs * width + offset)
                    let (sum, overflows) = sums[to].addingReportingOverflow(other.sums[from])
                    sums[to] = sum
                    let carry = (other.carries.isEmpty ? 0 : other.carries[from] ?? 0) + (overflows ? 1 : 0)
                    if carry > 0 { carries[to, default: 0] += carry }
                }
                if design == .records { addRow(of: other, theirs, to: mine) }
            }
        }
        // A cell that no slot is of has no counts, and perhaps no number here.
        for cell in 0..<min(other.cellCount, cellNumbers.count)
        where design == .clusters && cellNumbers[cell] < cellCount {
            addRow(of: other, cell, to: cellNumbers[cell])
        }
    }

    private mutating func addRow(of other: Self, _ theirs: Int, to mine: Int) {
        for offset in 0..<width {
            let (to, from) = (mine * width + offset, theirs * width + offset)
            let (sum, overflows) = squares[to].addingReportingOverflow(other.squares[from])
            squares[to] = sum
            highSquares[to] += other.highSquares[from] + (overflows ? 1 : 0)
            counts[to] += other.counts[from]
        }
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
        let index = slot * width + outcome
        return Pair(present: sum(at: index), absent: sum(at: index + outcomeCount))
    }

    /// Σw² of a slot for one outcome in a design of records, of a cell in one of clusters.
    func squares(at row: Int, outcome: Int) -> Pair {
        func square(_ index: Int) -> UInt128 { UInt128(highSquares[index]) << 64 | UInt128(squares[index]) }
        return Pair(present: square(row * width + outcome), absent: square(row * width + outcome + outcomeCount))
    }

    /// The number of records with an outcome, and without it, of a slot in a design of records, of a cell in one of clusters.
    func counts(at row: Int, outcome: Int) -> (present: Int, absent: Int) {
        (Int(counts[row * width + outcome]), Int(counts[row * width + outcome + outcomeCount]))
    }
}
