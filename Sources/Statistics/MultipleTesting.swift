// P values of several causes at once.

/// How p values are adjusted for their number.
package enum MultipleTesting: String, CaseIterable, Sendable {
    /// Bounds the chance of any false finding. Source: Holm S (1979), Scand J Stat 6:65–70.
    case holm
    /// Bounds the expected share of false findings. Source: Benjamini Y, Hochberg Y (1995), J R Stat Soc B 57:289–300.
    case benjaminiHochberg = "benjamini-hochberg"

    /// Adjusts p values. What is nil was not tested: it stays nil and does not count. R's `p.adjust` gives the same.
    package func adjusted(_ pValues: [Double?]) -> [Double?] {
        let tested = pValues.indices.compactMap { index in pValues[index].map { (index, $0) } }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        let count = Double(tested.count)
        var adjusted = [Double?](repeating: nil, count: pValues.count)
        switch self {
        case .holm:
            var largest = 0.0
            for (rank, (index, pValue)) in tested.enumerated() {
                largest = max(largest, min(1, (count - Double(rank)) * pValue))
                adjusted[index] = largest
            }
        case .benjaminiHochberg:
            var smallest = 1.0
            for (rank, (index, pValue)) in tested.enumerated().reversed() {
                smallest = min(smallest, count / Double(rank + 1) * pValue)
                adjusted[index] = smallest
            }
        }
        return adjusted
    }
}
