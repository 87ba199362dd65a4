// Intervals of numbers: what a range test asks for, and what a value can be.

/// An interval of the extended real line.
package struct Interval: Sendable, Hashable {
    /// Which ends belong to an interval.
    package struct Ends: Sendable, Hashable {
        /// Whether the lower end belongs to it.
        package var includesLow: Bool
        /// Whether the upper end belongs to it.
        package var includesHigh: Bool

        /// Both ends belong to it.
        package static let closed = Ends(includesLow: true, includesHigh: true)
    }

    /// The lower end.
    package var low: Double
    /// The upper end.
    package var high: Double
    /// Which ends belong to it.
    package var ends: Ends

    /// Makes an interval.
    package init(_ low: Double, _ high: Double, ends: Ends = .closed) {
        self.low = low
        self.high = high
        self.ends = ends
    }

    /// Every number.
    package static let all = Interval(-.infinity, .infinity)

    /// Whether no number lies in it.
    package var isEmpty: Bool {
        low > high || (low == high && !(ends.includesLow && ends.includesHigh))
    }

    /// Whether every number of another interval lies in it.
    func contains(_ other: Interval) -> Bool {
        if other.isEmpty { return true }
        let lowFits = low < other.low || (low == other.low && (ends.includesLow || !other.ends.includesLow))
        let highFits = high > other.high || (high == other.high && (ends.includesHigh || !other.ends.includesHigh))
        return lowFits && highFits
    }

    /// The numbers in both.
    func intersection(_ other: Interval) -> Interval {
        var result = self
        if other.low > low {
            (result.low, result.ends.includesLow) = (other.low, other.ends.includesLow)
        } else if other.low == low {
            result.ends.includesLow = ends.includesLow && other.ends.includesLow
        }
        if other.high < high {
            (result.high, result.ends.includesHigh) = (other.high, other.ends.includesHigh)
        } else if other.high == high {
            result.ends.includesHigh = ends.includesHigh && other.ends.includesHigh
        }
        return result
    }

    /// The smallest closed interval that holds both.
    func hull(_ other: Interval) -> Interval {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return Interval(min(low, other.low), max(high, other.high))
    }
}
