// Bands of age, and which of them make up others.

/// Ages from `lower` up to, but not including, `upper`.
package struct AgeBand: Sendable, Hashable {
    /// The youngest age.
    package var lower: Double
    /// The age that is too old; nil if the band is open.
    package var upper: Double?

    /// Makes a band. Throws if it is empty, or begins below 0.
    package init(from lower: Double, to upper: Double?) throws(StatisticsError) {
        self.init(lower, upper)
        guard lower >= 0, lower.isFinite, (upper ?? .infinity) > lower else {
            throw StatisticsError("the age band \(label) is empty: give the lower age first, both from 0 up")
        }
    }

    init(_ lower: Double, _ upper: Double?) {
        self.lower = lower
        self.upper = upper
    }

    /// The band as a text, such as "15–19" or "85+" where ages are whole years, "0–0.5" elsewhere.
    package var label: String {
        guard let upper else { return "\(short(lower))+" }
        guard upper.rounded() == upper else { return "\(short(lower))–<\(short(upper))" }
        return upper - 1 == lower ? short(lower) : "\(short(lower))–\(short(upper - 1))"
    }

    private var end: Double { upper ?? .infinity }

    /// Whether some age is in both.
    package func overlaps(_ other: AgeBand) -> Bool { lower < other.end && other.lower < end }

    /// Whether all ages of `other` are in this band.
    func contains(_ other: AgeBand) -> Bool { lower <= other.lower && other.end <= end }
}
