// Answers to categories in a report: how many records give each, and that what few say is not repeated.

import Foundation
import Testing

@Suite("Answers to categories in a report")
struct ReportAnswersTests {
    /// The rows of a table of a report in Markdown, by its caption.
    private static func rows(_ text: String, _ caption: String) -> [[String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: caption) else { return [] }
        return lines[(start + 4)...].prefix { $0.hasPrefix("|") }.map { line in
            line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
    }

    @Test("An open category is told with its most common answers, counted from the file and the verdicts")
    func counted() throws {
        let text = try CommandLine("lumbar report SampleData/cohort.csv --format markdown -q").text
        let rows = Self.rows(text, "Records by kind of training:")
        let eligible = Table(try CommandLine("lumbar classify SampleData/cohort.csv -q").text).rows
        let answers = Table(String(decoding: try packageFile("SampleData/cohort.csv"), as: UTF8.self)).rows
        var wanted: [String: Int] = [:]
        for (record, answer) in zip(eligible, answers) where record["eligible"] == "yes" {
            let cell = (answer["training_type"] ?? "").trimmingCharacters(in: .whitespaces)
            wanted[["", "n/a"].contains(cell) ? "unknown" : cell, default: 0] += 1
        }
        #expect(wanted.count == 11)
        #expect(rows.count == 11 && rows.last?.first == "unknown")
        for row in rows {
            let count = row[1].split(separator: "(").last?.filter(\.isNumber)
            #expect(count == wanted[row[0]].map(String.init), "\(row)")
        }
        let counts = rows.dropLast().compactMap { wanted[$0[0]] }
        #expect(counts == counts.sorted(by: >))
    }

    private static let rules = """
        ruleset: sports
        version: 1
        title: Sports
        variables:
          sport: {type: category, label: Sport}
          shoes: {type: category, label: Shoes, codes: {own: [], lent: []}}
          pain: {type: number, label: Pain, range: [0, 10]}
        causes:
          - {id: bad, label: Bad, category: primary, when: pain > 5}
          \(more)

        """
    private static let more = "- {id: lent, label: Lent shoes, category: contributing, when: 'shoes = \"lent\"'}"

    private static func report(_ sports: [(String, Int)], _ options: String = "", rules: String = rules) throws
        -> String
    {
        let folder = try ScratchFolder()
        try folder.write(rules.utf8, to: "rules.yaml")
        var csv = "sport,shoes,pain\n"
        var number = 0
        for (sport, records) in sports {
            for _ in 0..<records {
                csv += "\(sport),\(number % 2 == 0 ? "own" : "lent"),\(number % 11)\n"
                number += 1
            }
        }
        try folder.write(csv.utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar report $TMP/in.csv --rules $TMP/rules.yaml --format markdown -q \(options)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        // All but where the files lie.
        return run.text.components(separatedBy: "## How to make this again")[0]
    }

    @Test(
        "What few say is counted with others, and never repeated; no hidden count follows from the total",
        arguments: [
            (
                [("run", 40), ("swim", 20), ("as Jane Doe", 2), ("", 30)],
                ["swim 20+2 → other answers 22", "unknown 30"]
            ),
            ([("run", 40), ("swim", 20), ("as Jane Doe", 6), ("", 30)], ["as Jane Doe 6", "unknown 30"]),
            ([("run", 40), ("swim", 20), ("", 3)], ["other answers, or unknown 23", "unknown ‹hidden›"]),
            (
                [("run", 40), ("as Jane Doe", 3), ("", 2)],
                ["run 40", "other answers, or unknown 5", "unknown ‹hidden›"]
            ),
            ([("as Jane Doe", 3), ("", 50)], ["other answers, or unknown 53", "unknown ‹hidden›"]),
            ([("unknown", 30), ("", 30)], ["unknown (answer) 30", "unknown 30"]),
        ] as [([(String, Int)], [String])]
    )
    func few(_ sports: [(String, Int)], _ expected: [String]) throws {
        let text = try Self.report(sports)
        let rows = Self.rows(text, "Records by sport:").map { row in
            let count = row[1].contains("‹") ? row[1] : row[1].split(separator: "(").last?.filter(\.isNumber) ?? ""
            return "\(row[0]) \(count)"
        }
        for entry in expected {
            let wanted = entry.components(separatedBy: "→ ").last ?? entry
            #expect(rows.contains(wanted), "\(wanted) in \(rows)")
        }
        let isCommon = sports.contains { $0.0 == "as Jane Doe" && $0.1 >= 5 }
        #expect(text.contains("Jane") == isCommon)
        #expect(!text.contains("Records by shoes"), "a definition asks for them")
    }

    @Test(
        "More kinds of answers than are told apart are one group, whatever the threads; with nothing hidden all are told"
    )
    func many() throws {
        let sports = (0..<1500).map { ("sport \($0)", $0 < 3 ? 9 : 1) }
        let one = try Self.report(sports, "--threads 1")
        #expect(try Self.report(sports, "--threads 5") == one)
        #expect(Self.rows(one, "Records by sport:").first?.first == "answers of more than 1000 kinds")
        let few = try Self.report([("a", 3), ("b", 1)], "--min-cell 0")
        #expect(Self.rows(few, "Records by sport:").map(\.[0]) == ["a", "b", "unknown"])
        // What no definition asks for is told too.
        let apart = Self.rules.replacing(Self.more, with: "")
        let shoes = Self.rows(try Self.report([("a", 30)], rules: apart), "Records by shoes:")
        #expect(shoes.map(\.[0]) == ["own", "lent", "unknown"])
    }
}
