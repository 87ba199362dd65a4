// Weighted prevalences and their standard errors against R's survey package.

import Testing

@testable import Statistics

@Suite("Survey designs")
struct SurveyTests {
    /// One record of a survey file.
    struct Record {
        var unit: SamplingUnit
        var weight: Double
        var cell: Int
        var answer: Int?
    }

    static func tally(_ records: some Sequence<Record>, _ design: SurveyDesign, cells: Int) throws -> SurveyTally {
        var tally = SurveyTally(design: design, cells: cells, outcomes: 1)
        for record in records {
            let unit = tally.number(of: record.unit)
            tally.add(
                try SamplingWeight(record.weight),
                unit: unit,
                cell: record.cell,
                present: record.answer == 1 ? 1 : 0,
                absent: record.answer == 0 ? 1 : 0
            )
        }
        return tally
    }

    /// NHANES 2009–10: cells are age groups.
    static let ageGroups = ["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"]

    static func nhanes(_ design: SurveyDesign) throws -> [Record] {
        try ReferenceTable.shared("nhanes/nhanes.csv").rows.map { row in
            Record(
                unit: design == .records ? SamplingUnit() : SamplingUnit(stratum: row["SDMVSTRA"], psu: row["SDMVPSU"]),
                weight: row.number("WTMEC2YR"),
                cell: try #require(ageGroups.firstIndex(of: row["agecat"])),
                answer: Int(row["HI_CHOL"])
            )
        }
    }

    @Test(
        "NHANES agrees with R to 1e-9 in every figure",
        .enabled(if: ReferenceTable.isSharedHere),
        arguments: [("strata+psu+weights", SurveyDesign.clusters), ("weights only", .records)]
    )
    func nhanes(name: String, design: SurveyDesign) throws {
        let records = try Self.nhanes(design)
        #expect(records.count == 8591)
        let estimator = try SurveyEstimator(Self.tally(records, design, cells: 4))
        let rows = try ReferenceTable.shared("statistics/weighted_nhanes_HI_CHOL.csv").rows.filter {
            $0["design"] == name
        }
        #expect(rows.count == 5)
        for row in rows {
            let cells = Self.ageGroups.firstIndex(of: row["agecat"]).map { [$0] } ?? [0, 1, 2, 3]
            let estimate = try #require(try estimator.estimate(outcome: 0, cells: cells))
            #expect(estimate.records == row.count("n"))
            #expect(estimate.events == row.count("x"))
            #expect(estimate.degreesOfFreedom == row.count("df"))
            let logit = estimate.logitInterval(), kornGraubard = estimate.kornGraubardInterval()
            for (figure, column) in [
                (estimate.sumOfWeights, "sumw"), (estimate.prevalence, "p"), (estimate.standardError, "se"),
                (estimate.designEffect, "deff"), (estimate.kishDesignEffect, "kish"),
                (estimate.effectiveSize, "neff_p"),
                (logit?.lowerBound, "xlogit_l"), (logit?.upperBound, "xlogit_u"),
                (kornGraubard?.lowerBound, "kg_l"), (kornGraubard?.upperBound, "kg_u"),
            ] {
                #expect(agrees(figure, row.number(column)), "\(name) \(row["agecat"]) \(column): \(figure ?? .nan)")
            }
        }
    }

    static func sample(_ row: ReferenceTable.Row, _ design: String) -> Record {
        Record(
            unit: SamplingUnit(
                stratum: design.hasPrefix("strata") ? row["stratum"] : "",
                psu: design.hasSuffix("psu") ? row["psu"] : ""
            ),
            weight: row.number("weight"),
            cell: row["group"] == "x" ? 0 : 1,
            answer: Int(row["answer"])
        )
    }

    /// The reference says which design, which policy and which group; single-PSU strata are left out where they would be an error.
    @Test("Every design, domain and policy for single PSUs agrees with R. Oracle/survey.R writes the cases")
    func designs() throws {
        let rows = try ReferenceTable.fixture("survey_records.csv").rows
        let expectations = try ReferenceTable.fixture("survey_estimates.csv").rows
        #expect(rows.count == 400 && expectations.count == 18)
        for row in expectations {
            let name = row["design"]
            let policy = try #require(SinglePSUPolicy(rawValue: row["policy"]))
            let records = rows.filter { policy != .error || name != "strata+psu" || $0["stratum"] != "d" }
                .map { Self.sample($0, name) }
            let design = name.hasSuffix("psu") ? SurveyDesign.clusters : .records
            let estimator = try SurveyEstimator(Self.tally(records, design, cells: 2), singlePSU: policy)
            let cells = row["group"] == "all" ? [0, 1] : row["group"] == "x" ? [0] : [1]
            let estimate = try #require(try estimator.estimate(outcome: 0, cells: cells))
            #expect(estimate.records == row.count("n"), "\(row)")
            #expect(estimate.degreesOfFreedom == row.count("df"), "\(row)")
            let logit = estimate.logitInterval()
            for (figure, column) in [
                (estimate.prevalence, "p"), (estimate.standardError, "se"), (estimate.designEffect, "deff"),
                (logit?.lowerBound, "logit_l"), (logit?.upperBound, "logit_u"),
            ] {
                #expect(agrees(figure, row.number(column)), "\(column): \(figure ?? .nan) in \(row)")
            }
            // R does not cap the effective size at n, so there is a reference only where the cap does not bite.
            if let size = estimate.kornGraubardSize(), size < Double(estimate.records) {
                let interval = estimate.kornGraubardInterval()
                #expect(agrees(interval?.lowerBound, row.number("kg_l")), "\(row)")
                #expect(agrees(interval?.upperBound, row.number("kg_u")), "\(row)")
            }
        }
    }

    @Test(
        "Parts merged in any order, and weights of any size among them, give the same bits",
        arguments: [SurveyDesign.clusters, .records]
    )
    func merging(design: SurveyDesign) throws {
        var random = SystemRandomNumberGenerator()
        let rows = try ReferenceTable.fixture("survey_records.csv").rows
        for scale in [1, 1e-9, 1e15, 1e30] {
            var records = rows.map { Self.sample($0, design == .clusters ? "strata+psu" : "strata") }
            for index in records.indices where index % 3 == 0 { records[index].weight *= scale }
            let whole = try SurveyEstimator(Self.tally(records, design, cells: 2), singlePSU: .centred)
            records.shuffle(using: &random)
            var merged = SurveyTally(design: design, cells: 2, outcomes: 1)
            for part in [records[150..<170], records[..<150], records[170...]] {
                merged.merge(try Self.tally(part, design, cells: 2))
            }
            let parts = try SurveyEstimator(merged, singlePSU: .centred)
            for cells in [[0], [1], [0, 1]] {
                let estimate = try parts.estimate(outcome: 0, cells: cells)
                #expect(estimate != nil)
                #expect(try whole.estimate(outcome: 0, cells: cells) == estimate)
            }
        }
    }

    @Test("Scaling all weights changes neither the prevalence nor its standard error, in any form of the sums")
    func scaling() throws {
        let rows = try ReferenceTable.fixture("survey_records.csv").rows
        func estimate(_ scale: Double) throws -> WeightedEstimate? {
            let records = rows.map { row in
                var record = Self.sample(row, "psu")
                record.weight *= scale
                return record
            }
            return try SurveyEstimator(Self.tally(records, .clusters, cells: 2)).estimate(outcome: 0, cells: [0, 1])
        }
        let decimal = try #require(try estimate(1))
        // Scaled down they are no millionths any more; far up or down they leave the narrow binary form.
        let narrow = try #require(try estimate(0x1p-20))
        #expect(agrees(narrow.prevalence, decimal.prevalence, within: 1e-15))
        #expect(agrees(narrow.variance, try #require(decimal.variance), within: 1e-14))
        #expect(agrees(narrow.sumOfWeights, decimal.sumOfWeights * 0x1p-20, within: 1e-15))
        for scale in [0x1p-90, 0x1p90] {
            let scaled = try #require(try estimate(scale))
            #expect(scaled.prevalence == narrow.prevalence && scaled.variance == narrow.variance)
            #expect(scaled.sumOfWeights == narrow.sumOfWeights * 0x1p20 * scale)
        }
    }

    @Test("Sums of decimals run over 64 bits without a trace, in one tally or merged")
    func carries() throws {
        // 99,999,999.999999 in millionths is 10^14 − 1, so that 2^64 is passed after some 184,000 records.
        let heavy = try SamplingWeight(99_999_999.999999)
        #expect(heavy.millionths == 99_999_999_999_999)
        func tally(_ count: Int) -> SurveyTally {
            var tally = SurveyTally(design: .records, cells: 1, outcomes: 2)
            let unit = tally.number(of: SamplingUnit())
            for _ in 0..<count { tally.add(heavy, unit: unit, cell: 0, present: 1, absent: 2) }
            return tally
        }
        var merged = tally(150_000)
        merged.merge(tally(450_000))
        let whole = try SurveyEstimator(tally(600_000)).estimate(outcome: 1, cells: [0])
        #expect(whole?.sumOfWeights == 59_999_999_999_999.4)
        #expect(try SurveyEstimator(merged).estimate(outcome: 1, cells: [0]) == whole)
    }

    @Test("Records of weight 0, and those in no group, count in the variance and in no sum")
    func outside() throws {
        var tally = SurveyTally(design: .records, cells: 1, outcomes: 1)
        let unit = tally.number(of: SamplingUnit())
        for index in 0..<10 {
            let isPresent: UInt64 = index < 4 ? 1 : 0
            tally.add(try SamplingWeight(2), unit: unit, cell: 0, present: isPresent, absent: 1 - isPresent)
        }
        let alone = try #require(try SurveyEstimator(tally).estimate(outcome: 0, cells: [0]))
        for _ in 0..<10 { tally.addOutside(unit: unit, answered: 1) }
        let estimate = try #require(try SurveyEstimator(tally).estimate(outcome: 0, cells: [0]))
        #expect(estimate.records == 10 && estimate.degreesOfFreedom == 9 && estimate.prevalence == 0.4)
        // n/(n − 1) of 20 records instead of 10.
        #expect(agrees(estimate.variance, (alone.variance ?? 0) / (10.0 / 9) * (20.0 / 19), within: 1e-14))
    }

    @Test("A stratum with one PSU is refused, with what can be done")
    func singlePSU() throws {
        let records = try ReferenceTable.fixture("survey_records.csv").rows.map { Self.sample($0, "strata+psu") }
        let tally = try Self.tally(records, .clusters, cells: 2)
        let error = #expect(throws: StatisticsError.self) { try SurveyEstimator(tally) }
        #expect(error?.message.hasPrefix("stratum d has a single PSU") == true)
        #expect(error?.message.contains("certainty") == true && error?.message.contains("--lonely-psu adjust") == true)
    }

    @Test("A stratum with one complete record is refused in a design of records")
    func singleRecord() throws {
        var records = (0..<6).map { index in
            Record(unit: SamplingUnit(stratum: index < 3 ? "a" : "b"), weight: 2, cell: 0, answer: index % 2)
        }
        records[0].answer = nil
        records[1].answer = nil
        let tally = try Self.tally(records, .records, cells: 1)
        let strict = try SurveyEstimator(tally)
        let error = #expect(throws: StatisticsError.self) { try strict.estimate(outcome: 0, cells: [0]) }
        #expect(error?.message.hasPrefix("stratum a has a single complete record") == true)
        #expect(try SurveyEstimator(tally, singlePSU: .certainty).estimate(outcome: 0, cells: [0])?.records == 4)
    }

    @Test("With equal weights the prevalence is x/n and the design effect of Kish is 1")
    func equalWeights() throws {
        let records = (0..<40).map { Record(unit: SamplingUnit(), weight: 2.5, cell: 0, answer: $0 < 13 ? 1 : 0) }
        let estimate = try #require(
            try SurveyEstimator(Self.tally(records, .records, cells: 1)).estimate(outcome: 0, cells: [0])
        )
        #expect(estimate.prevalence == 13.0 / 40)
        #expect(estimate.kishDesignEffect == 1)
        #expect(agrees(estimate.variance, 0.325 * 0.675 / 39, within: 1e-14))
    }

    @Test("Where nobody or everybody has it, Korn–Graubard takes n, and there is no logit interval", arguments: [0, 1])
    func ends(answer: Int) throws {
        let records = (0..<50).map {
            Record(unit: SamplingUnit(psu: "\($0 % 5)"), weight: Double($0 + 1), cell: 0, answer: answer)
        }
        let estimate = try #require(
            try SurveyEstimator(Self.tally(records, .clusters, cells: 1)).estimate(outcome: 0, cells: [0])
        )
        #expect(estimate.logitInterval() == nil && estimate.designEffect == nil && estimate.effectiveSize == nil)
        let expected = clopperPearsonInterval(events: answer == 1 ? 50 : 0, total: 50)
        #expect(estimate.kornGraubardInterval() == expected)
    }

    @Test("A group without a record has no estimate; one in a single PSU has one, but no interval")
    func empty() throws {
        var records = (0..<20).map {
            Record(unit: SamplingUnit(psu: "\($0 % 4)"), weight: 1.5, cell: 0, answer: $0 % 3 == 0 ? 1 : 0)
        }
        for index in records.indices where index % 4 == 3 { records[index].cell = 1 }
        let estimator = try SurveyEstimator(Self.tally(records, .clusters, cells: 3))
        #expect(try estimator.estimate(outcome: 0, cells: [2]) == nil)
        let lonely = try #require(try estimator.estimate(outcome: 0, cells: [1]))
        #expect(lonely.records == 5 && lonely.degreesOfFreedom == 0)
        #expect(lonely.logitInterval() == nil && lonely.kornGraubardInterval() == nil)
    }
}
