// Which combinations can be listed without giving away what is not.

internal import Prevalence

/// The search for a list of combinations that withstands all attacks, beside some numbers of main causes.
///
/// The most common combinations are listed, with fewer of them as long as an attack succeeds. Then those that were left out are tried again, the most common
/// first: what had to join the others to protect them need not be the least common.
///
/// Numbers of main causes alone may tell how many records have a combination. Then it must be listed; if it may not be, they must not be shown.
struct CombinationListing {
    /// What is found.
    struct Finding {
        /// The combinations that can be listed.
        var listed: Set<UInt64> = []
        /// Whether that is none because too many would be hidden for an attack.
        var hasTooMany = false
    }

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
    /// What is counted of several combinations together in tables that are hidden, and small.
    private let unions: [CombinationUnion]
    /// Whether the summary tells every count: its records are those that are complete for all causes, and no more than one cause is in some and not in others.
    private let isKnown: Bool

    /// A search beside the numbers of so many main causes, from the first on.
    init(
        _ tally: CombinationTally,
        _ figures: Figures,
        _ counts: [UInt64: CombinationTally.Count],
        causes: [Int],
        mainCauses shown: Int
    ) {
        self.tally = tally
        self.counts = counts
        self.causes = causes
        told = causes.reduce(0) { $0 | 1 << UInt64($1) }
        minimum = figures.choices.minimumCell
        outcomes = MainCauseOutcomes(tally, figures, shown: shown)
        mainCauses = MainCauseAttack(tally, outcomes, figures)
        unions = CombinationUnion.small(in: tally, among: causes, minimum: minimum)
        let ofSummary = causes.map { figures.summary.causes[tally.causes[$0]].counts[0] }
        isKnown =
            ofSummary.allSatisfy { $0.complete == tally.complete }
            && ofSummary.count { 0 < $0.completePresent && $0.completePresent < $0.complete } < 2
    }

    /// Searches among some combinations, the most common first. Nil if the main causes must not be shown, whatever is listed.
    ///
    /// Where they tell nothing of how causes overlap, no combination needs to be listed, by the bounds of Fréchet (1940), see ``CombinationDisclosure``, and all
    /// can be that the summary tells.
    /// Where no list is wanted but the answer, a short one is found sooner.
    ///
    /// - Complexity: O(combinations²) for each attack that is withstood; their number grows with the logarithm of that of the combinations.
    func search(among combinations: [UInt64], wantsList: Bool) -> Finding? {
        guard wantsList || outcomes.tellsOverlaps else { return Finding() }
        if isKnown, !outcomes.tellsOverlaps { return Finding(listed: Set(combinations)) }
        guard let needed = needed(among: combinations) else { return nil }
        if !wantsList, let least = least(needed, among: combinations) { return Finding(listed: least) }
        var number = combinations.count
        // Twice as many fewer each time an attack succeeds, since that is the costly part.
        var step = 1
        while number > 0 {
            let listed = Set(combinations.prefix(number))
            guard listed.isSuperset(of: needed) else {
                number = 0
                break
            }
            if isExposed(listed) {
                number -= 1
                continue
            }
            guard others(than: listed).count <= CombinationAttack.most else {
                return outcomes.tellsOverlaps ? nil : Finding(hasTooMany: true)
            }
            if withstands(listed) { break }
            number -= min(step, number)
            step *= 2
        }
        var listed = Set(combinations.prefix(number))
        if number == 0, outcomes.tellsOverlaps {
            guard let least = least(needed, among: combinations) else { return nil }
            listed = least
        }
        guard tally.combinations.count <= Self.mostForRetries else { return Finding(listed: listed) }
        for combination in combinations.filter({ !listed.contains($0) }).prefix(Self.retries) {
            let more = listed.union([combination])
            if !isExposed(more), withstands(more) { listed = more }
        }
        return Finding(listed: listed)
    }

    /// The combinations that must be listed, since main causes alone tell how many records have them; nil if one of these may not be, or if there are too many
    /// to find out.
    private func needed(among combinations: [UInt64]) -> Set<UInt64>? {
        guard outcomes.tellsOverlaps else { return [] }
        guard others(than: []).count <= CombinationAttack.most else { return nil }
        let attack = attack([])
        let listable = Set(combinations)
        let isAnyOtherTold = !attack.unproven(counts.keys.lazy.filter { !listable.contains($0) }).isEmpty
        return isAnyOtherTold ? nil : attack.unproven(combinations)
    }

    /// The shortest list with the combinations that must be in it, and with those that must be then; nil if there is none that withstands.
    private func least(_ needed: Set<UInt64>, among combinations: [UInt64]) -> Set<UInt64>? {
        let listable = Set(combinations)
        var listed = needed
        while true {
            let more = attack(listed).unproven(counts.keys)
            guard !more.isEmpty else { break }
            guard more.isSubset(of: listable) else { return nil }
            listed.formUnion(more)
        }
        let isSafe =
            (listed.isEmpty || !isExposed(listed)) && withstandsForMainCauses(listed)
            && unions.allSatisfy(attack(listed).proves)
        return isSafe ? listed : nil
    }

    /// How many complete records have each combination that is not listed, all causes told apart.
    private func others(than listed: Set<UInt64>) -> [UInt64: Int] {
        tally.combinations.filter { !listed.contains($0.key & told) && $0.value.complete > 0 }.mapValues(\.complete)
    }

    private func attack(_ listed: Set<UInt64>) -> CombinationAttack {
        CombinationAttack(others: others(than: listed), told: told, listed: listed, outcomes, minimum: minimum)
    }

    private func withstands(_ listed: Set<UInt64>) -> Bool {
        let attack = attack(listed)
        return withstandsForMainCauses(listed) && unions.allSatisfy(attack.proves) && !attack.findsAny
    }

    /// Whether no hidden number of records with a main cause follows from a list.
    private func withstandsForMainCauses(_ listed: Set<UInt64>) -> Bool {
        !mainCauses.findsAny(others(than: []), told: told, listed: listed)
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
