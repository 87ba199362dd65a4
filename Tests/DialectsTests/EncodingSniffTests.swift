// What encodings are recognised, and where the sniff asks instead.

import Testing

@testable import Dialects

@Suite("Recognising encodings")
struct EncodingSniffTests {
    private func utf16(_ text: String, mark: Bool = false, isBigEndian: Bool = false) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return isBigEndian ? bytes.reversed() : bytes
        }
    }

    private func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            if let place = SingleByteTranscoder.windows1252.firstIndex(of: scalar) { return UInt8(0x80 + place) }
            return UInt8(truncatingIfNeeded: scalar.value)
        }
    }

    static let text = "Name;Größe;Préférence\nMüller;1,80;café – crème\n"

    @Test("UTF-8 and UTF-16, with a mark and without")
    func unicode() {
        for text in [Self.text, "a,b\n1,2\n"] {
            #expect(EncodingSniff(Array(text.utf8)[...], isWhole: true) == .sure(.utf8))
            #expect(EncodingSniff(Array(("\u{FEFF}" + text).utf8)[...], isWhole: true) == .sure(.utf8))
            for mark in [false, true] {
                #expect(EncodingSniff(utf16(text, mark: mark)[...], isWhole: true) == .sure(.utf16LittleEndian))
                let big = utf16(text, mark: mark, isBigEndian: true)
                #expect(EncodingSniff(big[...], isWhole: true) == .sure(.utf16BigEndian))
            }
        }
    }

    @Test("Text with accents that is not UTF-8 is Windows-1252")
    func western() {
        #expect(EncodingSniff(windows1252(Self.text)[...], isWhole: true) == .sure(.windows1252))
    }

    @Test("A character that the sample's end cuts is no fault, unless it is the file's end")
    func cut() {
        let bytes = Array("a,b\nü,1\n".utf8).prefix(5)
        #expect(EncodingSniff(bytes, isWhole: false) == .sure(.utf8))
        #expect(EncodingSniff(bytes, isWhole: true) == .sure(.windows1252))
    }

    @Test("UTF-8 with a few lines in another encoding stays UTF-8; as many of each are asked about")
    func mixed() {
        let good = Array("größe,ü\n".utf8)
        let bad: [UInt8] = Array("gr".utf8) + [0xF6] + Array("e,1\n".utf8)
        let mostlyGood = Array(repeating: good, count: 9).joined() + bad
        #expect(EncodingSniff(Array(mostlyGood)[...], isWhole: true) == .sure(.utf8))
        guard case .unsure(let question) = EncodingSniff((good + bad)[...], isWhole: true) else {
            Issue.record("not asked")
            return
        }
        #expect(question.contains("the first in line 2"))
        #expect(question.contains("--encoding windows-1252"))
    }

    @Test(
        "What is neither UTF-8 nor Windows-1252 is asked about",
        arguments: [
            // Windows-1251 Russian, GB18030 Chinese, and a byte that Windows-1252 does not have.
            [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0xEC, 0xE8, 0xF0, 0x0A],
            [0xD6, 0xD0, 0xCE, 0xC4, 0x2C, 0xC4, 0xEA, 0xC1, 0xE4, 0x0A], [0x61, 0x8F, 0x0A],
        ] as [[UInt8]]
    )
    func others(_ bytes: [UInt8]) {
        guard case .unsure(let question) = EncodingSniff(bytes[...], isWhole: true) else {
            Issue.record("not asked")
            return
        }
        #expect(question.contains("--encoding"))
    }

    @Test("Bytes that are no text are known to be binary, a few stray NULs are not")
    func binary() {
        var random = SeededRandom(seed: 1)
        let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(EncodingSniff(noise[...], isWhole: true) == .binary)
        #expect(EncodingSniff(Array("a,b\n1,\0\0\0\n".utf8)[...], isWhole: true) == .sure(.utf8))
    }
}
