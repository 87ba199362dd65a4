// `lumbar validate` as a clinician or a pipeline runs it.

import Foundation
import Testing

@Suite("validate")
struct ValidateTests {
    /// Runs `validate` on a file of these lines and returns its JSON.
    private func validate(_ csv: String, _ options: String = "") throws -> (json: [String: Any], run: CommandLine) {
        let path = try temporaryFile(csv)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let run = try CommandLine("lumbar validate \(path) --format json --quiet \(options)")
        let object = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        return (try #require(object), run)
    }

    private func temporaryFile(_ csv: String) throws -> String {
        let path = NSTemporaryDirectory() + "lumbar-validate-\(UUID().uuidString).csv"
        try Data(csv.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func findings(_ json: [String: Any]) -> [(kind: String, text: String)] {
        (json["findings"] as? [[String: Any]] ?? []).map { ($0["kind"] as? String ?? "", $0["text"] as? String ?? "") }
    }

    private static let good = (1...20).map { "P\($0),\(20 + $0),\(160 + $0),\(55 + $0),5" }.joined(separator: "\n")

    @Test("Heights half in centimetres and half in metres are told apart and counted, and not converted")
    func units() throws {
        let mixed = (1...20).map { "M\($0),40,1.7\($0 % 10),70,5" }.joined(separator: "\n")
        let (json, _) = try validate("record_id,age_years,height_cm,weight_kg,pain_severity\n\(Self.good)\n\(mixed)\n")
        let found = findings(json)
        #expect(
            found.contains { $0.kind == "unit" && $0.text.contains("20 of 20") && $0.text.contains("plausible in m;") }
        )
        let heights = (json["variables"] as? [[String: Any]])?.first { $0["variable"] as? String == "height_cm" }
        #expect(heights?["answered"] as? Int == 20)
        #expect((heights?["missing"] as? [String: Int]) == ["implausible": 20])
    }

    @Test("Cells that a spreadsheet made dates are a kind of their own", arguments: ["25-Jun", "Jun-25", "5. Mai"])
    func mangled(_ cell: String) throws {
        let (json, _) = try validate("record_id,technique_score,pain_severity\n1,\(cell),5\n2,7,5\n")
        #expect(findings(json).contains { $0.kind == "mangled" && $0.text.contains("technique_score: 1 cells") })
        #expect(findings(json).contains { $0.kind == "unparseable" && $0.text.contains("\"\(cell)\"") })
    }

    @Test("Impossible ages are implausible, with their places")
    func ages() throws {
        let (json, _) = try validate("record_id,age_years,pain_severity\n1,-1726,5\n2,99999999999,5\n3,40,5\n")
        let text = try #require(findings(json).first { $0.kind == "implausible" }?.text)
        #expect(
            text.contains("\"-1726\"") && text.contains(":2)") && text.contains("\"99999999999\"")
                && text.contains(":3)")
        )
    }

    @Test("Repeated subjects and equal records are counted, with the places of the first")
    func repeats() throws {
        let (json, _) = try validate("record_id,age_years,pain_severity\nA,30,5\nB,31,5\nA,32,6\nB,31,5\nA,33,7\n")
        let found = findings(json)
        #expect(
            found.contains {
                $0.kind == "repeats" && $0.text.hasPrefix("2 subjects have more than one row, 5 rows in all")
            }
        )
        #expect(found.contains { $0.kind == "repeats" && $0.text.contains("\"A\" (lines 2 and 4") })
        #expect(
            found.contains {
                $0.kind == "duplicates" && $0.text.hasPrefix("1 row is equal") && $0.text.contains("lines 3 and 5")
            }
        )
    }

    @Test(
        "Equal rows are equal in every column of the file, whatever their ids; rows without any answer are told apart"
    )
    func duplicates() throws {
        let (json, run) = try validate(
            "record_id,age_years,notes,pain_severity\nA,30,x,5\nB,30,y,5\nC,30,x,5\nD,,,\nE,,,\n,,,\n",
            "--fail-on duplicates=0"
        )
        let found = findings(json)
        #expect(
            found.contains {
                $0.kind == "duplicates" && $0.text.hasPrefix("1 row is equal") && $0.text.contains("lines 2 and 4")
            }
        )
        #expect(found.contains { $0.kind == "blank_rows" && $0.text.hasPrefix("3 rows have no answer at all") })
        #expect(run.code == 65)
    }

    @Test("A column that holds something else than answers is said to")
    func otherAnswers() throws {
        let (json, _) = try validate("record_id,age_years,pain_severity\n1,18-29,5\n2,30-44,5\n3,45,5\n")
        #expect(
            findings(json).contains {
                $0.kind == "other_answers" && $0.text.contains("\"age_years\" holds something else")
            }
        )
    }

    @Test(
        "A file that answers nothing but the record id, and a dictionary in place of data, are refused with what to do"
    )
    func nothing() throws {
        let path = try temporaryFile("record_id,shoe size\n1,43\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        for command in ["validate", "summarise", "classify", "convert"] {
            let run = try CommandLine("lumbar \(command) \(path) --quiet")
            #expect(run.code == 65)
            #expect(run.text == "")
            #expect(
                run.error.contains("only the record id is known") && run.error.contains("--write-map"),
                "\(run.error)"
            )
        }
        let dictionary = try CommandLine("lumbar validate SampleData/exports/redcap_dictionary.csv")
        #expect(dictionary.code == 65)
        #expect(dictionary.error.contains("this is a REDCap data dictionary, not data"), "\(dictionary.error)")
    }

    @Test("The next question: the answer that verdicts wait for alone, and the item that is not asked")
    func next() throws {
        // Older age waits for the age alone in two records; nothing tells anything of technique.
        let (json, _) = try validate("record_id,age_years,pain_severity\n1,,5\n2,,6\n3,70,5\n")
        let answer = try #require((json["next_answers"] as? [[String: Any]])?.first)
        #expect(answer["variable"] as? String == "age_years" && answer["waiting_for_it_alone"] as? Int == 2)
        #expect(answer["records"] as? Int == 2)
        let items = (json["next_items"] as? [[String: Any]] ?? []).compactMap { $0["variable"] as? String }
        #expect(items.contains("technique_score") && !items.contains("age_years"))
    }

    @Test(
        "Limits end with 65 where they are exceeded, and only there",
        arguments: [
            ("unreadable=0", Int32(65)), ("unreadable=50%", 0), ("rejected=0", 0), ("duplicates=0,unreadable=0", 65),
            ("undecided=1", 0),
        ]
    )
    func limits(_ limits: String, _ code: Int32) throws {
        let (_, run) = try validate("record_id,age_years,pain_severity\n1,x,5\n2,31,5\n", "--fail-on \(limits)")
        #expect(run.code == code)
        #expect(run.error.contains("--fail-on") == (code == 65))
    }

    @Test("What is no limit is refused", arguments: ["typos=1", "rejected", "rejected=2", "rejected=x%"])
    func badLimits(_ limits: String) throws {
        #expect(try CommandLine("lumbar validate SampleData/cohort.csv --fail-on \(limits)").code == 64)
    }

    @Test("The same bytes from any number of threads")
    func threads() throws {
        let runs = try [1, 2, 7].map {
            try CommandLine("lumbar validate SampleData/cohort.csv --format json --quiet --threads \($0)").output
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }

    @Test("A drafted mapping of a sound export can be used as it is")
    func draft() throws {
        let map = NSTemporaryDirectory() + "lumbar-map-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: map) }
        let sample = "SampleData/exports/plain.csv"
        #expect(try CommandLine("lumbar validate \(sample) --write-map \(map) --quiet").code == 0)
        let mapped = try CommandLine("lumbar summarise \(sample) --map \(map) --format csv --quiet")
        #expect(mapped.code == 0)
        #expect(mapped.output == (try CommandLine("lumbar summarise \(sample) --format csv --quiet").output))
    }
}
