// The values that a parameter takes in a sweep: `NAME=FROM..TO:STEP`.

import ArgumentParser
import Foundation

/// A parameter's values from one end to the other.
struct SweepRange {
    /// The parameter.
    let name: String
    /// The values, in order; exact decimals, so that 0.1 to 0.3 by 0.1 has a third.
    let values: [Double]

    /// The most values that a sweep may have in all.
    static let limit = 1000

    /// Whether a setting is a range and no single value.
    static func isRange(_ setting: String) -> Bool { setting.contains("..") }

    /// Reads a setting such as `layoff_weeks=1..8:0.5`.
    init(_ setting: String) throws {
        func problem(_ what: String) -> ValidationError { ValidationError("'--set \(setting)' \(what)") }
        let form = problem("is not of the form NAME=FROM..TO:STEP with numbers, such as layoff_weeks=1..8:1")
        guard let equals = setting.firstIndex(of: "=") else { throw form }
        name = setting[..<equals].trimmingCharacters(in: .whitespaces)
        let parts = setting[setting.index(after: equals)...].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let dots = parts[0].firstRange(of: "..") else { throw form }
        let texts = [parts[0][..<dots.lowerBound], parts[0][dots.upperBound...], parts[1]]
        let numbers = try texts.map { text in
            guard let number = Decimal(text.trimmingCharacters(in: .whitespaces)) else { throw form }
            return number
        }
        let decimals = numbers.map(\.decimals).max() ?? 0
        let (from, to, step) = (
            numbers[0].scaled(to: decimals), numbers[1].scaled(to: decimals), numbers[2].scaled(to: decimals)
        )
        guard step > 0 else { throw problem("has a step that is not above 0") }
        guard from <= to else { throw problem("ends before it begins; give the smaller value first") }
        let count = (to - from) / step + 1
        guard count <= Self.limit else {
            throw problem("has \(count) values; \(Self.limit) are the most, so take a larger step")
        }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        // A whole number divided by a power of ten, both exact, is the decimal's nearest number.
        values = (0..<count).map { Double(from + $0 * step) / scale }
    }

    /// A decimal number of at most 9 digits, none of them lost.
    private struct Decimal {
        var digits: Int
        var decimals: Int

        init?(_ text: String) {
            let isNegative = text.hasPrefix("-")
            let parts = text.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0).split(
                separator: ".",
                omittingEmptySubsequences: false
            )
            guard (1...2).contains(parts.count), let digits = Int(parts.joined()),
                parts.joined().allSatisfy({ ("0"..."9").contains($0) }), parts.joined().count <= 9
            else { return nil }
            self.digits = isNegative ? -digits : digits
            decimals = parts.count == 2 ? parts[1].count : 0
        }

        /// The digits with so many decimals; at most 18 of them, which fit.
        func scaled(to decimals: Int) -> Int {
            (self.decimals..<max(self.decimals, decimals)).reduce(digits) { number, _ in number * 10 }
        }
    }
}
