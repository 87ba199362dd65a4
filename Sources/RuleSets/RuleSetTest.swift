// Examples inside a rule set.

/// An example inside a rule set, with what must come out of it.
package struct RuleSetTest: Sendable {
    /// What the example shows.
    package var name: String
    /// The profile it is tried with; nil for the parameters' own values.
    package var profile: String?
    /// The answers.
    package var given: [(variable: String, answer: GivenAnswer, place: Place)]
    /// What must come out.
    package var expect: Expectation
    /// Where it stands.
    package var place: Place

    /// Makes an example.
    package init(
        name: String,
        profile: String? = nil,
        given: [(variable: String, answer: GivenAnswer, place: Place)],
        expect: Expectation,
        place: Place
    ) {
        self.name = name
        self.profile = profile
        self.given = given
        self.expect = expect
        self.place = place
    }

    /// What a test asks for; nil or empty parts are not asked for.
    package struct Expectation: Sendable {
        /// The verdicts of causes.
        package var verdicts: [(cause: String, verdict: Verdict)] = []
        /// The verdicts of flags, whether the record belongs to the population or not.
        package var flags: [(flag: String, verdict: Verdict)] = []
        /// The main cause, as classify prints it.
        package var mainCause: String?
        /// Whether the main cause is certain.
        package var isCertain: Bool?
        /// Whether the record belongs to the population.
        package var eligible: Eligibility?

        /// Asks for nothing.
        package init() {}
    }
}

/// An answer that is given by hand, in a test or on the command line.
package enum GivenAnswer: Sendable, Hashable {
    case missing
    case number(Double)
    case boolean(Bool)
    case text(String)
    case set([String])
}
