// What every command prints for the sample data.

import Testing

@Suite("Golden command lines")
struct GoldenTests {
    @Test(
        "summarise",
        arguments: [
            Golden("summarise-cohort.txt", "lumbar summarise SampleData/cohort.csv"),
            Golden("summarise-cohort.md", "lumbar summarise SampleData/cohort.csv --format markdown"),
            Golden("summarise-cohort-sex.json", "lumbar summarise SampleData/cohort.csv --by sex --format json"),
            Golden("summarise-cohort-cause.txt", "lumbar summarise SampleData/cohort.csv --cause limited_flexibility"),
            Golden(
                "summarise-cohort-cause.md",
                "lumbar summarise SampleData/cohort.csv --cause suspected_spinal_condition --by sex --format markdown"
            ),
            Golden(
                "summarise-cohort-training.csv",
                "lumbar summarise SampleData/cohort.csv --by training_type --format csv"
            ),
            Golden(
                "summarise-cohort-training.txt",
                "lumbar summarise SampleData/cohort.csv --by training_type --cause medication"
            ),
            Golden(
                "summarise-boundaries-literature.csv",
                "lumbar summarise SampleData/boundaries.csv --profile literature --by sex --format csv"
            ),
            Golden(
                "summarise-boundaries-set.csv",
                "lumbar summarise SampleData/boundaries.csv --set layoff_weeks=4 --set older_age_years=65 --by body_weight --format csv"
            ),
            Golden("summarise-malformed.txt", "lumbar summarise SampleData/malformed.csv --quiet"),
            Golden(
                "summarise-malformed.json",
                "lumbar summarise SampleData/malformed.csv --quiet --by age_group --format json"
            ),
            Golden(
                "summarise-clinic.txt",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet"
            ),
            Golden(
                "summarise-clinic.csv",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --format csv"
            ),
            Golden(
                "summarise-clinic-three.csv",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --by volume,age_band,ground --format csv"
            ),
            Golden(
                "summarise-clinic-cautious.json",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --profile cautious --quiet --by ground --format json"
            ),
        ]
    )
    func summarise(_ golden: Golden) throws { try golden.check() }

    @Test(
        "classify",
        arguments: [
            Golden("classify-malformed.csv", "lumbar classify SampleData/malformed.csv --quiet"),
            Golden("classify-malformed.txt", "lumbar classify SampleData/malformed.csv --quiet --format table"),
            Golden(
                "classify-boundaries-literature.csv",
                "lumbar classify SampleData/boundaries.csv --profile literature"
            ),
            Golden(
                "classify-clinic.csv",
                "lumbar classify SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet"
            ),
            Golden(
                "classify-clinic.json",
                "lumbar classify SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --format json"
            ),
            Golden(
                "classify-clinic.md",
                "lumbar classify SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --format markdown"
            ),
            Golden(
                "classify-clinic.txt",
                "lumbar classify SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --format table"
            ),
            Golden("classify-flags-explain.csv", "lumbar classify SampleData/flags.csv --explain --quiet"),
            Golden("classify-boundaries-explain.csv", "lumbar classify SampleData/boundaries.csv --explain --quiet"),
            Golden(
                "classify-clinic-explain.txt",
                "lumbar classify SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --explain --format table"
            ),
        ]
    )
    func classify(_ golden: Golden) throws { try golden.check() }

    @Test("classify agrees with an independent evaluator on every threshold")
    func boundaries() throws {
        let run = try CommandLine("lumbar classify SampleData/boundaries.csv")
        #expect(run.code == 0)
        expectEqual(run.output, try packageFile("SampleData/boundaries.expected.csv"))
    }

    @Test(
        "explain",
        arguments: [
            Golden("explain-soreness.txt", "lumbar explain SampleData/boundaries.csv --id soreness"),
            Golden("explain-chronic-open.txt", "lumbar explain SampleData/boundaries.csv --id chronic-open"),
            Golden("explain-age-17.9.txt", "lumbar explain SampleData/boundaries.csv --id age-17.9"),
            Golden("explain-bmi-implausible.txt", "lumbar explain SampleData/boundaries.csv --id bmi-implausible"),
            Golden("explain-almost-nothing.txt", "lumbar explain SampleData/boundaries.csv --id almost-nothing"),
            Golden("explain-flag-cancer.txt", "lumbar explain SampleData/flags.csv --id cancer-70"),
            Golden("explain-flag-open.txt", "lumbar explain SampleData/flags.csv --id not-asked"),
            Golden("explain-flag-no-pain.txt", "lumbar explain SampleData/flags.csv --id no-pain"),
            Golden("explain-flag-saddle.json", "lumbar explain SampleData/flags.csv --id saddle --format json"),
            Golden("explain-not-eligible.txt", "lumbar explain SampleData/cohort.csv --id P0000002"),
            Golden(
                "explain-chronic-open.json",
                "lumbar explain SampleData/boundaries.csv --id chronic-open --format json"
            ),
            Golden(
                "explain-clinic.txt",
                "lumbar explain SampleData/clinic.csv --id K-001 --rules SampleData/clinic.yaml"
            ),
            Golden(
                "explain-clinic.json",
                "lumbar explain SampleData/clinic.csv --id K-002 --rules SampleData/clinic.yaml --format json"
            ),
        ]
    )
    func explain(_ golden: Golden) throws { try golden.check() }

    @Test(
        "convert",
        arguments: [
            Golden("convert-malformed.csv", "lumbar convert --raw SampleData/malformed.csv --quiet"),
            Golden("convert-clinic.csv", "lumbar convert --raw SampleData/clinic.csv"),
        ]
    )
    func convert(_ golden: Golden) throws { try golden.check() }

    @Test(
        "rules",
        arguments: [
            Golden("rules-check.txt", "lumbar rules check"),
            Golden("rules-check-clinic.txt", "lumbar rules check SampleData/clinic.yaml"),
            Golden("rules-test.txt", "lumbar rules test"),
            Golden("rules-test-clinic.txt", "lumbar rules test SampleData/clinic.yaml --verbose"),
            Golden("rules-list.txt", "lumbar rules list"),
            Golden("rules-list-clinic.txt", "lumbar rules list --rules SampleData/clinic.yaml --profile cautious"),
        ]
    )
    func rules(_ golden: Golden) throws { try golden.check() }

    @Test(
        "Help and version",
        arguments: [
            Golden("help.txt", "lumbar --help"),
            Golden("help-summarise.txt", "lumbar help summarise"),
            Golden("help-classify.txt", "lumbar classify --help"),
            Golden("help-explain.txt", "lumbar help explain"),
            Golden("help-convert.txt", "lumbar help convert"),
            Golden("help-verify.txt", "lumbar help verify"),
            Golden("help-rules.txt", "lumbar help rules"),
            Golden("help-rules-eval.txt", "lumbar help rules eval"),
            Golden("help-generate.txt", "lumbar help generate"),
            Golden("version.txt", "lumbar --version"),
        ]
    )
    func help(_ golden: Golden) throws { try golden.check() }

    @Test("The rule set that is shown is the one in the sources, and works when it is passed back")
    func show() throws {
        let shown = try CommandLine("lumbar rules show")
        expectEqual(shown.output, try packageFile("Sources/RuleSetFiles/back-pain-after-training.yaml"))
        let folder = try ScratchFolder()
        let again = try CommandLine(
            """
            lumbar rules show > $TMP/rules.yaml
            lumbar classify --rules $TMP/rules.yaml SampleData/boundaries.csv
            """,
            in: folder
        )
        expectEqual(again.output, try packageFile("SampleData/boundaries.expected.csv"))
    }

    @Test(
        "The two spellings of a word are one command",
        arguments: ["--by sex --format csv", "--format json", "--cause older_age"]
    )
    func spellings(_ options: String) throws {
        let british = try CommandLine("lumbar summarise SampleData/boundaries.csv \(options)")
        let american = try CommandLine("lumbar summarize SampleData/boundaries.csv \(options)")
        #expect(british.code == 0)
        expectEqual(american.output, british.output)
    }
}
