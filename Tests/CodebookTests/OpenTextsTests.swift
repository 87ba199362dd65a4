// The values of an open category, numbered as they are met.

import Codebook
import Columns
import Testing

@Suite("Open categories")
struct OpenTextsTests {
    /// Reads cells into an open category and returns their identifiers.
    private func read(_ cells: [String], into texts: OpenTexts, pool: TextPool) -> [UInt32] {
        let variable = Variable(id: "sport", label: "Sport", type: .category([]))
        let reader = CellReader(variable, in: Codebook(variables: [variable]), column: 0, pool: pool, openTexts: texts)
        let batch = ColumnBatch(kinds: [.text])
        batch.start(count: cells.count)
        for (record, cell) in cells.enumerated() {
            var cell = cell
            cell.withUTF8 { _ = reader.read($0, into: batch, record: record) }
        }
        return cells.indices.map { batch.texts(0)[$0] }
    }

    private var pool: TextPool {
        var pool = TextPool()
        _ = pool.intern("running")
        _ = pool.intern("yoga")
        return pool
    }

    @Test("Texts of the pool keep their numbers, others follow, the same text always has the same")
    func numbering() {
        let texts = OpenTexts(pool: pool, room: 10)
        #expect(
            read(["yoga", "tennis", "running", "judo", "tennis", "Yoga"], into: texts, pool: pool) == [
                1, 2, 0, 3, 2, 4,
            ]
        )
        #expect(texts.values.map { String(decoding: $0, as: UTF8.self) } == ["tennis", "judo", "Yoga"])
        #expect(!texts.isFull)
    }

    @Test("Beyond the room all values share one number")
    func room() {
        let texts = OpenTexts(pool: pool, room: 2)
        #expect(
            read(["a", "b", "c", "d", "a", "yoga"], into: texts, pool: pool) == [
                2, 3, OpenTexts.other, OpenTexts.other, 2, 1,
            ]
        )
        #expect(texts.isFull)
    }

    @Test("Groups are numbered as they are met, and only those that were")
    func groups() {
        let texts = OpenTexts(pool: pool, room: 10)
        let identifiers = read(["tennis", "yoga", "tennis", "judo"], into: texts, pool: pool)
        #expect(identifiers.map { texts.groupNumber(of: $0) } == [0, 1, 0, 2])
        #expect(texts.groupNumber(of: OpenTexts.other) == .max)
        #expect(
            texts.groupValues(pool: pool.texts).map { String(decoding: $0, as: UTF8.self) } == [
                "tennis", "yoga", "judo",
            ]
        )
    }

    @Test("Values that look alike but differ in bytes are different values")
    func bytes() {
        let texts = OpenTexts(pool: pool, room: 10)
        #expect(Set(read(["caf\u{E9}", "cafe\u{301}", "Café", "cafe"], into: texts, pool: pool)).count == 4)
    }
}
