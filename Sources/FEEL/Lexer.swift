// Text to tokens.

/// A token of the condition language.
struct Token {
    enum Kind: Equatable {
        case number(Double)
        case string(String)
        case name(String)
        case symbol(Symbol)
        case end
    }

    var kind: Kind
    /// UTF-8 offsets in the expression's text.
    var span: Range<Int>
}

/// Operators and punctuation.
enum Symbol: String, CaseIterable {
    case power = "**"
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case dots = ".."
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case equal = "="
    case less = "<"
    case greater = ">"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case comma = ","
}

/// Splits an expression into tokens, dropping white space and comments. Time and space are linear in the text.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// All tokens, the last of kind `.end`; throws a `Diagnostic`.
    static func tokens(of text: String) throws(Diagnostic) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func byte(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private mutating func next() throws(Diagnostic) -> Token {
        try skipSpaceAndComments()
        let start = position
        guard let first = byte() else { return Token(kind: .end, span: start..<start) }
        if first.isDigit || (first == UInt8(ascii: ".") && byte(1)?.isDigit == true) { return try number() }
        if first == UInt8(ascii: "\"") { return try string() }
        if first.isNameStart { return name() }
        for symbol in Symbol.allCases where bytes[start...].starts(with: symbol.rawValue.utf8) {
            position += symbol.rawValue.utf8.count
            return Token(kind: .symbol(symbol), span: start..<position)
        }
        let character = String(decoding: bytes[start...].prefix(4), as: UTF8.self).prefix(1)
        throw Diagnostic(at: start..<start + 1, "'\(character)' has no meaning here; \(Self.hint(for: first))")
    }

    private static func hint(for byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): "texts stand in double quotes"
        case UInt8(ascii: "&"): "write 'and'"
        case UInt8(ascii: "|"): "write 'or'"
        case UInt8(ascii: "!"): "write 'not( )' or '!='"
        case UInt8(ascii: "%"): "write a percentage as a plain number"
        default: "remove it"
        }
    }

    private mutating func skipSpaceAndComments() throws(Diagnostic) {
        while let current = byte() {
            if current == 0x20 || (0x09...0x0D).contains(current) {
                position += 1
            } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
                while let inside = byte(), inside != 0x0A { position += 1 }
            } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                let start = position
                position += 2
                while !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) {
                    guard byte() != nil else {
                        throw Diagnostic(at: start..<start + 2, "this comment is never closed; add '*/'")
                    }
                    position += 1
                }
                position += 2
            } else {
                return
            }
        }
    }

    private mutating func digits() {
        while byte()?.isDigit == true { position += 1 }
    }

    private mutating func number() throws(Diagnostic) -> Token {
        let start = position
        digits()
        // In `1..5` the point belongs to the range.
        if byte() == UInt8(ascii: "."), byte(1)?.isDigit == true {
            position += 1
            digits()
        }
        if let mark = byte(), mark | 0x20 == UInt8(ascii: "e") {
            let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
            if byte(signed ? 2 : 1)?.isDigit == true {
                position += signed ? 2 : 1
                digits()
            }
        }
        if let after = byte(), after.isNameStart {
            throw Diagnostic(
                at: start..<position + 1,
                "a number cannot run into a name; put an operator or a space between"
            )
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw Diagnostic(at: start..<position, "\(text) is too large for a number")
        }
        return Token(kind: .number(value), span: start..<position)
    }

    private mutating func name() -> Token {
        let start = position
        while let current = byte(), current.isNameStart || current.isDigit { position += 1 }
        return Token(kind: .name(String(decoding: bytes[start..<position], as: UTF8.self)), span: start..<position)
    }

    private mutating func string() throws(Diagnostic) -> Token {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let current = byte() {
            position += 1
            if current == UInt8(ascii: "\"") {
                return Token(kind: .string(String(decoding: text, as: UTF8.self)), span: start..<position)
            }
            if current == UInt8(ascii: "\\") {
                text += try escape()
            } else {
                text.append(current)
            }
        }
        throw Diagnostic(at: start..<start + 1, "this text is never closed; add a double quote at its end")
    }

    private mutating func escape() throws(Diagnostic) -> [UInt8] {
        let start = position - 1
        guard let kind = byte() else { return [] }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): return [kind]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let length = kind == UInt8(ascii: "u") ? 4 : 6
            let digits = String(decoding: bytes[position...].prefix(length), as: UTF8.self)
            if digits.utf8.count == length, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) {
                position += length
                return Array(String(scalar).utf8)
            }
        default: break
        }
        throw Diagnostic(at: start..<position, "this escape is not known; \\\" \\\\ \\n \\r \\t and \\uXXXX are")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// ASCII letters, the underscore, and every byte of a non-ASCII character.
    fileprivate var isNameStart: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_") || self >= 0x80
    }
}
