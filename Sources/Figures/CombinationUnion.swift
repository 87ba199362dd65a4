// Combinations that are counted together elsewhere: by pairs of causes, and by how many causes a record has.

internal import Prevalence

/// The combinations of complete records in which two causes are present or absent as given, or in which so many causes are present.
enum CombinationUnion {
    /// Those in which, of the causes of `mask`, exactly those of `present` are present, a bit each.
    case causes(mask: UInt64, present: UInt64)
    /// Those of so many causes, or of so many and more.
    case number(Int), atLeast(Int)

    /// Whether a combination is one of them.
    func contains(_ combination: UInt64) -> Bool {
        switch self {
        case .causes(let mask, let present): combination & mask == present
        case .number(let number): combination.nonzeroBitCount == number
        case .atLeast(let number): combination.nonzeroBitCount >= number
        }
    }

    /// Those whose number of complete records is small: of pairs of causes that are told apart, and, if all are, of numbers of causes. How often others occur
    /// is hidden, so that what is counted with them depends on more than how causes occur together.
    ///
    /// - Complexity: O(combinations · pairs of causes).
    static func small(in tally: CombinationTally, among causes: [Int], minimum: Int) -> [CombinationUnion] {
        let pairs = CombinationTally.pairs(causes.count).flatMap { first, second in
            let (a, b) = (UInt64(1) << UInt64(causes[first]), UInt64(1) << UInt64(causes[second]))
            return [a | b, a, b].map { CombinationUnion.causes(mask: a | b, present: $0) }
        }
        let isWhole = causes.count == tally.causes.count
        let numbers = isWhole ? causes.indices.flatMap { [CombinationUnion.number($0), .atLeast($0)] } : []
        return (pairs + numbers).filter { union in
            let records = tally.combinations.reduce(0) { $0 + (union.contains($1.key) ? $1.value.complete : 0) }
            return minimum.hides(records)
        }
    }
}
