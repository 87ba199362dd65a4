// How much more common something is in one group than in another.

/// A ratio of two groups with its interval on the log scale.
package struct Ratio: Sendable, Hashable {
    /// The ratio.
    package let value: Double
    /// Its interval.
    package let interval: ClosedRange<Double>
    /// Whether 0.5 was added to all four cells, because one of them is 0; to be said beside the ratio.
    package let isCorrected: Bool
    /// Those of the design where records are weighted; nil where every record counts once and the interval takes z.
    package let degreesOfFreedom: Int?

    private init(value: Double, variance: Double, level: ConfidenceLevel, isCorrected: Bool) {
        let spread = level.z * variance.squareRoot()
        self.value = value
        interval = (value * exponential(-spread))...(value * exponential(spread))
        self.isCorrected = isCorrected
        degreesOfFreedom = nil
    }

    /// A ratio under a survey design: exp(ln ratio ± t_df·√v), where `variance` is that of its logarithm by linearisation.
    init(value: Double, logVariance variance: Double, degreesOfFreedom: Int, level: ConfidenceLevel) {
        let spread = level.t(degreesOfFreedom: Double(degreesOfFreedom)) * variance.squareRoot()
        self.value = value
        interval = (value * exponential(-spread))...(value * exponential(spread))
        isCorrected = false
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The prevalence ratio: exp(ln PR ± z√(1/a − 1/n₁ + 1/c − 1/n₀)).
    ///
    /// Where nobody has it in one group, or everybody in both, 0.5 is added to all four cells. In cross-sectional data it says what the odds
    /// ratio only approximates. Source: Katz D et al. (1978), Biometrics 34:469–474.
    ///
    /// - Returns: Nil if a group has no records.
    package static func prevalenceRatio(
        _ group: GroupCounts,
        reference: GroupCounts,
        level: ConfidenceLevel = .standard
    ) -> Ratio? {
        guard group.records > 0, reference.records > 0 else { return nil }
        let needsCorrection =
            group.events == 0 || reference.events == 0 || (group.others == 0 && reference.others == 0)
        let cells = Cells(group, reference, added: needsCorrection ? 0.5 : 0)
        let (n1, n0) = (cells.a + cells.b, cells.c + cells.d)
        return Ratio(
            value: (cells.a / n1) / (cells.c / n0),
            variance: max(0, 1 / cells.a - 1 / n1 + 1 / cells.c - 1 / n0),
            level: level,
            isCorrected: needsCorrection
        )
    }

    /// The odds ratio: exp(ln OR ± z√(1/a + 1/b + 1/c + 1/d)).
    ///
    /// Where a cell is 0, 0.5 is added to all four. Sources: Woolf B (1955), Ann Hum Genet 19:251–253; Haldane JBS (1956), Ann Hum Genet 20:309–311; Anscombe FJ
    /// (1956), Biometrika 43:461–464.
    ///
    /// - Returns: Nil if a group has no records.
    package static func oddsRatio(
        _ group: GroupCounts,
        reference: GroupCounts,
        level: ConfidenceLevel = .standard
    ) -> Ratio? {
        guard group.records > 0, reference.records > 0 else { return nil }
        let needsCorrection = [group.events, group.others, reference.events, reference.others].contains(0)
        let cells = Cells(group, reference, added: needsCorrection ? 0.5 : 0)
        return Ratio(
            value: (cells.a * cells.d) / (cells.b * cells.c),
            variance: 1 / cells.a + 1 / cells.b + 1 / cells.c + 1 / cells.d,
            level: level,
            isCorrected: needsCorrection
        )
    }

    /// The four cells: a and b with and without in the group, c and d in the reference.
    private struct Cells {
        let a, b, c, d: Double

        init(_ group: GroupCounts, _ reference: GroupCounts, added: Double) {
            a = Double(group.events) + added
            b = Double(group.others) + added
            c = Double(reference.events) + added
            d = Double(reference.others) + added
        }
    }
}
