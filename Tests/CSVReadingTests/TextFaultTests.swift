// What is no UTF-8 in a file is found at its place, whatever pieces it is read in.

import CSVReading
import Synchronization
import Testing

@Suite("What is no UTF-8")
struct TextFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var bytes: [UInt8]
        var count: Int
        var line: Int
        var byte: Int
        var value: UInt8

        var testDescription: String { what }
    }

    private static func text(_ pieces: [UInt8]...) -> [UInt8] { pieces.flatMap(\.self) }
    private static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let cases = [
        Case(what: "none", bytes: utf8("\u{FEFF}größe,€\nü,😀\n"), count: 0, line: 0, byte: 0, value: 0),
        Case(
            what: "in the header",
            bytes: text(utf8("\n\na,"), [0xFC], utf8("\n1,2\n")),
            count: 1,
            line: 3,
            byte: 4,
            value: 0xFC
        ),
        Case(
            what: "twice in one line, and in another",
            bytes: text(utf8("a,b\r\nü,"), [0xFF, 0x2C, 0xFF], utf8("\r\n1,2\r\n"), [0x80], utf8(",2")),
            count: 2,
            line: 2,
            byte: 8,
            value: 0xFF
        ),
        Case(
            what: "a character that the line's end cuts",
            bytes: text(utf8("a,b\n1,2\n1,x"), [0xE2, 0x82], utf8("\n"), [0xAC], utf8(",2\n")),
            count: 2,
            line: 3,
            byte: 11,
            value: 0xE2
        ),
        Case(
            what: "a character that the file's end cuts",
            bytes: text(utf8("a,b\n1,2\n1,"), [0xF0, 0x9F, 0x98]),
            count: 1,
            line: 3,
            byte: 10,
            value: 0xF0
        ),
        Case(
            what: "inside quotes, in the record's third line",
            bytes: text(utf8("a,b\n1,2\n1,\"x\ny\r"), [0xED, 0xA0, 0x80], utf8("z\"\n1,2\n")),
            count: 1,
            line: 5,
            byte: 15,
            value: 0xED
        ),
        Case(
            what: "in the part of a long line that is not kept",
            bytes: text(utf8("a,b\n1,2\n" + String(repeating: "ü", count: 60)), [0xC0, 0xAF], utf8("\n1,"), [0xFF]),
            count: 2,
            line: 3,
            byte: 128,
            value: 0xC0
        ),
        Case(
            what: "behind a byte-order mark and a line for spreadsheets",
            bytes: text(utf8("\u{FEFF}sep=,\na,b\n1,"), [0x81], utf8("\n")),
            count: 1,
            line: 3,
            byte: 15,
            value: 0x81
        ),
    ]

    @Test("is found by line and byte", arguments: cases)
    func places(_ example: Case) {
        for (block, workers, piece) in [(1, 1, 1), (1, 3, 50), (3, 2, 2), (7, 1, 3), (16, 8, 5), (1 << 16, 1, 1 << 16)]
        {
            let faults = Mutex<[TextFaults]>([])
            var options = ReadingOptions()
            options.blockBytes = block
            options.maxRecordBytes = 40
            let bytes = example.bytes
            let source = ByteSource.stream(name: "text") { () throws(InputError) in
                TricklingStream(bytes, pieces: [piece]) { found in faults.withLock { $0.append(found) } }
            }
            _ = ReadingPlan(options: options, workers: workers).read([source])
            var expected = TextFaults()
            expected.count = example.count
            (expected.firstLine, expected.firstByte, expected.firstValue) = (example.line, example.byte, example.value)
            #expect(faults.withLock { $0 } == [expected])
        }
    }

    @Test("is found by the Unicode tables, whatever the pieces")
    func check() {
        var random = SeededGenerator(seed: 8)
        let alphabet: [[UInt8]] =
            ["a", "\n", "é", "€", "😀", "\r\n", "plain text of some length, "].map { Array($0.utf8) }
            + [[0x80], [0xC0], [0xC3], [0xE0, 0x9F], [0xED, 0xA0], [0xF4, 0x90], [0xF0, 0x9F], [0xFF]]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).flatMap { _ in
                alphabet.randomElement(using: &random) ?? []
            }
            // Plainly: line by line, by the standard library.
            var (faulty, line) = ([Int](), 1)
            var content: [UInt8] = []
            var isAfterReturn = false
            for byte in bytes + [0x0A] {
                if byte == 0x0A, isAfterReturn {
                    isAfterReturn = false
                    continue
                }
                isAfterReturn = byte == 0x0D
                guard byte == 0x0A || byte == 0x0D else {
                    content.append(byte)
                    continue
                }
                if String(validating: content, as: UTF8.self) == nil { faulty.append(line) }
                content = []
                line += 1
            }
            var check = UTF8Check()
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...40, using: &random))
                piece.withUnsafeBytes { check.add($0) }
                rest = rest.dropFirst(piece.count)
            }
            check.end()
            #expect(check.faults.count == faulty.count, "\(bytes)")
            #expect(faulty.isEmpty || check.faults.firstLine == faulty[0], "\(bytes)")
        }
    }
}
