// How bars of several distributions are drawn.

/// Draws the panels in columns.
struct DistributionPainter: ChartPainter {
    private let chart: DistributionChart
    let options: ChartOptions
    var canvas: Canvas
    /// The greatest share of all panels: bars of equal length mean equal shares.
    private let greatest: Double

    private static let narrowestPanel = 230.0
    private static let gap = 28.0

    init(_ chart: DistributionChart, _ options: ChartOptions) {
        self.chart = chart
        self.options = options
        canvas = Canvas(prefix: options.prefix)
        greatest = max(1e-9, chart.panels.flatMap(\.bars).compactMap(\.share).max() ?? 1)
    }

    var frame: ChartFrame { chart.frame }

    mutating func paintContents(from top: Double) -> Double {
        var y = top
        let room = options.width - 2 * Self.margin
        let fitting = Int((room + Self.gap) / (Self.narrowestPanel + Self.gap))
        let columns = max(1, min(chart.panels.count, fitting))
        let bands = BandScale(count: columns, places: Self.margin...options.width - Self.margin, gap: Self.gap)
        // Each panel goes where there is most room left.
        var bottoms = Array(repeating: y, count: columns)
        for panel in chart.panels {
            let column = bottoms.indices.min { (bottoms[$0], $0) < (bottoms[$1], $1) } ?? 0
            let (left, top) = (bands.start(of: column), bottoms[column] + (bottoms[column] > y ? 18 : 0))
            let head = head(panel, width: bands.width)
            paint(head, at: Point(left, top))
            var below = top + height(head) + 4
            if let histogram = panel.histogram {
                histogram.paint(on: &canvas, at: Point(left, below + 4), width: bands.width)
                below += Histogram.height + 8
            }
            bottoms[column] = paint(panel, left: left, width: bands.width, top: below)
        }
        y = bottoms.max() ?? y
        return y
    }

    private typealias Head = (title: [String], subtitle: [String])

    private func head(_ panel: DistributionChart.Panel, width: Double) -> Head {
        (
            lines(panel.title, .section, width: width),
            panel.subtitle.isEmpty ? [] : lines(panel.subtitle, .small, width: width)
        )
    }

    private func height(_ head: Head) -> Double {
        Double(head.title.count) * TextStyle.section.lineHeight + Double(head.subtitle.count)
            * TextStyle.small.lineHeight
    }

    private mutating func paint(_ head: Head, at point: Point) {
        canvas.text(head.title, at: Point(point.x, point.y + TextStyle.section.ascent), .section)
        let below = point.y + Double(head.title.count) * TextStyle.section.lineHeight
        canvas.text(head.subtitle, at: Point(point.x, below + TextStyle.small.ascent), .small, .muted)
    }

    /// Draws a panel's bars; returns where they end.
    private mutating func paint(_ panel: DistributionChart.Panel, left: Double, width: Double, top: Double) -> Double {
        let style = TextStyle.label
        let longest = panel.bars.map { style.width($0.label) }.max() ?? 0
        let labelWidth = min(longest, width * 0.42)
        let texts = panel.bars.map { TextStyle.small.width($0.text) }.max() ?? 0
        let barLeft = left + labelWidth + 8
        let barWidth = max(12, left + width - texts - 8 - barLeft)
        let greatest = greatest
        var y = top
        for bar in panel.bars {
            let labels = lines(bar.label, style, width: labelWidth, limit: 3)
            let text = Double(labels.count) * style.lineHeight
            let height = max(20, text + 3)
            let middle = y + height / 2
            canvas.mark(bar.label + ": " + bar.text) { canvas in
                let first = y + (height - text) / 2 + style.lineHeight / 2 + style.size * 0.36
                canvas.text(labels, at: Point(left, first), .label)
                var end = barLeft
                if let share = bar.share {
                    let length = barWidth * min(1, max(0, share / greatest))
                    let box = Box(left: barLeft, top: middle - 7, width: max(1, length), height: 14)
                    canvas.rectangle(box, fill: bar.isUnknown ? .bound : .accent)
                    end = box.right
                } else {
                    let box = Box(left: barLeft, top: middle - 7, width: min(36, barWidth), height: 14)
                    canvas.hatched(box)
                    end = box.right
                }
                let baseline = Point(end + 6, middle + TextStyle.small.size * 0.36)
                canvas.text(bar.text, at: baseline, .small, .muted)
            }
            y += height
        }
        return y
    }
}
