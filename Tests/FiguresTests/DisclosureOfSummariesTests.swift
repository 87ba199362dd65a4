// With a smallest cell no small count is printed, and none follows from what is.

import Cohort
import CSVReading
import Figures
import Prevalence
import RuleSetFiles
import RuleSets
import Statistics
import Synthesis
import Testing

@Suite("Small counts in summaries")
struct DisclosureOfSummariesTests {
    static func summary(records: Int, seed: UInt64, groups: [String]) throws -> Summary {
        var bytes = CohortGenerator.header
        CohortGenerator(seed: seed).appendRecords(0..<records, to: &bytes)
        var options = RunOptions()
        options.groups = groups
        let ruleSet = try #require(RuleSetFile.builtIn.ruleSet)
        let source = ByteSource.bytes(bytes, name: "cohort.csv")
        return try CohortRun(ruleSet, sources: [source], options: options, needsRecordID: false).run().summary
    }

    static let cases: [(records: Int, seed: UInt64, groups: [String], minimum: Int)] = [
        (60, 1, ["age_group"], 5), (300, 2, ["age_group", "sex"], 5), (300, 3, ["sex", "weight_group"], 11),
        (1500, 4, ["age_group", "weight_group"], 5), (400, 5, [], 10), (900, 6, ["sex"], 3),
    ]

    @Test("No count below the smallest is shown, and no line of counts has a single hidden one", arguments: cases)
    func lines(records: Int, seed: UInt64, groups: [String], minimum: Int) throws {
        let summary = try Self.summary(records: records, seed: seed, groups: groups)
        var choices = StatisticsChoices()
        choices.minimumCell = minimum
        let figures = try Figures(summary, choices)
        for cause in summary.causes.indices where summary.causes[cause].isAssessed {
            let table = summary.cells.indices.map { figures.figure(cause: cause, cell: $0) }
            for figure in table {
                for measure in Measure.allCases {
                    if let count = figure[measure].value { #expect(!(1..<minimum).contains(count)) }
                }
                // What is derived from a hidden count is hidden with it.
                if figure[.completePresent].isHidden || figure[.complete].isHidden {
                    #expect(figure.prevalence == nil && figure.interval == nil)
                }
                if figure[.present].isHidden { #expect(figure.bounds == nil) }
                // The complement of a shown prevalence is no small count either.
                if let events = figure.events.value, let total = figure.total.value {
                    #expect(!(1..<minimum).contains(total - events))
                }
            }
            for (total, parts) in Self.margins(summary.cells) {
                for measure in Measure.allCases {
                    let hidden = ([total] + parts).filter { table[$0][measure].isHidden }
                    // A single hidden one could be computed, unless it is where nothing was counted.
                    if hidden.count == 1 {
                        let counts = summary.causes[cause].counts[hidden[0]]
                        #expect(counts.complete == 0, "\(measure) of \(summary.causes[cause].cause.id)")
                    }
                }
            }
        }
    }

    @Test("Ranges narrowed again and again along all lines leave every hidden count k values", arguments: cases)
    func narrowing(records: Int, seed: UInt64, groups: [String], minimum: Int) throws {
        let summary = try Self.summary(records: records, seed: seed, groups: groups)
        var choices = StatisticsChoices()
        choices.minimumCell = minimum
        let figures = try Figures(summary, choices)
        let margins = Self.margins(summary.cells)
        for cause in summary.causes.indices where summary.causes[cause].isAssessed {
            for measure in [Measure.present, .absent, .completePresent, .complete, .undetermined] {
                // What a reader knows at first: a shown count, or something from 0 to the records of the cell, if those are shown.
                var ranges = summary.cells.indices.map { cell -> (low: Int, high: Int) in
                    let figure = figures.figure(cause: cause, cell: cell)
                    if let count = figure[measure].value { return (count, count) }
                    return (0, figure[.records].value ?? records)
                }
                for _ in 0..<20 {
                    for (total, parts) in margins {
                        let (low, high) = (
                            parts.reduce(0) { $0 + ranges[$1].low }, parts.reduce(0) { $0 + ranges[$1].high }
                        )
                        ranges[total] = (max(ranges[total].low, low), min(ranges[total].high, high))
                        for part in parts {
                            let others = (low: low - ranges[part].low, high: high - ranges[part].high)
                            ranges[part].low = max(ranges[part].low, ranges[total].low - others.high)
                            ranges[part].high = min(ranges[part].high, ranges[total].high - others.low)
                            if ranges[part].low > ranges[part].high { break }
                        }
                    }
                }
                for cell in summary.cells.indices {
                    let figure = figures.figure(cause: cause, cell: cell)
                    guard figure[measure].isHidden else { continue }
                    // What can only be nothing is no one's secret.
                    #expect(ranges[cell].high - ranges[cell].low + 1 >= minimum || ranges[cell].high == 0)
                }
            }
        }
    }

    @Test(
        "Where the groups define a cause, only totals are hidden beside groups that are hidden whole",
        arguments: ["older_age", "overweight"]
    )
    func definedByGroups(id: String) throws {
        let summary = try Self.summary(records: 5000, seed: 1, groups: ["age_group", "weight_group"])
        var choices = StatisticsChoices()
        choices.minimumCell = 10
        let figures = try Figures(summary, choices)
        let cause = try #require(summary.causes.firstIndex { $0.cause.id == id })
        let hidden = summary.cells.indices.filter { figures.figure(cause: cause, cell: $0)[.present].isHidden }
        let isWhole = { figures.figure(cause: cause, cell: $0)[.records].isHidden }
        let beside = hidden.filter { !isWhole($0) }
        // Everyone of one age, or of one weight, has the cause or has not.
        #expect(hidden.contains(where: isWhole))
        #expect(!beside.isEmpty)
        for cell in beside { #expect(summary.cells[cell].contains(nil), "\(summary.cells[cell])") }
        // The others of these totals' lines, and the total of all, stay.
        #expect(beside.count < 5 && !beside.contains(0))
    }

    @Test("Without one everything is shown, and k beyond the cohort is refused")
    func choices() throws {
        let summary = try Self.summary(records: 50, seed: 1, groups: ["sex"])
        let figures = try Figures(summary)
        #expect(figures.disclosure == nil && figures.overall(cause: 0)[.present].value != nil)
        var choices = StatisticsChoices()
        choices.minimumCell = 5000
        #expect(throws: (any Error).self) { try Figures(summary, choices) }
    }

    static func margins(_ cells: [[Int?]]) -> [(total: Int, parts: [Int])] {
        cells.indices.flatMap { total in
            cells[total].indices.filter { cells[total][$0] == nil }.map { dimension in
                let parts = cells.indices.filter { part in
                    cells[part][dimension] != nil
                        && cells[part].indices.allSatisfy { $0 == dimension || cells[part][$0] == cells[total][$0] }
                }
                return (total, parts)
            }
        }
    }
}
