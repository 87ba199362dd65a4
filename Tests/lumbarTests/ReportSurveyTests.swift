// The report of a survey: weighted figures against R, standardised ones against known answers, and what counts every record once.

import Foundation
import Testing

@Suite("Report of a survey")
struct ReportSurveyTests {
    /// A survey with weights, strata and sampling units.
    static let design = "Tests/lumbarTests/Oracle/designs.csv --rules Tests/lumbarTests/Oracle/designs.yaml"

    @Test(
        "Weighted prevalences with their n/N, standard errors and df are those of R, in words and on the page",
        arguments: DesignTests.runs
    )
    func weighted(_ design: [String]) throws {
        let options = "\(Self.design) \(design[0]) --undetermined \(design[1]) --min-cell 0"
        let text = try CommandLine("lumbar report \(options) --format markdown -q").text
        let page = try ReportTests.page(options)
        let cells = page.all("td").map { $0.text.trimmingCharacters(in: .whitespaces) }
        let rows = try DesignTests.table(
            CommandLine.packageFolder.path + "/Tests/lumbarTests/Oracle/designs.expected.csv"
        ).rows.filter { $0["options"] == design[0] && $0["undetermined"] == design[1] }
        #expect(rows.count == 4)
        for row in rows {
            func number(_ column: String) throws -> Double { try #require(Double(row[column] ?? "")) }
            func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
            let share = "\(percent(try number("weighted_prevalence"))) %"
            let interval = "\(percent(try number("logit_low")))–\(percent(try number("logit_high"))) %"
            let label = row["group"] == "all" ? "Either sign" : row["group"] ?? ""
            // N counts records without a weight, too.
            let found = text.split(separator: "\n").first {
                $0.hasPrefix("| \(label) |") && $0.contains(share) && $0.contains(interval)
            }
            #expect(found != nil, "\(label): \(share) \(interval)")
            #expect(cells.contains { $0.hasPrefix(share) } && cells.contains(interval))
            guard row["group"] == "all" else { continue }
            let accuracy = [
                String(format: "%.2f %%", try number("weighted_se") * 100),
                String(format: "%.0f", try number("degrees_of_freedom")),
            ]
            let line = text.split(separator: "\n").filter { $0.hasPrefix("| Either sign |") }
            #expect(
                line.contains { line in accuracy.allSatisfy { line.contains(" \($0) |") } },
                "\(accuracy) in \(line)"
            )
        }
        #expect(text.contains("n/N are unweighted counts"))
        #expect(text.contains("Bounds, unweighted"))
    }

    @Test("What counts every record once on a weighted page says so, and figures without weights are as ever")
    func unweighted() throws {
        let page = try ReportTests.page("\(Self.design) --weights w --min-cell 0")
        for section in ["cohort", "main", "missing"] {
            let own = page.elements.drop { $0.attributes["id"] != section || $0.name != "section" }.dropFirst()
                .prefix { $0.path.filter { $0 == "section" }.count > 0 }
            #expect(own.contains { $0.name == "p" && $0.text.hasPrefix("Every record counts once here") }, "\(section)")
        }
        let plain = try CommandLine("lumbar report \(Self.design) --min-cell 0 --format markdown -q").text
        #expect(!plain.lowercased().contains("weighted"))
        // Weights that are all 1 give the same shares.
        let ones = try CommandLine(
            """
            { head -1 SampleData/cohort.csv | sed 's/$/,one/'; tail -n +2 SampleData/cohort.csv | sed 's/$/,1/'; } > $TMP/ones.csv
            lumbar report $TMP/ones.csv --weights one --min-cell 0 --format markdown -q
            """,
            in: try ScratchFolder()
        )
        #expect(ones.code == 0, "\(ones.error)")
        #expect(ones.text.contains("48.0 % (unweighted 1,644 of 3,425;"))
    }

    @Test(
        "Crude beside standardised prevalence of NHANES are the known answers, overall and by sex",
        .enabled(if: DesignTests.isSharedHere)
    )
    func standardised() throws {
        let folder = try ScratchFolder()
        try folder.write("age,people\n20-39,77670\n40-59,72816\n60+,45364\n".utf8, to: "us.csv")
        let nhanes = "\(DesignTests.shared)/data/nhanes/nhanes.csv --rules Tests/lumbarTests/Oracle/nhanes.yaml"
        let text = try CommandLine(
            "lumbar report \(nhanes) --by race,sex --standardise $TMP/us.csv --age-bands 20,40,60 --min-cell 0 --format markdown -q",
            in: folder
        ).text
        let known = try #require(
            try DesignTests.table(DesignTests.shared + "/data/statistics/direct_standardisation.csv").rows.first
        )
        func number(_ column: String) throws -> Double { try #require(Double(known[column] ?? "")) }
        let cells = [
            String(format: "%.1f %%", try number("crude") * 100), String(format: "%.1f %%", try number("asr") * 100),
            String(format: "%.2f %%", try number("se_binom") * 100),
            String(format: "%.1f–%.1f", try number("logit_l") * 100, try number("logit_u") * 100),
        ]
        #expect(text.contains("| \(cells.joined(separator: " | ")) |"), "\(cells)")
        #expect(text.contains("Sex: "), "by sex")
    }
}
