// Syntax to steps of a program: names are resolved, types checked, and every problem is reported.

internal import Columns

/// Compiles expressions into one program.
///
/// In a rule set a value of the wrong type is an error. An expression tried out by hand is compiled with `typeMismatchIsNull`, and
/// such a value is then unknown, as the FEEL standard has it.
package struct Compiler {
    /// The program so far.
    package var program: Program
    /// The problems found so far, in the order of the text.
    package var diagnostics: [Diagnostic] = []
    /// The names that the expressions compiled since the last `forgetNames()` have read.
    package private(set) var namesRead: Set<String> = []

    private let typeMismatchIsNull: Bool
    private var scope = Scope()

    /// Makes a compiler that adds to a program.
    package init(program: Program, typeMismatchIsNull: Bool = false) {
        self.program = program
        self.typeMismatchIsNull = typeMismatchIsNull
    }

    /// Forgets which names were read.
    package mutating func forgetNames() { namesRead = [] }

    /// Compiles an expression of any type; nil if a problem was found, which `diagnostics` then holds.
    package mutating func compile(_ syntax: Syntax, in scope: Scope) -> Operand? {
        self.scope = scope
        return expression(syntax)
    }

    /// Compiles a condition and gives its step; nil if a problem was found, an expression that is no condition included.
    package mutating func compileCondition(_ syntax: Syntax, in scope: Scope) -> Int? {
        self.scope = scope
        return condition(syntax)
    }

    /// Compiles a number and gives its step; nil if a problem was found, an expression that is no number included.
    package mutating func compileNumber(_ syntax: Syntax, in scope: Scope) -> Int? {
        self.scope = scope
        return number(syntax)
    }

    // MARK: Typed parts

    private mutating func report(_ span: Range<Int>, _ message: String) -> Operand? {
        diagnostics.append(Diagnostic(at: span, message))
        return nil
    }

    /// What stands for a value of the wrong type: null where that is asked for, else an error.
    private mutating func mismatch(_ span: Range<Int>, _ message: String) -> Operand? {
        typeMismatchIsNull ? Operand(.null, at: program.add(.unknownCondition)) : report(span, message)
    }

    private mutating func condition(_ syntax: Syntax) -> Int? {
        guard let operand = expression(syntax) else { return nil }
        switch operand.type {
        case .boolean: return operand.position
        case .null: return program.add(.unknownCondition)
        default:
            let text = "this is \(operand.type.name) where a condition is needed; compare it with something"
            return mismatch(syntax.span, text).map { _ in program.add(.unknownCondition) }
        }
    }

    private mutating func number(_ syntax: Syntax) -> Int? {
        expression(syntax).flatMap { number($0, at: syntax.span) }
    }

    private mutating func number(_ operand: Operand, at span: Range<Int>) -> Int? {
        switch operand.type {
        case .number: return operand.position
        case .null: return program.add(.unknownNumber)
        default:
            let text = "this is \(operand.type.name) where a number is needed"
            return mismatch(span, text).map { _ in program.add(.unknownNumber) }
        }
    }

    private mutating func expression(_ syntax: Syntax) -> Operand? {
        switch syntax.kind {
        case .null: return Operand(.null, at: program.add(.unknownCondition))
        case .boolean(let value): return Operand(.boolean, at: program.add(.boolean(value)))
        case .number(let value): return Operand(.number, at: program.add(.number(bits: value.bitPattern)))
        case .string(let text): return Operand(.text(codes: [text]), at: program.add(.text(program.texts.intern(text))))
        case .name(let name): return resolve(name, at: syntax.span)
        case .negation(let inner):
            guard let value = number(inner) else { return nil }
            if let constant = program.constant(value) {
                return Operand(.number, at: program.add(.number(bits: (-constant).bitPattern)))
            }
            return Operand(.number, at: program.add(.negate(value)))
        case .arithmetic(let symbol, let left, let right):
            let (a, b) = (number(left), number(right))
            guard let a, let b else { return nil }
            return Operand(.number, at: program.add(.arithmetic(symbol, a, b)))
        case .comparison(let symbol, let left, let right): return comparison(symbol, left, right, at: syntax.span)
        case .conjunction(let parts): return joined(parts) { program, parts in program.all(parts) }
        case .disjunction(let parts): return joined(parts) { program, parts in program.any(parts) }
        case .between(let value, let low, let high):
            let (a, b, c) = (number(value), number(low), number(high))
            guard let a, let b, let c else { return nil }
            return Operand(.boolean, at: program.add(.inside(a, low: b, high: c, .closed)))
        case .membership(let value, let tests): return membership(value, tests)
        case .conditional(let test, let consequent, let alternative):
            return conditional(test, consequent, alternative, at: syntax.span)
        case .call(let name, let arguments): return call(name, arguments, at: syntax.span)
        case .list:
            return mismatch(syntax.span, "a list can stand only after 'in' or as the argument of a function")
        }
    }

    private mutating func joined(_ parts: [Syntax], _ join: (inout Program, [Int]) -> Int) -> Operand? {
        let positions = parts.map { condition($0) }
        let compiled = positions.compactMap(\.self)
        guard compiled.count == positions.count else { return nil }
        return Operand(.boolean, at: join(&program, compiled))
    }

    private mutating func resolve(_ name: String, at span: Range<Int>) -> Operand? {
        namesRead.insert(name)
        switch scope.meanings[name] {
        case .column(let column, let type):
            switch type {
            case .number: return Operand(type, at: program.add(.numberColumn(column)))
            case .boolean: return Operand(type, at: program.add(.booleanColumn(column)))
            case .text: return Operand(type, at: program.add(.textColumn(column)))
            case .set: return Operand(type, at: column)
            case .null, .list: return Operand(.null, at: program.add(.unknownCondition))
            }
        case .constant(let value): return Operand(.number, at: program.add(.number(bits: value.bitPattern)))
        case .compiled(let operand): return operand
        case .unusable(let because): return report(span, "'\(name)' cannot be used here: \(because)")
        case nil:
            let hint = closestName(to: name, among: scope.meanings.keys.sorted())
            return report(
                span,
                "there is no '\(name)'; " + (hint.map { "did you mean '\($0)'?" } ?? "define it, or correct the name")
            )
        }
    }

    // MARK: Comparisons

    private mutating func comparison(
        _ symbol: ComparisonOperator,
        _ left: Syntax,
        _ right: Syntax,
        at span: Range<Int>
    ) -> Operand? {
        if left.isNull || right.isNull {
            return expression(left.isNull ? right : left).flatMap { missingTest(of: $0, symbol, at: span) }
        }
        let (a, b) = (expression(left), expression(right))
        guard let a, let b else { return nil }
        return compare(symbol, a, b, at: span)
    }

    /// `x = null` and `x != null`, the tests of a missing answer.
    private mutating func missingTest(
        of operand: Operand,
        _ symbol: ComparisonOperator,
        at span: Range<Int>
    ) -> Operand? {
        guard symbol == .equal || symbol == .notEqual else {
            return mismatch(span, "null can be compared only with '=' and '!='")
        }
        let isMissing: Int
        if case .set = operand.type {
            isMissing = program.add(.setIsMissing(column: operand.position))
        } else {
            isMissing = program.add(.isMissing(operand.position))
        }
        return Operand(.boolean, at: symbol == .equal ? isMissing : program.add(.not(isMissing)))
    }

    private mutating func compare(
        _ symbol: ComparisonOperator,
        _ a: Operand,
        _ b: Operand,
        at span: Range<Int>
    ) -> Operand? {
        let unknown = Operand(.boolean, at: program.add(.unknownCondition))
        switch (a.type, b.type) {
        case (.null, _), (_, .null): return unknown
        case (.number, .number):
            if program.constant(a.position) != nil, program.constant(b.position) == nil {
                return Operand(.boolean, at: program.add(.compare(symbol.mirrored, b.position, a.position)))
            }
            return Operand(.boolean, at: program.add(.compare(symbol, a.position, b.position)))
        case (.text(let some), .text(let others)):
            if some == nil, others == nil {
                return mismatch(
                    span,
                    "two categories without codes cannot be compared with each other; compare each with a text in quotes"
                )
            }
            if let problem = foreignCode(some, others) { return mismatch(span, problem) }
            return equality(symbol, program.add(.equalTexts(a.position, b.position)), "texts", at: span)
        case (.boolean, .boolean):
            let equal = program.add(.equalConditions(a.position, b.position))
            return equality(symbol, equal, "yes-or-no values", at: span)
        case (.set, _), (_, .set):
            return mismatch(span, "a set cannot be compared; ask 'list contains(set, \"code\")'")
        case (.boolean, .text(let codes)), (.text(let codes), .boolean):
            let hint =
                codes == ["yes"] || codes == ["no"]
                ? "; a yes-or-no variable is a condition by itself, or write 'not( )'" : ""
            return mismatch(span, "a yes-or-no value cannot be compared with a text\(hint)")
        default: return mismatch(span, "\(a.type.name) cannot be compared with \(b.type.name)")
        }
    }

    private mutating func equality(
        _ symbol: ComparisonOperator,
        _ equal: Int,
        _ what: String,
        at span: Range<Int>
    ) -> Operand? {
        switch symbol {
        case .equal: return Operand(.boolean, at: equal)
        case .notEqual: return Operand(.boolean, at: program.add(.not(equal)))
        default: return mismatch(span, "\(what) can be compared only with '=' and '!='")
        }
    }

    /// What is wrong with comparing a coded variable with a literal that is none of its codes.
    private func foreignCode(_ some: [String]?, _ others: [String]?) -> String? {
        guard let some, let others, Set(some).isDisjoint(with: others) else { return nil }
        guard !typeMismatchIsNull else { return nil }
        let (codes, literal) = some.count >= others.count ? (some, others[0]) : (others, some[0])
        guard codes.count > 1 else { return nil }
        return "\"\(literal)\" is none of the codes; \(Self.hint(for: literal, codes))"
    }

    private static func hint(for literal: String, _ codes: [String]) -> String {
        closestName(to: literal, among: codes).map { "did you mean \"\($0)\"?" }
            ?? "they are \(codes.joined(separator: ", "))"
    }

    private mutating func membership(_ value: Syntax, _ tests: [UnaryTest]) -> Operand? {
        expression(value).flatMap { membership($0, at: value.span, tests) }
    }

    private mutating func membership(_ value: Operand, at span: Range<Int>, _ tests: [UnaryTest]) -> Operand? {
        let alternatives = tests.map { alternative(value, at: span, $0) }
        let compiled = alternatives.compactMap(\.self)
        guard compiled.count == alternatives.count else { return nil }
        return Operand(.boolean, at: program.any(compiled))
    }

    private mutating func alternative(_ value: Operand, at span: Range<Int>, _ test: UnaryTest) -> Int? {
        switch test {
        case .value(let side):
            if side.isNull { return missingTest(of: value, .equal, at: side.span)?.position }
            if case .list(let items) = side.kind {
                return membership(value, at: span, items.map(UnaryTest.value))?.position
            }
            return expression(side).flatMap { compare(.equal, value, $0, at: side.span)?.position }
        case .comparison(let symbol, let side):
            if side.isNull { return missingTest(of: value, symbol, at: side.span)?.position }
            return expression(side).flatMap { compare(symbol, value, $0, at: side.span)?.position }
        case .interval(let low, let high, let ends):
            let (a, b, c) = (number(value, at: span), number(low), number(high))
            guard let a, let b, let c else { return nil }
            return program.add(.inside(a, low: b, high: c, ends))
        }
    }

    // MARK: Choices and functions

    private mutating func conditional(
        _ test: Syntax,
        _ consequent: Syntax,
        _ alternative: Syntax,
        at span: Range<Int>
    ) -> Operand? {
        let (condition, then, otherwise) = (condition(test), expression(consequent), expression(alternative))
        guard let condition, let then, let otherwise else { return nil }
        switch (then.type, otherwise.type) {
        case (.null, .null): return then
        case (.number, .number), (.number, .null), (.null, .number):
            let a = then.type == .null ? program.add(.unknownNumber) : then.position
            let b = otherwise.type == .null ? program.add(.unknownNumber) : otherwise.position
            return Operand(.number, at: program.add(.chooseNumber(condition, then: a, otherwise: b)))
        case (.boolean, .boolean), (.boolean, .null), (.null, .boolean):
            return Operand(
                .boolean,
                at: program.add(.chooseCondition(condition, then: then.position, otherwise: otherwise.position))
            )
        case (.text, .text), (.text, .null), (.null, .text):
            let a = then.type == .null ? program.add(.unknownText) : then.position
            let b = otherwise.type == .null ? program.add(.unknownText) : otherwise.position
            return Operand(
                then.type.union(otherwise.type),
                at: program.add(.chooseText(condition, then: a, otherwise: b))
            )
        default:
            return mismatch(
                span,
                "'then' gives \(then.type.name) and 'else' \(otherwise.type.name); both must be of one type"
            )
        }
    }

    private mutating func call(_ name: String, _ arguments: [Syntax], at span: Range<Int>) -> Operand? {
        guard let function = Function(rawValue: name) else { return report(span, "there is no function '\(name)'") }
        let wanted: ClosedRange<Int> =
            switch function {
            case .not, .absolute, .floor, .ceiling, .count: 1...1
            case .listContains, .roundHalfUp: 2...2
            case .minimum, .maximum: 1...Int.max
            }
        guard wanted.contains(arguments.count) else {
            let number =
                wanted.upperBound == .max
                ? "at least one argument" : "\(wanted.lowerBound) argument\(wanted.lowerBound == 1 ? "" : "s")"
            return mismatch(span, "'\(name)' takes \(number), not \(arguments.count)")
        }
        switch function {
        case .not: return condition(arguments[0]).map { Operand(.boolean, at: program.add(.not($0))) }
        case .absolute: return number(arguments[0]).map { Operand(.number, at: program.add(.absolute($0))) }
        case .floor: return number(arguments[0]).map { Operand(.number, at: program.add(.floor($0))) }
        case .ceiling: return number(arguments[0]).map { Operand(.number, at: program.add(.ceiling($0))) }
        case .roundHalfUp:
            let (value, scale) = (number(arguments[0]), number(arguments[1]))
            guard let value, let scale else { return nil }
            return Operand(.number, at: program.add(.roundHalfUp(value, scale: scale)))
        case .minimum: return extreme(arguments) { .minimum($0, $1) }
        case .maximum: return extreme(arguments) { .maximum($0, $1) }
        case .listContains: return listContains(arguments[0], arguments[1])
        case .count: return count(arguments[0])
        }
    }

    private mutating func extreme(_ arguments: [Syntax], _ step: (Int, Int) -> Instruction) -> Operand? {
        var items = arguments
        if arguments.count == 1, case .list(let listed) = arguments[0].kind { items = listed }
        let positions = items.map { number($0) }
        let numbers = positions.compactMap(\.self)
        guard numbers.count == positions.count else { return nil }
        guard let first = numbers.first else { return Operand(.null, at: program.add(.unknownCondition)) }
        return Operand(.number, at: numbers.dropFirst().reduce(first) { program.add(step($0, $1)) })
    }

    private mutating func listContains(_ list: Syntax, _ element: Syntax) -> Operand? {
        if case .list(let items) = list.kind { return membership(element, items.map(UnaryTest.value)) }
        guard let set = expression(list) else { return nil }
        guard case .set(let codes) = set.type else {
            return mismatch(list.span, "'list contains' needs a set here, not \(set.type.name)")
        }
        guard case .string(let code) = element.kind else {
            return mismatch(element.span, "name a code of the set in double quotes")
        }
        guard let bit = codes.firstIndex(of: code) else {
            if typeMismatchIsNull { return Operand(.boolean, at: program.add(.boolean(false))) }
            return report(element.span, "\"\(code)\" is none of the codes of the set; \(Self.hint(for: code, codes))")
        }
        return Operand(.boolean, at: program.add(.contains(column: set.position, bit: bit)))
    }

    private mutating func count(_ list: Syntax) -> Operand? {
        if case .list(let items) = list.kind {
            return Operand(.number, at: program.add(.number(bits: Double(items.count).bitPattern)))
        }
        guard let set = expression(list) else { return nil }
        guard case .set = set.type else { return mismatch(list.span, "'count' needs a set here, not \(set.type.name)") }
        return Operand(.number, at: program.add(.count(column: set.position)))
    }
}
