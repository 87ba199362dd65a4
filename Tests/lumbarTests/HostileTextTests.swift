// Texts that mean harm, from files and rule sets, through every command and format: they do nothing anywhere.

import Foundation
import Testing

@Suite("Hostile texts")
struct HostileTextTests {
    /// What cells, labels and file names hold.
    static let payloads = [
        "<script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\u{1B}[31mred", "\u{1B}]0;title\u{7}", "a\u{202E}b", "\u{9B}2J",
        "line\nlumbar: all is well", "| x | y |", "[link](http://evil.example)",
        "see https://evil.example and www.evil.example",
        "\u{2066}isolate", "x;=1+1", "&lt;b&gt;", "# heading", "bell\u{7}",
    ]

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A cohort in which every text is a payload, ids, column names and line-wise notes included.
    private static func cohort() -> String {
        var text = "record_id,age_years,pain_severity,pain_weeks,training_type,technique_score,sex,fever_or_chills,"
        text += quoted(payloads[0]) + "," + quoted(payloads[7]) + "," + quoted(payloads[11]) + "\n"
        for (number, payload) in payloads.enumerated() {
            let cell = quoted(payload)
            let (severity, technique) = (number % 9, number % 3 == 0 ? cell : "\(number % 10)")
            text += "\(cell),\(15 + number * 3),\(severity),\(number * 2),\(cell),\(technique),\(cell),"
            text += "\(number % 4 == 0 ? "yes" : cell),\(cell),\(cell),\(cell)\n"
        }
        return text + "short,1\n"
    }

    private static func yaml(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            // Before an ampersand the reader fears an anchor.
            case _ where scalar.value < 0x20 || scalar.value > 0x7E || scalar == "&":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A rule set in which every text that people read is all payloads together.
    private static func rules() -> String {
        let evil = yaml(payloads.joined(separator: " "))
        return """
            ruleset: x
            version: \(evil)
            title: \(evil)
            parameters: {limit: {label: \(evil), value: 5, unit: \(evil), strength: \(evil), source: \(evil)}}
            profiles: {other: {limit: 6}}
            variables:
              record_id: {label: \(evil), type: text}
              age_years: {label: \(evil), type: number, unit: \(evil), range: [0, 120]}
              pain_severity: {label: \(evil), type: number, range: [0, 10]}
              pain_weeks: {label: \(evil), type: number}
              training_type: {label: \(evil), type: category}
              technique_score: {label: \(evil), type: number}
              warm_up_minutes: {label: \(evil), type: number}
              sex: {label: \(evil), type: category, codes: {female: [f], \(yaml(payloads[3])): []}}
            derived: {half: {label: \(evil), unit: \(evil), value: age_years / 2, range: [0, 60]}}
            population: {label: \(evil), when: pain_severity > 0}
            causes:
              - {id: one, label: \(evil), when: technique_score < limit, because: \(evil), advice: [a]}
              - {id: two, label: \(evil), any: [{id: old, when: half > 20, because: \(evil)}, {id: text, when: 'training_type = "yoga"'}], advice: [a]}
              - {id: three, label: \(evil), category: contributing, when: warm_up_minutes < limit}
            groups:
              training_type: {label: \(evil), of: training_type}
              age: {label: \(evil), of: age_years, bands: [30], labels: [\(evil), \(yaml(payloads[7] + payloads[0]))]}
            summarise_by: [age, training_type]
            advice: {a: \(evil)}
            general_advice: [a]
            flags:
              variables: {fever_or_chills: {label: \(evil), type: boolean}}
              signs: [{id: fever, label: \(evil), when: fever_or_chills, because: \(evil), strength: \(evil), source: \(evil), advice: [a]}]
              worklist: [{id: severe, label: \(evil), when: pain_severity >= 7}]
            tests:
              - {name: \(evil), given: {pain_severity: 3, technique_score: 3}, expect: {present: [one]}}

            """
    }

    /// Both in a folder, the cohort also under a name that means harm.
    private static func folder() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write(cohort().utf8, to: "in.csv")
        try folder.write(cohort().utf8, to: "=cmd|<b>\u{1B}[31m\u{202E}.csv")
        try folder.write(rules().utf8, to: "rules.yaml")
        return folder
    }

    static let commands = [
        "summarise $F", "summarise $F --by training_type", "summarise $F --missing", "summarise $F --cause two",
        "classify $F", "classify $F --explain", "worklist $F", "sweep $F --set limit=3..6:1",
        "compare $F --profile article --profile other", "validate $F",
    ]

    /// The line with the cohort's file in `F`, hostile by name, and with the hostile rule set.
    private static func line(_ command: String, _ options: String) -> String {
        "F=$(ls \"$TMP\"/=*.csv)\nlumbar \(command.replacing("$F", with: "\"$F\"")) --rules $TMP/rules.yaml \(options)"
    }

    private func expectHarmless(_ text: String, _ what: String) {
        let acting = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(acting.isEmpty, "\(what): \(acting.map { String($0.value, radix: 16) })")
    }

    @Test("On the terminal nothing acts, and no cell makes a line that could pass for a message", arguments: commands)
    func terminal(_ command: String) throws {
        let run = try CommandLine(Self.line(command, "--format table"), in: try Self.folder())
        #expect(run.code == 0, "\(run.error)")
        expectHarmless(run.text, command)
        expectHarmless(run.error, command)
        for line in (run.text + run.error).split(separator: "\n") { #expect(!line.hasPrefix("lumbar: all is well")) }
    }

    @Test("In Markdown there is no HTML, no link, and every table keeps its columns", arguments: commands)
    func markdown(_ command: String) throws {
        let run = try CommandLine(Self.line(command, "--format markdown"), in: try Self.folder())
        #expect(run.code == 0, "\(run.error)")
        expectHarmless(run.text, command)
        // What a backslash stands before is a letter like others.
        let active = run.text.replacing("\\\\", with: "").replacing(/\\[^A-Za-z0-9\s]/, with: "")
        for mark in ["<", "](", "http:", "https:", "www.", "&lt;"] { #expect(!active.contains(mark), "\(mark)") }
        var columns: Int?
        for line in active.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = nil
                continue
            }
            let count = line.count { $0 == "|" }
            #expect(columns == nil || columns == count, "\(line)")
            columns = count
        }
    }

    @Test("JSON is JSON, and nothing in it acts", arguments: commands + ["explain $F --id=-2+3"])
    func json(_ command: String) throws {
        if command.hasPrefix("summarise $F --missing") { return }
        let run = try CommandLine(Self.line(command, "--format json"), in: try Self.folder())
        #expect(run.code == 0, "\(run.error)")
        _ = try JSONSerialization.jsonObject(with: Data(run.output))
        expectHarmless(run.text, command)
    }

    @Test(
        "CSV for spreadsheets holds no formula, and its numbers are numbers",
        arguments: [
            "summarise $F --format csv", "summarise $F --by training_type --format csv",
            "summarise $F --missing --format csv",
            "summarise $F --table paper --format csv", "classify $F", "classify $F --explain",
            "worklist $F --format csv",
            "sweep $F --set limit=3..6:1 --format csv", "compare $F --profile article --profile other --format csv",
            "compare $F --profile article --profile other --format csv --table changes",
            "convert $F", "convert $F --keep-unbound --missing-kinds",
        ]
    )
    func spreadsheets(_ command: String) throws {
        let folder = try Self.folder()
        let line = Self.line(command, "--spreadsheet-safe --rejects $TMP/rejects.csv")
        let run = try CommandLine(line, in: folder)
        #expect(run.code == 0, "\(run.error)")
        for text in [run.text, try folder.read("rejects.csv")] { expectSafe(text, command) }
    }

    @Test("So does what convert and compare write of single records")
    func spreadsheetsOfRecords() throws {
        let folder = try Self.folder()
        let convert = try CommandLine("lumbar convert --raw $TMP/in.csv --spreadsheet-safe", in: folder)
        expectSafe(convert.text, "convert")
        let canonical = try CommandLine(
            Self.line("convert $F", "--spreadsheet-safe --codebook $TMP/codebook.csv --output $TMP/out.csv"),
            in: folder
        )
        #expect(canonical.code == 0, "\(canonical.error)")
        for name in ["out.csv", "codebook.csv"] {
            let text = try folder.read(name)
            #expect(text.contains("'="), "nothing was there to make safe: \(name)")
            expectSafe(text, name)
        }
        let compare = try CommandLine(
            Self.line("compare $F --profile article --profile other", "--records $TMP/changed.csv --spreadsheet-safe"),
            in: folder
        )
        #expect(compare.code == 0, "\(compare.error)")
        expectSafe(try folder.read("changed.csv"), "compare --records")
    }

    private func expectSafe(_ text: String, _ what: String) {
        for cell in Table(text).cells.joined() {
            let start = cell.drop { $0 == " " }.first
            guard let start, "=+-@\t\r".contains(start) else { continue }
            #expect(
                cell.wholeMatch(of: /[-+]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?/) != nil,
                "\(what): \(cell)"
            )
        }
    }

    @Test("Without the option CSV is what it was, byte for byte")
    func machines() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,pain_severity,note\n=1+1,3,-3\n@x,4,\"a\nb\"\n".utf8, to: "in.csv")
        let plain = try CommandLine("lumbar convert --raw $TMP/in.csv", in: folder)
        #expect(plain.text == "record_id,pain_severity,note\n=1+1,3,-3\n@x,4,\"a\nb\"\n")
        let safe = try CommandLine("lumbar convert --raw $TMP/in.csv --spreadsheet-safe", in: folder)
        #expect(safe.text == "record_id,pain_severity,note\n\"'=1+1\",3,-3\n\"'@x\",4,\"a\nb\"\n")
        let sample = try CommandLine("lumbar classify SampleData/cohort.csv -q --spreadsheet-safe")
        expectEqual(sample.output, try CommandLine("lumbar classify SampleData/cohort.csv -q").output)
    }

    @Test("explain and the commands for rule sets say what they have to say, and nothing acts")
    func rules() throws {
        let folder = try Self.folder()
        for command in [
            "rules check $TMP/rules.yaml", "rules test $TMP/rules.yaml", "rules list --rules $TMP/rules.yaml",
        ] {
            let run = try CommandLine("lumbar \(command)", in: folder)
            #expect([0, 65].contains(run.code), "\(run.error)")
            expectHarmless(run.text, command)
            expectHarmless(run.error, command)
        }
        for number in [0, 4, 8] {
            let id = Self.payloads[number].replacing("'", with: "'\\''")
            let run = try CommandLine(Self.line("explain $F", "--id='\(id)'"), in: folder)
            #expect(run.code == 0, "\(run.error)")
            expectHarmless(run.text, "explain")
        }
    }

    @Test(
        "Error messages stay on their line",
        arguments: [
            ("a\u{1B}[31m\nlumbar: fine,b\n1,2\n", "lumbar summarise $TMP/in.csv"),
            ("\"age_years\",\"Age\u{1B}[2J\nlumbar: fine\",Age\n1,2,3\n", "lumbar summarise $TMP/in.csv"),
            ("pain_severity\n3\n", "lumbar explain $TMP/in.csv --id \"$(printf 'x\\033[31m\\nlumbar: fine')\""),
            ("pain_severity\n3\n", "lumbar summarise $TMP/in.csv \"$TMP/$(printf 'no\\033[31m\\nlumbar: fine').csv\""),
        ]
    )
    func messages(_ text: String, _ line: String) throws {
        let folder = try ScratchFolder()
        try folder.write(text.utf8, to: "in.csv")
        let run = try CommandLine(line, in: folder)
        #expect(run.code != 0)
        expectHarmless(run.error, line)
        for line in run.error.split(separator: "\n") { #expect(!line.hasPrefix("lumbar: fine")) }
    }
}
