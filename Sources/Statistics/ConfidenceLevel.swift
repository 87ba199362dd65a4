// How often intervals hold the true value.

internal import Synchronization

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
    package func t(degreesOfFreedom: Double) -> Double {
        Self.lastT.withLock { last in
            // Intervals of one table mostly have the same degrees of freedom.
            if last.tail == tail, last.degreesOfFreedom == degreesOfFreedom { return last.t }
            let t = nearlyNormalT(degreesOfFreedom) ?? -tQuantile(tail, degreesOfFreedom: degreesOfFreedom)
            last = (tail, degreesOfFreedom, t)
            return t
        }
    }

    /// The t that was asked for last.
    private static let lastT = Mutex((tail: Double.nan, degreesOfFreedom: Double.nan, t: Double.nan))

    /// The t of many degrees of freedom, as the z of a normal variable and four terms more; nil where these are not enough.
    ///
    /// Source: Abramowitz M, Stegun IA (1964), Handbook of Mathematical Functions, 26.7.5. Terms fall by more than a factor of 100 from here on, so that a
    /// fourth that is below 10^−13 of the whole leaves an error below that of a double.
    private func nearlyNormalT(_ degreesOfFreedom: Double) -> Double? {
        let z = z
        guard degreesOfFreedom >= 1000, z <= 6, degreesOfFreedom.isFinite else { return nil }
        let (square, n) = (z * z, 1 / degreesOfFreedom)
        let first = (square + 1) / 4
        let second = ((5 * square + 16) * square + 3) / 96
        let third = (((3 * square + 19) * square + 17) * square - 15) / 384
        let fourth = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160
        guard fourth.magnitude * n * n * n * n < 1e-13 else { return nil }
        return z + z * n * (first + n * (second + n * (third + n * fourth)))
    }

    /// The level as a percentage, such as "95".
    package var percentage: String { short((value * 1e12).rounded() / 1e10) }
}

/// A number with its shortest digits, whole numbers without a point.
func short(_ value: Double) -> String {
    let digits = "\(value)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
}
