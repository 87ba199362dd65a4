// `lumbar chart`: drawings of the sample data, hidden counts, hostile files, and what is refused.

import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Charts")
struct ChartTests {
    @Test(
        "What they draw",
        arguments: [
            Golden("chart-prevalence-cohort.svg", "lumbar chart prevalence SampleData/cohort.csv --quiet"),
            Golden(
                "chart-prevalence-cohort-narrow.svg",
                "lumbar chart prevalence SampleData/cohort.csv --quiet --width 360 --min-cell 0 --undetermined present"
            ),
            Golden(
                "chart-prevalence-cohort-age.svg",
                "lumbar chart prevalence SampleData/cohort.csv --quiet --cause older_age --min-cell 11"
            ),
            Golden("chart-heatmap-cohort.svg", "lumbar chart heatmap SampleData/cohort.csv --quiet"),
            Golden(
                "chart-heatmap-cohort-cause.svg",
                "lumbar chart heatmap SampleData/cohort.csv --quiet --cause limited_flexibility --min-cell 10"
            ),
            Golden(
                "chart-heatmap-cohort-narrow.svg",
                "lumbar chart heatmap SampleData/cohort.csv --quiet --by training_type --width 360"
            ),
            Golden(
                "chart-heatmap-clinic.svg",
                "lumbar chart heatmap SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --min-cell 0"
            ),
            Golden("chart-flow-cohort.svg", "lumbar chart flow SampleData/cohort.csv --quiet"),
            Golden(
                "chart-flow-limesurvey.svg",
                "lumbar chart flow SampleData/exports/limesurvey.csv --quiet --min-cell 0"
            ),
            Golden(
                "chart-flow-malformed-narrow.svg",
                "lumbar chart flow SampleData/malformed.csv --repair-quotes --quiet --min-cell 0 --width 360"
            ),
            Golden("chart-cooccurrence-cohort.svg", "lumbar chart cooccurrence SampleData/cohort.csv --quiet"),
            Golden(
                "chart-cooccurrence-clinic-narrow.svg",
                "lumbar chart cooccurrence SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --width 360 --min-cell 0 --most 5"
            ),
            Golden(
                "chart-prevalence-cohort-all.svg",
                "lumbar chart prevalence SampleData/cohort.csv --quiet --min-cell 0"
            ),
            Golden(
                "chart-groups-cohort.svg",
                "lumbar chart groups SampleData/cohort.csv --quiet --by sex,weight_group"
            ),
            Golden(
                "chart-prevalence-clinic.svg",
                "lumbar chart prevalence SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet"
            ),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    @Test(
        "Help",
        arguments: [
            Golden("help-chart.txt", "lumbar help chart"),
            Golden("help-chart-prevalence.txt", "lumbar help chart prevalence"),
            Golden("help-chart-heatmap.txt", "lumbar help chart heatmap"),
        ]
    )
    func help(_ golden: Golden) throws { try golden.check() }

    static let charts = [
        "prevalence", "prevalence --cause overtraining", "heatmap --by training_type",
        "heatmap --cause overtraining --by training_type,sex --min-cell 0", "flow", "cooccurrence",
        "groups --by training_type",
    ]

    @Test("The same bytes for any number of threads, from a file or a pipe, to a file or a pipe", arguments: charts)
    func sameBytes(_ chart: String) throws {
        let folder = try ScratchFolder()
        let first = try CommandLine("lumbar chart \(chart) SampleData/cohort.csv --quiet --threads 1")
        #expect(first.code == 0, "\(first.error)")
        // The flow names its inputs.
        let input = chart == "flow" ? "SampleData/cohort.csv" : "< SampleData/cohort.csv"
        let line = "lumbar chart \(chart) --quiet --threads 3 --output $TMP/x.svg \(input)"
        let second = try CommandLine(line, in: folder)
        #expect(second.code == 0 && second.output.isEmpty)
        expectEqual(Array(try folder.read("x.svg").utf8), first.output)
    }

    @Test("Text of a rule set and a file that means harm stays text", arguments: charts)
    func hostile(_ chart: String) throws {
        let folder = try ScratchFolder()
        let payload = #"</text><script>alert(1)</script><image href='https://example.org/x.png' onload='x'/>"#
        let shown = try CommandLine("lumbar rules show").text
        let rules = shown.replacing(
            "label: \"Training load: too much, too soon or too little rest\"",
            with: "label: \"\(payload)\""
        )
        .replacing("label: Records with pain", with: "label: \"\(payload)\"")
        .replacing("title: Back pain after training", with: "title: \"\(payload)\"")
        #expect(rules != shown)
        try folder.write(rules.utf8, to: "rules.yaml")
        let by = chart == "prevalence --cause overtraining" ? "--by training_type" : ""
        var text = "record_id,pain_severity,training_type,load_change_percent\n"
        for number in 0..<40 { text += "\(number),4,\"\(number % 2 == 0 ? payload : "run")\",\(number)\n" }
        try folder.write(text.utf8, to: "<svg onload=x>.csv")
        let run = try CommandLine(
            "lumbar chart \(chart) \(by) --rules $TMP/rules.yaml --quiet --min-cell 0 \"$TMP/<svg onload=x>.csv\"",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text.contains("&lt;script&gt;"))
        let parser = XMLParser(data: Data(run.output))
        let names = ElementNames()
        parser.delegate = names
        #expect(parser.parse())
        #expect(names.elements.isDisjoint(with: ["script", "image", "foreignObject", "a", "use"]))
        #expect(!names.attributes.contains { $0.hasPrefix("on") || $0.contains("href") || $0 == "style" })
    }

    @Test("A cohort without records is drawn as such")
    func empty() throws {
        for chart in Self.charts {
            let run = try CommandLine(
                "printf 'record_id,pain_severity,age_years,training_type,sex\\n' | lumbar chart \(chart) --quiet"
            )
            #expect(run.code == 0, "\(chart): \(run.error)")
            #expect(XMLParser(data: Data(run.output)).parse())
        }
        let run = try CommandLine("printf 'record_id,pain_severity,age_years\\n' | lumbar chart prevalence --quiet")
        #expect(run.text.contains("No record was summarised."))
        #expect(run.text.contains("no complete records") && run.text.contains("not assessed"))
    }

    @Test("Of many files the first few are named")
    func manyFiles() throws {
        let folder = try ScratchFolder()
        for number in 1...9 { try folder.write(try packageFile("SampleData/boundaries.csv"), to: "part-\(number).csv") }
        let run = try CommandLine("cd $TMP && lumbar chart flow part-*.csv --quiet", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.text.contains(">from 9 files:<") && run.text.contains(">part-5.csv<"))
        #expect(run.text.contains(">and 4 more<") && !run.text.contains("part-6.csv"))
    }

    @Test("Combinations are those of the table, and add up to the complete records")
    func combinations() throws {
        let table = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --combinations --format csv --quiet --min-cell 5"
        )
        let chart = try CommandLine("lumbar chart cooccurrence SampleData/cohort.csv --quiet --most 40")
        #expect(table.code == 0 && chart.code == 0, "\(table.error) \(chart.error)")
        let header = try #require(table.lines.first).split(separator: ",").map(String.init)
        let with = try #require(header.firstIndex(of: "complete_with"))
        let rows = table.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        func counts(_ kind: String) -> [Int] { rows.filter { $0[0] == kind }.compactMap { Int($0[with]) } }
        let listed = counts("combination").sorted(by: >)
        let drawn = chart.text.replacing(",", with: "").matches(of: #/: (\d+) records( \([\d.]+ %\))?<\/title>/#)
            .compactMap { Int($0.1) }
        let rest = listed.dropFirst(40).reduce(0, +) + counts("other_combinations").reduce(0, +)
        #expect(listed.count > 2 && rest > 0)
        #expect(drawn == Array(listed.prefix(40)) + [rest])
    }

    @Test("No chart shows a number that the table hides", arguments: [5, 11, 40])
    func hidden(_ minimum: Int) throws {
        let table = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --by age_group --format json --quiet --min-cell \(minimum)"
        )
        let object = try #require(try JSONSerialization.jsonObject(with: Data(table.output)) as? [String: Any])
        let cells = try #require(object["cells"] as? [[String: Any]])
        // Every pair of counts that the table shows, as charts write them.
        var shown: Set<String> = []
        for cell in cells {
            if let events = cell["complete_present"] as? Int, let total = cell["complete"] as? Int {
                shown.insert("\(events)/\(total)")
            }
        }
        #expect(cells.contains { $0["complete_present"] as? String == "suppressed" })
        for chart in ["heatmap --by age_group", "prevalence --cause medication --by age_group"] {
            let run = try CommandLine("lumbar chart \(chart) SampleData/cohort.csv --quiet --min-cell \(minimum)")
            let counts = run.text.replacing(",", with: "").matches(of: #/>(\d+/\d+)</#).map { String($0.1) }
            #expect(!counts.isEmpty)
            for count in counts { #expect(shown.contains(count), "\(chart) shows \(count)") }
        }
    }

    @Test("A total that the table hides to protect a group is hidden in charts that draw no groups")
    func hiddenTotals() throws {
        let table = try CommandLine("lumbar summarise SampleData/cohort.csv --format json --quiet --min-cell 20")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(table.output)) as? [String: Any])
        let cells = try #require(object["cells"] as? [[String: Any]])
        let totals = cells.filter { $0["age_group"] as? String == "all" && $0["weight_group"] as? String == "all" }
        let hidden = totals.filter { $0["complete"] as? String == "suppressed" }
        #expect(!hidden.isEmpty && hidden.count < totals.count)
        let whole = try CommandLine("lumbar chart prevalence SampleData/cohort.csv --quiet --min-cell 0").text
        for chart in ["prevalence", "flow", "cooccurrence"] {
            let text = try CommandLine("lumbar chart \(chart) SampleData/cohort.csv --quiet --min-cell 20").text
            #expect(text.contains(chart == "cooccurrence" ? "Left aside" : ">hidden<"))
            #expect(!text.contains("3,425"), "of overweight, in \(chart)")
        }
        #expect(whole.contains("1,644/3,425"))
    }

    @Test(
        "What is refused, and how it is said",
        arguments: [
            ("prevalence --width 100", 64, "from 320 to 2000"), ("prevalence --by sex", 64, "add --cause"),
            ("prevalence --cause soreness", 64, "there is no cause 'soreness'"),
            ("prevalence --cause older_age --by decade", 64, "decade"),
            ("prevalence --min-cell 1", 64, "hides nothing"),
            ("prevalence --min-cell 9999", 65, "nothing could be shown"),
            ("heatmap --cause older_age --by sex", 64, "two groups"), ("heatmap --by sex,sex", 64, "twice"),
            ("cooccurrence --most 0", 64, "from 1 to 40"),
            ("cooccurrence --undetermined absent", 64, "leave out --undetermined"),
            ("flow --width 9", 64, "from 320 to 2000"),
            ("prevalence --output /nowhere/x.svg", 73, "cannot create the output"), ("pie", 64, "pie"),
        ] as [(String, Int32, String)]
    )
    func refused(_ arguments: String, _ code: Int32, _ message: String) throws {
        let run = try CommandLine("lumbar chart \(arguments) SampleData/cohort.csv")
        #expect(run.code == code, "\(run.error)")
        #expect(run.error.contains(message), "\(run.error)")
    }
}

/// The names of elements and attributes of a document.
private final class ElementNames: NSObject, XMLParserDelegate {
    private(set) var elements: Set<String> = []
    private(set) var attributes: Set<String> = []

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes attributeDict: [String: String]
    ) {
        elements.insert(name)
        attributes.formUnion(attributeDict.keys)
    }

    @Test("A chart of combinations of which none is told apart draws nothing")
    func nothingApart() throws {
        let run = try CommandLine(
            "lumbar chart cooccurrence SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet"
        )
        #expect(run.code == 0 && run.text.contains("No combination can be shown."))
        #expect(!run.text.contains("None of these causes") && !run.text.contains("100 %"))
    }
}
