// Measurements as people write them: `5'11"`, `11 st 4 lb`, `180 lbs`, `1,82`.

internal import Codebook

/// Reads a cell as a number of a unit, which may stand behind the number.
struct Measurement {
    let unit: MeasurementUnit?
    let hasDecimalComma: Bool

    /// The number in the unit (of two units in the first); nil where the cell holds something else.
    func value(of cell: String) -> Double? {
        switch unit {
        case .footAndInch:
            return pair(
                cell,
                big: ["'", "′", "’", "ft", "feet", "foot"],
                small: ["\"", "″", "”", "''", "′′", "in", "inch", "inches"],
                of: 12
            )
        case .stoneAndPound:
            return pair(cell, big: ["st", "stone", "stones"], small: ["lb", "lbs", "pound", "pounds"], of: 14)
        case .footDashInch:
            let parts = cell.split(separator: "-", omittingEmptySubsequences: false).map { trimmed($0) }
            guard parts.count == 2, let feet = number(parts[0]), let inches = number(parts[1]), inches >= 0, inches < 12
            else { return nil }
            return feet + inches / 12
        default:
            let word = cell.reversed().prefix { $0.isLetter }.reversed()
            if word.isEmpty { return number(cell) }
            guard let unit, MeasurementUnit(named: String(word)) == unit || isShortForm(String(word)) else {
                return number(cell)
            }
            return number(trimmed(cell.dropLast(word.count)))
        }
    }

    private func isShortForm(_ word: String) -> Bool { unit.map { $0.rawValue.hasPrefix(word.lowercased()) } ?? false }

    /// A number of a big and one of a small unit, of which `count` make a big one; either may be left out, the small one's mark as well.
    private func pair(_ cell: String, big: [String], small: [String], of count: Double) -> Double? {
        var rest = Substring(cell)
        guard let first = takeNumber(&rest) else { return nil }
        let mark = takeMark(&rest)
        if small.contains(mark) { return rest.isEmpty ? first / count : nil }
        guard big.contains(mark) else { return nil }
        if rest.isEmpty { return first }
        guard let second = takeNumber(&rest), second >= 0, second < count else { return nil }
        let last = takeMark(&rest)
        return rest.isEmpty && (last.isEmpty || small.contains(last)) ? first + second / count : nil
    }

    private func takeNumber(_ rest: inout Substring) -> Double? {
        rest = rest.drop { $0 == " " }
        let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "," }
        rest = rest.dropFirst(digits.count)
        return number(String(digits))
    }

    private func takeMark(_ rest: inout Substring) -> String {
        rest = rest.drop { $0 == " " }
        let mark = rest.prefix { !$0.isNumber && $0 != " " && $0 != "." }
        rest = rest.dropFirst(mark.count).drop { $0 == " " || $0 == "." }
        return mark.lowercased()
    }

    /// A plain decimal number, with a decimal comma if the column has them.
    private func number(_ text: some StringProtocol) -> Double? {
        var text = String(text)
        if hasDecimalComma {
            guard text.utf8.count(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) < 2 else { return nil }
            text = String(text.map { $0 == "," ? "." : $0 })
        }
        // `Double` also reads hexadecimal numbers, `nan` and `inf`, which no survey means.
        guard text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ".+-eE".utf8.contains($0) }) else { return nil }
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
