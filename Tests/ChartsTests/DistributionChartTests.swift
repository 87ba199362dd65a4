// Bars: legible, on one scale, in as many columns as have room.

import Testing

@testable import Charts

@Suite("Distribution charts")
struct DistributionChartTests {
    static func chart(panels: Int, bars: Int, label: () -> String) -> DistributionChart {
        DistributionChart(
            title: "Who the records are",
            subtitle: "4,057 records.",
            message: "Ages from 18 to 70.",
            panels: (0..<panels).map { panel in
                DistributionChart.Panel(
                    title: label(),
                    subtitle: panel % 2 == 0 ? label() : "",
                    bars: (0..<bars).map { bar in
                        DistributionChart.Bar(
                            label: label(),
                            share: bar == 2 ? nil : Double(bar) / Double(max(1, bars)),
                            text: bar == 2 ? "suppressed" : "1,234 (12 %)",
                            isUnknown: bar == bars - 1
                        )
                    }
                )
            },
            notes: ["A note."]
        )
    }

    @Test("No two texts overlap", arguments: 0..<10 as Range<UInt64>)
    func legible(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (panels, bars) = (Int.random(in: 0...5, using: &random), Int.random(in: 0...9, using: &random))
        let chart = Self.chart(panels: panels, bars: bars) { PrevalenceChartTests.label(&random) }
        for width in [320.0, 500, 760, 1200] {
            let drawing = chart.drawing(ChartOptions(width: width))
            expectLegible(drawing)
            #expect(drawing.width == width)
        }
    }

    @Test("Three panels stand side by side where there is room, and below each other where there is not")
    func columns() {
        let chart = Self.chart(panels: 3, bars: 5) { "18-29" }
        #expect(chart.drawing(ChartOptions(width: 900)).height < chart.drawing(ChartOptions(width: 340)).height / 2)
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let chart = Self.chart(panels: 2, bars: 4) { text }
        expectHarmless(chart.drawing(ChartOptions(prefix: text)))
    }
}
