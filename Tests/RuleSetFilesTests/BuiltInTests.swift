// The built-in rule set: sound, and tested by its own examples.

import FEEL
import RuleSetFiles
import RuleSets
import Testing

@Suite("The built-in rule set")
struct BuiltInTests {
    @Test("It has no problem, not even a warning")
    func isSound() throws {
        let file = RuleSetFile.builtIn
        #expect(file.problems == [])
        let problems = try #require(file.ruleSet).check()
        #expect(problems == [])
    }
}
