// Sums of weights are those of whole numbers of any size, in every kernel, however often they have to be moved.

import Testing

@testable import Columns

@Suite("Rows of weighted sums")
struct WeightedRowsTests {
    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// What rows must hold, in numbers that are wide enough for everything.
    struct Expected {
        var sums: [UInt128], squares: [UInt128], counts: [Int]

        init(rows: Int) {
            sums = Array(repeating: 0, count: rows * 32)
            squares = sums
            counts = Array(repeating: 0, count: rows * 32)
        }
    }

    /// Weights below 2^47 of any size; half of the time nearly the largest, of which 131,072 make 2^64.
    static func weight(_ random: inout some RandomNumberGenerator) -> UInt64 {
        let most: UInt64 = 1 << 47 - 1
        return Bool.random(using: &random)
            ? most - UInt64.random(in: 0..<9, using: &random) : most >> UInt64.random(in: 0..<47, using: &random)
    }

    /// All widths of rows that there are: sums and counts by 16, squares by 8.
    @Test(
        "Every sum, square and count is that of the records, merged or not",
        arguments: kernels,
        [
            (facts: 24, squared: 12, most: 1000), (32, 32, 1 << 20), (2, 1, 70), (7, 7, 100_000), (24, 24, 1000),
            (16, 16, 1000),
            (18, 5, 1000),
        ]
    )
    func sums(kernel: ColumnKernel, _ kind: (facts: Int, squared: Int, most: Int)) {
        var random = SystemRandomNumberGenerator()
        let rows = 4
        var expected = Expected(rows: rows)
        var parts = (0..<2).map { _ in
            WeightedRows(facts: kind.facts, squaredFacts: kind.squared, mostRecords: kind.most)
        }
        for index in parts.indices {
            parts[index].addSumRows(rows)
            parts[index].addSquareRows(rows)
            parts[index].addCountRows(rows)
        }
        for round in 0..<40 {
            let records = 128
            let weights = (0..<records).map { _ in Self.weight(&random) }
            let facts = (0..<records).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
            let chosen = (0..<2).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
            let rowNumbers = (0..<3 * records).map { _ in Int32.random(in: 0..<4, using: &random) }
            // The same records fifty times, so that sums are large.
            let times = 50
            for _ in 0..<times {
                rowNumbers.withUnsafeBufferPointer { rows in
                    chosen.withUnsafeBufferPointer { chosen in
                        weights.withUnsafeBufferPointer { weights in
                            facts.withUnsafeBufferPointer { facts in
                                guard let weights = weights.baseAddress, let facts = facts.baseAddress,
                                    let rows = rows.baseAddress, let chosen = chosen.baseAddress
                                else { return }
                                let block = WeightedRows.Block(
                                    chosen: chosen,
                                    words: 2,
                                    weights: weights,
                                    facts: facts,
                                    sumRows: rows,
                                    squareRows: rows + records,
                                    countRows: rows + 2 * records
                                )
                                parts[round % 2].add(block, kernel)
                            }
                        }
                    }
                }
            }
            for record in 0..<records where hasBit(chosen, record) {
                for fact in 0..<kind.facts where facts[record] >> UInt64(fact) & 1 == 1 {
                    let weight = UInt128(weights[record])
                    expected.sums[Int(rowNumbers[record]) * 32 + fact] += weight * UInt128(times)
                    expected.squares[Int(rowNumbers[records + record]) * 32 + fact] += weight * weight * UInt128(times)
                    expected.counts[Int(rowNumbers[2 * records + record]) * 32 + fact] += times
                }
            }
        }
        var merged = WeightedRows(facts: kind.facts, squaredFacts: kind.squared, mostRecords: kind.most)
        merged.addSumRows(rows)
        merged.addSquareRows(rows)
        merged.addCountRows(rows)
        for part in parts {
            merged.makeRoom(for: part)
            for row in 0..<rows {
                merged.addSums(of: part, row, to: rows - 1 - row)
                merged.addSquares(of: part, row, to: row)
                merged.addCounts(of: part, row, to: row)
            }
        }
        var sums = [UInt128](repeating: 0, count: 32)
        for row in 0..<rows {
            merged.readSums(row: rows - 1 - row, into: &sums)
            for fact in 0..<kind.facts {
                #expect(sums[fact] == expected.sums[row * 32 + fact])
                #expect(merged.count(row: row, fact: fact) == expected.counts[row * 32 + fact])
                guard fact < kind.squared else { continue }
                #expect(merged.square(row: row, fact: fact) == expected.squares[row * 32 + fact])
            }
        }
    }

    /// How many records are added at once, and how many rows there are, shows in the time only: rows are fetched some records ahead.
    @Test(
        "Blocks of any length add to one row, or to as many as there are records",
        arguments: kernels,
        [(facts: 24, squared: 12), (24, 24), (10, 5), (32, 32)]
    )
    func blocks(kernel: ColumnKernel, _ kind: (facts: Int, squared: Int)) {
        var random = SystemRandomNumberGenerator()
        for words in [0, 1, 2, 3, 16] {
            for chosenCount in [0, 1, 63, 64 * words] where chosenCount <= 64 * words {
                let records = 64 * words
                let picked = Set((0..<records).shuffled(using: &random).prefix(chosenCount))
                let chosen = (0..<words).map { word in
                    (0..<64).reduce(UInt64(0)) { $0 | (picked.contains(64 * word + $1) ? 1 << UInt64($1) : 0) }
                }
                for rows in [1, max(1, records)] {
                    let weights = (0..<records).map { _ in Self.weight(&random) }
                    let facts = (0..<records).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
                    // Those that are not chosen have no row.
                    let rowNumbers = (0..<records).map { picked.contains($0) ? Int32(rows == 1 ? 0 : $0) : -1 }
                    var table = WeightedRows(facts: kind.facts, squaredFacts: kind.squared)
                    table.addSumRows(rows)
                    table.addSquareRows(rows)
                    table.addCountRows(rows)
                    add(weights, facts, chosen, rowNumbers, to: &table, kernel)
                    var sums = [UInt128](repeating: 0, count: 32)
                    for row in 0..<rows {
                        let inRow = picked.filter { rowNumbers[$0] == row }
                        table.readSums(row: row, into: &sums)
                        for fact in 0..<kind.facts {
                            let holding = inRow.filter { facts[$0] >> UInt64(fact) & 1 == 1 }.map {
                                UInt128(weights[$0])
                            }
                            #expect(sums[fact] == holding.reduce(0, +))
                            #expect(table.count(row: row, fact: fact) == holding.count)
                            guard fact < kind.squared else { continue }
                            #expect(table.square(row: row, fact: fact) == holding.reduce(0) { $0 + $1 * $1 })
                        }
                    }
                }
            }
        }
    }

    /// Adds records to rows that are the same of sums, squares and counts.
    private func add(
        _ weights: [UInt64],
        _ facts: [UInt64],
        _ chosen: [UInt64],
        _ rows: [Int32],
        to table: inout WeightedRows,
        _ kernel: ColumnKernel
    ) {
        // One more than there are, so that there is an address where there is none.
        (weights + [0]).withUnsafeBufferPointer { weights in
            (facts + [0]).withUnsafeBufferPointer { facts in
                (rows + [0]).withUnsafeBufferPointer { rows in
                    (chosen + [0]).withUnsafeBufferPointer { bits in
                        guard let weights = weights.baseAddress, let facts = facts.baseAddress,
                            let rows = rows.baseAddress, let bits = bits.baseAddress
                        else { return }
                        let block = WeightedRows.Block(
                            chosen: bits,
                            words: chosen.count,
                            weights: weights,
                            facts: facts,
                            sumRows: rows,
                            squareRows: rows,
                            countRows: rows
                        )
                        table.add(block, kernel)
                    }
                }
            }
        }
    }

    /// What is expected is not computed: the C library reads the decimal from its text.
    @Test("Weights are taken as millionths if and only if a decimal of six places is read as them", arguments: kernels)
    func millionths(kernel: ColumnKernel) throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var (weights, expected) = ([Double](), [UInt64?]())
            for _ in 0..<16 {
                let most: UInt64 = 139_999_999_999_999
                let some = UInt64.random(in: 1...most, using: &random)
                let small = max(1, some >> UInt64.random(in: 0..<47, using: &random))
                let numbers: [UInt64] = [1, 9, 1_000_000, most, some, small]
                let number = numbers.randomElement(using: &random) ?? 1
                let (whole, rest) = number.quotientAndRemainder(dividingBy: 1_000_000)
                let zeros = String(repeating: "0", count: 6 - String(rest).count)
                let value = try #require(Double("\(whole).\(zeros)\(rest)"))
                // The doubles beside a decimal are no decimals: six places are wider apart than any doubles below 140 million.
                weights += [value, value.nextUp, value.nextDown, -value.nextDown]
                expected += [number, nil, nil, nil]
            }
            for index in stride(from: 3, to: 64, by: 4) {
                weights[index] =
                    [
                        140_000_000, 0x1p200, 0x1p-200, 1e-300, .leastNonzeroMagnitude, 1e300, .infinity, 1.0 / 3,
                        0.1 + 0.2, 139_999_999.9999999,
                    ]
                    .randomElement(using: &random) ?? 1
            }
            let chosen = UInt64.random(in: 0 ... .max, using: &random)
            var found = [UInt64](repeating: 0, count: 64)
            let decimals = kernel.readMillionths(weights, chosen: chosen, into: &found)
            for record in 0..<64 {
                let isDecimal = chosen >> UInt64(record) & 1 == 1 && expected[record] != nil
                #expect((decimals >> UInt64(record) & 1 == 1) == isDecimal, "\(weights[record])")
                if isDecimal { #expect(found[record] == expected[record]) }
            }
        }
    }

    @Test("Rows are found by unit and cell; those of other records do not matter", arguments: kernels)
    func rows(kernel: ColumnKernel) {
        var random = SystemRandomNumberGenerator()
        for cells in [0, 1, 7] {
            let table = (0..<9 * cells).map { _ in Int32.random(in: -1..<50, using: &random) }
            let units = (0..<192).map { _ in Int32.random(in: 0..<11, using: &random) }
            let recordCells = (0..<192).map { _ in Int32.random(in: 0..<9, using: &random) }
            let chosen = (0..<3).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
            var (found, missing) = ([Int32](repeating: -9, count: 192), [UInt64](repeating: .max, count: 3))
            let hasMissing = kernel.findRows(
                in: table,
                cells: cells,
                ofUnits: units,
                andCells: recordCells,
                chosen: chosen,
                words: 3,
                into: &found,
                missing: &missing
            )
            #expect(hasMissing == missing.contains { $0 != 0 })
            for record in 0..<192 {
                let (unit, cell) = (Int(units[record]), Int(recordCells[record]))
                let row = unit < 9 && cell < cells ? table[unit * cells + cell] : -1
                let isChosen = hasBit(chosen, record)
                if isChosen { #expect(found[record] == row) }
                #expect(hasBit(missing, record) == (isChosen && row < 0))
            }
        }
    }
}
