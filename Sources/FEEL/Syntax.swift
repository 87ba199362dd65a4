// The syntax tree of an expression.

/// One expression, with the place it was read from.
package struct Syntax: Sendable {
    /// What the expression is.
    package indirect enum Kind: Sendable {
        case null
        case boolean(Bool)
        case number(Double)
        case string(String)
        case name(String)
        case negation(Syntax)
        case arithmetic(ArithmeticOperator, Syntax, Syntax)
        case comparison(ComparisonOperator, Syntax, Syntax)
        /// Two or more conditions joined by `and`.
        case conjunction([Syntax])
        /// Two or more conditions joined by `or`.
        case disjunction([Syntax])
        case between(Syntax, low: Syntax, high: Syntax)
        /// `x in …`: true where one of the tests is.
        case membership(Syntax, [UnaryTest])
        case conditional(Syntax, then: Syntax, otherwise: Syntax)
        case call(String, [Syntax])
        case list([Syntax])
    }

    /// What the expression is.
    package let kind: Kind
    /// UTF-8 offsets in the text.
    package let span: Range<Int>
    /// One more than the depth of its deepest part.
    let depth: Int

    /// Whether this is the literal `null`.
    package var isNull: Bool {
        if case .null = kind { true } else { false }
    }
}

/// One alternative on the right of `in`.
package enum UnaryTest: Sendable {
    /// `< 5`
    case comparison(ComparisonOperator, Syntax)
    /// `[1..5)`
    case interval(low: Syntax, high: Syntax, Interval.Ends)
    /// `"running"`
    case value(Syntax)
}

/// `+ - * / **`
package enum ArithmeticOperator: String, Sendable, Hashable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "**"
}

/// `= != < <= > >=`
package enum ComparisonOperator: String, Sendable, Hashable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The operator that holds with the sides exchanged.
    var mirrored: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
