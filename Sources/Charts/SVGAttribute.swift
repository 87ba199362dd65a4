// The attributes that elements of a chart can have, each with the type of its value.

/// An attribute with its value as text, not yet escaped.
struct SVGAttribute: Sendable {
    let name: String
    let value: String
    /// Whether a class beside it says the same where the drawing's style sheet is in force.
    let isFallback: Bool

    private init(_ name: String, _ value: String, isFallback: Bool = false) {
        self.name = name
        self.value = value
        self.isFallback = isFallback
    }

    private init(_ name: String, _ value: Double) { self.init(name, coordinate(value)) }

    // MARK: Places and sizes

    static func x(_ value: Double) -> SVGAttribute { .init("x", value) }
    static func y(_ value: Double) -> SVGAttribute { .init("y", value) }
    static func width(_ value: Double) -> SVGAttribute { .init("width", value) }
    static func height(_ value: Double) -> SVGAttribute { .init("height", value) }
    static func cornerRadius(_ value: Double) -> SVGAttribute { .init("rx", value) }
    static func centre(_ point: Point) -> [SVGAttribute] { [.init("cx", point.x), .init("cy", point.y)] }
    static func radius(_ value: Double) -> SVGAttribute { .init("r", value) }

    static func ends(_ start: Point, _ end: Point) -> [SVGAttribute] {
        [.init("x1", start.x), .init("y1", start.y), .init("x2", end.x), .init("y2", end.y)]
    }

    static func box(_ box: Box) -> [SVGAttribute] {
        [.x(box.left), .y(box.top), .width(box.width), .height(box.height)]
    }

    /// Straight lines from point to point.
    static func path(_ points: [Point]) -> SVGAttribute {
        .init(
            "d",
            points.enumerated().map { ($0 == 0 ? "M" : "L") + coordinate($1.x) + " " + coordinate($1.y) }.joined()
        )
    }

    static func viewBox(width: Double, height: Double) -> SVGAttribute {
        .init("viewBox", "0 0 " + coordinate(width) + " " + coordinate(height))
    }

    // MARK: Paint

    /// A fill: its light colour as an attribute, which every reader of SVG understands, and its role as a class, by which a style sheet changes it.
    static func fill(_ ink: Ink) -> [SVGAttribute] {
        [.init("fill", ink.light.hex, isFallback: true), .class("lc-f-" + ink.name)]
    }

    /// A stroke, likewise.
    static func stroke(_ ink: Ink, width: Double = 1) -> [SVGAttribute] {
        [.init("stroke", ink.light.hex, isFallback: true), .class("lc-s-" + ink.name)]
            + (width == 1 ? [] : [.init("stroke-width", width)])
    }

    /// A fill and a stroke of one element, which has one class attribute.
    static func fill(_ fill: Ink, stroke: Ink) -> [SVGAttribute] {
        [
            .init("fill", fill.light.hex, isFallback: true),
            .init("stroke", stroke.light.hex, isFallback: true),
            .class("lc-f-" + fill.name + " lc-s-" + stroke.name),
        ]
    }

    static let noFill = SVGAttribute("fill", "none")
    static func fill(patternID: String) -> SVGAttribute { .init("fill", "url(#" + patternID + ")") }
    static func dashes(_ lengths: [Double]) -> SVGAttribute {
        .init("stroke-dasharray", lengths.map(coordinate).joined(separator: " "))
    }
    static let roundEnds = SVGAttribute("stroke-linecap", "round")
    static let hatchUnits = SVGAttribute("patternUnits", "userSpaceOnUse")
    static let hatchTransform = SVGAttribute("patternTransform", "rotate(45)")

    // MARK: Text

    static func fontSize(_ value: Double) -> SVGAttribute { .init("font-size", value) }
    static let bold = SVGAttribute("font-weight", "600")
    static let notBold = SVGAttribute("font-weight", "400")
    static func anchor(_ anchor: TextAnchor) -> SVGAttribute { .init("text-anchor", anchor.rawValue) }
    static let systemFonts = SVGAttribute(
        "font-family",
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
    )
    /// Turned by 45° against the clock around a point.
    static func slanted(around point: Point) -> SVGAttribute {
        .init("transform", "rotate(-45 " + coordinate(point.x) + " " + coordinate(point.y) + ")")
    }

    // MARK: Names

    static func `class`(_ name: String) -> SVGAttribute { .init("class", name) }
    static func id(_ id: String) -> SVGAttribute { .init("id", id) }
    static func labelledBy(_ ids: [String]) -> SVGAttribute { .init("aria-labelledby", ids.joined(separator: " ")) }
    /// Not for screen readers: what it shows is said beside it.
    static let decorative = SVGAttribute("aria-hidden", "true")
    static let imageRole = SVGAttribute("role", "img")
    static let svgNamespace = SVGAttribute("xmlns", "http://www.w3.org/2000/svg")
    static let english = SVGAttribute("lang", "en")
}
