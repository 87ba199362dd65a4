// From values to places: along a line with round ticks, and band by band.

/// A linear scale that begins at 0 and ends at a round number.
package struct LinearScale: Sendable {
    /// The ticks' values, 0 and the end among them.
    package let ticks: [Double]
    /// How many decimals their values have.
    package let decimals: Int
    private let places: ClosedRange<Double>

    /// Makes a scale from 0 to the first round number that is not below `greatest`, with about `count` steps of 1, 2 or 5 times a power of ten.
    ///
    /// - Parameters:
    ///   - greatest: The greatest value; what is not above 0 counts as 1.
    ///   - limit: Where the scale ends at the latest: 100 for percentages.
    ///   - count: How many steps there should be, more or less.
    ///   - places: Where 0 and the end stand.
    package init(greatest: Double, limit: Double = .infinity, count: Int, places: ClosedRange<Double>) {
        let greatest = greatest > 0 && greatest.isFinite ? min(greatest, limit) : min(1, limit)
        var (power, exponent) = (1.0, 0)
        let rough = greatest / Double(max(1, count))
        while power > rough {
            power /= 10
            exponent -= 1
        }
        while power * 10 <= rough {
            power *= 10
            exponent += 1
        }
        let factor = [1.0, 2, 5].first { $0 * power >= rough * 0.999_999 } ?? 10
        if factor == 10 { exponent += 1 }
        let step = factor * power
        let steps = max(1, Int((greatest / step * 0.999_999).rounded(.up)))
        ticks = (0...steps).map { Double($0) * step }.filter { $0 <= limit * 1.000_001 }
        decimals = max(0, -exponent)
        self.places = places
    }

    /// The end of the scale.
    package var end: Double { ticks.last ?? 1 }

    /// Where a value stands; values beyond the ends stand at them.
    package func place(of value: Double) -> Double {
        let share = min(1, max(0, value / end))
        return places.lowerBound + share * (places.upperBound - places.lowerBound)
    }

    /// A tick's value with the decimals that the step needs.
    package func text(_ tick: Double) -> String {
        guard decimals > 0 else { return String(Int(tick.rounded())) }
        var factor = 1
        for _ in 0..<decimals { factor *= 10 }
        let number = Int((tick * Double(factor)).rounded())
        let rest = String(number % factor)
        return String(number / factor) + "." + String(repeating: "0", count: decimals - rest.count) + rest
    }
}

/// Bands of equal width side by side.
package struct BandScale: Sendable {
    private let start: Double
    /// The width of a band.
    package let width: Double
    private let gap: Double

    /// Makes a scale of `count` bands that fill `places` with a gap between each two.
    package init(count: Int, places: ClosedRange<Double>, gap: Double = 0) {
        let room = places.upperBound - places.lowerBound - gap * Double(max(0, count - 1))
        start = places.lowerBound
        width = max(0, room) / Double(max(1, count))
        self.gap = gap
    }

    /// Where a band begins.
    package func start(of band: Int) -> Double { start + Double(band) * (width + gap) }
    /// The middle of a band.
    package func middle(of band: Int) -> Double { start(of: band) + width / 2 }
}
