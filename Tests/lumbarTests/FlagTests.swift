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
        let commands = [
            "summarise --format csv", "classify", "convert", "report", "validate", "worklist", "explain --id 1",
            "sweep --set layoff_weeks=1..3:1", "compare --set layoff_weeks=3", "chart prevalence --min-cell 0",
        ]
        for command in commands {
            let run = try CommandLine("lumbar \(command) $TMP/in.csv --map $TMP/map.yaml -q", in: folder)
            #expect(run.code == 0, "\(command): \(run.error)")
            let isExplained = ["explain --id 1", "worklist"].contains(command)
            #expect(run.text.contains("Red flag: Fever or chills.") == isExplained, "\(command)")
        }
    }

    @Test("A converted file has the red flags of the file")
    func converted() throws {
        let folder = try ScratchFolder()
        let made = try CommandLine("lumbar convert SampleData/flags.csv -q -o $TMP/clean.csv", in: folder)
        #expect(made.code == 0, "\(made.error)")
        // All but the column of the file's name.
        let cut = "--format csv -q | cut -d, -f1,2,4-"
        let given = try CommandLine("lumbar worklist SampleData/flags.csv \(cut)")
        let again = try CommandLine("lumbar worklist $TMP/clean.csv \(cut)", in: folder)
        #expect(given.lines.count > 20)
        expectEqual(again.output, given.output)
    }

    @Test("Red flags that only some files ask about are unanswered in the others, whatever their order")
    func someFiles() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,pain_severity,fever_or_chills\na1,4,yes\na2,4,no\n".utf8, to: "fever.csv")
        try folder.write("record_id,pain_severity\nb1,4\nb2,4\n".utf8, to: "none.csv")
        try folder.write("record_id,ever_cancer,pain_severity\nc1,yes,4\n".utf8, to: "cancer.csv")
        for files in [["fever", "none", "cancer"], ["none", "cancer", "fever"], ["cancer", "fever", "none"]] {
            let paths = files.map { "$TMP/\($0).csv" }.joined(separator: " ")
            let list = try CommandLine("lumbar worklist \(paths) --format csv", in: folder)
            #expect(list.code == 0, "\(list.error)")
            // What a file does not ask about puts none of its records on the list: a note says how many there are.
            #expect(list.lines.count == 3, "\(list.text)")
            for row in list.lines.dropFirst() {
                let id = row.split(separator: ",")[1]
                let flag = ["a1": ",red_flag,red_flag,fever,", "c1": ",red_flag,red_flag,cancer_history,"][id]
                #expect(flag.map(row.contains) == true, "\(row)")
            }
            for command in ["worklist", "report --include-records --min-cell 0 --format markdown"] {
                let text = try CommandLine("lumbar \(command) \(paths) -q", in: folder)
                let words = text.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains("none.csv does not ask about"), "\(words)")
                #expect(
                    words.contains(
                        "red flags are not ruled out in its 2 records of the population, none of which are listed for that alone."
                    )
                )
                #expect(
                    words.contains("red flags are not ruled out in its 1 record of the population, none of which is")
                )
            }
            let json = try CommandLine("lumbar worklist \(paths) --format json -q", in: folder)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
            let unasked = try #require(object["not_asked"] as? [[String: Any]])
            #expect(unasked.compactMap { $0["records"] as? Int }.sorted() == [1, 2, 2])
            #expect(unasked.compactMap { ($0["variables"] as? [String])?.count }.sorted() == [1, 1, 2])
            let told =
                "none.csv: no column for red flags that other files ask about (fever_or_chills, ever_cancer), so unanswered there"
            #expect(list.error.contains(told), "\(list.error)")
            let sentences = try CommandLine("lumbar classify \(paths) --explain -q", in: folder)
            #expect(sentences.code == 0, "\(sentences.error)")
            #expect(sentences.lines.filter { $0.contains("Red flag: ") }.count == 2, "\(sentences.text)")
            let profile = try CommandLine("lumbar validate \(paths) -q", in: folder)
            #expect(profile.text.contains("not_collected 3"), "\(profile.text)")
            let clean = try CommandLine("lumbar convert \(paths) -q --missing-kinds", in: folder)
            #expect(clean.lines.first?.hasPrefix("record_id,pain_severity,fever_or_chills,ever_cancer,") == true)
            #expect(clean.lines.contains("b1,4,,,,not_collected,not_collected"), "\(clean.text)")
            for command in ["summarise --format csv", "classify"] {
                let run = try CommandLine("lumbar \(command) \(paths) -q", in: folder)
                #expect(run.code == 0, "\(run.error)")
            }
        }
    }

    @Test("A pipe cannot be looked at beforehand: flags that only it asks about are an error that says what to do")
    func pipe() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,pain_severity\nb1,4\n".utf8, to: "none.csv")
        let input = "printf 'record_id,pain_severity,fever_or_chills\\na1,4,yes\\n'"
        let late = try CommandLine("\(input) | lumbar worklist $TMP/none.csv - -q", in: folder)
        #expect(late.code == 65)
        #expect(late.error.contains("name a file with all columns for red flags first"), "\(late.error)")
        let early = try CommandLine("\(input) | lumbar worklist - $TMP/none.csv -q", in: folder)
        #expect(early.code == 0 && early.text.contains("Red flag: Fever or chills."), "\(early.error)")
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
