// Whether prevalence rises or falls across ordered groups.

/// The Cochran–Armitage test for a linear trend in proportions, two-sided and without continuity correction.
///
/// Z = Σ s(x − n·p̄) / √(p̄(1−p̄)(Σ n·s² − (Σ n·s)²/N)). Sources: Cochran WG (1954), Biometrics 10:417–451; Armitage P (1955), Biometrics
/// 11:375–386. R's `prop.trend.test` gives Z²; statsmodels divides by N − 1 instead of N.
package struct TrendTest: Sendable, Hashable {
    /// The statistic: above 0 if prevalence rises with the scores.
    package let z: Double
    /// The two-sided p value.
    package let pValue: Double

    /// Tests groups in their order. Groups without records do not count. Nil where the cause is present in nobody or in everybody: there is
    /// nothing to test.
    ///
    /// - Parameters:
    ///   - groups: The groups.
    ///   - scores: The groups' scores, such as the middles of bands; 1, 2, 3 … if nil.
    /// - Throws: If fewer than two groups with different scores have records.
    package init?(_ groups: [GroupCounts], scores: [Double]? = nil) throws(StatisticsError) {
        let scores = scores ?? groups.indices.map { Double($0 + 1) }
        let scored = zip(groups, scores).filter { $0.0.records > 0 }
        guard Set(scored.map { $0.1 }).count > 1 else {
            throw StatisticsError(
                "a trend needs two groups or more that have records: group by a variable with more levels"
            )
        }
        let total = Double(scored.reduce(0) { $0 + $1.0.records })
        let p = Double(scored.reduce(0) { $0 + $1.0.events }) / total
        guard p > 0, p < 1 else { return nil }
        // Scores count from their mean: the same statistic, without cancellation for scores such as years.
        let mean = scored.reduce(0) { $0 + Double($1.0.records) * $1.1 } / total
        let slope = scored.reduce(0) { $0 + ($1.1 - mean) * (Double($1.0.events) - Double($1.0.records) * p) }
        let spread = scored.reduce(0) { $0 + Double($1.0.records) * ($1.1 - mean) * ($1.1 - mean) }
        z = slope / (p * (1 - p) * spread).squareRoot()
        pValue = normalTwoSided(z)
    }
}
