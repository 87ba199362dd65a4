// Diagrams of flow: legible with any number of reasons and files.

import Testing

@testable import Charts

@Suite("Flow charts")
struct FlowChartTests {
    static func chart(_ random: inout SeededRandom) -> FlowChart {
        func label() -> String { PrevalenceChartTests.label(&random) }
        let steps = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            FlowChart.Step(
                label: label(),
                count: "12,345,678",
                details: (0..<Int.random(in: 0...6, using: &random)).map { _ in label() },
                leaving: (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    FlowChart.Leaving(reason: label(), count: "1,234")
                }
            )
        }
        let rows = (0..<Int.random(in: 0...12, using: &random)).map { index in
            FlowChart.Completeness(
                label: label(),
                share: index % 3 == 0 ? nil : 0.84,
                text: index % 3 == 0 ? "suppressed" : "3,425 (84 %)",
                isHidden: index % 3 == 0
            )
        }
        return FlowChart(
            frame: ChartFrame(
                title: "From rows read to records summarised",
                subtitle: "Population: records with pain.",
                message: "5,000 read, 4,057 summarised.",
                notes: ["A note."]
            ),
            steps: steps,
            completenessTitle: "Complete for each cause",
            completeness: rows
        )
    }

    @Test("No two texts overlap", arguments: 0..<12 as Range<UInt64>)
    func legible(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let chart = Self.chart(&random)
        for width in [320.0, 559, 760, 1200] { expectLegible(chart.drawing(ChartOptions(width: width))) }
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let chart = FlowChart(
            frame: ChartFrame(title: text, subtitle: text, message: text, notes: [text]),
            steps: [
                FlowChart.Step(
                    label: text,
                    count: text,
                    details: [text],
                    leaving: [FlowChart.Leaving(reason: text, count: text)]
                ), FlowChart.Step(label: text, count: text),
            ],
            completenessTitle: text,
            completeness: [FlowChart.Completeness(label: text, share: 0.5, text: text)]
        )
        expectHarmless(chart.drawing(ChartOptions(prefix: text)))
    }
}
