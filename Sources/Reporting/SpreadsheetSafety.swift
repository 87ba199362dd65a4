// CSV in which no cell can be taken for a formula by a spreadsheet.

/// Rewrites CSV as it is written, piece by piece: text cells that begin as formulas do get an apostrophe before them.
///
/// A cell is such a text if it is no number and begins, spaces aside, with `=`, `+`, `-`, `@` or their full-width forms, or with a tab or carriage
/// return (OWASP, CSV Injection). The same goes for what stands behind a separator, quote or line end within a cell, since a spreadsheet may cut
/// there: one that expects semicolons reads `x;=1+1` as two cells. Numbers stay numbers, with their sign, and all other cells stay byte for byte.
package struct SpreadsheetSafeCSV: Sendable {
    private var field: [UInt8] = []
    private var isQuoted = false
    private var isOpen = false

    /// Starts at the beginning of a CSV text.
    package init() {}

    /// The next piece made safe: commas, line feeds and quotes as RFC 4180 has them. What stands after the last comma or line end comes with the piece
    /// that ends it.
    package mutating func rewrite(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        for byte in bytes {
            if isOpen || (byte != UInt8(ascii: ",") && byte != 0x0A) {
                if byte == UInt8(ascii: "\"") {
                    if field.isEmpty { isQuoted = true }
                    if isQuoted { isOpen.toggle() }
                }
                field.append(byte)
                continue
            }
            end(into: &result)
            result.append(byte)
        }
        return result
    }

    /// What is left at the end of the text.
    package mutating func finish() -> [UInt8] {
        var result: [UInt8] = []
        end(into: &result)
        return result
    }

    private mutating func end(into result: inout [UInt8]) {
        defer {
            field.removeAll(keepingCapacity: true)
            (isQuoted, isOpen) = (false, false)
        }
        let content = isQuoted ? Self.unquoted(field) : field
        guard let safe = Self.neutralised(content) else { return result.append(contentsOf: field) }
        result.append(UInt8(ascii: "\""))
        for byte in safe {
            if byte == UInt8(ascii: "\"") { result.append(byte) }
            result.append(byte)
        }
        result.append(UInt8(ascii: "\""))
    }

    private static func unquoted(_ field: [UInt8]) -> [UInt8] {
        var content: [UInt8] = []
        var isSecond = false
        for byte in field.dropFirst().dropLast() {
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            if !isSecond { content.append(byte) }
        }
        return content
    }

    /// The cell with apostrophes; nil where it needs none.
    private static func neutralised(_ cell: [UInt8]) -> [UInt8]? {
        guard !isNumber(cell) else { return nil }
        var result: [UInt8] = []
        var isAtStart = true
        for (index, byte) in cell.enumerated() {
            if isAtStart, byte != 0x20 {
                // A tab or carriage return at the very start is itself what OWASP warns of.
                let isControl = index == 0 && (byte == 0x09 || byte == 0x0D || byte == 0x0A)
                if isControl || startsFormula(cell[index...]) { result.append(UInt8(ascii: "'")) }
                isAtStart = false
            }
            result.append(byte)
            if separators.contains(byte) { isAtStart = true }
        }
        return result.count == cell.count ? nil : result
    }

    private static let separators: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3B, 0x7C]

    private static func startsFormula(_ text: ArraySlice<UInt8>) -> Bool {
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): return true
        // U+FF1D, U+FF0B, U+FF0D and U+FF20 in UTF-8.
        case 0xEF:
            return [[0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0]].contains(
                Array(text.prefix(3))
            )
        default: return false
        }
    }

    /// Whether a cell is a number as spreadsheets write them: a sign, digits with one point or comma, an exponent.
    private static func isNumber(_ cell: [UInt8]) -> Bool {
        var rest = cell[...]
        func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
        func dropSign() {
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        }
        dropSign()
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var decimals = rest[rest.startIndex..<rest.startIndex]
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            decimals = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + decimals.count)
        }
        guard !whole.isEmpty || !decimals.isEmpty else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            dropSign()
            let exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { return false }
            rest = rest.dropFirst(exponent.count)
        }
        return rest.isEmpty
    }
}
