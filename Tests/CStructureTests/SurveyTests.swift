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
        let glance = bytes.withUnsafeBufferPointer { buffer in text_glance(buffer.baseAddress, buffer.count) }
        #expect(glance.is_utf8 == (plain.end == bytes.count))
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

    @Test("A glance finds the parity of quotes", arguments: [0, 1, 31, 63, 64, 65, 100, 1000])
    func quotes(count: Int) {
        for quotes in 0...min(count, 70) {
            let bytes = Array(repeating: UInt8(0x22), count: quotes) + Array(repeating: 0x61, count: count - quotes)
            for bytes in [bytes, bytes.reversed()] {
                #expect(text_has_odd_quotes(bytes, bytes.count) == (quotes % 2 == 1))
                #expect(text_glance(bytes, bytes.count).has_odd_quotes == (quotes % 2 == 1))
                #expect(text_glance(bytes, bytes.count).is_utf8)
            }
        }
    }

    @Test("A glance finds bytes that are no character, wherever they are", arguments: [1, 63, 64, 65, 200])
    func fault(count: Int) {
        for place in 0..<count {
            var bytes = Array(repeating: UInt8(0x7F), count: count)
            bytes[place] = 0x80
            #expect(!text_glance(bytes, count).is_utf8)
            bytes[place] = 0xE2
            #expect(!text_glance(bytes, count).is_utf8)
        }
    }

    @Test("Control characters are counted but for those of text", arguments: [0, 31, 32, 33, 9000])
    func controls(count: Int) {
        let text: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B]
        for byte in UInt8.min...UInt8.max {
            let isControl = byte < 0x20 && !text.contains(byte)
            let bytes = Array(repeating: byte, count: count)
            #expect(text_control_count(bytes, count) == (isControl ? count : 0))
        }
        let all = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(text_control_count(all, count) == all.count { $0 < 0x20 && !text.contains($0) })
    }
}
