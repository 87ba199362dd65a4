// The README shows what the program really prints, and its commands work.

import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
    private func readme() throws -> String {
        try String(contentsOf: CommandLine.packageFolder.appendingPathComponent("README.md"), encoding: .utf8)
    }

    @Test("The demo's output is the real one")
    func demo() throws {
        let text = try readme()
        let start = try #require(text.range(of: "<!-- demo: lumbar summarise SampleData/cohort.csv -->\n```\n"))
        let end = try #require(text.range(of: "```\n<!-- end of demo -->"))
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv 2>/dev/null")
        #expect(String(text[start.upperBound..<end.lowerBound]) == run.text)
    }

    @Test(
        "Commands that the README shows",
        arguments: [
            "lumbar summarise SampleData/cohort.csv --by sex,age_group --format csv",
            "lumbar summarise SampleData/cohort.csv --profile literature --set layoff_weeks=3",
            "lumbar explain SampleData/boundaries.csv --id chronic-open",
            "lumbar report SampleData/cohort.csv --output $TMP/report.html",
            "lumbar summarise SampleData/cohort.csv --table paper --methods --output $TMP/paper.md",
            "lumbar sweep SampleData/cohort.csv --set layoff_weeks=1..8:1",
            "lumbar compare SampleData/cohort.csv --profile article --profile literature --records $TMP/changed.csv",
            "lumbar summarise SampleData/cohort.csv --output $TMP/summary.csv --manifest $TMP/run.json && lumbar verify $TMP/run.json",
            "lumbar worklist SampleData/cohort.csv --output $TMP/list.csv --limit 20 --spreadsheet-safe",
            "lumbar chart prevalence SampleData/cohort.csv --output $TMP/prevalence.svg",
            "lumbar chart heatmap SampleData/cohort.csv --cause limited_flexibility --by age_group,weight_group --output $TMP/heatmap.svg",
            "lumbar rules show > $TMP/mine.yaml && lumbar rules check $TMP/mine.yaml",
            "lumbar rules eval 'bmi >= 25' --given '{\"weight_kg\": 64, \"height_cm\": 160}'",
        ]
    )
    func commands(_ command: String) throws {
        let run = try CommandLine(command, in: try ScratchFolder())
        #expect(run.code == 0)
    }
}
