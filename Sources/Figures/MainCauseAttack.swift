// What a reader finds out about hidden main causes from combinations that are listed.

internal import Prevalence
internal import RuleSets

/// Which main cause a record has, by what is known of the causes of a ``CombinationTally``.
struct MainCauseOutcomes {
    /// The causes that are sought, in order: their bits, and their places among the outcomes.
    private let sought: [(bit: UInt64, outcome: Int)]
    private let contributing: UInt64
    /// How many outcomes there are before "undetermined".
    private let causes: Int
    /// How many outcomes, from the first on, are shown.
    private let shown: Int
    /// Whether the numbers that are shown say more of how causes overlap than how common each of them is.
    let tellsOverlaps: Bool
    /// The hidden outcomes that some record could have for all that is known of each cause.
    let hidden: [Int]

    init(_ tally: CombinationTally, _ figures: Figures, shown: Int) {
        let summary = figures.summary
        let places = Dictionary(uniqueKeysWithValues: tally.causes.enumerated().map { ($1, $0) })
        let searched = figures.searchedCauses
        sought = searched.enumerated().compactMap { outcome, cause in
            places[cause].map { (bit: 1 << UInt64($0), outcome: outcome) }
        }
        contributing = tally.causes.enumerated().reduce(0) { bits, entry in
            summary.causes[entry.element].cause.category == .contributing ? bits | 1 << UInt64(entry.offset) : bits
        }
        causes = searched.count
        self.shown = shown
        tellsOverlaps = shown > figures.leastShownMainCauses
        func isPossible(_ outcome: Int) -> Bool {
            switch outcome - searched.count {
            case ..<0: summary.causes[searched[outcome]].counts[0].present > 0
            case 0: searched.contains { summary.causes[$0].counts[0].undetermined > 0 }
            case 1:
                tally.causes.contains {
                    summary.causes[$0].cause.category == .contributing && summary.causes[$0].counts[0].present > 0
                }
            default: true
            }
        }
        hidden = summary.mainCauses.indices.filter {
            $0 >= shown && isPossible($0) && !figures.isCountOfOneCause(outcome: $0)
        }
    }

    /// The outcome of a record.
    func outcome(present: UInt64, open: UInt64 = 0) -> Int {
        if let first = sought.first(where: { present & $0.bit != 0 }) { return first.outcome }
        if sought.contains(where: { open & $0.bit != 0 }) { return causes }
        return present & contributing != 0 ? causes + 1 : causes + 2
    }

    /// Whether as many records have each outcome that is shown, if two records have some outcomes instead of others.
    func agrees(_ before: (Int, Int), _ after: (Int, Int)) -> Bool {
        func published(_ outcome: Int) -> Int { outcome < shown ? outcome : .max }
        let (a, b) = (published(before.0), published(before.1))
        let (c, d) = (published(after.0), published(after.1))
        return a == c && b == d || a == d && b == c
    }
}

/// The attack on main causes that are hidden.
///
/// Combinations that are listed tell the main causes of their records. A hidden number of records with a main cause stays unknown if two records can exchange
/// all answers to one cause so that one more or one fewer has that main cause, no shown number of main causes changes, and no listed combination gains or loses a
/// record: then no cause is more or less common, nor more or less often complete or open. Where it is hidden how common a cause is, a single record may have it
/// or not have it as well. So many of these changes to different records, so many values more are possible.
struct MainCauseAttack {
    /// So many kinds of records are tried, the most common first.
    private static let tries = 256

    private let outcomes: MainCauseOutcomes
    private let bits: [UInt64]
    /// The causes of which it is hidden how many records have them.
    private let uncommon: UInt64
    /// The hidden outcomes, and how many changes of each are still to be found among complete records.
    private var wanted: [(outcome: Int, changes: Int)] = []

    init(_ tally: CombinationTally, _ outcomes: MainCauseOutcomes, _ figures: Figures) {
        self.outcomes = outcomes
        bits = tally.causes.indices.map { UInt64(1) << UInt64($0) }
        uncommon = tally.causes.enumerated().reduce(0) { bits, entry in
            let isHidden = figures.disclosure?.isHidden(.completePresent, cause: entry.element, cell: 0) ?? false
            return isHidden ? bits | 1 << UInt64(entry.offset) : bits
        }
        let all = bits.reduce(0, |)
        let kinds = tally.incomplete?.chosen ?? []
        let enough = figures.choices.minimumCell - 1
        for outcome in outcomes.hidden {
            let found = changes(of: outcome, in: kinds, enough: enough) { _, before, after in
                after.allSatisfy { $0.complete != all }
            }
            if found < enough { wanted.append((outcome, enough - found)) }
        }
    }

    /// Whether a hidden number could be narrowed to fewer than k values by the combinations that are listed, for all that is proven.
    ///
    /// - Parameters:
    ///   - combinations: The records of all complete combinations, all causes told apart.
    ///   - told: The causes that are told apart in those that are listed.
    ///   - listed: These.
    /// - Returns: Whether, for all that is proven, any could.
    func findsAny(_ combinations: [UInt64: Int], told: UInt64, listed: Set<UInt64>) -> Bool {
        guard !wanted.isEmpty else { return false }
        let all = bits.reduce(0, |)
        let kinds = combinations.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map {
            (kind: RecordKind(present: $0.key, open: 0, complete: all), records: $0.value)
        }
        // What is not told apart can change without a trace in the list.
        let free = kinds.filter { told != all || !listed.contains($0.kind.present & told) }
        return wanted.contains { outcome, changes in
            self.changes(of: outcome, in: free, enough: changes) { bit, before, after in
                bit & told == 0 || (before + after).allSatisfy { !listed.contains($0.present & told) }
            } < changes
        }
    }

    /// How many changes of one cause each there are that change how many records have an outcome; no more than `enough` are looked for.
    private func changes(
        of outcome: Int,
        in kinds: [(kind: RecordKind, records: Int)],
        enough: Int,
        isAllowed: (_ bit: UInt64, _ before: [RecordKind], _ after: [RecordKind]) -> Bool
    ) -> Int {
        let kinds = kinds.prefix(Self.tries)
        var left = kinds.map(\.records)
        let own = kinds.map { self.outcome($0.kind) }
        var count = 0
        for place in kinds.indices {
            let kind = kinds[place].kind
            let isFound = bits.contains { bit in
                guard uncommon & kind.complete & bit != 0 else { return false }
                var changed = kind
                changed.present ^= bit
                let after = self.outcome(changed)
                return (after == outcome) != (own[place] == outcome) && isAllowed(bit, [kind], [changed])
                    && outcomes.agrees((own[place], outcome), (after, outcome))
            }
            guard isFound else { continue }
            let taken = min(left[place], enough - count)
            left[place] -= taken
            count += taken
            if count >= enough { return count }
        }
        for one in kinds.indices {
            for other in kinds.indices.dropFirst(one + 1) where left[one] > 0 && left[other] > 0 {
                let isFound = bits.contains { bit in
                    let (first, second) = (kinds[one].kind, kinds[other].kind)
                    let after = (first.taking(bit, from: second), second.taking(bit, from: first))
                    guard after.0 != first else { return false }
                    let (before, found) = ((own[one], own[other]), (self.outcome(after.0), self.outcome(after.1)))
                    let change =
                        [found.0, found.1].count { $0 == outcome } - [before.0, before.1].count { $0 == outcome }
                    return abs(change) == 1 && outcomes.agrees(before, found)
                        && isAllowed(bit, [first, second], [after.0, after.1])
                }
                guard isFound else { continue }
                let taken = min(left[one], left[other], enough - count)
                left[one] -= taken
                left[other] -= taken
                count += taken
                if count >= enough { return count }
            }
        }
        return count
    }

    private func outcome(_ kind: RecordKind) -> Int { outcomes.outcome(present: kind.present, open: kind.open) }
}

extension RecordKind {
    /// This kind with another's answers to the causes of some bits.
    fileprivate func taking(_ bits: UInt64, from other: RecordKind) -> RecordKind {
        RecordKind(
            present: present & ~bits | other.present & bits,
            open: open & ~bits | other.open & bits,
            complete: complete & ~bits | other.complete & bits
        )
    }
}
