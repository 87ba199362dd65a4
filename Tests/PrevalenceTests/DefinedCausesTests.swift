// Which causes a grouping variable defines.

import Prevalence
import RuleSetFiles
import RuleSets
import Testing

@Suite("Causes that are defined by a grouping variable")
struct DefinedCausesTests {
    @Test(
        "Of the built-in rule set",
        arguments: [
            ("age_years", ["older_age"]), ("distracted", ["distraction"]), ("adult_bmi", ["overweight"]),
            // An adult's body-mass index is the body-mass index, where there is one.
            ("bmi", ["overweight"]),
            // One of two answers that a cause reads does not decide it.
            ("weight_kg", []), ("height_cm", []), ("hamstring_tightness", []), ("pain_weeks", []), ("sex", []),
        ] as [(String, Set<String>)]
    )
    func builtIn(_ variable: String, causes: Set<String>) throws {
        let ruleSet = try #require(RuleSetFile.builtIn.ruleSet)
        #expect(ruleSet.causesDefined(by: variable) == causes)
    }

    @Test("Through derived variables and earlier causes, and not where another variable chooses between values")
    func derived() throws {
        let text = """
            ruleset: chains
            version: 1
            variables:
              a: {type: number, range: [0, 100]}
              b: {type: number, range: [0, 100]}
            derived:
              tenth: {value: a / 10}
              either: {value: if b > 1 then a else a + 1}
              gated: {value: if b > 1 then tenth else null}
            causes:
              - {id: direct, label: Direct, category: normal, when: a > 10}
              - {id: by_tenth, label: By a tenth, category: normal, when: tenth > 1}
              - {id: by_gated, label: Where b lets it, category: normal, when: gated > 1}
              - {id: by_either, label: Chosen by b, category: normal, when: either > 1}
              - {id: otherwise, label: Otherwise, category: normal, when: a > 5, none_of: [direct]}
              - {id: both, label: Both, category: normal, when: a > 5 and b > 5}
            """
        let file = RuleSetFile(path: "chains.yaml", bytes: Array(text.utf8))
        let ruleSet = try #require(file.ruleSet, "\(file)")
        #expect(ruleSet.causesDefined(by: "a") == ["direct", "by_tenth", "by_gated", "otherwise"])
        #expect(ruleSet.causesDefined(by: "tenth") == ["by_tenth", "by_gated"])
        #expect(ruleSet.causesDefined(by: "gated") == ["by_tenth", "by_gated"])
        #expect(ruleSet.causesDefined(by: "b") == [])
    }

    @Test("Through eighty derived variables each of which is made of the two before")
    func deep() throws {
        let values = (2...80).map { "  d\($0): {value: d\($0 - 1) + d\($0 - 2)}" }
        let lines =
            ["ruleset: deep", "version: 1", "variables:"]
            + ["a", "b"].map { "  \($0): {type: number, range: [0, 100]}" }
            + ["derived:", "  d0: {value: a / 10}", "  d1: {value: a / 20}"] + values
            + ["causes:", "  - {id: last, label: Last, category: normal, when: d80 > 3}"]
            + ["  - {id: both, label: Both, category: normal, when: d80 > b}"]
        let file = RuleSetFile(path: "deep.yaml", bytes: Array(lines.joined(separator: "\n").utf8))
        let ruleSet = try #require(file.ruleSet, "\(file)")
        #expect(ruleSet.causesDefined(by: "a") == ["last"])
        #expect(ruleSet.causesPartlyDefined(by: "a") == ["both"])
    }

    @Test(
        "In part, where it decides together with others",
        arguments: [
            ("hamstring_tightness", ["limited_flexibility", "suspected_spinal_condition"]),
            ("pain_weeks", ["suspected_spinal_condition"]), ("weight_kg", ["overweight"]),
            ("pain_severity", ["delayed_onset_soreness", "suspected_spinal_condition"]),
            // Age says whether a body-mass index counts, not which.
            ("age_years", []), ("bmi", []), ("adult_bmi", []), ("sex", []), ("distracted", []),
        ] as [(String, Set<String>)]
    )
    func partly(_ variable: String, causes: Set<String>) throws {
        let ruleSet = try #require(RuleSetFile.builtIn.ruleSet)
        #expect(ruleSet.causesPartlyDefined(by: variable) == causes)
    }
}
