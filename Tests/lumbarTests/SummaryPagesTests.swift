// The pages of summarise: a table for a paper, what is missing, the methods.

import Testing

@Suite("Pages of summarise")
struct SummaryPagesTests {
    @Test(
        "What they print",
        arguments: [
            Golden("paper-cohort.md", "lumbar summarise SampleData/cohort.csv --quiet --table paper --format markdown"),
            Golden(
                "paper-clinic-reliability.md",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --by age_band --table paper --reliability nchs"
            ),
            Golden(
                "paper-cohort-sex.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --table paper --by sex --format csv"
            ),
            Golden(
                "paper-cohort-hidden.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --table paper --by sex --min-cell 11 --format csv"
            ),
            Golden(
                "methods-cohort.md",
                "lumbar summarise SampleData/cohort.csv --quiet --methods --by age_group --min-cell 11"
            ),
            Golden(
                "methods-clinic.md",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --methods --ci logit --level 0.9 --undetermined absent"
            ),
            Golden("methods-malformed.md", "lumbar summarise SampleData/malformed.csv --quiet --methods"),
            Golden("missing-cohort.txt", "lumbar summarise SampleData/cohort.csv --quiet --missing"),
            Golden("missing-cohort.csv", "lumbar summarise SampleData/cohort.csv --quiet --missing --format csv"),
            Golden(
                "missing-cohort-hidden.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --missing --by age_group --min-cell 11 --format csv"
            ),
            Golden(
                "missing-clinic.json",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --missing --format json"
            ),
            Golden(
                "missing-clinic.md",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --missing --format markdown"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    /// A rule set with one cause: then the `missing` column of classify is that cause's alone.
    private static func rules(cause: String) -> String {
        """
        ruleset: one
        version: 1
        variables:
          record_id: {type: text}
          pain_severity: {type: number, range: [0, 10]}
          weeks_since_regular_training: {type: number, range: [0, 2600]}
          load_change_percent: {type: number, range: [-100, 1000]}
          rest_days_per_week: {type: number, range: [0, 7]}
          height_cm: {type: number, range: [100, 250]}
          weight_kg: {type: number, range: [20, 350]}
          age_years: {type: number, range: [5, 120]}
        derived:
          bmi: {value: weight_kg * 10000 / (height_cm * height_cm), range: [10, 100]}
        population: {when: pain_severity > 0}
        causes:
          \(cause)

        """
    }

    @Test(
        "Records that wait for an answer are those that classify lists it for",
        arguments: [
            "- {id: only, when: weeks_since_regular_training >= 2 or load_change_percent > 30 or rest_days_per_week < 1}",
            "- {id: only, any: [{id: heavy, when: bmi > 25 and age_years >= 18}, {id: idle, when: rest_days_per_week > 5}]}",
            "- {id: only, when: if age_years < 18 then load_change_percent > 10 else load_change_percent > weight_kg / 3}",
        ]
    )
    func waiting(_ cause: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.rules(cause: cause).utf8, to: "one.yaml")
        let options = "SampleData/cohort.csv --rules $TMP/one.yaml --quiet --format csv"
        let rows = try CommandLine("lumbar classify \(options)", in: folder)
        #expect(rows.code == 0, "\(rows.error)")
        var expected: [String: [Int]] = [:]
        var open = ["only": 0, "population": 0]
        for line in rows.lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let subject = fields[1] == "undetermined" ? "population" : "only"
            guard subject == "population" || fields[4] == "undetermined" else { continue }
            open[subject, default: 0] += 1
            let missing = fields[fields.count - 1].split(separator: ";")
            for variable in missing {
                let counts = expected["\(subject),\(variable)"] ?? [0, 0]
                expected["\(subject),\(variable)"] = [counts[0] + 1, counts[1] + (missing.count == 1 ? 1 : 0)]
            }
        }
        let run = try CommandLine("lumbar summarise \(options) --missing --threads 3", in: folder)
        #expect(run.code == 0, "\(run.error)")
        var found: [String: [Int]] = [:]
        for line in run.lines.dropFirst() {
            let fields = line.split(separator: ",")
            #expect(Int(fields[2]) == open[String(fields[0])])
            #expect(Double(fields[4]) == (Double(fields[3]) ?? 0) / (Double(fields[2]) ?? 0))
            found["\(fields[0]),\(fields[1])"] = [fields[3], fields[5]].compactMap { Int($0) }
        }
        #expect(found == expected)
        #expect(!found.isEmpty)
    }

    @Test("With a smallest cell, nothing small is printed, in any page", arguments: ["--missing", "--table paper"])
    func smallCells(_ page: String) throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --by age_group \(page) --min-cell 11 --format csv"
        )
        #expect(run.code == 0)
        #expect(run.text.contains("suppressed"))
        for line in run.lines.dropFirst() where page == "--missing" {
            let fields = line.split(separator: ",")
            let counts = [fields[2], fields[3], fields[5]].compactMap { Int($0) }
            #expect(!counts.contains { (1...10).contains($0) }, "\(line)")
            if counts.count > 1 { #expect(!(1...10).contains(counts[0] - counts[1]), "\(line)") }
        }
    }

    @Test(
        "What does not go together, and what it says",
        arguments: [
            ("--methods --format csv", "the methods are text"),
            ("--methods --format json", "--methods are for Markdown"),
            ("--table paper --format json", "--table paper and --methods are for Markdown"),
            ("--table paper --missing --format csv", "a CSV file holds one table"),
            ("--table nosuch", "--table"),
        ]
    )
    func refused(_ options: String, _ message: String) throws {
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == 64)
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test(
        "Statistics that cannot be, and what it says",
        arguments: [
            ("--level 0", 64, "the level 0 is not between 0 and 1: write a share such as 0.95"),
            ("--level 1", 64, "the level 1 is not between 0 and 1: write a share such as 0.95"),
            ("--level 95", 64, "the level 95 is above 1: for 95 % write 0.95"),
            ("--level nan", 64, "not between 0 and 1"),
            ("--min-cell 1", 64, "'--min-cell 1' hides nothing; give 2 or more"),
            ("--min-cell 100000", 65, "the cohort has fewer records than a smallest cell of 100000"),
            ("--ci korn-graubard", 64, "is an interval of weighted records"),
            ("--weights w --ci wilson", 64, "choose logit or korn-graubard"),
            ("--weights w", 65, "'--weights w': the file has no such column"),
            ("--lonely-psu adjust", 64, "'--lonely-psu' is about strata"),
        ] as [(String, Int32, String)]
    )
    func refusedStatistics(_ options: String, _ code: Int32, _ message: String) throws {
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == code)
        #expect(run.error.contains(message), "\(run.error)")
    }
}
