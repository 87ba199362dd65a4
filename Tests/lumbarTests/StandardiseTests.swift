// Standardisation by age end to end: the known answers through the command line, and what is refused.

import Foundation
import Testing

@Suite("Standardisation on the command line")
struct StandardiseTests {
    private static let nhanes =
        "\(DesignTests.shared)/data/nhanes/nhanes.csv --rules Tests/lumbarTests/Oracle/nhanes.yaml --quiet --format csv"

    /// The US population of 2000 by NHANES' bands, in thousands, as in the documentation of R's `svystandardize`.
    private static let adults = "age,people\n20-39,77670\n40-59,72816\n60+,45364\n"

    @Test(
        "Counts of NHANES standardised meet the known answers to 1e-9",
        .enabled(if: DesignTests.isSharedHere),
        arguments: ["--standardise", "--standardize"]
    )
    func known(_ option: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.adults.utf8, to: "us.csv")
        let run = try CommandLine(
            "lumbar summarise \(Self.nhanes) \(option) $TMP/us.csv --age-bands 20,40,60",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let found = try #require(PlainTable(run.lines).rows.first)
        let expected = try #require(
            try DesignTests.table(DesignTests.shared + "/data/statistics/direct_standardisation.csv").rows.first
        )
        for (column, known) in [
            ("crude_prevalence", "crude"), ("standardised_prevalence", "asr"), ("standardised_se", "se_binom"),
            ("standardised_normal_low", "norm_l"), ("standardised_normal_high", "norm_u"),
            ("standardised_logit_low", "logit_l"), ("standardised_logit_high", "logit_u"),
            ("standardised_gamma_low", "gamma_l"), ("standardised_gamma_high", "gamma_u"),
        ] {
            #expect(DesignTests.agrees(found[column], expected[known]), "\(column): \(found[column] ?? "")")
        }
        #expect(found["standardised_n"] == "5696")
    }

    @Test(
        "Weighted and by race and sex it meets those of svystandardize to 1e-9",
        .enabled(if: DesignTests.isSharedHere)
    )
    func weighted() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.adults.utf8, to: "us.csv")
        let run = try CommandLine(
            "lumbar summarise \(Self.nhanes) --by race,sex --standardise $TMP/us.csv --age-bands age_years=20,40,60 "
                + "--weights WTMEC2YR --strata SDMVSTRA --psu SDMVPSU --threads 3",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let expected = try DesignTests.table(DesignTests.shared + "/data/statistics/svystandardize_doc_example.csv")
            .rows
        #expect(expected.count == 8)
        for row in expected {
            let cell = try #require(found.first { $0["race"] == row["race"] && $0["sex"] == row["RIAGENDR"] })
            #expect(DesignTests.agrees(cell["standardised_prevalence"], row["HI_CHOL"]), "\(cell)")
            #expect(DesignTests.agrees(cell["standardised_se"], row["se"]), "\(cell)")
        }
    }

    /// A cohort of few ages, with the sex and whether the sign is there.
    private static func cohort(_ groups: [(age: String, sex: String, yes: Int, no: Int)]) -> String {
        groups.reduce("age_years,sex,sign\n") { text, group in
            text + String(repeating: "\(group.age),\(group.sex),yes\n", count: group.yes)
                + String(repeating: "\(group.age),\(group.sex),no\n", count: group.no)
        }
    }

    private static let rules = """
        ruleset: signs
        version: 1
        title: Signs
        variables:
          age_years: {type: number, label: Age}
          sex: {type: category, label: Sex, codes: {f: [], m: []}}
          sign: {type: boolean, label: Sign}
        causes:
          - {id: has_sign, label: Sign, when: sign}
          - {id: old, label: Old, when: age_years >= 60}
        groups:
          ages: {label: Age, of: age_years, bands: [20, 40, 60]}
          odd: {label: Age, of: age_years, bands: [18, 41]}
          sex: {label: Sex, of: sex}
        summarise_by: [sex]

        """

    private static let sample = cohort([
        ("25", "f", 30, 70), ("45", "f", 40, 40), ("65", "f", 12, 8), ("25", "m", 20, 80), ("50", "m", 30, 60),
        ("70", "m", 5, 15), ("10", "m", 3, 4), ("", "f", 2, 3),
    ])

    private func run(_ options: String, _ cohort: String = sample, standard: String? = nil) throws -> CommandLine {
        let folder = try ScratchFolder()
        try folder.write(cohort.utf8, to: "in.csv")
        try folder.write(Self.rules.utf8, to: "rules.yaml")
        if let standard { try folder.write(standard.utf8, to: "standard.csv") }
        return try CommandLine("lumbar summarise $TMP/in.csv --rules $TMP/rules.yaml --quiet \(options)", in: folder)
    }

    @Test("A sum by hand, with who is left out, per cause and by group; not by age, nor what age defines")
    func byHand() throws {
        let run = try run("--by sex,ages --standardise segi --age-bands 20,40,60 --format csv")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        // Segi: 80 + 80 + 60 + 60, 60 + 60 + 50 + 40, 40 + 30 + 20 + 10 + 5 + 5 thousands of 600.
        let shares = [280.0, 210, 110].map { $0 / 600 }
        for (sex, parts) in [("f", [0.3, 0.5, 0.6]), ("m", [0.2, 1.0 / 3, 0.25])] {
            let row = try #require(rows.first { $0["cause"] == "has_sign" && $0["sex"] == sex && $0["ages"] == "all" })
            let expected = zip(shares, parts).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(DesignTests.agrees(row["standardised_prevalence"], "\(expected)"), "\(row)")
        }
        let women = try #require(rows.first { $0["cause"] == "has_sign" && $0["sex"] == "f" && $0["ages"] == "all" })
        // Those without an age are among the records of the table, and not among those that are standardised.
        #expect(women["complete"] == "205" && women["standardised_n"] == "200" && women["crude_prevalence"] == "0.41")
        for row in rows where row["ages"] != "all" {
            #expect(row["standardised_prevalence"] == "" && row["standardised_note"] == "grouped by age")
        }
        let defined = rows.filter { $0["cause"] == "old" && $0["ages"] == "all" }
        #expect(
            defined.count == 4
                && defined.allSatisfy {
                    $0["standardised_prevalence"] == "" && $0["standardised_note"] == "by definition"
                }
        )
        // To what it was standardised stands in every row: the shares are 280, 210 and 110 of 600.
        for row in rows {
            #expect(row["standard_population"] == "Segi 1960 world standard population")
            #expect(row["standard_weights"] == "20–39=0.4666666666666667;40–59=0.35;60+=0.18333333333333332")
        }
        let json = try SummaryJSON(self.run("--standardise segi --age-bands 20,40,60 --format json")).object
        let facts = try #require((json["statistics"] as? [String: Any])?["standardisation"] as? [String: Any])
        #expect(facts["records_without_age"] as? Int == 5 && facts["records_younger"] as? Int == 7)
        #expect((facts["bands"] as? [[String: Any]])?.compactMap { $0["weight"] as? Double } == shares)
    }

    @Test("The bands of the rule set are taken where none are given, from 0 on")
    func ruleSetBands() throws {
        let run = try run("--standardise who2000 --format json")
        #expect(run.code == 0, "\(run.error)")
        let facts = (try SummaryJSON(run).object["statistics"] as? [String: Any])?["standardisation"] as? [String: Any]
        #expect(
            (facts?["bands"] as? [[String: Any]])?.compactMap { $0["ages"] as? String } == [
                "0–19", "20–39", "40–59", "60+",
            ]
        )
    }

    @Test("A group without records of some age has no standardised figure, and says why; the others have")
    func emptyInGroup() throws {
        let cohort = Self.cohort([
            ("25", "f", 30, 70), ("45", "f", 40, 40), ("25", "m", 20, 80), ("50", "m", 30, 60), ("70", "m", 5, 15),
        ])
        let run = try run("--standardise segi --age-bands 20,40,60 --format csv", cohort)
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows.filter { $0["cause"] == "has_sign" }
        let women = try #require(rows.first { $0["sex"] == "f" })
        #expect(women["standardised_prevalence"] == "" && women["standardised_note"] == "no complete record aged 60+")
        #expect(rows.first { $0["sex"] == "m" }?["standardised_prevalence"] != "")
    }

    @Test("With a smallest cell, what rests on small counts of some age is hidden, and a second figure with it")
    func smallCells() throws {
        let cohort = Self.cohort([
            ("25", "f", 30, 70), ("45", "f", 40, 40), ("65", "f", 12, 8), ("25", "m", 20, 80), ("50", "m", 30, 60),
            ("70", "m", 5, 15),
        ])
        let run = try run("--standardise segi --age-bands 20,40,60 --min-cell 6 --format csv", cohort)
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows.filter { $0["cause"] == "has_sign" }
        // Five men aged 70 have the sign. From the figures of all and of women their number could be found out.
        for sex in ["m", "f"] {
            let row = try #require(rows.first { $0["sex"] == sex })
            for column in ["crude_prevalence", "standardised_prevalence", "standardised_n", "standardised_gamma_high"] {
                #expect(row[column] == "suppressed", "\(sex) \(column)")
            }
        }
        #expect(rows.first { $0["sex"] == "all" }.flatMap { Double($0["standardised_prevalence"] ?? "") } != nil)
        // Three boys of ten years have it: they are what all records have more than those of the bands.
        let others = try self.run("--standardise segi --age-bands 20,40,60 --min-cell 6 --format csv")
        let all = PlainTable(others.lines).rows.first { $0["cause"] == "has_sign" && $0["sex"] == "all" }
        #expect(all?["complete_present"] == "142" && all?["crude_prevalence"] == "suppressed")
    }

    @Test(
        "What does not nest, overlaps, is empty or unknown, and what it says",
        arguments: [
            (
                "--standardise who2000 --age-bands 18,41", 65,
                "the age band 18–40 is not made up of whole bands of the WHO 2000–2025 world standard population: cut ages at its bounds, 0, 1, 5, "
            ),
            ("--standardise who2000 --age-bands 18,41", 65, "--age-bands 20,40 would do"),
            (
                "--standardise segi --age-bands 0,20,40,60,80", 65,
                "no record of the population has an age in the band 80+"
            ),
            ("--standardise segi --age-bands 0,20,40,60,80", 65, "such as --age-bands 0,20,40,60"),
            (
                "--standardise mars", 66,
                "neither a population that comes with the program (who2000, us2000, europe2013, segi) nor a file"
            ),
            ("--standardise segi --age-bands 40,20", 64, "takes ages from 0 to 150 in rising order"),
            ("--standardise segi --age-bands young", 64, "takes ages from 0 to 150 in rising order"),
            (
                "--standardise segi --age-bands age_yaers=20,40", 64,
                "the rule set has no number 'age_yaers'; did you mean 'age_years'?"
            ),
            ("--age-bands 20,40", 64, "'--age-bands' are those of '--standardise'"),
            ("--standardise segi --age-bands 20,400", 64, "takes ages from 0 to 150 in rising order"),
            // A page that would drop the standardisation without a word.
            ("--standardise segi --age-bands 20,40 --compare-groups --methods", 64, "--compare-groups has none"),
            ("--standardise segi --age-bands 20,40 --missing", 64, "--missing has none"),
            ("--standardise segi --age-bands 20,40 --combinations", 64, "--combinations has none"),
            ("--standardise segi --age-bands 20,40 --contrast pain-free", 64, "--contrast has none"),
            (
                "--standardise segi --age-bands 20,40 --table paper --format csv", 64,
                "the table for a paper has standardised prevalence in Markdown only"
            ),
        ]
    )
    func refused(_ options: String, code: Int32, message: String) throws {
        let run = try run(options)
        #expect(run.code == code && run.text == "", "\(run.text)")
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test(
        "Files of standard populations that are none, with the line",
        arguments: [
            (
                "ages,people\n20-39,10\n35-59,20\n",
                "standard.csv:3: the age band 35–59 overlaps 20–39 (line 2); give every age to one band"
            ),
            ("20-39,10\n40-59,-3\n", "standard.csv:2: \"-3\" is no number of people above 0"),
            ("20-39,10\n40-59,many\n", "standard.csv:2: \"many\" is no number of people above 0"),
            ("ages,people\nyoung,10\n", "standard.csv:2: \"young\" is no band of ages; write 20-39, 85+, <5 or 0"),
            ("ages,people\n", "there are no age bands"),
            ("ages\n20-39\n", "a standard population has two columns"),
            ("20,10\n20,20\n", "standard.csv:2: the age band 20+ overlaps 20+ (line 1)"),
            ("0-19,5\n20-39,10\n", "the age band 20–59 is not made up of whole bands"),
        ]
    )
    func badFiles(_ standard: String, message: String) throws {
        let run = try run("--standardise $TMP/standard.csv --age-bands 20,60", standard: standard)
        #expect(run.code == 65 && run.text == "")
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test(
        "Bands are read as people write them",
        arguments: [
            "ages,people\n20-39,280\n40-59,210\n60+,110\n", "20,280\n40,210\n60,110\n",
            "age;n\n60 and over;110\n20–39;280\n40 to 59;210\n",
        ]
    )
    func spellings(_ standard: String) throws {
        let own = try run("--standardise $TMP/standard.csv --age-bands 20,40,60 --format csv", standard: standard)
        #expect(own.code == 0, "\(own.error)")
        let segi = try run("--standardise segi --age-bands 20,40,60 --format csv")
        // All but the name, which is the file's.
        #expect(own.text.contains("standard.csv,20–39="))
        #expect(
            own.text.replacing(/standard population of [^,]*/, with: "Segi 1960 world standard population") == segi.text
        )
    }

    @Test(
        "What a standardised summary prints",
        arguments: [
            Golden(
                "standardised.txt",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex,age_group --standardise who2000 --age-bands 20,40,60"
            ),
            Golden(
                "standardised.md",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex --standardize us2000 --age-bands 20,30,40,50,60 --format markdown"
            ),
            Golden(
                "standardised-paper.md",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex --standardise europe2013 --age-bands 20,40,60 --table paper --methods"
            ),
            Golden(
                "standardised.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex --standardise segi --age-bands 20,40,60 --min-cell 5 --format csv"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }
}
