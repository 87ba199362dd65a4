// Counts up to 64 yes-or-no facts about each record, cell by cell, eight at a time.

internal import Columns

/// Adds up bits per cell.
///
/// The facts come as 64 masks of 64 records each. Transposed, they are one word of 64 facts per record; spread out to bytes by a table, eight of
/// them are added to eight counters of a byte each with one addition. A cell's byte counters are emptied into wide ones before they can overflow.
struct PlaneCounter {
    /// How many facts there are, at most 64.
    let facts: Int
    private let bytesUsed: Int
    /// For each cell and group of eight facts, eight byte counters.
    private var narrow: [UInt64] = []
    /// How many records were added to a cell's byte counters since they were emptied: at most 255.
    private var pending: [UInt8] = []
    /// For each cell and fact, the count.
    private(set) var counts: [Int] = []

    init(facts: Int) {
        precondition(facts <= 64)
        self.facts = facts
        bytesUsed = (facts + 7) / 8
    }

    /// How many cells there are.
    var cellCount: Int { pending.count }

    /// Adds a cell, all of whose counts are 0.
    mutating func addCell() {
        narrow += Array(repeating: 0, count: bytesUsed)
        counts += Array(repeating: 0, count: facts)
        pending.append(0)
    }

    /// Counts 64 records: `planes[f]` has a bit for each for which fact `f` holds, `chosen` one for each that counts at all, and `cells` their
    /// cells. The planes are used up.
    mutating func add(_ planes: UnsafeMutablePointer<UInt64>, chosen: UInt64, cells: UnsafePointer<Int32>) {
        transpose(planes)
        var left = chosen
        while left != 0 {
            let record = left.trailingZeroBitCount
            left &= left &- 1
            let cell = Int(cells[record])
            let word = planes[record]
            narrow.withUnsafeMutableBufferPointer { narrow in
                for byte in 0..<bytesUsed {
                    narrow[cell * bytesUsed + byte] &+=
                        spread[Int(truncatingIfNeeded: word &>> UInt64(8 * byte)) & 0xFF]
                }
            }
            pending[cell] += 1
            if pending[cell] == 255 { empty(cell) }
        }
    }

    /// Empties all byte counters, so that `counts` is right.
    mutating func finish() {
        for cell in 0..<cellCount { empty(cell) }
    }

    private mutating func empty(_ cell: Int) {
        for fact in 0..<facts {
            counts[cell * facts + fact] += Int(narrow[cell * bytesUsed + fact / 8] >> UInt64(8 * (fact % 8)) & 0xFF)
        }
        for byte in 0..<bytesUsed { narrow[cell * bytesUsed + byte] = 0 }
        pending[cell] = 0
    }
}

/// For each byte, its bits spread out to the lowest bits of eight bytes.
private let spread: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(0) { $0 | UInt64(byte >> $1 & 1) << UInt64(8 * $1) }
}
