// Columns of short cells, which kernels may read many at a time, hold what each of them holds when it is read cell by cell.

import Codebook
import Columns
import NumberCheck
import Testing

@Suite("Columns of short cells")
struct GatheredCellsTests {
    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// How the cells of a record lie in the file.
    enum Lie: String, CaseIterable, Sendable {
        case inOrder, shuffled, inReverse
        /// A long text stands between some of them.
        case farApart
        /// Most cells of some columns are long.
        case long
        /// Some cells lie elsewhere, as those do whose quotes were undone.
        case elsewhere
    }

    /// Numbers with narrow and wide ranges, yes or no, and sets, 41 columns in all.
    private static let codebook = Codebook(
        variables: (0..<41).map { column in
            let codes = ["none", "a", "bc", "def"].map { VariableType.Code(id: $0, spellings: []) }
            let type: VariableType =
                column % 4 == 3 ? .plainBoolean : column % 10 == 5 ? .set(codes, separator: ";") : .number
            let ranges: [ClosedRange<Double>?] = [0...120, 0...10000, nil, -5...0.5, 3...9998, 2.5...7]
            return Variable(id: "v\(column)", label: "v", type: type, range: ranges[column % ranges.count])
        }
    )

    /// Cells that are no short answer, or look like one.
    private static let odd: [[UInt8]] =
        [
            "", " ", " 7", "7 ", "-1", "-0", "+3", ".5", "5.", "8.5", "00004", "10000", "12345", "123456789", "1e2",
            "NA", "-", "none", "a;bc", "true", "FALSE", "yes ", "nope", "é", "12\u{0}", "\u{0}12", "\u{0}", "/12",
            ":12", "0x1",
        ]
        .map { Array($0.utf8) } + [
            [0xCF, 0xCF, 0xCF, 0xCF], [0xB0, 0xB0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0x80, 0x80, 0x80],
            [0x61, 0x80], [0x79, 0xFF], [0xD9], [0x59, 0x45, 0x53, 0x00], [0x4E, 0x4F, 0x02],
        ]

    private static func cell(_ type: VariableType, _ odds: Int, _ random: inout SplitMix) -> [UInt8] {
        if random.below(odds) == 0 { return odd[random.below(odd.count)] }
        if random.below(8) == 0 { return [] }
        let text =
            switch type {
            case .boolean: ["yes", "no", "Y", "n", "1", "0", "YES"][random.below(7)]
            case .set: ["a", "bc", "DEF", "a"][random.below(4)]
            default: String(random.below([2, 11, 121, 10000][random.below(4)]))
            }
        return Array(text.utf8)
    }

    @Test("in every kernel, wherever they lie, with few and with many odd cells", arguments: kernels, Lie.allCases)
    func gathered(kernel: ColumnKernel, lie: Lie) {
        let variables = Self.codebook.variables
        var pool = TextPool()
        for code in ["none", "a", "bc", "def"] { _ = pool.intern(code) }
        let kinds = variables.map { variable -> ColumnKind in
            switch variable.type {
            case .boolean: .boolean
            case .set: .set
            default: .number
            }
        }
        let (whole, single) = (ColumnBatch(kinds: kinds), ColumnBatch(kinds: kinds))
        func readers(_ kernel: ColumnKernel) -> [CellReader] {
            variables.indices.map {
                CellReader(
                    variables[$0],
                    in: Self.codebook,
                    column: $0,
                    pool: pool,
                    openTexts: nil,
                    kernel: kernel
                )
            }
        }
        // Two columns are someone else's.
        let others: Set = [0, 20]
        let together = CellReaders(
            readers(kernel).enumerated().map { others.contains($0) ? nil : $1 },
            over: whole,
            kernel: kernel
        )
        let alone = readers(.plain)
        var random = SplitMix(state: 11)
        var (tallies, expected) = (kinds.map { _ in MissingTally() }, kinds.map { _ in MissingTally() })
        for odds in [1_000_000, 2000, 100, 5, 300, 1_000_000] {
            let count = 256
            let cells = (0..<count).map { _ in
                variables.indices.map { column -> [UInt8] in
                    let isLong = lie == .long && column % 7 == 1 && random.below(16) != 0
                    return isLong
                        ? Array("\(random.below(300)).\(random.below(100))".utf8)
                        : Self.cell(variables[column].type, odds, &random)
                }
            }
            let file = Laid(cells, lie, &random)
            whole.start(count: count)
            single.start(count: count)
            for start in stride(from: 0, to: count, by: 64) {
                file.withCells(from: start) { together.read($0, from: start, missing: &tallies) }
            }
            together.countBlanks(&tallies)
            for column in variables.indices where !others.contains(column) {
                for record in 0..<count {
                    cells[record][column].withUnsafeBufferPointer { cell in
                        if let kind = alone[column].read(cell, into: single, record: record) {
                            expected[column].add(kind)
                        }
                    }
                }
                let same = (0..<count).allSatisfy { value(whole, column, $0) == value(single, column, $0) }
                #expect(same, "column \(column), odd cells one in \(odds)")
            }
        }
        #expect(tallies == expected)
    }

    private func value(_ batch: ColumnBatch, _ column: Int, _ record: Int) -> UInt64? {
        guard batch.isAnswered(column, record: record) else { return nil }
        return switch batch.kinds[column] {
        case .number: batch.numbers(column)[record].bitPattern
        case .boolean: hasBit(batch.truths(column), record) ? 1 : 0
        case .text, .set: batch.sets(column)[record]
        }
    }

    /// Records laid out in bytes.
    private struct Laid {
        var bytes: [UInt8] = []
        var slices: [CellSlice] = []
        let columns: Int

        init(_ cells: [[[UInt8]]], _ lie: Lie, _ random: inout SplitMix) {
            columns = cells.first?.count ?? 0
            var order = Array(0..<columns)
            if lie == .inReverse { order.reverse() }
            if lie == .shuffled { for i in order.indices { order.swapAt(i, random.below(columns)) } }
            for record in cells {
                var row = record.map { CellSlice(offset: 0, length: UInt32($0.count)) }
                for column in order {
                    if lie == .farApart, column % 6 == 2 { bytes += Array(repeating: 0x39, count: random.below(140)) }
                    if lie == .elsewhere, random.below(30) == 0 {
                        // A blank cell may be said to lie at the very beginning.
                        if record[column].isEmpty { continue }
                        bytes += Array(repeating: 0x39, count: 200)
                    }
                    row[column].offset = UInt32(bytes.count)
                    bytes += record[column] + [UInt8(random.below(256))]
                }
                slices += row
            }
            bytes += Array(repeating: UInt8(ascii: "7"), count: CellColumn.readableBytesBehind)
        }

        func withCells(from record: Int, _ body: (CellColumn) -> Void) {
            bytes.withUnsafeBufferPointer { bytes in
                slices.withUnsafeBufferPointer { slices in
                    guard let base = bytes.baseAddress, let first = slices.baseAddress else { return }
                    body(CellColumn(bytes: base, first: first + record * columns, stride: columns, count: 64))
                }
            }
        }
    }
}
