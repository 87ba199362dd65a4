// What is wrong with a rule set, where, and in which words.

import RuleSetFiles
import RuleSets
import Testing

/// A rule set and the one problem that it has.
struct Broken: CustomTestStringConvertible, Sendable {
    let what: String
    let place: String
    let message: String
    let severity: Problem.Severity
    let text: String

    init(_ what: String, _ place: String, _ message: String, _ severity: Problem.Severity, _ text: String) {
        self.what = what
        self.place = place
        self.message = message
        self.severity = severity
        self.text = text
    }

    /// One whose problem is an error.
    init(_ what: String, _ place: String, _ message: String, _ text: String) {
        self.init(what, place, message, .error, text)
    }

    var testDescription: String { what }
}

/// Every problem of a rule set's text, form first.
func problems(_ bytes: some Sequence<UInt8>) -> [Problem] {
    let file = RuleSetFile(path: "rules.yaml", bytes: Array(bytes))
    return file.problems + (file.ruleSet?.check() ?? [])
}

@Suite("Broken rule sets")
struct BrokenRuleSetTests {
    /// The first lines of every example; what follows begins on line 9.
    static let start = """
        ruleset: example
        version: 1
        parameters:
          limit: {value: 30, range: [10, 50]}
        variables:
          height: {type: number, range: [0, 250], aliases: [Size]}
          tired: {type: boolean}
          sport: {type: category, codes: {yoga: [], running: [jog]}}

        """
    static let causes = """
        causes:
          - {id: first, when: height > limit}

        """

    @Test("The example itself has no problem")
    func sound() {
        #expect(problems((Self.start + Self.causes).utf8) == [])
    }

    @Test(
        "Each problem is reported once, at its place, with what to do",
        arguments: [
            Broken(
                "A misspelt column",
                "11:11",
                "there is no 'hieght'; did you mean 'height'?",
                """
                causes:
                  - id: first
                    when: hieght > limit
                """
            ),
            Broken(
                "A misspelt column inside braces",
                "10:31",
                "there is no 'hieght'; did you mean 'height'?",
                """
                causes:
                  - {id: first, when: limit < hieght}
                """
            ),
            Broken(
                "A number compared with a text",
                "10:23",
                "a number cannot be compared with a text",
                """
                causes:
                  - {id: first, when: height > "tall" and limit > 1}
                """
            ),
            Broken(
                "A number where a condition is needed",
                "10:23",
                "this is a number where a condition is needed; compare it with something",
                """
                causes:
                  - {id: first, when: height + limit}
                """
            ),
            Broken(
                "A code that is not there",
                "10:23",
                "\"yogaa\" is none of the codes; did you mean \"yoga\"?",
                """
                causes:
                  - {id: first, when: sport = "yogaa" or height > limit}
                """
            ),
            Broken(
                "A syntax error",
                "11:19",
                "found the end where a value should stand",
                """
                causes:
                  - id: first
                    when: height >
                """
            ),
            Broken(
                "A syntax error in a quoted condition",
                "11:20",
                "found the end where a value should stand",
                """
                causes:
                  - id: first
                    when: "height >"
                """
            ),
            Broken(
                "A cause with the name of a variable",
                "11:5",
                "'height' is a variable already (line 6); choose another name",
                causes + """
                      - {id: height, when: tired}
                    """
            ),
            Broken(
                "Two causes of one name",
                "11:5",
                "'first' is a cause already (line 10); choose another name",
                causes + """
                      - {id: first, when: tired}
                    """
            ),
            Broken(
                "Two rules of one name",
                "14:9",
                "cause 'second' has two rules 'a'; choose another name for one",
                causes + """
                      - id: second
                        any:
                          - {id: a, when: tired}
                          - {id: a, when: height > 200}
                    """
            ),
            Broken(
                "A name that is a word of the language",
                "11:5",
                "'in' is a word of the condition language; choose another cause id",
                causes + """
                      - {id: in, when: tired}
                    """
            ),
            Broken(
                "A cause used before its turn",
                "10:42",
                "'second' cannot be used here: causes are decided in order, and this one comes later",
                """
                causes:
                  - {id: first, when: height > limit and second}
                  - {id: second, when: tired}
                """
            ),
            Broken(
                "none_of a later cause",
                "10:5",
                "none_of names 'second': causes are decided in order, and this one comes later or is the cause itself",
                """
                causes:
                  - {id: first, when: height > limit, none_of: [second]}
                  - {id: second, when: tired}
                """
            ),
            Broken(
                "none_of no cause",
                "11:5",
                "none_of names 'frist': it is no cause; did you mean 'first'?",
                causes + """
                      - {id: second, when: tired, none_of: [frist]}
                    """
            ),
            Broken(
                "A cause without a condition",
                "11:5",
                "the rule 'second.second' has neither 'when' nor 'none_of'; write a condition",
                causes + """
                      - {id: second, label: Second}
                    """
            ),
            Broken(
                "A category that is none",
                "11:28",
                "cause 'second' has the category 'main'; categories are normal, primary, secondary, contributing",
                causes
                    + """
                      - {id: second, category: main, when: tired}
                    """
            ),
            Broken(
                "A field that is not there",
                "11:31",
                "a cause has no field 'becuase'; did you mean 'because'?",
                causes + """
                      - {id: second, when: tired, becuase: It is}
                    """
            ),
            Broken(
                "Advice that is not there",
                "11:5",
                "cause 'second' names the advice 'rest'",
                causes + """
                      - {id: second, when: tired, advice: [rest]}
                    """
            ),
            Broken(
                "Bands out of order",
                "12:3",
                "group 'size' has bands out of order; write them from low to high, each once",
                causes + """
                    groups:
                      size: {of: height, bands: [10, 30, 20]}
                    """
            ),
            Broken(
                "A band twice",
                "12:3",
                "group 'size' has bands out of order; write them from low to high, each once",
                causes + """
                    groups:
                      size: {of: height, bands: [10, 10]}
                    """
            ),
            Broken(
                "Labels that do not fit the bands",
                "12:3",
                "group 'size' has 2 labels for 3 bands; write one for each",
                causes + """
                    groups:
                      size: {of: height, bands: [10, 20], labels: [small, large]}
                    """
            ),
            Broken(
                "A label that outputs use",
                "12:3",
                "group 'size' has the label 'all', which outputs use themselves; choose another",
                causes + """
                    groups:
                      size: {of: height, bands: [10], labels: [small, all]}
                    """
            ),
            Broken(
                "A group of no variable",
                "12:3",
                "group 'size' is of 'heigth', which is no variable; did you mean 'height'?",
                causes + """
                    groups:
                      size: {of: heigth, bands: [10]}
                    """
            ),
            Broken(
                "A group with bands of words",
                "12:3",
                "group 'kind' has bands, but 'sport' is no number; remove them",
                causes + """
                    groups:
                      kind: {of: sport, bands: [10]}
                    """
            ),
            Broken(
                "A profile with a value out of range",
                "12:12",
                "limit = 60 is out of its range, 10 to 50; correct one of them",
                causes
                    + """
                    profiles:
                      strict: {limit: 60}
                    """
            ),
            Broken(
                "A profile with an unknown parameter",
                "12:12",
                "profile 'strict' sets 'limt', which is no parameter; did you mean 'limit'?",
                causes + """
                    profiles:
                      strict: {limt: 20}
                    """
            ),
            Broken(
                "Derived variables in a circle",
                "12:3",
                "the derived variables a, b read each other in a circle; break it",
                """
                causes:
                  - {id: first, when: height > limit and a > 1}
                derived:
                  a: {value: b + 1}
                  b: {value: a + 1}
                """
            ),
            Broken(
                "A derived variable of itself",
                "12:3",
                "the derived variable a reads itself in a circle; break it",
                """
                causes:
                  - {id: first, when: height > limit and a > 1}
                derived:
                  a: {value: a + 1}
                """
            ),
            Broken(
                "A test that fails",
                "12:5",
                "the test \"Tall is first\" fails: first is absent, not present",
                causes + """
                    tests:
                      - {name: Tall is first, given: {height: 20}, expect: {present: [first]}}
                    """
            ),
            Broken(
                "A test of a variable that is not there",
                "12:5",
                "the test \"Tall\" fails: there is no variable 'heigth'; did you mean 'height'?",
                causes + """
                    tests:
                      - {name: Tall, given: {heigth: 20}, expect: {absent: [first]}}
                    """
            ),
            Broken(
                "A test of a profile that is not there",
                "12:5",
                "the test \"Tall\" names the profile 'strict', which is not there; define it under profiles",
                causes + """
                    tests:
                      - {name: Tall, profile: strict, given: {height: 20}, expect: {absent: [first]}}
                    """
            ),
            Broken(
                "summarise_by a group twice",
                "1:1",
                "twice",
                causes + """
                    groups:
                      size: {of: height, bands: [10]}
                    summarise_by: [size, size]
                    """
            ),
            // Warnings
            Broken(
                "A parameter that nothing uses",
                "4:3",
                "the parameter 'limit' is not used; remove it or use it in a rule",
                .warning,
                """
                causes:
                  - {id: first, when: height > 30}
                """
            ),
            Broken(
                "A derived variable that nothing uses",
                "12:3",
                "the derived variable 'double' is not used; remove it or use it in a rule",
                .warning,
                causes + """
                    derived:
                      double: {value: height * 2}
                    """
            ),
            Broken(
                "A rule that can never hold",
                "11:24",
                "the rule 'second.second' can never hold for plausible answers; check its bounds",
                .warning,
                causes + """
                      - {id: second, when: height > 250}
                    """
            ),
            Broken(
                "A rule that always holds",
                "11:24",
                "the rule 'second.second' always holds for plausible answers; check its bounds",
                .warning,
                causes + """
                      - {id: second, when: height >= 0}
                    """
            ),
            Broken(
                "A rule that a missing answer makes true",
                "11:24",
                "the rule 'second.second' can become true because an answer is missing ('= null' or 'if')",
                .warning,
                causes + """
                      - {id: second, when: height = null}
                    """
            ),
        ] as [Broken]
    )
    func problem(_ broken: Broken) {
        let found = problems((Self.start + broken.text).utf8)
        let first = found.first {
            "\($0.place.line):\($0.place.column)" == broken.place && $0.message.contains(broken.message)
        }
        #expect(first?.severity == broken.severity, "\(found)")
        // A circle is reported at each of its variables; anything else stands in one place.
        let same = found.filter { $0.severity == broken.severity }
        #expect(same.allSatisfy { $0.message.contains("circle") } || Set(found.map(\.place)).count == 1, "\(found)")
    }
}
