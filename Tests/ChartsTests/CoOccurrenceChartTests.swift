// Combinations: legible as dots and as a list, each with its count.

import Testing

@testable import Charts

@Suite("Co-occurrence charts")
struct CoOccurrenceChartTests {
    static func chart(sets: Int, combinations: Int, hasRest: Bool, label: () -> String) -> CoOccurrenceChart {
        func combination(_ index: Int) -> CoOccurrenceChart.Combination {
            CoOccurrenceChart.Combination(
                sets: (0..<sets).filter { (index * 7 + $0) % 3 == 0 },
                label: label(),
                count: 5000 / (index + 1),
                countText: "5,000",
                shareText: index % 2 == 0 ? "12 %" : "",
                detail: "combination \(index)"
            )
        }
        return CoOccurrenceChart(
            frame: ChartFrame(
                title: "Causes that occur together",
                subtitle: "Among 1,000 records.",
                message: "The most common is the first.",
                notes: ["A note."]
            ),
            sets: (0..<sets).map { _ in label() },
            combinations: (0..<combinations).map(combination),
            rest: hasRest ? combination(99) : nil
        )
    }

    @Test("No two texts overlap", arguments: 0..<12 as Range<UInt64>)
    func legible(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (sets, combinations) = (Int.random(in: 0...14, using: &random), Int.random(in: 0...24, using: &random))
        let hasRest = Bool.random(using: &random)
        let chart = Self.chart(sets: sets, combinations: combinations, hasRest: hasRest) {
            PrevalenceChartTests.label(&random)
        }
        for width in [320.0, 560, 760, 1200] { expectLegible(chart.drawing(ChartOptions(width: width))) }
    }

    @Test("Every combination has its count and its dots")
    func dots() {
        let chart = Self.chart(sets: 4, combinations: 3, hasRest: true) { "A" }
        let reading = SVGReading(chart.drawing().document)
        for index in [0, 1, 2, 99] { #expect(reading.texts.contains("combination \(index)")) }
        // The rest has no dots and no bar: it is no single combination.
        #expect(reading.elements.count { $0 == "circle" } == 4 * 3)
        let narrow = SVGReading(chart.drawing(ChartOptions(width: 340)).document)
        #expect(!narrow.elements.contains("circle") && narrow.texts.contains("combination 99"))
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let chart = Self.chart(sets: 3, combinations: 3, hasRest: true) { text }
        for width in [340.0, 760] { expectHarmless(chart.drawing(ChartOptions(width: width, prefix: text))) }
    }
}
