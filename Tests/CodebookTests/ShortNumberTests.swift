// The fast ways to short numbers, many at a time, against the plain one.

import Codebook
import Columns
import NumberCheck
import Testing

@Suite("Short numbers")
struct ShortNumberTests {
    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// The columns that a fast and a plain reader make of the same cells, as text, with the kinds of missing.
    private func read(_ cells: [[UInt8]], _ kernel: ColumnKernel, range: ClosedRange<Double> = -1e6...1e6) -> (
        fast: [String], plain: [String]
    ) {
        let variable = Variable(id: "x", label: "x", type: .number, range: range)
        let codebook = Codebook(variables: [variable])
        let reader = CellReader(variable, in: codebook, column: 0, pool: TextPool(), openTexts: nil, kernel: kernel)
        let (whole, single) = (ColumnBatch(kinds: [.number]), ColumnBatch(kinds: [.number]))
        var missing = MissingTally()
        whole.start(count: cells.count)
        reader.read(cells, into: whole, missing: &missing)
        single.start(count: cells.count)
        for (record, cell) in cells.enumerated() {
            cell.withUnsafeBufferPointer { _ = reader.read($0, into: single, record: record) }
        }
        func values(_ batch: ColumnBatch) -> [String] {
            cells.indices.map { batch.isAnswered(0, record: $0) ? "\(batch.numbers(0)[$0].bitPattern)" : "missing" }
        }
        return (values(whole), values(single))
    }

    @Test("Every text of up to four of the characters that matter", arguments: kernels)
    func exhaustive(kernel: ColumnKernel) {
        let alphabet = Array("019.-+e ".utf8)
        var texts: [[UInt8]] = [[]]
        var start = 0
        for _ in 1...4 {
            let end = texts.count
            for text in texts[start..<end] { texts += alphabet.map { text + [$0] } }
            start = end
        }
        for first in stride(from: 0, to: texts.count, by: ColumnBatch.capacity) {
            let some = Array(texts[first..<min(texts.count, first + ColumnBatch.capacity)])
            let (fast, plain) = read(some, kernel)
            #expect(fast == plain)
        }
    }

    @Test("Random texts of up to twelve bytes, of digits, points, signs, and any bytes", arguments: kernels)
    func random(kernel: ColumnKernel) {
        var state: UInt64 = 42
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(below))
        }
        for _ in 0..<100 {
            let cells = (0..<ColumnBatch.capacity).map { _ -> [UInt8] in
                var cell = (0..<next(13)).map { _ in UInt8(0x30 + next(10)) }
                if !cell.isEmpty, next(2) == 0 { cell[next(cell.count)] = UInt8(ascii: ".") }
                if !cell.isEmpty, next(4) == 0 { cell[0] = UInt8(ascii: "-") }
                if !cell.isEmpty, next(8) == 0 { cell[next(cell.count)] = UInt8(next(256)) }
                return cell
            }
            let (fast, plain) = read(cells, kernel)
            #expect(fast == plain)
        }
    }

    @Test(
        "Columns of short integers, where eight cells are read at once, with some that are blank, too long, or beyond the range",
        arguments: kernels,
        [0...10, 0.5...9.5, -5...(-1), -3...3, 9999...10000, 0...1e300, -1e300...1e300] as [ClosedRange<Double>]
    )
    func shortIntegers(kernel: ColumnKernel, range: ClosedRange<Double>) {
        var random = SplitMix(state: 5)
        for odds in [2, 20, 1000] {
            let cells = (0..<ColumnBatch.capacity).map { _ -> [UInt8] in
                if random.below(odds) == 0 {
                    return Array(
                        ["", "10000", "-1", "1.5", "x", " 7", "+3", "00004", "9.", "-0"][random.below(10)].utf8
                    )
                }
                return Array(String(random.below([4, 11, 100, 10000][random.below(4)])).utf8)
            }
            for count in [cells.count, 7, 8, 63] {
                let (fast, plain) = read(Array(cells.prefix(count)), kernel, range: range)
                #expect(fast == plain)
            }
        }
    }
}
