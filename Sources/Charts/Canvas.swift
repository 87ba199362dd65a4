// Where a chart puts its lines, boxes and texts.

/// Where a text stands relative to its point.
package enum TextAnchor: String, Sendable {
    case start, middle, end
}

/// A text on a drawing.
package struct PlacedLabel: Sendable, Hashable {
    /// The text.
    package let text: String
    /// Its corners in order around it, at most.
    package let corners: [Point]
}

/// A drawing in the making: elements in the order in which they are painted, and a list of the texts.
struct Canvas {
    let prefix: String
    private(set) var elements: [SVGElement] = []
    private(set) var labels: [PlacedLabel] = []
    /// The texts of the marks, in order.
    private(set) var details: [String] = []
    private var hasHatch = false
    /// How the texts of a mark are set, so that each of them need not say it.
    private var inherited: TextSetting?

    /// How a text is set.
    struct TextSetting: Equatable {
        var style: TextStyle
        var ink: Ink
        var anchor: TextAnchor

        /// What must be said where `outer` is in force; without one, what the root says: labels that start at their point.
        fileprivate func attributes(within outer: TextSetting?) -> [SVGAttribute] {
            let style = outer?.style ?? .label
            var attributes: [SVGAttribute] = []
            if self.style.size != style.size { attributes.append(.fontSize(self.style.size)) }
            if self.style.isBold != style.isBold { attributes.append(self.style.isBold ? .bold : .notBold) }
            if anchor != outer?.anchor ?? .start { attributes.append(.anchor(anchor)) }
            if ink != outer?.ink { attributes += SVGAttribute.fill(ink) }
            return attributes
        }
    }

    init(prefix: String) { self.prefix = prefix }

    private var hatchID: String { prefix + "-hatch" }

    /// The elements, with the definitions that they need.
    var finished: [SVGElement] {
        guard hasHatch else { return elements }
        let line = SVGElement(
            .line,
            SVGAttribute.ends(Point(0, 0), Point(0, 6)) + SVGAttribute.stroke(.edge, width: 1.6)
        )
        let pattern = SVGElement(
            .pattern,
            [.id(hatchID), .width(6), .height(6), .hatchUnits, .hatchTransform],
            [line]
        )
        return [SVGElement(.defs, [], [pattern])] + elements
    }

    // MARK: Shapes

    mutating func line(_ start: Point, _ end: Point, _ ink: Ink, width: Double = 1, dashes: [Double] = []) {
        elements.append(
            SVGElement(
                .line,
                SVGAttribute.ends(start, end) + SVGAttribute.stroke(ink, width: width)
                    + (dashes.isEmpty ? [] : [.dashes(dashes)])
            )
        )
    }

    /// Straight lines from point to point.
    mutating func path(_ points: [Point], _ ink: Ink, width: Double = 1) {
        elements.append(
            SVGElement(.path, [.path(points), .noFill] + SVGAttribute.stroke(ink, width: width))
        )
    }

    mutating func rectangle(_ box: Box, fill: Ink, stroke: Ink? = nil, cornerRadius: Double = 0) {
        let paint = stroke.map { SVGAttribute.fill(fill, stroke: $0) } ?? SVGAttribute.fill(fill)
        let corners: [SVGAttribute] = cornerRadius > 0 ? [.cornerRadius(cornerRadius)] : []
        elements.append(SVGElement(.rect, SVGAttribute.box(box) + corners + paint))
    }

    /// A rectangle that says that something is there which may not be shown.
    mutating func hatched(_ box: Box) {
        hasHatch = true
        elements.append(SVGElement(.rect, SVGAttribute.box(box) + [.fill(patternID: hatchID)]))
    }

    /// The outline of a place where nothing was counted.
    mutating func outline(_ box: Box) {
        elements.append(
            SVGElement(.rect, SVGAttribute.box(box) + [.noFill, .dashes([2, 2])] + SVGAttribute.stroke(.edge))
        )
    }

    mutating func dot(_ centre: Point, radius: Double, _ ink: Ink) {
        elements.append(SVGElement(.circle, SVGAttribute.centre(centre) + [.radius(radius)] + SVGAttribute.fill(ink)))
    }

    /// Marks that belong together, with the text that a pointer over them shows, and how most of their texts are set.
    mutating func mark(_ title: String, _ setting: TextSetting? = nil, _ draw: (inout Canvas) -> Void) {
        var inner = Canvas(prefix: prefix)
        inner.inherited = setting
        draw(&inner)
        labels += inner.labels
        details.append(title)
        hasHatch = hasHatch || inner.hasHatch
        let title = SVGElement(.title, text: title)
        elements.append(SVGElement(.g, setting?.attributes(within: nil) ?? [], [title] + inner.elements))
    }

    // MARK: Text

    /// A line of text with its baseline at `point`. Nothing is drawn for an empty one.
    mutating func text(
        _ text: String,
        at point: Point,
        _ style: TextStyle,
        _ ink: Ink = .text,
        anchor: TextAnchor = .start,
        isSlanted: Bool = false
    ) {
        guard !text.isEmpty else { return }
        var attributes: [SVGAttribute] = [.x(point.x), .y(point.y)]
        attributes += TextSetting(style: style, ink: ink, anchor: anchor).attributes(within: inherited)
        if isSlanted { attributes.append(.slanted(around: point)) }
        elements.append(SVGElement(.text, attributes, text: text))
        labels.append(PlacedLabel(text: text, corners: corners(text, point, style, anchor, isSlanted)))
    }

    /// Lines of text below each other, the first with its baseline at `point`.
    mutating func text(
        _ lines: [String],
        at point: Point,
        _ style: TextStyle,
        _ ink: Ink = .text,
        anchor: TextAnchor = .start
    ) {
        for (index, line) in lines.enumerated() {
            text(line, at: Point(point.x, point.y + Double(index) * style.lineHeight), style, ink, anchor: anchor)
        }
    }

    private func corners(
        _ text: String,
        _ point: Point,
        _ style: TextStyle,
        _ anchor: TextAnchor,
        _ isSlanted: Bool
    ) -> [Point] {
        let width = style.width(text)
        let left =
            switch anchor {
            case .start: 0.0
            case .middle: -width / 2
            case .end: -width
            }
        let corners = [
            Point(left, -style.ascent), Point(left + width, -style.ascent), Point(left + width, style.descent),
            Point(left, style.descent),
        ]
        let turn = 0.5.squareRoot()
        return corners.map { corner in
            isSlanted
                ? Point(point.x + (corner.x + corner.y) * turn, point.y + (corner.y - corner.x) * turn)
                : Point(point.x + corner.x, point.y + corner.y)
        }
    }
}
