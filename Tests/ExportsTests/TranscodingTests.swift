// Inputs in other encodings, whatever the sizes of the reads.

import CSVReading
import Exports
import Testing

@Suite("Transcoding")
struct TranscodingTests {
    /// Reads a source to its end, `size` bytes at a time.
    private func read(_ source: ByteSource, size: Int) throws -> [UInt8] {
        let stream = try source.open()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while true {
            let count = try stream.read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    @Test(
        "Bytes become UTF-8, and what cannot becomes U+FFFD",
        arguments: [
            ("windows-1252", [0x47, 0x72, 0xF6, 0xDF, 0x65, 0x20, 0x80, 0x0A], "Größe €\n"),
            ("latin1", [0xE2, 0x67, 0x65], "âge"),
            ("utf-16le", [0x41, 0x00, 0xE9, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "Aé😀"),
            ("utf-16", [0xFE, 0xFF, 0x00, 0x41, 0x20, 0xAC], "A€"),
            ("utf-16le", [0x41, 0x00, 0x42], "A\u{FFFD}"),
            ("utf-16le", [0x00, 0xDC, 0x42, 0x00], "\u{FFFD}B"),
            ("windows-1252", [0x41, 0x81, 0x42], "A\u{FFFD}B"),
            ("ascii", [0xFF, 0x41], "\u{FFFD}A"),
        ] as [(String, [UInt8], String)],
        [1, 2, 3, 7, 4096]
    )
    func transcodes(_ example: (encoding: String, bytes: [UInt8], text: String), _ size: Int) throws {
        let source = ByteSource.bytes(example.bytes, name: "x").transcoded(from: example.encoding)
        #expect(String(decoding: try read(source, size: size), as: UTF8.self) == example.text)
    }

    @Test("More than a buffer's worth is transcoded whole")
    func large() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 95 == 0 ? 0xE9 : 0x20 + $0 % 95) }
        let text = bytes.map { $0 == 0xE9 ? "é" : String(Unicode.Scalar($0)) }.joined()
        let source = ByteSource.bytes(bytes, name: "x").transcoded(from: "latin1")
        #expect(try read(source, size: 10_000) == Array(text.utf8))
    }

    @Test("UTF-8 is left alone, and unknown names are known to be so")
    func names() throws {
        #expect(
            try read(ByteSource.bytes([0xFF, 0x41], name: "x").transcoded(from: "UTF-8"), size: 9) == [0xFF, 0x41]
        )
        #expect(ByteSource.knows(encoding: "utf-8"))
        #expect(!ByteSource.knows(encoding: "klingon"))
        #expect(!ByteSource.knows(encoding: ""))
    }
}
