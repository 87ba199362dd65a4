// Which counts of combinations are hidden so that no small one can be found out.

internal import Prevalence
internal import RuleSets

/// The decision for everything that is counted of combinations, and for how many main causes are shown beside them, printed together or not.
///
/// Where no count is small, and all main causes are shown, all is shown. Else only combinations of complete records are: those of at least k records, and
/// all others together. Let R be the records of the others, and R(a) those of them with cause a. Combinations join the others, the smallest first, until R
/// and, for every cause, R(a) and R − R(a) are 0 or at least k, and until ``CombinationAttack`` proves that a reader who knows R, every R(a), from the
/// prevalence of each cause, the numbers of main causes that are shown, and that the others have none of the combinations shown, can narrow no count to fewer
/// than k values, and ``MainCauseAttack`` that the same goes for the numbers of main causes that are hidden. If no list withstands, fewer main causes are shown.
///
/// Where no combination is shown, and no main cause but those that follow from the prevalence of each cause, that needs no proof: the reader then knows the
/// bounds of Fréchet (1940), all values between which are possible, and with two causes or more that are neither in all of the others nor in none, these are
/// k values apart at least; with one, every count is 0, R(a) or R − R(a), none of which is small. Pairs and numbers of causes are hidden then, since they
/// would narrow these bounds. Causes of which something is hidden over all records are not told apart, nor, where groups are shown that define a cause, that
/// cause: its groups tell how often others occur with it.
struct CombinationDisclosure {
    /// The causes that are told apart, by position in the tally.
    let causes: [Int]
    /// How many records have each combination of these causes.
    let counts: [UInt64: CombinationTally.Count]
    /// The combinations that are shown, the most common first.
    let listed: [(combination: UInt64, count: CombinationTally.Count)]
    /// How many complete records have one of the others; nil if all combinations are shown, or nothing may be said.
    let other: Int?
    /// Whether anything is hidden, and whether even the number of complete records is.
    let hidesAny: Bool, hidesComplete: Bool
    /// Whether none is listed because more combinations would be hidden than the attack can look at.
    let hasTooMany: Bool
    /// How many outcomes of the search for the main cause are shown, from the first on.
    let shownMainCauses: Int

    /// Decides. From a tally without pairs, only how many main causes are shown.
    init(_ tally: CombinationTally, _ figures: Figures) {
        let minimum = figures.choices.minimumCell
        let shownCauses = tally.causes.indices.filter { index in
            !Measure.allCases.contains {
                figures.disclosure?.isHidden($0, cause: tally.causes[index], cell: 0) ?? false
            }
        }
        // With causes that the tally does not know main causes say more than can be attacked.
        let isWhole = tally.causes.count == figures.summary.causes.count(where: \.isAssessed)
        let most = isWhole ? figures.mostShownMainCauses : figures.leastShownMainCauses
        hidesAny =
            minimum > 0
            && (shownCauses.count < tally.causes.count || most < figures.summary.mainCauses.count
                || CombinationCounts(tally, figures.summary).hasAny(minimum.hides))
        let defined = figures.summary.dimensions.reduce(into: Set<String>()) { $0.formUnion($1.definedCauses) }
        causes =
            !hidesAny
            ? shownCauses
            : shownCauses.filter { !defined.contains(figures.summary.causes[tally.causes[$0]].cause.id) }
        let all = causes.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        var counts: [UInt64: CombinationTally.Count] = [:]
        for (combination, count) in tally.combinations {
            counts[combination & all, default: .init()].decided += count.decided
            counts[combination & all, default: .init()].complete += count.complete
        }
        self.counts = counts
        let completeOfEach = shownCauses.map { figures.summary.causes[tally.causes[$0]].counts[0].complete }
        hidesComplete =
            hidesAny
            && ([tally.complete, tally.eligible - tally.complete] + completeOfEach.map { $0 - tally.complete })
                .contains(where: minimum.hides)
        guard hidesAny else {
            listed = Self.sorted(counts, by: \.decided)
            other = nil
            hasTooMany = false
            shownMainCauses = most
            return
        }
        let large = Self.sorted(counts.filter { $0.value.complete >= minimum }, by: \.complete)
        let listable = hidesComplete ? [] : large.map(\.0)
        let (finding, mainCauses) = Self.search(figures, most: most) { [causes] shown in
            CombinationListing(tally, figures, counts, causes: causes, mainCauses: shown)
                .search(among: listable, wantsList: tally.keepsPairs)
        }
        hasTooMany = finding.hasTooMany
        shownMainCauses = mainCauses
        let shown = large.filter { finding.listed.contains($0.0) }
        listed = shown
        let rest = tally.complete - shown.reduce(0) { $0 + $1.1.complete }
        other = hidesComplete || rest == 0 ? nil : rest
    }

    /// The list that can be published beside as many main causes as possible, and how many these are.
    ///
    /// With groups, these are all or the fewest, since how causes overlap would bear on every group.
    private static func search(
        _ figures: Figures,
        most: Int,
        _ search: (_ mainCauses: Int) -> CombinationListing.Finding?
    ) -> (CombinationListing.Finding, mainCauses: Int) {
        if let finding = search(most) { return (finding, most) }
        // What can be listed beside more main causes can be beside fewer.
        var (fewer, more) = (figures.leastShownMainCauses, most)
        var found: CombinationListing.Finding?
        while more - fewer > 1, figures.summary.dimensions.isEmpty {
            let between = (fewer + more) / 2
            let shown = figures.withWhatFollows(between)
            if shown < more, let finding = search(shown) { (fewer, found) = (shown, finding) } else { more = between }
        }
        return (found ?? search(fewer) ?? .init(), fewer)
    }

    /// The most common first; among equals those of fewer causes, then those of earlier ones.
    private static func sorted(
        _ counts: [UInt64: CombinationTally.Count],
        by records: KeyPath<CombinationTally.Count, Int>
    ) -> [(combination: UInt64, count: CombinationTally.Count)] {
        counts.sorted { left, right in
            let (a, b) = (left.value[keyPath: records], right.value[keyPath: records])
            if a != b { return a > b }
            let (few, many) = (left.key.nonzeroBitCount, right.key.nonzeroBitCount)
            return few != many ? few < many : left.key < right.key
        }
        .map { ($0.key, $0.value) }
    }
}
