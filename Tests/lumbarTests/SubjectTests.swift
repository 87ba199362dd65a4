// One subject, several rows: which of them counts, and that the account still adds up.

import Foundation
import Testing

@Suite("One row per subject")
struct SubjectTests {
    /// Rows of three subjects and of two without an id; the third subject is seen once. One line is malformed and counts as a record.
    private static let visits = """
        record_id,age_years,pain_severity
        A,30,5
        B,31,5
        A,32,x
        A,33,8
        "broken"x,1,1
        ,20,1
        B,35,5
        A,36,8
        a-much-longer-identifier-0001,40,
        a-much-longer-identifier-0001,41,2
        a-much-longer-identifier-0002,42,3
        ,21,1

        """

    private func run(_ csv: String, _ options: String, _ command: String = "convert") throws -> CommandLine {
        let folder = try ScratchFolder()
        try folder.write(csv.utf8, to: "in.csv")
        return try CommandLine("lumbar \(command) $TMP/in.csv \(options) --decimal point", in: folder)
    }

    @Test(
        "The rule chooses a row of each subject; those without an id stand for themselves",
        arguments: [
            ("first", [1, 2, 6, 9, 11, 12]), ("last", [6, 7, 8, 10, 11, 12]), ("worst", [2, 4, 6, 10, 11, 12]),
        ]
    )
    func chosen(_ rule: String, _ records: [Int]) throws {
        // The age tells the rows apart: in record order.
        let ages = [1: 30, 2: 31, 3: 32, 4: 33, 6: 20, 7: 35, 8: 36, 9: 40, 10: 41, 11: 42, 12: 21]
        for threads in [1, 3] {
            let classified = try run(Self.visits, "--one-per-subject \(rule) --threads \(threads)", "classify")
            #expect(classified.code == 0, "\(classified.error)")
            #expect(classified.lines.count == 1 + records.count)
            #expect(classified.error.contains("another row stands for their subject: \(11 - records.count)"))
        }
        let ids = try run(Self.visits, "--one-per-subject \(rule) --quiet --format json", "summarise")
        let json = try #require(JSONSerialization.jsonObject(with: Data(ids.output)) as? [String: Any])
        let account = try #require(json["records"] as? [String: Int])
        #expect(account["read"] == 1 + records.count)
        #expect(account["rejected"] == 1)
        #expect(account.reduce(0) { $0 + ($1.key == "read" ? 0 : $1.value) } == account["read"])
        let excluded = try #require((json["excluded"] as? [[String: Any]])?.first)
        #expect(excluded["reason"] as? String == "repeated" && excluded["count"] as? Int == 11 - records.count)
        // Which rows they are: a cohort of just these has the same verdicts.
        let kept = Self.visits.split(separator: "\n", omittingEmptySubsequences: false)
        let chosen = records.compactMap { ages[$0] }.compactMap { age in kept.first { $0.contains(",\(age),") } }
        let alone = try run(([kept[0]] + chosen).joined(separator: "\n") + "\n", "--quiet", "classify")
        let together = try run(Self.visits, "--one-per-subject \(rule) --quiet", "classify")
        expectEqual(together.output, alone.output)
    }

    @Test("Refusing names the repeats with their lines; a file without any goes through")
    func refused() throws {
        let refused = try run(Self.visits, "--one-per-subject refuse", "summarise")
        #expect(refused.code == 65)
        #expect(refused.text == "")
        #expect(
            refused.error.contains("3 subjects have more than one row, 8 rows in all: \"A\" (lines 2 and 4)"),
            "\(refused.error)"
        )
        #expect(refused.error.contains("\"a-much-longer-identifier-0001\" (lines 10 and 11)"))
        for command in ["summarise", "classify", "validate"] {
            let sound = try CommandLine("lumbar \(command) SampleData/cohort.csv --one-per-subject refuse --quiet")
            #expect(sound.code == 0, "\(sound.error)")
            expectEqual(sound.output, try CommandLine("lumbar \(command) SampleData/cohort.csv --quiet").output)
        }
    }

    @Test("Over several files, with blocks and threads of any kind, subjects are the same")
    func files() throws {
        let folder = try ScratchFolder()
        // Every record twice, the second time in another file and in another order.
        let line = """
            lumbar generate --records 3000 --seed 4 > $TMP/a.csv
            { head -1 $TMP/a.csv; tail -n +2 $TMP/a.csv | grep -v '"' | sort -r; } > $TMP/b.csv
            """
        #expect(try CommandLine(line, in: folder).code == 0)
        let alone = try CommandLine("lumbar summarise $TMP/a.csv --format csv --quiet", in: folder)
        for rule in ["first", "worst"] {
            for threads in [1, 2, 5] {
                let both = try CommandLine(
                    "lumbar summarise $TMP/a.csv $TMP/b.csv --one-per-subject \(rule) --threads \(threads) --format csv --quiet",
                    in: folder
                )
                expectEqual(both.output, alone.output)
            }
        }
        for command in ["sweep --set layoff_weeks=1..3:1", "compare --profile literature", "validate"] {
            let both = try CommandLine(
                "lumbar \(command) $TMP/a.csv $TMP/b.csv --one-per-subject first --quiet",
                in: folder
            )
            #expect(both.code == 0, "\(both.error)")
        }
    }

    @Test("In REDCap's repeating instruments a row of another instrument gives way, and repeats nothing")
    func instruments() throws {
        let export = """
            record_id,redcap_repeat_instrument,redcap_repeat_instance,age,pain_severity,visit_complete
            1,,,30,,2
            1,visit,1,,4,2
            2,,,40,,2
            2,visit,1,,6,2
            3,,,50,,2

            """
        let first = try run(export, "--one-per-subject first --quiet", "classify")
        #expect(first.lines.dropFirst().map { $0.prefix(6) } == ["1,yes,", "2,yes,", "3,unde"], "\(first.error)")
        #expect(try run(export, "--one-per-subject refuse --quiet", "classify").code == 0)
        let again = export + "2,visit,2,,7,2\n"
        let refused = try run(again, "--one-per-subject refuse --quiet", "classify")
        #expect(
            refused.error.contains("1 subject has more than one row, 2 rows in all: \"2\" (lines 5 and 7)"),
            "\(refused.error)"
        )
    }

    @Test("What cannot be done is said: no id, nothing to be worst in, a named pipe")
    func impossible() throws {
        let noID = try run("age_years,pain_severity\n30,5\n", "--one-per-subject first", "summarise")
        #expect(noID.code == 65)
        #expect(noID.error.contains("no column answers 'record_id'"))
        let noPain = try run("record_id,age_years\n1,5\n", "--one-per-subject worst", "summarise")
        #expect(noPain.code == 65)
        #expect(noPain.error.contains("no column answers 'pain_severity', so no row is the worst"))
        let folder = try ScratchFolder()
        let pipe = try CommandLine("mkfifo $TMP/p; lumbar summarise $TMP/p --one-per-subject first", in: folder)
        #expect(pipe.code == 64)
        #expect(pipe.error.contains("pass it as standard input (- < "), "\(pipe.error)")
        #expect(try CommandLine("lumbar summarise nowhere.csv --one-per-subject first").code == 66)
        #expect(try CommandLine("lumbar summarise SampleData/cohort.csv --one-per-subject best").code == 64)
    }

    @Test(
        "Standard input gives what the file gives, be it a file, a pipe or one of several inputs, and leaves nothing behind",
        arguments: ["first", "last", "worst"]
    )
    func standardInput(_ rule: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.visits.utf8, to: "in.csv")
        let options = "--one-per-subject \(rule) --decimal point -q"
        let file = try CommandLine("lumbar classify $TMP/in.csv \(options)", in: folder)
        #expect(file.code == 0, "\(file.error)")
        try folder.write("xyz\(Self.visits)".utf8, to: "offset.csv")
        for line in [
            "cat $TMP/in.csv | lumbar classify OPTIONS", "lumbar classify OPTIONS < $TMP/in.csv",
            "(cat $TMP/in.csv; sleep 0.1) | lumbar classify - OPTIONS", "gzip -c $TMP/in.csv | lumbar classify OPTIONS",
            // From where it stands.
            "(dd bs=3 count=1 of=/dev/null 2> /dev/null; lumbar classify OPTIONS) < $TMP/offset.csv",
        ] {
            let run = try CommandLine(
                "mkdir -p $TMP/tmp; export TMPDIR=$TMP/tmp; \(line.replacing("OPTIONS", with: options))",
                in: folder
            )
            #expect(run.code == 0, "\(line): \(run.error)")
            expectEqual(run.output, file.output)
        }
        let left = try CommandLine("ls $TMP/tmp", in: folder)
        #expect(left.text == "")
        let both = try CommandLine("cat $TMP/in.csv | lumbar classify $TMP/in.csv - \(options)", in: folder)
        let twice = try CommandLine("lumbar classify $TMP/in.csv $TMP/in.csv \(options)", in: folder)
        expectEqual(both.output, twice.output)
        let full = try CommandLine("cat $TMP/in.csv | TMPDIR=/nowhere lumbar classify \(options)", in: folder)
        #expect(full.code == 74 && full.error.contains("cannot be kept in /nowhere"), "\(full.error)")
    }

    @Test("A manifest of such a run can be verified")
    func verified() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.visits.utf8, to: "in.csv")
        let line =
            "lumbar summarise $TMP/in.csv --one-per-subject worst --decimal point --format csv --manifest $TMP/run.json -o $TMP/out.csv --quiet"
        #expect(try CommandLine(line, in: folder).code == 0)
        let verified = try CommandLine("lumbar verify $TMP/run.json", in: folder)
        #expect(verified.code == 0, "\(verified.error)")
    }
}
