// How wide the cells of a heat map are, what fits into them, and where its columns' labels stand.

/// The measures of a chart's panels, which share their label column.
struct HeatMapGrid {
    /// How much of a cell is written into it.
    enum Contents: Int, CaseIterable {
        /// The share with its sign, and the counts below.
        case shareAndCounts
        /// The share with its sign.
        case share
        /// The share as a number, words cut short.
        case number
    }

    /// The labels of columns.
    enum ColumnLabels {
        /// Lines of text above each column.
        case upright([[String]])
        /// One line each, turned by 45°.
        case slanted([String])
    }

    let contents: Contents
    /// The width of the labels of rows; they stand above their rows if that is nil.
    let labelWidth: Double?
    /// The width of a cell, and the height of a row without regard to its label.
    let cellWidth: Double, cellHeight: Double
    /// What the chart takes.
    let width: Double

    static let margin = ChartFrame.margin
    static let gap = 2.0
    /// Between margins and what they are margins of.
    static let marginGap = 7.0
    private static let widestLabel = 130.0

    /// Measures a chart. Labels of rows give way, down to `narrowestRowLabel`, where that makes room for the counts.
    init(_ chart: HeatMapChart, _ options: ChartOptions) {
        let labels = chart.panels.flatMap(\.rows).map(\.label) + chart.panels.map(\.rowTitle)
        let longest = labels.map { TextStyle.label.width($0) }.max() ?? 0
        let preferred = min(longest, max(Self.narrowestRowLabel, options.width * 0.27))
        var choice = (label: options.isNarrow ? nil : preferred, cell: 0.0)
        choice.cell = Self.cellWidth(chart, options, labelWidth: choice.label)
        let needed = Self.width(of: chart, .shareAndCounts)
        if !options.isNarrow, choice.cell < needed {
            for label in stride(from: preferred - 10, through: Self.narrowestRowLabel, by: -10) {
                let cell = Self.cellWidth(chart, options, labelWidth: label)
                if cell >= needed {
                    choice = (label, cell)
                    break
                }
            }
        }
        (labelWidth, cellWidth) = choice
        contents = Contents.allCases.first { Self.width(of: chart, $0) <= choice.cell } ?? .number
        cellHeight = contents == .shareAndCounts ? 36 : 26
        let right = chart.panels.map { Self.right(of: $0, cellWidth: choice.cell) }.max() ?? 0
        width = max(options.width, Self.left(labelWidth: choice.label) + right + Self.margin)
    }

    private static let narrowestRowLabel = 120.0

    /// The widest cells with which the chart keeps to its width, or those that hold at least numbers.
    private static func cellWidth(_ chart: HeatMapChart, _ options: ChartOptions, labelWidth: Double?) -> Double {
        let room = options.width - margin - left(labelWidth: labelWidth)
        let narrowest = width(of: chart, .number)
        var width = 96.0
        while width > narrowest, chart.panels.contains(where: { right(of: $0, cellWidth: width) > room }) { width -= 1 }
        return max(width, narrowest)
    }

    /// How far a panel reaches from where its cells begin: to its last cell, or to the end of a slanted label.
    private static func right(of panel: HeatMapChart.Panel, cellWidth: Double) -> Double {
        let marginGap = panel.marginColumns > 0 ? Self.marginGap : 0
        let cells = Double(panel.columns.count) * (cellWidth + gap) + marginGap
        guard isSlanted(panel, cellWidth: cellWidth) else { return cells }
        let style = TextStyle.small
        return panel.columns.enumerated().reduce(cells) { right, entry in
            let middle = Double(entry.offset) * (cellWidth + gap) + marginGap + cellWidth / 2
            let label = style.width(cut(entry.element, style, width: widestLabel)) + style.descent
            return max(right, middle + label * 0.5.squareRoot() + 2)
        }
    }

    private static func left(labelWidth: Double?) -> Double { margin + (labelWidth.map { $0 + 12 } ?? 0) }

    /// Where the cells begin.
    var left: Double { Self.left(labelWidth: labelWidth) }

    /// Where a column begins.
    func start(of column: Int, _ panel: HeatMapChart.Panel) -> Double {
        let isBehindMargin = panel.marginColumns > 0 && column >= panel.marginColumns
        return left + Double(column) * (cellWidth + Self.gap) + (isBehindMargin ? Self.marginGap : 0)
    }

    /// The labels of a panel's columns.
    func labels(_ panel: HeatMapChart.Panel) -> ColumnLabels {
        guard Self.isSlanted(panel, cellWidth: cellWidth) else {
            return .upright(panel.columns.map { lines($0, .small, width: cellWidth) })
        }
        return .slanted(panel.columns.map { cut($0, .small, width: Self.widestLabel) })
    }

    /// How high the labels of a panel's columns stand.
    func labelHeight(_ panel: HeatMapChart.Panel) -> Double {
        let style = TextStyle.small
        switch labels(panel) {
        case .upright(let labels): return Double(labels.map(\.count).max() ?? 0) * style.lineHeight + 4
        case .slanted(let labels):
            return (labels.map { style.width($0) }.max() ?? 0) * 0.5.squareRoot() + style.size * 1.2 + 4
        }
    }

    /// Whether a label would have to be broken within a word, or into more than three lines.
    private static func isSlanted(_ panel: HeatMapChart.Panel, cellWidth: Double) -> Bool {
        panel.columns.contains { label in
            let broken = lines(label, .small, width: cellWidth)
            return broken.count > 3 || broken != lines(label, .small, width: cellWidth, breakingWords: false)
        }
    }

    /// How wide a cell must be for its contents.
    private static func width(of chart: HeatMapChart, _ contents: Contents) -> Double {
        let texts = chart.states.map { HeatMapPainter.texts($0, contents) }
        return (texts.map { max(TextStyle.small.width($0.0), TextStyle.count.width($0.1)) }.max() ?? 0).rounded(.up) + 5
    }
}
