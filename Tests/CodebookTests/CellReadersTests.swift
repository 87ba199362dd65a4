// Columns that are read together hold what each of them holds when it is read cell by cell.

import Codebook
import Columns
import NumberCheck
import Testing

@Suite("Columns read together")
struct CellReadersTests {
    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// Cells of every kind, for any of the variables: answers, missing words, noise, and texts too long for the kernels.
    private static let texts = [
        "", "", " ", "0", "1", "7", "42", "120", "121", "-1", "-99", "8.5", "165.25", "1e2", "12345678", "123456789",
        "yes", "No", "y", "TRUE",
        "ja", "nein", "ÜBERALL", "überall", "f", "m", "female", "Male", "frau", "not_said", "keine Angabe möglich",
        "keine Angabe", "f;m", "m; f",
        "female;male;not_said", "x;f", "NA", "-", "?", "entfällt", "rowing", "é",
        "a much longer text than any code has",
    ].map { Array($0.utf8) }

    private func value(_ batch: ColumnBatch, _ column: Int, _ record: Int) -> String {
        guard batch.isAnswered(column, record: record) else { return "missing" }
        return switch batch.kinds[column] {
        case .number: "\(batch.numbers(column)[record])"
        case .boolean: "\(hasBit(batch.truths(column), record))"
        case .text: "\(batch.texts(column)[record])"
        case .set: "\(batch.sets(column)[record])"
        }
    }

    @Test(
        "in every kernel, at every size, in batches that follow one another",
        arguments: kernels,
        [1, 63, 64, 65, 1024]
    )
    func together(kernel: ColumnKernel, count: Int) {
        let codebook = CellReaderTests.codebook
        var pool = TextPool()
        for code in CellReaderTests.codes { _ = pool.intern(code.id) }
        let kinds = codebook.variables.map { variable -> ColumnKind in
            switch variable.type {
            case .number: .number
            case .boolean: .boolean
            case .category, .text: .text
            case .set: .set
            }
        }
        let (whole, single) = (ColumnBatch(kinds: kinds), ColumnBatch(kinds: kinds))
        // The last column but one is someone else's.
        let left = kinds.count - 2
        func readers(_ kernel: ColumnKernel) -> [CellReader] {
            codebook.variables.enumerated().map { column, variable in
                CellReader(
                    variable,
                    in: codebook,
                    column: column,
                    pool: pool,
                    openTexts: OpenTexts(pool: pool, room: 40),
                    kernel: kernel
                )
            }
        }
        let together = CellReaders(
            readers(kernel).enumerated().map { $0 == left ? nil : $1 },
            over: whole,
            kernel: kernel
        )
        let alone = readers(.plain)
        var (tallies, expected) = (kinds.map { _ in MissingTally() }, kinds.map { _ in MissingTally() })
        var random = SplitMix(state: UInt64(count))
        for _ in 0..<3 {
            let cells = (0..<count * kinds.count).map { _ in Self.texts[random.below(Self.texts.count)] }
            var bytes: [UInt8] = []
            var slices: [CellSlice] = []
            for cell in cells {
                slices.append(CellSlice(offset: UInt32(bytes.count), length: UInt32(cell.count)))
                bytes += cell + [UInt8(random.below(256))]
            }
            bytes += Array(repeating: UInt8(ascii: "7"), count: CellColumn.readableBytesBehind)
            whole.start(count: count)
            single.start(count: count)
            bytes.withUnsafeBufferPointer { bytes in
                slices.withUnsafeBufferPointer { slices in
                    guard let base = bytes.baseAddress, let first = slices.baseAddress else { return }
                    for start in stride(from: 0, to: count, by: 64) {
                        let row = first + start * kinds.count
                        let some = CellColumn(
                            bytes: base,
                            first: row,
                            stride: kinds.count,
                            count: min(64, count - start)
                        )
                        together.read(some, from: start, missing: &tallies)
                    }
                }
            }
            together.countBlanks(&tallies)
            for record in 0..<count {
                for column in kinds.indices where column != left {
                    cells[record * kinds.count + column].withUnsafeBufferPointer { cell in
                        if let kind = alone[column].read(cell, into: single, record: record) {
                            expected[column].add(kind)
                        }
                    }
                    #expect(value(whole, column, record) == value(single, column, record))
                }
            }
        }
        #expect(tallies == expected)
        #expect(tallies[left] == MissingTally())
    }
}
