// Output files appear complete or not at all.

import Foundation
import Testing

@Suite("Output files")
struct OutputFileTests {
    @Test(
        "A run that fails leaves no file, and an old one as it was",
        arguments: [
            "lumbar classify SampleData/malformed.csv --strict --quiet -o $TMP/out.csv",
            "lumbar summarise SampleData/cohort.csv SampleData/malformed.csv -o $TMP/out.csv",
            "lumbar convert --raw SampleData/cohort.csv SampleData/malformed.csv -o $TMP/out.csv",
            "lumbar explain SampleData/cohort.csv --id nobody -o $TMP/out.csv",
            "lumbar classify nowhere.csv -o $TMP/out.csv",
            "lumbar classify SampleData/cohort.csv --rejects nowhere/r.csv -o $TMP/out.csv",
            "lumbar generate --records 10 --truth nowhere/t.csv -o $TMP/out.csv",
        ]
    )
    func failedRun(_ line: String) throws {
        let folder = try ScratchFolder()
        #expect(try CommandLine(line, in: folder).code != 0)
        #expect(folder.names == [])
        try folder.write("old".utf8, to: "out.csv")
        #expect(try CommandLine(line, in: folder).code != 0)
        #expect(folder.names == ["out.csv"])
        #expect(try folder.read("out.csv") == "old")
    }

    @Test("A file holds the same bytes as standard output")
    func sameBytes() throws {
        let folder = try ScratchFolder()
        let direct = try CommandLine("lumbar classify SampleData/boundaries.csv")
        for target in ["$TMP/out.csv", "/dev/stdout", "-"] {
            let run = try CommandLine("lumbar classify SampleData/boundaries.csv --output \(target)", in: folder)
            #expect(run.code == 0)
            let found = target == "$TMP/out.csv" ? Array(try Data(contentsOf: folder.url("out.csv"))) : run.output
            expectEqual(found, direct.output)
        }
    }

    @Test(
        "The extension sets the format, unless --format does",
        arguments: [
            ("x.csv", "", "cause,"), ("x.json", "", "{"), ("x.md", "", "#"), ("x.txt", "", "Back pain"),
            ("x.CSV", "", "cause,"), ("x", "", "Back pain"), ("x.csv", "--format json", "{"),
        ]
    )
    func format(name: String, option: String, start: String) throws {
        let folder = try ScratchFolder()
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv \(option) -o $TMP/\(name)", in: folder)
        #expect(run.code == 0)
        #expect(run.output.isEmpty)
        #expect(try folder.read(name).hasPrefix(start))
    }

    @Test("A symbolic link stays one, and its target gets the bytes; chains and missing targets as well")
    func links() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            """
            cd $TMP; mkdir real; echo old > real/out.csv; chmod 640 real/out.csv
            ln -s real/out.csv first.csv; ln -s first.csv second.csv; ln -s real/new.csv third.csv
            lumbar generate --records 3 -o second.csv && lumbar generate --records 3 -o third.csv && ls -a . real
            [ -L first.csv ] && [ -L second.csv ] && [ -L third.csv ] && cmp real/out.csv real/new.csv && ls -l real/out.csv
            """,
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text.contains("-rw-r-----"))
        #expect(!run.text.contains("lumbar-"))
        let direct = try CommandLine("lumbar generate --records 3")
        #expect(try folder.read("real/out.csv") == direct.text)
    }

    @Test("A named pipe is written directly, and stays one")
    func namedPipe() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "mkfifo $TMP/pipe; cat $TMP/pipe & lumbar classify SampleData/boundaries.csv -o $TMP/pipe; wait; [ -p $TMP/pipe ]",
            in: folder
        )
        #expect(run.code == 0)
        expectEqual(run.output, try packageFile("SampleData/boundaries.expected.csv"))
    }

    @Test("A file that may not be written is not replaced", .enabled(if: getuid() != 0))
    func readOnly() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "echo old > $TMP/out.csv; chmod 400 $TMP/out.csv; lumbar generate --records 1 -o $TMP/out.csv",
            in: folder
        )
        #expect(run.code == 73)
        #expect(try folder.read("out.csv") == "old\n")
    }

    @Test(
        "An interrupt ends at once with 130 and leaves nothing behind",
        arguments: [
            ("INT", "classify $TMP/pipe -o $TMP/out.csv --rejects $TMP/rejects.csv"),
            ("INT", "summarise $TMP/pipe -o $TMP/out.csv"),
            ("INT", "convert --raw $TMP/pipe -o $TMP/out.csv"), ("TERM", "explain $TMP/pipe --id 1 -o $TMP/out.txt"),
            ("INT", "generate --records 9000000000 -o $TMP/out.csv"),
        ]
    )
    func interrupt(signal: String, command: String) throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            """
            mkfifo $TMP/pipe
            { printf 'record_id,age_years\\n1,30\\n'; sleep 20; } > $TMP/pipe & writer=$!
            lumbar \(command) & reader=$!
            tries=0; until ls -a $TMP | grep -q lumbar- || [ $tries -gt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
            ls -a $TMP | grep -q lumbar- || echo 'no temporary file' >&2
            sleep 0.2
            start=$(date +%s); kill -\(signal) $reader; wait $reader; code=$?; end=$(date +%s)
            kill $writer
            [ $((end - start)) -le 2 ] || echo slow >&2
            exit $code
            """,
            in: folder
        )
        #expect(run.code == 130)
        #expect(run.error == "")
        #expect(folder.names == ["pipe"])
    }
}
