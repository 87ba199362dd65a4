// Numbers as people read them.

/// An integer with its thousands set apart: `12,345`.
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var parts: [String] = []
    while digits.count > 3 {
        parts.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + parts).joined(separator: ",")
}

/// A share with one decimal: `12.3 %`.
func percent(_ share: Double) -> String { "\(oneDecimal(share * 100)) %" }

/// A number with one decimal, halves away from zero.
func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
    return "\(tenths / 10).\(abs(tenths % 10))"
}

/// A number with two decimals, halves away from zero, thousands apart.
func twoDecimals(_ value: Double) -> String {
    // Nothing that is shown so is large; what is loses digits that nobody reads.
    guard abs(value) < 1e12 else { return "\(value)" }
    let hundredths = Int((abs(value) * 100).rounded(.toNearestOrAwayFromZero))
    let decimals = hundredths % 100
    return "\(value < 0 ? "−" : "")\(grouped(hundredths / 100)).\(decimals < 10 ? "0" : "")\(decimals)"
}

/// A share in whole percents, where a decimal would crowd a table: `12 %`, and `<1 %` for what is there but rounds to nothing.
func wholePercent(_ share: Double) -> String {
    let whole = Int((share * 100).rounded(.toNearestOrAwayFromZero))
    if whole == 0, share > 0 { return "<1 %" }
    if whole == 100, share < 1 { return ">99 %" }
    return "\(whole) %"
}

extension String {
    /// The text filled up with spaces at its end.
    func padded(to width: Int) -> String {
        let text = harmless(self)
        return text + String(repeating: " ", count: max(0, width - text.count))
    }
    /// The text filled up with spaces at its start.
    func padded(fromLeftTo width: Int) -> String {
        let text = harmless(self)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    /// The text filled up with spaces at its start, at least one, so that columns stay apart where a number is wider than its column.
    func inColumn(_ width: Int) -> String { " " + padded(fromLeftTo: width - 1) }
    /// The text cut to a width, with an ellipsis where something is lost.
    func cut(to width: Int) -> String { count <= width ? self : prefix(max(0, width - 1)) + "…" }
}

/// Breaks a text at spaces into lines of at most `width` characters; the second and later ones begin with `indent`. Line ends are spaces, and nothing
/// in it acts on a terminal.
func wrapped(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    for word in harmless(text).split(separator: " ") {
        if line.isEmpty {
            line = (lines.isEmpty ? "" : indent) + word
        } else if line.count + 1 + word.count <= width {
            line += " " + word
        } else {
            lines.append(line)
            line = indent + word
        }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}
