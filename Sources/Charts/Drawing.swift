// A finished chart, as a document of its own and as a part of a page.

/// How a chart is drawn.
package struct ChartOptions: Sendable, Hashable {
    /// The width in user units, which are pixels unless the drawing is scaled. A chart that needs more takes more.
    package var width: Double
    /// What the drawing's ids begin with, so that several can stand on one page.
    package var prefix: String
    /// Whether the chart's title and notes are drawn. A page that has a heading and a caption of its own leaves them out.
    package var hasHeading: Bool

    /// Makes options. Widths below 320 count as 320.
    package init(width: Double = 760, prefix: String = "chart", hasHeading: Bool = true) {
        self.width = max(320, width)
        self.prefix = idPrefix(prefix)
        self.hasHeading = hasHeading
    }

    /// Whether labels stand above their marks instead of beside them.
    var isNarrow: Bool { width < 560 }
}

/// A finished chart.
package struct Drawing: Sendable {
    /// The size in user units.
    package let width: Double, height: Double
    /// Every text with the box that it takes at most.
    package let labels: [PlacedLabel]
    /// What a pointer over each of the marks shows, in the order in which they are painted.
    package let details: [String]
    private let title: String
    private let message: String
    private let prefix: String
    private let contents: [SVGElement]

    init(_ canvas: Canvas, width: Double, height: Double, title: String, message: String) {
        self.width = width
        self.height = height.rounded(.up)
        self.title = title
        self.message = message
        labels = canvas.labels
        details = canvas.details
        prefix = canvas.prefix
        contents = canvas.finished
    }

    /// The chart as an SVG document: with its own ground and colours for light and dark screens, and without anything from elsewhere.
    package var document: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let ground = SVGElement(
            .rect,
            SVGAttribute.box(Box(left: 0, top: 0, width: width, height: height)) + SVGAttribute.fill(.paper)
        )
        root(
            [.svgNamespace, .english],
            describedBy: nil,
            [SVGElement(.style, text: StyleSheet.standalone), ground]
        ).append(to: &text, keepsFallbacks: true)
        return text + "\n"
    }

    /// The chart as an element of an HTML page that has ``StyleSheet/inline``; the page's own ground shows through. It has no `style` attributes, so
    /// that a strict content-security policy lets it be, and its colours are the style sheet's alone.
    package var fragment: String {
        var text = ""
        root([], describedBy: nil, []).append(to: &text, keepsFallbacks: false)
        return text
    }

    /// The same beside another form of the chart on the page, of which it shows what that does: its title and message are the other's, and so is what a
    /// pointer over the marks shows, if they are the same marks.
    package func fragment(beside other: Drawing) -> String {
        var text = ""
        root([], describedBy: other, []).append(
            to: &text,
            keepsFallbacks: false,
            keepsDetails: details != other.details
        )
        return text
    }

    private func root(_ attributes: [SVGAttribute], describedBy other: Drawing?, _ first: [SVGElement]) -> SVGElement {
        let ids = ["-title", "-desc"].map { (other ?? self).prefix + $0 }
        let texts = [SVGElement(.title, [.id(ids[0])], text: title), SVGElement(.desc, [.id(ids[1])], text: message)]
        return SVGElement(
            .svg,
            attributes + [
                .class(StyleSheet.rootClass), .viewBox(width: width, height: height), .width(width), .height(height),
                .imageRole, .labelledBy(ids), .systemFonts, .fontSize(TextStyle.label.size),
            ],
            (other == nil ? texts : []) + first + contents
        )
    }
}
