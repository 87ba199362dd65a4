// Files of every compression, encoding and dialect through the command line.

import Foundation
import Testing

@Suite("Dialects")
struct DialectTests {
    static let delimiters = [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("pipe", "|")]
    static let encodings: [(name: String, mark: Bool, String.Encoding)] = [
        ("UTF-8", false, .utf8), ("UTF-8", true, .utf8), ("UTF-16 LE", false, .utf16LittleEndian),
        ("UTF-16 LE", true, .utf16LittleEndian), ("UTF-16 BE", false, .utf16BigEndian),
        ("UTF-16 BE", true, .utf16BigEndian),
        ("Windows-1252", false, .windowsCP1252),
    ]

    /// Random answers: words with accents, and whatever needs quotes.
    private func table(_ random: inout SeededRandom) -> [[String]] {
        let pieces = [
            "back", "größer", " café ", "5'10\"", ",", ";", "|", "\t", "\n", "\r\n", "\"", "12", "1,5", "1.5", "señor",
            "–",
        ]
        let width = Int.random(in: 2...6, using: &random)
        let header = (0..<width).map { ["Größe", "Age", "Douleur (0–10)", "note"][$0 % 4] + "\($0)" }
        return [header]
            + (0..<Int.random(in: 1...40, using: &random)).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...3, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                        .joined()
                }
            }
    }

    private func written(_ table: [[String]], _ delimiter: String, _ end: String) -> String {
        table.map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: delimiter) + end
        }.joined()
    }

    @Test(
        "The line in which a spreadsheet names its delimiter is no header, and is believed",
        arguments: [
            ("sep=;\n", ";", "semicolons"), ("\u{FEFF}sep=;\r\n", ";", "semicolons"), ("SEP=|\r", "|", "pipes"),
            ("sep=\t\n", "\t", "tabs"), ("sep=,\r\n", ",", "commas"),
        ]
    )
    func separatorLine(_ line: String, _ delimiter: String, _ name: String) throws {
        let folder = try ScratchFolder()
        let rows = [["record_id", "age_years", "sex"], ["1", "34", "f"], ["2", "x", "m"], ["3"]]
        let text = rows.map { $0.joined(separator: delimiter) + "\n" }.joined()
        try folder.write((line + text).utf8, to: "in.csv")
        try folder.write(try #require((line + text).data(using: .utf16LittleEndian)), to: "wide.csv")
        for file in ["in.csv", "wide.csv"] {
            let run = try CommandLine("lumbar convert $TMP/\(file)", in: folder)
            #expect(run.lines == ["record_id,age_years,sex", "1,34,female", "2,,male"], "\(run.error)")
            #expect(run.error.contains(", \(name), decimal points"), "\(run.error)")
            // Lines are counted as the file has them.
            #expect(run.error.contains("\(file):5: 1 record rejected for too_few_fields"), "\(run.error)")
            let other = try CommandLine("lumbar convert $TMP/\(file) --delimiter '#' -q", in: folder)
            #expect(other.code == 65)
        }
        // Only the first line is one, and only as a whole.
        for text in ["record_id,age_years\n1,34\nsep=;\n", "sep=;x,age_years\n1,34\n"] {
            try folder.write(text.utf8, to: "other.csv")
            let run = try CommandLine("lumbar convert --raw $TMP/other.csv -q", in: folder)
            #expect(run.lines.count == 2 && run.text.hasPrefix(text.split(separator: "\n")[0]), "\(run.text)")
        }
    }

    @Test("The same answers come back, however they were written", arguments: 0..<4)
    func anyDialect(round: Int) throws {
        var random = SeededRandom(seed: UInt64(round))
        let table = table(&random)
        let folder = try ScratchFolder()
        let end = ["\n", "\r\n", "\r", "\n"][round]
        try folder.write(written(table, ",", end).utf8, to: "plain.csv")
        let options = "--quiet --encoding utf-8 --delimiter comma --decimal point"
        let expected = try CommandLine("lumbar convert --raw $TMP/plain.csv \(options)", in: folder)
        #expect(expected.code == 0)
        for (delimiterName, delimiter) in Self.delimiters {
            for (name, mark, encoding) in Self.encodings {
                let text = (mark ? "\u{FEFF}" : "") + written(table, delimiter, end)
                try folder.write(try #require(text.data(using: encoding)), to: "in.csv")
                let compress = ["cat", "gzip -c", "{ command -v zstd >/dev/null && zstd -qc || gzip -c; }"]
                    .randomElement(using: &random)
                let run = try CommandLine("\(compress ?? "cat") < $TMP/in.csv | lumbar convert --raw -", in: folder)
                #expect(run.code == 0, "\(run.error)")
                expectEqual(run.output, expected.output)
                #expect(run.error.contains("\(name), \(delimiterName)s, decimal"), "\(run.error)")
            }
        }
    }

    @Test(
        "The sample cohort gives the same summary from every file that is made of it",
        arguments: [
            "gzip -c SampleData/cohort.csv", "{ gzip -c; } < SampleData/cohort.csv",
            "iconv -f utf-8 -t utf-16 SampleData/cohort.csv",
            "iconv -f utf-8 -t windows-1252 SampleData/cohort.csv",
            "iconv -f utf-8 -t utf-16be SampleData/cohort.csv | gzip",
            "{ head -n 2000 SampleData/cohort.csv | gzip; tail -n +2001 SampleData/cohort.csv | gzip; }",
        ]
    )
    func sample(_ line: String) throws {
        let folder = try ScratchFolder()
        let expected = try CommandLine("lumbar classify SampleData/cohort.csv --quiet")
        expectEqual(try CommandLine("\(line) | lumbar classify - --quiet").output, expected.output)
        let file = try CommandLine("\(line) > $TMP/in.csv; lumbar classify $TMP/in.csv --quiet --threads 3", in: folder)
        expectEqual(file.output, expected.output)
    }

    @Test("Files of one cohort may be written differently, and each is read its way")
    func several() throws {
        let folder = try ScratchFolder()
        try folder.write("record_id,age_years,pain_severity\nA,60.5,4\n".utf8, to: "a.csv")
        try folder.write("record_id;age_years;pain_severity\nB;60,5;4\nC;59,5;4\n".utf8, to: "b.csv")
        let run = try CommandLine(
            "gzip -c $TMP/a.csv > $TMP/c.csv; lumbar classify $TMP/a.csv $TMP/b.csv $TMP/c.csv",
            in: folder
        )
        let ages = run.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[14] }
        #expect(ages == ["present", "present", "absent", "present"])
        #expect(run.error.contains("a.csv: read as UTF-8, commas, decimal points"))
        #expect(run.error.contains("b.csv: read as UTF-8, semicolons, decimal commas"))
        #expect(run.error.contains("c.csv: read as gzip, UTF-8, commas, decimal points"))
    }

    @Test(
        "Numbers in a file with decimal commas",
        arguments: [
            ("60,5", "present"), ("59,5", "absent"), ("60", "present"), ("60.5", "present"), ("6,05e1", "present"),
            ("-0,5", "undetermined"),
            ("60,5,1", "undetermined"), ("1.060,5", "undetermined"), ("60.500", "undetermined"), ("0.500", "absent"),
            ("60,", "present"),
        ]
    )
    func commas(cell: String, verdict: String) throws {
        let folder = try ScratchFolder()
        try folder.write("age_years;pain_severity;weight_kg\n\(cell);4;70,5\n".utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --quiet", in: folder)
        #expect(
            run.lines.last?.split(separator: ",", omittingEmptySubsequences: false)[14] == verdict[...],
            "\(run.error)"
        )
    }

    @Test("A number that may have thousands is asked about, unless nobody reads it")
    func doubtful() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years;pain_severity;weight_kg;city size\n30;4;1,234;2,345\n".utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv", in: folder)
        #expect(run.code == 65)
        #expect(run.error.contains("in.csv:1:3: \"weight_kg\" has numbers such as 1,234"), "\(run.error)")
        #expect(run.error.contains("--decimal comma"))
        for choice in ["comma", "point"] {
            #expect(try CommandLine("lumbar classify $TMP/in.csv --decimal \(choice)", in: folder).code == 0)
        }
        #expect(try CommandLine("lumbar convert --raw $TMP/in.csv", in: folder).code == 0)
        try folder.write("age_years;pain_severity;city size\n30;4;2,345\n".utf8, to: "unread.csv")
        #expect(try CommandLine("lumbar classify $TMP/unread.csv", in: folder).code == 0)
    }

    @Test("--quiet says nothing of the dialect, and options overrule what would be found")
    func options() throws {
        let folder = try ScratchFolder()
        try folder.write("a;b,c\n1;2,3\n".utf8, to: "in.csv")
        let unsure = try CommandLine("lumbar convert --raw $TMP/in.csv", in: folder)
        #expect(unsure.code == 65)
        #expect(
            unsure.error.contains("--delimiter comma (2 columns) or --delimiter semicolon (2 columns)"),
            "\(unsure.error)"
        )
        let comma = try CommandLine("lumbar convert --raw $TMP/in.csv --delimiter comma --quiet", in: folder)
        #expect(comma.text == "a;b,c\n1;2,3\n")
        #expect(comma.error == "")
        let semicolon = try CommandLine("lumbar convert --raw $TMP/in.csv --delimiter semicolon", in: folder)
        #expect(semicolon.text == "a,\"b,c\"\n1,\"2,3\"\n")
        for option in ["--encoding klingon", "--decimal semicolon"] {
            #expect(try CommandLine("lumbar convert --raw $TMP/in.csv \(option)", in: folder).code == 64)
        }
        try folder.write([0x61, 0x2C, 0x62, 0x0A, 0xD6, 0xD0, 0x2C, 0xCE, 0xC4, 0x0A], to: "gb.csv")
        #expect(try CommandLine("lumbar convert --raw $TMP/gb.csv --encoding gb18030", in: folder).text == "a,b\n中,文\n")
    }

    @Test("A bomb costs no memory")
    func bomb() throws {
        let run = try CommandLine(
            """
            ulimit -v 4000000
            { printf 'age_years,pain_severity\\n'; head -c 200000000 /dev/zero | tr '\\0' 7; printf '\\n61,4\\n'; } | gzip -1 |
            lumbar classify
            """
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.dropFirst().map { $0.prefix(6) } == ["2,yes,"])
    }

    @Test("A missing file is missed before the first is read, whatever the encoding")
    func missing() throws {
        let run = try CommandLine("lumbar convert --raw SampleData/cohort.csv nowhere.csv --encoding latin1")
        #expect(run.code == 66)
        #expect(run.text == "")
    }
}
