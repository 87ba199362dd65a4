// What can be decided with the columns that a file has, and what complete means.

import Codebook
import FEEL
import RuleSets
import Testing

@Suite("Plans")
struct PlanTests {
    @Test("With all columns everything is assessed")
    func everything() throws {
        let ruleSet = try builtIn()
        let plan = try ruleSet.plan(collected: Set(ruleSet.codebook.variables.indices))
        #expect(plan.notAssessed.isEmpty)
        #expect(plan.causes.allSatisfy { $0.position != nil && !$0.rules.contains(nil) })
        #expect(plan.populationLeftOut == nil)
    }

    @Test("Without any column nothing is, and every record is eligible")
    func nothing() throws {
        let plan = try builtIn().plan(collected: [])
        #expect(plan.notAssessed.count == plan.causes.count)
        #expect(plan.causes.allSatisfy { $0.position == nil })
        #expect(plan.populationLeftOut == "no column for pain_severity")
    }

    @Test("A survey with PHQ-2 alone still decides on mood")
    func phq2() throws {
        let trial = try builtIn().trial(collected: ["pain_severity", "phq2_score"])
        try trial.run(["pain_severity": .number(4), "phq2_score": .number(3)])
        #expect(trial.byCause["depression_or_anxiety"] == .present)
        try trial.run(["pain_severity": .number(4), "phq2_score": .number(2)])
        #expect(trial.byCause["depression_or_anxiety"] == .absent)
        try trial.run(["pain_severity": .number(4)])
        #expect(trial.byCause["depression_or_anxiety"] == .undetermined)
        #expect(trial.byCause["overtraining"] == .notAssessed)
        let leftOut = trial.plan.notAssessed.filter { $0.subject.hasPrefix("depression_or_anxiety.") }
        #expect(
            leftOut.map(\.subject)
                == ["gad2", "phq9", "gad7", "depression_diagnosis", "anxiety_diagnosis"].map {
                    "depression_or_anxiety.\($0)"
                }
        )
        #expect(leftOut.first?.because == "no column for gad2_score")
    }

    @Test("none_of is about the causes that can be assessed, and the output names the others")
    func noneOf() throws {
        let trial = try builtIn().trial(collected: ["pain_severity", "pain_weeks", "warm_up_minutes"])
        try trial.run(["pain_severity": .number(4), "pain_weeks": .number(13), "warm_up_minutes": .number(10)])
        #expect(trial.byCause["suspected_spinal_condition"] == .present)
        try trial.run(["pain_severity": .number(4), "pain_weeks": .number(13), "warm_up_minutes": .number(1)])
        #expect(trial.byCause["suspected_spinal_condition"] == .absent)
        try trial.run(["pain_severity": .number(4), "pain_weeks": .number(13)])
        #expect(trial.byCause["suspected_spinal_condition"] == .undetermined)
        #expect(try trial.missing("suspected_spinal_condition") == ["warm_up_minutes"])
        let named = trial.plan.notAssessed.filter {
            $0.subject == "suspected_spinal_condition.chronic_without_explanation"
        }
        #expect(named.count == 5)
        #expect(named.contains { $0.because.hasPrefix("spinal_condition not assessed") })
    }

    @Test("A rule that reads a cause which cannot be assessed is left out")
    func earlierCause() throws {
        let rules = try ruleSet(
            """
            ruleset: x
            version: 1
            variables: {a: {type: number}, b: {type: number}, c: {type: number}}
            causes:
              - {id: first, when: a > 1}
              - {id: second, any: [{id: uses, when: first and b > 1}, {id: alone, when: c > 1}]}
              - {id: third, when: first or b > 1}
              - {id: fourth, none_of: [first]}
              - {id: fifth, none_of: [first, second]}
            """
        )
        let trial = try rules.trial(collected: ["b", "c"])
        try trial.run(["b": .number(2), "c": .number(0)])
        #expect(trial.verdicts == [.notAssessed, .absent, .notAssessed, .notAssessed, .present])
        #expect(
            trial.plan.notAssessed.map(\.subject) == ["first", "second.uses", "third", "fourth", "fifth.fifth"]
        )
    }

    @Test("A derived variable is collected if all that it reads is")
    func derived() throws {
        let ruleSet = try builtIn()
        let without = try ruleSet.trial(collected: ["height_cm", "age_years", "pain_severity"])
        #expect(without.byCause["overweight"] == .notAssessed)
        let trial = try ruleSet.trial(collected: ["height_cm", "weight_kg", "age_years", "pain_severity"])
        try trial.run(["height_cm": .number(160), "weight_kg": .number(64), "age_years": .number(40)])
        #expect(trial.byCause["overweight"] == .present)
    }

    @Test(
        "Missing answers are named under the unknown parts only: directly, through derived variables and earlier causes",
        arguments: [
            ("overweight", ["age_years", "height_cm", "weight_kg"], [:]),
            ("overweight", ["weight_kg"], ["age_years": .number(40), "height_cm": .number(170)]),
            // Below the adult age the index has no value, whatever is answered.
            ("overweight", [], ["age_years": .number(17), "height_cm": .number(170), "weight_kg": .number(65)]),
            (
                "overtraining", ["rest_days_per_week"],
                [
                    "weeks_since_regular_training": .number(0), "load_change_percent": .number(0),
                    "hours_since_same_muscles": .number(72),
                ]
            ),
            ("overtraining", [], ["load_change_percent": .number(60)]),
            // One answer rules soreness out, so its others are not missed.
            ("delayed_onset_soreness", [], ["pain_severity": .number(8)]),
            (
                "delayed_onset_soreness", ["unaccustomed_effort", "pain_duration_hours"],
                ["pain_onset_hours": .number(24), "pain_only_on_use": .boolean(true)]
            ),
            (
                "suspected_spinal_condition", ["warm_up_minutes"],
                [
                    "pain_weeks": .number(13), "pain_onset_hours": .number(100),
                    "weeks_since_regular_training": .number(0), "load_change_percent": .number(0),
                    "rest_days_per_week": .number(2), "hours_since_same_muscles": .number(72),
                    "technique_score": .number(8), "hamstring_tightness": .number(0),
                    "hip_flexor_tightness": .number(0), "spinal_conditions": .set(["none"]),
                ]
            ),
            ("suspected_spinal_condition", [], ["pain_weeks": .number(12)]),
            ("suspected_spinal_condition", [], ["technique_score": .number(2)]),
            ("older_age", ["age_years"], ["age_years": .number(130)]),
        ] as [(String, [String], [String: GivenAnswer])]
    )
    func missing(_ cause: String, _ expected: [String], _ answers: [String: GivenAnswer]) throws {
        let trial = try builtIn().makeTrial()
        var record = answers
        if record["pain_severity"] == nil { record["pain_severity"] = .number(4) }
        try trial.run(record.map { (variable: $0, answer: $1) })
        #expect(try trial.missing(cause) == expected)
    }

    @Test("Complete means: all that the assessed rules read, and what the earlier causes that they use read")
    func complete() throws {
        let rules = try ruleSet(
            """
            ruleset: x
            version: 1
            variables: {a: {type: number}, b: {type: number}, c: {type: number}, d: {type: boolean}}
            derived: {ratio: {value: a / b, range: [0, 10]}}
            causes:
              - {id: first, any: [{id: one, when: ratio > 1}, {id: two, when: d}]}
              - {id: second, when: c > 1, none_of: [first]}
              - {id: third, when: first and c > 2}
              - {id: fourth, when: c > 3}
            """
        )
        let plan = try rules.plan(collected: [0, 1, 2, 3])
        func names(_ index: Int) -> Set<String> {
            Set(plan.causes[index].completeColumns.map { rules.codebook.variables[plan.columnVariables[$0]].id })
        }
        #expect(names(0) == ["d"])
        #expect(names(1) == ["c", "d"])
        #expect(names(2) == ["c", "d"])
        #expect(names(3) == ["c"])
        #expect(plan.causes.map(\.completeSteps.count) == [1, 1, 1, 0])
        // Without a column for d the rule that reads it is left out, so d is not asked for.
        let partial = try rules.plan(collected: [0, 1, 2])
        #expect(partial.causes[0].completeColumns.isEmpty)
        #expect(partial.causes[0].completeSteps.count == 1)
    }

    @Test("Settings and profiles change values, and refuse what is not there or out of range")
    func settings() throws {
        let ruleSet = try builtIn()
        #expect(try ruleSet.setting("layoff_weeks", to: 3).parameters.first { $0.id == "layoff_weeks" }?.value == 3)
        let literature = try ruleSet.applying(profile: "literature")
        #expect(literature.profile == "literature")
        let values = Dictionary(literature.parameters.map { ($0.id, $0.value) }) { first, _ in first }
        #expect(values["soreness_onset_min_hours"] == 6)
        #expect(values["soreness_onset_max_hours"] == 72)
        #expect(values["soreness_max_duration_hours"] == 168)
        #expect(values["layoff_weeks"] == 2)
        #expect(try ruleSet.applying(profile: "article").parameters.map(\.value) == ruleSet.parameters.map(\.value))
        #expect(ruleSet.profileNames == ["article", "literature"])
        let refusals: [(String, () throws(RuleSetError) -> RuleSet)] = [
            (
                "there is no profile 'litterature'; did you mean 'literature'?",
                { () throws(RuleSetError) in try ruleSet.applying(profile: "litterature") }
            ),
            (
                "there is no parameter 'layof_weeks'; did you mean 'layoff_weeks'?",
                { () throws(RuleSetError) in try ruleSet.setting("layof_weeks", to: 3) }
            ),
            (
                "layoff_weeks = 53 is out of range; it must lie from 0 to 52",
                { () throws(RuleSetError) in try ruleSet.setting("layoff_weeks", to: 53) }
            ),
            (
                "layoff_weeks = nan is out of range; it must lie from 0 to 52",
                { () throws(RuleSetError) in try ruleSet.setting("layoff_weeks", to: .nan) }
            ),
        ]
        for (message, body) in refusals {
            #expect(throws: RuleSetError(message: message)) { try body() }
        }
    }

    @Test("A group that is not there is refused with a hint")
    func groups() throws {
        let ruleSet = try builtIn()
        #expect(throws: RuleSetError(message: "there is no group 'age_grp'; did you mean 'age_group'?")) {
            try ruleSet.plan(collected: [], groupedBy: ["age_grp"])
        }
    }
}
