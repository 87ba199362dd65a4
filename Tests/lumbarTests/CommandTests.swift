// Commands whose output is better said here than in a file: rejects, generate, rules eval, explain by number.

import Foundation
import Testing

@Suite("Commands")
struct CommandTests {
    @Test("Rejects are those that the sample expects, but for the words of the message")
    func rejects() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine("lumbar classify SampleData/malformed.csv --rejects $TMP/r.csv", in: folder)
        #expect(run.code == 0)
        #expect(run.error.contains("the rejected records are in \(folder.path)/r.csv"))
        let found = try folder.read("r.csv").split(separator: "\n").map(withoutMessage)
        let expected = String(decoding: try packageFile("SampleData/malformed.expected-rejects.csv"), as: UTF8.self)
            .split(separator: "\n").map(withoutMessage)
        #expect(found == expected)
    }

    /// A row of rejects without its seventh cell; none of the six before it is quoted.
    private func withoutMessage(_ line: Substring) -> [String] {
        let cells = line.split(separator: ",", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
        let rest = cells.last ?? ""
        let end =
            rest.hasPrefix("message")
            ? rest.firstIndex(of: ",") : rest.range(of: ",\"M0|,\"M1|,\"M2", options: .regularExpression)?.lowerBound
        return cells.dropLast() + [end.map { String(rest[$0...]) } ?? rest]
    }

    @Test("A rejects file is there even where nothing was rejected, and empty but for its header")
    func noRejects() throws {
        let folder = try ScratchFolder()
        _ = try CommandLine("lumbar summarise SampleData/boundaries.csv --rejects $TMP/r.csv", in: folder)
        #expect(try folder.read("r.csv") == "file,line,byte,record,reason,column,message,text\n")
    }

    @Test("What convert --raw writes reads back as itself", arguments: ["cohort", "boundaries", "clinic", "malformed"])
    func convertTwice(_ name: String) throws {
        let once = try CommandLine("lumbar convert --raw SampleData/\(name).csv --quiet")
        let twice = try CommandLine(
            "lumbar convert --raw SampleData/\(name).csv --quiet | lumbar convert --raw --strict"
        )
        #expect(twice.code == 0)
        expectEqual(twice.output, once.output)
    }

    @Test("A lone empty field survives convert --raw")
    func loneField() throws {
        let run = try CommandLine("printf 'a\\n\"\"\\n1\\n\" \"\\n' | lumbar convert --raw")
        #expect(run.text == "a\n\"\"\n1\n\" \"\n")
    }

    @Test(
        "generate gives the sample cohort, with any number of threads, on every platform",
        arguments: ["", "--threads 1", "--threads 3", "--threads 8"]
    )
    func generate(_ options: String) throws {
        let run = try CommandLine("lumbar generate --records 5000 --seed 1 \(options)")
        expectEqual(run.output, try packageFile("SampleData/cohort.csv"))
        let first = try CommandLine("lumbar generate --records 1000 --seed 1 \(options)")
        expectEqual(first.output, Array(run.output.prefix(first.output.count)))
    }

    @Test("The truth beside a cohort has a row for each record, and classify never contradicts it")
    func truth() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "lumbar generate --records 3000 --seed 5 --truth $TMP/t.csv -o $TMP/c.csv && lumbar classify $TMP/c.csv --quiet",
            in: folder
        )
        #expect(run.code == 0)
        let truth = PlainTable(try folder.read("t.csv").split(separator: "\n").map(String.init))
        let found = PlainTable(run.lines)
        #expect(truth.header == ["record_id", "eligible"] + SummaryContractTests.causes)
        #expect(truth.rows.map { $0["record_id"] } == found.rows.map { $0["record_id"] })
        var contradictions: [String] = []
        for (told, verdicts) in zip(truth.rows, found.rows) {
            if verdicts["eligible"] != "undetermined", verdicts["eligible"] != told["eligible"] {
                contradictions.append("\(told["record_id"] ?? "") eligible")
            }
            for cause in SummaryContractTests.causes where verdicts["eligible"] == "yes" {
                let expected = told[cause] == "yes" ? "present" : "absent"
                if verdicts[cause] != "undetermined", verdicts[cause] != expected {
                    contradictions.append("\(told["record_id"] ?? "") \(cause)")
                }
            }
        }
        #expect(contradictions == [])
    }

    @Test(
        "rules eval prints the value as JSON",
        arguments: [
            ("'-3 ** 2'", "9"), ("'3 ** 4 ** 5'", "3486784401"), ("'10 + 20 / -5 - 3'", "3"), ("'1 / 0'", "null"),
            ("'1 = \"1\"'", "null"), ("'age_years >= older_age_years' --given '{\"age_years\": 60}'", "true"),
            ("'age_years >= 60'", "null"), ("'age_years = null'", "true"), ("'true or null'", "true"),
            ("'bmi' --given '{\"height_cm\": 160, \"weight_kg\": 64}'", "25"),
            ("'bmi' --given '{\"height_cm\": 100, \"weight_kg\": 100.1}'", "null"),
            ("'adult_bmi' --given '{\"height_cm\": 160, \"weight_kg\": 64, \"age_years\": 17}'", "null"),
            (
                "'list contains(spinal_conditions, \"scoliosis\")' --given '{\"spinal_conditions\": [\"scoliosis\"]}'",
                "true"
            ),
            ("'sex = \"male\"' --given '{\"sex\": \"male\"}'", "true"),
            ("'sex' --given '{\"sex\": \"male\"}'", "\"male\""),
            ("'\"a\\\"b\"'", "\"a\\\"b\""), ("'x + 1' --given '{\"x\": 0.1}'", "1.1"), ("'layoff_weeks'", "2"),
            ("'layoff_weeks' --set layoff_weeks=3", "3"), ("'soreness_onset_min_hours' --profile literature", "6"),
            ("'training_type = \"yoga\"' --given '{\"training_type\": \"yoga\"}'", "true"),
            ("'training_type' --given '{\"training_type\": \"yoga\"}'", "\"yoga\""),
        ]
    )
    func eval(_ arguments: String, _ value: String) throws {
        let run = try CommandLine("lumbar rules eval \(arguments)")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text == value + "\n")
    }

    @Test("explain finds a record by number where the file has no ids")
    func explainByNumber() throws {
        let run = try CommandLine("printf 'age_years\\n\\n30\\n61\\n' | lumbar explain - --id 2")
        #expect(run.code == 0)
        #expect(run.text.contains("● Older age\n"))
        #expect(run.text.contains("age_years is 61, which is at or above 60"))
    }

    @Test("A rule set can come from a pipe")
    func rulesFromPipe() throws {
        let run = try CommandLine("cat SampleData/clinic.yaml | lumbar rules check /dev/stdin")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text.contains("no errors"))
    }

    @Test("A broken rule set stops every command, with its place")
    func brokenRules() throws {
        let folder = try ScratchFolder()
        let text = String(decoding: try packageFile("SampleData/clinic.yaml"), as: UTF8.self)
        try folder.write(
            text.replacing("shoe_km >= worn_shoe_km", with: "shoe_kn >= worn_shoe_km").utf8,
            to: "bad.yaml"
        )
        for command in [
            "summarise SampleData/clinic.csv --rules", "classify SampleData/clinic.csv --rules",
            "explain SampleData/clinic.csv --id K-001 --rules", "rules list --rules",
        ] {
            let run = try CommandLine("lumbar \(command) $TMP/bad.yaml", in: folder)
            #expect(run.code == 65)
            #expect(run.output.isEmpty)
            #expect(
                run.error.contains("bad.yaml:86:11: error: there is no 'shoe_kn'; did you mean 'shoe_km'?"),
                "\(run.error)"
            )
        }
        let check = try CommandLine("lumbar rules check $TMP/bad.yaml", in: folder)
        #expect(check.code == 65)
        #expect(check.text.contains("bad.yaml:86:11: error: there is no 'shoe_kn'; did you mean 'shoe_km'?"))
    }
}
