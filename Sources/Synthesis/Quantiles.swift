// Distributions as tables of quantiles, so that drawing from one takes a look-up and a little integer arithmetic.

/// The inverse of a distribution function: its values at the 17 probabilities 0, 1/16, …, 1, on straight lines between.
/// The first and the last value are the smallest and the largest that can be drawn.
struct Quantiles: ExpressibleByArrayLiteral {
    private let knots: [Int]

    init(arrayLiteral knots: Int...) {
        precondition(knots.count == 17, "a distribution is given by 17 quantiles")
        self.knots = knots
    }

    /// The value at the probability `fraction` / 2⁶⁴, rounded to the nearest integer.
    func value(at fraction: UInt64) -> Int {
        let segment = Int(truncatingIfNeeded: fraction >> 60)
        let along = Int(truncatingIfNeeded: fraction >> 48 & 0xFFF)
        let rise = knots[segment + 1] - knots[segment]
        return knots[segment] + (rise * along + 2048) >> 12
    }
}
