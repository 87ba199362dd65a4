// Definitions of variables and parameters: what is refused in them, and which words stay words.

import Codebook
import RuleSetFiles
import RuleSets
import Testing

@Suite("Definitions in rule sets")
struct DefinitionTests {
    @Test(
        "Variables and parameters",
        arguments: [
            (
                "  height: {type: nubmer}",
                "variable 'height' has the type 'nubmer'; types are number, boolean, category, set and text"
            ),
            ("  height: {type: number, range: [10, 1]}", "'range' of variable 'height' must be [lowest, highest]"),
            ("  height: {type: number, range: [ten, 20]}", "'range' of variable 'height' is 'ten', which is no number"),
            (
                "  height: {type: text, range: [1, 2]}",
                "variable 'height' has a range but is no number; remove the range"
            ),
            ("  height: {label: Height}", "variable 'height' has no 'type'; add it"),
            (
                "  height: {type: number, alias: [Size]}",
                "variable 'height' has no field 'alias'; did you mean 'aliases'?"
            ),
            (
                "  height: {type: number}\n  size: {type: number, aliases: [Height]}",
                "'Height' names both 'height' and 'size'"
            ),
            ("  height: {type: number}\n  h_eight: {type: number}", "'h_eight' names both 'height' and 'h_eight'"),
            ("  height: {type: number}\n  größe: {type: number}", "must be made of letters a-z, digits and '_'"),
            ("  height: {type: number}\n  9lives: {type: number}", "must be made of letters a-z, digits and '_'"),
            (
                "  height: {type: number}\n  b: {type: boolean, 'true': [x], 'false': [X]}",
                "'X' of 'b' means both yes and no; keep one"
            ),
            ("  height: {type: number}\n  s: {type: set}", "the set 's' has no codes; list them under codes"),
            ("  height: {type: number}\n  s: {type: set, codes: [a], separator: ''}", "the separator of 's' is empty"),
            (
                "  height: {type: number}\n  c: {type: category, codes: {a: [x], b: [x]}}",
                "'x' of 'c' means both a and b; keep one"
            ),
            ("  height: {type: number}\n  c: {type: category, codes: {NA: [], b: []}}", "'NA' of 'c' means both"),
        ]
    )
    func variable(_ text: String, _ message: String) {
        let found = problems(
            ("ruleset: x\nversion: 1\nvariables:\n\(text)\ncauses:\n  - {id: k, when: height > 1}\n").utf8
        )
        #expect(
            found.contains { $0.severity == .error && $0.message.contains(message) && $0.place.line >= 4 },
            "\(found)"
        )
    }

    @Test("All problems are reported at once, in the order of the file")
    func all() {
        let found = problems(
            (BrokenRuleSetTests.start + """
                causes:
                  - {id: first, when: hieght > limit and tird}
                  - {id: second, when: height > "x", advice: [rest]}
                groups:
                  size: {of: height, bands: [2, 1]}
                """).utf8
        )
        #expect(found.map { "\($0.place.line):\($0.place.column)" } == ["10:23", "10:42", "11:5", "11:24", "13:3"])
    }

    @Test("Words that YAML would turn into something else stay words, and the language has one yes and no")
    func yamlTraps() throws {
        let file = RuleSetFile(
            path: "rules.yaml",
            bytes: Array(
                """
                ruleset: traps
                version: 1.10
                variables:
                  b: {type: boolean, true: [yes, on], false: [no, off]}
                  c: {type: category, codes: {no: [NO, norway], yes: [], on: [], 1:30: [90], null: [nothing], 0x1F: []}}
                causes:
                  - {id: k, when: 'b and c in ("no", "yes", "on", "1:30", "null", "0x1F")'}
                tests:
                  - {name: words, given: {b: yes, c: no}, expect: {present: [k]}}
                  - {name: minutes, given: {b: yes, c: 1:30}, expect: {present: [k]}}
                  - {name: no, given: {b: no, c: on}, expect: {absent: [k]}}
                """.utf8
            )
        )
        #expect(file.problems == [])
        let ruleSet = try #require(file.ruleSet)
        #expect(ruleSet.version == "1.10")
        #expect(ruleSet.check() == [])
        guard case .category(let codes) = ruleSet.codebook.variables[1].type else {
            Issue.record("c is no category")
            return
        }
        #expect(codes.map(\.id) == ["no", "yes", "on", "1:30", "null", "0x1F"])
    }
}
