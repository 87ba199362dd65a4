// Tokens to a syntax tree, by recursive descent.
//
// Loosest to tightest: if · or · and · comparison, between, in · + - · * / · ** · unary minus. All binary operators group from the
// left, `**` included, and unary minus binds tighter than `**`, as the standard's own tests pin.

/// Parses one expression.
package struct Parser {
    /// The longest expression that is read, in bytes of UTF-8.
    package static let maximumLength = 16_384
    /// How deeply parts of an expression can nest; what is checked and compiled later recurses no deeper.
    static let maximumDepth = 200

    private let tokens: [Token]
    private var index = 0
    private var nesting = 0

    /// The syntax tree of a whole expression; throws the first `Diagnostic`.
    package static func parse(_ text: String) throws(Diagnostic) -> Syntax {
        guard text.utf8.count <= maximumLength else {
            throw Diagnostic(
                at: 0..<0,
                "the expression is longer than \(maximumLength) bytes; split it into rules or derived variables"
            )
        }
        var parser = Parser(tokens: try Lexer.tokens(of: text))
        if parser.current.kind == .end { throw Diagnostic(at: 0..<0, "the expression is empty; write a condition") }
        let expression = try parser.expression()
        guard parser.current.kind == .end else {
            throw parser.unexpected("after the end of the expression; join two conditions with 'and' or 'or'")
        }
        return expression
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    // MARK: Tokens

    private var current: Token { tokens[index] }
    private var following: Token { tokens[min(index + 1, tokens.count - 1)] }

    private mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    private mutating func take(_ symbol: Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard current.kind == .name(word) else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: Symbol, _ purpose: String) throws(Diagnostic) {
        guard take(symbol) else { throw unexpected("where '\(symbol.rawValue)' \(purpose)") }
    }

    private mutating func expect(word: String, _ purpose: String) throws(Diagnostic) {
        guard take(word: word) else { throw unexpected("where '\(word)' \(purpose)") }
    }

    private func unexpected(_ place: String) -> Diagnostic {
        let found =
            switch current.kind {
            case .number(let value): "the number \(value)"
            case .string(let text): "the text \"\(text)\""
            case .name(let name): "'\(name)'"
            case .symbol(let symbol): "'\(symbol.rawValue)'"
            case .end: "the end"
            }
        return Diagnostic(at: current.span, "found \(found) \(place)")
    }

    private func node(_ kind: Syntax.Kind, from start: Int, _ parts: [Syntax]) throws(Diagnostic) -> Syntax {
        let depth = 1 + (parts.map(\.depth).max() ?? 0)
        let span = start..<tokens[max(index - 1, 0)].span.upperBound
        guard depth <= Self.maximumDepth else { throw tooDeep(at: span) }
        return Syntax(kind: kind, span: span, depth: depth)
    }

    private func tooDeep(at span: Range<Int>) -> Diagnostic {
        Diagnostic(
            at: span,
            "the expression nests more than \(Self.maximumDepth) levels deep; split it into rules or derived variables"
        )
    }

    // MARK: Grammar

    private mutating func expression() throws(Diagnostic) -> Syntax {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth else { throw tooDeep(at: current.span) }
        let start = current.span.lowerBound
        guard take(word: "if") else { return try disjunction() }
        let condition = try expression()
        try expect(word: "then", "of this 'if' should stand")
        let consequent = try expression()
        try expect(word: "else", "of this 'if' should stand")
        let alternative = try expression()
        return try node(
            .conditional(condition, then: consequent, otherwise: alternative),
            from: start,
            [condition, consequent, alternative]
        )
    }

    private mutating func disjunction() throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        var parts = [try conjunction()]
        while take(word: "or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try node(.disjunction(parts), from: start, parts)
    }

    private mutating func conjunction() throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        var parts = [try comparison()]
        while take(word: "and") { parts.append(try comparison()) }
        return parts.count == 1 ? parts[0] : try node(.conjunction(parts), from: start, parts)
    }

    private mutating func comparison() throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        var left = try sum()
        while true {
            if let comparator = takeComparator() {
                let right = try sum()
                left = try node(.comparison(comparator, left, right), from: start, [left, right])
            } else if take(word: "between") {
                let low = try sum()
                try expect(word: "and", "should join the two ends of 'between'")
                let high = try sum()
                left = try node(.between(left, low: low, high: high), from: start, [left, low, high])
            } else if take(word: "in") {
                let tests = try membershipTests()
                let parts = tests.flatMap { test in
                    switch test {
                    case .comparison(_, let side), .value(let side): [side]
                    case .interval(let low, let high, _): [low, high]
                    }
                }
                left = try node(.membership(left, tests), from: start, [left] + parts)
            } else {
                return left
            }
        }
    }

    private mutating func takeComparator() -> ComparisonOperator? {
        guard case .symbol(let symbol) = current.kind, let comparator = ComparisonOperator(rawValue: symbol.rawValue)
        else { return nil }
        advance()
        return comparator
    }

    /// What stands on the right of `in`: one test, or several in parentheses or brackets.
    private mutating func membershipTests() throws(Diagnostic) -> [UnaryTest] {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth else { throw tooDeep(at: current.span) }
        switch current.kind {
        case .symbol(.leftParenthesis), .symbol(.leftBracket):
            let isBracket = current.kind == .symbol(.leftBracket)
            advance()
            let first = try unaryTest()
            if case .value(let low) = first, take(.dots) {
                return [try interval(from: low, includesLow: isBracket)]
            }
            var tests = [first]
            while take(.comma) { tests.append(try unaryTest()) }
            try expect(isBracket ? .rightBracket : .rightParenthesis, "should close the list of values")
            return tests
        default:
            return [try unaryTest()]
        }
    }

    private mutating func unaryTest() throws(Diagnostic) -> UnaryTest {
        if let comparator = takeComparator() { return .comparison(comparator, try sum()) }
        switch current.kind {
        case .symbol(.rightBracket):
            advance()
            return try interval(from: try rangeStart(), includesLow: false)
        case .symbol(.leftBracket):
            advance()
            return try interval(from: try rangeStart(), includesLow: true)
        case .symbol(.leftParenthesis):
            guard startsOpenRange else { return .value(try sum()) }
            advance()
            return try interval(from: try rangeStart(), includesLow: false)
        default:
            return .value(try sum())
        }
    }

    /// Whether the parenthesis here opens a range, `(a..b)`, rather than a value, `(a + b) * c`.
    private var startsOpenRange: Bool {
        var depth = 0
        for token in tokens[(index + 1)...] {
            switch token.kind {
            case .symbol(.leftParenthesis): depth += 1
            case .symbol(.rightParenthesis) where depth == 0: return false
            case .symbol(.rightParenthesis): depth -= 1
            case .symbol(.dots) where depth == 0: return true
            default: break
            }
        }
        return false
    }

    private mutating func rangeStart() throws(Diagnostic) -> Syntax {
        let low = try sum()
        try expect(.dots, "should separate the ends of a range")
        return low
    }

    /// The rest of a range whose lower end and dots were read.
    private mutating func interval(from low: Syntax, includesLow: Bool) throws(Diagnostic) -> UnaryTest {
        let high = try sum()
        let includesHigh = current.kind == .symbol(.rightBracket)
        guard includesHigh || current.kind == .symbol(.rightParenthesis) || current.kind == .symbol(.leftBracket) else {
            throw unexpected("where ']' or ')' should close the range")
        }
        advance()
        return .interval(low: low, high: high, Interval.Ends(includesLow: includesLow, includesHigh: includesHigh))
    }

    private mutating func sum() throws(Diagnostic) -> Syntax {
        try leftAssociative([.plus, .minus]) { parser throws(Diagnostic) in try parser.product() }
    }

    private mutating func product() throws(Diagnostic) -> Syntax {
        try leftAssociative([.times, .divide]) { parser throws(Diagnostic) in try parser.power() }
    }

    private mutating func power() throws(Diagnostic) -> Syntax {
        try leftAssociative([.power]) { parser throws(Diagnostic) in try parser.unary() }
    }

    private mutating func leftAssociative(
        _ symbols: [Symbol],
        operand: (inout Parser) throws(Diagnostic) -> Syntax
    ) throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        var left = try operand(&self)
        while case .symbol(let symbol) = current.kind, symbols.contains(symbol),
            let arithmetic = ArithmeticOperator(rawValue: symbol.rawValue)
        {
            advance()
            let right = try operand(&self)
            left = try node(.arithmetic(arithmetic, left, right), from: start, [left, right])
        }
        return left
    }

    private mutating func unary() throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        var signs = 0
        while take(.minus) { signs += 1 }
        var operand = try primary()
        for _ in 0..<signs { operand = try node(.negation(operand), from: start, [operand]) }
        return operand
    }

    private mutating func primary() throws(Diagnostic) -> Syntax {
        let token = current
        let start = token.span.lowerBound
        switch token.kind {
        case .number(let value):
            advance()
            return try node(.number(value), from: start, [])
        case .string(let text):
            advance()
            return try node(.string(text), from: start, [])
        case .name(let name):
            return try nameOrCall(name)
        case .symbol(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.rightParenthesis, "should close the parenthesis")
            return inner
        case .symbol(.leftBracket):
            advance()
            var items: [Syntax] = []
            if current.kind != .symbol(.rightBracket) {
                repeat { items.append(try expression()) } while take(.comma)
            }
            try expect(.rightBracket, "should close the list")
            return try node(.list(items), from: start, items)
        default:
            throw unexpected("where a value should stand")
        }
    }

    private mutating func nameOrCall(_ name: String) throws(Diagnostic) -> Syntax {
        let start = current.span.lowerBound
        switch name {
        case "true", "false":
            advance()
            return try node(.boolean(name == "true"), from: start, [])
        case "null":
            advance()
            return try node(.null, from: start, [])
        case "and", "or", "then", "else", "in", "between", "if":
            throw unexpected("where a value should stand")
        default: break
        }
        for function in Function.allCases where matches(function) {
            for _ in function.words { advance() }
            advance()
            var arguments: [Syntax] = []
            if current.kind != .symbol(.rightParenthesis) {
                repeat { arguments.append(try expression()) } while take(.comma)
            }
            try expect(.rightParenthesis, "should close the arguments of '\(function.rawValue)'")
            return try node(.call(function.rawValue, arguments), from: start, arguments)
        }
        advance()
        if current.kind == .symbol(.leftParenthesis) {
            let known = Function.allCases.map(\.rawValue)
            let hint =
                closestName(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "known are \(known.joined(separator: ", "))"
            throw Diagnostic(at: tokens[index - 1].span, "there is no function '\(name)'; \(hint)")
        }
        return try node(.name(name), from: start, [])
    }

    /// Whether the tokens from here on are the words of a function's name and a parenthesis.
    private func matches(_ function: Function) -> Bool {
        let words = function.words
        guard index + words.count < tokens.count else { return false }
        for (offset, word) in words.enumerated() where tokens[index + offset].kind != .name(word) { return false }
        return tokens[index + words.count].kind == .symbol(.leftParenthesis)
    }
}

/// The built-in functions, by the names that the standard gives them.
enum Function: String, CaseIterable {
    case not
    case listContains = "list contains"
    case absolute = "abs"
    case minimum = "min"
    case maximum = "max"
    case floor
    case ceiling
    case roundHalfUp = "round half up"
    case count

    /// The words of the name.
    var words: [String] { rawValue.split(separator: " ").map(String.init) }
}
