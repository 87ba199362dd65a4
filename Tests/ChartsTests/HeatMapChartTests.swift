// Heat maps: legible at any size, every cell marked, colours in step with shares.

import Testing

@testable import Charts

@Suite("Heat maps")
struct HeatMapChartTests {
    static func chart(_ panels: [HeatMapChart.Panel]) -> HeatMapChart {
        HeatMapChart(
            frame: ChartFrame(
                title: "How common each cause is, by age",
                subtitle: "Records with pain: 4,057 records.",
                message: "From 10.0 % to 57.0 %.",
                notes: ["Suppressed: counts from 1 to 4."]
            ),
            panels: panels
        )
    }

    static func panel(columns: Int, rows: Int, _ random: inout SeededRandom, isLong: Bool) -> HeatMapChart.Panel {
        func label() -> String { isLong ? PrevalenceChartTests.label(&random) : "18-29" }
        return HeatMapChart.Panel(
            title: label(),
            rowTitle: label(),
            columns: (0..<columns).map { _ in label() },
            rows: (0..<rows).map { _ in
                HeatMapChart.Row(
                    label: label(),
                    cells: (0..<columns).map { _ in
                        let states: [HeatMapChart.State] = [
                            .share(Double.random(in: 0...0.6, using: &random), text: "47", countText: "1016/2034"),
                            .share(1, text: "100", countText: "3/3"), .hidden, .byDefinition, .empty, .notAssessed,
                        ]
                        return HeatMapChart.Cell(states.randomElement(using: &random) ?? .empty, detail: "detail")
                    }
                )
            },
            marginColumns: Int.random(in: 0...1, using: &random),
            marginRows: Int.random(in: 0...1, using: &random)
        )
    }

    @Test(
        "No two texts overlap, for labels, numbers of columns and widths of all kinds",
        arguments: 0..<12 as Range<UInt64>
    )
    func legible(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let isLong = Bool.random(using: &random)
        let panels = (0..<Int.random(in: 1...2, using: &random)).map { _ in
            Self.panel(
                columns: Int.random(in: 1...14, using: &random),
                rows: Int.random(in: 1...6, using: &random),
                &random,
                isLong: isLong
            )
        }
        for width in [320.0, 480, 760, 1100] {
            let drawing = Self.chart(panels).drawing(
                ChartOptions(width: width, hasHeading: Bool.random(using: &random))
            )
            expectLegible(drawing)
            #expect(drawing.width >= width)
        }
    }

    @Test("Forty causes by ten groups fit into a page's width with their numbers")
    func many() {
        var random = SeededRandom(seed: 5)
        let panel = Self.panel(columns: 10, rows: 40, &random, isLong: false)
        let drawing = Self.chart([panel]).drawing(ChartOptions(width: 760))
        #expect(drawing.width == 760)
        #expect(drawing.labels.contains { $0.text == "100 %" })
    }

    @Test("Every cell says what it is")
    func states() {
        let states: [HeatMapChart.State] = [
            .share(0.25, text: "25", countText: "5/20"), .hidden, .byDefinition, .empty, .notAssessed,
        ]
        let row = HeatMapChart.Row(label: "A", cells: states.map { HeatMapChart.Cell($0, detail: "of \($0)") })
        let panel = HeatMapChart.Panel(title: "By age", columns: ["a", "b", "c", "d", "e"], rows: [row])
        let drawing = Self.chart([panel]).drawing()
        let texts = drawing.labels.map(\.text)
        for text in ["25 %", "5/20", "hidden", "by def.", "–", "n.a."] { #expect(texts.contains(text), "\(text)") }
        for meaning in ["hidden: ", "by def.: ", "–: ", "n.a.: "] {
            #expect(texts.contains { $0.hasPrefix(meaning) }, "\(meaning) in the key")
        }
        let reading = SVGReading(drawing.document)
        #expect(reading.attributes.count { $0.value == "url(#chart-hatch)" } == 1)
        for state in states { #expect(reading.texts.contains("of \(state)")) }
    }

    @Test("Larger shares are never paler, and the scale ends at a round share")
    func steps() {
        let shares = stride(from: 0.0, through: 1, by: 0.001)
        for end in [0.05, 0.6, 1] {
            let scale = HeatScale([end / 3, end])
            #expect(scale.end == end)
            let steps = shares.filter { $0 <= end }.map(scale.step)
            #expect(steps == steps.sorted() && steps.first == 0 && steps.last == Ink.heatSteps - 1)
        }
        let cell = HeatMapChart.Cell(.share(0.47, text: "47", countText: "47/100"), detail: "")
        let panel = HeatMapChart.Panel(title: "", columns: ["a"], rows: [HeatMapChart.Row(label: "r", cells: [cell])])
        let scale = Self.chart([panel]).scale
        #expect(scale.end == 0.5 && scale.endText == "50 %")
        #expect(HeatScale([]).end == 1 && HeatScale([0]).step(of: 0) == 0)
        #expect(HeatScale([0.0042]).endText == "0.5 %")
    }

    @Test("A part of a page leaves colours to the style sheet, and details where the page has them already")
    func fragment() {
        let cells = [
            HeatMapChart.Cell(.share(0.2, text: "20", countText: "2/10"), detail: "two of ten"),
            HeatMapChart.Cell(.hidden, detail: "none of your business"),
        ]
        let row = HeatMapChart.Row(label: "r", cells: cells)
        let chart = Self.chart([HeatMapChart.Panel(title: "p", columns: ["a", "b"], rows: [row])])
        let (drawing, narrow) = (chart.drawing(), chart.drawing(ChartOptions(width: 340, prefix: "narrow")))
        #expect(drawing.details == cells.map(\.detail))
        let (whole, bare) = (SVGReading(drawing.fragment), SVGReading(narrow.fragment(beside: drawing)))
        for reading in [whole, bare] {
            #expect(!reading.attributes.contains { $0.value.hasPrefix("#") })
            #expect(reading.attributes.contains { $0.name == "class" && $0.value == "lc-f-heat8" })
            #expect(reading.elements.count { $0 == "g" } == 2)
        }
        #expect(SVGReading(drawing.document).attributes.contains { $0.value == Ink.heat(8).light.hex })
        #expect(whole.elements.count { $0 == "title" } == 3 && bare.elements.count { $0 == "title" } == 0)
        #expect(!bare.texts.contains("two of ten"))
        #expect(
            bare.attributes.contains {
                $0.name == "aria-labelledby" && whole.ids.joined(separator: " ").hasPrefix($0.value)
            }
        )
        // Other marks keep their own texts.
        let other = Self.chart([HeatMapChart.Panel(title: "p", columns: ["a"], rows: [])]).drawing()
        #expect(SVGReading(narrow.fragment(beside: other)).texts.contains("two of ten"))
    }

    @Test("Text that means harm stays text", arguments: hostileTexts)
    func hostile(_ text: String) {
        let row = HeatMapChart.Row(
            label: text,
            cells: [
                HeatMapChart.Cell(.hidden, detail: text),
                HeatMapChart.Cell(.share(0.5, text: text, countText: text), detail: text),
            ]
        )
        let panel = HeatMapChart.Panel(title: text, rowTitle: text, columns: [text, text], rows: [row])
        let chart = HeatMapChart(
            frame: ChartFrame(title: text, subtitle: text, message: text, notes: [text]),
            panels: [panel]
        )
        expectHarmless(chart.drawing(ChartOptions(prefix: text)))
    }

    @Test("A chart without cells is still a drawing")
    func empty() {
        for panels in [[], [HeatMapChart.Panel(title: "", columns: [], rows: [])]] {
            expectLegible(Self.chart(panels).drawing())
            expectHarmless(Self.chart(panels).drawing())
        }
    }
}
