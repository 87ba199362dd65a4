// Which counts of combinations are hidden so that no small one can be found out.

internal import Prevalence

/// The decision for everything that is counted of combinations.
///
/// Where no count is small, all is shown. Else only combinations of complete records are: those of at least k records, and all others together. Let R be the
/// records of the others, and R(a) those of them with cause a. Combinations join the others, the smallest first, until R and, for every cause, R(a) and
/// R − R(a) are 0 or at least k. A reader who knows R and every R(a), from the prevalence of each cause, knows of a combination's count no more than the
/// bounds of Fréchet (1940), all values between which are possible: with two causes or more that are neither in all of the others nor in none, these are
/// k values apart at least; with one, every count is 0, R(a) or R − R(a), none of which is small. Pairs and numbers of causes are hidden then, since they
/// would narrow these bounds. Causes of which something is hidden over all records are not told apart.
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

    /// Decides.
    init(_ tally: CombinationTally, _ figures: Figures) {
        let minimum = figures.choices.minimumCell
        causes = tally.causes.indices.filter { index in
            !Measure.allCases.contains {
                figures.disclosure?.isHidden($0, cause: tally.causes[index], cell: 0) ?? false
            }
        }
        let all = causes.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        var counts: [UInt64: CombinationTally.Count] = [:]
        for (combination, count) in tally.combinations {
            counts[combination & all, default: .init()].decided += count.decided
            counts[combination & all, default: .init()].complete += count.complete
        }
        self.counts = counts
        hidesAny = minimum > 0 && (causes.count < tally.causes.count || Self.hasSmall(tally, minimum))
        hidesComplete = hidesAny && (minimum.hides(tally.complete) || minimum.hides(tally.eligible - tally.complete))
        guard hidesAny else {
            listed = Self.sorted(counts, by: \.decided)
            other = nil
            return
        }
        var shown = Self.sorted(counts.filter { $0.value.complete >= minimum }, by: \.complete)
        if hidesComplete { shown = [] }
        while !shown.isEmpty, Self.isExposed(counts, shown.map(\.0), causes, minimum) { shown.removeLast() }
        listed = shown
        let rest = tally.complete - shown.reduce(0) { $0 + $1.1.complete }
        other = hidesComplete || rest == 0 ? nil : rest
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

    /// Whether what the combinations that are not shown have together is small.
    private static func isExposed(
        _ counts: [UInt64: CombinationTally.Count],
        _ shown: [UInt64],
        _ causes: [Int],
        _ minimum: Int
    ) -> Bool {
        let shown = Set(shown)
        let others = counts.filter { !shown.contains($0.key) }
        let rest = others.reduce(0) { $0 + $1.value.complete }
        return minimum.hides(rest)
            || causes.contains { index in
                let with = others.reduce(0) { $0 + ($1.key >> UInt64(index) & 1 == 1 ? $1.value.complete : 0) }
                return minimum.hides(with) || minimum.hides(rest - with)
            }
    }

    /// Whether any count, or any difference between two that follow each other, is small.
    private static func hasSmall(_ tally: CombinationTally, _ minimum: Int) -> Bool {
        var counts = [tally.eligible - tally.decided, tally.decided - tally.complete, tally.complete]
        for count in tally.combinations.values {
            counts += [count.decided, count.complete, count.decided - count.complete]
        }
        for pair in tally.pairs {
            let (decided, complete) = (pair.decided, pair.complete)
            counts += [tally.eligible - decided.records, decided.records - complete.records]
            counts += [decided.both, decided.firstOnly, decided.secondOnly, decided.neither]
            counts += [complete.both, complete.firstOnly, complete.secondOnly, complete.neither]
            counts += [
                decided.both - complete.both, decided.firstOnly - complete.firstOnly,
                decided.secondOnly - complete.secondOnly, decided.neither - complete.neither,
                pair.possible - decided.both, tally.eligible - pair.possible,
            ]
        }
        return (counts + tally.present + tally.notAbsent).contains(where: minimum.hides)
    }
}
