// Rows of exact sums of weights, many sums of a row at once.

internal import CColumnKernels

/// Sums of weights, of their squares, and numbers of records: each a table of rows with an entry for each of up to 32 facts.
///
/// A weight is a whole number below 2^47. It is added to those sums of a row whose facts hold. Sums are kept in two halves, of which the high one is
/// rarely touched, and counts in 32 bits, so that a row is short; before either could run over, all of them are moved into wide ones. Squares are below
/// 2^94, in two words: 2^34 records fit.
package struct WeightedRows: Sendable {
    private typealias Halves = SIMD16<UInt32>
    private typealias Words = SIMD8<UInt64>

    /// How many facts there are, of which the first so many have squares.
    private let facts: Int, squaredFacts: Int
    // Vectors, so that they are aligned as the kernels like it best: so many to a row of each.
    private var sums: [Halves] = [], highSums: [Halves] = [], counts: [Halves] = []
    private var squares: [Words] = [], highSquares: [Words] = []
    private let width: Int, squareWidth: Int
    /// The sum of all weights since sums were last moved, and the number of records: no sum and no count is larger.
    private var total: UInt64 = 0, records = 0
    private let mostRecords: Int
    /// Where sums and counts were moved to; empty, or at most as many as there are.
    private var movedSums: [UInt128] = []
    private var movedCounts: [Int] = []

    /// More than any weight.
    private static let aboveWeights = UInt64(1) << 47

    /// Makes tables without rows. Counts are moved after `mostRecords`, which is for tests.
    package init(facts: Int, squaredFacts: Int, mostRecords: Int = Int(UInt32.max)) {
        precondition((1...32).contains(facts) && squaredFacts <= facts)
        (self.facts, self.squaredFacts, self.mostRecords) = (facts, squaredFacts, mostRecords)
        (width, squareWidth) = ((facts + 15) / 16, (squaredFacts + 7) / 8)
    }

    // MARK: Room

    /// Adds rows of sums, all 0.
    package mutating func addSumRows(_ count: Int) {
        sums += repeatElement(Halves(), count: count * width)
        highSums += repeatElement(Halves(), count: count * width)
    }

    /// Adds rows of counts, all 0.
    package mutating func addCountRows(_ count: Int) { counts += repeatElement(Halves(), count: count * width) }

    /// Adds rows of squares, all 0.
    package mutating func addSquareRows(_ count: Int) {
        squares += repeatElement(Words(), count: count * squareWidth)
        highSquares += repeatElement(Words(), count: count * squareWidth)
    }

    // MARK: Adding

    /// The records that have a bit in `words` words of `chosen`: whole numbers below 2^47 as their weights, a bit for each fact that holds, and their rows
    /// of each table, which exist. What there is of other records does not matter.
    package struct Block {
        let chosen: UnsafePointer<UInt64>, words: Int
        let weights: UnsafePointer<UInt64>, facts: UnsafePointer<UInt64>
        let sumRows: UnsafePointer<Int32>, squareRows: UnsafePointer<Int32>, countRows: UnsafePointer<Int32>

        /// Describes records.
        package init(
            chosen: UnsafePointer<UInt64>,
            words: Int,
            weights: UnsafePointer<UInt64>,
            facts: UnsafePointer<UInt64>,
            sumRows: UnsafePointer<Int32>,
            squareRows: UnsafePointer<Int32>,
            countRows: UnsafePointer<Int32>
        ) {
            (self.chosen, self.words) = (chosen, words)
            (self.weights, self.facts) = (weights, facts)
            (self.sumRows, self.squareRows, self.countRows) = (sumRows, squareRows, countRows)
        }

        /// How many records there are.
        fileprivate var count: Int { (0..<words).reduce(0) { $0 + chosen[$1].nonzeroBitCount } }
    }

    /// Adds records. O(records × facts).
    package mutating func add(_ block: Block, _ kernel: ColumnKernel) {
        guard let code = kernel.code else {
            for record in 0..<64 * block.words where hasBit(block.chosen, record) {
                add(
                    block.weights[record],
                    facts: block.facts[record],
                    sumRow: Int(block.sumRows[record]),
                    squareRow: Int(block.squareRows[record]),
                    countRow: Int(block.countRows[record])
                )
            }
            return
        }
        makeRoom(for: block.count)
        let records = column_weighted(
            chosen: block.chosen,
            words: block.words,
            weights: block.weights,
            facts: block.facts,
            sum_rows: block.sumRows,
            square_rows: block.squareRows,
            count_rows: block.countRows
        )
        total += withTable { column_add_weighted(code, records, $0) }
    }

    /// Hands the tables to `body` as the kernels take them.
    @inline(__always)
    private mutating func withTable<Result>(_ body: (column_sums) -> Result) -> Result {
        let (width, squareWidth) = (width, squareWidth)
        return sums.withUnsafeMutableBytes { sums in
            highSums.withUnsafeMutableBytes { highSums in
                counts.withUnsafeMutableBytes { counts in
                    squares.withUnsafeMutableBytes { squares in
                        highSquares.withUnsafeMutableBytes { highSquares in
                            let table = column_sums(
                                width: width * 16,
                                sums: sums.baseAddress?.assumingMemoryBound(to: UInt32.self),
                                high_sums: highSums.baseAddress?.assumingMemoryBound(to: UInt32.self),
                                counts: counts.baseAddress?.assumingMemoryBound(to: UInt32.self),
                                square_width: squareWidth * 8,
                                squares: squares.baseAddress?.assumingMemoryBound(to: UInt64.self),
                                high_squares: highSquares.baseAddress?.assumingMemoryBound(to: UInt64.self)
                            )
                            return body(table)
                        }
                    }
                }
            }
        }
    }

    /// Adds one record. O(facts).
    package mutating func add(_ weight: UInt64, facts: UInt64, sumRow: Int, squareRow: Int, countRow: Int) {
        makeRoom(for: 1)
        total += weight
        let (highSquare, lowSquare) = weight.multipliedFullWidth(by: weight)
        var rest = facts & (1 << UInt64(self.facts) - 1)
        while rest != 0 {
            let fact = rest.trailingZeroBitCount
            rest &= rest &- 1
            let (row, lane) = (sumRow * width + fact / 16, fact % 16)
            let sum = UInt64(highSums[row][lane]) << 32 | UInt64(sums[row][lane]) + weight
            sums[row][lane] = UInt32(truncatingIfNeeded: sum)
            highSums[row][lane] = UInt32(truncatingIfNeeded: sum >> 32)
            counts[countRow * width + fact / 16][lane] += 1
            guard fact < squaredFacts else { continue }
            addSquare(highSquare, lowSquare, squareRow * squareWidth + fact / 8, fact % 8)
        }
    }

    private mutating func addSquare(_ high: UInt64, _ low: UInt64, _ row: Int, _ lane: Int) {
        let (sum, overflows) = squares[row][lane].addingReportingOverflow(low)
        squares[row][lane] = sum
        highSquares[row][lane] &+= high &+ (overflows ? 1 : 0)
    }

    // MARK: What does not fit

    /// Sees to it that so many records, a few thousand at most, can be added without a sum or count running over.
    @inline(__always)
    private mutating func makeRoom(for count: Int) {
        if total > UInt64.max - Self.aboveWeights * UInt64(count) || records + count > mostRecords { moveAll() }
        records += count
    }

    @inline(never)
    private mutating func moveAll() {
        movedSums += repeatElement(0, count: sums.count * 16 - movedSums.count)
        movedCounts += repeatElement(0, count: counts.count * 16 - movedCounts.count)
        for place in movedSums.indices { movedSums[place] += UInt128(narrowSum(at: place)) }
        for place in movedCounts.indices { movedCounts[place] += Int(counts[place / 16][place % 16]) }
        for row in sums.indices { (sums[row], highSums[row]) = (Halves(), Halves()) }
        for row in counts.indices { counts[row] = Halves() }
        (total, records) = (0, 0)
    }

    // MARK: Merging

    /// Sees to it that rows of another table of the same facts can be added without a sum or count running over. Call before the rows are.
    package mutating func makeRoom(for other: Self) {
        let (total, overflows) = total.addingReportingOverflow(other.total)
        if overflows || records + other.records > mostRecords {
            moveAll()
            (self.total, records) = (other.total, other.records)
        } else {
            self.total = total
            records += other.records
        }
    }

    /// Adds a row of sums of another table.
    package mutating func addSums(of other: Self, _ theirs: Int, to mine: Int) {
        for fact in 0..<facts {
            let (row, lane) = (mine * width + fact / 16, fact % 16)
            let from = theirs * width * 16 + fact
            let sum = narrowSum(at: row * 16 + lane) + other.narrowSum(at: from)
            sums[row][lane] = UInt32(truncatingIfNeeded: sum)
            highSums[row][lane] = UInt32(truncatingIfNeeded: sum >> 32)
            guard from < other.movedSums.count, other.movedSums[from] > 0 else { continue }
            movedSums += repeatElement(0, count: max(0, sums.count * 16 - movedSums.count))
            movedSums[row * 16 + lane] += other.movedSums[from]
        }
    }

    /// Adds a row of counts of another table.
    package mutating func addCounts(of other: Self, _ theirs: Int, to mine: Int) {
        for fact in 0..<facts {
            let (row, lane) = (mine * width + fact / 16, fact % 16)
            let from = theirs * width * 16 + fact
            counts[row][lane] += other.counts[from / 16][from % 16]
            guard from < other.movedCounts.count, other.movedCounts[from] > 0 else { continue }
            movedCounts += repeatElement(0, count: max(0, counts.count * 16 - movedCounts.count))
            movedCounts[row * 16 + lane] += other.movedCounts[from]
        }
    }

    /// Adds a row of squares of another table.
    package mutating func addSquares(of other: Self, _ theirs: Int, to mine: Int) {
        for fact in 0..<squaredFacts {
            let (row, lane) = (theirs * squareWidth + fact / 8, fact % 8)
            addSquare(other.highSquares[row][lane], other.squares[row][lane], mine * squareWidth + fact / 8, lane)
        }
    }

    /// Whether some sums or counts were too large for their rows.
    package var hasMoved: Bool { !movedSums.isEmpty || !movedCounts.isEmpty }

    /// Gives rows of counts, and of squares too if wanted, other numbers, each its own, among `count`. Call only if nothing has moved.
    package mutating func renumber(_ numbers: [Int], count: Int, withSquares: Bool) {
        precondition(!hasMoved)
        let (oldCounts, oldSquares, oldHighSquares) = (counts, squares, highSquares)
        counts = Array(repeating: Halves(), count: count * width)
        for (old, new) in numbers.enumerated() {
            for vector in 0..<width { counts[new * width + vector] = oldCounts[old * width + vector] }
        }
        guard withSquares else { return }
        squares = Array(repeating: Words(), count: count * squareWidth)
        highSquares = squares
        for (old, new) in numbers.enumerated() {
            for vector in 0..<squareWidth {
                squares[new * squareWidth + vector] = oldSquares[old * squareWidth + vector]
                highSquares[new * squareWidth + vector] = oldHighSquares[old * squareWidth + vector]
            }
        }
    }

    // MARK: Reading

    /// Writes the sums of a row for all facts to `sums`, which has room for 32. O(facts).
    package func readSums(row: Int, into sums: inout [UInt128]) {
        let first = row * width * 16
        sums.withUnsafeMutableBufferPointer { sums in
            precondition(sums.count >= facts)
            self.sums.withUnsafeBytes { low in
                highSums.withUnsafeBytes { high in
                    let low = low.assumingMemoryBound(to: UInt32.self)
                    let high = high.assumingMemoryBound(to: UInt32.self)
                    for fact in 0..<facts {
                        sums[fact] = UInt128(UInt64(high[first &+ fact]) << 32 | UInt64(low[first &+ fact]))
                    }
                }
            }
        }
        guard !movedSums.isEmpty else { return }
        for fact in 0..<facts where first + fact < movedSums.count { sums[fact] += movedSums[first + fact] }
    }

    /// The sum of the squares of a row for one of the facts that have them.
    package func square(row: Int, fact: Int) -> UInt128 {
        let (vector, lane) = (row * squareWidth + fact / 8, fact % 8)
        return UInt128(highSquares[vector][lane]) << 64 | UInt128(squares[vector][lane])
    }

    /// The number of records of a row for one fact.
    package func count(row: Int, fact: Int) -> Int {
        let place = row * width * 16 + fact
        return Int(counts[place / 16][place % 16]) + (place < movedCounts.count ? movedCounts[place] : 0)
    }

    private func narrowSum(at place: Int) -> UInt64 {
        UInt64(highSums[place / 16][place % 16]) << 32 | UInt64(sums[place / 16][place % 16])
    }
}
