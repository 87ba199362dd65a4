// How many records of each sampling unit are answered for each outcome.

internal import Columns

/// Numbers of records by unit, for up to 16 outcomes each.
struct UnitCounts: Sendable {
    /// For each unit, a count for each outcome; what lies behind the last outcome means nothing.
    private var counts: [SIMD16<UInt32>] = []
    /// How many records were counted since counts were last moved: none of them can have run over.
    private var records = 0
    private let mostRecords: Int
    /// For each unit and outcome, what was moved; empty, or as many as there were units then.
    private var moved: [Int] = []

    /// Makes counts of no units. They are moved after `mostRecords`, which is for tests.
    init(mostRecords: Int = Int(UInt32.max)) { self.mostRecords = mostRecords }

    /// Adds a unit, of which there are no records yet.
    mutating func addUnit() { counts.append(SIMD16()) }

    /// Counts a record, of which the lowest bits say what is answered.
    mutating func add(unit: Int, answered: UInt64) {
        makeRoom(for: 1)
        var rest = answered & 0xFFFF
        while rest != 0 {
            counts[unit][rest.trailingZeroBitCount] += 1
            rest &= rest &- 1
        }
    }

    /// Counts those of 64 records that are `chosen`.
    mutating func add(
        chosen: UInt64,
        units: UnsafePointer<Int32>,
        answered: UnsafePointer<UInt64>,
        _ kernel: ColumnKernel
    ) {
        makeRoom(for: chosen.nonzeroBitCount)
        kernel.countRows(answered, chosen: chosen, rows: units, in: &counts, width: 1)
    }

    private mutating func makeRoom(for count: Int) {
        if records + count > mostRecords { moveAll() }
        records += count
    }

    private mutating func moveAll() {
        moved += repeatElement(0, count: counts.count * 16 - moved.count)
        for unit in counts.indices {
            for outcome in 0..<16 { moved[unit * 16 + outcome] += Int(counts[unit][outcome]) }
            counts[unit] = SIMD16()
        }
        records = 0
    }

    /// Adds the counts of other records, whose units have these numbers here.
    mutating func merge(_ other: Self, unitNumbers: [Int]) {
        moveAll()
        for (theirs, mine) in unitNumbers.enumerated() {
            for outcome in 0..<16 { moved[mine * 16 + outcome] += other.count(unit: theirs, outcome: outcome) }
        }
    }

    /// How many records of a unit are answered for an outcome.
    func count(unit: Int, outcome: Int) -> Int {
        let place = unit * 16 + outcome
        return Int(counts[unit][outcome]) + (place < moved.count ? moved[place] : 0)
    }
}
