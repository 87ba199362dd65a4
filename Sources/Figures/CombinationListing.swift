// Which combinations can be listed without giving away what is not.

internal import Prevalence

/// The search for a list of combinations that withstands all attacks.
///
/// The most common combinations are listed, with fewer of them as long as an attack succeeds. Then those that were left out are tried again, the most common
/// first: what had to join the others to protect them need not be the least common.
struct CombinationListing {
    /// So many combinations are tried again, and only if no more than so many were met.
    private static let retries = 24, mostForRetries = 1 << 11

    private let tally: CombinationTally
    /// How many records have each combination of the causes that are told apart.
    private let counts: [UInt64: CombinationTally.Count]
    /// These causes, by position in the tally, and as bits.
    private let causes: [Int]
    private let told: UInt64
    private let minimum: Int
    private let outcomes: MainCauseOutcomes
    private let mainCauses: MainCauseAttack

    init(
        _ tally: CombinationTally,
        _ figures: Figures,
        _ counts: [UInt64: CombinationTally.Count],
        causes: [Int]
    ) {
        self.tally = tally
        self.counts = counts
        self.causes = causes
        told = causes.reduce(0) { $0 | 1 << UInt64($1) }
        minimum = figures.choices.minimumCell
        outcomes = MainCauseOutcomes(tally, figures)
        mainCauses = MainCauseAttack(tally, outcomes, figures)
    }

    /// Those of some combinations, the most common first, that can be listed; nil if that is none because too many would be hidden for an attack.
    ///
    /// - Complexity: O(combinations²) for each attack that is withstood; their number grows with the logarithm of that of the combinations.
    func safe(among combinations: [UInt64]) -> Set<UInt64>? {
        var number = combinations.count
        // Twice as many fewer each time an attack succeeds, since that is the costly part.
        var step = 1
        while number > 0 {
            let listed = Set(combinations.prefix(number))
            if isExposed(listed) {
                number -= 1
                continue
            }
            guard others(than: listed).count <= CombinationAttack.most else { return nil }
            if withstands(listed) { break }
            number -= min(step, number)
            step *= 2
        }
        var listed = Set(combinations.prefix(number))
        guard tally.combinations.count <= Self.mostForRetries else { return listed }
        // Where the numbers of main causes alone tell how many records have a combination, it is no secret that others must keep.
        let known = outcomes.tellsOverlaps ? attack([]).unproven : []
        for combination in combinations.dropFirst(number).prefix(Self.retries) {
            let more = listed.union([combination])
            if !isExposed(more), withstands(more, besides: known) { listed = more }
        }
        return listed
    }

    /// How many complete records have each combination that is not listed, all causes told apart.
    private func others(than listed: Set<UInt64>) -> [UInt64: Int] {
        tally.combinations.filter { !listed.contains($0.key & told) && $0.value.complete > 0 }.mapValues(\.complete)
    }

    private func attack(_ listed: Set<UInt64>) -> CombinationAttack {
        CombinationAttack(others: others(than: listed), told: told, listed: listed, outcomes, minimum: minimum)
    }

    private func withstands(_ listed: Set<UInt64>, besides known: Set<UInt64> = []) -> Bool {
        !mainCauses.findsAny(others(than: []), told: told, listed: listed)
            && !attack(listed).findsAny(besides: known)
    }

    /// Whether what the combinations that are not listed have together is small.
    private func isExposed(_ listed: Set<UInt64>) -> Bool {
        let others = counts.filter { !listed.contains($0.key) }
        let rest = others.reduce(0) { $0 + $1.value.complete }
        return minimum.hides(rest)
            || causes.contains { index in
                let with = others.reduce(0) { $0 + ($1.key >> UInt64(index) & 1 == 1 ? $1.value.complete : 0) }
                return minimum.hides(with) || minimum.hides(rest - with)
            }
    }
}
