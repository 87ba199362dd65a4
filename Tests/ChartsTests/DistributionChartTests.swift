// Bars: legible, on one scale, in as many columns as have room.

import Testing

@testable import Charts

@Suite("Distribution charts")
struct DistributionChartTests {
    static func chart(panels: Int, bars: Int, label: () -> String) -> DistributionChart {
        DistributionChart(
            frame: ChartFrame(
                title: "Who the records are",
                subtitle: "4,057 records.",
                message: "Ages from 18 to 70.",
                notes: ["A note."]
            ),
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
                    },
                    histogram: panel % 2 == 0 ? nil : histogram(bins: 3 * bars, label: label)
                )
            }
        )
    }

    private static func histogram(bins: Int, label: () -> String) -> Histogram {
        let bins = (0..<bins).map { bin -> Histogram.Bin in
            let range = Double(bin * bin)...Double((bin + 1) * (bin + 1))
            return Histogram.Bin(range: range, share: bin == 1 ? nil : 0.1, detail: label())
        }
        return Histogram(bins: bins, lower: 1, median: 2.5, upper: 1000)
    }

    @Test("Areas of a histogram are shares, whatever the widths of its bins")
    func areas() {
        var canvas = Canvas(prefix: "a")
        let bins = [(0.0...10, 0.2), (10...30, 0.2), (30...35, 0.6)].map {
            Histogram.Bin(range: $0, share: $1, detail: "")
        }
        Histogram(bins: bins).paint(on: &canvas, at: Point(0, 0), width: 700)
        let drawing = Drawing(canvas, width: 700, height: 100, title: "", message: "")
        let boxes = drawing.document.matches(
            of: /<rect x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"/
        ).dropFirst()
        let areas = boxes.map { ((Double($0.3) ?? 0) + 1) * (Double($0.4) ?? 0) }
        #expect(areas.count == 3)
        #expect(abs(areas[0] - areas[1]) < 0.02 * areas[0])
        #expect(abs(areas[2] - 3 * areas[0]) < 0.02 * areas[2])
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
        #expect(chart.drawing(ChartOptions(width: 900)).height < chart.drawing(ChartOptions(width: 340)).height * 0.6)
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let chart = Self.chart(panels: 2, bars: 4) { text }
        expectHarmless(chart.drawing(ChartOptions(prefix: text)))
    }
}
