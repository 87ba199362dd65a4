// The arrays of a survey tally: one exact sum per sampling unit, cell, outcome and answer.

/// Sums of weights and of their squares in one precision.
struct SurveySums<Precision: WeightPrecision>: Sendable where Precision.Sum: Sendable, Precision.SquareSum: Sendable {
    /// The sums over some records, of those in which an outcome is present and those in which it is absent.
    struct Pair<Sum: WeightSum> {
        var present = Sum()
        var absent = Sum()

        static func += (left: inout Self, right: Self) {
            left.present += right.present
            left.absent += right.absent
        }

        /// Of both together.
        var answered: Sum {
            var sum = present
            sum += absent
            return sum
        }
    }

    let design: SurveyDesign
    private(set) var cellCount = 0
    let outcomeCount: Int
    /// For each unit that has a record, and each cell, where its sums begin, in slots; −1 where there is no record.
    private(set) var slots: [[Int32]] = []
    private var slotCount = 0
    /// For each slot and outcome, Σw of the records present and of those absent.
    private var sums: [Precision.Sum] = []
    /// As `sums`, the number of records.
    private var counts: [Int] = []
    /// As `sums`, Σw²; by cell alone in a design of clusters, whose variance comes from `sums`.
    private var squares: [Precision.SquareSum] = []

    init(design: SurveyDesign, outcomes: Int) {
        self.design = design
        outcomeCount = outcomes
    }

    /// Makes room for a cell and those before it.
    private mutating func makeRoom(for cell: Int) {
        guard cell >= cellCount else { return }
        if design == .clusters {
            squares += repeatElement(Precision.SquareSum(), count: (cell + 1 - cellCount) * outcomeCount * 2)
        }
        cellCount = cell + 1
    }

    /// Where the sums of a unit and cell begin; makes room for them the first time.
    private mutating func slot(unit: Int, cell: Int) -> Int {
        makeRoom(for: cell)
        while slots.count <= unit { slots.append([]) }
        if slots[unit].count <= cell { slots[unit] += repeatElement(-1, count: cell + 1 - slots[unit].count) }
        if slots[unit][cell] >= 0 { return Int(slots[unit][cell]) }
        let slot = slotCount
        slots[unit][cell] = Int32(slot)
        slotCount += 1
        sums += repeatElement(Precision.Sum(), count: outcomeCount * 2)
        counts += repeatElement(0, count: outcomeCount * 2)
        if design == .records { squares += repeatElement(Precision.SquareSum(), count: outcomeCount * 2) }
        return slot
    }

    /// Adds a record; of `present` and `absent`, which have no bit in common, only the lowest `outcomeCount` bits may be set.
    mutating func add(_ weight: SamplingWeight, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        let slot = slot(unit: unit, cell: cell)
        let (first, firstSquare) = (slot * outcomeCount * 2, (design == .records ? slot : cell) * outcomeCount * 2)
        let (sum, square) = (Precision.Sum(weight), Precision.SquareSum(weight))
        let outcomes = outcomeCount
        sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
                squares.withUnsafeMutableBufferPointer { squares in
                    var answered = present | absent
                    while answered != 0 {
                        let outcome = answered.trailingZeroBitCount
                        answered &= answered &- 1
                        // One check stands for all three: every slot, and every square's, has room for all outcomes.
                        precondition(outcome < outcomes)
                        let offset = outcome &* 2 &+ Int(truncatingIfNeeded: absent &>> UInt64(outcome) & 1)
                        sums[first &+ offset] += sum
                        counts[first &+ offset] &+= 1
                        squares[firstSquare &+ offset] += square
                    }
                }
            }
        }
    }

    /// Adds the sums of other records, whose unit and cell numbers stand for others here.
    mutating func merge(_ other: Self, unitNumbers: [Int], cellNumbers: [Int]) {
        for (number, cells) in other.slots.enumerated() {
            for (cell, theirs) in cells.enumerated() where theirs >= 0 {
                let mine = slot(unit: unitNumbers[number], cell: cellNumbers[cell])
                for offset in 0..<(outcomeCount * 2) {
                    let (to, from) = (mine * outcomeCount * 2 + offset, Int(theirs) * outcomeCount * 2 + offset)
                    sums[to] += other.sums[from]
                    counts[to] += other.counts[from]
                    if design == .records { squares[to] += other.squares[from] }
                }
            }
        }
        guard design == .clusters else { return }
        for cell in 0..<other.cellCount {
            makeRoom(for: cellNumbers[cell])
            let (to, from) = (cellNumbers[cell] * outcomeCount * 2, cell * outcomeCount * 2)
            for offset in 0..<(outcomeCount * 2) { squares[to + offset] += other.squares[from + offset] }
        }
    }

    /// Whether there is a record of a unit and cell.
    func hasSlot(unit: Int, cell: Int) -> Bool {
        unit < slots.count && cell < slots[unit].count && slots[unit][cell] >= 0
    }

    /// Σw in some cells of a unit for one outcome.
    func sums(unit: Int, cells: [Int], outcome: Int) -> Pair<Precision.Sum> {
        var pair = Pair<Precision.Sum>()
        forEachSlot(unit, cells) { slot in
            let index = (slot * outcomeCount + outcome) * 2
            pair.present += sums[index]
            pair.absent += sums[index + 1]
        }
        return pair
    }

    /// The number of records in some cells of a unit for one outcome.
    func counts(unit: Int, cells: some Sequence<Int>, outcome: Int) -> (present: Int, absent: Int) {
        var pair = (present: 0, absent: 0)
        forEachSlot(unit, cells) { slot in
            let index = (slot * outcomeCount + outcome) * 2
            pair.present += counts[index]
            pair.absent += counts[index + 1]
        }
        return pair
    }

    /// Σw² in some cells of a unit for one outcome, in a design of records.
    func squares(unit: Int, cells: [Int], outcome: Int) -> Pair<Precision.SquareSum> {
        var pair = Pair<Precision.SquareSum>()
        forEachSlot(unit, cells) { slot in
            let index = (slot * outcomeCount + outcome) * 2
            pair.present += squares[index]
            pair.absent += squares[index + 1]
        }
        return pair
    }

    /// Σw² in some cells for one outcome, in a design of clusters.
    func squares(cells: [Int], outcome: Int) -> Pair<Precision.SquareSum> {
        var pair = Pair<Precision.SquareSum>()
        for cell in cells where cell < cellCount {
            let index = (cell * outcomeCount + outcome) * 2
            pair.present += squares[index]
            pair.absent += squares[index + 1]
        }
        return pair
    }

    private func forEachSlot(_ unit: Int, _ cells: some Sequence<Int>, _ body: (Int) -> Void) {
        guard unit < slots.count else { return }
        let slots = slots[unit]
        for cell in cells where cell < slots.count && slots[cell] >= 0 { body(Int(slots[cell])) }
    }
}

extension SurveySums where Precision == NarrowPrecision {
    /// The same sums in the wide form.
    func widened() -> SurveySums<WidePrecision> {
        var wide = SurveySums<WidePrecision>(design: design, outcomes: outcomeCount)
        wide.cellCount = cellCount
        wide.slots = slots
        wide.slotCount = slotCount
        wide.sums = sums.map { WideSum($0.widened) }
        wide.counts = counts
        wide.squares = squares.map { WideSquareSum($0.widened) }
        return wide
    }
}
