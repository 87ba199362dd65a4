// How combinations are drawn.

/// Draws one chart from top to bottom.
struct CoOccurrencePainter: ChartPainter {
    private let chart: CoOccurrenceChart
    let options: ChartOptions
    var canvas: Canvas
    private static let plotHeight = 150.0
    private static let rowHeight = 22.0
    /// The most that a column may be wide.
    private static let widestColumn = 54.0

    init(_ chart: CoOccurrenceChart, _ options: ChartOptions) {
        self.chart = chart
        self.options = options
        canvas = Canvas(prefix: options.prefix)
    }

    private var combinations: [CoOccurrenceChart.Combination] { chart.combinations }

    /// What the longest bar stands for. The others together are no bar: they would dwarf what the chart is about.
    private var greatest: Double { Double(max(1, combinations.map(\.count).max() ?? 0)) }

    var frame: ChartFrame { chart.frame }

    mutating func paintContents(from top: Double) -> Double {
        var y = top
        if combinations.isEmpty {
            y += 4
        } else if columnWidth < widestCount {
            paintList(&y)
        } else {
            paintMatrix(&y)
        }
        if let rest = chart.rest { paintRest(rest, &y) }
        return y
    }

    // MARK: Dots and bars

    private var labelWidth: Double {
        let longest = chart.sets.map { TextStyle.label.width($0) }.max() ?? 0
        return min(longest, max(130, options.width * 0.3))
    }

    private var columnsLeft: Double { Self.margin + labelWidth + 14 }

    private var columnWidth: Double {
        guard !options.isNarrow else { return 0 }
        let room = options.width - Self.margin - columnsLeft
        return min(Self.widestColumn, (room / Double(max(1, combinations.count))).rounded(.down))
    }

    /// What the count above a bar takes.
    private var widestCount: Double {
        let style = TextStyle.small
        let texts = combinations.flatMap { [$0.countText, $0.shareText] }
        return max(16, texts.map { style.width($0) }.max() ?? 0) + 3
    }

    private mutating func paintMatrix(_ y: inout Double) {
        let (margin, width, greatest) = (Self.margin, columnWidth, greatest)
        let top = y + 2 * TextStyle.small.lineHeight + 2
        let bottom = top + Self.plotHeight
        let left = columnsLeft
        let right = left + Double(combinations.count) * width
        canvas.line(Point(left, bottom), Point(right, bottom), .edge)
        // Rows of dots below the bars; every second one on a soft ground.
        var rows: [(lines: [String], top: Double, height: Double)] = []
        var rowTop = bottom + 10
        for label in chart.sets {
            let labels = lines(label, .label, width: labelWidth)
            let height = max(Self.rowHeight, Double(labels.count) * TextStyle.label.lineHeight + 4)
            rows.append((labels, rowTop, height))
            rowTop += height
        }
        for (index, row) in rows.enumerated() {
            if index % 2 == 0 {
                let box = Box(left: margin - 4, top: row.top, width: right - margin + 8, height: row.height)
                canvas.rectangle(box, fill: .soft)
            }
            let text = Double(row.lines.count) * TextStyle.label.lineHeight
            let first = row.top + (row.height - text) / 2 + TextStyle.label.lineHeight / 2 + TextStyle.label.size * 0.36
            canvas.text(row.lines, at: Point(margin, first), .label)
        }
        for (column, combination) in combinations.enumerated() {
            let middle = left + (Double(column) + 0.5) * width
            let barTop = bottom - Self.plotHeight * Double(combination.count) / greatest
            canvas.mark(combination.detail) { canvas in
                let barWidth = min(22, width - 6)
                canvas.rectangle(
                    Box(left: middle - barWidth / 2, top: barTop, width: barWidth, height: max(0.5, bottom - barTop)),
                    fill: .accent
                )
                var texts = [combination.countText]
                if !combination.shareText.isEmpty { texts.append(combination.shareText) }
                for (line, text) in texts.reversed().enumerated() {
                    let place = Point(middle, barTop - 4 - Double(line) * TextStyle.small.lineHeight)
                    let isCount = line == texts.count - 1
                    canvas.text(text, at: place, .small, isCount ? .text : .muted, anchor: .middle)
                }
                let members = Set(combination.sets)
                let centres = rows.indices.map { Point(middle, rows[$0].top + rows[$0].height / 2) }
                let inside = centres.indices.filter(members.contains)
                if let first = inside.first, let last = inside.last, first < last {
                    canvas.line(centres[first], centres[last], .accent, width: 2)
                }
                for (row, centre) in centres.enumerated() {
                    canvas.dot(centre, radius: members.contains(row) ? 5 : 2, members.contains(row) ? .accent : .edge)
                }
            }
        }
        y = rowTop
    }

    /// The combinations that are not drawn, as a line of text.
    private mutating func paintRest(_ rest: CoOccurrenceChart.Combination, _ y: inout Double) {
        let (style, margin) = (TextStyle.label, Self.margin)
        y += combinations.isEmpty ? 0 : 8
        let texts = lines("\(rest.label): \(Self.listText(rest))", style, width: options.width - 2 * margin)
        let first = Point(margin, y + style.ascent)
        canvas.mark(rest.detail) { $0.text(texts, at: first, .label) }
        y += Double(texts.count) * style.lineHeight
    }

    // MARK: A list with bars

    private mutating func paintList(_ y: inout Double) {
        let (margin, greatest) = (Self.margin, greatest)
        let room = options.width - 2 * margin
        let texts = combinations.map { TextStyle.label.width(Self.listText($0)) }.max() ?? 0
        let barWidth = max(40, room - texts - 8)
        for combination in combinations {
            let labels = lines(combination.label, .label, width: room)
            let top = y
            canvas.mark(combination.detail) { canvas in
                canvas.text(labels, at: Point(margin, top + TextStyle.label.ascent), .label)
                let barTop = top + Double(labels.count) * TextStyle.label.lineHeight + 1
                let length = max(1, barWidth * Double(combination.count) / greatest)
                canvas.rectangle(
                    Box(left: margin, top: barTop, width: length, height: 12),
                    fill: .accent
                )
                let end = Point(margin + length + 6, barTop + 10.5)
                canvas.text(Self.listText(combination), at: end, .label, .muted)
            }
            y += Double(labels.count) * TextStyle.label.lineHeight + 15 + 8
        }
    }

    private static func listText(_ combination: CoOccurrenceChart.Combination) -> String {
        combination.shareText.isEmpty ? combination.countText : "\(combination.countText) (\(combination.shareText))"
    }
}
