// What is read: from files, standard input and pipes, one or several, in every encoding of lines.

import Foundation
import Testing

@Suite("Inputs")
struct InputTests {
    static let commands = [
        "classify", "summarise --format csv", "summarise --by training_type --format csv", "convert --raw",
    ]

    @Test("Standard input, '-' and a pipe give the bytes of the file", arguments: commands)
    func ways(_ command: String) throws {
        let file = try CommandLine("lumbar \(command) SampleData/cohort.csv")
        #expect(file.code == 0)
        for line in [
            "lumbar \(command) < SampleData/cohort.csv", "lumbar \(command) - < SampleData/cohort.csv",
            "cat SampleData/cohort.csv | lumbar \(command)",
            "{ head -c 100 SampleData/cohort.csv; sleep 0.1; tail -c +101 SampleData/cohort.csv; } | lumbar \(command) -",
            "lumbar \(command) /dev/stdin < SampleData/cohort.csv",
        ] {
            expectEqual(try CommandLine(line).output, file.output)
        }
    }

    @Test(
        "Any number of threads gives the same bytes",
        arguments: commands + ["summarise --format json", "classify --format json"]
    )
    func threads(_ command: String) throws {
        let folder = try ScratchFolder()
        let line =
            "lumbar \(command) SampleData/cohort.csv SampleData/cohort.csv SampleData/cohort.csv --quiet --threads"
        let one = try CommandLine("\(line) 1", in: folder)
        #expect(one.code == 0)
        for threads in [2, 3, 8] { expectEqual(try CommandLine("\(line) \(threads)", in: folder).output, one.output) }
    }

    @Test("Rejects and warnings do not depend on threads either")
    func rejectThreads() throws {
        let folder = try ScratchFolder()
        let files = Array(repeating: "SampleData/malformed.csv", count: 9).joined(separator: " ")
        let runs = try [1, 2, 3, 8].map { threads in
            let run = try CommandLine(
                "lumbar classify \(files) --threads \(threads) --rejects $TMP/r\(threads).csv",
                in: folder
            )
            let error = run.error.replacingOccurrences(of: "/r\(threads).csv", with: "/r.csv")
            return (run.text, error, try folder.read("r\(threads).csv"))
        }
        for run in runs.dropFirst() { #expect(run == runs[0]) }
    }

    @Test("Several files are one cohort, whose record numbers run on")
    func several() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years,pain_severity\n30,4\n\n31\n32,4\n".utf8, to: "a.csv")
        try folder.write("Pain score,How old are you?\n4,61\n".utf8, to: "b.csv")
        let run = try CommandLine("lumbar classify $TMP/a.csv $TMP/b.csv --rejects $TMP/r.csv", in: folder)
        let ages = run.lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return "\(cells[0]) \(cells[14])"
        }
        #expect(ages == ["1 absent", "3 absent", "4 present"])
        #expect(try folder.read("r.csv").contains("a.csv,4,30,2,too_few_fields,,"))
        let from = try CommandLine("lumbar classify $TMP/a.csv - < $TMP/b.csv --quiet", in: folder)
        expectEqual(from.output, run.output)
    }

    @Test("Files that bind other variables are no cohort")
    func different() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years,pain_severity\n30,4\n".utf8, to: "a.csv")
        try folder.write("age_years,sex\n30,m\n".utf8, to: "b.csv")
        let run = try CommandLine("lumbar classify $TMP/a.csv $TMP/b.csv", in: folder)
        #expect(run.code == 65)
        #expect(
            run.error.contains("b.csv:1: the header has no column for pain_severity and has columns for sex besides")
        )
    }

    static let plain = "record_id,age_years,pain_severity,notes\nA,60,4,x\nB,59,4,\"two\nlines\"\nC,61,0,\n"
    static let plainRows = ["A,yes,", "B,yes,", "C,no,"]

    @Test(
        "Byte-order mark, line ends, blank lines and a missing last line end change nothing",
        arguments: [
            plain, "\u{FEFF}" + plain, plain.replacing("\n", with: "\r\n"), plain.replacing("\n", with: "\r"),
            String(plain.dropLast()), "\n \t\n" + plain.replacing("\n", with: "\n\n"),
            "\u{FEFF}\r\n" + plain.replacing("\n", with: "\r\n\r\n  \r\n"),
            "record_id,age_years,pain_severity,notes\r\nA,60,4,x\rB,59,4,\"two\r\nlines\"\nC,61,0,",
            "\"record_id\",\"age_years\" , \"pain_severity\",notes\n A ,\t60\t,\" 4 \",x\n\"B\",\"59\",4,\"\"\"\"\nC,61,0,\n",
        ]
    )
    func lines(_ text: String) throws {
        let folder = try ScratchFolder()
        try folder.write(text.utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --rejects $TMP/r.csv --quiet", in: folder)
        let expected = try CommandLine("printf '\(Self.plain.replacing("\n", with: "\\n"))' | lumbar classify --quiet")
        #expect(
            expected.lines.dropFirst().map { line in Self.plainRows.contains { line.hasPrefix($0) } } == [
                true, true, true,
            ]
        )
        expectEqual(run.output, expected.output)
        #expect(try folder.read("r.csv") == "file,line,byte,record,reason,column,message,text\n")
    }

    @Test(
        "Other delimiters",
        arguments: [
            ("';'", ";"), ("semicolon", ";"), ("tab", "\t"), ("'\\t'", "\t"), ("pipe", "|"), ("'|'", "|"), (":", ":"),
        ]
    )
    func delimiters(option: String, delimiter: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.plain.replacing(",", with: delimiter).utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --quiet --delimiter \(option)", in: folder)
        #expect(run.code == 0)
        #expect(zip(run.lines.dropFirst(), Self.plainRows).allSatisfy { $0.hasPrefix($1) })
        #expect(run.lines.count == 4)
    }

    @Test(
        "Numbers are ASCII decimals; everything else is a missing answer of its kind",
        arguments: [
            ("60", "present"), ("6e1", "present"), ("60.", "present"), ("+60.0", "present"), ("600E-1", "present"),
            (" 60 ", "present"), ("\" 60\t\"", "present"), ("59.999999999999996", "absent"), ("-0", "absent"),
            ("0000000000000000000000060", "present"), ("1e-400", "absent"), (".5", "absent"),
            ("1e400", "undetermined"), ("-1e400", "undetermined"), ("0x40", "undetermined"), ("６１", "undetermined"),
            ("60,5", "too_many_fields"), ("\"60,5\"", "undetermined"), ("nan", "undetermined"), ("inf", "undetermined"),
            ("61 years", "undetermined"), ("121", "undetermined"), ("-1", "undetermined"), ("", "undetermined"),
            ("n/a", "undetermined"), ("6 1", "undetermined"), ("1e", "undetermined"), ("--60", "undetermined"),
            ("60\u{0}", "undetermined"), ("\u{A0}60", "undetermined"), ("61e+", "undetermined"), ("٦١", "undetermined"),
        ]
    )
    func numbers(cell: String, verdict: String) throws {
        let folder = try ScratchFolder()
        try folder.write("age_years,pain_severity\n\(cell),4\n".utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --decimal point --rejects $TMP/r.csv", in: folder)
        #expect(run.code == 0)
        if verdict == "too_many_fields" {
            #expect(try folder.read("r.csv").contains(",too_many_fields,3,"))
        } else {
            #expect(run.lines.last?.split(separator: ",", omittingEmptySubsequences: false)[14] == verdict[...])
        }
    }

    @Test("NUL and what is not UTF-8: unparseable in a bound column, shown as U+FFFD in the id, ignored elsewhere")
    func bytes() throws {
        let folder = try ScratchFolder()
        let rows: [[UInt8]] = [
            Array("record_id,sex,pain_severity,training_type,notes\n".utf8),
            Array("a".utf8) + [0xFF] + Array("b,f,4,yoga,x\n".utf8),
            Array("c".utf8) + [0] + Array("d,m,4,yoga,x\n".utf8),
            Array("e,f".utf8) + [0xC3] + Array(",4,yo".utf8) + [0xE2, 0x82] + Array("ga,x\n".utf8),
            Array("f,m,4".utf8) + [0] + Array(",yo".utf8) + [0] + Array("ga,x\n".utf8),
            Array("g,f,4,yoga,".utf8) + [0xFF, 0, 0xFE] + Array("\n".utf8),
        ]
        try folder.write(rows.joined(), to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --quiet --encoding utf-8", in: folder)
        let cells = run.lines.dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).prefix(2).joined(separator: " ")
        }
        #expect(cells == ["a\u{FFFD}b yes", "c\u{FFFD}d yes", "e yes", "f undetermined", "g yes"])
        let groups = try CommandLine(
            "lumbar summarise $TMP/in.csv --quiet --encoding utf-8 --by training_type,sex --format csv",
            in: folder
        )
        let counts = groups.lines.filter { $0.hasPrefix("insufficient_warm_up") }
        #expect(counts.count == 1 + 2 + 4 + 8)
        let raw = try CommandLine("lumbar convert --raw $TMP/in.csv --encoding utf-8", in: folder)
        expectEqual(raw.output, Array(rows.joined()))
    }

    @Test("A population that nobody meets is a summary of no records")
    func nobody() throws {
        let run = try CommandLine("printf 'age_years,pain_severity\\n30,0\\n40,0\\n' | lumbar summarise --format csv")
        #expect(run.code == 0)
        #expect(run.lines.contains("older_age,all,all,0,0,0,0,0,0,,,,,"))
        let table = try CommandLine("printf 'age_years,pain_severity\\n30,0\\n40,0\\n' | lumbar summarise")
        #expect(table.code == 0)
        #expect(table.text.contains("2 records read, 2 outside the population, 0 summarised"))
    }

    @Test("Without a column for pain every record is eligible, and the output says so")
    func noPopulation() throws {
        let run = try CommandLine("printf 'age_years\\n30\\n70\\n' | lumbar summarise")
        #expect(run.text.contains("no column for pain_severity"))
        let csv = try CommandLine("printf 'age_years\\n30\\n70\\n' | lumbar summarise --format csv")
        #expect(csv.lines.contains { $0.hasPrefix("older_age,all,all,2,1,1,0,2,1,0.5,") })
        #expect(csv.lines.contains("overtraining,all,all,,,,,,,,,,,"))
    }
}
