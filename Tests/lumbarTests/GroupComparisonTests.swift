// summarise --compare-groups and --contrast.

import Foundation
import Testing

@Suite("Comparisons between groups")
struct GroupComparisonTests {
    @Test("Tests, trends and ratios are scipy's, over the counts of the summary")
    func oracle() throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --by age_group --compare-groups --format csv"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let text = String(decoding: try packageFile("Tests/lumbarTests/Oracle/cohort.comparisons.csv"), as: UTF8.self)
        let wanted = PlainTable(text.split(separator: "\n").map(String.init)).rows
        #expect(wanted.count > 100)
        for row in wanted where row["cause"] != "older_age" {
            let own = try #require(
                found.first { mine in ["cause", "test", "group"].allSatisfy { mine[$0] == row[$0] } },
                "\(row)"
            )
            for column in ["statistic", "estimate", "ci_low", "ci_high", "p_value"] {
                guard let expected = Double(row[column] ?? "") else { continue }
                let value = try #require(Double(own[column] ?? ""), "\(row) \(column)")
                #expect(abs(value - expected) <= 1e-9 * abs(expected) + 1e-15, "\(row) \(column): \(value)")
            }
        }
        // Nothing of a cause that is defined by the grouping variable.
        let older = found.filter { $0["cause"] == "older_age" }
        #expect(older.count == 1 && older[0]["note"] == "by_definition" && older[0]["p_value"] == "")
    }

    @Test("With a smallest cell, no test is made of a cause with a hidden count")
    func smallCells() throws {
        let options = "--quiet --by age_group --min-cell 40 --format csv"
        let summary = PlainTable(try CommandLine("lumbar summarise SampleData/cohort.csv \(options)").lines).rows
        let hidden = Set(
            summary.filter {
                $0["age_group"] != "all" && $0["age_group"] != "unknown" && $0["prevalence"] == "suppressed"
            }
            .compactMap { $0["cause"] }
        )
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv \(options) --compare-groups")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        #expect(!hidden.isEmpty)
        for cause in hidden where cause != "older_age" {
            let own = rows.filter { $0["cause"] == cause }
            #expect(own.count == 1 && own[0]["note"] == "suppressed" && own[0]["p_value"] == "", "\(own)")
        }
    }

    @Test("The contrast with pain-free records counts what a population of them counts")
    func contrast() throws {
        let folder = try ScratchFolder()
        // The tests at the end of the file are of the population with pain.
        let rules = (try CommandLine("lumbar rules show").text.components(separatedBy: "\n  tests:").first ?? "")
            .replacing("pain_severity > 0", with: "pain_severity = 0")
        try folder.write(rules.utf8, to: "free.yaml")
        let line = "lumbar summarise SampleData/cohort.csv --quiet --by none --format csv"
        let run = try CommandLine("\(line) --contrast pain-free --threads 3")
        #expect(run.code == 0, "\(run.error)")
        let inside = PlainTable(try CommandLine(line).lines).rows
        let outside = PlainTable(try CommandLine("\(line) --rules $TMP/free.yaml", in: folder).lines).rows
        let rows = PlainTable(run.lines).rows
        #expect(rows.count == 12 && outside.count == 12)
        for (row, sides) in zip(rows, zip(inside, outside)) {
            for (prefix, side) in [("population", sides.0), ("outside", sides.1)] {
                #expect(
                    row["\(prefix)_events"] == side["complete_present"] && row["\(prefix)_total"] == side["complete"]
                )
                #expect(row["\(prefix)_prevalence"] == side["prevalence"])
            }
        }
        #expect(rows[0]["note"] == "by_definition" && rows[0]["prevalence_ratio"] == "")
    }

    @Test(
        "What cannot be, and what it says",
        arguments: [
            ("SampleData/cohort.csv --by none --compare-groups", 65, "there are no groups to compare"),
            ("SampleData/cohort.csv --by sex --compare-groups --reference men", 65, "there is no such group"),
            ("SampleData/cohort.csv --by age_years --bands age_years=200 --compare-groups", 65, "only one group"),
            ("SampleData/cohort.csv --reference male", 64, "ask for that too"),
            ("SampleData/cohort.csv --contrast painfree", 64, "pain-free"),
            ("$TMP/pain.csv --contrast pain-free", 65, "only a file that holds them too can tell"),
        ]
    )
    func refused(_ options: String, _ code: Int32, _ message: String) throws {
        let folder = try ScratchFolder()
        try folder.write("distracted,pain_severity\nyes,3\nno,2\n".utf8, to: "pain.csv")
        let run = try CommandLine("lumbar summarise \(options) --quiet", in: folder)
        #expect(run.code == code)
        #expect(run.error.contains(message), "\(run.error)")
    }
}
