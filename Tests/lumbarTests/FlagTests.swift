// Red flags on the command line: seen where they are asked for, and nowhere else.

import Foundation
import Testing

@Suite("Red flags on the command line")
struct FlagTests {
    /// A shell function that leaves the columns of flags and the notes out of the sample.
    static let cut = "cut -d, -f1-21"

    @Test(
        "No other output knows of columns for flags",
        arguments: [
            "summarise --format csv", "summarise --format table", "summarise --format markdown", "summarise --missing",
            "summarise --table paper --methods --output $TMP/page.md; cat $TMP/page.md", "classify",
            "classify --format json",
        ]
    )
    func apart(_ command: String) throws {
        let folder = try ScratchFolder()
        let parts = command.split(separator: ";", maxSplits: 1).map(String.init)
        let rest = parts.count > 1 ? ";" + parts[1] : ""
        let with = try CommandLine("lumbar \(parts[0]) -q < SampleData/flags.csv\(rest)", in: folder)
        let without = try CommandLine(
            "\(Self.cut) SampleData/flags.csv > $TMP/cut.csv; lumbar \(parts[0]) -q < $TMP/cut.csv\(rest)",
            in: folder
        )
        #expect(with.code == 0, "\(with.error)")
        #expect(without.code == 0, "\(without.error)")
        expectEqual(with.output, without.output)
    }

    @Test("The columns of the contract are the same with a sentence behind them")
    func contract() throws {
        let plain = try CommandLine("lumbar classify SampleData/cohort.csv -q")
        let explained = try CommandLine("lumbar classify SampleData/cohort.csv -q --explain")
        #expect(explained.lines.count == plain.lines.count)
        for (row, own) in zip(explained.lines, plain.lines) { #expect(row.hasPrefix(own + ",")) }
        #expect(explained.lines.first?.hasSuffix(",missing,explanation") == true)
        for threads in [1, 3] {
            let again = try CommandLine("cat SampleData/cohort.csv | lumbar classify -q --explain --threads \(threads)")
            expectEqual(again.output, explained.output)
        }
    }

    @Test("A sentence says what an undetermined record waits for, and the verdict is settled by it")
    func settled() throws {
        let run = try CommandLine(
            """
            printf 'pain_severity,technique_score,spinal_conditions\\n4,,none\\n4,2,none\\n4,9,none\\n' |
            lumbar classify --explain -q
            """
        )
        #expect(
            run.lines[1].contains(#"Improper technique (settled by an answer to ""Technique score"", whatever it is)"#)
        )
        #expect(run.lines[2].contains("since technique score is 2 (below 5)"))
        #expect(run.lines[3].contains("No definition is met."))
    }

    @Test("A mapping can name variables of flags, for every command")
    func mapping() throws {
        let folder = try ScratchFolder()
        try folder.write("Q1,Q2\n4,2\n".utf8, to: "in.csv")
        try folder.write(
            "columns:\n  Q1: pain_severity\n  Q2: {variable: fever_or_chills, yes: [\"2\"], no: [\"1\"]}\n".utf8,
            to: "map.yaml"
        )
        for command in ["summarise --format csv", "classify", "explain"] {
            let rest = command == "explain" ? "$TMP/in.csv --id 1" : "$TMP/in.csv"
            let run = try CommandLine("lumbar \(command) \(rest) --map $TMP/map.yaml -q", in: folder)
            #expect(run.code == 0, "\(run.error)")
            #expect(run.text.contains("Red flag: Fever or chills.") == (command == "explain"))
        }
    }

    @Test("validate lists a flag's column where there is one, and misses none where there is none")
    func validate() throws {
        let with = try CommandLine("lumbar validate SampleData/flags.csv -q")
        #expect(with.text.contains("saddle_numbness"))
        let without = try CommandLine("lumbar validate SampleData/boundaries.csv -q")
        #expect(!without.text.contains("saddle_numbness"))
        let json = try CommandLine("lumbar explain SampleData/boundaries.csv --id soreness --format json -q")
        #expect(!json.text.contains("saddle_numbness"))
    }
}
