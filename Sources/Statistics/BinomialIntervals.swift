// The intervals of a proportion x/n, where every record counts the same.

/// The Wilson score interval of a proportion, without continuity correction.
///
/// (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p = x/n. Source: Wilson EB (1927), J Am Stat Assoc 22:209–212.
/// R's `prop.test` and gtsummary's "wilson" apply a continuity correction by default; this does not.
///
/// - Parameters:
///   - events: x, from 0 to `total`.
///   - total: n, at least 1.
///   - level: The confidence level.
/// - Returns: The ends, within 0...1; exactly 0 where x is 0, and exactly 1 where x is n.
package func wilsonInterval(events: Int, total: Int, level: ConfidenceLevel = .standard) -> ClosedRange<Double> {
    let z = level.z
    let n = Double(total)
    let p = Double(events) / n
    let centre = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    let low = events == 0 ? 0 : max(0, (centre - spread) / scale)
    let high = events == total ? 1 : min(1, (centre + spread) / scale)
    return low...max(low, high)
}

/// The Clopper–Pearson ("exact") interval of a proportion.
///
/// From Beta⁻¹(α/2; x, n−x+1) to Beta⁻¹(1−α/2; x+1, n−x). Source: Clopper CJ, Pearson ES (1934), Biometrika 26:404–413.
///
/// - Parameters:
///   - events: x, from 0 to `total`; need not be whole, since the Korn–Graubard interval uses effective numbers.
///   - total: n, above 0.
///   - level: The confidence level.
/// - Returns: The ends, within 0...1; exactly 0 where x is 0, and exactly 1 where x is n. Nil if Boost.Math finds no answer.
package func clopperPearsonInterval(
    events: Double,
    total: Double,
    level: ConfidenceLevel = .standard
) -> ClosedRange<Double>? {
    let low = events <= 0 ? 0 : betaQuantile(level.tail, events, total - events + 1)
    let high = events >= total ? 1 : betaUpperQuantile(level.tail, events + 1, total - events)
    guard low <= high else { return nil }
    return low...high
}

/// The logit interval of a proportion: symmetric in the log odds.
///
/// expit(logit p ± z / √(n·p(1−p))). Source: Brown LD, Cai TT, DasGupta A (2001), Stat Sci 16:101–133, section 4.1.3.
///
/// - Parameters:
///   - events: x, from 0 to `total`.
///   - total: n, at least 1.
///   - level: The confidence level.
/// - Returns: The ends, or nil where x is 0 or n: the log odds are infinite there, and the method has no answer.
package func logitInterval(events: Int, total: Int, level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
    guard events > 0, events < total else { return nil }
    let n = Double(total)
    let p = Double(events) / n
    return logitInterval(of: p, standardError: (p * (1 - p) / n).squareRoot(), quantile: level.z)
}

/// expit(logit p ± q·SE/(p(1−p))), nil where p is 0 or 1.
func logitInterval(of p: Double, standardError: Double, quantile: Double) -> ClosedRange<Double>? {
    guard p > 0, p < 1 else { return nil }
    let spread = quantile * standardError / (p * (1 - p))
    guard spread.isFinite else { return nil }
    return expit(logit(p) - spread)...expit(logit(p) + spread)
}
