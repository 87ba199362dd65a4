// What one variable's cells hold, counted in one pass.

package import Codebook
internal import Mappings

/// A cell that could not be read, with its place.
package struct CellExample: Sendable, Hashable, Comparable {
    /// The record's number in the cohort, from 1.
    package var record: Int
    /// The file.
    package var path: String
    /// The line of the record's first byte, from 1.
    package var line: Int
    /// The cell, at most 60 characters of it.
    package var text: String

    package static func < (left: Self, right: Self) -> Bool { left.record < right.record }
}

/// The answers to one variable. Profiles of parts of a cohort add up to that of the whole.
package struct VariableProfile: Sendable {
    /// How many examples are kept of each kind.
    package static let examples = 3
    /// The most values, or rounded numbers, that are told apart.
    private static let mostValues = 4096

    /// Records with an answer.
    package internal(set) var answered = 0
    /// Cells that cannot be read, or are implausible, the first of each kind.
    package private(set) var unreadable: [MissingKind: [CellExample]] = [:]
    /// How many cells look as if a spreadsheet had made them dates (`25-Jun` for 6-25) or scientific numbers.
    package private(set) var mangled = 0
    /// How many cells read as numbers but are implausible, and how many of those would be plausible in another unit, by that unit.
    package private(set) var implausibleNumbers = 0
    package private(set) var plausibleIn: [MeasurementUnit: Int] = [:]
    /// How many cells cannot be read because a unit stands behind their number, by that unit.
    package private(set) var namedUnits: [MeasurementUnit: Int] = [:]
    /// Least and greatest number.
    package private(set) var range: ClosedRange<Double>?
    /// Numbers, to three digits, or the codes by position, with their counts; nil if there are too many to tell apart.
    package private(set) var values: [Double: Int]? = [:]

    init() {}

    mutating func add(number: Double) {
        range = range.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
        count(Self.rounded(number))
    }

    mutating func count(_ value: Double, times: Int = 1) {
        guard values != nil else { return }
        values?[value, default: 0] += times
        if let count = values?.count, count > Self.mostValues { values = nil }
    }

    /// A number to three significant digits, so that there are few of them.
    private static func rounded(_ number: Double) -> Double {
        guard number != 0 else { return 0 }
        var (scaled, exponent) = (abs(number), 0)
        while scaled >= 1000, exponent < 400 { (scaled, exponent) = (scaled / 10, exponent + 1) }
        while scaled < 100, exponent > -400 { (scaled, exponent) = (scaled * 10, exponent - 1) }
        var result = scaled.rounded()
        for _ in 0..<abs(exponent) { result = exponent > 0 ? result * 10 : result / 10 }
        return number < 0 ? -result : result
    }

    /// Counts a cell that is no answer; `unit` is the one in which the file's numbers are read, if it is not the variable's.
    mutating func add(
        _ kind: MissingKind,
        _ text: String,
        _ variable: Variable,
        readIn unit: MeasurementUnit?,
        _ example: () -> CellExample
    ) {
        if let number = Double(text), kind == .implausible, let range = variable.range {
            implausibleNumbers += 1
            if let own = variable.unit.flatMap(MeasurementUnit.init(named:)) {
                for other in MeasurementUnit.allCases where other != unit ?? own && other.dimension == own.dimension {
                    if range.contains(other.convert(number, to: own)) { plausibleIn[other, default: 0] += 1 }
                }
            }
        }
        if kind == .unparseable, isMangled(text) { mangled += 1 }
        // A column that has a unit is read with the units of its cells.
        if kind == .unparseable, unit == nil, let named = unitNamed(by: text, for: variable) {
            namedUnits[named, default: 0] += 1
        }
        if unreadable[kind, default: []].count < Self.examples
            || (unreadable[kind]?.last?.record ?? 0) > example().record
        {
            keep([example()], of: kind)
        }
    }

    private mutating func keep(_ examples: [CellExample], of kind: MissingKind) {
        unreadable[kind] = Array((unreadable[kind, default: []] + examples).sorted().prefix(Self.examples))
    }

    static func += (left: inout VariableProfile, right: VariableProfile) {
        left.answered += right.answered
        left.mangled += right.mangled
        left.implausibleNumbers += right.implausibleNumbers
        for (unit, count) in right.plausibleIn { left.plausibleIn[unit, default: 0] += count }
        for (unit, count) in right.namedUnits { left.namedUnits[unit, default: 0] += count }
        for (kind, examples) in right.unreadable { left.keep(examples, of: kind) }
        if let range = right.range {
            left.range =
                left.range.map { min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound) } ?? range
        }
        if let values = right.values {
            for (value, times) in values { left.count(value, times: times) }
        } else {
            left.values = nil
        }
    }

    /// The unit that most implausible numbers would be plausible in, if that is nearly all of them.
    package var likelyUnit: (unit: MeasurementUnit, cells: Int)? {
        let units = MeasurementUnit.allCases.compactMap { unit in plausibleIn[unit].map { (unit, $0) } }
        let best = units.max { $0.1 < $1.1 }
        // A number that fits several units of time tells none of them: 999 years may be anything.
        if best?.0.dimension == .time, units.count(where: { $0.1 == best?.1 }) > 1 { return nil }
        guard let best, implausibleNumbers > 0, best.1 * 10 >= implausibleNumbers * 9 else { return nil }
        return (best.0, best.1)
    }

    /// The numbers in at most `bins` bins of equal width between the least and the greatest, to three digits; empty without numbers.
    package func histogram(bins: Int) -> [(from: Double, to: Double, count: Int)] {
        guard let range, let values, !values.isEmpty else { return [] }
        let isWhole = values.keys.allSatisfy { $0 == $0.rounded() }
        let span = range.upperBound - range.lowerBound
        let count = isWhole ? min(bins, max(1, Int(min(span, 1000)) + 1)) : bins
        // Whole numbers take whole bins.
        var width = isWhole ? ((span + 1) / Double(count)).rounded(.up) : span / Double(count)
        if width <= 0 { width = 1 }
        var result = (0..<count).map {
            (from: range.lowerBound + Double($0) * width, to: range.lowerBound + Double($0 + 1) * width, count: 0)
        }
        for (value, times) in values {
            let bin = min(count - 1, max(0, Int((value - range.lowerBound) / width)))
            result[bin].count += times
        }
        while result.count > 1, result.last?.count == 0 { result.removeLast() }
        return result
    }
}

/// Whether a cell looks like what spreadsheets make of ranges and long numbers: `25-Jun`, `Jun-25`, `5. Jan`, `1.23E+11`.
func isMangled(_ text: String) -> Bool {
    let months: Set<String> = [
        "jan", "feb", "mar", "mär", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez",
    ]
    let parts = text.lowercased().split { $0 == "-" || $0 == " " || $0 == "." || $0 == "/" }
    guard parts.count == 2 || parts.count == 3 else { return text.contains("E+") && Double(text) == nil }
    let isMonth = parts.map { months.contains(String($0.prefix(3))) && $0.allSatisfy(\.isLetter) }
    return isMonth.filter { $0 }.count == 1 && zip(parts, isMonth).allSatisfy { $1 || Int($0) != nil }
}
