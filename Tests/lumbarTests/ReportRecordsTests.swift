// Single records in a report: only where they were asked for, the right ones, and with advice that does no harm.

import Foundation
import Testing

@Suite("Records in a report")
struct ReportRecordsTests {
    private static func markdown(_ options: String, in folder: ScratchFolder? = nil) throws -> CommandLine {
        let run = try CommandLine("lumbar report \(options) --format markdown --quiet", in: folder)
        #expect(run.code == 0, "\(run.error)")
        return run
    }

    /// The cells of the rows of a table of Markdown that begins with `heading`.
    private static func rows(_ text: String, _ heading: String) throws -> [[String]] {
        let lines = text.components(separatedBy: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix(heading) })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map {
            $0.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
    }

    @Test(
        "Without being asked a report knows of no flag and of no record",
        arguments: ["SampleData/flags.csv", "SampleData/flags.csv --min-cell 0", "SampleData/cohort.csv"],
        ["", "--rules $TMP/full.yaml"]
    )
    func notAsked(_ cohort: String, _ rules: String) throws {
        let folder = try ScratchFolder()
        #expect(try CommandLine("lumbar rules show > $TMP/full.yaml", in: folder).code == 0)
        let text = try Self.markdown("\(cohort) \(rules)", in: folder).text
        let asked = try Self.markdown("SampleData/flags.csv --min-cell 0 --include-records").text
        let flags = Set(try Self.rows(asked, "| Red flag | Because").map { $0[0] })
        #expect(flags.count > 7)
        for flag in flags.union(["Records to look at first", "ed flag", "Numbness around", "cauda-equina"]) {
            #expect(!text.contains(flag), "\(flag)")
        }
    }

    @Test("The list is that of worklist, in its order", arguments: [1, 7, 50], ["flags.csv", "cohort.csv"])
    func list(_ limit: Int, _ file: String) throws {
        let text = try Self.markdown("SampleData/\(file) --min-cell 0 --include-records --limit \(limit)").text
        let rows = try Self.rows(text, "| Record | Rank")
        let list = Table(try CommandLine("lumbar worklist SampleData/\(file) --format csv -q --limit \(limit)").text)
            .rows
        #expect(rows.count == list.count)
        #expect(rows.count <= limit)
        for (row, entry) in zip(rows, list) {
            #expect(row[0].replacing("\\", with: "") == entry["record_id"])
            #expect(row[1] == entry["rank"])
            #expect(row[5] == "`\(entry["file"] ?? ""):\(entry["line"] ?? "")`")
        }
        let counted = text.contains("are only counted; --limit lists more.")
        let total = try #require(text.firstMatch(of: /([0-9,]+) of [0-9,]+ records read carry/))
        #expect(counted == ((Int(total.1.replacing(",", with: "")) ?? 0) > rows.count))
    }

    @Test(
        "Nobody with a flag, severe pain or a spinal condition is told to keep moving",
        arguments: ["flags.csv", "cohort.csv"]
    )
    func advice(_ file: String) throws {
        let text = try Self.markdown("SampleData/\(file) --min-cell 0 --include-records --limit 500").text
        let classified = Table(try CommandLine("lumbar classify SampleData/\(file) -q").text).rows
        let verdicts = Dictionary(classified.map { ($0["record_id"] ?? "", $0) }) { first, _ in first }
        var seen = 0
        for row in try Self.rows(text, "| Record | Rank") where row[4].contains("do not stop") {
            seen += 1
            for reason in ["Red flag", "Severe pain", "Suspected spinal condition"] {
                #expect(!row[2].contains(reason), "\(row)")
            }
            let own = try #require(verdicts[row[0].replacing("\\", with: "")])
            #expect(own["spinal_condition"] == "absent" && own["suspected_spinal_condition"] == "absent", "\(row)")
        }
        #expect(seen > 0)
    }

    @Test("The page says that it lists people")
    func warning() throws {
        let run = try CommandLine("lumbar report SampleData/flags.csv --min-cell 0 --include-records --quiet")
        let page = try Page(run.text)
        let warnings = page.all("p").filter { $0.attributes["class"] == "warning" }
        #expect(warnings.contains { $0.text.contains("Single records are listed here") })
    }

    @Test("The same page for any number of threads")
    func threads() throws {
        let options = "--min-cell 0 --include-records --limit 30 --quiet"
        let one = try CommandLine("lumbar report - \(options) --threads 1 < SampleData/cohort.csv")
        let four = try CommandLine("cat SampleData/cohort.csv | lumbar report - \(options) --threads 4")
        #expect(one.code == 0)
        let command = /<code>lumbar report[^<]*<\/code>/
        expectEqual(
            Array(one.text.replacing(command, with: "").utf8),
            Array(four.text.replacing(command, with: "").utf8)
        )
    }
}
