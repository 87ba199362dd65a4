// The interval that goes with every prevalence.

/// The 95 % Wilson score interval of a proportion, without continuity correction.
///
/// (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p = x/n. Source: Wilson EB (1927), J Am Stat Assoc 22:209–212.
///
/// - Parameters:
///   - events: x, from 0 to `total`.
///   - total: n, at least 1.
/// - Returns: The ends, within 0...1; exactly 0 where x is 0, and exactly 1 where x is n.
package func wilsonInterval(events: Int, total: Int) -> ClosedRange<Double> {
    let z = 1.959963984540054
    let n = Double(total)
    let p = Double(events) / n
    let centre = p + z * z / (2 * n)
    let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    let low = events == 0 ? 0 : max(0, (centre - spread) / scale)
    let high = events == total ? 1 : min(1, (centre + spread) / scale)
    return low...max(low, high)
}
