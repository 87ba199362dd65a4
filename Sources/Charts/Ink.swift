// The colours of charts by their roles, on light and on dark ground.

/// A colour of the sRGB space.
package struct Colour: Sendable, Hashable {
    package let red: Int, green: Int, blue: Int

    /// A colour by its six hexadecimal digits.
    init(_ digits: Int) {
        red = digits >> 16 & 0xFF
        green = digits >> 8 & 0xFF
        blue = digits & 0xFF
    }

    /// The colour as SVG and CSS write it.
    package var hex: String {
        let digits = String(red << 16 | green << 8 | blue, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

/// What a colour is for.
package enum Ink: Sendable, Hashable {
    /// The ground of a standalone drawing.
    case paper
    /// Text.
    case text
    /// Text of second rank.
    case muted
    /// Grid lines, and the hatching of what is hidden.
    case grid
    /// Outlines.
    case edge
    /// Estimates and their intervals, bars, and what is counted in.
    case accent
    /// Bounds for what is undetermined: a paler kind of the accent.
    case bound
    /// The ground of boxes.
    case soft
    /// A step of the heat map's scale, from 0.
    case heat(Int)
    /// Text on a step of the heat map's scale.
    case onHeat(Int)

    /// Every one.
    package static var all: [Ink] {
        let steps = Array(heatColours.indices)
        return [.paper, .text, .muted, .grid, .edge, .accent, .bound, .soft] + steps.map(Ink.heat)
            + steps.map(Ink.onHeat)
    }

    /// How many steps the heat map's scale has.
    package static var heatSteps: Int { heatColours.count }

    /// Its name in classes and custom properties.
    package var name: String {
        switch self {
        case .paper: "paper"
        case .text: "text"
        case .muted: "muted"
        case .grid: "grid"
        case .edge: "edge"
        case .accent: "accent"
        case .bound: "bound"
        case .soft: "soft"
        case .heat(let step): "heat" + String(step)
        case .onHeat(let step): "on" + String(step)
        }
    }

    /// Its colour on light ground.
    package var light: Colour { colours.light }
    /// Its colour on dark ground.
    package var dark: Colour { colours.dark }

    private var colours: (light: Colour, dark: Colour) {
        switch self {
        case .paper: (Colour(0xFFFFFF), Colour(0x14171B))
        case .text: (Colour(0x1A1D21), Colour(0xE8EAED))
        case .muted: (Colour(0x59616D), Colour(0xA9B1BC))
        case .grid: (Colour(0xDFE3E8), Colour(0x2F363F))
        case .edge: (Colour(0x848D99), Colour(0x77818D))
        case .accent: (Colour(0x0B5394), Colour(0x7CB5F5))
        case .bound: (Colour(0x6C8DB5), Colour(0x5579A6))
        case .soft: (Colour(0xF1F5FA), Colour(0x1C242E))
        case .heat(let step): (heatColours[step], heatColours[heatColours.count - 1 - step])
        case .onHeat(let step): (Self.textOnHeat(step), Self.textOnHeat(heatColours.count - 1 - step))
        }
    }

    private static func textOnHeat(_ step: Int) -> Colour { step < 6 ? Colour(0x0B0D10) : Colour(0xFFFFFF) }
}

/// From little to much on light ground, and from much to little on dark: one hue, told apart by lightness alone, so that colour-blind readers and grey
/// prints lose nothing. The nine-step Blues of ColorBrewer (C. Brewer, Pennsylvania State University).
private let heatColours = [
    0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
].map(Colour.init)
