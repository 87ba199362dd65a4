// The one answer that would settle a verdict does so whatever it is: tried with every kind of answer.

import Codebook
import FEEL
import RuleSets
import Testing

@Suite("Single answers")
struct SingleAnswerTests {
    /// For the last record of a trial: of each cause that waits for one answer alone, that variable.
    private func settling(_ trial: RecordTrial) -> [(cause: Int, variable: Int)] {
        let plan = trial.plan
        let finder = SingleAnswers(
            trial.evaluator,
            over: trial.evaluator.batch,
            columns: Array(plan.columnVariables.indices)
        )
        var found: [(Int, Int)] = []
        for (index, cause) in plan.causes.enumerated() {
            guard let position = cause.position else { continue }
            finder.trace(position) { _ in
                1
            } _: { _, column, _, settled in
                if settled & 1 != 0 { found.append((index, plan.columnVariables[column])) }
            }
        }
        return found
    }

    private func answers(_ variable: Variable) -> [GivenAnswer] {
        switch variable.type {
        case .number:
            let range = variable.range ?? -1000...1000
            let width = range.upperBound - range.lowerBound
            return (0...40).map { .number(range.lowerBound + width * Double($0) / 40) }
        case .boolean: return [.boolean(true), .boolean(false)]
        case .category(let codes): return codes.isEmpty ? [.text("x")] : codes.map { .text($0.id) }
        case .set(let codes, _): return codes.map { .set([$0.id]) } + [.set([])]
        case .text: return [.text("x")]
        }
    }

    @Test("Whatever is answered, the verdict is decided", arguments: 0..<40)
    func settles(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let ruleSet = try builtIn()
        let trial = try ruleSet.makeTrial()
        var given: [String: GivenAnswer] = ["pain_severity": .number(4)]
        for (position, variable) in ruleSet.codebook.variables.enumerated()
        where position != ruleSet.codebook.recordID && variable.id != "pain_severity" {
            if Int.random(in: 0..<5, using: &random) > 0 {
                given[variable.id] = answers(variable).randomElement(using: &random)
            }
        }
        func run() throws { try trial.run(given.map { (variable: $0, answer: $1) }) }
        try run()
        for (cause, variable) in settling(trial) {
            #expect(trial.verdicts[cause] == .undetermined)
            let id = ruleSet.codebook.variables[variable].id
            #expect(given[id] == nil)
            for answer in answers(ruleSet.codebook.variables[variable]) {
                given[id] = answer
                try run()
                #expect(trial.verdicts[cause] != .undetermined, "\(ruleSet.causes[cause].id) with \(id) = \(answer)")
            }
            given[id] = nil
            try run()
        }
    }

    @Test(
        "What an answer may leave open is not said to be settled",
        arguments: [
            // A body-mass index may turn out implausible, and a minor has none.
            (["age_years": .number(40), "height_cm": .number(170)], "overweight", [String]()),
            (["height_cm": .number(170), "weight_kg": .number(90)], "overweight", []),
            // Two answers are more than one.
            ([:], "limited_flexibility", []),
            (["hamstring_tightness": .number(0)], "limited_flexibility", ["hip_flexor_tightness"]),
            ([:], "improper_technique", ["technique_score"]),
            ([:], "spinal_condition", ["spinal_conditions"]),
        ] as [([String: GivenAnswer], String, [String])]
    )
    func cases(_ answers: [String: GivenAnswer], _ cause: String, _ variables: [String]) throws {
        let ruleSet = try builtIn()
        let trial = try ruleSet.makeTrial()
        try trial.run(
            ([("pain_severity", .number(4))] + answers.map { ($0, $1) }).map { (variable: $0.0, answer: $0.1) }
        )
        let found = settling(trial).filter { ruleSet.causes[$0.cause].id == cause }
        #expect(found.map { ruleSet.codebook.variables[$0.variable].id } == variables)
    }

    @Test("An earlier cause's answer settles a later one, too, unless the later one lacks more")
    func earlierCauses() throws {
        let ruleSet = try builtIn()
        let trial = try ruleSet.makeTrial()
        var answers = FlagTests.unremarkable(ruleSet)
        answers["pain_weeks"] = .number(30)
        answers["warm_up_minutes"] = nil
        try trial.run(answers.map { (variable: $0, answer: $1) })
        let found = settling(trial).filter { ruleSet.causes[$0.cause].category != .contributing }
        #expect(found.map { ruleSet.causes[$0.cause].id } == ["insufficient_warm_up", "suspected_spinal_condition"])
        #expect(Set(found.map { ruleSet.codebook.variables[$0.variable].id }) == ["warm_up_minutes"])
    }
}

/// A generator with a seed: the same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
