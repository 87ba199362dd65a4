// What a synthetic cohort looks like: values in range, associations as in real surveys, every cause neither rare nor universal.

import Testing

/// The codebook's plausible ranges of numbers.
let plausibleRanges: [String: ClosedRange<Double>] = [
    "age_years": 0...120, "height_cm": 50...250, "weight_kg": 2...400,
    "weeks_since_regular_training": 0...2000, "load_change_percent": -100...1000, "rest_days_per_week": 0...7,
    "hours_since_same_muscles": 0...2000, "technique_score": 0...10, "warm_up_minutes": 0...180,
    "hamstring_tightness": 0...3, "hip_flexor_tightness": 0...3,
    "phq2_score": 0...6, "gad2_score": 0...6, "phq9_score": 0...27, "gad7_score": 0...21,
    "pain_onset_hours": 0...2000, "pain_duration_hours": 0...200_000, "pain_severity": 0...10, "pain_weeks": 0...5000,
    "daily_walk_minutes": 0...1440,
]

@Suite("The distributions of a synthetic cohort")
struct CohortDistributionTests {
    let records = SyntheticCohort.complete.cohort.rows

    @Test("Every number lies in its plausible range", arguments: plausibleRanges.keys.sorted())
    func numbersArePlausible(column: String) throws {
        let range = try #require(plausibleRanges[column])
        let painful = ["pain_onset_hours", "pain_duration_hours", "pain_weeks"].contains(column)
        let wrong = records.filter { record in
            painful && record["pain_severity"] == "0"
                ? record[column] != "" : record.number(column).map(range.contains) != true
        }
        #expect(wrong.map { $0[column] } == [])
    }

    @Test("Every body-mass index lies in its plausible range")
    func bodyMassIsPlausible() {
        #expect(records.allSatisfy { (10...100).contains($0.bodyMassIndex) })
    }

    @Test("Every other answer is one of its codes")
    func codesAreKnown() {
        let booleans = [
            "unaccustomed_effort", "distracted", "depression_diagnosis", "anxiety_diagnosis", "performance_medication",
        ]
        let conditions: Set = [
            "none", "osteochondrosis", "osteoarthritis", "scoliosis", "other_deviation", "hyperlordosis",
        ]
        #expect(records.allSatisfy { record in booleans.allSatisfy { record.boolean($0) != nil } })
        #expect(records.allSatisfy { ($0.boolean("pain_only_on_use") != nil) == ($0["pain_severity"] != "0") })
        #expect(Set(records.map { $0["sex"] }) == ["female", "male", "other"])
        #expect(Set(records.flatMap { $0["spinal_conditions"].split(separator: ";").map(String.init) }) == conditions)
        #expect(Set(records.map { $0["training_type"] }).count == 10)
    }

    @Test("Every cause is met by 2 to 60 % of the eligible records", arguments: Definition.all.map(\.cause))
    func causesAreCommonEnough(cause: String) {
        let share = Self.share(of: SyntheticCohort.complete.eligible) { $0.truth[cause] == "yes" }
        #expect((0.02...0.6).contains(share))
    }

    @Test("About 85 % of the records have pain")
    func mostHavePain() {
        #expect((0.83...0.87).contains(Self.share(of: records) { $0["pain_severity", >, 0] }))
    }

    @Test("Body-mass index and lasting pain rise with age")
    func agesDiffer() {
        let bands = [0, 18, 30, 40, 50, 60, 70, 200].map(Double.init)
        let groups = zip(bands, bands.dropFirst()).map { low, high in
            records.filter { $0["age_years", >=, low] && $0["age_years", <, high] }
        }
        let indices = groups.map { group in Self.mean(group.map(\.bodyMassIndex)) }
        #expect(indices == indices.sorted())
        let chronic = groups.map { group in Self.share(of: group) { $0["pain_weeks", >, 12] } }
        #expect(chronic == chronic.sorted())
        let spinal = groups.map { group in Self.share(of: group) { $0["spinal_conditions"] != "none" } }
        #expect(spinal == spinal.sorted())
    }

    @Test("Men are taller than women by 12 to 15 cm")
    func sexesDiffer() {
        let adults = records.filter { $0["age_years", >=, 18] }
        let heights = ["male", "female"].map { sex in
            Self.mean(adults.filter { $0["sex"] == sex }.compactMap { $0.number("height_cm") })
        }
        #expect((12...15).contains(heights[0] - heights[1]))
    }

    @Test(
        "What goes together in people goes together here",
        arguments: [
            Association("load spikes after a layoff", of: { $0["load_change_percent", >, 30] }) {
                $0["weeks_since_regular_training", >=, 2]
            },
            Association("anxiety with low mood", of: { $0["gad7_score", >=, 10] }) { $0["phq9_score", >=, 10] },
            Association("mild anxiety with mildly low mood", of: { $0["gad2_score", >=, 1] }) {
                $0["phq2_score", >=, 1]
            },
            Association("a typical onset after unaccustomed effort", of: { $0["pain_onset_hours", >=, 8] }) {
                $0["unaccustomed_effort"] == "yes"
            },
        ]
    )
    func answersAreAssociated(association: Association) {
        let with = records.filter(association.given)
        let without = records.filter { !association.given($0) }
        #expect(
            Self.share(of: with, where: association.outcome) > 1.5 * Self.share(of: without, where: association.outcome)
        )
    }

    @Test("A short screening score fits the long one that it is part of")
    func scoresFit() {
        let wrong = records.filter { record in
            let rest9 = (record.number("phq9_score") ?? -1) - (record.number("phq2_score") ?? 0)
            let rest7 = (record.number("gad7_score") ?? -1) - (record.number("gad2_score") ?? 0)
            return !(0...21).contains(rest9) || !(0...15).contains(rest7)
        }
        #expect(wrong.map(\.cells) == [])
    }

    struct Association: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let outcome: @Sendable (Table.Row) -> Bool
        let given: @Sendable (Table.Row) -> Bool

        init(
            _ name: String,
            of outcome: @escaping @Sendable (Table.Row) -> Bool,
            given: @escaping @Sendable (Table.Row) -> Bool
        ) {
            testDescription = name
            self.outcome = outcome
            self.given = given
        }
    }

    static func share<Element>(of elements: [Element], where holds: (Element) -> Bool) -> Double {
        Double(elements.count(where: holds)) / Double(max(1, elements.count))
    }

    static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }
}
