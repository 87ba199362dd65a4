// Red flags: three-valued, only as far as there are columns, apart from causes, and in the way of harmful advice.

import Codebook
import FEEL
import RuleSets
import Testing

@Suite("Red flags")
struct FlagTests {
    /// The columns that every file of these tests has.
    static let columns = ["age_years", "pain_severity", "pain_weeks", "spinal_conditions"]

    private func flags(_ trial: RecordTrial) -> [String: Verdict] {
        Dictionary(zip(trial.plan.ruleSet.flags.map(\.id), trial.flagVerdicts)) { first, _ in first }
    }

    @Test(
        "A flag is decided by the columns that there are",
        arguments: [
            (["saddle_numbness"], ["saddle_numbness": true], "cauda_equina", Verdict.present),
            (["saddle_numbness"], ["saddle_numbness": false], "cauda_equina", .absent),
            (["saddle_numbness"], [:], "cauda_equina", .undetermined),
            ([], [:], "cauda_equina", .notAssessed),
            (["saddle_numbness", "both_legs_affected"], ["saddle_numbness": false], "cauda_equina", .undetermined),
            (["saddle_numbness", "both_legs_affected"], ["both_legs_affected": true], "cauda_equina", .present),
            // Of the signs that an unusual age asks for those count that the file can tell; without any it asks in vain.
            ([], [:], "unusual_age", .notAssessed),
            (["pain_at_night"], ["pain_at_night": true], "unusual_age", .present),
            (["pain_at_night"], ["pain_at_night": false], "unusual_age", .absent),
            (["pain_at_night"], [:], "unusual_age", .undetermined),
            (["pain_at_night", "ever_cancer"], ["pain_at_night": false], "unusual_age", .undetermined),
        ] as [([String], [String: Bool], String, Verdict)]
    )
    func decided(_ names: [String], _ answers: [String: Bool], _ flag: String, _ verdict: Verdict) throws {
        let trial = try builtIn().trial(collected: Self.columns + names)
        let given: [(variable: String, answer: GivenAnswer)] =
            [("age_years", .number(70)), ("pain_weeks", .number(2))] + answers.map { ($0, .boolean($1)) }
        try trial.run(given)
        #expect(flags(trial)[flag] == verdict)
    }

    @Test("Flags change no verdict on a cause, and a plan without them does not read their columns")
    func apart() throws {
        let ruleSet = try builtIn()
        let all = Set(ruleSet.codebook.variables.indices)
        let (with, without) = (try ruleSet.plan(collected: all, withFlags: true), try ruleSet.plan(collected: all))
        #expect(without.flags.isEmpty)
        #expect(with.flags.count == ruleSet.flags.count)
        let read = Set(without.neededColumns.map { without.columnVariables[$0] })
        #expect(read.isDisjoint(with: ruleSet.codebook.flagPositions))
        let trials = [RecordTrial(with), RecordTrial(without)]
        for trial in trials {
            try trial.run([
                "pain_severity": .number(4), "load_change_percent": .number(60), "fever_or_chills": .boolean(true),
            ])
        }
        #expect(trials[0].verdicts == trials[1].verdicts)
    }

    @Test(
        "Advice: no 'keep moving' where a flag, severe pain or a spinal condition stands or may stand",
        arguments: [
            ([:], .set(["none"]), 4, true, false),
            ([:], .set(["none"]), 7, false, true),
            ([:], .set(["scoliosis"]), 4, false, true),
            ([:], .missing, 4, false, false),
            (["fever_or_chills": .boolean(true)], .set(["none"]), 4, false, true),
            (["fever_or_chills": .missing], .set(["none"]), 4, false, false),
            // Severe pain is enough, whatever else was not answered.
            ([:], .missing, 8, false, true),
        ] as [([String: GivenAnswer], GivenAnswer, Double, Bool, Bool)]
    )
    func advice(
        _ flag: [String: GivenAnswer],
        _ spine: GivenAnswer,
        _ severity: Double,
        _ keepsMoving: Bool,
        _ seesClinician: Bool
    ) throws {
        let ruleSet = try builtIn()
        let trial = try ruleSet.makeTrial()
        var answers = Self.unremarkable(ruleSet)
        answers["pain_severity"] = .number(severity)
        answers["spinal_conditions"] = spine
        answers.merge(flag) { $1 }
        try trial.run(answers.map { (variable: $0, answer: $1) })
        let advice = trial.plan.advice(trial.evaluator, record: 0)
        #expect(advice.contains("keep_moving") == keepsMoving, "\(advice)")
        #expect(advice.contains("see_clinician") == seesClinician, "\(advice)")
    }

    @Test("Where the file has no column for spinal conditions, severe pain still sends to a clinician")
    func adviceWithoutColumns() throws {
        let trial = try builtIn().trial(collected: ["pain_severity"])
        try trial.run(["pain_severity": .number(8)])
        #expect(trial.plan.advice(trial.evaluator, record: 0).contains("see_clinician"))
        try trial.run(["pain_severity": .number(3)])
        let mild = trial.plan.advice(trial.evaluator, record: 0)
        #expect(!mild.contains("keep_moving"))
        #expect(!mild.contains("see_clinician"))
    }

    @Test("Signs of pressure on nerves need care at once, whether the record belongs to the population or not")
    func emergency() throws {
        let trial = try builtIn().makeTrial()
        for severity in [GivenAnswer.number(5), .number(0), .missing] {
            try trial.run(["pain_severity": severity, "bladder_or_bowel_trouble": .boolean(true)])
            #expect(trial.plan.advice(trial.evaluator, record: 0).first == "emergency_care")
        }
    }

    /// Answers of somebody with mild pain that nothing explains and without any flag.
    static func unremarkable(_ ruleSet: RuleSet) -> [String: GivenAnswer] {
        var answers: [String: GivenAnswer] = [
            "age_years": .number(40), "pain_severity": .number(4), "pain_weeks": .number(2),
            "technique_score": .number(8),
            "warm_up_minutes": .number(10), "hamstring_tightness": .number(0), "hip_flexor_tightness": .number(0),
            "weeks_since_regular_training": .number(0), "load_change_percent": .number(0),
            "rest_days_per_week": .number(2),
            "hours_since_same_muscles": .number(72), "unaccustomed_effort": .boolean(false),
            "pain_only_on_use": .boolean(false),
            "spinal_conditions": .set(["none"]), "age_at_onset_years": .number(39),
        ]
        for position in ruleSet.codebook.flagPositions {
            let variable = ruleSet.codebook.variables[position]
            if case .boolean = variable.type { answers[variable.id] = .boolean(false) }
        }
        return answers
    }
}
