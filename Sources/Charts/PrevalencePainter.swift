// How a dot plot of shares is laid out and drawn.

/// Draws one chart from top to bottom.
struct PrevalencePainter: ChartPainter {
    private let chart: PrevalenceChart
    let options: ChartOptions
    var canvas: Canvas
    private let columns: Columns
    private let axis: LinearScale

    /// Where things stand from left to right.
    private struct Columns {
        /// The width of labels.
        var label: Double
        /// Where the axis begins and ends.
        var plot: ClosedRange<Double>
        /// Where values begin, where shares end among them, and where counts end.
        var values: Double, shares: Double, counts: Double
    }

    init(_ chart: PrevalenceChart, _ options: ChartOptions) {
        self.chart = chart
        self.options = options
        canvas = Canvas(prefix: options.prefix)
        columns = Self.columns(chart, options)
        axis = LinearScale(
            greatest: chart.greatest > 0 ? chart.greatest * 100 : 100,
            limit: 100,
            count: Int(((columns.plot.upperBound - columns.plot.lowerBound) / 28).rounded(.down)),
            places: columns.plot
        )
    }

    private static func columns(_ chart: PrevalenceChart, _ options: ChartOptions) -> Columns {
        let rows = chart.sections.flatMap(\.rows)
        let style = TextStyle.label
        var (shareWidth, intervalWidth, countWidth) = (0.0, 0.0, TextStyle.small.width("n/N"))
        var valueWidth = TextStyle.small.width(title(chart))
        for row in rows {
            switch row.state {
            case .estimate(let estimate):
                shareWidth = max(shareWidth, style.width(estimate.text))
                intervalWidth = max(intervalWidth, style.width(estimate.intervalText))
                countWidth = max(countWidth, style.width(estimate.countText))
            case .hidden(let text), .none(let text, _): valueWidth = max(valueWidth, style.width(text))
            }
        }
        valueWidth = max(valueWidth, shareWidth + gap + intervalWidth)
        let right = options.width - margin
        if options.isNarrow {
            let values = right - valueWidth
            return Columns(
                label: options.width - 2 * margin,
                plot: margin + 6...max(margin + 60, values - 14),
                values: values,
                shares: values + shareWidth,
                counts: right
            )
        }
        let longest = rows.map { style.width($0.label) }.max() ?? 0
        let label = min(longest, max(140, options.width * 0.31))
        let values = right - countWidth - 16 - valueWidth
        let start = margin + label + 18
        return Columns(
            label: label,
            plot: start...max(start + 80, values - 18),
            values: values,
            shares: values + shareWidth,
            counts: right
        )
    }

    /// Between a share and its interval.
    private static let gap = 8.0

    private static func title(_ chart: PrevalenceChart) -> String { "prevalence, " + chart.intervalTitle }

    // MARK: From top to bottom

    var frame: ChartFrame { chart.frame }
    var gapAboveNotes: Double { 6 }
    /// Values that need more room than there is take it.
    var width: Double { max(options.width, columns.counts + Self.margin) }

    mutating func paintContents(from top: Double) -> Double {
        var y = top
        y = paintColumnTitles(y)
        let rows = chart.sections.flatMap(\.rows)
        let places = layOut(from: &y)
        paintGrid(places.grids)
        paintTicks(y + 3 + TextStyle.small.ascent)
        for (section, height) in places.sections {
            canvas.text(section, at: Point(Self.margin, height), .section)
        }
        for (row, place) in zip(rows, places.rows) { paint(row, place) }
        y = paintKey(y + TextStyle.small.lineHeight + 10)
        return y
    }

    /// Where a row's label begins and its mark stands.
    private struct RowPlace {
        var lines: [String]
        var firstBaseline: Double
        var middle: Double
    }

    /// What stands where: lines of headings, rows, and from where to where each section's rows reach.
    private typealias Places = (sections: [(String, Double)], rows: [RowPlace], grids: [ClosedRange<Double>])

    private func layOut(from y: inout Double) -> Places {
        var (sections, rows, grids): Places = ([], [], [])
        let style = TextStyle.label
        for section in chart.sections where !section.rows.isEmpty {
            if !section.title.isEmpty {
                y += sections.isEmpty && rows.isEmpty ? 2 : 8
                for line in lines(section.title, .section, width: options.width - 2 * Self.margin) {
                    sections.append((line, y + TextStyle.section.ascent))
                    y += TextStyle.section.lineHeight
                }
                y += 3
            }
            let top = y
            defer { if !options.isNarrow { grids.append(top...y) } }
            for row in section.rows {
                if options.isNarrow {
                    let count = TextStyle.small.width(countText(row)) + 12
                    let labels = lines(row.label, style, width: columns.label - count)
                    let text = Double(labels.count) * style.lineHeight
                    rows.append(
                        RowPlace(
                            lines: labels,
                            firstBaseline: y + style.ascent,
                            middle: y + text + style.lineHeight / 2
                        )
                    )
                    grids.append(y + text...y + text + style.lineHeight)
                    y += text + style.lineHeight + 8
                } else {
                    let labels = lines(row.label, style, width: columns.label)
                    let height = max(22, Double(labels.count) * style.lineHeight + 6)
                    let text = Double(labels.count) * style.lineHeight
                    let first = y + (height - text) / 2 + style.lineHeight / 2 + style.size * 0.36
                    rows.append(RowPlace(lines: labels, firstBaseline: first, middle: y + height / 2))
                    y += height
                }
            }
        }
        return (sections, rows, grids)
    }

    private func countText(_ row: PrevalenceChart.Row) -> String {
        if case .estimate(let estimate) = row.state { estimate.countText } else { "" }
    }

    // MARK: Around the rows

    private mutating func paintColumnTitles(_ y: Double) -> Double {
        let baseline = y + TextStyle.small.ascent
        if !options.isNarrow {
            canvas.text(Self.title(chart), at: Point(columns.values, baseline), .small, .muted)
        }
        let counts = options.isNarrow ? "n/N, and below it " + Self.title(chart) : "n/N"
        canvas.text(counts, at: Point(columns.counts, baseline), .small, .muted, anchor: .end)
        return y + TextStyle.small.lineHeight + 4
    }

    private mutating func paintGrid(_ grids: [ClosedRange<Double>]) {
        for grid in grids {
            for tick in axis.ticks {
                let x = axis.place(of: tick)
                canvas.line(Point(x, grid.lowerBound), Point(x, grid.upperBound), tick == 0 ? .edge : .grid)
            }
        }
    }

    private mutating func paintTicks(_ baseline: Double) {
        let step = tickStep
        for (index, tick) in axis.ticks.enumerated() where index % step == 0 {
            let text = axis.text(tick) + " %"
            canvas.text(text, at: Point(axis.place(of: tick), baseline), .small, .muted, anchor: .middle)
        }
    }

    /// Every how many ticks have a label, so that none touches the next.
    private var tickStep: Int {
        guard axis.ticks.count > 1 else { return 1 }
        let widest = axis.ticks.map { TextStyle.small.width(axis.text($0) + " %") }.max() ?? 0
        let apart = axis.place(of: axis.ticks[1]) - axis.place(of: axis.ticks[0])
        return max(1, Int(((widest + 6) / apart).rounded(.up)))
    }

    /// What the marks mean, each beside an example of it.
    private mutating func paintKey(_ y: Double) -> Double {
        let states = chart.sections.flatMap(\.rows).map(\.state)
        let hasEstimate = states.contains { if case .estimate = $0 { true } else { false } }
        guard hasEstimate else { return y }
        var items: [(String, (inout Canvas, Double, Double) -> Void)] = [
            ("prevalence", { $0.dot(Point($1 + 10, $2), radius: 3.6, .accent) }),
            (
                chart.intervalTitle,
                { Self.interval(&$0, $1...$1 + 20, $2) }
            ),
        ]
        let hasBounds = states.contains { state in
            switch state {
            case .estimate(let estimate): estimate.bounds != nil
            case .none(_, let bounds): bounds != nil
            case .hidden: false
            }
        }
        if hasBounds {
            items.append(
                (
                    "from all undetermined absent to all present",
                    { $0.line(Point($1, $2), Point($1 + 20, $2), .bound, width: 4) }
                )
            )
        }
        if states.contains(where: { if case .hidden = $0 { true } else { false } }) {
            items.append(
                ("hidden", { $0.hatched(Box(left: $1, top: $2 - 4, width: 20, height: 8)) })
            )
        }
        var (x, y) = (Self.margin, y)
        for (text, draw) in items {
            let width = 26 + TextStyle.small.width(text)
            if x > Self.margin, x + width > options.width - Self.margin {
                x = Self.margin
                y += TextStyle.small.lineHeight
            }
            let middle = y + TextStyle.small.lineHeight / 2
            draw(&canvas, x, middle)
            canvas.text(text, at: Point(x + 26, middle + 4), .small, .muted)
            x += width + 18
        }
        return y + TextStyle.small.lineHeight
    }

    // MARK: A row

    private mutating func paint(_ row: PrevalenceChart.Row, _ place: RowPlace) {
        let (axis, columns, isNarrow) = (axis, columns, options.isNarrow)
        func x(_ share: Double) -> Double { axis.place(of: share * 100) }
        func bounds(_ canvas: inout Canvas, _ range: ClosedRange<Double>) {
            // Bounds of no width are still there.
            let (low, high) = (x(range.lowerBound), x(range.upperBound))
            let width = max(2, high - low)
            canvas.rectangle(
                Box(left: (low + high - width) / 2, top: place.middle - 2, width: width, height: 4),
                fill: .bound
            )
        }
        canvas.mark(row.detail) { canvas in
            canvas.text(place.lines, at: Point(Self.margin, place.firstBaseline), .label)
            let baseline = place.middle + TextStyle.label.size * 0.36
            let values = Point(columns.values, baseline)
            switch row.state {
            case .estimate(let estimate):
                if let range = estimate.bounds { bounds(&canvas, range) }
                if let interval = estimate.interval {
                    Self.interval(&canvas, x(interval.lowerBound)...x(interval.upperBound), place.middle)
                }
                canvas.dot(Point(x(estimate.value), place.middle), radius: 3.6, .accent)
                canvas.text(estimate.text, at: Point(columns.shares, baseline), .label, anchor: .end)
                let interval = Point(columns.shares + Self.gap, baseline)
                canvas.text(estimate.intervalText, at: interval, .label, .muted)
                canvas.text(
                    estimate.countText,
                    at: Point(columns.counts, isNarrow ? place.firstBaseline : baseline),
                    isNarrow ? .small : .label,
                    .muted,
                    anchor: .end
                )
            case .hidden(let text):
                let width = columns.plot.upperBound - columns.plot.lowerBound
                canvas.hatched(Box(left: columns.plot.lowerBound, top: place.middle - 4, width: width, height: 8))
                canvas.text(text, at: values, .label, .muted)
            case .none(let text, let range):
                if let range { bounds(&canvas, range) }
                canvas.text(text, at: values, .label, .muted)
            }
        }
    }

    /// An interval with a short stroke at each end, that shows where the dot covers the line.
    private static func interval(_ canvas: inout Canvas, _ range: ClosedRange<Double>, _ middle: Double) {
        let (low, high) = (range.lowerBound, range.upperBound)
        canvas.line(Point(low, middle), Point(high, middle), .accent, width: 1.6)
        for end in [low, high] { canvas.line(Point(end, middle - 4.5), Point(end, middle + 4.5), .accent, width: 1.6) }
    }
}
