// Counts up to 64 yes-or-no facts about each record, cell by cell.

internal import Columns

/// Adds up bits per cell.
///
/// The facts come as 64 masks of 64 records each. Transposed, they are one word of 64 facts per record, which is added to the narrow counters of
/// the record's cell, all at once. These are emptied into wide ones before any can run over.
struct PlaneCounter {
    /// How many facts there are, at most 64.
    let facts: Int
    private let kernel: ColumnKernel
    /// For each cell, 64 narrow counters.
    private var narrow: [UInt16] = []
    /// How many records were counted since the narrow counters were emptied: never more than one of them can hold.
    private var pending = 0
    /// For each cell and fact, the count.
    private(set) var counts: [Int] = []

    init(facts: Int, kernel: ColumnKernel) {
        precondition(facts <= 64)
        self.facts = facts
        self.kernel = kernel
    }

    /// How many cells there are.
    var cellCount: Int { narrow.count / 64 }

    /// Adds a cell, all of whose counts are 0.
    mutating func addCell() {
        narrow += Array(repeating: 0, count: 64)
        counts += Array(repeating: 0, count: facts)
    }

    /// Counts 64 records: `planes[f]` has a bit for each for which fact `f` holds, `chosen` one for each that counts at all, and `places` the
    /// place of its cell. The planes are used up.
    mutating func add(_ planes: UnsafeMutablePointer<UInt64>, chosen: UInt64, places: UnsafePointer<Int32>) {
        if pending + 64 > Int(UInt16.max) { finish() }
        pending += 64
        transpose(planes)
        narrow.withUnsafeMutableBufferPointer { narrow in
            if let narrow = narrow.baseAddress { kernel.countFacts(planes, chosen: chosen, places: places, in: narrow) }
        }
    }

    /// Empties the narrow counters, so that `counts` is right. O(cells × facts).
    mutating func finish() {
        for cell in 0..<cellCount {
            for fact in 0..<facts { counts[cell * facts + fact] += Int(narrow[64 * cell + fact]) }
        }
        for index in narrow.indices { narrow[index] = 0 }
        pending = 0
    }
}
