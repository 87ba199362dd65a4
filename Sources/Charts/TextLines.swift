// Texts broken into lines that fit, and cut where nothing else helps.

/// How a text is set.
package enum TextStyle: Sendable, CaseIterable {
    /// The chart's own heading.
    case heading
    /// A heading within the chart.
    case section
    /// What a row or a box is called, and its values.
    case label
    /// Ticks and notes.
    case small
    /// Counts below values, where room is scarce.
    case count

    var size: Double {
        switch self {
        case .heading: 16
        case .section, .label: 13
        case .small: 11.5
        case .count: 10
        }
    }

    var isBold: Bool { self == .heading || self == .section }
    /// From one baseline to the next.
    var lineHeight: Double { (size * 1.3).rounded(.up) }
    /// How far glyphs rise above the baseline, and fall below it, at most.
    var ascent: Double { size * 0.93 }
    var descent: Double { size * 0.24 }

    func width(_ text: String) -> Double { textWidth(text, size: size, isBold: isBold) }
}

/// Breaks a text into lines no wider than `width`: at spaces, behind hyphens, slashes and underscores, and within a word that is too wide by itself.
/// With more than `limit` lines the last one ends in an ellipsis. Without `breakingWords` such a word stays whole, and is too wide.
func lines(
    _ text: String,
    _ style: TextStyle,
    width: Double,
    limit: Int = .max,
    breakingWords: Bool = true
) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces(text) {
        let joined = line + piece
        if style.width(joined.trimmedAtEnd) <= width {
            line = joined
            continue
        }
        if !line.isEmpty { lines.append(line.trimmedAtEnd) }
        line = ""
        guard breakingWords else {
            line = piece
            continue
        }
        for character in piece {
            if !line.isEmpty, style.width(line + String(character).trimmedAtEnd) > width {
                lines.append(line)
                line = ""
            }
            line.append(character)
        }
    }
    if !line.trimmedAtEnd.isEmpty { lines.append(line.trimmedAtEnd) }
    if lines.isEmpty { lines = [""] }
    guard lines.count > limit else { return lines }
    return Array(lines.prefix(limit - 1)) + [cut(lines[(limit - 1)...].joined(separator: " "), style, width: width)]
}

/// A text cut to a width, with an ellipsis where something is lost.
func cut(_ text: String, _ style: TextStyle, width: Double) -> String {
    guard style.width(text) > width else { return text }
    let ellipsis = style.width("…")
    var (kept, used) = ("", 0.0)
    for character in text {
        used += style.width(String(character))
        if used + ellipsis > width { break }
        kept.append(character)
    }
    return kept.trimmedAtEnd + "…"
}

/// The parts of a text between which a line may end, each with the spaces behind it.
private func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
        let isSpace = character.isWhitespace
        if let last = piece.last, !isSpace, last.isWhitespace || "-–/_".contains(last) {
            // A number stays whole: 18-29 is one piece.
            if last.isWhitespace || !character.isNumber {
                pieces.append(piece)
                piece = ""
            }
        }
        piece.append(isSpace ? " " : character)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
