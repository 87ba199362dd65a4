// Trends, ratios and tests against R, and what they do where there is nothing to compare.

import Testing

@testable import Statistics

@Suite("Comparisons of groups")
struct ComparisonTests {
    static func groups(_ row: ReferenceTable.Row) -> [GroupCounts] {
        zip(row["events"].split(separator: ";"), row["records"].split(separator: ";")).compactMap { events, records in
            guard let events = Int(events), let records = Int(records) else { return nil }
            return GroupCounts(events: events, records: records)
        }
    }

    @Test("Trend, chi-squared, Fisher and both ratios agree with R to 1e-9. Oracle/comparisons.R writes the cases")
    func reference() throws {
        let rows = try ReferenceTable.fixture("comparisons.csv").rows
        #expect(rows.count > 100)
        for row in rows {
            let groups = Self.groups(row)
            let chiSquared = try #require(IndependenceTest(chiSquared: groups))
            guard case .chiSquared(let statistic, let degreesOfFreedom) = chiSquared.kind else { continue }
            #expect(degreesOfFreedom == groups.count - 1)
            let trend = try #require(try TrendTest(groups))
            let fisher = try #require(IndependenceTest(fisher: groups), "\(row)")
            for (figure, column) in [
                (statistic, "chi2"), (chiSquared.pValue, "chi2_p"), (fisher.pValue, "fisher_p"),
                (chiSquared.smallestExpected, "expected"), (trend.z * trend.z, "trend"), (trend.pValue, "trend_p"),
            ] {
                let isZero = abs(row.number(column)) < 1e-20 && abs(figure) < 1e-12
                #expect(isZero || agrees(figure, row.number(column)), "\(column): \(figure) in \(row)")
            }
            guard let ratio = Double(row["pr"]) else { continue }
            let pr = Ratio.prevalenceRatio(groups[0], reference: groups[1])
            let or = Ratio.oddsRatio(groups[0], reference: groups[1])
            #expect(agrees(pr?.value, ratio) && pr?.isCorrected == false)
            #expect(
                agrees(pr?.interval.lowerBound, row.number("pr_l"))
                    && agrees(pr?.interval.upperBound, row.number("pr_u"))
            )
            #expect(agrees(or?.value, row.number("or")) && or?.isCorrected == false)
            #expect(
                agrees(or?.interval.lowerBound, row.number("or_l"))
                    && agrees(or?.interval.upperBound, row.number("or_u"))
            )
        }
    }

    // Source: Agresti A (2002), Categorical Data Analysis, section 3.5.1: Fisher's tea tasting.
    @Test("Fisher's tea taster: 17/35")
    func tea() throws {
        let groups = [GroupCounts(events: 3, records: 4), GroupCounts(events: 1, records: 4)]
        let test = try #require(IndependenceTest(groups))
        #expect(test.kind == .fisher && test.smallestExpected == 2)
        #expect(agrees(test.pValue, 34.0 / 70, within: 1e-14))
    }

    @Test("Fisher where an expected count is below 5, chi-squared elsewhere and where there are too many tables")
    func choice() throws {
        let large = [GroupCounts(events: 40, records: 100), GroupCounts(events: 50, records: 90)]
        #expect(try #require(IndependenceTest(large)).kind != .fisher)
        let many = (0..<40).map { GroupCounts(events: $0 % 3, records: 8) }
        let test = try #require(IndependenceTest(many))
        #expect(test.kind != .fisher && test.smallestExpected < 5)
        #expect(IndependenceTest(fisher: many) == nil)
        let huge = [GroupCounts(events: 2, records: 4), GroupCounts(events: 400_000_000, records: 900_000_000)]
        #expect(try #require(IndependenceTest(huge)).kind != .fisher)
    }

    @Test("Rare in a very large reference, Fisher's test still finds the few tables")
    func rare() throws {
        // Source: scipy 1.17.1 fisher_exact([[3, 7], [20, 9999980]]).
        let groups = [GroupCounts(events: 3, records: 10), GroupCounts(events: 20, records: 10_000_000)]
        #expect(agrees(IndependenceTest(groups)?.pValue, 1.2751031687012951e-15, within: 1e-9))
    }

    @Test("A zero cell adds 0.5 to all four, and says so")
    func zeroCells() throws {
        let none = GroupCounts(events: 0, records: 20), some = GroupCounts(events: 5, records: 40)
        // Source: R epitools 0.5-10.1 riskratio and oddsratio (wald) of the table with 0.5 added to every cell.
        let pr = try #require(Ratio.prevalenceRatio(none, reference: some))
        #expect(pr.isCorrected && agrees(pr.value, (0.5 / 21) / (5.5 / 41), within: 1e-14))
        #expect(agrees(pr.interval.lowerBound, 0.0102987902012692) && agrees(pr.interval.upperBound, 3.0588455061355))
        let or = try #require(Ratio.oddsRatio(none, reference: some))
        #expect(or.isCorrected && agrees(or.value, (0.5 / 20.5) / (5.5 / 35.5), within: 1e-14))
        #expect(agrees(or.interval.lowerBound, 0.00827549960241782) && agrees(or.interval.upperBound, 2.99481080624571))
        let everybody = GroupCounts(events: 20, records: 20)
        #expect(Ratio.prevalenceRatio(everybody, reference: everybody)?.isCorrected == true)
        #expect(Ratio.prevalenceRatio(everybody, reference: some)?.isCorrected == false)
        #expect(Ratio.prevalenceRatio(GroupCounts(events: 0, records: 0), reference: some) == nil)
        #expect(Ratio.oddsRatio(some, reference: GroupCounts(events: 0, records: 0)) == nil)
    }

    @Test("Other levels make other intervals")
    func levels() throws {
        let pr = try #require(
            Ratio.prevalenceRatio(
                GroupCounts(events: 21, records: 33),
                reference: GroupCounts(events: 23, records: 42),
                level: ConfidenceLevel(0.9)
            )
        )
        // Source: R epitools 0.5-10.1 riskratio(conf.level = 0.9, method = "wald").
        #expect(agrees(pr.interval.lowerBound, 0.84692897470164) && agrees(pr.interval.upperBound, 1.59443429636859))
    }

    @Test("A trend needs two groups with records; with nobody or everybody there is nothing to test")
    func trendLimits() throws {
        let one = GroupCounts(events: 3, records: 9), empty = GroupCounts(events: 0, records: 0)
        let message = "a trend needs two groups or more that have records: group by a variable with more levels"
        for groups in [[], [one], [one, empty, empty]] {
            #expect(throws: StatisticsError(message)) { try TrendTest(groups) }
        }
        #expect(throws: StatisticsError(message)) { try TrendTest([one, one], scores: [4, 4]) }
        #expect(try TrendTest([GroupCounts(events: 0, records: 5), GroupCounts(events: 0, records: 7)]) == nil)
        #expect(try TrendTest([GroupCounts(events: 5, records: 5), GroupCounts(events: 7, records: 7)]) == nil)
        #expect(IndependenceTest([one]) == nil && IndependenceTest([one, empty]) == nil)
        let groups = [
            GroupCounts(events: 1, records: 30), GroupCounts(events: 5, records: 31),
            GroupCounts(events: 9, records: 29),
        ]
        let plain = try #require(try TrendTest(groups)),
            years = try #require(try TrendTest(groups, scores: [2001, 2002, 2003]))
        #expect(plain.z > 0 && agrees(plain.z, years.z, within: 1e-12))
    }

    @Test("Holm and Benjamini–Hochberg agree with R's p.adjust")
    func adjustment() throws {
        for row in try ReferenceTable.fixture("adjusted.csv").rows {
            let pValues = row["p"].split(separator: ";").map { Double($0) }
            for (method, column) in [(MultipleTesting.holm, "holm"), (.benjaminiHochberg, "bh")] {
                let expected = row[column].split(separator: ";").map { Double($0) ?? .nan }
                for (figure, value) in zip(method.adjusted(pValues), expected) {
                    #expect(agrees(figure, value, within: 1e-12))
                }
                // What was not tested does not count.
                let padded = method.adjusted([nil] + pValues + [nil])
                #expect(padded.first == .some(nil) && Array(padded.dropFirst().dropLast()) == method.adjusted(pValues))
            }
        }
    }
}

@Suite("Reliability by the NCHS standards")
struct ReliabilityTests {
    @Test("The reference table's decisions", .enabled(if: ReferenceTable.isSharedHere))
    func reference() throws {
        for row in try ReferenceTable.shared("statistics/binomial_ci.csv").rows {
            let reliability = try #require(Reliability(events: row.count("x"), records: row.count("n")))
            let (verdict, reason) = (reliability.verdict, reliability.reason)
            switch row["nchs"] {
            case "SUPPRESS:n<30": #expect(verdict == .suppress && reason == .fewRecords, "\(row)")
            case "SUPPRESS:width>=0.30": #expect(verdict == .suppress && reason == .wide, "\(row)")
            case "SUPPRESS:rel>130%": #expect(verdict == .suppress && reason == .wideForValue, "\(row)")
            case "SHOW": #expect(verdict == .show && reliability.reviews.isEmpty, "\(row)")
            case "SHOW:footnote complement": #expect(verdict == .footnote && reason == .wideForComplement, "\(row)")
            case "REVIEW:100% (P0)": #expect(verdict != .suppress && reliability.reviews == [.extreme], "\(row)")
            // The text is ambiguous where there are no events; here they are suppressed.
            default: #expect(row["nchs"].hasPrefix("AMBIGUOUS:0 events") && reason == .wideForValue, "\(row)")
            }
        }
    }

    @Test("A narrow interval at 0 is shown, for review")
    func zero() {
        let reliability = Reliability(events: 0, records: 1000)
        #expect(reliability?.verdict == .show && reliability?.reason == .narrow && reliability?.reviews == [.extreme])
        #expect(Reliability(events: 0, records: 0) == nil)
    }

    @Test("Weighted: the effective size and the degrees of freedom count")
    func weighted() {
        var estimate = WeightedEstimate(
            records: 400,
            events: 160,
            sumOfWeights: 1e6,
            sumOfSquaredWeights: 3e9,
            prevalence: 0.4,
            variance: 0.0008,
            degreesOfFreedom: 20
        )
        #expect(Reliability(estimate).verdict == .show && Reliability(estimate).reviews.isEmpty)
        estimate.degreesOfFreedom = 7
        #expect(Reliability(estimate).reviews == [.fewDegreesOfFreedom])
        estimate.variance = 0.24 / 29.5
        #expect(Reliability(estimate).reason == .fewRecords && Reliability(estimate).reviews.isEmpty)
        estimate.variance = 0.0008
        estimate.degreesOfFreedom = 0
        #expect(Reliability(estimate).verdict == .suppress && Reliability(estimate).reason == .noInterval)
    }
}
