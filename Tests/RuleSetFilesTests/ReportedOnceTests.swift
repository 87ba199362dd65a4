// Each mistake is reported where it was made, once, and nowhere else.

import RuleSetFiles
import RuleSets
import Testing

@Suite("Reported once")
struct ReportedOnceTests {
    private func messages(_ text: String) -> [String] {
        let file = RuleSetFile(path: "rules.yaml", bytes: Array(text.utf8))
        return (file.problems + (file.ruleSet?.check() ?? [])).map(\.message)
    }

    @Test("A variable that only reads a circle is no part of it, and what the circle reads is used")
    func circle() {
        let found = messages(
            """
            ruleset: x
            version: 1
            parameters: {limit: 3}
            variables: {height: {type: number}}
            derived: {a: {value: b + limit}, b: {value: a + 1}, c: {value: a + 1}}
            causes: [{id: k, when: height > 1 and c > 2}]
            """
        )
        #expect(
            found == [
                "the derived variables a, b read each other in a circle; break it",
                "the derived variables a, b read each other in a circle; break it",
            ]
        )
    }

    @Test("A word of the language as a cause's id, with a lone condition")
    func reserved() {
        let found = messages(
            "ruleset: x\nversion: 1\nvariables: {height: {type: number}}\ncauses: [{id: between, when: height > 1}]\n"
        )
        #expect(found == ["'between' is a word of the condition language; choose another cause id"])
    }

    @Test("A test with a profile that is not there")
    func profile() {
        let found = messages(
            """
            ruleset: x
            version: 1
            variables: {height: {type: number}}
            causes: [{id: k, when: height > 1}]
            tests: [{name: tall, profile: strict, given: {height: 2}, expect: {present: [k]}}]
            """
        )
        #expect(found == ["the test \"tall\" names the profile 'strict', which is not there; define it under profiles"])
    }
}
