// Inputs in other encodings, whatever the sizes of the reads, and the fast ways to read them against iconv.

import CSVReading
import Testing

@testable import Dialects

@Suite("Transcoding")
struct TranscodingTests {
    @Test(
        "Bytes become UTF-8, and what cannot becomes U+FFFD",
        arguments: [
            ("windows-1252", [0x47, 0x72, 0xF6, 0xDF, 0x65, 0x20, 0x80, 0x0A], "Größe €\n"),
            ("latin1", [0xE2, 0x67, 0x65], "âge"),
            ("utf-16le", [0x41, 0x00, 0xE9, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "Aé😀"),
            ("utf-16be", [0x00, 0x41, 0x20, 0xAC, 0xD8, 0x3D, 0xDE, 0x00], "A€😀"),
            ("utf-16", [0xFE, 0xFF, 0x00, 0x41, 0x20, 0xAC], "A€"),
            ("utf-16le", [0x41, 0x00, 0x42], "A\u{FFFD}"),
            ("utf-16le", [0x00, 0xDC, 0x42, 0x00], "\u{FFFD}B"),
            ("utf-16be", [0xD8, 0x3D, 0x00, 0x42], "\u{FFFD}B"),
            ("utf-16be", [0xD8, 0x3D, 0x00], "\u{FFFD}\u{FFFD}"),
            ("windows-1252", [0x41, 0x81, 0x42], "A\u{FFFD}B"),
            ("ascii", [0xFF, 0x41], "\u{FFFD}A"),
            ("gb18030", [0xD6, 0xD0, 0xCE, 0xC4], "中文"),
        ] as [(String, [UInt8], String)],
        [1, 2, 3, 7, 4096]
    )
    func transcodes(_ example: (encoding: String, bytes: [UInt8], text: String), _ size: Int) throws {
        let transcoder = try #require(TextEncoding(named: example.encoding).makeTranscoder())
        let stream = TranscodedStream(DribblingStream(example.bytes, size), transcoder)
        #expect(String(decoding: try read(stream, size: size), as: UTF8.self) == example.text)
    }

    static let fast: [TextEncoding] = [.windows1252, .latin1, .utf16LittleEndian, .utf16BigEndian]

    @Test("The fast ways give what iconv gives, faults and all", arguments: fast)
    func differential(_ encoding: TextEncoding) throws {
        var random = SeededRandom(seed: 16)
        for round in 0..<200 {
            // From nearly all ASCII to noise.
            let noise = [0, 1, 10, 50][round % 4]
            let bytes =
                (0..<Int.random(in: 0...700, using: &random)).flatMap { _ -> [UInt8] in
                    let isNoise = Int.random(in: 0..<100, using: &random) < noise
                    let byte = UInt8.random(in: isNoise ? 0...255 : 0x20...0x7E, using: &random)
                    switch encoding {
                    case .utf16LittleEndian where !isNoise: return [byte, 0]
                    case .utf16BigEndian where !isNoise: return [0, byte]
                    case .utf16LittleEndian, .utf16BigEndian:
                        // Surrogates often enough to meet each other, and now and then half a unit.
                        let high = Bool.random(using: &random) ? UInt8.random(in: 0xD6...0xE1, using: &random) : byte
                        return encoding == .utf16LittleEndian ? [byte, high] : [high, byte]
                    default: return [byte]
                    }
                } + (round % 5 == 0 ? [0x41] : [])
            let plain = try #require(IconvTranscoder(from: encoding.name))
            let fast = try #require(encoding.makeTranscoder())
            #expect(!(fast is IconvTranscoder))
            var (expected, found) = (TextFaults(), TextFaults())
            let size = Int.random(in: 1...64, using: &random)
            let iconv = try read(TranscodedStream(DribblingStream(bytes, size), plain) { expected = $0 }, size: 100)
            let ours = try read(TranscodedStream(DribblingStream(bytes, size), fast) { found = $0 }, size: 77)
            #expect(ours == iconv, "round \(round)")
            #expect(
                [found.count, found.firstByte, found.firstLine] == [
                    expected.count, expected.firstByte, expected.firstLine,
                ]
            )
        }
    }

    @Test("More than a buffer's worth is transcoded whole", arguments: ["latin1", "iso-8859-15"])
    func large(_ encoding: String) throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 95 == 0 ? 0xE9 : 0x20 + $0 % 95) }
        let text = bytes.map { $0 == 0xE9 ? "é" : String(Unicode.Scalar($0)) }.joined()
        let transcoder = try #require(TextEncoding(named: encoding).makeTranscoder())
        #expect(try read(TranscodedStream(MemoryStream(bytes), transcoder), size: 10_000) == Array(text.utf8))
    }

    @Test(
        "Names are taken as people write them",
        arguments: [
            ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("cp1252", .windows1252), ("Windows-1252", .windows1252),
            ("latin1", .latin1), ("ISO_8859-1", .latin1), ("UTF-16LE", .utf16LittleEndian),
            ("gb18030", .other("gb18030")),
        ]
    )
    func names(_ name: String, _ encoding: TextEncoding) {
        #expect(TextEncoding(named: name) == encoding)
        #expect(TextEncoding.isKnown(name))
    }

    @Test("Unknown names are known to be so", arguments: ["klingon", "", "utf-9"])
    func unknown(_ name: String) { #expect(!TextEncoding.isKnown(name)) }

    @Test(
        "The first fault is found by line and byte",
        arguments: [
            (TextEncoding.windows1252, Array("a\nb\r\nc\u{1}d\u{1}".utf8).map { $0 == 1 ? 0x81 : $0 }, 2, 3, 6),
            (.utf16LittleEndian, [0x41, 0, 0x0A, 0, 0x42], 1, 2, 4),
        ] as [(TextEncoding, [UInt8], Int, Int, Int)]
    )
    func faults(_ encoding: TextEncoding, _ bytes: [UInt8], _ count: Int, _ line: Int, _ byte: Int) throws {
        for size in [1, 2, 100] {
            var faults = TextFaults()
            let transcoder = try #require(encoding.makeTranscoder())
            _ = try read(TranscodedStream(DribblingStream(bytes, size), transcoder) { faults = $0 }, size: 9)
            #expect(faults.count == count)
            #expect(faults.firstLine == line)
            #expect(faults.firstByte == byte)
        }
    }
}
