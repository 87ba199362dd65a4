// Units behind numbers: one day, two days.

import Testing

@Suite("Units behind numbers on every page")
struct MeasuredNumberTests {
    /// A rule set with a parameter of a unit, which is also that of its variable.
    private static func rules(_ unit: String, value: Double) -> String {
        """
        ruleset: rest
        version: 1
        title: Rest
        parameters:
          least: {label: Shortest break, value: \(value), unit: "\(unit)", strength: convention, source: House rule}
        profiles:
          other: {least: 5}
        variables:
          record_id: {type: text}
          pause: {label: Pause, type: number, unit: "\(unit)", range: [0, 9]}
        causes:
          - {id: enough, label: Enough, category: primary, when: pause >= least}
        groups:
          pauses: {label: Pauses, of: pause, bands: [3, 6]}
        summarise_by: [pauses]

        """
    }

    @Test(
        "Behind exactly 1 the plural of a unit is in the singular, and everything else is as it is",
        arguments: [
            ("days", "1 day"), ("hours", "1 hour"), ("sessions", "1 session"), ("Weeks", "1 Week"), ("feet", "1 foot"),
            ("inches", "1 inch"), ("sessions per week", "1 session per week"), ("steps/day", "1 step/day"),
            ("minutes a day", "1 minute a day"),
            // Abbreviations, units that are no plural, words that need not be one, and units that begin with another word.
            ("kg", "1 kg"), ("min", "1 min"), ("hrs", "1 hrs"), ("s", "1 s"), ("ms", "1 ms"), ("mins", "1 mins"),
            ("%", "1 %"), ("kg/m²", "1 kg/m²"), ("times", "1 times"), ("grade", "1 grade"), ("celsius", "1 celsius"),
            ("days²", "1 days²"), ("daysish", "1 daysish"), ("full days", "1 full days"), ("days off", "1 days off"),
        ]
    )
    func units(_ unit: String, _ expected: String) throws {
        let folder = try ScratchFolder()
        for (name, value) in [("one", 1), ("more", 1.5), ("two", 2)] {
            try folder.write(Self.rules(unit, value: value).utf8, to: "\(name).yaml")
        }
        func line(_ name: String) throws -> String? {
            let run = try CommandLine("lumbar rules list --rules $TMP/\(name).yaml", in: folder)
            #expect(run.code == 0, "\(run.error)")
            return run.lines.first { $0.contains("least =") }
        }
        #expect(try line("one") == "  least = \(expected) [convention] House rule")
        #expect(try line("more") == "  least = 1.5 \(unit) [convention] House rule")
        #expect(try line("two") == "  least = 2 \(unit) [convention] House rule")
    }

    @Test("Thresholds, medians, methods, sweeps and sentences say it in the same way")
    func everywhere() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.rules("days", value: 1).utf8, to: "rules.yaml")
        let answers = [1, 1, 1, 2, 1, 0, 1, 2, 1]
        let rows = answers.enumerated().map { "\($0 + 1),\($1)\n" }.joined()
        try folder.write(("record_id,pause\n" + rows).utf8, to: "cohort.csv")
        func run(_ command: String) throws -> String {
            let run = try CommandLine("lumbar \(command) --rules $TMP/rules.yaml --quiet", in: folder)
            #expect(run.code == 0, "\(run.error)")
            return run.text
        }
        let report = try run("report $TMP/cohort.csv --min-cell 0 --profile other --format markdown")
        #expect(report.contains("pause 1 day (1–1)"))
        #expect(report.contains("| Shortest break | 5 days | 1 day |"))
        let page = try Page(try run("report $TMP/cohort.csv --min-cell 0"))
        #expect(page.all("td").contains { $0.text == "1 day" })
        #expect(page.all("text").contains { $0.text.hasPrefix("Median 1 day (") })
        #expect(page.all("title").contains { $0.text.hasPrefix("Pause, <1 days: ") })
        #expect(page.all("body").first?.text.contains(/(^|[ (])1 days/) == false)
        let methods = try run("summarise $TMP/cohort.csv --methods")
        #expect(methods.contains("| least: Shortest break | 1 day | convention | House rule |"))
        let sweep = try run("sweep $TMP/cohort.csv --set least=1..2:1 --format markdown")
        #expect(sweep.contains("1 to 2 days, in force 1"))
        let sentences = try run("classify $TMP/cohort.csv --explain")
        #expect(sentences.contains("pause is 1 day (at least 1)"))
        #expect(sentences.contains("pause is 2 days (at least 1)"))
        #expect(!sentences.contains("is 1 days"))
        let explained = try run("explain $TMP/cohort.csv --id 1")
        #expect(explained.contains("pause is 1 day (at least 1)"))
        let together = try run("chart cooccurrence $TMP/cohort.csv --min-cell 0")
        #expect(together.contains("None of these causes: 1 record (11.1 %)"))
        #expect(together.contains("8 records (88.9 %)"))
    }
}
