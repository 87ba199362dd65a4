// The line in which a spreadsheet says how a file's fields are separated.

/// A first line such as `sep=;`. It is written for spreadsheets, and is no header.
package struct SeparatorLine {
    /// The delimiter that it names.
    package let delimiter: UInt8
    /// Its bytes, the line end among them.
    package let count: Int

    /// The line that a text begins with, behind its byte-order mark; nil where there is none.
    package init?(_ text: ArraySlice<UInt8>) {
        let bytes = Array(text.prefix(7))
        guard bytes.count > 5, bytes[..<3].elementsEqual("sep".utf8, by: { $0 | 0x20 == $1 }),
            bytes[3] == UInt8(ascii: "="), ReadingOptions.isUsable(delimiter: bytes[4]), bytes[4] < 0x80,
            bytes[5] == Byte.carriageReturn || bytes[5] == Byte.lineFeed
        else { return nil }
        delimiter = bytes[4]
        let isPair = bytes.count > 6 && bytes[5] == Byte.carriageReturn && bytes[6] == Byte.lineFeed
        count = isPair ? 7 : 6
    }
}
