// The fast way to short numbers, eight digits at a time, against the plain one.

import Columns
import Codebook
import Testing

@Suite("Short numbers")
struct ShortNumberTests {
    /// The columns that a fast and a plain reader make of the same cells, as text, with the kinds of missing.
    private func read(_ cells: [[UInt8]]) -> (fast: [String], plain: [String]) {
        let variable = Variable(id: "x", label: "x", type: .number, range: -1e6...1e6)
        let codebook = Codebook(variables: [variable])
        let reader = CellReader(variable, in: codebook, column: 0, pool: TextPool(), openTexts: nil)
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

    @Test("Every text of up to four of the characters that matter")
    func exhaustive() {
        let alphabet = Array("019.-+e ".utf8)
        var texts: [[UInt8]] = [[]]
        var start = 0
        for _ in 1...4 {
            let end = texts.count
            for text in texts[start..<end] { texts += alphabet.map { text + [$0] } }
            start = end
        }
        for first in stride(from: 0, to: texts.count, by: ColumnBatch.capacity) {
            let (fast, plain) = read(Array(texts[first..<min(texts.count, first + ColumnBatch.capacity)]))
            #expect(fast == plain)
        }
    }

    @Test("Random texts of up to twelve bytes, of digits, points, signs, and any bytes")
    func random() {
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
            let (fast, plain) = read(cells)
            #expect(fast == plain)
        }
    }
}
