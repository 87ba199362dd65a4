// summarise --compare-groups and --contrast.

import Foundation
import Testing

@Suite("Comparisons between groups")
struct GroupComparisonTests {
    @Test("Tests, trends and ratios are scipy's, over the counts of the summary")
    func oracle() throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --by age_group --compare-groups --format csv"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let text = String(decoding: try packageFile("Tests/lumbarTests/Oracle/cohort.comparisons.csv"), as: UTF8.self)
        let wanted = PlainTable(text.split(separator: "\n").map(String.init)).rows
        #expect(wanted.count > 100)
        for row in wanted where row["cause"] != "older_age" {
            let own = try #require(
                found.first { mine in ["cause", "test", "group"].allSatisfy { mine[$0] == row[$0] } },
                "\(row)"
            )
            for column in ["statistic", "estimate", "ci_low", "ci_high", "p_value"] {
                guard let expected = Double(row[column] ?? "") else { continue }
                let value = try #require(Double(own[column] ?? ""), "\(row) \(column)")
                #expect(abs(value - expected) <= 1e-9 * abs(expected) + 1e-15, "\(row) \(column): \(value)")
            }
        }
        // Nothing of a cause that is defined by the grouping variable.
        let older = found.filter { $0["cause"] == "older_age" }
        #expect(older.count == 1 && older[0]["note"] == "by_definition" && older[0]["p_value"] == "")
    }

    @Test("Two references for one grouping are refused, one for each are taken")
    func references() throws {
        let command = "lumbar summarise SampleData/cohort.csv --quiet --by sex,age_group --compare-groups --format csv"
        let two = try CommandLine("\(command) --reference male --reference female")
        #expect(two.code == 65 && two.text == "")
        #expect(
            two.error.contains("'--reference' names male and female, both groups of sex: give one for each grouping"),
            "\(two.error)"
        )
        let each = try CommandLine("\(command) --reference 40-49 --reference male")
        #expect(each.code == 0, "\(each.error)")
        let ratios = PlainTable(each.lines).rows.filter { $0["test"] == "prevalence_ratio" }
        #expect(Set(ratios.map { $0["reference"] }) == ["male", "40-49"])
    }

    @Test("Overweight is not tested against the body-mass index that defines it, in adults or not; by weight it is")
    func definedThroughAnother() throws {
        let command = "lumbar summarise SampleData/cohort.csv --quiet --compare-groups --format csv --by"
        for (grouping, isDefined) in [("bmi --bands bmi=22,25", true), ("weight_kg --bands weight_kg=70", false)] {
            let run = try CommandLine("\(command) \(grouping)")
            #expect(run.code == 0, "\(run.error)")
            let rows = PlainTable(run.lines).rows.filter { $0["cause"] == "overweight" }
            #expect(rows.contains { $0["note"] == "by_definition" } == isDefined)
            #expect(rows.contains { $0["p_value"] != "" } == !isDefined)
            #expect(rows.allSatisfy { $0["note"] == (isDefined ? "by_definition" : "partly_by_definition") }, "\(rows)")
        }
        let table = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --compare-groups --by weight_kg --bands weight_kg=70"
        )
        let words = table.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains("Partly by definition, by body weight: Overweight. Their rules read the variable"),
            "\(words)"
        )
    }

    @Test("A summary says what by definition means where it shows it, and JSON which causes are so in which groups")
    func legend() throws {
        let summary = "lumbar summarise SampleData/cohort.csv --quiet --by age_group,sex"
        for format in ["table", "markdown"] {
            for (cause, isDefined) in [("older_age", true), ("overtraining", false)] {
                let text = try CommandLine("\(summary) --cause \(cause) --format \(format)").text
                #expect(text.contains("By definition: the cause is defined by the variable") == isDefined, "\(format)")
            }
        }
        let json = try SummaryJSON(CommandLine("\(summary) --format json")).object
        let statistics = try #require(json["statistics"] as? [String: Any])
        #expect(
            statistics["by_definition"] as? [[String: String]] == [["grouping": "age_group", "cause": "older_age"]]
        )
    }

    @Test(
        "What they print",
        arguments: [
            Golden(
                "groups-cohort.txt",
                "lumbar summarise SampleData/cohort.csv --quiet --compare-groups --cause overweight"
            ),
            Golden(
                "groups-cohort-sex.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex --compare-groups --format csv"
            ),
            Golden(
                "groups-clinic.json",
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --compare-groups --format json"
            ),
            Golden(
                "groups-cohort-hidden.txt",
                "lumbar summarise SampleData/cohort.csv --quiet --by sex --compare-groups --min-cell 11"
            ),
            Golden("contrast-cohort.txt", "lumbar summarise SampleData/cohort.csv --quiet --contrast pain-free"),
            Golden(
                "contrast-cohort.csv",
                "lumbar summarise SampleData/cohort.csv --quiet --contrast pain-free --format csv"
            ),
            Golden(
                "contrast-cohort.json",
                "lumbar summarise SampleData/cohort.csv --quiet --contrast pain-free --level 0.9 --format json"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    /// 2 of 10 women, 8 of 12 men, and, if asked for, 1 of 5 others.
    private static func fewRecords(_ folder: ScratchFolder, withOthers: Bool) throws {
        let counts = [("female", 2, 10), ("male", 8, 12)] + (withOthers ? [("other", 1, 5)] : [])
        let lines = counts.flatMap { sex, events, records in
            (0..<records).map { "\(sex),\($0 < events ? "yes" : "no"),3" }
        }
        try folder.write((["sex,distracted,pain_severity"] + lines).joined(separator: "\n").utf8, to: "few.csv")
    }

    @Test(
        "Where an expected count is below 5 the test is Fisher's",
        arguments: [
            // scipy.stats.fisher_exact([[2, 8], [8, 4]])
            (false, 0.04273126254550403),
            // R: fisher.test(matrix(c(2, 8, 8, 4, 1, 4), nrow = 2))
            (true, 0.056346289029017962),
        ]
    )
    func fisher(withOthers: Bool, expected: Double) throws {
        let folder = try ScratchFolder()
        try Self.fewRecords(folder, withOthers: withOthers)
        let run = try CommandLine(
            "lumbar summarise $TMP/few.csv --quiet --by sex --compare-groups --format csv",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let tests = PlainTable(run.lines).rows.filter { $0["cause"] == "distraction" && $0["test"] == "fisher" }
        #expect(tests.count == 1)
        let found = try #require(Double(tests.first?["p_value"] ?? ""))
        #expect(abs(found - expected) < 1e-9 * expected, "\(found)")
        #expect(tests.first?["p_holm"] == tests.first?["p_value"])
    }

    @Test("A cause is compared with the first group that has records of it, and the output says with which")
    func reference() throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --by age_group --compare-groups --format csv"
        func overweight(_ options: String) throws -> [[String: String]] {
            PlainTable(try CommandLine(line + options).lines).rows.filter {
                $0["cause"] == "overweight" && $0["test"] == "prevalence_ratio"
            }
        }
        // Nobody below 18 is complete for it.
        let found = try overweight("")
        #expect(found.count == 6)
        for row in found {
            #expect(row["reference"] == "18-29" && row["reference_total"] == "786")
            let notes = (row["note"] ?? "").split(separator: ";")
            #expect(notes.contains("reference_first_with_records"))
            #expect(
                notes.contains("no_records") == (row["group"] == "<18")
                    && (row["estimate"] == "") == (row["group"] == "<18")
            )
        }
        // The group that was asked for stays.
        for row in try overweight(" --reference '<18'") {
            #expect(row["reference"] == "<18" && row["note"] == "no_records" && row["estimate"] == "")
        }
    }

    @Test("With a smallest cell nothing is shown that the summary hides", arguments: 1...8)
    func disclosure(seed: Int) throws {
        let folder = try ScratchFolder()
        let minimum = 3 + seed % 4
        #expect(
            try CommandLine("lumbar generate --records \(60 * seed) --seed \(seed) > $TMP/few.csv", in: folder).code
                == 0
        )
        let line = "lumbar summarise $TMP/few.csv --quiet --by sex --format csv"
        let hiding = "\(line) --min-cell \(minimum)"
        let summary = PlainTable(try CommandLine(hiding, in: folder).lines).rows
        func shown(_ cause: String?, _ group: String?) -> [String: String]? {
            summary.first { $0["cause"] == cause && $0["sex"] == group }
        }
        let groups = PlainTable(try CommandLine("\(hiding) --compare-groups", in: folder).lines).rows
        #expect(!groups.isEmpty)
        var hidden = 0
        for row in groups {
            let own = summary.filter { $0["cause"] == row["cause"] && !["all", "unknown"].contains($0["sex"] ?? "") }
            guard own.allSatisfy({ Int($0["complete_present"] ?? "") != nil && Int($0["complete"] ?? "") != nil })
            else {
                // Not a number of it, nor anything that one could be computed from.
                hidden += 1
                #expect(row["note"] == "suppressed")
                for column in [
                    "events", "total", "reference_total", "statistic", "estimate", "ci_low", "p_value", "p_holm",
                ] {
                    #expect(row[column] == "", "\(row)")
                }
                continue
            }
            for (group, events, total) in [
                ("group", "events", "total"), ("reference", "reference_events", "reference_total"),
            ]
            where row[group] != "" {
                let cell = try #require(shown(row["cause"], row[group]))
                #expect(cell["complete_present"] == row[events] && cell["complete"] == row[total])
            }
        }
        #expect(hidden > 0)
        let open = PlainTable(try CommandLine("\(line) --contrast pain-free", in: folder).lines).rows
        let contrast = PlainTable(try CommandLine("\(hiding) --contrast pain-free", in: folder).lines).rows
        for (row, truth) in zip(contrast, open) {
            let inside = try #require(shown(row["cause"], "all"))
            #expect(row["population_events"] == inside["complete_present"])
            #expect(row["population_total"] == inside["complete"])
            if let events = Int(row["outside_events"] ?? ""), let total = Int(row["outside_total"] ?? "") {
                for count in [events, total - events] { #expect(!(1..<minimum).contains(count), "\(row)") }
                #expect(truth["outside_events"] == String(events) && truth["outside_total"] == String(total))
            }
            let isHidden = ["population_prevalence", "outside_prevalence"].contains { row[$0] == "suppressed" }
            guard isHidden else { continue }
            for column in ["prevalence_ratio", "pr_low", "odds_ratio", "or_high", "p_value", "p_holm", "p_bh"] {
                #expect(row[column] == "", "\(row)")
            }
        }
    }

    @Test("With a smallest cell, no test is made of a cause with a hidden count")
    func smallCells() throws {
        let options = "--quiet --by age_group --min-cell 40 --format csv"
        let summary = PlainTable(try CommandLine("lumbar summarise SampleData/cohort.csv \(options)").lines).rows
        let hidden = Set(
            summary.filter {
                $0["age_group"] != "all" && $0["age_group"] != "unknown" && $0["prevalence"] == "suppressed"
            }
            .compactMap { $0["cause"] }
        )
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv \(options) --compare-groups")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        #expect(!hidden.isEmpty)
        for cause in hidden where cause != "older_age" {
            let own = rows.filter { $0["cause"] == cause }
            #expect(own.count == 1 && own[0]["note"] == "suppressed" && own[0]["p_value"] == "", "\(own)")
        }
    }

    @Test("The contrast with pain-free records counts what a population of them counts")
    func contrast() throws {
        let folder = try ScratchFolder()
        // The tests at the end of the file are of the population with pain.
        let rules = (try CommandLine("lumbar rules show").text.components(separatedBy: "\n  tests:").first ?? "")
            .replacing("pain_severity > 0", with: "pain_severity = 0")
        try folder.write(rules.utf8, to: "free.yaml")
        let line = "lumbar summarise SampleData/cohort.csv --quiet --by none --format csv"
        let run = try CommandLine("\(line) --contrast pain-free --threads 3")
        #expect(run.code == 0, "\(run.error)")
        let inside = PlainTable(try CommandLine(line).lines).rows
        let outside = PlainTable(try CommandLine("\(line) --rules $TMP/free.yaml", in: folder).lines).rows
        let rows = PlainTable(run.lines).rows
        #expect(rows.count == 12 && outside.count == 12)
        for (row, sides) in zip(rows, zip(inside, outside)) {
            for (prefix, side) in [("population", sides.0), ("outside", sides.1)] {
                #expect(
                    row["\(prefix)_events"] == side["complete_present"] && row["\(prefix)_total"] == side["complete"]
                )
                #expect(row["\(prefix)_prevalence"] == side["prevalence"])
            }
        }
        #expect(rows[0]["note"] == "by_definition" && rows[0]["prevalence_ratio"] == "")
    }

    @Test(
        "What cannot be, and what it says",
        arguments: [
            ("SampleData/cohort.csv --by none --compare-groups", 65, "there are no groups to compare"),
            ("SampleData/cohort.csv --by sex --compare-groups --reference men", 65, "there is no such group"),
            ("SampleData/cohort.csv --by age_years --bands age_years=200 --compare-groups", 65, "only one group"),
            ("SampleData/cohort.csv --reference male", 64, "ask for that too"),
            ("SampleData/cohort.csv --contrast painfree", 64, "pain-free"),
            ("$TMP/pain.csv --contrast pain-free", 65, "only a file that holds them too can tell"),
        ]
    )
    func refused(_ options: String, _ code: Int32, _ message: String) throws {
        let folder = try ScratchFolder()
        try folder.write("distracted,pain_severity\nyes,3\nno,2\n".utf8, to: "pain.csv")
        let run = try CommandLine("lumbar summarise \(options) --quiet", in: folder)
        #expect(run.code == code)
        #expect(run.error.contains(message), "\(run.error)")
    }
}
