// The generator's bytes: always the same, from any split, in the codebook's columns, as well-formed CSV.

import Synthesis
import Testing

@Suite("The file of a synthetic cohort")
struct CohortGeneratorTests {
    @Test("The first thousand records of seed 1 are these, on every platform")
    func bytesAreGolden() {
        var csv = CohortGenerator.header
        var truth = CohortGenerator.truthHeader
        CohortGenerator(seed: 1).appendRecords(0..<1000, to: &csv, truth: &truth)
        #expect(fingerprint(csv) == 0x2253_C537_FBBB_CFD6)
        #expect(fingerprint(truth) == 0x07BD_BF32_C68A_B9A8)
    }

    @Test(
        "Any split of a range gives the same bytes, with the truth or without",
        arguments: [[0, 600], [0, 1, 600], [0, 0, 599, 600], [0, 100, 200, 300, 400, 500, 600], Array(0...600)]
    )
    func splitsDoNotShow(bounds: [Int]) {
        let generator = CohortGenerator(seed: 3)
        var whole: [UInt8] = []
        var wholeTruth: [UInt8] = []
        generator.appendRecords(0..<600, to: &whole, truth: &wholeTruth)

        // The later ranges first, by a generator of their own.
        let parts = zip(bounds, bounds.dropFirst()).reversed().map { low, high in
            var csv: [UInt8] = []
            var truth: [UInt8] = []
            CohortGenerator(seed: 3).appendRecords(low..<high, to: &csv, truth: &truth)
            return (csv: csv, truth: truth)
        }
        #expect(parts.reversed().flatMap(\.csv) == whole)
        #expect(parts.reversed().flatMap(\.truth) == wholeTruth)

        var alone: [UInt8] = []
        for (low, high) in zip(bounds, bounds.dropFirst()) {
            generator.appendRecords(low..<high, to: &alone)
        }
        #expect(alone == whole)
    }

    @Test("Seeds give different cohorts", arguments: [0, 2, .max])
    func seedsDiffer(seed: UInt64) {
        var one: [UInt8] = []
        var other: [UInt8] = []
        CohortGenerator(seed: 1).appendRecords(0..<10, to: &one)
        CohortGenerator(seed: seed).appendRecords(0..<10, to: &other)
        #expect(one != other)
    }

    @Test("The headers are the codebook's variables and the rule set's causes")
    func headersAreTheCodebook() {
        #expect(
            String(decoding: CohortGenerator.header, as: UTF8.self)
                == """
                record_id,age_years,sex,height_cm,weight_kg,training_type,weeks_since_regular_training,\
                load_change_percent,rest_days_per_week,hours_since_same_muscles,unaccustomed_effort,technique_score,\
                warm_up_minutes,hamstring_tightness,hip_flexor_tightness,distracted,phq2_score,gad2_score,phq9_score,\
                gad7_score,depression_diagnosis,anxiety_diagnosis,performance_medication,spinal_conditions,\
                pain_onset_hours,pain_duration_hours,pain_severity,pain_only_on_use,pain_weeks,daily_walk_minutes,notes

                """
        )
        #expect(
            String(decoding: CohortGenerator.truthHeader, as: UTF8.self)
                == """
                record_id,eligible,delayed_onset_soreness,overtraining,improper_technique,limited_flexibility,\
                insufficient_warm_up,spinal_condition,suspected_spinal_condition,distraction,depression_or_anxiety,\
                medication,older_age,overweight

                """
        )
    }

    @Test("Every record has the header's number of fields and an id of its own")
    func recordsAreWhole() {
        let table = SyntheticCohort.messy.cohort
        #expect(table.rows.count == 10_000)
        #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
        #expect(table.rows.first?["record_id"] == "P0000001")
        #expect(table.rows.last?["record_id"] == "P0010000")
        #expect(Set(table.rows.map { $0["record_id"] }).count == table.rows.count)
    }

    @Test(
        "Ids grow beyond seven digits",
        arguments: [(9_999_998, "P9999999"), (9_999_999, "P10000000"), (4_999_999_999, "P5000000000")]
    )
    func idsGrow(index: Int, id: String) {
        var csv: [UInt8] = []
        CohortGenerator(seed: 1).appendRecords(index..<index + 1, to: &csv)
        #expect(csv.starts(with: Array((id + ",").utf8)))
    }

    @Test("A record takes 120 to 160 bytes on average")
    func recordsAreOfUsualLength() {
        let cohort = SyntheticCohort.messy
        let mean = Double(cohort.bytes.count) / Double(cohort.cohort.rows.count)
        #expect((120...160).contains(mean))
    }

    @Test("About 8 % of the records have notes, among them all that makes a CSV file hard to read")
    func notesAreHard() {
        let notes = SyntheticCohort.messy.cohort.rows.map { $0["notes"] }.filter { !$0.isEmpty }
        #expect((700...900).contains(notes.count))
        let scalars = notes.map { Array($0.unicodeScalars) }
        #expect(scalars.contains { $0.contains(",") })
        #expect(scalars.contains { $0.contains("\"") })
        #expect(scalars.contains { $0.contains("\n") && !$0.contains("\r") })
        #expect(notes.contains { $0.contains("\r\n") })
        #expect(scalars.contains { $0.contains("ü") } && scalars.contains { $0.contains("é") })
        #expect(scalars.contains { text in !text.contains { ",\"\r\n".unicodeScalars.contains($0) } })
    }

    /// FNV-1a in 64 bits.
    private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
