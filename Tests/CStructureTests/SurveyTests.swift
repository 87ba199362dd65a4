// The look at text finds what the standard library's parser of UTF-8 finds, character by character.

import CStructure
import Testing

@Suite("The look at text")
struct SurveyTests {
    /// Pieces of text that matter, and bytes that are none: cut-off and overlong characters, surrogates, what is beyond Unicode.
    private static let pieces: [[UInt8]] =
        ["\n", "\r", "\r\n", "é", "€", "😀", "\u{7F}", "\u{80}", "\u{7FF}", "\u{FFFF}", "\u{10FFFF}"].map {
            Array($0.utf8)
        }
    private static let faults: [[UInt8]] = [
        [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80],
        [0xF0, 0x9F, 0x98], [0xFF],
    ]

    private func expected(_ bytes: ArraySlice<UInt8>, before: UInt8) -> (end: Int, lines: Int, characters: Int) {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var (end, lines, characters, last) = (0, 0, 0, before)
        while case .valid(let scalar) = parser.parseScalar(from: &rest) {
            let first = scalar.first ?? 0
            if first == 0x0D || (first == 0x0A && last != 0x0D) { lines += 1 }
            if scalar.count > 1 { characters += 1 }
            last = first
            end += scalar.count
        }
        return (end, lines, characters)
    }

    private func check(_ bytes: ArraySlice<UInt8>, before: UInt8) {
        let found = bytes.withUnsafeBufferPointer { buffer in
            text_survey(buffer.baseAddress, buffer.count, before)
        }
        let plain = expected(bytes, before: before)
        #expect(found.end == plain.end)
        #expect(found.line_ends == plain.lines)
        #expect(found.characters == plain.characters)
    }

    @Test(
        "at any length and place, with rare and with many characters that are not ASCII, and faults",
        arguments: [0, 3, 40, 1000]
    )
    func texts(rareness: Int) {
        var random = SystemRandomNumberGenerator()
        for round in 0..<400 {
            let length = Int.random(in: 0...(round % 20 == 0 ? 40_000 : 400), using: &random)
            var bytes: [UInt8] = []
            while bytes.count < length {
                if Int.random(in: 0...rareness, using: &random) == 0 {
                    let isFault = round % 4 == 0 && Int.random(in: 0..<40, using: &random) == 0
                    bytes += (isFault ? Self.faults : Self.pieces).randomElement(using: &random) ?? []
                } else {
                    bytes.append([0x2C, 0x31, 0x61, 0x20].randomElement(using: &random) ?? 0)
                }
            }
            // A character may be cut off at the end.
            let start = Int.random(in: 0...min(3, bytes.count), using: &random)
            let end = Int.random(in: max(start, bytes.count - 3)...max(start, bytes.count), using: &random)
            check(bytes[start..<end], before: [0x0A, 0x0D, 0x61].randomElement(using: &random) ?? 0)
        }
    }

    @Test("of line ends only", arguments: ["\n", "\r", "\r\n", "\n\r"])
    func lineEnds(_ end: String) {
        let bytes = Array(String(repeating: end, count: 20_001).utf8)
        for before: UInt8 in [0x0A, 0x0D, 0x61] { check(bytes[...], before: before) }
    }
}
