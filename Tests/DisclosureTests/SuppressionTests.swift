// Suppression over random tables, held to enumeration of all tables that a reader cannot tell apart.

import Disclosure
import Testing

@Suite("Suppression of small counts")
struct SuppressionTests {
    /// A table of rows × columns with margins: cell 0 is the total, then the columns' sums, then each row with its sum first.
    static func twoWay(_ counts: [[Int]]) throws -> AdditiveTable {
        let columns = counts[0].count, width = columns + 1
        let sums = (0..<columns).map { column in counts.reduce(0) { $0 + $1[column] } }
        let all = ([sums] + counts).flatMap { [$0.reduce(0, +)] + $0 }
        var lines = (0...counts.count).map { row in
            AdditiveTable.Line(total: row * width, parts: (1...columns).map { row * width + $0 })
        }
        lines += (0...columns).map { column in
            AdditiveTable.Line(total: column, parts: (1...counts.count).map { $0 * width + column })
        }
        return try AdditiveTable(counts: all, lines: lines)
    }

    static func rule(_ size: Int, hidesZeros: Bool = false) throws -> MinimumCell {
        try MinimumCell(size, hidesZeros: hidesZeros, records: .max)
    }

    @Test("A small count takes a partner in its row and one in its column, and the cell where those meet")
    func square() throws {
        let suppression = try Suppression(
            Self.twoWay([[3, 20, 30], [25, 40, 50], [35, 60, 70]]),
            rule: Self.rule(5)
        )
        #expect(suppression.reasons.indices.filter(suppression.isHidden) == [5, 6, 9, 10])
        #expect(suppression.reasons[5] == .small && suppression.reasons[6] == .complement)
    }

    @Test("Nothing small, nothing hidden; zeros are shown unless asked otherwise")
    func nothing() throws {
        let table = try Self.twoWay([[0, 20], [30, 40]])
        #expect(try Suppression(table, rule: Self.rule(5)).hidden.allSatisfy { !$0 })
        let zeros = try Suppression(table, rule: Self.rule(5, hidesZeros: true))
        #expect(zeros.isHidden(4) && zeros.hidden.count { $0 } == 4)
    }

    @Test("A complement that is small hides the count too: 48 of 50 tells that 2 have not")
    func complement() throws {
        let table = try AdditiveTable(counts: [50, 48, 2], lines: [.init(total: 0, parts: [1, 2])])
        let suppression = try Suppression(table, rule: Self.rule(5))
        #expect(suppression.reasons == [nil, .complement, .small])
    }

    @Test("A range that is too narrow makes the attack hide more")
    func attack() throws {
        // The row's 1 and 2 add up to a published 3, so that either is 1 or 2.
        let table = try AdditiveTable(
            counts: [63, 3, 60, 1, 2],
            lines: [.init(total: 0, parts: [1, 2]), .init(total: 1, parts: [3, 4])]
        )
        let narrow = try Suppression(table, rule: Self.rule(3))
        #expect(narrow.reasons[3] == .small && narrow.reasons[4] == .small && narrow.reasons[1] == .attack)
        #expect(narrow.attacks > 1)
    }

    @Test("No hidden count can be narrowed to fewer than k values: all tables enumerated", arguments: [2, 3])
    func enumerated(size: Int) throws {
        var random = SeededGenerator(state: UInt64(size))
        for _ in 0..<25 {
            let rows = 2, columns = Int.random(in: 2...3, using: &random)
            let counts = (0..<rows).map { _ in (0..<columns).map { _ in Int.random(in: 0...3, using: &random) } }
            let table = try Self.twoWay(counts)
            let suppression = try Suppression(table, rule: Self.rule(size))
            for (cell, count) in table.counts.enumerated() where (1..<size).contains(count) {
                #expect(suppression.isHidden(cell))
            }
            let seen = Enumeration(suppression, rows: rows, columns: columns, upTo: 9).values
            let ranges = suppression.ranges()
            for cell in table.counts.indices where suppression.isHidden(cell) {
                let values = seen[cell]
                #expect(
                    (values.max() ?? 0) - (values.min() ?? 0) + 1 >= size,
                    "\(counts) cell \(cell): \(values.sorted())"
                )
                let range = try #require(ranges[cell])
                #expect(range.isTight && range.lower == values.min())
                if let upper = range.upper, upper <= 9 { #expect(upper == values.max()) }
            }
        }
    }

    @Test(
        "Three dimensions and verdicts: what the attack proves is that every range is wide enough",
        arguments: [3, 5, 11]
    )
    func properties(size: Int) throws {
        for one in try AttackTests.cases().prefix(60) {
            let suppression = try Suppression(one.table, rule: Self.rule(size))
            let ranges = suppression.ranges()
            for (cell, count) in one.table.counts.enumerated() {
                if (1..<size).contains(count) { #expect(suppression.isHidden(cell)) }
                guard suppression.isHidden(cell) else { continue }
                let range = try #require(ranges[cell])
                #expect((range.provenCount ?? .max) >= size)
                #expect(range.provenLower <= count && count <= (range.provenUpper ?? .max))
            }
        }
    }

    @Test("The same table always gives the same decisions")
    func deterministic() throws {
        for one in try AttackTests.cases().prefix(12) {
            let suppression = try Suppression(one.table, rule: Self.rule(5))
            #expect(try Suppression(one.table, rule: Self.rule(5)).reasons == suppression.reasons)
        }
    }

    @Test("The proof names ranges, and nothing that tells the hidden counts")
    func proof() throws {
        let counts = [[3, 20], [25, 40]]
        let proof = try Suppression(Self.twoWay(counts), rule: Self.rule(5)).proof { "cell \($0)" }
        #expect(
            proof == [
                "Hidden: 4 of 9 counts, because counts from 1 to 4 are not published and none may follow from others.",
                "Assumed: readers know every published count, how counts add up, and that every hidden count is at least 1.",
                "cell 4: from 1 to 22, 22 values",
                "cell 5: from 1 to 22, 22 values",
                "cell 7: from 6 to 27, 22 values",
                "cell 8: from 38 to 59, 22 values",
                "Proved: for every hidden count, tables of whole counts that agree with all that is published differ in it by at least 4, "
                    + "so that it cannot be narrowed to fewer than 5 values.",
            ]
        )
    }

    @Test(
        "A smallest cell that hides nothing, or everything, is an error that says what to do",
        arguments: [
            (1, 100, "a smallest cell of 1 hides nothing: give 2 or more, such as 5, 10 or 11"),
            (0, 100, "a smallest cell of 0 hides nothing: give 2 or more, such as 5, 10 or 11"),
            (
                11, 10,
                "the cohort has fewer records than a smallest cell of 11, so that nothing could be shown: give a smaller one"
            ),
        ]
    )
    func sizes(size: Int, records: Int, message: String) {
        #expect(throws: DisclosureError(message)) { try MinimumCell(size, records: records) }
    }

    @Test("A table that does not add up is refused")
    func tables() {
        for (counts, line) in [
            ([3, 1, 1], AdditiveTable.Line(total: 0, parts: [1, 2])), ([3, 1, 2], .init(total: 0, parts: [1, 3])),
            ([2, 1, 1], .init(total: 0, parts: [1, 1])), ([0, -1, 1], .init(total: 0, parts: [1, 2])),
        ] {
            #expect(throws: DisclosureError.self) { try AdditiveTable(counts: counts, lines: [line]) }
        }
    }
}

/// All two-way tables with inner counts up to a limit that agree with what is published, and the values that each cell takes in them.
private struct Enumeration {
    private(set) var values: [Set<Int>]

    init(_ suppression: Suppression, rows: Int, columns: Int, upTo limit: Int) {
        values = Array(repeating: [], count: suppression.table.counts.count)
        let width = columns + 1
        let published = suppression.table.counts.indices.map {
            suppression.isHidden($0) ? nil : suppression.table.counts[$0]
        }
        var cells = [Int](repeating: 0, count: published.count)
        func isPossible(_ cell: Int) -> Bool { published[cell].map { $0 == cells[cell] } ?? (cells[cell] >= 1) }
        // Inner cells in order; sums are checked as soon as their last part is set.
        func visit(_ row: Int, _ column: Int) {
            if row > rows {
                cells[0] = (1...columns).reduce(0) { $0 + cells[$1] }
                if isPossible(0) { for cell in cells.indices { values[cell].insert(cells[cell]) } }
                return
            }
            if column > columns {
                cells[row * width] = (1...columns).reduce(0) { $0 + cells[row * width + $1] }
                if isPossible(row * width) { visit(row + 1, 1) }
                return
            }
            let cell = row * width + column
            for value in published[cell].map({ $0...$0 }) ?? 1...limit {
                cells[cell] = value
                if row == rows {
                    cells[column] = (1...rows).reduce(0) { $0 + cells[$1 * width + column] }
                    if !isPossible(column) { continue }
                }
                visit(row, column + 1)
            }
        }
        visit(1, 1)
    }
}

/// SplitMix64 (Steele GL, Lea D, Flood CH, 2014), so that a failure comes back.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
