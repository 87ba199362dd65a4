// What is wrong with an expression, where, and what would mend it.

/// A problem in an expression.
package struct Diagnostic: Error, Sendable, Hashable {
    /// How bad a problem is.
    package enum Severity: Sendable, Hashable {
        case error
        case warning
    }

    /// Whether the expression can be used in spite of it.
    package var severity: Severity
    /// The UTF-8 offsets in the expression's text that the problem is about.
    package var span: Range<Int>
    /// One sentence that says what is wrong and what to do.
    package var message: String

    /// Makes a diagnostic.
    package init(_ severity: Severity = .error, at span: Range<Int>, _ message: String) {
        self.severity = severity
        self.span = span
        self.message = message
    }
}
