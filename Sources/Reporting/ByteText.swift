// Text as bytes, appended piece by piece: what every writer of this module builds on.

extension [UInt8] {
    /// Appends the UTF-8 of a text.
    @inline(__always)
    package mutating func append(text: some StringProtocol) { append(contentsOf: text.utf8) }

    /// Appends a text as a CSV field, in quotes if it holds a delimiter, quote or line end, or spaces at an end that a reader would drop.
    package mutating func append(field: some StringProtocol) {
        var text = String(field)
        text.withUTF8 { append(field: $0) }
    }

    /// Appends bytes as a CSV field (RFC 4180: comma, quotes doubled).
    package mutating func append(field bytes: UnsafeBufferPointer<UInt8>) {
        guard needsQuotes(bytes) else { return append(contentsOf: bytes) }
        append(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends bytes that should be UTF-8 as a CSV field; what is not, and NUL, becomes U+FFFD.
    package mutating func append(repairedField bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 && $0 != 0 }) { return append(field: bytes) }
        append(field: repairedText(bytes))
    }

    private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        if isSpace(first) || isSpace(last) { return true }
        return bytes.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
    }
}

/// Bytes as text, with U+FFFD for NUL and for what is not UTF-8.
package func repairedText(_ bytes: some Sequence<UInt8>) -> String {
    String(String(decoding: Array(bytes), as: UTF8.self).map { $0 == "\0" ? "\u{FFFD}" : $0 })
}
