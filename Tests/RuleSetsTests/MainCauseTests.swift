// The search for the main cause, as the contract of `classify` has it.

import RuleSets
import Testing

@Suite("The main cause")
struct MainCauseTests {
    /// Verdicts in short: P present, A absent, U undetermined, N not assessed; in lower case for a contributing cause.
    @Test(
        "The first present cause, contributing ones aside; certain if no cause before it is open",
        arguments: [
            ("", MainCause.unexplained, true), ("AAA", .unexplained, true), ("PAA", .cause(0), true),
            ("APA", .cause(1), true), ("APP", .cause(1), true), ("UPA", .cause(1), false), ("NPA", .cause(1), false),
            ("APU", .cause(1), true), ("APN", .cause(1), true), ("PUN", .cause(0), true), ("AUA", .undetermined, false),
            ("NUA", .undetermined, false), ("ANA", .unexplained, false), ("NNN", .unexplained, false),
            ("p", .contributingOnly, true), ("a", .unexplained, true), ("u", .unexplained, true),
            ("n", .unexplained, true), ("pP", .cause(1), true), ("uP", .cause(1), true), ("nP", .cause(1), true),
            ("Pp", .cause(0), true), ("AAp", .contributingOnly, true), ("AUp", .undetermined, false),
            ("ANp", .contributingOnly, false), ("AAup", .contributingOnly, true), ("AAuu", .unexplained, true),
            ("ANu", .unexplained, false), ("UAP", .cause(2), false), ("NAPp", .cause(2), false),
            ("aPA", .cause(1), true),
        ]
    )
    func mainCause(_ verdicts: String, _ cause: MainCause, _ isCertain: Bool) {
        let letters: [Character: Verdict] = ["P": .present, "A": .absent, "U": .undetermined, "N": .notAssessed]
        let found = MainCause.of(
            verdicts.compactMap { letters[Character($0.uppercased())] },
            contributing: verdicts.map(\.isLowercase)
        )
        #expect(found.cause == cause)
        #expect(found.isCertain == isCertain)
    }
}
