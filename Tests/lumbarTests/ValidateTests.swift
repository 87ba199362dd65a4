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
        let advice = try #require(found.first { $0.kind == "unit" }?.text)
        #expect(
            advice.contains("20 of 20 implausible numbers would be plausible in m, the 20 answers are plausible in cm")
        )
        #expect(advice.hasSuffix("compute 'height_cm' there: if x < 50 then x * 100 else x"))
        let heights = (json["variables"] as? [[String: Any]])?.first { $0["variable"] as? String == "height_cm" }
        #expect(heights?["answered"] as? Int == 20)
        #expect((heights?["missing"] as? [String: Int]) == ["implausible": 20])
    }

    @Test(
        "What is advised for two units in one column reads both",
        arguments: [
            ("height_cm", "m", ["170", "1.7"]), ("Height (m)", "cm", ["1.7", "170"]),
            ("weight_kg", "g", ["70", "70000"]), ("Weight (lb)", "g", ["160", "72575"]),
        ]
    )
    func mixedUnits(_ name: String, _ other: String, _ values: [String]) throws {
        let rows = (1...20).map { "R\($0),40,\(values[$0 % 2])\n" }.joined()
        let folder = try ScratchFolder()
        try folder.write("record_id,age_years,\(name)\n\(rows)".utf8, to: "in.csv")
        let run = try CommandLine("lumbar validate $TMP/in.csv --format json -q", in: folder)
        let json = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        let found = findings(json ?? [:])
        let advice = try #require(found.first { $0.kind == "unit" }?.text)
        #expect(advice.contains("would be plausible in \(other), "), "\(advice)")
        let formula = try #require(advice.components(separatedBy: "there: ").last)
        let id = name.lowercased().hasPrefix("h") ? "height_cm" : "weight_kg"
        try folder.write("columns: {\"\(name)\": {name: x}}\ncompute: {\(id): \"\(formula)\"}\n".utf8, to: "map.yaml")
        let mapped = try CommandLine("lumbar convert $TMP/in.csv --map $TMP/map.yaml -q", in: folder)
        #expect(mapped.code == 0, "\(mapped.error)")
        #expect(mapped.lines.count == 21 && mapped.lines.allSatisfy { !$0.hasSuffix(",") }, "\(mapped.text)")
    }

    @Test("Bounds are in the unit in which the file has its numbers")
    func bounds() throws {
        let (json, _) = try validate("record_id,age_years,Height (m)\n1,40,1.7\n2,40,170\n")
        #expect(findings(json).contains { $0.text.contains("1 implausible (outside 0.5 to 2.5 m), such as \"170\"") })
    }

    @Test("A computed variable names the columns that it is computed from, which are then not unused")
    func computed() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,age_years,phq_1,phq_2,other\n1,40,1,2,x\n2,50,0,0,y\n".utf8, to: "in.csv")
        let plain = try CommandLine("lumbar validate $TMP/in.csv", in: folder)
        #expect(plain.error.contains(#""phq_2") is called like 'phq2_score', but looks like one of several"#))
        #expect(plain.error.contains(#"not used: "phq_1", "phq_2", "other""#), "\(plain.error)")
        #expect(!plain.text.contains("\"phq_2\": its name"))
        try folder.write(
            "columns: {phq_1: {name: a}, phq_2: {name: b}}\ncompute: {phq2_score: a + b}\n".utf8,
            to: "map.yaml"
        )
        let mapped = try CommandLine("lumbar validate $TMP/in.csv --map $TMP/map.yaml", in: folder)
        #expect(
            mapped.text.contains("    \"phq_1; phq_2\": the mapping computes it as a + b\n    0 to 3 "),
            "\(mapped.text)"
        )
        #expect(mapped.error.contains(#"not used: "other""#), "\(mapped.error)")
        let direct = try CommandLine(
            "printf 'columns: {phq_2: phq2_score}' > $TMP/m.yaml; lumbar validate $TMP/in.csv --map $TMP/m.yaml",
            in: folder
        )
        #expect(direct.text.contains("\"phq_2\": line 1 of the mapping says so\n    0 to 2 "), "\(direct.text)")
    }

    @Test("Cells that name their unit are unreadable without a mapping, which validate proposes, and converted with it")
    func ownUnits() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "age_years,height,weight\n30,1.80 m,180 lb\n31,170,80\n32,\"5' 8 1/2\"\"\",11 st 4 lb\n33,5'8½,70 kg\n"
                .utf8,
            to: "in.csv"
        )
        let plain = try CommandLine("lumbar validate $TMP/in.csv --format json -q", in: folder)
        #expect(plain.text.contains("height_cm: 3 unreadable cells name their unit (m 1, ft-in 2); with 'unit: cm'"))
        #expect(plain.text.contains("weight_kg: 3 unreadable cells name their unit (kg 1, lb 1, st-lb 1)"))
        #expect(!plain.text.contains("holds something else"))

        let draft = try CommandLine(
            "lumbar validate $TMP/in.csv --write-map $TMP/map.yaml -q; cat $TMP/map.yaml",
            in: folder
        )
        #expect(draft.text.contains("unit: cm  # cells that name another unit are read in that"))
        #expect(draft.text.contains("unit: kg  # cells that name another unit are read in that"))
        let mapped = try CommandLine("lumbar convert $TMP/in.csv --map $TMP/map.yaml", in: folder)
        #expect(
            mapped.text == """
                record_id,age_years,height_cm,weight_kg
                1,30,180,81.6466266
                2,31,170,80
                3,32,173.99,71.66759446
                4,33,173.99,70

                """
        )
        #expect(
            mapped.error.contains(
                "in.csv: height_cm: 3 answers name a unit of their own (m 1, ft-in 2): converted to cm"
            )
        )
        #expect(
            mapped.error.contains(
                "in.csv: weight_kg: 2 answers name a unit of their own (lb 1, st-lb 1): converted to kg"
            )
        )
        let validated = try CommandLine("lumbar validate $TMP/in.csv --map $TMP/map.yaml --format json -q", in: folder)
        #expect(validated.text.contains("\"own_unit\""))
    }

    @Test("The next question is named cause by cause, for want of an answer or of a column")
    func nextByCause() throws {
        let (json, run) = try validate(
            "record_id,pain_severity,technique_score,hamstring_tightness,hip_flexor_tightness\n1,5,,0,\n2,5,,0,\n3,5,8,,\n"
        )
        let next = try #require(json["next_by_cause"] as? [[String: Any]])
        func asked(_ cause: String) throws -> (Int?, [String], [Int?]) {
            let entry = try #require(next.first { $0["cause"] as? String == cause })
            let asked = try #require(entry["ask_for"] as? [[String: Any]])
            let alone = asked.map { $0["waiting_for_it_alone"] as? Int }
            return (entry["undetermined"] as? Int, asked.compactMap { $0["what"] as? String }, alone)
        }
        #expect(try asked("improper_technique") == (2, ["technique_score"], [2]))
        // Record 3 waits for both answers.
        #expect(try asked("limited_flexibility") == (3, ["hip_flexor_tightness", "hamstring_tightness"], [2, 0]))
        #expect(try asked("distraction") == (nil, ["no column for distracted"], [nil]))
        #expect(run.code == 0)
    }

    @Test("JSON has how often each code was answered")
    func codeCounts() throws {
        let (json, _) = try validate(
            "record_id,sex,distracted,spinal_conditions\n1,f,yes,none\n2,m,no,scoliosis;osteochondrosis\n3,f,no,scoliosis\n"
        )
        func values(_ id: String) -> [String: Int]? {
            (json["variables"] as? [[String: Any]])?.first { $0["variable"] as? String == id }?["values"]
                as? [String: Int]
        }
        #expect(values("sex") == ["female": 2, "male": 1, "other": 0])
        #expect(values("distracted") == ["yes": 1, "no": 2])
        #expect(
            values("spinal_conditions")?.filter { $0.value > 0 } == ["none": 1, "scoliosis": 2, "osteochondrosis": 1]
        )
    }

    @Test(
        "A hundred thousand columns take time in proportion: in their square it would be minutes",
        arguments: [
            "validate", "validate --write-map $TMP/map.yaml", "convert --keep-unbound --missing-kinds", "classify",
        ]
    )
    func wide(_ command: String) throws {
        let folder = try ScratchFolder()
        let (names, cells) = ((0..<100_000).map { ",c\($0)" }.joined(), String(repeating: ",x", count: 100_000))
        try folder.write("record_id,age_years\(names)\n1,34\(cells)\n2,35\(cells)\n".utf8, to: "wide.csv")
        let run = try CommandLine("lumbar \(command) $TMP/wide.csv -q", in: folder)
        #expect(run.code == 0, "\(run.error)")
        // With underscores a name may be a path of groups, and others may share its beginnings.
        let groups = (0..<20_000).map { ",group_\($0)_part_\($0)" }.joined()
        let blanks = String(repeating: ",", count: 20_000)
        try folder.write("_id,_uuid,_submission_time,age_years\(groups)\n1,u,t,34\(blanks)\n".utf8, to: "kobo.csv")
        let kobo = try CommandLine("lumbar \(command) $TMP/kobo.csv -q", in: folder)
        #expect(kobo.code == 0, "\(kobo.error)")
    }

    @Test("Columns of numbers stand below each other, within the width of a terminal")
    func columns() throws {
        let run = try CommandLine("lumbar validate SampleData/exports/plain.csv -q")
        let lines = run.lines.drop { !$0.hasPrefix("The next question: ") }.dropFirst().prefix { !$0.isEmpty }
        let ends = Set(lines.filter { $0.last?.isNumber == true }.map(\.count))
        #expect(ends.count == 1 && ends.allSatisfy { $0 <= 80 }, "\(lines.joined(separator: "\n"))")
    }

    @Test("Cells that a spreadsheet made dates are a kind of their own", arguments: ["25-Jun", "Jun-25", "5. Mai"])
    func mangled(_ cell: String) throws {
        let (json, _) = try validate("record_id,technique_score,pain_severity\n1,\(cell),5\n2,7,5\n")
        #expect(findings(json).contains { $0.kind == "mangled" && $0.text.contains("technique_score: 1 cell looks") })
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
