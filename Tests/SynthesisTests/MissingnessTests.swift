// Which answers a synthetic cohort lacks: how many of each variable, and that they go together in a person.

import Testing

@Suite("The missing answers of a synthetic cohort")
struct MissingnessTests {
    let incomplete = SyntheticCohort.incomplete.cohort

    @Test("2 to 12 % of the answers are left out, of PHQ-9 and GAD-7 more than of the short scores")
    func ratesDifferByVariable() throws {
        let rates = Dictionary(uniqueKeysWithValues: answered.map { ($0, rate(of: $0)) })
        for (column, rate) in rates where column != "pain_duration_hours" {
            #expect((0.02...0.12).contains(rate), "\(column): \(rate)")
        }
        for (long, short) in [("phq9_score", "phq2_score"), ("gad7_score", "gad2_score")] {
            #expect(try #require(rates[long]) > 1.3 * #require(rates[short]))
        }
    }

    @Test("The length of an episode that still lasts is left blank, most often in lasting pain")
    func lastingPainHasNoLength() {
        let painful = zip(incomplete.rows, SyntheticCohort.complete.cohort.rows).filter { $1["pain_weeks"] != "" }
        let blank = [true, false].map { lasting in
            CohortDistributionTests.share(of: painful.filter { $1["pain_weeks", >, 12] == lasting }) {
                $0.0["pain_duration_hours"] == ""
            }
        }
        #expect((0.3...0.5).contains(blank[0]))
        #expect((0.08...0.2).contains(blank[1]))
    }

    @Test("Missing answers crowd in some people")
    func peopleDiffer() {
        let counts = incomplete.rows.map { row in
            Double(answered.count { row[$0].isEmpty && !$0.hasPrefix("pain_") })
        }
        let mean = CohortDistributionTests.mean(counts)
        let variance = CohortDistributionTests.mean(counts.map { ($0 - mean) * ($0 - mean) })
        // Answers left out one by one would give a variance below the mean.
        #expect(variance > 2 * mean)
        #expect(counts.contains(0))
    }

    /// The columns that can lack an answer.
    private var answered: [String] {
        incomplete.header.filter { $0 != "record_id" && $0 != "notes" }
    }

    /// The share left out of those answers that were there.
    private func rate(of column: String) -> Double {
        let given = zip(incomplete.rows, SyntheticCohort.complete.cohort.rows).filter { !$1[column].isEmpty }
        return CohortDistributionTests.share(of: given) { $0.0[column].isEmpty }
    }
}
