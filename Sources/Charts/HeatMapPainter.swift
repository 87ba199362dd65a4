// How a heat map is drawn.

/// Draws one chart from top to bottom.
struct HeatMapPainter: ChartPainter {
    private let chart: HeatMapChart
    let options: ChartOptions
    private let grid: HeatMapGrid
    private let scale: HeatScale
    var canvas: Canvas

    init(_ chart: HeatMapChart, _ options: ChartOptions) {
        self.chart = chart
        grid = HeatMapGrid(chart, options)
        var options = options
        options.width = grid.width
        self.options = options
        scale = chart.scale
        canvas = Canvas(prefix: options.prefix)
    }

    /// What stands in a cell: the share or a word, and counts below.
    static func texts(_ state: HeatMapChart.State, _ contents: HeatMapGrid.Contents) -> (String, String) {
        let isShort = contents == .number
        switch state {
        case .share(_, let text, let counts):
            return (isShort ? text : text + " %", contents == .shareAndCounts ? counts : "")
        case .hidden: return (isShort ? "hid." : "hidden", "")
        case .byDefinition: return (isShort ? "def." : "by def.", "")
        case .empty: return ("–", "")
        case .notAssessed: return ("n.a.", "")
        }
    }

    var frame: ChartFrame {
        var frame = chart.frame
        if grid.contents == .number { frame.subtitle += " Numbers are per cent." }
        return frame
    }
    var gapAboveNotes: Double { 6 }

    mutating func paintContents(from top: Double) -> Double {
        let isNumber = grid.contents == .number
        var y = top
        if isNumber, !options.hasHeading {
            y = canvas.notes(["Per cent."], from: y, width: options.width, margin: Self.margin)
        }
        for (index, panel) in chart.panels.enumerated() {
            if index > 0 { y += 16 }
            paint(panel, &y)
        }
        y = paintKey(y + 12)
        return y
    }

    // MARK: A panel

    private mutating func paint(_ panel: HeatMapChart.Panel, _ y: inout Double) {
        if !panel.title.isEmpty {
            // A title of the columns stands above them, one of the whole panel at its left.
            let left = panel.rowTitle.isEmpty ? Self.margin : grid.left
            for line in lines(panel.title, .section, width: options.width - Self.margin - left) {
                canvas.text(line, at: Point(left, y + TextStyle.section.ascent), .section)
                y += TextStyle.section.lineHeight
            }
            y += 2
        }
        let height = grid.labelHeight(panel)
        paintColumnLabels(panel, bottom: y + height)
        if grid.labelWidth != nil {
            let label = cut(panel.rowTitle, .section, width: grid.left - Self.margin - 12)
            canvas.text(label, at: Point(Self.margin, y + height - 6), .section)
        }
        y += height
        for (index, row) in panel.rows.enumerated() {
            if index > 0 { y += HeatMapGrid.gap }
            if index > 0, index == panel.marginRows { y += HeatMapGrid.marginGap }
            paint(row, panel, &y)
        }
    }

    private mutating func paintColumnLabels(_ panel: HeatMapChart.Panel, bottom: Double) {
        let (grid, style) = (grid, TextStyle.small)
        switch grid.labels(panel) {
        case .upright(let labels):
            for (column, lines) in labels.enumerated() {
                let x = grid.start(of: column, panel) + grid.cellWidth / 2
                let first = bottom - 6 - Double(lines.count - 1) * style.lineHeight
                canvas.text(lines, at: Point(x, first), .small, .muted, anchor: .middle)
            }
        case .slanted(let labels):
            for (column, label) in labels.enumerated() {
                let x = grid.start(of: column, panel) + grid.cellWidth / 2
                canvas.text(label, at: Point(x, bottom - 6), .small, .muted, isSlanted: true)
            }
        }
    }

    private mutating func paint(_ row: HeatMapChart.Row, _ panel: HeatMapChart.Panel, _ y: inout Double) {
        let style = TextStyle.label
        let labels = lines(row.label, style, width: grid.labelWidth ?? options.width - 2 * Self.margin)
        let text = Double(labels.count) * style.lineHeight
        var height = grid.cellHeight
        if grid.labelWidth == nil {
            canvas.text(labels, at: Point(Self.margin, y + style.ascent), .label)
            y += text + 1
        } else {
            height = max(height, text + 4)
            let first = y + (height - text) / 2 + style.lineHeight / 2 + style.size * 0.36
            canvas.text(labels, at: Point(Self.margin, first), .label)
        }
        for (column, cell) in row.cells.enumerated() {
            let box = Box(left: grid.start(of: column, panel), top: y, width: grid.cellWidth, height: height)
            paint(cell, box)
        }
        y += height + (grid.labelWidth == nil ? 4 : 0)
    }

    private mutating func paint(_ cell: HeatMapChart.Cell, _ box: Box) {
        let texts = Self.texts(cell.state, grid.contents)
        var ink = Ink.muted
        if case .share(let share, _, _) = cell.state { ink = .onHeat(scale.step(of: share)) }
        let scale = scale
        let setting = Canvas.TextSetting(style: .small, ink: ink, anchor: .middle)
        canvas.mark(cell.detail, setting) { canvas in
            Self.ground(&canvas, cell.state, box, scale)
            let style = TextStyle.small
            let middle = box.centre.y + style.size * 0.36
            if texts.1.isEmpty {
                if cell.state == .hidden {
                    let width = style.width(texts.0) + 4
                    let left = box.centre.x - width / 2
                    let (top, height) = (box.centre.y - style.size * 0.65, style.size * 1.3)
                    canvas.rectangle(Box(left: left, top: top, width: width, height: height), fill: .paper)
                }
                canvas.text(texts.0, at: Point(box.centre.x, middle), .small, ink, anchor: .middle)
            } else {
                canvas.text(texts.0, at: Point(box.centre.x, middle - 7), .small, ink, anchor: .middle)
                canvas.text(texts.1, at: Point(box.centre.x, middle + 7), .count, ink, anchor: .middle)
            }
        }
    }

    private static func ground(_ canvas: inout Canvas, _ state: HeatMapChart.State, _ box: Box, _ scale: HeatScale) {
        switch state {
        case .share(let share, _, _): canvas.rectangle(box, fill: .heat(scale.step(of: share)))
        case .hidden: canvas.hatched(box)
        case .byDefinition, .empty, .notAssessed: canvas.outline(box.inset(by: 0.5))
        }
    }

    // MARK: Key

    /// The scale of colours with its ends, and what stands where there is no number.
    private mutating func paintKey(_ y: Double) -> Double {
        let (style, states, margin) = (TextStyle.small, chart.states, Self.margin)
        var (x, y) = (margin, y)
        func baseline() -> Double { y + style.lineHeight / 2 + style.size * 0.36 }
        let hasShares = states.contains { if case .share = $0 { true } else { false } }
        if hasShares {
            canvas.text("0 %", at: Point(x, baseline()), .small, .muted)
            x += style.width("0 %") + 6
            for step in 0..<Ink.heatSteps {
                let box = Box(left: x + Double(step) * 16, top: y + 2, width: 16, height: style.lineHeight - 4)
                canvas.rectangle(box, fill: .heat(step))
            }
            x += Double(Ink.heatSteps) * 16 + 6
            let text = scale.endText
            canvas.text(text, at: Point(x, baseline()), .small, .muted)
            x += style.width(text) + 20
        }
        let words: [(HeatMapChart.State, String)] = [
            (.hidden, "small, or would give a small count away"),
            (.byDefinition, "present or absent by definition"), (.empty, "no complete records"),
            (.notAssessed, "not assessed"),
        ]
        for (state, meaning) in words where states.contains(state) {
            let text = Self.texts(state, grid.contents).0 + ": " + meaning
            let width = style.width(text)
            if x > margin, x + width > options.width - margin {
                x = margin
                y += style.lineHeight
            }
            canvas.text(text, at: Point(x, baseline()), .small, .muted)
            x += width + 18
        }
        return y + style.lineHeight
    }
}
