// The dot plot of shares: legible whatever the labels, marked whatever is missing, harmless whatever the text.

import Testing

@testable import Charts

@Suite("Prevalence charts")
struct PrevalenceChartTests {
    static func estimate(_ value: Double, _ interval: ClosedRange<Double>, _ bounds: ClosedRange<Double>)
        -> PrevalenceChart.State
    {
        .estimate(
            PrevalenceChart.Estimate(
                value: value,
                interval: interval,
                bounds: bounds,
                text: "\((value * 1000).rounded() / 10) %",
                intervalText: "\(Int(interval.lowerBound * 100)).0–\(Int(interval.upperBound * 100)).9",
                countText: "12,345/123,456"
            )
        )
    }

    static func chart(_ sections: [PrevalenceChart.Section]) -> PrevalenceChart {
        PrevalenceChart(
            frame: ChartFrame(
                title: "How common each cause is",
                subtitle: "Records with pain: 4,057 records; shares are among records complete for the cause.",
                message: "Most common is the first, 48.0 %.",
                notes: ["Suppressed: counts from 1 to 4, and those that would give them away."]
            ),
            intervalTitle: "95 % CI",
            sections: sections
        )
    }

    /// Labels from one letter to several lines, with spaces and without.
    static func label(_ random: inout SeededRandom) -> String {
        let words = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            String(
                repeating: ["m", "W", "i", "é", "語", "x"].randomElement(using: &random) ?? "x",
                count: Int.random(in: 1...(Bool.random(using: &random) ? 9 : 30), using: &random)
            )
        }
        return words.joined(separator: " ")
    }

    @Test("No two texts overlap, for labels, states and widths of all kinds", arguments: 0..<14 as Range<UInt64>)
    func legible(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let sections = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            PrevalenceChart.Section(
                title: Bool.random(using: &random) ? "" : Self.label(&random),
                rows: (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    let ends = (0..<5).map { _ in Double.random(in: 0...1, using: &random) }.sorted()
                    let states: [PrevalenceChart.State] = [
                        Self.estimate(ends[2], ends[1]...ends[3], ends[0]...ends[4]), .hidden("suppressed"),
                        .none("not assessed", bounds: nil), .none("no complete records", bounds: ends[0]...ends[1]),
                    ]
                    let state = states.randomElement(using: &random) ?? .hidden("suppressed")
                    return PrevalenceChart.Row(label: Self.label(&random), state: state, detail: "detail")
                }
            )
        }
        for width in [320.0, 400, 559, 560, 760, 1200] {
            for hasHeading in [true, false] {
                let drawing = Self.chart(sections).drawing(ChartOptions(width: width, hasHeading: hasHeading))
                expectLegible(drawing)
                #expect(drawing.width == width)
            }
        }
    }

    @Test("Every row says what it is: a number, or why there is none")
    func states() {
        let rows = [
            PrevalenceChart.Row(label: "A", state: Self.estimate(0.5, 0.4...0.6, 0.3...0.7), detail: "A: half"),
            PrevalenceChart.Row(label: "B", state: .hidden("suppressed"), detail: "B: suppressed"),
            PrevalenceChart.Row(label: "C", state: .none("not assessed", bounds: nil), detail: "C: not assessed"),
            PrevalenceChart.Row(label: "D", state: .none("by definition", bounds: nil), detail: "D: by definition"),
        ]
        let drawing = Self.chart([PrevalenceChart.Section(title: "Primary", rows: rows)]).drawing()
        let texts = drawing.labels.map(\.text)
        for text in ["A", "50.0 %", "12,345/123,456", "B", "suppressed", "C", "not assessed", "D", "by definition"] {
            #expect(texts.contains(text), "\(text)")
        }
        let reading = SVGReading(drawing.document)
        for row in rows { #expect(reading.texts.contains(row.detail)) }
        // A hatched bar for what is hidden, and one in the key.
        #expect(reading.attributes.count { $0.value == "url(#chart-hatch)" } == 2)
        #expect(reading.attributes.contains { $0.name == "role" && $0.value == "img" })
        #expect(reading.attributes.contains { $0.name == "aria-labelledby" && $0.value == "chart-title chart-desc" })
        #expect(reading.texts.contains("Most common is the first, 48.0 %."))
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let row = PrevalenceChart.Row(label: text, state: .hidden(text), detail: text)
        var chart = Self.chart([PrevalenceChart.Section(title: text, rows: [row])])
        chart.frame = ChartFrame(title: text, subtitle: text, message: text, notes: [text])
        expectHarmless(chart.drawing(ChartOptions(prefix: text)))
    }

    @Test("A chart without rows is still a drawing")
    func empty() {
        let drawing = Self.chart([]).drawing()
        expectLegible(drawing)
        expectHarmless(drawing)
    }
}

/// Texts that would run, load or break something if they were not escaped.
let hostileTexts = [
    "<script>alert(1)</script>", "</text></svg><script>alert(1)</script>", "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)", "<![CDATA[<script>]]>", "]]><foreignObject>", "&lt;script&gt;", "<!-- ", "&#0;\0\u{8}",
    "<image href=\"https://example.org/x.png\"/>", "url(https://example.org/)", "\u{202E}<b>\u{2066}",
    "</style><style>*{}",
]

/// A generator with a seed: the same numbers in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
