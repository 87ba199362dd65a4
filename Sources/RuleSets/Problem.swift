// What a check of a rule set finds.

/// Something wrong, or worth knowing, at a place in a rule set.
package struct Problem: Sendable, Hashable {
    /// How bad it is.
    package enum Severity: String, Sendable {
        /// The rule set cannot be used.
        case error
        case warning
    }

    /// How bad it is.
    package var severity: Severity
    /// Where it is.
    package var place: Place
    /// One sentence: what is wrong and what to do.
    package var message: String

    /// Makes a problem.
    package init(_ severity: Severity = .error, at place: Place, _ message: String) {
        self.severity = severity
        self.place = place
        self.message = message
    }
}
