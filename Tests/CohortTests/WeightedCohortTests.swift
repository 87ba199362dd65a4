// Whatever the weights, the blocks, the threads and the instructions, a weighted cohort has one summary.

import CSVReading
import Cohort
import Columns
import Figures
import Prevalence
import Reporting
import RuleSetFiles
import Statistics
import Synthesis
import Testing

@Suite("Weighted cohorts")
struct WeightedCohortTests {
    /// Weights as files may write them: few and many decimals, those at the ends of each way to add them up, the smallest and largest that are allowed,
    /// and such as are none.
    static let weights = [
        "1", "12.34", "0.5", "4294.967296", "4294.967295", "139999999.999999", "140000000", "140000000.5", "0.000001",
        "0.0000005", "0.30000000000000004", "3.141592653589793", "1e-60", "1e60", "2.5e13", "281474976710656", "0",
        "-0",
        "-0.0", "", " 7.25 ", "+3", "1e-7", "999999.9999995", "0.1", "0.2", "0.7", "100000000",
    ]

    /// A cohort with a weight, a stratum and a PSU in each record; the first units are met again and again, the last rarely.
    static func cohort(records: Int, weights: [String] = Self.weights) -> [UInt8] {
        var (cohort, truth) = (CohortGenerator.header, CohortGenerator.truthHeader)
        CohortGenerator(seed: 17, missing: true, messy: false).appendRecords(0..<records, to: &cohort, truth: &truth)
        let lines = cohort.split(separator: UInt8(ascii: "\n"))
        var random = SystemRandomNumberGenerator()
        return Array(
            lines.enumerated().map { index, line in
                let stratum = ["a", "b", " c", "a rather long one"].randomElement(using: &random) ?? ""
                let weight = weights.randomElement(using: &random) ?? ""
                let cells =
                    index == 0 ? "w,stratum,psu" : "\(weight),\(stratum),\(Int.random(in: 0..<5, using: &random))"
                return Array(line) + Array(",\(cells)\n".utf8)
            }.joined()
        )
    }

    static func run(
        _ bytes: [UInt8],
        _ design: DesignColumns,
        threads: Int = 1,
        blockBytes: Int = 1 << 20,
        _ kernels: (StructureKernel, ColumnKernel)
    ) throws -> String {
        var options = RunOptions()
        options.threads = threads
        options.groups = ["age_group", "weight_group"]
        options.design = design
        options.reading.blockBytes = blockBytes
        (options.reading.kernel, options.kernel) = kernels
        let run = try CohortRun(
            try #require(RuleSetFile.builtIn.ruleSet),
            sources: [.bytes(bytes, name: "cohort.csv")],
            options: options,
            needsRecordID: false
        )
        let result = try run.run(onBatch: nil, inOrder: { _, _, _ in })
        var choices = StatisticsChoices()
        choices.weighting = Weighting(weights: design.weights, strata: design.strata, psu: design.psu)
        choices.weighting?.singlePSU = .centred
        return try Figures(result.summary, choices, design: result.design).csv
    }

    @Test(
        "Neither blocks nor threads nor vector instructions show",
        arguments: [
            DesignColumns(weights: "w"), DesignColumns(weights: "w", strata: "stratum"),
            DesignColumns(weights: "w", strata: "stratum", psu: "psu"),
            DesignColumns(weights: "w", psu: "psu", open: .absent),
            DesignColumns(weights: "w", strata: "stratum", open: .present),
        ],
        // The last are decimals only, which no other form of sums hides.
        [weights, Array(weights.prefix(3))]
    )
    func bytes(_ design: DesignColumns, weights: [String]) throws {
        let cohort = Self.cohort(records: 3000, weights: weights)
        let plain = try Self.run(cohort, design, (.none, .plain))
        #expect(plain.contains("sum_of_weights"))
        for kernel in ColumnKernel.allCases where kernel.isSupported {
            #expect(try Self.run(cohort, design, (.best, kernel)) == plain, "\(kernel)")
        }
        for (threads, blockBytes) in [(1, 1000), (2, 9973), (3, 65_536), (8, 4099)] {
            let found = try Self.run(cohort, design, threads: threads, blockBytes: blockBytes, (.best, .best))
            #expect(found == plain, "\(threads) threads, blocks of \(blockBytes)")
        }
    }

    @Test(
        "A cell that is no weight is the same error however it is read",
        arguments: [
            "1e-300", "1e300", "5e-324", "4.9e-320", "-1", "-0.000001", "nan", "1e999", "1,5", "inf", "x", "1e-61",
        ],
        ColumnKernel.allCases.filter(\.isSupported)
    )
    func errors(cell: String, kernel: ColumnKernel) throws {
        var lines = ["distracted,pain_severity,w"] + Array(repeating: "yes,3,1.25", count: 100)
        lines[70] = "no,2,\"\(cell)\""
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let design = DesignColumns(weights: "w")
        let error = #expect(throws: RunError.self) { try Self.run(bytes, design, (.best, kernel)) }
        #expect(error?.line == 71 && error?.column == 3)
        #expect(error?.message.hasPrefix("\"w\" is \"\(cell)\": the weight is ") == true, "\(error?.message ?? "")")
    }
}
