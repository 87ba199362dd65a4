// The flags of the NCHS standards where a page shows proportions: comparisons, contrasts, and combinations.

import Foundation
import Testing

@Suite("Reliability on the pages of summarise")
struct ReliabilityPagesTests {
    /// Shares with what the standards say of them, by the Clopper–Pearson intervals of scipy (beta.ppf): 2/20 has few records; 40/100 (0.303 to 0.503) and
    /// 1000/2000 can be shown; 99/100 (0.946 to 1.000), 97/100 (0.915 to 0.994) and 50/50 (0.929 to 1) are wider than 1.3 times the complement; 3/100 (0.006 to
    /// 0.085) is wider than 1.3 times the value; 20/40 (0.338 to 0.662) is wider than 0.3; 0/200 (0 to 0.018) and 100/100 (0.964 to 1) are narrow.
    private static let judged: [String: (columns: [String], mark: String)] = [
        "2/20": (["suppress", "few_records", ""], "*a"), "40/100": (["show", "precise", ""], ""),
        "1000/2000": (["show", "narrow", ""], ""), "99/100": (["footnote", "wide_for_complement", ""], "†e"),
        "97/100": (["footnote", "wide_for_complement", ""], "†e"),
        "50/50": (["footnote", "wide_for_complement", "extreme"], "†eg"),
        "3/100": (["suppress", "wide_for_value", ""], "*c"), "20/40": (["suppress", "wide", ""], "*b"),
        "0/200": (["show", "narrow", "extreme"], "†g"), "100/100": (["show", "narrow", "extreme"], "†g"),
    ]

    private static let rules = """
        ruleset: marks
        version: 1
        title: Marks
        variables:
          kind: {label: Kind, type: category, codes: [few, plain, many, most, every, rare, half, none]}
          happened: {label: Happened, type: boolean}
          low: {label: Low, type: boolean}
          pain: {label: Pain, type: number, range: [0, 10]}
        population: {label: With pain, when: pain > 0}
        causes:
          - {id: event, label: Event, category: primary, when: happened}
          - {id: mood, label: Mood, category: primary, when: low}
        groups:
          kind: {label: Kind, of: kind}
        summarise_by: [kind]

        """

    /// So many records of a kind, with the event in the first of them and a mood in all.
    private static func rows(_ kind: String, _ events: Int, of records: Int, pain: Int = 3) -> String {
        (0..<records).map { "\(kind),\($0 < events ? "yes" : "no"),yes,\(pain)\n" }.joined()
    }

    private static func folder(_ rows: String) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write(rules.utf8, to: "rules.yaml")
        try folder.write(("kind,happened,low,pain\n" + rows).utf8, to: "cohort.csv")
        return folder
    }

    private static func run(_ options: String, _ folder: ScratchFolder) throws -> CommandLine {
        let run = try CommandLine(
            "lumbar summarise $TMP/cohort.csv --rules $TMP/rules.yaml --quiet \(options)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        return run
    }

    private static func object(_ run: CommandLine) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    private static let columns = ["reliability", "reliability_reason", "reliability_review"]
    private static func flags(_ row: [String: String], _ prefix: String = "") -> [String?] {
        columns.map { row[prefix + $0] }
    }

    private static let groups = [
        ("few", 2, 20, "2/20"), ("plain", 40, 100, "40/100"), ("many", 1000, 2000, "1,000/2,000"),
        ("most", 99, 100, "99/100"), ("every", 50, 50, "50/50"), ("rare", 3, 100, "3/100"), ("half", 20, 40, "20/40"),
        ("none", 0, 200, "0/200"),
    ]

    @Test("Every group of a comparison has the flags of its prevalence, in files and on pages")
    func comparison() throws {
        let folder = try Self.folder(Self.groups.map { Self.rows($0.0, $0.1, of: $0.2) }.joined())
        let found = PlainTable(try Self.run("--compare-groups --reliability nchs --format csv", folder).lines)
        let ratios = found.rows.filter { $0["cause"] == "event" && ($0["group"] ?? "") != "" }
        #expect(ratios.count == 2 * (Self.groups.count - 1))
        for row in ratios {
            let judged = try #require(Self.judged["\(row["events"] ?? "")/\(row["total"] ?? "")"], "\(row)")
            #expect(Self.flags(row) == judged.columns, "\(row)")
            #expect(Self.flags(row, "reference_") == ["suppress", "few_records", ""], "\(row)")
        }
        for row in found.rows where row["group"] == "" {
            for column in Self.columns { #expect(row[column] == "" && row["reference_" + column] == "", "\(row)") }
        }
        let markdown = try Self.run("--compare-groups --reliability nchs --format markdown", folder).text
        let table = try Self.run("--compare-groups --cause event --reliability nchs", folder).text
        for (kind, events, records, share) in Self.groups {
            let mark = try #require(Self.judged["\(events)/\(records)"]).mark.replacing("*", with: "\\*")
            #expect(markdown.contains("| \(kind) | \(share)\(mark) |"), "\(kind)")
            #expect(table.contains(try Regex("  \(kind) +\(share)\(mark) ")), "\(kind)")
        }
        let words = table.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("* not reliable enough to be shown there: a fewer than 30 records"))
        #expect(
            words.contains(
                "The standards are for proportions: ratios and tests have no mark, nor has what is so by definition."
            )
        )
        let json = try Self.object(Self.run("--compare-groups --reliability nchs --format json", folder))
        let objects = try #require(json["comparisons"] as? [[String: Any]])
        let every = try #require(
            objects.first { $0["cause"] as? String == "event" && $0["group"] as? String == "every" }
        )
        #expect(Self.columns.map { every[$0] as? String } == ["footnote", "wide_for_complement", "extreme"])
        #expect(every["reference_reliability"] as? String == "suppress")
        // The words are those of the summary.
        let summary = PlainTable(try Self.run("--reliability nchs --format csv", folder).lines).rows
        for row in ratios {
            let own = try #require(summary.first { $0["cause"] == "event" && $0["kind"] == row["group"] })
            #expect(Self.flags(own) == Self.flags(row))
        }
    }

    @Test("Both sides of a contrast have flags")
    func contrast() throws {
        let sides = [((99, 100), (3, 100)), ((20, 40), (2, 20)), ((40, 100), (50, 50)), ((0, 200), (1000, 2000))]
        for (inside, outside) in sides {
            let folder = try Self.folder(
                Self.rows("few", inside.0, of: inside.1) + Self.rows("few", outside.0, of: outside.1, pain: 0)
            )
            let rows = PlainTable(
                try Self.run("--contrast pain-free --reliability nchs --format csv", folder).lines
            ).rows
            let row = try #require(rows.first { $0["cause"] == "event" })
            let marked = try Self.run("--contrast pain-free --reliability nchs --format markdown", folder).text
            let table = try Self.run("--contrast pain-free --reliability nchs", folder).text
            for (side, share) in [("population_", inside), ("outside_", outside)] {
                let judged = try #require(Self.judged["\(share.0)/\(share.1)"])
                #expect(Self.flags(row, side) == judged.columns, "\(row)")
                let value = Double(share.0) / Double(share.1) * 100
                let text = String(format: "%.1f %%", value) + judged.mark
                #expect(table.contains(text + " ("), "\(text)")
                #expect(marked.contains(text.replacing("*", with: "\\*") + " ("), "\(text)")
            }
            #expect(marked.contains("ratios and tests have no mark, nor"))
        }
    }

    @Test("Combinations, pairs and numbers of causes have flags")
    func combinations() throws {
        let folder = try Self.folder(Self.rows("few", 3, of: 100))
        let rows = PlainTable(try Self.run("--combinations --reliability nchs --format csv", folder).lines).rows
        #expect(rows.count > 10)
        for row in rows {
            let share = "\(row["complete_with"] ?? "")/\(row["complete"] ?? "")"
            // Nothing in 100 records: 0 to 0.036, which is narrow.
            let judged = share == "0/100" ? ["show", "narrow", "extreme"] : Self.judged[share]?.columns
            #expect(Self.flags(row) == judged, "\(row)")
        }
        #expect(Set(rows.compactMap { $0["reliability"] }) == ["show", "footnote", "suppress"])
        let table = try Self.run("--combinations --reliability nchs", folder).text
        #expect(table.contains(#/Mood +97\.0 %†e +91\.5–99\.0 +97/100/#))
        #expect(table.contains(/Event \+ Mood +3\.0 %\*c/))
        #expect(table.contains(/2 Mood +3\*c\n/))
        let markdown = try Self.run("--combinations --reliability nchs --format markdown", folder).text
        #expect(markdown.contains("| Event + Mood | 3.0 %\\*c |"))
        #expect(markdown.contains("| 1 or more | 100.0 %†g |"))
        #expect(markdown.contains("| 2 Mood | 3\\*c |"))
        #expect(markdown.contains("without an interval and without a mark"))
        let report = try CommandLine(
            "lumbar report $TMP/cohort.csv --rules $TMP/rules.yaml --quiet --min-cell 0 --reliability nchs --format markdown",
            in: folder
        )
        #expect(report.text.contains("| Mood | 97.0 %†e (97/100) |"))
    }

    @Test("Weighted shares are judged by the effective size and Korn–Graubard")
    func weighted() throws {
        // 104 of 170 alone would do (0.151 wide). Weighted: p 0.6272, standard error 0.0714, so worth 45.8, times (t₁₆₂/t₁₂)² 37.7: 0.455 to 0.779 (scipy).
        let design =
            "\(ReportSurveyTests.design) --weights w --strata region --psu clinic --lonely-psu adjust --quiet --reliability nchs"
        let run = try CommandLine("lumbar summarise \(design) --compare-groups --format csv")
        let row = try #require(PlainTable(run.lines).rows.first { $0["group"] == "male" })
        #expect(row["weighted_n"] == "163")
        #expect(Self.flags(row) == ["suppress", "wide", ""])
        #expect(Self.flags(row, "reference_") == ["show", "precise", ""])
        let page = try CommandLine("lumbar summarise \(design) --compare-groups")
        #expect(page.text.contains(#/male +104/170 +62\.7 %\*b /#))

        // 20 of 40, half of each with weight 100: p = 1/2, and Σw²/(Σw)² = 200020/2020², so that 40 records are worth 40·39/40 ÷ 40 · 20.4 = 19.9.
        let folder = try ScratchFolder()
        try folder.write(Self.rules.utf8, to: "rules.yaml")
        let rows = (0..<40).map { "\($0 % 2 == 0 ? "yes" : "no"),yes,3,\($0 < 20 ? 1 : 100)\n" }.joined()
        try folder.write(("happened,low,pain,w\n" + rows).utf8, to: "cohort.csv")
        let found = PlainTable(
            try Self.run("--by none --combinations --weights w --reliability nchs --format csv", folder).lines
        ).rows
        let pair = try #require(found.first { $0["kind"] == "pair" })
        #expect(pair["weighted_share"] == "0.5")
        #expect(Self.flags(pair) == ["suppress", "few_records", ""])
        // Each record once, the interval is too wide.
        let plain = PlainTable(
            try Self.run("--by none --combinations --reliability nchs --format csv", folder).lines
        ).rows
        #expect(plain.first { $0["kind"] == "pair" }.map { Self.flags($0) } == ["suppress", "wide", ""])
    }

    @Test(
        "Nothing is said of what is hidden",
        arguments: [
            ("--combinations --min-cell 118", "share", ""),
            ("--contrast pain-free --min-cell 118", "outside_prevalence", "outside_"),
            ("--compare-groups --by sex --min-cell 5", "note", ""),
        ]
    )
    func hidden(_ page: String, _ column: String, _ prefix: String) throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --reliability nchs --format csv"
        let run = try CommandLine("\(line) \(page)")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        let hidden = rows.filter { $0[column] == "suppressed" }
        #expect(!hidden.isEmpty)
        for row in hidden { #expect(Self.flags(row, prefix) == ["", "", ""], "\(row)") }
        #expect(rows.contains { $0[prefix + "reliability"] != "" })
    }

    @Test("Without --reliability there are no columns and no marks, and JSON says so")
    func off() throws {
        let folder = try Self.folder(
            Self.rows("few", 2, of: 20) + Self.rows("plain", 40, of: 100) + Self.rows("most", 99, of: 100, pain: 0)
        )
        for page in ["--combinations", "--contrast pain-free", "--compare-groups"] {
            let csv = try Self.run("\(page) --format csv", folder).lines
            #expect(csv.count > 2 && !csv[0].contains("reliability"))
            let table = try Self.run(page, folder).text
            #expect(!table.contains("NCHS") && !table.contains("*") && !table.contains("†"))
            for (choice, said) in [("", "off"), (" --reliability nchs", "nchs")] {
                let object = try Self.object(Self.run("\(page)\(choice) --format json", folder))
                let statistics = try #require(object["statistics"] as? [String: Any])
                #expect(statistics["reliability"] as? String == said)
            }
        }
    }

    @Test(
        "What they print",
        arguments: [
            Golden(
                "groups-clinic-reliability.txt",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --compare-groups --reliability nchs"
            ),
            Golden(
                "combinations-clinic-reliability.txt",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --combinations --reliability nchs"
            ),
            Golden(
                "contrast-boundaries-reliability.txt",
                "lumbar summarise SampleData/boundaries.csv --quiet --contrast pain-free --reliability nchs"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }
}
