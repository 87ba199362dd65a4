// Pages of summarise under a survey design, against R's survey package.

import Foundation
import Testing

@Suite("Pages under a survey design")
struct DesignPageTests {
    static let oracle = CommandLine.packageFolder.path + "/Tests/lumbarTests/Oracle/"
    static let sample = "Tests/lumbarTests/Oracle/design_pages.csv --rules Tests/lumbarTests/Oracle/design_pages.yaml"

    /// What R found, by options and page.
    static let expected: [String: [[String: String]]] = {
        let rows = (try? DesignTests.table(oracle + "design_comparisons.csv").rows) ?? []
        return Dictionary(grouping: rows) { "\($0["page"] ?? ""): \($0["options"] ?? "")" }
    }()

    static func runs(_ page: String) -> [String] {
        expected.keys.filter { $0.hasPrefix(page + ": ") }.map { String($0.dropFirst(page.count + 2)) }.sorted()
    }

    @Test("There are runs to compare with R") func hasRuns() {
        #expect(Self.runs("compare").count == 6 && Self.runs("contrast").count == 6)
    }

    /// The level of intervals in R.
    static func level(_ options: String) -> String { options.hasSuffix("region") ? "--level 0.9" : "" }

    @Test("Tests, slopes and ratios between groups are R's, by age and by sex", arguments: runs("compare"))
    func compare(_ options: String) throws {
        let run = try CommandLine(
            "lumbar summarise \(Self.sample) --quiet --compare-groups --format csv --threads 3 \(options) \(Self.level(options))"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let expected = Self.expected["compare: \(options)"] ?? []
        #expect(expected.count == 27 && found.count == 27)
        for row in expected {
            let own = try #require(
                found.first { mine in ["grouping", "cause", "test", "group"].allSatisfy { mine[$0] == row[$0] } },
                "\(row)"
            )
            #expect(own["reference"] == row["reference"] && own["note"] == "")
            for column in [
                "statistic", "df", "denominator_df", "estimate", "ci_low", "ci_high", "p_value", "p_holm", "p_bh",
                "weighted_events", "weighted_n", "weighted_prevalence", "weighted_se", "reference_weighted_events",
                "reference_weighted_n", "reference_weighted_prevalence", "reference_weighted_se",
            ] {
                let agrees = row[column] == "" ? own[column] == "" : DesignTests.agrees(own[column], row[column])
                #expect(agrees, "\(column): \(own[column] ?? "") in \(row)")
            }
        }
    }

    @Test(
        "Groups of NHANES by age, sex and race differ as R says, down to the smallest p values",
        .enabled(if: DesignTests.isSharedHere),
        arguments: ["--weights WTMEC2YR", "--weights WTMEC2YR --strata SDMVSTRA --psu SDMVPSU"]
    )
    func nhanes(_ design: String) throws {
        let run = try CommandLine(
            "lumbar summarise \(DesignTests.shared)/data/nhanes/nhanes.csv --rules Tests/lumbarTests/Oracle/nhanes.yaml --quiet --format csv "
                + "\(design) --by age_years,sex,race --bands age_years=20,40,60 --compare-groups"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let rows = try DesignTests.table(Self.oracle + "nhanes_comparisons.csv").rows.filter { $0["options"] == design }
        #expect(rows.count == 18 && found.count == 18)
        for row in rows {
            let own = try #require(
                found.first { mine in ["grouping", "test", "group"].allSatisfy { mine[$0] == row[$0] } },
                "\(row)"
            )
            for column in ["statistic", "df", "denominator_df", "estimate", "ci_low", "ci_high", "p_value"] {
                let agrees = row[column] == "" ? own[column] == "" : DesignTests.agrees(own[column], row[column])
                #expect(agrees, "\(column): \(own[column] ?? "") in \(row)")
            }
        }
    }

    @Test("Prevalences inside and outside the population, and their ratios, are R's", arguments: runs("contrast"))
    func contrast(_ options: String) throws {
        let run = try CommandLine(
            "lumbar summarise \(Self.sample) --quiet --contrast pain-free --format csv --threads 3 \(options) \(Self.level(options))"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let expected = Self.expected["contrast: \(options)"] ?? []
        #expect(expected.count == 9 && found.count == 3)
        for row in expected {
            let own = try #require(found.first { $0["cause"] == row["cause"] }, "\(row)")
            #expect(own["test"] == "rao_scott" && own["note"] == "" && own["ratio_ci_method"] == "log_linearised")
            var columns: [(String, String)] = []
            switch row["test"] {
            case "rao_scott":
                columns = ["statistic", "df", "denominator_df", "p_value", "p_holm", "p_bh"].map { ($0, $0) }
            case "prevalence_ratio":
                columns = [("prevalence_ratio", "estimate"), ("pr_low", "ci_low"), ("pr_high", "ci_high")]
            default: columns = [("odds_ratio", "estimate"), ("or_low", "ci_low"), ("or_high", "ci_high")]
            }
            if row["test"] != "rao_scott" {
                columns.append(("ratio_df", "df"))
                for column in ["weighted_events", "weighted_n", "weighted_prevalence", "weighted_se"] {
                    columns += [("population_\(column)", column), ("outside_\(column)", "reference_\(column)")]
                }
            }
            for (column, known) in columns {
                #expect(DesignTests.agrees(own[column], row[known]), "\(column): \(own[column] ?? "") in \(row)")
            }
        }
        // Unweighted counts are what they are without a design.
        let plain = try CommandLine(
            "lumbar summarise \(Self.sample) --quiet --contrast pain-free --format csv \(options.contains("absent") ? "--undetermined absent" : "")"
        )
        for (row, own) in zip(PlainTable(plain.lines).rows, found) {
            for column in [
                "population_events", "population_total", "outside_events", "outside_total", "outside_prevalence",
            ] {
                #expect(own[column] == row[column])
            }
        }
    }

    @Test(
        "The same bytes for any number of threads, from a file or a pipe",
        arguments: ["--compare-groups", "--contrast pain-free", "--combinations"]
    )
    func sameBytes(_ page: String) throws {
        let folder = try ScratchFolder()
        // Several blocks, records in another order in each, and weights that are no decimals of six places, some of them huge or tiny.
        let table = try DesignTests.table(Self.oracle + "design_pages.csv")
        var text = table.header.joined(separator: ",") + "\n"
        for round in 0..<40 {
            for index in table.rows.indices {
                let row = table.rows[(index * 7 + round * 11) % table.rows.count]
                var cells = table.header.map { row[$0] ?? "" }
                if let weight = Double(row["w"] ?? ""), weight > 0 {
                    let scale = [1, 1.0 / 3, 1e-9, 1e14][(index + round) % 4]
                    cells[2] = "\(weight * scale * Double(round + 1))"
                }
                text += cells.joined(separator: ",") + "\n"
            }
        }
        try folder.write(text.utf8, to: "many.csv")
        let command = "lumbar summarise --rules Tests/lumbarTests/Oracle/design_pages.yaml --quiet --format csv \(page)"
        for options in ["--weights w --strata region", "--weights w --strata region --psu clinic --lonely-psu adjust"] {
            let once = try CommandLine("\(command) \(options) $TMP/many.csv --threads 1", in: folder)
            #expect(once.code == 0, "\(once.error)")
            for other in [
                "\(command) \(options) $TMP/many.csv --threads 7",
                "cat $TMP/many.csv | \(command) \(options) --threads 3",
            ] {
                expectEqual(try CommandLine(other, in: folder).output, once.output)
            }
        }
    }

    static let combinations: [String: [[String: String]]] = {
        let rows = (try? DesignTests.table(oracle + "design_combinations.csv").rows) ?? []
        return Dictionary(grouping: rows) { $0["options"] ?? "" }
    }()

    @Test("Shares of combinations, numbers and pairs are R's, with the counts of the page without a design")
    func combinations() throws {
        #expect(Self.combinations.count == 5)
        let line = "lumbar summarise \(Self.sample) --quiet --combinations --format csv --threads 3"
        let plain = PlainTable(try CommandLine(line).lines).rows
        for (options, expected) in Self.combinations {
            let run = try CommandLine("\(line) \(options) \(Self.level(options))")
            #expect(run.code == 0, "\(run.error)")
            let found = PlainTable(run.lines).rows
            #expect(expected.count == 28 && found.count == 28)
            for (own, row) in zip(found, plain) {
                for column in ["kind", "causes", "decided", "decided_with", "complete", "complete_with", "share"] {
                    #expect(own[column] == row[column])
                }
            }
            for row in expected {
                let own = try #require(
                    found.first { mine in ["kind", "causes", "number"].allSatisfy { mine[$0] == row[$0] } },
                    "\(row)"
                )
                for column in [
                    "weighted_events", "weighted_n", "weighted_share", "weighted_se", "weighted_ci_low",
                    "weighted_ci_high", "degrees_of_freedom",
                ] {
                    let agrees = row[column] == "" ? own[column] == "" : DesignTests.agrees(own[column], row[column])
                    #expect(agrees, "\(options) \(column): \(own[column] ?? "") in \(row)")
                }
            }
        }
    }

    @Test("Of twelve causes, each record a sampling unit of weight 1: every share is n/N, its variance of closed form")
    func combinationsOfMany() throws {
        let line =
            "lumbar summarise SampleData/cohort.csv --quiet --combinations --format csv --psu record_id --threads 3"
        let run = try CommandLine(line)
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        #expect(rows.count > 700 && rows.count { $0["kind"] == "pair" } == 66)
        let units = 5000.0
        for row in rows {
            let (share, n) = try (#require(Double(row["share"] ?? "")), #require(Double(row["complete"] ?? "")))
            let weighted = try #require(Double(row["weighted_share"] ?? ""))
            #expect(row["weighted_n"] == row["complete"] && row["weighted_events"] == row["complete_with"], "\(row)")
            #expect(abs(weighted - share) <= 1e-14 && row["degrees_of_freedom"] == String(Int(n) - 1), "\(row)")
            let error = (share * (1 - share) / n * units / (units - 1)).squareRoot()
            let found = try #require(Double(row["weighted_se"] ?? ""))
            #expect(abs(found - error) <= 1e-9 * error, "\(row)")
        }
    }

    @Test("Combinations by more sampling units than memory is given for are refused")
    func tooManyCombinations() throws {
        let folder = try ScratchFolder()
        #expect(try CommandLine("lumbar generate --records 20000 --seed 5 > $TMP/many.csv", in: folder).code == 0)
        let run = try CommandLine("lumbar summarise $TMP/many.csv --quiet --combinations --psu record_id", in: folder)
        #expect(run.code == 65 && run.text == "")
        #expect(run.error.contains("too many sampling units for so many combinations of causes"), "\(run.error)")
    }

    @Test("With a smallest cell, weighted shares stand where counts do, and nowhere if records lack a weight")
    func smallCombinations() throws {
        let line = "lumbar summarise \(Self.sample) --quiet --combinations --format csv"
        for minimum in [3, 20] {
            let plain = PlainTable(try CommandLine("\(line) --min-cell \(minimum)").lines).rows
            let all = PlainTable(try CommandLine("\(line) --min-cell \(minimum) --psu clinic").lines).rows
            let some = PlainTable(try CommandLine("\(line) --min-cell \(minimum) --weights w").lines).rows
            #expect(plain.count == all.count && plain.count == some.count && !plain.isEmpty)
            for (row, (own, other)) in zip(plain, zip(all, some)) {
                #expect(own["share"] == row["share"] && other["share"] == row["share"])
                #expect((own["weighted_share"] == "suppressed") == (row["share"] == "suppressed"), "\(own)")
                for column in ["weighted_events", "weighted_n", "weighted_share", "weighted_se", "degrees_of_freedom"] {
                    #expect(other[column] == "suppressed")
                }
                // Every record has the weight 1, so shares are those of the counts, others together included.
                if let share = row["share"].flatMap(Double.init) {
                    let weighted = own["weighted_share"].flatMap(Double.init) ?? -1
                    #expect(abs(weighted - share) <= 1e-12, "\(own)")
                }
            }
        }
    }

    @Test("Where there is no log ratio, no freedom or no group, files and pages say so")
    func gaps() throws {
        let folder = try ScratchFolder()
        // Nobody below 30 has the first sign; everybody is one of two clinics.
        var lines = ["clinic,w,pain,sex,age,a,b,c"]
        for index in 0..<40 {
            let young = index % 2 == 0
            let answers = "\(!young && index % 3 == 0 ? "yes" : "no"),\(index % 5 == 0 ? "yes" : "no"),no"
            lines.append(
                "\(index % 4 / 2),\(1 + index % 3),yes,\(index % 8 < 4 ? "male" : "female"),\(young ? 20 : 60),\(answers)"
            )
        }
        try folder.write(lines.joined(separator: "\n").utf8, to: "in.csv")
        let line =
            "lumbar summarise $TMP/in.csv --rules Tests/lumbarTests/Oracle/design_pages.yaml --quiet --compare-groups"
        func rows(_ options: String) throws -> [[String: String]] {
            let run = try CommandLine("\(line) \(options) --format csv", in: folder)
            #expect(run.code == 0, "\(run.error)")
            return PlainTable(run.lines).rows.filter { $0["grouping"] == "age_band" }
        }
        let found = try rows("--weights w --psu clinic")
        for row in found where row["cause"] == "first" && row["group"] == "50+" {
            #expect(row["note"] == "zero_cell_no_ratio" && row["estimate"] == "" && row["ci_low"] == "", "\(row)")
            #expect(row["reference_weighted_events"] == "0" && row["weighted_events"] != "0")
        }
        for row in found where row["group"] == "30-49" { #expect(row["note"] == "no_records") }
        #expect(
            found.filter { $0["cause"] == "third" && $0["test"] == "independence" }.map { $0["note"] } == [
                "nothing_to_test"
            ]
        )
        // The slope is left with no degree of freedom by two clinics, the test with one.
        #expect(!found.contains { $0["test"] == "trend_slope" })
        #expect(found.contains { $0["test"] == "rao_scott" && $0["cause"] == "first" })
        let lonely = try rows("--weights w --strata clinic --psu sex --lonely-psu certainty --by age_band")
        #expect(lonely.contains { $0["test"] == "rao_scott" })
        let none = try rows("--weights w --strata clinic --psu pain --lonely-psu certainty --by age_band")
        #expect(
            none.filter { $0["cause"] == "second" && $0["group"] == "50+" }.allSatisfy {
                $0["note"] == "no_degrees_of_freedom" && $0["estimate"] == ""
            }
        )
        #expect(
            none.contains {
                $0["cause"] == "second" && $0["test"] == "independence" && $0["note"] == "no_degrees_of_freedom"
            }
        )
        let page = try CommandLine("\(line) --weights w --psu clinic --by age_band --cause first", in: folder)
        let words = page.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("no ratio no ratio 1"), "\(page.text)")
        #expect(words.contains("Fisher's exact test does not apply to weighted records"))
    }

    @Test("With a smallest cell nothing is shown of a cause whose counts or weighted figures are hidden in a group")
    func smallCells() throws {
        var (shown, hidden) = (0, 0)
        // Few records lack a weight, which hides all that is weighted; without weights none does.
        for (design, minimum) in [("--weights w", 5), ("--psu clinic", 5), ("--psu clinic", 60)] {
            let options = "\(Self.sample) --quiet --by sex \(design) --format csv --min-cell"
            let summary = PlainTable(try CommandLine("lumbar summarise \(options) \(minimum)").lines).rows
            let run = try CommandLine("lumbar summarise \(options) \(minimum) --compare-groups")
            #expect(run.code == 0, "\(run.error)")
            for row in PlainTable(run.lines).rows {
                let own = summary.filter {
                    $0["cause"] == row["cause"] && ["female", "male"].contains($0["sex"] ?? "")
                }
                let isShown = own.allSatisfy {
                    $0["weighted_prevalence"] != "suppressed" && $0["prevalence"] != "suppressed"
                }
                #expect(isShown == (row["note"] != "suppressed"), "\(minimum): \(row)")
                shown += isShown ? 1 : 0
                guard !isShown else { continue }
                hidden += 1
                for (column, value) in row where !["grouping", "cause", "test", "note", "domain"].contains(column) {
                    #expect(value == "", "\(column) of \(row)")
                }
            }
        }
        #expect(shown > 0 && hidden > 0)
    }

    @Test(
        "With a smallest cell nothing is shown of a side whose counts or weighted figures are hidden",
        arguments: [5, 20, 60]
    )
    func smallSides(minimum: Int) throws {
        for design in ["--weights w", "--psu clinic"] {
            let run = try CommandLine(
                "lumbar summarise \(Self.sample) --quiet --contrast pain-free \(design) --min-cell \(minimum) --format csv"
            )
            #expect(run.code == 0, "\(run.error)")
            for row in PlainTable(run.lines).rows {
                for side in ["population", "outside"] {
                    let counts = ["weighted_events", "weighted_n"].map { row["\(side)_\($0)"] ?? "" }
                    guard let events = Int(counts[0]), let total = Int(counts[1]) else {
                        #expect(counts == ["suppressed", "suppressed"] && row["prevalence_ratio"] == "", "\(row)")
                        #expect(
                            row["\(side)_weighted_prevalence"] == "suppressed" && row["p_value"] == ""
                                && row["ratio_df"] == ""
                        )
                        continue
                    }
                    let plain = ["events", "total"].compactMap { Int(row["\(side)_\($0)"] ?? "") }
                    let kinds =
                        [events, total - events]
                        + (plain.count == 2 ? [plain[0] - events, plain[1] - plain[0] - (total - events)] : [])
                    #expect(!kinds.contains { (1..<minimum).contains($0) }, "\(row)")
                }
            }
        }
    }

    @Test(
        "What the pages print",
        arguments: [
            Golden(
                "weighted-groups.txt",
                "lumbar summarise \(sample) --quiet --weights w --strata region --psu clinic --lonely-psu adjust --compare-groups"
            ),
            Golden(
                "weighted-groups.md",
                "lumbar summarise \(sample) --quiet --weights w --by age_band --compare-groups --methods --level 0.9"
            ),
            Golden(
                "weighted-groups.json",
                "lumbar summarise \(sample) --quiet --weights w --strata region --by sex --compare-groups --format json"
            ),
            Golden(
                "weighted-contrast.txt",
                "lumbar summarise \(sample) --quiet --weights w --strata region --psu clinic --lonely-psu adjust --contrast pain-free"
            ),
            Golden(
                "weighted-contrast.csv",
                "lumbar summarise \(sample) --quiet --psu clinic --contrast pain-free --min-cell 20 --format csv"
            ),
            Golden(
                "weighted-contrast.md",
                "lumbar summarise \(sample) --quiet --weights w --contrast pain-free --format markdown"
            ),
            Golden(
                "weighted-combinations.txt",
                "lumbar summarise \(sample) --quiet --weights w --strata region --psu clinic --lonely-psu adjust --combinations"
            ),
            Golden(
                "weighted-combinations.json",
                "lumbar summarise \(sample) --quiet --weights w --combinations --ci korn-graubard --min-cell 3 --format json"
            ),
            Golden(
                "weighted-combinations.md",
                "lumbar summarise \(sample) --quiet --psu clinic --combinations --methods"
            ),
            Golden(
                "weighted-groups.csv",
                "lumbar summarise \(sample) --quiet --weights w --by age_band --compare-groups --reference 50+ --format csv"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }
}
