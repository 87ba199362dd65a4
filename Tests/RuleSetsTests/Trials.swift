// The built-in rule set and a small one, tried on records given by hand.

import Codebook
import FEEL
import RuleSetFiles
import RuleSets
import Testing

/// Reads a rule set that must be sound but for warnings.
func ruleSet(_ text: String) throws -> RuleSet {
    let file = RuleSetFile(path: "rules.yaml", bytes: Array(text.utf8))
    let ruleSet = try #require(file.ruleSet, "\(file.problems)")
    #expect(ruleSet.check().filter { $0.severity == .error } == [])
    return ruleSet
}

/// The built-in rule set.
func builtIn() throws -> RuleSet { try #require(RuleSetFile.builtIn.ruleSet) }

extension RuleSet {
    /// A trial in which only some variables have a column.
    func trial(collected names: [String]) throws -> RecordTrial {
        let positions = try names.map { try #require(codebook.position(of: $0), "\($0)") }
        return RecordTrial(try plan(collected: Set(positions), withFlags: true))
    }
}

extension RecordTrial {
    /// Runs a record.
    func run(_ answers: KeyValuePairs<String, GivenAnswer>) throws {
        try run(answers.map { (variable: $0, answer: $1) })
    }

    /// The verdicts by cause.
    var byCause: [String: Verdict] {
        Dictionary(zip(plan.ruleSet.causes.map(\.id), verdicts)) { first, _ in first }
    }

    /// The missing answers that leave a cause open, as `classify` names them.
    func missing(_ cause: String) throws -> [String] {
        let index = try #require(plan.ruleSet.causes.firstIndex { $0.id == cause })
        guard let position = plan.causes[index].position else { return [] }
        let trace = NeedTrace(evaluator, over: evaluator.batch)
        trace.need(position, word: 0, mask: 1)
        trace.follow()
        return plan.columnVariables.indices.filter { trace.needed(column: $0)[0] & 1 != 0 }
            .map { plan.ruleSet.codebook.variables[plan.columnVariables[$0]].id }
    }

    /// The explanation of a rule.
    func explanation(_ cause: String, _ rule: String) throws -> Explanation.RuleExplanation {
        let whole = Explainer(plan, evaluator, record: 0, openText: { _ in nil }).explanation()
        let found = try #require(whole.causes.first { $0.cause.id == cause })
        return try #require(found.rules.first { $0.rule.id == rule })
    }
}
