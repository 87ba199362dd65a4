// A run that is taken down can be made again, and what differs is said.

import Testing

@Suite("Manifests and verify")
struct VerifyTests {
    /// A folder with the sample cohort and a rule set of its own.
    private func folder() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write(packageFile("SampleData/cohort.csv"), to: "cohort.csv")
        let rules = try packageFile("Sources/RuleSetFiles/back-pain-after-training.yaml")
        let others = [
            ("rules.yaml", String(decoding: rules, as: UTF8.self)),
            ("others.yaml", String(decoding: rules, as: UTF8.self) + "# of another clinic\n"),
            ("map.yaml", "mapping: notes are left alone\nrules: back-pain-after-training\ncolumns: {notes: ignore}\n"),
            ("people.csv", "ages,people\n0-39,55\n40+,45\n"),
        ]
        for (name, text) in others { try folder.write(text.utf8, to: name) }
        return folder
    }

    @Test(
        "What is the same again is verified",
        arguments: [
            "summarise cohort.csv --output summary.csv",
            "summarise cohort.csv --by sex --format json --min-cell 5 --threads 1",
            "summarise cohort.csv --missing", "summarise cohort.csv --table paper --methods --output paper.md",
            "classify cohort.csv --output verdicts.csv --rejects rejects.csv",
            "classify cohort.csv cohort.csv --format table",
            "summarise cohort.csv --rules rules.yaml --profile literature --set layoff_weeks=3",
            "summarise cohort.csv.gz", "summarise - < cohort.csv",
            "sweep cohort.csv --set layoff_weeks=1..3:1 --format json --min-cell 5",
            "compare cohort.csv --rules rules.yaml --rules others.yaml --output compared.md --records records.csv",
            "compare cohort.csv --profile article --profile literature",
            "summarise cohort.csv --map map.yaml --standardise people.csv --age-bands 0,40",
            "report cohort.csv --output report.html",
        ]
    )
    func same(_ line: String) throws {
        let folder = try folder()
        let parts = line.split(separator: "<").map(String.init)
        let from = parts.count == 2 ? "<" + parts[1] : ""
        let run = try CommandLine(
            """
            cd $TMP && gzip -k cohort.csv
            lumbar \(parts[0]) --quiet --manifest run.json \(from) > first.out && sha256sum cohort.csv* *.out summary.csv verdicts.csv 2>/dev/null
            true
            """,
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let before = try folder.names.map { [$0, try folder.read($0)] }.filter { !$0[0].hasSuffix("gz") }
        let again = try CommandLine("cd $TMP && lumbar verify run.json \(from)", in: folder)
        #expect(again.code == 0, "\(again.error)")
        #expect(again.text.hasPrefix("run.json: the same"))
        // Nothing is written.
        #expect(try folder.names.map { [$0, try folder.read($0)] }.filter { !$0[0].hasSuffix("gz") } == before)
        // The hashes are those that another program finds.
        let manifest = try folder.read("run.json")
        for line in run.lines {
            let fields = line.split(separator: " ")
            let isNamed =
                manifest.contains("\"\(fields[1])\"") || fields[1] == "first.out" && !parts[0].contains("--output")
            if isNamed { #expect(manifest.contains("\"sha256\": \"\(fields[0])\""), "\(line)") }
        }
    }

    @Test("What the manifest holds")
    func contents() throws {
        let folder = try folder()
        let line = "summarise cohort.csv --profile literature --by sex --format csv --quiet --manifest run.json"
        _ = try CommandLine("cd $TMP && lumbar \(line) > out.csv", in: folder)
        let manifest = try folder.read("run.json")
        for part in [
            "\"manifest\": 1", "\"tool\": {\"name\": \"lumbar\", \"version\": \"0.1.0\"}", "\"path\": \"cohort.csv\"",
            "\"profile\": \"literature\"", "\"soreness_onset_min_hours\": 6", "\"read\": 5000", "\"eligible\": 4057",
            "\"groups\": [\"sex\"]", "\"interval\": \"wilson\"", "\"role\": \"output\"",
            "\"arguments\": [\(line.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", "))]",
        ] {
            #expect(manifest.contains(part), "\(part) in \(manifest)")
        }
    }

    @Test(
        "What differs is said",
        arguments: [
            (
                "sed -i 2,40d cohort.csv",
                ["the input cohort.csv has changed", "the output differs"]
            ),
            ("echo >> cohort.csv", ["the input cohort.csv has changed"]),
            ("echo '# more' >> rules.yaml", ["the rule set has changed"]),
            ("echo '# more' >> map.yaml", ["the mapping map.yaml has changed"]),
            ("echo >> people.csv", ["the standard population people.csv has changed"]),
            (
                "sed -i 's/\"version\": \"0.1.0\"}/\"version\": \"0.0.9\"}/' run.json",
                ["made with Lumbar 0.0.9, and this is 0.1.0"]
            ),
            (
                "sed -i 's/\"role\": \"output\", \\(.*\\)\"sha256\": \"./\"role\": \"output\", \\1\"sha256\": \"x/' run.json",
                ["the output differs"]
            ),
        ]
    )
    func different(_ change: String, _ messages: [String]) throws {
        let folder = try folder()
        let run = try CommandLine(
            """
            cd $TMP && lumbar summarise cohort.csv --rules rules.yaml --map map.yaml --standardise people.csv --age-bands 0,40 \\
                --format csv --quiet --manifest run.json > out.csv || exit 99
            \(change)
            lumbar verify run.json
            """,
            in: folder
        )
        #expect(run.code == 65)
        #expect(run.output.isEmpty)
        for message in messages { #expect(run.error.contains(message), "\(run.error)") }
        #expect(run.error.split(separator: "\n").count == messages.count + 1, "\(run.error)")
    }

    @Test(
        "An output that was changed since is said; one that was moved away is not missed",
        arguments: [
            ("echo >> out.csv", Int32(65), "out.csv is no longer what the run wrote"),
            ("echo >> rejects.csv", 65, "rejects.csv is no longer what the run wrote"),
            ("mv out.csv elsewhere.csv", 0, ""),
            ("rm out.csv && mkdir out.csv", 0, ""),
        ]
    )
    func changedOutput(_ change: String, _ code: Int32, _ message: String) throws {
        let folder = try folder()
        let run = try CommandLine(
            """
            cd $TMP && lumbar classify cohort.csv -o out.csv --rejects rejects.csv --quiet --manifest run.json || exit 99
            \(change)
            lumbar verify run.json
            """,
            in: folder
        )
        #expect(run.code == code)
        #expect(run.error.contains(message) || message.isEmpty, "\(run.error)")
        #expect(run.output.isEmpty == (code != 0))
    }

    @Test(
        "A run on another number of threads is the same",
        arguments: [
            "summarise cohort.csv --format json",
            "summarise pages.csv --rules pages.yaml --weights w --psu clinic --compare-groups --format csv",
            "classify cohort.csv --output verdicts.csv", "summarise cohort.csv --combinations --format csv",
        ]
    )
    func otherThreads(_ line: String) throws {
        let folder = try folder()
        for name in ["csv", "yaml"] {
            try folder.write(packageFile("Tests/lumbarTests/Oracle/design_pages.\(name)"), to: "pages.\(name)")
        }
        let run = try CommandLine(
            """
            cd $TMP && lumbar \(line) --quiet --threads 1 --manifest run.json > out.csv || exit 99
            sed -i 's/"--threads", "1"/"--threads", "7"/' run.json && grep -q '"--threads", "7"' run.json || exit 98
            lumbar verify run.json
            """,
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text.hasPrefix("run.json: the same"))
    }

    @Test("A pipe is hashed as it is read")
    func pipe() throws {
        let folder = try folder()
        let run = try CommandLine(
            """
            cd $TMP && cat cohort.csv | lumbar summarise --quiet --manifest run.json > out.txt || exit 99
            cat cohort.csv | lumbar verify run.json || exit 98
            head -100 cohort.csv | lumbar verify run.json
            """,
            in: folder
        )
        #expect(run.code == 65)
        #expect(run.error.contains("the input - has changed"), "\(run.error)")
    }

    @Test(
        "What cannot be verified, and what it says",
        arguments: [
            ("lumbar verify nosuch.json", Int32(66), "there is no such file"),
            ("lumbar verify cohort.csv", 65, "this is no manifest of a run"),
            ("lumbar verify nosuch.json", 66, "nosuch.json: cannot open the manifest"),
            ("rm cohort.csv && lumbar verify run.json", 66, "cohort.csv: cannot open the input: there is no such file"),
            (
                "lumbar summarise cohort.csv --rules rules.yaml --manifest run.json > /dev/null && rm rules.yaml && lumbar verify run.json",
                66,
                "rules.yaml: cannot open the rule set: there is no such file; check its name and folder (run.json names what the run read: verify in the "
                    + "folder that it was made in"
            ),
            ("lumbar summarise cohort.csv --map nosuch.yaml", 66, "nosuch.yaml: cannot open the mapping"),
            ("lumbar summarise cohort.csv --manifest no/such/folder.json", 73, "cannot create the output"),
            (
                "lumbar summarise cohort.csv --output x.csv --manifest x.csv", 64,
                "two outputs cannot go to the same file"
            ),
        ]
    )
    func refused(_ line: String, _ code: Int32, _ message: String) throws {
        let folder = try folder()
        let run = try CommandLine(
            "cd $TMP && lumbar summarise cohort.csv --quiet --manifest run.json > /dev/null && \(line)",
            in: folder
        )
        #expect(run.code == code)
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test("A run that fails leaves no manifest")
    func failure() throws {
        let folder = try folder()
        let run = try CommandLine(
            "cd $TMP && lumbar summarise cohort.csv nosuch.csv --manifest run.json",
            in: folder
        )
        #expect(run.code == 66)
        #expect(!folder.names.contains("run.json"))
    }
}
