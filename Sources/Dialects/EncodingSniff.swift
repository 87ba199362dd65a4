// Which encoding a file has, by a sample of its bytes.

internal import CSVReading
internal import CStructure

/// What a sample says about its encoding.
package enum EncodingSniff: Sendable, Equatable {
    /// An encoding, as sure as a sample can be.
    case sure(TextEncoding)
    /// No text in any encoding.
    case binary
    /// Bytes of several encodings, or of one that cannot be told; what to say of it.
    case unsure(String)

    /// Looks at the first bytes of a file; `isWhole` says that they are all there are.
    package init(_ bytes: ArraySlice<UInt8>, isWhole: Bool) {
        if let mark = Self.byMark(bytes) {
            self = .sure(mark)
        } else if let order = Self.byZeros(bytes) {
            self = .sure(order)
        } else if Self.isBinary(bytes) {
            self = .binary
        } else {
            self = Self.byHighBytes(bytes, isWhole)
        }
    }

    /// By the byte-order mark.
    private static func byMark(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if bytes.starts(with: [0xFF, 0xFE, 0x00, 0x00]) { return .other("UTF-32LE") }
        if bytes.starts(with: [0x00, 0x00, 0xFE, 0xFF]) { return .other("UTF-32BE") }
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        return bytes.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : nil
    }

    /// UTF-16 without a mark: what is ASCII, delimiters, digits and line ends at least, has a zero in one half of each unit.
    static func byZeros(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
        guard bytes.count >= 4, bytes.withUnsafeBufferPointer({ $0.firstPlace(of: 0) }) != nil else { return nil }
        var zeros = [0, 0]
        for (place, byte) in bytes.enumerated() where byte == 0 { zeros[place & 1] += 1 }
        let units = bytes.count / 2
        if zeros[1] * 4 > units, zeros[0] * 50 < units { return .utf16LittleEndian }
        return zeros[0] * 4 > units && zeros[1] * 50 < units ? .utf16BigEndian : nil
    }

    /// Whether there are more control characters than text ever has.
    private static func isBinary(_ bytes: ArraySlice<UInt8>) -> Bool {
        let controls = bytes.withUnsafeBufferPointer { text_control_count($0.baseAddress, $0.count) }
        return controls >= 8 && controls * 100 > bytes.count
    }

    /// UTF-8, or one of the encodings of one byte a character.
    private static func byHighBytes(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) -> EncodingSniff {
        let high = HighBytes(bytes, isWhole)
        if high.faults == 0 { return .sure(.utf8) }
        // By chance, other encodings hardly ever look like UTF-8.
        if high.characters >= 4 * high.faults { return .sure(.utf8) }
        if high.characters * 4 > high.faults {
            return .unsure(
                "some lines are UTF-8 and others are not (the first in line \(high.firstFaultyLine)); "
                    + "pass --encoding utf-8, or --encoding windows-1252, whichever most of the file is"
            )
        }
        let advice = "pass --encoding with its name, such as windows-1251, gb18030 or shift_jis ('iconv -l' lists them)"
        if high.undefined > 0 {
            return .unsure("the text is neither UTF-8 nor Windows-1252; \(advice)")
        }
        // In the languages that Windows-1252 is for, letters with accents stand between others.
        if high.count >= 8, high.adjacent * 2 > high.count {
            return .unsure("the text is not UTF-8, and hardly Windows-1252; \(advice), or windows-1252 if it is that")
        }
        return .sure(.windows1252)
    }

    /// What the bytes from 0x80 on look like.
    private struct HighBytes {
        /// How many there are, how many of them next to each other, and how many that Windows-1252 does not have.
        var count = 0
        var adjacent = 0
        var undefined = 0
        /// Well-formed characters of UTF-8 that are not ASCII, and lines with bytes that are no UTF-8.
        var characters = 0
        var faults = 0
        var firstFaultyLine = 0

        init(_ bytes: ArraySlice<UInt8>, _ isWhole: Bool) {
            var check = UTF8Check()
            bytes.withUnsafeBytes { check.add($0) }
            if isWhole { check.end() }
            (characters, faults) = (check.characters, check.faults.count)
            firstFaultyLine = check.faults.firstLine
            guard faults > 0 else { return }
            var before: UInt8 = 0
            for byte in bytes {
                if byte >= 0x80 {
                    count += 1
                    if before >= 0x80 { adjacent += 1 }
                    if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) { undefined += 1 }
                }
                before = byte
            }
        }
    }
}
