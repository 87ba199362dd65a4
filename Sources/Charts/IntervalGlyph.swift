// A share with its interval as a small picture, for a cell of a table beside the numbers.

/// A dot with its interval, on a line that the style sheet paints from 0 to a greatest share, so that the cells of a column can be compared at a glance.
package struct IntervalGlyph: Sendable, Hashable {
    private let value: Double
    private let interval: ClosedRange<Double>?
    private let greatest: Double

    private static let width = 120.0, height = 12.0, margin = 4.0

    /// Makes a picture of a share from 0 to 1 and its interval; `greatest` is the end of the line for all cells of the column.
    package init(value: Double, interval: ClosedRange<Double>?, greatest: Double) {
        self.value = value
        self.interval = interval
        self.greatest = max(greatest, 1e-9)
    }

    private func place(_ share: Double) -> Double {
        Self.margin + (Self.width - 2 * Self.margin) * min(1, max(0, share / greatest))
    }

    /// The picture as an element of an HTML page that has ``StyleSheet/inline``. The page's style sheet says how large it is, how
    /// wide the interval's line, and paints the line below. It says nothing to those who do not see it: the numbers stand beside it.
    package var fragment: String {
        let middle = Self.height / 2
        var elements: [SVGElement] = []
        if let interval {
            let (low, high) = (Point(place(interval.lowerBound), middle), Point(place(interval.upperBound), middle))
            elements.append(SVGElement(.line, SVGAttribute.ends(low, high) + SVGAttribute.stroke(.accent)))
        }
        elements.append(
            SVGElement(
                .circle,
                SVGAttribute.centre(Point(place(value), middle)) + [.radius(3.5)] + SVGAttribute.fill(.accent)
            )
        )
        var text = ""
        SVGElement(
            .svg,
            [
                .class("glyph"), .viewBox(width: Self.width, height: Self.height), .decorative,
            ],
            elements
        ).append(to: &text, keepsFallbacks: false)
        return text
    }
}
