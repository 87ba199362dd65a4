// The built-in rule set's definitions, written down once more: by these the generator's truth is judged.

import Testing

/// A cause's definition on a record without missing answers.
struct Definition: CustomTestStringConvertible, Sendable {
    let cause: String
    let rules: [(id: String, holds: @Sendable (Table.Row) -> Bool)]

    var testDescription: String { cause }

    func holds(_ record: Table.Row) -> Bool {
        rules.contains { $0.holds(record) }
    }

    static let all: [Definition] =
        explanations + [
            Definition("suspected_spinal_condition") { record in
                record["pain_weeks", >, 12] && !explanations.contains { $0.holds(record) }
            },
            Definition("distraction") { $0["distracted"] == "yes" },
            Definition(
                cause: "depression_or_anxiety",
                rules: [
                    ("phq2", { $0["phq2_score", >=, 3] }),
                    ("gad2", { $0["gad2_score", >=, 3] }),
                    ("phq9", { $0["phq9_score", >=, 10] }),
                    ("gad7", { $0["gad7_score", >=, 10] }),
                    ("depression_diagnosis", { $0["depression_diagnosis"] == "yes" }),
                    ("anxiety_diagnosis", { $0["anxiety_diagnosis"] == "yes" }),
                ]
            ),
            Definition("medication") { $0["performance_medication"] == "yes" },
            Definition("older_age") { $0["age_years", >=, 60] },
            Definition("overweight") { record in
                record["age_years", >=, 18] && record.bodyMassIndex >= 25
            },
        ]

    /// The causes whose absence a suspected spinal condition asks for.
    private static let explanations: [Definition] = [
        Definition("delayed_onset_soreness") { record in
            record["pain_onset_hours", >=, 8] && record["pain_onset_hours", <=, 48]
                && record["pain_severity", >=, 1] && record["pain_severity", <=, 6]
                && record["pain_only_on_use"] == "yes" && record["unaccustomed_effort"] == "yes"
                && record["pain_duration_hours", <=, 48]
        },
        Definition(
            cause: "overtraining",
            rules: [
                ("return_after_break", { $0["weeks_since_regular_training", >=, 2] }),
                ("load_spike", { $0["load_change_percent", >, 30] }),
                ("no_rest_days", { $0["rest_days_per_week", <, 1] }),
                ("same_muscles_too_soon", { $0["hours_since_same_muscles", <, 48] }),
            ]
        ),
        Definition("improper_technique") { $0["technique_score", <, 5] },
        Definition(
            cause: "limited_flexibility",
            rules: [
                ("tight_hamstrings", { $0["hamstring_tightness", >=, 2] }),
                ("tight_hip_flexors", { $0["hip_flexor_tightness", >=, 2] }),
            ]
        ),
        Definition("insufficient_warm_up") { $0["warm_up_minutes", <, 5] },
        Definition(
            cause: "spinal_condition",
            rules: ["osteochondrosis", "osteoarthritis", "scoliosis", "other_deviation", "hyperlordosis"].map { code in
                (code, { $0["spinal_conditions"].split(separator: ";").contains(Substring(code)) })
            }
        ),
    ]

    init(cause: String, rules: [(id: String, holds: @Sendable (Table.Row) -> Bool)]) {
        self.cause = cause
        self.rules = rules
    }

    /// A cause of a single rule.
    private init(_ cause: String, _ holds: @escaping @Sendable (Table.Row) -> Bool) {
        self.init(cause: cause, rules: [(cause, holds)])
    }
}

extension Table.Row {
    /// Compares a number; false where there is none.
    subscript(column: String, comparison: (Double, Double) -> Bool, bound: Double) -> Bool {
        number(column).map { comparison($0, bound) } ?? false
    }

    /// In doubles and in the order of the rule set's formula.
    var bodyMassIndex: Double {
        guard let weight = number("weight_kg"), let height = number("height_cm") else { return .nan }
        return weight * 10000 / (height * height)
    }
}
