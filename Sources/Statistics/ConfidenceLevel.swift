// How often intervals hold the true value.

/// The confidence level of an interval: a share between 0 and 1, such as 0.95.
package struct ConfidenceLevel: Sendable, Hashable {
    /// The level, between 0 and 1.
    package let value: Double
    /// The probability left outside the interval at each end: 0.025 for 0.95.
    package let tail: Double

    /// 95 %, what is meant where nothing is said.
    package static let standard = ConfidenceLevel(value: 0.95, tail: 0.025)

    private init(value: Double, tail: Double) {
        self.value = value
        self.tail = tail
    }

    /// Makes a level from a share, which counts to twelve decimals.
    ///
    /// 1 − 0.95 is not the nearest number to 0.05 in binary, and the difference would show in the last digit of every interval; so the
    /// tail is rounded back to the decimal that was meant.
    ///
    /// - Throws: If the share is not between 0 and 1, with the likely share for a percentage.
    package init(_ value: Double) throws(StatisticsError) {
        if value > 1, value < 100 {
            let share = short((value * 1e10).rounded() / 1e12)
            throw StatisticsError("the level \(short(value)) is above 1: for \(short(value)) % write \(share)")
        }
        let tail = ((1 - value) * 1e12).rounded() / 2e12
        guard value > 0, value < 1, tail > 0, tail < 0.5 else {
            throw StatisticsError("the level \(short(value)) is not between 0 and 1: write a share such as 0.95")
        }
        self.init(value: value, tail: tail)
    }

    /// The z that a standard normal variable exceeds with the probability `tail`, to fifteen decimals: for 95 % the 1.959963984540054 of
    /// R and of the textbooks, on every platform.
    package var z: Double { (-normalQuantile(tail) * 1e15).rounded() / 1e15 }

    /// The t that a Student variable with `degreesOfFreedom` exceeds with the probability `tail`.
    package func t(degreesOfFreedom: Double) -> Double { -tQuantile(tail, degreesOfFreedom: degreesOfFreedom) }

    /// The level as a percentage, such as "95".
    package var percentage: String { short((value * 1e12).rounded() / 1e10) }
}

/// A number with its shortest digits, whole numbers without a point.
func short(_ value: Double) -> String {
    let digits = "\(value)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
}
