// A small histogram with its quartiles below, as a part of a chart.

/// How the values of a number are distributed.
package struct Histogram: Sendable {
    /// Neighbouring values that are counted together.
    package struct Bin: Sendable {
        /// From where to where it is drawn.
        package var range: ClosedRange<Double>
        /// Its share from 0 to 1; nil where it is not shown.
        package var share: Double?
        /// What a pointer over it shows.
        package var detail: String

        package init(range: ClosedRange<Double>, share: Double?, detail: String) {
            self.range = range
            self.share = share
            self.detail = detail
        }

        fileprivate var width: Double { range.upperBound - range.lowerBound }
    }

    /// The bins from low to high.
    package var bins: [Bin]
    /// The quartiles, as far as they are shown.
    package var lower: Double?, median: Double?, upper: Double?

    package init(bins: [Bin], lower: Double? = nil, median: Double? = nil, upper: Double? = nil) {
        self.bins = bins
        self.lower = lower
        self.median = median
        self.upper = upper
    }

    private static let barHeight = 52.0
    private static let boxHeight = 14.0

    /// The height of the drawing.
    static var height: Double { barHeight + boxHeight + TextStyle.small.lineHeight + 8 }

    /// Draws it with its top left corner at `point`: areas are shares, whatever the widths of the bins.
    func paint(on canvas: inout Canvas, at point: Point, width: Double) {
        guard let low = bins.first?.range.lowerBound, let high = bins.last?.range.upperBound, low < high else { return }
        func place(_ value: Double) -> Double {
            point.x + min(1, max(0, (value - low) / (high - low))) * width
        }
        let densest = bins.compactMap { bin in bin.share.map { $0 / max(bin.width, 1e-9) } }.max() ?? 0
        let baseline = point.y + Self.barHeight
        for bin in bins where bin.width > 0 {
            let (left, right) = (place(bin.range.lowerBound), place(bin.range.upperBound))
            canvas.mark(bin.detail) { canvas in
                guard let share = bin.share else {
                    canvas.hatched(
                        Box(left: left + 0.5, top: baseline - 16, width: max(1, right - left - 1), height: 16)
                    )
                    return
                }
                let height = densest > 0 ? share / bin.width / densest * Self.barHeight : 0
                let drawn = share > 0 ? max(1, height) : 0.5
                canvas.rectangle(
                    Box(left: left + 0.5, top: baseline - drawn, width: max(1, right - left - 1), height: drawn),
                    fill: .accent
                )
            }
        }
        canvas.line(Point(point.x, baseline), Point(point.x + width, baseline), .edge)
        let middle = baseline + Self.boxHeight / 2 + 1
        if let lower, let upper {
            canvas.line(Point(place(lower), middle), Point(place(upper), middle), .bound, width: 5)
        }
        if let median { canvas.dot(Point(place(median), middle), radius: 3.5, .accent) }
        paintTicks(on: &canvas, from: low, to: high, at: place, top: baseline + Self.boxHeight)
    }

    private func paintTicks(
        on canvas: inout Canvas,
        from low: Double,
        to high: Double,
        at place: (Double) -> Double,
        top: Double
    ) {
        let scale = LinearScale(greatest: high - low, count: 6, places: 0...1)
        guard scale.ticks.count > 1 else { return }
        let step = scale.ticks[1]
        var right = -Double.infinity
        var number = (low / step).rounded(.up)
        while number * step <= high {
            let value = number * step
            number += 1
            let text = (value < 0 ? "−" : "") + scale.text(abs(value))
            let half = TextStyle.small.width(text) / 2
            let x = place(value)
            // Labels keep clear of each other, and within the drawing.
            guard x - half > right + 4, x - half >= place(low) - 6, x + half <= place(high) + 6 else { continue }
            canvas.line(Point(x, top), Point(x, top + 3), .edge)
            canvas.text(text, at: Point(x, top + 4 + TextStyle.small.ascent), .small, .muted, anchor: .middle)
            right = x + half
        }
    }
}
