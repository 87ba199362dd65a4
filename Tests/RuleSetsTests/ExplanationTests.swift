// Why a record has its verdicts: what made a rule hold, how far it is from holding, which answers would decide it.

import FEEL
import RuleSets
import Testing

@Suite("Explanations")
struct ExplanationTests {
    static let rules = """
        ruleset: x
        version: 1
        parameters: {limit: {value: 30}}
        variables:
          a: {type: number}
          b: {type: number}
          p: {type: boolean}
          q: {type: boolean}
          sport: {type: category, codes: [yoga, running]}
          spine: {type: set, codes: [none, scoliosis]}
        derived: {ratio: {value: a / b, range: [0, 10]}}
        causes:
          - id: first
            any:
              - {id: above, when: a > limit}
              - {id: inside, when: "a in [10..20)"}
              - {id: either, when: a > 40 or p}
              - {id: both, when: a > 0 and not(p) and q}
              - {id: sporty, when: sport = "yoga"}
              - {id: crooked, when: 'list contains(spine, "scoliosis")'}
              - {id: quotient, when: ratio > 2}
              - {id: sides, when: (a > 1 and b > 2 and p) or q}
          - {id: second, when: b > 5, none_of: [first]}
        """

    @Test(
        "Findings",
        arguments: [
            ("above", ["a": .number(28)], .absent, ["a is 28, holds above 30"]),
            ("above", ["a": .number(31)], .present, ["a is 31, which is above 30"]),
            ("above", ["a": .number(30)], .absent, ["a is 30, holds above 30"]),
            ("above", [:], .undetermined, ["a has no value, holds above 30"]),
            ("inside", ["a": .number(20)], .absent, ["a is 20, holds from 10 and below 20"]),
            ("inside", ["a": .number(10)], .present, ["a is 10, which is from 10 and below 20"]),
            // Of a true "or" what holds, of a false one both sides.
            ("either", ["a": .number(50), "p": .boolean(false)], .present, ["a is 50, which is above 40"]),
            (
                "either", ["a": .number(0), "p": .boolean(false)], .absent,
                ["a is 0, holds above 40", "p is no, holds if yes"]
            ),
            // Of a false "and" what keeps it from holding, of a true one all parts.
            ("both", ["a": .number(1), "p": .boolean(true), "q": .boolean(true)], .absent, ["p is yes, holds if no"]),
            (
                "both", ["a": .number(1), "p": .boolean(false), "q": .boolean(true)], .present,
                ["a is 1, which is above 0", "p is no", "q is yes"]
            ),
            ("sporty", ["sport": .text("running")], .absent, ["sport is running, holds equal to yoga"]),
            ("crooked", ["spine": .set(["none"])], .absent, ["spine is none, holds with scoliosis"]),
            ("quotient", ["a": .number(6), "b": .number(2)], .present, ["ratio is 3, which is above 2"]),
            ("quotient", ["a": .number(1), "b": .number(3)], .absent, ["ratio is 0.333333, holds above 2"]),
            (
                "quotient", ["a": .number(100), "b": .number(1)], .undetermined,
                ["ratio has no value (it would be 100, which is implausible), holds above 2"]
            ),
        ] as [(String, [String: GivenAnswer], Verdict, [String])]
    )
    func findings(_ rule: String, _ answers: [String: GivenAnswer], _ verdict: Verdict, _ sentences: [String]) throws {
        let trial = try ruleSet(Self.rules).makeTrial()
        try trial.run(answers.map { (variable: $0, answer: $1) })
        let found = try trial.explanation("first", rule)
        #expect(found.verdict == verdict)
        #expect(found.findings.map(\.sentence) == sentences)
    }

    @Test(
        "The smallest set of answers that would decide an open rule, and all that leave it open",
        arguments: [
            ("above", [:], ["a"], ["a"]),
            ("either", [:], ["a", "p"], ["a"]),
            ("either", ["a": .number(1)], ["p"], ["p"]),
            ("both", ["a": .number(1)], ["p", "q"], ["p"]),
            ("quotient", [:], ["a", "b"], ["a", "b"]),
            ("quotient", ["a": .number(1)], ["b"], ["b"]),
            ("sides", [:], ["a", "b", "p", "q"], ["q"]),
            ("sides", ["q": .boolean(false), "a": .number(2)], ["b", "p"], ["b"]),
        ] as [(String, [String: GivenAnswer], [String], [String])]
    )
    func deciding(_ rule: String, _ answers: [String: GivenAnswer], _ missing: [String], _ smallest: [String]) throws {
        let trial = try ruleSet(Self.rules).makeTrial()
        try trial.run(answers.map { (variable: $0, answer: $1) })
        let found = try trial.explanation("first", rule)
        #expect(found.verdict == .undetermined)
        #expect(found.missing == missing)
        #expect(found.decidedBy.count == smallest.count)
        #expect(Set(found.decidedBy).isSubset(of: missing))
        if smallest.count == 1, missing.count != 2 { #expect(found.decidedBy == smallest) }
    }

    @Test(
        "The answers that an explanation asks for can indeed decide the rule",
        arguments: ["either", "both", "quotient", "sides"]
    )
    func decidedByDecides(_ rule: String) throws {
        let trial = try ruleSet(Self.rules).makeTrial()
        try trial.run([(variable: String, answer: GivenAnswer)]())
        let wanted = try trial.explanation("first", rule).decidedBy
        // Some combination of values of those answers decides.
        let values: [String: [GivenAnswer]] = [
            "a": [.number(0), .number(50)], "b": [.number(1), .number(10)], "p": [.boolean(true), .boolean(false)],
            "q": [.boolean(true), .boolean(false)],
        ]
        var records: [[(variable: String, answer: GivenAnswer)]] = [[]]
        for name in wanted {
            records = records.flatMap { record in (values[name] ?? []).map { record + [(name, $0)] } }
        }
        let verdicts = try records.map { record in
            try trial.run(record)
            return try trial.explanation("first", rule).verdict
        }
        #expect(verdicts.contains { $0 != .undetermined })
    }

    @Test("A cause that rules another out is named, not its comparisons")
    func noneOf() throws {
        let trial = try ruleSet(Self.rules).makeTrial()
        try trial.run(["a": .number(31), "b": .number(6)])
        let found = try trial.explanation("second", "second")
        #expect(found.verdict == .absent)
        #expect(found.findings.map(\.sentence) == ["first is present, holds if absent"])
    }

    @Test("The explanation agrees with the verdicts that it explains")
    func agrees() throws {
        let trial = try builtIn().makeTrial()
        try trial.run(["pain_severity": .number(4), "load_change_percent": .number(60), "pain_weeks": .number(20)])
        let explanation = Explainer(trial.plan, trial.evaluator, record: 0, openText: { _ in nil }).explanation()
        #expect(explanation.eligibility == .yes)
        #expect(explanation.mainCause == "overtraining")
        #expect(!explanation.isCertain)
        #expect(explanation.causes.map(\.verdict) == trial.verdicts)
        for cause in explanation.causes {
            let rules = cause.rules.map(\.verdict)
            let expected: Verdict =
                rules.contains(.present) ? .present : rules.contains(.undetermined) ? .undetermined : .absent
            #expect(cause.verdict == expected, "\(cause.cause.id)")
        }
        #expect(explanation.population.map(\.sentence) == ["pain_severity is 4, which is above 0"])
    }
}
