// `lumbar convert`: what it writes means the same as what it read, and says where it is from.

import Foundation
import Testing

@Suite("convert")
struct ConvertTests {
    /// An input and the options that it takes, to be read, and to be read again after it was converted.
    struct Input: CustomTestStringConvertible, Sendable {
        let file: String
        var options = ""
        /// The options that hold for the converted file, too.
        var rules = ""
        var testDescription: String { file }
    }

    static let inputs =
        ExportTests.samples.map { Input(file: "SampleData/exports/\($0.file)", options: $0.options) } + [
            Input(file: "SampleData/exports/plain.csv"), Input(file: "SampleData/cohort.csv"),
            Input(file: "SampleData/boundaries.csv"), Input(file: "SampleData/malformed.csv"),
            Input(file: "SampleData/clinic.csv", rules: "--rules SampleData/clinic.yaml"),
        ]

    /// Expects that a file and its conversion come to the same.
    private func expectSame(_ input: Input, _ convert: String, in folder: ScratchFolder) throws {
        let made = try CommandLine(
            "lumbar convert \(input.file) \(input.options) \(input.rules) \(convert) -o $TMP/converted.csv --quiet",
            in: folder
        )
        #expect(made.code == 0, "\(made.error)")
        for command in ["classify", "summarise --format csv"] {
            let given = try CommandLine(
                "lumbar \(command) \(input.file) \(input.options) \(input.rules) --quiet",
                in: folder
            )
            let again = try CommandLine("lumbar \(command) $TMP/converted.csv \(input.rules) --quiet", in: folder)
            #expect(again.code == given.code, "\(again.error)")
            expectEqual(again.output, given.output)
        }
    }

    @Test("A converted file has the verdicts and the summary of the file", arguments: inputs)
    func same(_ input: Input) throws {
        let folder = try ScratchFolder()
        for options in ["", "--keep-unbound --missing-kinds"] {
            try expectSame(input, options, in: folder)
        }
    }

    @Test("Kept columns with decimal commas make nothing else ambiguous, however late it comes")
    func keptDecimalCommas() throws {
        let folder = try ScratchFolder()
        let early = (1...9000).map { "\($0);34;5;180;70;1,5;a note that fills the sample\n" }.joined()
        let late = (9001...9100).map { "\($0);34;4,125;179,250;71,125;1,25;\n" }.joined()
        try folder.write(
            "record_id;age_years;pain_severity;height_cm;weight_kg;lab;notes\n\(early)\(late)".utf8,
            to: "in.csv"
        )
        let made = try CommandLine("lumbar convert $TMP/in.csv --keep-unbound -q -o $TMP/clean.csv", in: folder)
        #expect(made.code == 0, "\(made.error)")
        for name in ["in", "clean"] {
            let run = try CommandLine("lumbar validate $TMP/\(name).csv --fail-on unreadable=0 -q", in: folder)
            #expect(run.code == 0, "\(run.error)")
            #expect(run.text.contains("70 to 71.125 "))
        }
        try expectSame(Input(file: "$TMP/in.csv"), "--keep-unbound --missing-kinds", in: folder)
        let plain = try CommandLine("lumbar convert $TMP/in.csv -q | tail -1", in: folder)
        #expect(plain.text == "9100,34,179.25,71.125,4.125\n")
    }

    @Test("A kept text whose lines would look like records is written on one line, and counted")
    func keptLines() throws {
        let folder = try ScratchFolder()
        let note = "first\na,b,c,d,e,f\ng,h,i,j,k,l\nlast"
        let other = "first\na,b,c,d\ng,h,i,j\nlast, with commas"
        try folder.write(
            "record_id;age_years;pain_severity;sex;town;notes\n1;34;5;f;Ulm;\"\(note)\"\n2;35;6;m;Ulm;\"\(other)\"\n"
                .utf8,
            to: "in.csv"
        )
        let made = try CommandLine("lumbar convert $TMP/in.csv --keep-unbound -o $TMP/clean.csv", in: folder)
        #expect(made.code == 0, "\(made.error)")
        #expect(made.error.contains("read again, so written on one line: 1\n"), "\(made.error)")
        let text = try folder.read("clean.csv")
        #expect(text.contains("\"\(note.replacing("\n", with: " "))\"\n") && text.contains("\"\(other)\"\n"), "\(text)")
        #expect(try CommandLine("lumbar classify $TMP/clean.csv --strict -q", in: folder).lines.count == 3)
        // As it was, it would be lost.
        try folder.write(text.replacing(note.replacing("\n", with: " "), with: note).utf8, to: "as-it-was.csv")
        #expect(try CommandLine("lumbar classify $TMP/as-it-was.csv --strict -q", in: folder).code == 65)
    }

    @Test("Converting a second time changes nothing; nor do threads or a pipe", arguments: inputs)
    func stable(_ input: Input) throws {
        let folder = try ScratchFolder()
        let options = "\(input.options) \(input.rules) --quiet"
        let once = try CommandLine("lumbar convert \(input.file) \(options) --threads 1", in: folder)
        try folder.write(once.output, to: "once.csv")
        for line in [
            "lumbar convert $TMP/once.csv \(input.rules) --strict --quiet",
            "lumbar convert \(input.file) \(options) --threads 5",
            "cat \(input.file) | lumbar convert - \(options) --threads 2",
        ] {
            expectEqual(try CommandLine(line, in: folder).output, once.output)
        }
    }

    @Test("Answers that are hard to write down", arguments: 0..<3)
    func hostile(round: Int) throws {
        var random = SeededRandom(seed: UInt64(round))
        let texts = [
            "=1+1", "+49 30", "@SUM(A1)", "-", "NA", "N/A now", "yes", "\"quoted\"", "a,b", "two\nlines", " padded ",
            "größer",
            "a;b", "", ".", "1,5", "1.234", "\u{FEFF}x", "tab\there", "'", "\r\n",
        ]
        let numbers = [
            "0.10", "1e1", "+5", "-0", "007", "99", "99.0", "9.9e1", "1e-7", "12.345678901234567", "250", "1e999", "x",
            "", "5,5",
            "0.30000000000000004", "  7 ", "-99", "98.99999999999999",
        ]
        let words = ["yes", "NO", "1", "f", "TRUE", "maybe", "", "n/a"]
        let sets = [
            "none", "scoliosis;osteoarthritis", "OSTEOARTHRITIS ; none", "scoliosis;scoliosis", "hunchback", "",
        ]
        // The last of them gives way to `weight_kg`, and would be taken for it under its own name.
        let names =
            (round % 2 == 0 ? ["record_id"] : []) + [
                ["Age", "age_years", "How old are you?"][round % 3], "height_cm", "weight_kg", "training_type",
                "distracted", "spinal_conditions", "pain_severity", "notes", "notes", "", "a;b|c", "weight (lb)",
            ]
        let rows = (0..<60).map { record in
            names.map { name -> String in
                let choices =
                    switch name {
                    case "record_id": ["P\(record)", "", "P 1", " x", "é", "1"]
                    case "training_type", "notes", "", "a;b|c": texts
                    case "distracted": words
                    case "spinal_conditions": sets
                    default: numbers
                    }
                return choices.randomElement(using: &random) ?? ""
            }
        }
        let text = ([names] + rows).map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
        }.joined()
        let folder = try ScratchFolder()
        try folder.write(text.utf8, to: "in.csv")
        // A rule set in which numbers stand for missing answers.
        let rules = try CommandLine(
            "lumbar rules show | sed 's|^  blank: .*|  blank: [\"\", NA, N/A, \".\", \"-\", 99, \"-99\"]|' > $TMP/rules.yaml; grep -c '99' $TMP/rules.yaml",
            in: folder
        )
        #expect(rules.text != "0\n")
        let options = "--decimal point --delimiter comma --encoding utf-8"
        for rules in ["", "--rules $TMP/rules.yaml"] {
            let input = Input(file: "$TMP/in.csv", options: options, rules: "\(rules) --allow-implausible")
            for convert in ["", "--keep-unbound"] {
                let made = try CommandLine(
                    "lumbar convert $TMP/in.csv \(options) \(rules) \(convert) -o $TMP/converted.csv --quiet",
                    in: folder
                )
                #expect(made.code == 0, "\(made.error)")
                for command in ["classify", "summarise --format csv", "summarise --by training_type --format csv"] {
                    let given = try CommandLine(
                        "lumbar \(command) \(input.file) \(options) \(input.rules) --quiet",
                        in: folder
                    )
                    let again = try CommandLine(
                        "lumbar \(command) $TMP/converted.csv \(input.rules) --quiet",
                        in: folder
                    )
                    #expect(given.code == 0, "\(given.error)")
                    #expect(again.code == 0, "\(again.error)")
                    expectEqual(again.output, given.output)
                }
            }
        }
    }

    @Test(
        "Numbers have the fewest digits that read back",
        arguments: [
            ("0.10", "0.1"), ("1e1", "10"), ("+5", "5"), ("-0", "0"), ("007", "7"), ("12.50", "12.5"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"), ("12.345678901234567", "12.345678901234567"),
            ("119.99999999999999", "119.99999999999999"),
            ("1.2e2", "120"), ("0.30000000000000004", "0.30000000000000004"), (".5", "0.5"),
        ]
    )
    func digits(_ cell: String, _ written: String) throws {
        let run = try CommandLine(
            "printf 'record_id,age_years\\n1,\(cell)\\n' | lumbar convert - --decimal point --quiet"
        )
        #expect(run.text == "record_id,age_years\n1,\(written)\n")
    }

    @Test("A number that would be read as a missing answer is spelled so that it is not")
    func missingNumbers() throws {
        let folder = try ScratchFolder()
        let rules = """
            lumbar rules show | sed 's|^  blank: .*|  blank: ["", 9, "9.0", "99"]|' > $TMP/rules.yaml
            printf 'record_id,age_years\\n1,9\\n2,09.00\\n3,99.0\\n4,8\\n' | lumbar convert - --rules $TMP/rules.yaml --quiet
            """
        let run = try CommandLine(rules, in: folder)
        #expect(run.text == "record_id,age_years\n1,\n2,09\n3,99.0\n4,8\n", "\(run.error)")
    }

    @Test(
        "Without a column for the id it is the record's number, left-out and rejected records counted; a blank id stays blank"
    )
    func ids() throws {
        let numbered = try CommandLine("printf 'age_years\\n30\\n31,x\\n32\\n' | lumbar convert - --quiet")
        #expect(numbered.text == "record_id,age_years\n1,30\n3,32\n")
        let blank = try CommandLine("printf 'age_years,record_id\\n30,\\n31,A\\n' | lumbar convert - --quiet")
        #expect(blank.text == "record_id,age_years\n,30\nA,31\n")
    }

    @Test("Why there is no answer, and columns that no variable takes, on request")
    func kindsAndColumns() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "age;Alter;x;x;pain_severity;distracted\n130;a;1;=2;NA;perhaps\n30;b;3;4;5;no\n".utf8,
            to: "in.csv"
        )
        try folder.write("columns: {age: {variable: age_years}, Alter: ignore}\n".utf8, to: "map.yaml")
        let run = try CommandLine(
            "lumbar convert $TMP/in.csv --map $TMP/map.yaml --missing-kinds --keep-unbound",
            in: folder
        )
        #expect(
            run.text == """
                record_id,age_years,distracted,pain_severity,age_years.missing,distracted.missing,pain_severity.missing,column_2,column_3,column_4
                1,,,,implausible,unparseable,blank,a,1,=2
                2,30,no,5,,,,b,3,4

                """
        )
        #expect(run.error.contains("kept under others: \"Alter\" as column_2, \"x\" as column_3"), "\(run.error)")
    }

    @Test("A text that an expression gives is written as it is")
    func computedText() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,kind,age_years\n1,1,30\n2,2,31\n3,,32\n".utf8, to: "in.csv")
        try folder.write(
            "columns: {kind: {name: k}}\ncompute: {training_type: 'if k = 1 then \"running, outdoors\" else if k = 2 then \"NA\" else null'}\n"
                .utf8,
            to: "map.yaml"
        )
        let run = try CommandLine("lumbar convert $TMP/in.csv --map $TMP/map.yaml --quiet", in: folder)
        #expect(
            run.text == "record_id,age_years,training_type\n1,30,\"running, outdoors\"\n2,31,\n3,32,\n",
            "\(run.error)"
        )
    }

    @Test("The codebook accounts for every record in every column", arguments: inputs)
    func codebook(_ input: Input) throws {
        let folder = try ScratchFolder()
        let line = "lumbar convert \(input.file) \(input.options) \(input.rules) --keep-unbound --missing-kinds --quiet"
        let run = try CommandLine("\(line) --codebook $TMP/book.json", in: folder)
        #expect(run.code == 0, "\(run.error)")
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(try folder.read("book.json").utf8)) as? [String: Any]
        )
        let columns = try #require(json["columns"] as? [[String: Any]])
        let header = run.lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        #expect(columns.map { $0["column"] as? String } == header)
        let records = try #require(json["records"] as? [String: Int])
        var counted = 0
        for column in columns {
            guard let answered = column["answered"] as? Int, let missing = column["missing"] as? [String: Int] else {
                continue
            }
            #expect(answered + missing.values.reduce(0, +) == (records["read"] ?? 0) - (records["rejected"] ?? 0))
            counted += 1
        }
        #expect(counted > 3)
        #expect(try CommandLine("\(line) --codebook $TMP/book.csv > /dev/null", in: folder).code == 0)
        #expect(try folder.read("book.csv").split(separator: "\n").count > counted)
    }

    @Test("What does not go together is refused")
    func refused() throws {
        let folder = try ScratchFolder()
        for options in ["--raw --missing-kinds", "--raw --codebook $TMP/b.csv", "--codebook $TMP/b.txt"] {
            #expect(try CommandLine("lumbar convert SampleData/cohort.csv \(options)", in: folder).code == 64)
        }
        #expect(folder.names == [])
        try folder.write("age_years,x\n30,1\n".utf8, to: "a.csv")
        try folder.write("age_years,y\n31,2\n".utf8, to: "b.csv")
        let both = try CommandLine("lumbar convert $TMP/a.csv $TMP/b.csv --quiet", in: folder)
        #expect(both.text == "record_id,age_years\n1,30\n2,31\n")
        let kept = try CommandLine("lumbar convert $TMP/a.csv $TMP/b.csv --keep-unbound -o $TMP/out.csv", in: folder)
        #expect(kept.code == 65)
        #expect(kept.error.contains("b.csv: its columns that answer no variable are not those of the first file"))
        #expect(folder.names.sorted() == ["a.csv", "b.csv"])
        let none = try CommandLine("printf 'shoe size\\n43\\n' | lumbar convert -")
        #expect(none.code == 65)
        #expect(none.text == "")
    }
}
