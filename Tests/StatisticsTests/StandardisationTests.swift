// Standard populations, the mapping of age bands, and direct standardisation against R.

import Testing

@testable import Statistics

@Suite("Direct standardisation")
struct StandardisationTests {
    @Test(
        "The populations that come with the program are those that SEER publishes",
        .enabled(if: ReferenceTable.isSharedHere),
        arguments: [
            (StandardPopulation.Name.segi, "s6", "Segi1960"), (.us2000, "s201", "US2000"),
            (.who2000, "s10", "WHO2000_2025"), (.europe2013, "s14", "s13"),
        ]
    )
    func populations(name: StandardPopulation.Name, column19: String, column18: String) throws {
        let population = StandardPopulation(name)
        let by19 = try ReferenceTable.shared("statistics/standard_populations_19.csv").rows
        #expect(population.bands.map(\.people) == by19.map { $0.number(column19) })
        #expect(population.bands.map { $0.band.label.replacing("–", with: "-") } == by19.map { $0["age"] })
        let by18 = try ReferenceTable.shared("statistics/standard_populations_18.csv").rows
        let infants = population.bands[0].people + population.bands[1].people
        #expect([infants] + population.bands.dropFirst(2).map(\.people) == by18.map { $0.number(column18) })
    }

    @Test("A million people each, and shares that add up to 1", arguments: StandardPopulation.Name.allCases)
    func totals(name: StandardPopulation.Name) throws {
        let population = StandardPopulation(name)
        #expect(population.bands.reduce(0) { $0 + $1.people } == 1_000_000)
        let shares = try population.shares(of: [
            AgeBand(from: 20, to: 40), AgeBand(from: 40, to: 65), AgeBand(from: 65, to: nil),
        ])
        #expect(agrees(shares.reduce(0, +), 1, within: 1e-15))
    }

    // Source: the WHO discussion paper's own table: 20–24 is 8.22 and 25–29 is 7.93 % of the world standard.
    @Test("Shares are renormalised over the ages covered, in the order asked for")
    func shares() throws {
        let population = StandardPopulation(.who2000)
        let shares = try population.shares(of: [AgeBand(from: 25, to: 30), AgeBand(from: 20, to: 25)])
        #expect(shares == [79272.0 / 161443, 82171.0 / 161443])
    }

    @Test(
        "Bands that do not nest in the standard's, or that overlap, are errors that say what to do",
        arguments: [
            (
                [(18, 35)],
                "the age band 18–34 is not made up of whole bands of the Segi 1960 world standard population: cut ages at its bounds, "
            ),
            ([(80, 90)], "the age band 80–89 is not made up of whole bands"),
            ([(20, 40), (35, 50)], "the age bands 20–39 and 35–49 overlap: give every age to one band"),
        ] as [([(Double, Double?)], String)]
    )
    func nesting(bands: [(Double, Double?)], message: String) throws {
        let bands = try bands.map { try AgeBand(from: $0.0, to: $0.1) }
        let error = #expect(throws: StatisticsError.self) { try StandardPopulation(.segi).shares(of: bands) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test(
        "A population of one's own: bands in any order, none that overlap, people above 0, every age of the cohort's bands"
    )
    func custom() throws {
        let (young, old) = (try AgeBand(from: 18, to: 40), try AgeBand(from: 40, to: 65))
        let own = try StandardPopulation(title: "club", bands: [(old, 30), (young, 10)])
        #expect(try own.shares(of: [young, old]) == [0.25, 0.75])
        #expect(throws: StatisticsError.self) { try own.shares(of: [AgeBand(from: 18, to: nil)]) }
        #expect(throws: StatisticsError("the age bands 18–39 and 30–59 of club overlap: give every age to one band")) {
            try StandardPopulation(title: "club", bands: [(AgeBand(from: 30, to: 60), 1), (young, 2)])
        }
        for people in [0, -1, Double.nan, .infinity] {
            #expect(throws: StatisticsError.self) { try StandardPopulation(title: "club", bands: [(young, people)]) }
        }
        #expect(throws: StatisticsError.self) { try StandardPopulation(title: "club", bands: []) }
        #expect(throws: StatisticsError.self) { try AgeBand(from: 40, to: 40) }
        let gap = try StandardPopulation(title: "club", bands: [(young, 1), (AgeBand(from: 50, to: 65), 1)])
        #expect(throws: StatisticsError.self) { try gap.shares(of: [AgeBand(from: 18, to: 65)]) }
    }

    @Test("Agrees with R epitools and survey in every figure", .enabled(if: ReferenceTable.isSharedHere))
    func reference() throws {
        let rows = try ReferenceTable.shared("statistics/direct_standardisation.csv").rows
        let people = rows.reduce(0) { $0 + $1.number("std") }
        let strata = rows.map {
            StandardisedPrevalence.Stratum(
                events: $0.count("events"),
                records: $0.count("n"),
                share: $0.number("std") / people
            )
        }
        let result = try StandardisedPrevalence(strata, labels: rows.map { $0["age"] })
        let expected = rows[0]
        let normal = result.normalInterval(), logit = result.logitInterval(), gamma = result.gammaInterval()
        for (figure, column) in [
            (result.crude, "crude"), (result.prevalence, "asr"), (result.standardError, "se_binom"),
            (result.poissonStandardError, "se_pois"), (normal.lowerBound, "norm_l"), (normal.upperBound, "norm_u"),
            (logit?.lowerBound, "logit_l"), (logit?.upperBound, "logit_u"), (gamma?.lowerBound, "gamma_l"),
            (gamma?.upperBound, "gamma_u"),
        ] {
            #expect(agrees(figure, expected.number(column)), "\(column): \(figure ?? .nan)")
        }
    }

    @Test("Without any event the gamma interval begins at 0; without any record there is no answer")
    func emptiness() throws {
        let strata = [(0, 40), (0, 30)].map { StandardisedPrevalence.Stratum(events: $0.0, records: $0.1, share: 0.5) }
        let result = try StandardisedPrevalence(strata, labels: ["a", "b"])
        // Source: R 4.2.2, qgamma(.975, shape = 1, scale = .5/30), as epitools::ageadjust.direct computes it where there are events.
        #expect(result.gammaInterval()?.lowerBound == 0)
        #expect(agrees(result.gammaInterval()?.upperBound, 0.0614813242352323))
        #expect(result.logitInterval() == nil)
        let message = "no complete record in the age band 60–69, so that nothing can be standardised to all ages: "
        let error = #expect(throws: StatisticsError.self) {
            try StandardisedPrevalence(strata + [.init(events: 0, records: 0, share: 0)], labels: ["a", "b", "60–69"])
        }
        #expect(error?.message.hasPrefix(message) == true)
    }

    @Test("Weighted standardisation agrees with R's svystandardize", .enabled(if: ReferenceTable.isSharedHere))
    func weighted() throws {
        // The documentation's example: NHANES, adults, US population of 2000 in thousands, by race and sex.
        let people = [(1, 77670.0), (2, 72816), (3, 45364)]
        let records = try ReferenceTable.shared("nhanes/nhanes.csv").rows.map { row in
            let age = try #require(SurveyTests.ageGroups.firstIndex(of: row["agecat"]))
            return SurveyTests.Record(
                unit: SamplingUnit(stratum: row["SDMVSTRA"], psu: row["SDMVPSU"]),
                weight: row.number("WTMEC2YR"),
                cell: ((row.count("race") - 1) * 2 + row.count("RIAGENDR") - 1) * 4 + age,
                answer: Int(row["HI_CHOL"])
            )
        }
        let estimator = try SurveyEstimator(SurveyTests.tally(records, .clusters, cells: 32))
        for row in try ReferenceTable.shared("statistics/svystandardize_doc_example.csv").rows {
            let group = (row.count("race") - 1) * 2 + row.count("RIAGENDR") - 1
            let total = people.reduce(0) { $0 + $1.1 }
            let parts = people.map { age, people in (share: people / total, cells: [group * 4 + age]) }
            let estimate = try #require(try estimator.estimate(outcome: 0, parts: parts))
            #expect(agrees(estimate.prevalence, row.number("HI_CHOL")), "\(row): \(estimate)")
            #expect(agrees(estimate.standardError, row.number("se")), "\(row): \(estimate)")
        }
    }
}
