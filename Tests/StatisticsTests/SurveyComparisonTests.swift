// Groups of a sample under its design, and how they differ, against R's survey package.

import Testing

@testable import Statistics

@Suite("Comparisons under a survey design")
struct SurveyComparisonTests {
    static let groups = ["first", "second", "third", "fourth"]

    static func estimator(
        _ records: [ReferenceTable.Row],
        _ design: String,
        _ outcome: String,
        _ policy: SinglePSUPolicy
    ) throws -> SurveyEstimator {
        let sample = try records.map { row in
            SurveyTests.Record(
                unit: SamplingUnit(
                    stratum: design.hasPrefix("strata") ? row["stratum"] : "",
                    psu: design.hasSuffix("psu") ? row["psu"] : ""
                ),
                weight: row.number("weight"),
                cell: try #require(groups.firstIndex(of: row["group"])),
                answer: Int(row[outcome])
            )
        }
        let tally = try SurveyTests.tally(sample, design.hasSuffix("psu") ? .clusters : .records, cells: 4)
        return try SurveyEstimator(tally, singlePSU: policy)
    }

    @Test("Covariances, ratios, Rao–Scott tests and slopes agree with R. Oracle/survey_comparisons.R writes the cases")
    func reference() throws {
        let records = try ReferenceTable.fixture("survey_group_records.csv").rows
        let expectations = try ReferenceTable.fixture("survey_comparisons.csv").rows
        #expect(records.count == 600 && expectations.count == 540)
        let cases = Dictionary(grouping: expectations) { [$0["design"], $0["policy"], $0["outcome"]] }
        #expect(cases.count == 15)
        for (name, rows) in cases {
            let policy = try #require(SinglePSUPolicy(rawValue: name[1]))
            let estimator = try Self.estimator(records, name[0], name[2], policy)
            let comparison = try estimator.comparison(outcome: 0, groups: [[0], [1], [2], [3]])
            #expect(comparison.filled == [0, 1, 2, 3] && !comparison.isConstant)
            var ratios = 0
            for row in rows {
                let pair = [row["group"], row["reference"]].compactMap { Self.groups.firstIndex(of: $0) }
                switch row["what"] {
                case "covariance":
                    let found = try #require(comparison.covariance(pair[0], pair[1]))
                    let scale = try pair.map { try #require(comparison.covariance($0, $0)) }.reduce(1, *).squareRoot()
                    #expect(abs(found - row.number("value")) <= 1e-9 * scale, "\(found) in \(row)")
                    let alone = try #require(try estimator.estimate(outcome: 0, cells: [pair[0]]))
                    if pair[0] == pair[1] { #expect(agrees(found, alone.variance ?? .nan) || scale < 1e-30) }
                case "prevalence_ratio", "odds_ratio":
                    ratios += 1
                    let ratio =
                        row["what"] == "odds_ratio"
                        ? comparison.oddsRatio(pair[0], reference: pair[1])
                        : comparison.prevalenceRatio(pair[0], reference: pair[1])
                    #expect(agrees(ratio?.value, row.number("value")), "\(row)")
                    #expect(ratio?.degreesOfFreedom == row.count("df"), "\(row)")
                    #expect(agrees(ratio?.interval.lowerBound, row.number("low")), "\(row)")
                    #expect(agrees(ratio?.interval.upperBound, row.number("high")), "\(row)")
                case "rao_scott":
                    let test = try #require(try comparison.independence())
                    #expect(agrees(test.statistic, row.number("value")), "\(test) in \(row)")
                    #expect(agrees(test.numerator, row.number("df")) && agrees(test.denominator, row.number("df2")))
                    #expect(agrees(test.pValue, row.number("p")), "\(test) in \(row)")
                case "slope":
                    let slope = try #require(try comparison.slope())
                    #expect(agrees(slope.value, row.number("value")), "\(slope) in \(row)")
                    #expect(agrees(slope.standardError, row.number("se")) && slope.degreesOfFreedom == row.count("df"))
                    #expect(agrees(slope.pValue, row.number("p")), "\(slope) in \(row)")
                    #expect(agrees(slope.interval().lowerBound, row.number("low")), "\(row)")
                    #expect(agrees(slope.interval().upperBound, row.number("high")), "\(row)")
                default: Issue.record("\(row)")
                }
            }
            // Where R has no log ratio there is none: nobody in the fourth group has what is rare, everybody in the first what is usual.
            #expect(ratios == ["common": 24, "rare": 12, "usual": 18][name[2]])
            for other in 0..<3 where name[2] == "rare" {
                #expect(comparison.prevalenceRatio(3, reference: other) == nil)
                #expect(comparison.oddsRatio(other, reference: 3) == nil)
            }
            for other in 1..<4 where name[2] == "usual" { #expect(comparison.oddsRatio(0, reference: other) == nil) }
        }
    }

    @Test("Groups made up of cells, and those without records, which are in no test")
    func cells() throws {
        let records = try ReferenceTable.fixture("survey_group_records.csv").rows
        let estimator = try Self.estimator(records, "psu", "common", .error)
        let whole = try estimator.comparison(outcome: 0, groups: [[0, 2], [4], [1, 3]])
        #expect(whole.filled == [0, 2])
        #expect(whole.prevalenceRatio(0, reference: 1) == nil && whole.covariance(0, 1) == 0)
        let estimates = try [[0, 2], [1, 3]].map { try #require(try estimator.estimate(outcome: 0, cells: $0)) }
        let ratio = try #require(whole.prevalenceRatio(0, reference: 2))
        #expect(agrees(ratio.value, estimates[0].prevalence / estimates[1].prevalence))
        // Scores are positions, so a gap counts: half the slope of neighbours.
        let slope = try #require(try whole.slope())
        let neighbours = try #require(try estimator.comparison(outcome: 0, groups: [[0, 2], [1, 3]]).slope())
        #expect(agrees(slope.value, neighbours.value / 2) && agrees(slope.pValue, neighbours.pValue))
        #expect(try estimator.comparison(outcome: 0, groups: [[0], [4]]).independence() == nil)
        #expect(try estimator.comparison(outcome: 0, groups: [[0], [4]]).slope() == nil)
    }

    @Test("Nothing is tested, and no ratio has an interval, where nothing is left to estimate the spread")
    func noFreedom() throws {
        var records: [SurveyTests.Record] = []
        for (index, answer) in [1, 0, 1, 1, 0, 0].enumerated() {
            records.append(.init(unit: SamplingUnit(psu: "only"), weight: 2, cell: index % 2, answer: answer))
        }
        let estimator = try SurveyEstimator(
            SurveyTests.tally(records, .clusters, cells: 2),
            singlePSU: .certainty
        )
        let comparison = try estimator.comparison(outcome: 0, groups: [[0], [1]])
        #expect(comparison.degreesOfFreedom([0, 1]) == 0)
        #expect(comparison.prevalenceRatio(0, reference: 1) == nil)
        #expect(try comparison.independence() == nil && comparison.slope() == nil)
    }

    @Test("Nobody or everybody has it in all groups: there is nothing to test", arguments: [0, 1])
    func constant(answer: Int) throws {
        let records = (0..<12).map {
            SurveyTests.Record(unit: SamplingUnit(psu: "\($0 % 4)"), weight: 1.5, cell: $0 % 3, answer: answer)
        }
        let comparison = try SurveyEstimator(SurveyTests.tally(records, .clusters, cells: 3))
            .comparison(outcome: 0, groups: [[0], [1], [2]])
        #expect(comparison.isConstant)
        #expect(try comparison.independence() == nil && comparison.slope() == nil)
        #expect(comparison.prevalenceRatio(1, reference: 0) == nil && comparison.oddsRatio(1, reference: 0) == nil)
    }
}
