// How the flow of records is drawn.

/// Draws one diagram from top to bottom.
struct FlowPainter: ChartPainter {
    private let chart: FlowChart
    let options: ChartOptions
    var canvas: Canvas

    private static let padding = 9.0
    private static let arrow = 26.0

    init(_ chart: FlowChart, _ options: ChartOptions) {
        self.chart = chart
        self.options = options
        canvas = Canvas(prefix: options.prefix)
    }

    /// The main boxes' width: half of a wide drawing, nearly all of a narrow one.
    private var mainWidth: Double {
        let room = options.width - 2 * Self.margin
        return options.isNarrow ? room : (room * 0.5).rounded()
    }

    /// Where the boxes at the side begin.
    private var sideLeft: Double {
        options.isNarrow ? Self.margin + 44 : Self.margin + mainWidth + 30
    }

    /// Where the line from step to step runs.
    private var spine: Double { options.isNarrow ? Self.margin + 22 : Self.margin + (mainWidth / 2).rounded() }

    var frame: ChartFrame { chart.frame }

    mutating func paintContents(from top: Double) -> Double {
        var y = top
        for (index, step) in chart.steps.enumerated() {
            paintBox(step, &y)
            let isLast = index == chart.steps.count - 1
            if !isLast { paintWay(step.leaving, &y) }
        }
        if !chart.completeness.isEmpty { paintCompleteness(&y) }
        return y
    }

    // MARK: Boxes

    /// A line of a box: a text with a number at the right, or without one.
    private struct BoxLine {
        var texts: [String]
        var count: String
        var style: TextStyle
        var ink: Ink
    }

    private func boxLine(_ text: String, _ count: String, _ style: TextStyle, _ ink: Ink, width: Double) -> BoxLine {
        let room = width - 2 * Self.padding - (count.isEmpty ? 0 : style.width(count) + 14)
        return BoxLine(texts: lines(text, style, width: max(60, room), limit: 4), count: count, style: style, ink: ink)
    }

    private func height(_ lines: [BoxLine]) -> Double {
        lines.reduce(2 * Self.padding) { $0 + Double($1.texts.count) * $1.style.lineHeight }
    }

    private mutating func paint(_ lines: [BoxLine], _ box: Box, fill: Ink) {
        canvas.rectangle(box, fill: fill, stroke: .edge, cornerRadius: 3)
        var y = box.top + Self.padding
        for line in lines {
            let baseline = y + line.style.ascent
            canvas.text(line.texts, at: Point(box.left + Self.padding, baseline), line.style, line.ink)
            canvas.text(line.count, at: Point(box.right - Self.padding, baseline), line.style, line.ink, anchor: .end)
            y += Double(line.texts.count) * line.style.lineHeight
        }
    }

    private mutating func paintBox(_ step: FlowChart.Step, _ y: inout Double) {
        let lines =
            [boxLine(step.label, step.count, .section, .text, width: mainWidth)]
            + step.details.map { boxLine($0, "", .small, .muted, width: mainWidth) }
        let box = Box(left: Self.margin, top: y, width: mainWidth, height: height(lines))
        paint(lines, box, fill: .soft)
        y = box.bottom
    }

    /// The line to the next box, and to the side the box of what leaves.
    private mutating func paintWay(_ leaving: [FlowChart.Leaving], _ y: inout Double) {
        let top = y
        guard !leaving.isEmpty else {
            y += Self.arrow
            return paintArrow(Point(spine, top), Point(spine, y))
        }
        let width = options.width - Self.margin - sideLeft
        let lines = leaving.map { boxLine($0.reason, $0.count, .label, .text, width: width) }
        let box = Box(left: sideLeft, top: top + 12, width: width, height: height(lines))
        y = box.bottom + 16
        paintArrow(Point(spine, top), Point(spine, y))
        paintArrow(Point(spine, box.centre.y), Point(sideLeft, box.centre.y))
        paint(lines, box, fill: .paper)
    }

    /// A line with a head, straight down or to the right.
    private mutating func paintArrow(_ start: Point, _ end: Point) {
        canvas.line(start, end, .edge, width: 1.4)
        let isDown = start.x == end.x
        let wings =
            isDown
            ? [Point(end.x - 4.5, end.y - 6), end, Point(end.x + 4.5, end.y - 6)]
            : [Point(end.x - 6, end.y - 4.5), end, Point(end.x - 6, end.y + 4.5)]
        canvas.path(wings, .edge, width: 1.4)
    }

    // MARK: What is complete

    private mutating func paintCompleteness(_ y: inout Double) {
        let style = TextStyle.label
        let top = y
        y += Self.arrow
        paintArrow(Point(spine, top), Point(spine, y))
        let left = Self.margin
        let width = options.width - 2 * Self.margin
        let inner = width - 2 * Self.padding
        let texts = chart.completeness.map { style.width($0.text) }.max() ?? 0
        let longest = chart.completeness.map { style.width($0.label) }.max() ?? 0
        let labelWidth = options.isNarrow ? inner : min(longest, max(140, inner * 0.36))
        let barLeft = left + Self.padding + (options.isNarrow ? 0 : labelWidth + 14)
        let barWidth = max(30, left + width - Self.padding - texts - 12 - barLeft)
        let frameTop = y
        y += Self.padding
        var rows: [(FlowChart.Completeness, [String], first: Double, middle: Double)] = []
        let titles = lines(chart.completenessTitle, .section, width: inner)
        let titleTop = y
        y += Double(titles.count) * TextStyle.section.lineHeight + 4
        for row in chart.completeness {
            let labels = lines(row.label, style, width: labelWidth)
            let text = Double(labels.count) * style.lineHeight
            if options.isNarrow {
                rows.append((row, labels, y + style.ascent, y + text + style.lineHeight / 2))
                y += text + style.lineHeight + 4
            } else {
                let height = max(22, text + 4)
                let first = y + (height - text) / 2 + style.lineHeight / 2 + style.size * 0.36
                rows.append((row, labels, first, y + height / 2))
                y += height
            }
        }
        y += Self.padding
        let frame = Box(left: left, top: frameTop, width: width, height: y - frameTop)
        canvas.rectangle(frame, fill: .soft, stroke: .edge, cornerRadius: 3)
        canvas.text(titles, at: Point(left + Self.padding, titleTop + TextStyle.section.ascent), .section)
        for (row, labels, first, middle) in rows {
            canvas.mark(row.label + ": " + row.text) { canvas in
                canvas.text(labels, at: Point(left + Self.padding, first), .label)
                let bar = Box(left: barLeft, top: middle - 5, width: barWidth, height: 10)
                if row.isHidden {
                    canvas.hatched(bar)
                } else if let share = row.share {
                    canvas.rectangle(bar, fill: .grid)
                    var filled = bar
                    filled.width = bar.width * min(1, max(0, share))
                    canvas.rectangle(filled, fill: .accent)
                }
                let baseline = middle + style.size * 0.36
                let end = Point(left + width - Self.padding, baseline)
                canvas.text(row.text, at: end, .label, row.share == nil ? .muted : .text, anchor: .end)
            }
        }
    }
}
