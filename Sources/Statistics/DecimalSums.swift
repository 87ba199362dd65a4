// The sums of weights that are whole millionths: nearly all weights there are, in a third of the room and time of others.

internal import Columns

/// Exact sums over records whose weights have at most six decimals.
///
/// For each outcome there is the sum of the records that are answered for it, then for each that of those in which it is present; what is absent is the
/// difference, which is as exact. A row for each unit and cell has Σw, a row for each cell the number of records. A row has Σw² too: one for each unit and
/// cell in a design of records, one for each cell in one of clusters, of the answered alone.
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
    /// One more than the highest cell that has a record.
    private(set) var metCells = 0
    /// For each unit and cell, its row of sums; −1 where there is no record.
    private var slots: [Int32] = []
    private(set) var slotCount = 0
    private var rows: WeightedRows

    /// What turns sums and squares into weights.
    static let unit = 1e6
    static let squareUnit = 1e12

    init(design: SurveyDesign, outcomes: Int) {
        self.design = design
        outcomeCount = outcomes
        rows = WeightedRows(facts: outcomes * 2, squaredFacts: design == .records ? outcomes * 2 : outcomes)
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
        metCells = max(metCells, cell + 1)
        rows.addSumRows(1)
        if design == .records { rows.addSquareRows(1) }
        return slot
    }

    private mutating func addCells(_ wanted: Int) {
        // Twice as many as before, so that a table of cells is not laid out anew for each.
        let count = max(wanted, cellCount * 2)
        slots = Self.table(slots, unitCount, from: Array(0..<cellCount), to: count)
        rows.addCountRows(count - cellCount)
        if design == .clusters { rows.addSquareRows(count - cellCount) }
        cellCount = count
    }

    /// A table of slots in which each cell has another number, below `count`.
    private static func table(_ slots: [Int32], _ units: Int, from numbers: [Int], to count: Int) -> [Int32] {
        var table = [Int32](repeating: -1, count: units * count)
        for unit in 0..<units {
            for (cell, number) in numbers.enumerated() {
                table[unit * count + number] = slots[unit * numbers.count + cell]
            }
        }
        return table
    }

    // MARK: Adding

    /// Adds a record; of `present` and `absent`, which have no bit in common, only the lowest `outcomeCount` bits may be set.
    mutating func add(_ millionths: UInt64, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        let slot = slot(unit: unit, cell: cell)
        rows.add(
            millionths,
            facts: present | absent | present << UInt64(outcomeCount),
            sumRow: slot,
            squareRow: design == .records ? slot : cell,
            countRow: cell
        )
    }

    /// Adds those records of a block that have weights that are decimals; `left` gets the bits of the others.
    mutating func add(_ block: SurveyTally.Block, left: UnsafeMutablePointer<UInt64>, _ kernel: ColumnKernel) {
        let words = block.words
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 66 * words) { memory in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 64 * words) { slotMemory in
                guard let decimals = memory.baseAddress, let slots = slotMemory.baseAddress else { return }
                let (missing, millionths) = (decimals + words, decimals + 2 * words)
                for word in 0..<words {
                    let (weights, start) = (block.weights + 64 * word, millionths + 64 * word)
                    decimals[word] = kernel.readMillionths(weights, chosen: block.chosen[word], into: start)
                    left[word] = block.chosen[word] & ~decimals[word]
                }
                let hasNew = kernel.findRows(
                    in: self.slots,
                    cells: cellCount,
                    ofUnits: block.units,
                    andCells: block.cells,
                    chosen: decimals,
                    words: words,
                    into: slots,
                    missing: missing
                )
                if hasNew {
                    for record in 0..<64 * words where hasBit(missing, record) {
                        slots[record] = Int32(slot(unit: Int(block.units[record]), cell: Int(block.cells[record])))
                    }
                }
                let weighted = WeightedRows.Block(
                    chosen: decimals,
                    words: words,
                    weights: millionths,
                    facts: block.facts,
                    sumRows: slots,
                    squareRows: design == .records ? UnsafePointer(slots) : block.cells,
                    countRows: block.cells
                )
                rows.add(weighted, kernel)
            }
        }
    }

    // MARK: Merging

    /// Adds the sums of other records, whose unit and cell numbers stand for others here.
    mutating func merge(_ other: Self, unitNumbers: [Int], cellNumbers: [Int]) {
        if slotCount == 0, takeOver(other, unitNumbers, Array(cellNumbers.prefix(other.cellCount))) { return }
        rows.makeRoom(for: other.rows)
        for unit in 0..<other.unitCount {
            for cell in 0..<other.cellCount {
                let theirs = Int(other.slots[unit * other.cellCount + cell])
                guard theirs >= 0 else { continue }
                let mine = slot(unit: unitNumbers[unit], cell: cellNumbers[cell])
                rows.addSums(of: other.rows, theirs, to: mine)
                if design == .records { rows.addSquares(of: other.rows, theirs, to: mine) }
            }
        }
        // A cell that no slot is of has no counts, and perhaps no number here.
        for cell in 0..<min(other.cellCount, cellNumbers.count) where cellNumbers[cell] < cellCount {
            rows.addCounts(of: other.rows, cell, to: cellNumbers[cell])
            if design == .clusters { rows.addSquares(of: other.rows, cell, to: cellNumbers[cell]) }
        }
    }

    /// Takes the sums of other records as they are, if units have the same numbers and no two cells become one; false if not.
    private mutating func takeOver(_ other: Self, _ unitNumbers: [Int], _ cellNumbers: [Int]) -> Bool {
        guard unitNumbers.indices.allSatisfy({ unitNumbers[$0] == $0 }), !other.rows.hasMoved,
            Set(cellNumbers).count == cellNumbers.count
        else { return false }
        // Behind the cells that have a number there is room only.
        let numbers = cellNumbers
        let count = max(cellCount, (numbers.max() ?? -1) + 1)
        var narrowed = other.slots
        if numbers.count < other.cellCount {
            narrowed = (0..<other.unitCount).flatMap { unit in
                other.slots[unit * other.cellCount..<unit * other.cellCount + numbers.count]
            }
        }
        slots = Self.table(narrowed, other.unitCount, from: numbers, to: count)
        rows = other.rows
        rows.renumber(numbers, count: count, withSquares: design == .clusters)
        (unitCount, cellCount, slotCount) = (other.unitCount, count, other.slotCount)
        metCells = count
        return true
    }

    // MARK: Reading

    /// The slot of a unit and cell; nil if there is no record of both.
    func slot(ofUnit unit: Int, cell: Int) -> Int? {
        guard unit < unitCount, cell < cellCount else { return nil }
        let slot = slots[unit * cellCount + cell]
        return slot < 0 ? nil : Int(slot)
    }

    /// Writes Σw of a slot, in millionths, to `pairs`, one for each outcome.
    func readSums(slot: Int, into pairs: inout [Pair], _ sums: inout [UInt128]) {
        rows.readSums(row: slot, into: &sums)
        for outcome in 0..<outcomeCount {
            let present = sums[outcomeCount + outcome]
            pairs[outcome] = Pair(present: present, absent: sums[outcome] - present)
        }
    }

    /// Σw² of a slot for one outcome, in a design of records.
    func squares(slot: Int, outcome: Int) -> Pair {
        let present = rows.square(row: slot, fact: outcomeCount + outcome)
        return Pair(present: present, absent: rows.square(row: slot, fact: outcome) - present)
    }

    /// Σw² of a cell's records that are answered for one outcome, in a design of clusters.
    func squares(cell: Int, outcome: Int) -> UInt128 { rows.square(row: cell, fact: outcome) }

    /// The number of records of a cell with an outcome, and without it.
    func counts(cell: Int, outcome: Int) -> (present: Int, absent: Int) {
        let present = rows.count(row: cell, fact: outcomeCount + outcome)
        return (present, rows.count(row: cell, fact: outcome) - present)
    }
}
