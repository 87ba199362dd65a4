// Measurements as people write them: `5'11"`, `5' 8 1/2"`, `11 st 4 lb`, `180 lbs`, `1,82`.

package import Codebook

/// The unit that a cell names behind its number, if the variable's numbers can be converted from it: metres for `1,80 m` of a height in centimetres.
package func unitNamed(by cell: String, for variable: Variable) -> MeasurementUnit? {
    guard case .number = variable.type, let own = variable.unit.flatMap(MeasurementUnit.init(named:)),
        cell.contains(where: { !$0.isNumber && !".,+- ".contains($0) })
    else { return nil }
    let measurement = Measurement(unit: own, hasDecimalComma: cell.contains(","))
    return measurement.value(of: cell).map { _ in own } ?? measurement.valueInOwnUnit(of: cell)?.unit
}

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
            guard parts.count == 2, let feet = number(parts[0]), let inches = amount(parts[1]), inches >= 0, inches < 12
            else { return nil }
            return feet + inches / 12
        default:
            let word = cell.reversed().prefix { $0.isLetter }.reversed()
            if word.isEmpty { return number(cell) }
            guard let unit, MeasurementUnit(named: String(word)) == unit || isShortForm(String(word)) else {
                return number(cell)
            }
            return amount(trimmed(cell.dropLast(word.count)))
        }
    }

    /// The number and the unit that the cell itself names, if that measures the same thing as the column's; nil where the cell holds something else.
    func valueInOwnUnit(of cell: String) -> (value: Double, unit: MeasurementUnit)? {
        guard let dimension = unit?.dimension else { return nil }
        let word = String(cell.reversed().prefix { $0.isLetter }.reversed())
        if let own = MeasurementUnit.named(behindNumber: word, dimension),
            let value = amount(trimmed(cell.dropLast(word.count)))
        {
            return (value, own)
        }
        let pair: MeasurementUnit? =
            switch dimension {
            case .length: .footAndInch
            case .mass: .stoneAndPound
            case .time: nil
            }
        guard let pair else { return nil }
        return Measurement(unit: pair, hasDecimalComma: hasDecimalComma).value(of: cell).map { ($0, pair) }
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

    /// A number before a unit, fraction and all.
    private func amount(_ text: String) -> Double? {
        if let number = number(text) { return number }
        var rest = Substring(text)
        guard let value = takeNumber(&rest), rest.isEmpty else { return nil }
        return value
    }

    /// A number, a fraction, or a whole number and a fraction: `7.5`, `1/2`, `8 1/2`, `8½`.
    private func takeNumber(_ rest: inout Substring) -> Double? {
        rest = rest.drop { $0 == " " }
        if let fraction = takeFraction(&rest) { return fraction }
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
        rest = rest.dropFirst(digits.count)
        guard let value = number(String(digits)) else { return nil }
        guard value == value.rounded() else { return value }
        var behind = rest.drop { $0 == " " }
        guard let fraction = takeFraction(&behind) else { return value }
        rest = behind
        return value + fraction
    }

    /// A fraction as rulers have it: halves to sixteenths.
    private func takeFraction(_ rest: inout Substring) -> Double? {
        let signs: [Character: Double] = [
            "½": 0.5, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875,
        ]
        if let sign = rest.first, let value = signs[sign] {
            rest = rest.dropFirst()
            return value
        }
        let parts = rest.prefix { $0.isASCII && $0.isNumber || $0 == "/" || $0 == "⁄" }
        let numbers = parts.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "⁄" }.map { Int($0) }
        guard numbers.count == 2, let above = numbers[0], let below = numbers[1], [2, 4, 8, 16].contains(below),
            above > 0, above < below
        else { return nil }
        rest = rest.dropFirst(parts.count)
        return Double(above) / Double(below)
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
