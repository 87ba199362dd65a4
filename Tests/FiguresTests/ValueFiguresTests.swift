// Quartiles and histograms: the numbers that others get, and nothing of few people.

import CSVReading
import Cohort
import FEEL
import Figures
import Prevalence
import RuleSetFiles
import RuleSets
import Synthesis
import Testing

@Suite("Values")
struct ValueFiguresTests {
    // The run has one worker.
    private final class Counted: @unchecked Sendable {
        var tally: ValueTally?
    }

    /// The distributions of a cohort, and for each the records of its groups as they are and as they are shown.
    private static func values(
        _ bytes: [UInt8],
        _ groups: [String],
        described: [String] = [],
        _ minimum: Int,
        change: (inout RuleSet) throws -> Void = { _ in }
    ) throws -> (values: [ValueFigures], shown: [[Shown<Int>]], eligible: Int) {
        var options = RunOptions()
        options.groups = groups
        options.describedGroups = described
        var ruleSet = try #require(RuleSetFile.builtIn.ruleSet)
        try change(&ruleSet)
        let source = ByteSource.bytes(bytes, name: "cohort.csv")
        let run = try CohortRun(ruleSet, sources: [source], options: options, needsRecordID: false)
        let counted = Counted()
        let result = try run.run(
            onBatch: { batch, _, _ in
                var tally = counted.tally ?? ValueTally(batch.plan)
                counted.tally = nil
                tally.add(batch.plan, batch.evaluator)
                counted.tally = tally
            },
            inOrder: { _, _, _ in }
        )
        var choices = StatisticsChoices()
        choices.minimumCell = minimum
        let (summary, plan) = (result.summary, result.plan)
        let figures = try Figures(summary, choices)
        let shown = summary.dimensions.indices.map { dimension in
            summary.margin(of: dimension).map { figures.figure(cause: 0, cell: $0)[.records] }
        }
        let tally = counted.tally ?? ValueTally(plan)
        let eligible = summary.eligibility.eligible
        return (
            ValueFigures.all(tally, plan, shown: shown, eligible: eligible, minimum: minimum), shown, eligible
        )
    }

    private static func cohort(_ records: Int, _ seed: UInt64) -> [UInt8] {
        var bytes = CohortGenerator.header
        CohortGenerator(seed: seed).appendRecords(0..<records, to: &bytes)
        return bytes
    }

    /// Ages of people with pain, one a record.
    private static func ages(_ ages: [Double?]) -> [UInt8] {
        Array("pain_severity,age_years\n".utf8)
            + ages.flatMap { Array("3,\($0.map { "\($0)" } ?? "")\n".utf8) }
    }

    // numpy.quantile(ages, [0.25, 0.5, 0.75])
    @Test(
        "Quartiles are those of NumPy",
        arguments: [
            ([20], [20, 20, 20]), ([20, 30], [22.5, 25, 27.5]), ([20, 30, 50], [25, 30, 40]),
            ([1, 2, 3, 4], [1.75, 2.5, 3.25]), ([50, 10, 20, 40, 30], [20, 30, 40]),
            ([18.5, 18.5, 19, 70, 71.25, 90], [18.625, 44.5, 70.9375]), ([0, 0, 120], [0, 0, 60]),
        ] as [([Double], [Double])]
    )
    func quartiles(_ ages: [Double], _ expected: [Double]) throws {
        let (values, _, _) = try Self.values(Self.ages(ages), ["age_group"], 0)
        let quartiles = try #require(values.first).quartiles
        #expect([quartiles.lower, quartiles.median, quartiles.upper].map(\.value) == expected)
    }

    @Test("Without any value there is no quartile")
    func none() throws {
        let (values, _, _) = try Self.values(Self.ages([nil, nil]), ["age_group"], 0)
        let quartiles = try #require(values.first).quartiles
        #expect(quartiles.median == .none)
        #expect(values.first?.bins.allSatisfy { $0.records.value == 0 } == true)
    }

    private static let cohorts: [(records: Int, seed: UInt64, minimum: Int)] = {
        var cohorts: [(records: Int, seed: UInt64, minimum: Int)] = [(5, 1, 0), (60, 2, 0), (3000, 3, 0)]
        for seed in 4...30 {
            let minimum = [3, 5, 11][seed % 3]
            cohorts.append((20 + 2 * seed * seed, UInt64(seed), minimum))
        }
        return cohorts
    }()

    @Test("Bins add up to the groups that they are in, and none is small or in a hidden group", arguments: cohorts)
    func bins(_ records: Int, _ seed: UInt64, _ minimum: Int) throws {
        for group in ["age_group", "weight_group", "body_weight"] {
            let (all, shown, _) = try Self.values(Self.cohort(records, seed), [group], minimum)
            let values = try #require(all.first)
            let bounds = [-Double.infinity] + values.group.bands + [.infinity]
            for (place, records) in shown[0].dropLast().enumerated() {
                let own = values.bins.filter {
                    ($0.low ?? -.infinity) >= bounds[place] && ($0.high ?? .infinity) <= bounds[place + 1]
                }
                #expect(!own.isEmpty)
                guard let records = records.value else {
                    #expect(own.count == 1 && own[0].records.isHidden)
                    continue
                }
                #expect(own.reduce(0) { $0 + ($1.records.value ?? -1_000_000) } == records)
                for bin in own { #expect(!(1..<max(1, minimum)).contains(bin.records.value ?? 0)) }
            }
            // Bins follow each other without a gap.
            for (bin, next) in zip(values.bins, values.bins.dropFirst()) {
                #expect(bin.high == next.low && bin.drawn.upperBound == next.drawn.lowerBound)
            }
            #expect(values.bins.count <= 24 + 2 * values.group.bands.count)
        }
    }

    /// Whatever the hidden counts are, as far as the shown ones leave them open, each quartile that is shown lies in the bin that it lies in.
    @Test("A quartile that is shown says nothing of a hidden group", arguments: cohorts.filter { $0.minimum > 0 })
    func quartilesHide(_ records: Int, _ seed: UInt64, _ minimum: Int) throws {
        let (all, shown, eligible) = try Self.values(Self.cohort(records, seed), ["age_group"], minimum)
        let values = try #require(all.first)
        let unknown = try #require(shown[0].last)
        let hidden = values.bins.indices.filter { values.bins[$0].records.isHidden }
        let open = eligible - values.bins.reduce(0) { $0 + ($1.records.value ?? 0) } - (unknown.value ?? 0)
        // Every way to spread the hidden records over the hidden bins and the unknown at its corners: all of them in one.
        let corners = hidden.map { [$0: open] } + (unknown.isHidden ? [[-1: open]] : [])
        for (quarter, quartile) in [values.quartiles.lower, values.quartiles.median, values.quartiles.upper]
            .enumerated()
        {
            guard let value = quartile.value else { continue }
            for corner in corners where corners.count > 1 {
                let counts = values.bins.indices.map { values.bins[$0].records.value ?? corner[$0] ?? 0 }
                let known = counts.reduce(0, +)
                try #require(known > 0)
                let low = Self.bin(ofRank: (known - 1) * (quarter + 1) / 4, counts)
                let high = Self.bin(ofRank: min(known - 1, (known - 1) * (quarter + 1) / 4 + 1), counts)
                let isBetween =
                    (values.bins[low].low ?? -.infinity) <= value && value <= (values.bins[high].high ?? .infinity)
                #expect(isBetween, "quartile \(quarter + 1)")
            }
        }
    }

    private static func bin(ofRank rank: Int, _ counts: [Int]) -> Int {
        var sum = 0
        return counts.firstIndex { count in
            sum += count
            return sum > rank
        } ?? counts.count - 1
    }

    @Test("Where a threshold cuts the number elsewhere than the groups do, bins are the groups")
    func cuts() throws {
        let bytes = Self.cohort(2000, 9)
        #expect(try Self.values(bytes, ["age_group"], 5).values[0].isFiner)
        let moved = try Self.values(bytes, ["age_group"], 5) { $0 = try $0.setting("older_age_years", to: 62) }
        #expect(!moved.values[0].isFiner)
        #expect(moved.values[0].bins.count == moved.values[0].group.labels.count)
        #expect(
            try Self.values(bytes, ["age_group"], 0) { $0 = try $0.setting("older_age_years", to: 62) }.values[0]
                .isFiner
        )
        #expect(
            try Self.values(bytes, ["age_group"], 5) { $0 = try $0.setting("older_age_years", to: 70) }.values[0]
                .isFiner
        )
        #expect(
            try !Self.values(bytes, ["weight_group"], 5) { $0 = try $0.setting("overweight_bmi", to: 27) }.values[0]
                .isFiner
        )
    }
}
