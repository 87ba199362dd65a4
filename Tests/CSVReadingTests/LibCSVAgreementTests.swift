// libcsv's strict mode is the definition: an attempt says what libcsv says when it is fed the same bytes one by one.

import CLibCSV
import Testing

@testable import CSVReading

@Suite("An attempt agrees with libcsv")
struct LibCSVAgreementTests {
    /// What libcsv makes of bytes, up to the first record's end or the first error.
    private struct Verdict: Equatable {
        var cells: [[UInt8]] = []
        var recordEnd: Int?
        var errorAt: Int?
    }

    /// Feeds a fresh parser byte by byte, so that it can be seen at which byte something happens.
    private func libcsv(_ bytes: [UInt8], delimiter: UInt8) -> Verdict {
        var parser = csv_parser()
        csv_init(&parser, UInt8(CSV_STRICT) | UInt8(CSV_STRICT_FINI))
        csv_set_delim(&parser, delimiter)
        defer { csv_free(&parser) }
        var verdict = Verdict()
        return withUnsafeMutablePointer(to: &verdict) { verdict in
            let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
                let bytes = UnsafeRawBufferPointer(start: $0, count: $1)
                $2?.assumingMemoryBound(to: Verdict.self).pointee.cells.append(Array(bytes))
            }
            let row: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = {
                $1?.assumingMemoryBound(to: Verdict.self).pointee.recordEnd = 0
            }
            for (index, byte) in bytes.enumerated() {
                var byte = byte
                if csv_parse(&parser, &byte, 1, field, row, verdict) != 1 {
                    verdict.pointee.errorAt = index
                    return verdict.pointee
                }
                if verdict.pointee.recordEnd != nil {
                    let isPair = byte == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
                    verdict.pointee.recordEnd = index + (isPair ? 2 : 1)
                    return verdict.pointee
                }
            }
            if csv_fini(&parser, field, row, verdict) != 0 {
                verdict.pointee.errorAt = bytes.count
            } else if verdict.pointee.recordEnd != nil {
                verdict.pointee.recordEnd = bytes.count
            }
            return verdict.pointee
        }
    }

    private func compare(_ bytes: [UInt8], delimiter: UInt8) {
        let verdict = libcsv(bytes, delimiter: delimiter)
        var options = ReadingOptions()
        options.delimiter = delimiter
        let reference = ReferenceFile(bytes: bytes, options: options).attempt(0, limit: .max, width: nil).0

        var parser = AttemptParser(delimiter: delimiter, limit: 1 << 20)
        let batch = RecordBatch()
        parser.prepare(columns: Array(0..<verdict.cells.count), width: nil)
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        defer { room.deallocate() }
        batch.removeAll(slots: verdict.cells.count, in: CellMemory(base: room, room: 0..<bytes.count))
        let attempt = bytes.withUnsafeBufferPointer { bytes in
            var window = Window(bytes, end: .inputEnd)
            return parser.attempt(at: 0, in: &window, into: batch)
        }

        switch attempt.outcome {
        case .record(let fields):
            batch.storage.pointee.keepRecord(RecordMark(start: 0, line: 0, ordinal: 0))
            let run = RecordRun(batch, from: 0, bases: .init(number: 1, line: 1, byte: 0))
            let cells = (0..<run.slots).map { Array(run.cell(record: 0, slot: $0)) }
            #expect(verdict == Verdict(cells: cells, recordEnd: attempt.next), "\(bytes)")
            #expect(verdict.cells.count == fields, "\(bytes)")
            #expect(reference == .record(cells: cells, end: attempt.next), "\(bytes)")
        case .malformed(let defect):
            #expect(verdict.errorAt != nil && verdict.recordEnd == nil, "\(bytes)")
            #expect(verdict.cells.count + 1 == defect.column, "\(bytes)")
            #expect(defect.reason == .unclosedQuote || verdict.errorAt != bytes.count, "\(bytes)")
            #expect(reference == .malformed(defect.reason, column: Int(defect.column)), "\(bytes)")
        case .blank:
            // libcsv goes on to the next line without a word.
            #expect(reference == .blank, "\(bytes)")
        case .incomplete:
            Issue.record("an attempt at the input's end cannot be incomplete: \(bytes)")
        }
    }

    @Test("on everything short", arguments: [",", "\t", " ", ";"])
    func shortInputs(delimiter: String) {
        let delimiter = Array(delimiter.utf8)[0]
        let alphabet: [UInt8] = [0x22, delimiter, 0x0A, 0x0D, 0x20, 0x61]
        var inputs: [[UInt8]] = [[]]
        for _ in 1...5 {
            inputs = inputs.flatMap { input in alphabet.map { input + [$0] } }
            for input in inputs { compare(input, delimiter: delimiter) }
        }
    }

    @Test("on noise")
    func noise() {
        var input = RandomInput(seed: 7)
        for _ in 0..<2000 { compare(input.noise(input.number(1...40)), delimiter: 0x2C) }
    }
}
