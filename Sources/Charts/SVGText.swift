// Text and numbers as they may stand in an SVG document, whatever they hold.

/// A text for element content or an attribute in double quotes. What XML 1.0 has no place for (NUL, control characters, lone noncharacters) becomes
/// U+FFFD; marks that reorder the text around them are dropped, so that no label can rearrange what stands beside it.
func escapedXML(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\t", "\n", "\r": result += " "
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result.unicodeScalars.append("\u{FFFD}")
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// A coordinate with at most two decimals and no more digits than it takes; the same on every machine.
func coordinate(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "0" }
    let hundredths = Int((value * 100).rounded(.toNearestOrAwayFromZero))
    let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// A name that can begin an id: letters, digits and hyphens as they are, everything else by its number, so that different names stay different.
func idPrefix(_ name: String) -> String {
    let first = name.unicodeScalars.first
    var result = first.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } == true ? "" : "x_"
    for scalar in name.unicodeScalars {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": result.unicodeScalars.append(scalar)
        default: result += "_" + String(scalar.value, radix: 16) + "_"
        }
    }
    return result
}
