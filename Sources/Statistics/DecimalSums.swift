// The sums of weights that are whole millionths: nearly all weights there are, in a third of the room and time of others.

/// Exact sums over records whose weights have at most six decimals.
///
/// A sum is a 64-bit integer; the rare ones that run over leave a count of how often in a dictionary. Squares are below 2^94, so that 2^34 records
/// fit in 128 bits.
struct DecimalSums: Sendable {
    /// The sums over some records, of those in which an outcome is present and those in which it is absent.
    struct Pair {
        var present: UInt128 = 0
        var absent: UInt128 = 0
    }

    let design: SurveyDesign
    let outcomeCount: Int
    /// For each unit that has a record, and each cell, where its sums begin, in slots; −1 where there is no record.
    private var slots: [[Int32]] = []
    private var slotCount = 0
    private var cellCount = 0
    /// For each slot and outcome, Σw in millionths of the records present and of those absent.
    private var sums: [UInt64] = []
    /// How often a sum, by its place, ran over.
    private var carries: [Int: UInt64] = [:]
    /// As `sums`, but by cell alone in a design of clusters: Σw², and the number of records.
    private var squares: [UInt128] = []
    private var counts: [Int] = []

    /// What turns sums and squares into weights.
    static let unit = 1e6
    static let squareUnit = 1e12

    init(design: SurveyDesign, outcomes: Int) {
        self.design = design
        outcomeCount = outcomes
    }

    /// How many records of each outcome and answer a slot or cell has room for.
    private var stride: Int { outcomeCount * 2 }

    private mutating func makeRoom(for cell: Int) {
        guard cell >= cellCount else { return }
        if design == .clusters { addCounts((cell + 1 - cellCount) * stride) }
        cellCount = cell + 1
    }

    private mutating func addCounts(_ count: Int) {
        squares += repeatElement(0, count: count)
        counts += repeatElement(0, count: count)
    }

    /// Where the sums of a unit and cell begin; makes room for them the first time.
    @inline(__always)
    private mutating func slot(unit: Int, cell: Int) -> Int {
        if unit < slots.count, cell < slots[unit].count {
            let slot = slots[unit][cell]
            if slot >= 0 { return Int(slot) }
        }
        return newSlot(unit: unit, cell: cell)
    }

    @inline(never)
    private mutating func newSlot(unit: Int, cell: Int) -> Int {
        makeRoom(for: cell)
        while slots.count <= unit { slots.append([]) }
        if slots[unit].count <= cell { slots[unit] += repeatElement(-1, count: cell + 1 - slots[unit].count) }
        let slot = slotCount
        slots[unit][cell] = Int32(slot)
        slotCount += 1
        sums += repeatElement(0, count: stride)
        if design == .records { addCounts(stride) }
        return slot
    }

    /// Adds a record; of `present` and `absent`, which have no bit in common, only the lowest `outcomeCount` bits may be set.
    @inline(__always)
    mutating func add(_ millionths: UInt64, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        let slot = slot(unit: unit, cell: cell)
        let (first, firstCount) = (slot * stride, (design == .records ? slot : cell) * stride)
        let square = UInt128(millionths.multipliedFullWidth(by: millionths))
        let outcomes = outcomeCount
        precondition((present | absent) >> UInt64(outcomes) == 0 || outcomes == 64)
        // In bounds: every slot, and every square's, has room for all outcomes, as just checked.
        let carried = sums.withUnsafeMutableBufferPointer { sums -> UInt64 in
            counts.withUnsafeMutableBufferPointer { counts in
                squares.withUnsafeMutableBufferPointer { squares in
                    var carried: UInt64 = 0
                    var answered = present | absent
                    while answered != 0 {
                        let outcome = answered.trailingZeroBitCount
                        let offset = outcome &* 2 &+ Int(truncatingIfNeeded: absent &>> UInt64(outcome) & 1)
                        let (sum, overflows) = sums[first &+ offset].addingReportingOverflow(millionths)
                        sums[first &+ offset] = sum
                        counts[firstCount &+ offset] &+= 1
                        squares[firstCount &+ offset] &+= square
                        if overflows { carried |= answered & (0 &- answered) }
                        answered &= answered &- 1
                    }
                    return carried
                }
            }
        }
        if carried != 0 { carry(carried, first, absent) }
    }

    @inline(never)
    private mutating func carry(_ outcomes: UInt64, _ first: Int, _ absent: UInt64) {
        for outcome in 0..<outcomeCount where outcomes >> UInt64(outcome) & 1 == 1 {
            carries[first + outcome * 2 + Int(absent >> UInt64(outcome) & 1), default: 0] += 1
        }
    }

    /// Adds the sums of other records, whose unit and cell numbers stand for others here.
    mutating func merge(_ other: Self, unitNumbers: [Int], cellNumbers: [Int]) {
        for (number, cells) in other.slots.enumerated() {
            for (cell, theirs) in cells.enumerated() where theirs >= 0 {
                let mine = slot(unit: unitNumbers[number], cell: cellNumbers[cell])
                for offset in 0..<stride {
                    let (to, from) = (mine * stride + offset, Int(theirs) * stride + offset)
                    let (sum, overflows) = sums[to].addingReportingOverflow(other.sums[from])
                    sums[to] = sum
                    let carry = (other.carries[from] ?? 0) + (overflows ? 1 : 0)
                    if carry > 0 { carries[to, default: 0] += carry }
                    if design == .records { addCount(of: other, from, to: to) }
                }
            }
        }
        guard design == .clusters else { return }
        for cell in 0..<other.cellCount {
            makeRoom(for: cellNumbers[cell])
            for offset in 0..<stride {
                addCount(of: other, cell * stride + offset, to: cellNumbers[cell] * stride + offset)
            }
        }
    }

    private mutating func addCount(of other: Self, _ from: Int, to: Int) {
        squares[to] += other.squares[from]
        counts[to] += other.counts[from]
    }

    private func sum(at index: Int) -> UInt128 {
        UInt128(sums[index]) + (carries.isEmpty ? 0 : UInt128(carries[index] ?? 0) << 64)
    }

    /// Σw in some cells of a unit for one outcome, in millionths.
    func sums(unit: Int, cells: some Sequence<Int>, outcome: Int) -> Pair {
        var pair = Pair()
        guard unit < slots.count else { return pair }
        let slots = slots[unit]
        for cell in cells where cell < slots.count && slots[cell] >= 0 {
            let index = Int(slots[cell]) * stride + outcome * 2
            pair.present += sum(at: index)
            pair.absent += sum(at: index + 1)
        }
        return pair
    }

    /// Σw², and the number of records, in some cells for one outcome: in a design of records in those of a unit, else in those of all.
    func squares(unit: Int, cells: some Sequence<Int>, outcome: Int) -> (
        squares: Pair, counts: (present: Int, absent: Int)
    ) {
        var pair = Pair()
        var number = (present: 0, absent: 0)
        for cell in cells where cell < cellCount {
            var place = cell
            if design == .records {
                guard unit < slots.count, cell < slots[unit].count, slots[unit][cell] >= 0 else { continue }
                place = Int(slots[unit][cell])
            }
            let index = place * stride + outcome * 2
            pair.present += squares[index]
            pair.absent += squares[index + 1]
            number.present += counts[index]
            number.absent += counts[index + 1]
        }
        return (pair, number)
    }
}

extension UInt128 {
    /// The product of two words.
    init(_ product: (high: UInt64, low: UInt64)) { self = UInt128(product.high) << 64 | UInt128(product.low) }
}
