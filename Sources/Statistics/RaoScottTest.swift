// Whether groups differ at all, in a sample drawn by a design.

/// Pearson's chi-squared test of a weighted groups × 2 table, corrected for the design to the second order, as an F test.
///
/// F = X²/tr Δ on d = (tr Δ)²/tr Δ² and d·df degrees of freedom, where Δ is the matrix of generalised design effects and df those of the design in the domain.
/// Sources: Rao JNK, Scott AJ (1981), J Am Stat Assoc 76:221–230; (1984), Ann Stat 12:46–60; the F reference: Thomas DR, Rao JNK (1987), J Am Stat Assoc
/// 82:630–636. R's `svychisq(statistic = "F")` gives the same.
package struct RaoScottTest: Sendable, Hashable {
    /// F.
    package let statistic: Double
    /// Its degrees of freedom: d, at most the number of groups less 1, and d·df. Neither need be whole.
    package let numerator: Double, denominator: Double
    /// The design's degrees of freedom in the domain: those of all groups together.
    package let degreesOfFreedom: Int
    /// The p value.
    package let pValue: Double

    /// The test of groups with these shares of the weights of each answer, which add up to 1. Nil if there are fewer than two groups, nobody or everybody has the
    /// outcome, or nothing is left to estimate the spread.
    ///
    /// - Parameters:
    ///   - present: For each group the share of those with the outcome among all.
    ///   - absent: The share of those without it.
    ///   - logOdds: The covariance matrix of the groups' log odds by linearisation, a cell of 0 left out of them.
    ///   - degreesOfFreedom: The design's.
    init?(present: [Double], absent: [Double], logOdds: [[Double]], degreesOfFreedom: Int) {
        let p = present.reduce(0, +)
        guard present.count > 1, degreesOfFreedom > 0, present.contains(where: { $0 > 0 }),
            absent.contains(where: { $0 > 0 })
        else { return nil }
        let chiSquared = zip(present, absent).reduce(0) { sum, group in
            let share = group.0 + group.1
            let difference = group.0 / share - p
            return sum + share * difference * difference / (p * (1 - p))
        }
        // Under independence the contrasts of the last group with the others have the covariance diag(a) + a_last, by multinomial sampling.
        let a = zip(present, absent).map { ($0 > 0 ? 1 / $0 : 0) + ($1 > 0 ? 1 / $1 : 0) }
        let last = a.count - 1
        let others = 0..<last
        // Its inverse by Sherman and Morrison.
        let scale = a[last] / (1 + a[last] * others.reduce(0) { $0 + 1 / a[$1] })
        let contrasts = others.map { row in
            others.map { logOdds[row][$0] - logOdds[row][last] - logOdds[last][$0] + logOdds[last][last] }
        }
        let columnSums = others.map { column in others.reduce(0) { $0 + contrasts[$1][column] / a[$1] } }
        let effects = others.map { row in
            others.map { (contrasts[row][$0] - scale * columnSums[$0]) / a[row] }
        }
        let trace = others.reduce(0) { $0 + effects[$1][$1] }
        let squared = others.reduce(0) { sum, row in sum + others.reduce(0) { $0 + effects[row][$1] * effects[$1][row] }
        }
        guard trace > 0, squared > 0 else { return nil }
        statistic = chiSquared / trace
        numerator = trace * trace / squared
        denominator = numerator * Double(degreesOfFreedom)
        self.degreesOfFreedom = degreesOfFreedom
        pValue = fUpperTail(statistic, numerator, denominator)
        guard pValue.isFinite else { return nil }
    }
}
