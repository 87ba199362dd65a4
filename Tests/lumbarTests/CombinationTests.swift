// summarise --combinations: which causes occur together.

import Foundation
import Testing

@Suite("Causes together")
struct CombinationTests {
    @Test(
        "What it prints",
        arguments: [
            Golden("combinations-cohort.txt", "lumbar summarise SampleData/cohort.csv --quiet --combinations"),
            Golden(
                "combinations-cohort.md",
                "lumbar summarise SampleData/cohort.csv --quiet --combinations --format markdown"
            ),
            Golden(
                "combinations-cohort-hidden.txt",
                "lumbar summarise SampleData/cohort.csv --quiet --combinations --by age_group --min-cell 11"
            ),
            Golden(
                "combinations-clinic.csv",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --combinations --format csv"
            ),
            Golden(
                "combinations-clinic.json",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --combinations --format json"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    @Test("Every count is what DuckDB counts")
    func oracle() throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --combinations --format csv --threads 3"
        )
        let found = PlainTable(run.lines)
        let text = String(decoding: try packageFile("Tests/lumbarTests/Oracle/cohort.combinations.csv"), as: UTF8.self)
        let expected = PlainTable(text.split(separator: "\n").map(String.init))
        func key(_ row: [String: String]) -> String {
            ["kind", "causes", "number"].map { row[$0] ?? "" }.joined(separator: "|")
        }
        let rows = Dictionary(uniqueKeysWithValues: found.rows.map { (key($0), $0) })
        #expect(rows.count == expected.rows.count && rows.count > 700)
        for wanted in expected.rows {
            let row = try #require(rows[key(wanted)], "\(key(wanted)) is missing")
            for column in ["decided", "decided_with", "complete", "complete_with"] {
                #expect(row[column] == wanted[column], "\(key(wanted)) \(column)")
            }
            for column in ["bound_low", "bound_high"] {
                let (mine, other) = (Double(row[column] ?? ""), Double(wanted[column] ?? ""))
                #expect(mine == other || abs((mine ?? -1) - (other ?? -1)) < 1e-12, "\(key(wanted)) \(column)")
            }
            if let with = Double(row["complete_with"] ?? ""), let all = Double(row["complete"] ?? "") {
                #expect(Double(row["share"] ?? "") == with / all)
            }
        }
    }

    @Test("With a smallest cell, what is not listed adds up to nothing small, of any cause", arguments: [3, 5, 11, 40])
    func smallCells(minimum: Int) throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --by sex --combinations --format csv"
        let truth = PlainTable(try CommandLine(line).lines).rows.filter { $0["kind"] == "combination" }
        let run = try CommandLine("\(line) --min-cell \(minimum)")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        for row in rows {
            for column in ["decided_with", "complete_with", "decided", "complete"] {
                #expect(!(1..<minimum).contains(Int(row[column] ?? "") ?? 0), "\(row)")
            }
            if row["complete_with"] == "suppressed" { #expect(row["share"] == "suppressed") }
        }
        #expect(rows.filter { $0["kind"] == "pair" }.allSatisfy { $0["complete_with"] == "suppressed" })
        // Without the causes that are not told apart, the combinations that are not listed, from the truth.
        let told = Set(rows.filter { $0["kind"] == "alone" }.compactMap { $0["causes"] })
        let listed = Set(rows.filter { $0["kind"] == "combination" }.compactMap { $0["causes"] })
        var others = 0
        var with: [String: Int] = [:]
        for row in truth {
            let causes = (row["causes"] ?? "").split(separator: ";").map(String.init).filter(told.contains)
            guard !listed.contains(causes.isEmpty ? "none" : causes.joined(separator: ";")) else { continue }
            let records = Int(row["complete_with"] ?? "") ?? 0
            others += records
            for cause in causes { with[cause, default: 0] += records }
        }
        let published = rows.first { $0["kind"] == "other_combinations" }?["complete_with"]
        #expect(others == 0 || published == String(others))
        for cause in told {
            let count = with[cause] ?? 0
            #expect(![count, others - count].contains { (1..<minimum).contains($0) }, "\(cause)")
        }
    }

    @Test("A single cause, and a file without records of the population, are no trouble")
    func edges() throws {
        let folder = try ScratchFolder()
        try folder.write("distracted,pain_severity\nyes,3\nno,2\n,1\n".utf8, to: "one.csv")
        try folder.write("distracted,pain_severity\nyes,0\n".utf8, to: "none.csv")
        let one = try CommandLine("lumbar summarise $TMP/one.csv --quiet --combinations --format csv", in: folder)
        #expect(one.code == 0, "\(one.error)")
        #expect(one.text.contains("combination,distraction,,2,1,2,1,0.5,"))
        for format in ["table", "csv", "json", "markdown"] {
            let none = try CommandLine(
                "lumbar summarise $TMP/none.csv --quiet --combinations --format \(format)",
                in: folder
            )
            #expect(none.code == 0, "\(none.error)")
        }
    }

    @Test(
        "What does not go together, and what it says",
        arguments: [
            ("--combinations --undetermined absent", "leave out '--undetermined absent'"),
            ("--combinations --missing --format csv", "a CSV file holds one table"),
            ("--combinations --missing --format json", "a JSON file holds one page"),
        ]
    )
    func refused(_ options: String, _ message: String) throws {
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == 64)
        #expect(run.error.contains(message), "\(run.error)")
    }
}
