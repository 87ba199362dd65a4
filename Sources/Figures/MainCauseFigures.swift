// How many records have each main cause, with what would give hidden counts away taken out.

internal import Disclosure
internal import Prevalence
internal import RuleSets

extension Figures {
    /// How many eligible records have each outcome of the search for the main cause, as far as they may be shown.
    ///
    /// Main causes say how causes overlap. Those of the first causes in order, up to the first that is hidden in any group or small itself, follow from causes
    /// of which everything is shown: whatever is hidden of later causes can be different without changing them, and so the proof in ``CauseDisclosure``
    /// holds. What comes after that is hidden, and so is what comes after the longest beginning for which ``CombinationDisclosure`` proves that no combination
    /// of causes can be found out. Where there are groups, and anything is to be hidden, only what follows from the prevalence of each cause is shown, since how
    /// causes overlap would bear on every group.
    package var mainCauses: [(name: String, records: Shown<Int>)] {
        let shown = shownMainCauses
        return summary.mainCauses.enumerated().map { index, outcome in
            let isKnown = index < searchedCauses.count && !summary.causes[searchedCauses[index]].isAssessed
            let isShown = index < shown || isKnown || isCountOfOneCause(outcome: index)
            return (outcome.name, isShown ? .value(outcome.records) : .hidden)
        }
    }

    /// Whether an outcome is that records are undetermined, and they are so for one cause, since no other that is sought is in any record or open in any.
    func isCountOfOneCause(outcome: Int) -> Bool {
        guard outcome == searchedCauses.count else { return false }
        let causes = searchedCauses.filter {
            summary.causes[$0].isAssessed && (shown(.present, $0) != 0 || shown(.undetermined, $0) != 0)
        }
        return causes.count == 1 && causes.allSatisfy { shown(.undetermined, $0) != nil }
    }

    /// The causes that can be main causes, by position.
    var searchedCauses: [Int] {
        summary.causes.indices.filter { summary.causes[$0].cause.category != .contributing }
    }

    /// How many outcomes, from the first on, are shown: with a smallest cell, and combinations that are not known, no more than the least.
    private var shownMainCauses: Int {
        guard disclosure != nil else { return summary.mainCauses.count }
        return combinations?.shownMainCauses ?? leastShownMainCauses
    }

    /// How many outcomes, from the first on, can be shown, combinations of causes aside.
    var mostShownMainCauses: Int {
        guard let end = firstHiddenMainCause else { return summary.mainCauses.count }
        return summary.dimensions.isEmpty ? withWhatFollows(end) : leastShownMainCauses
    }

    /// How many outcomes, from the first on, are no secret, since they follow from how common each cause is.
    var leastShownMainCauses: Int { withWhatFollows(0) }

    /// So many outcomes, from the first on, and those after them that follow from these and from how common each cause is.
    ///
    /// A cause is the main cause of all records that have it if no record has an earlier one, as the first has none; it is the main cause of those that no
    /// earlier one explains if all records have it. Where nothing else is possible, the rest is unexplained.
    func withWhatFollows(_ shown: Int) -> Int {
        let eligible = summary.eligibility.eligible
        var explained = summary.mainCauses.prefix(shown).reduce(0) { $0 + $1.records }
        for outcome in summary.mainCauses.indices.dropFirst(shown) {
            guard explained == eligible || follows(outcome, explained: explained) else { return outcome }
            explained += summary.mainCauses[outcome].records
        }
        return summary.mainCauses.count
    }

    /// Whether the number of records with an outcome follows from those of all before it, which explain so many records.
    private func follows(_ outcome: Int, explained: Int) -> Bool {
        let everyone = summary.eligibility.eligible
        let searched = searchedCauses
        let assessed = summary.causes.indices.filter { summary.causes[$0].isAssessed }
        switch outcome - searched.count {
        case ..<0:
            guard summary.causes[searched[outcome]].isAssessed else { return true }
            return shown(.present, searched[outcome]).map { explained == 0 || $0 == 0 || $0 == everyone } ?? false
        case 0:
            return isCountOfOneCause(outcome: outcome)
                || assessed.filter(searched.contains).allSatisfy { shown(.undetermined, $0) == 0 }
        case 1:
            let contributing = assessed.filter { !searched.contains($0) }.map { shown(.present, $0) }
            return contributing.allSatisfy { $0 == 0 } || contributing.contains(everyone)
        default: return true
        }
    }

    /// In how many records a cause is present, or undetermined, if that is shown.
    private func shown(_ measure: Measure, _ cause: Int) -> Int? {
        let counts = summary.causes[cause].counts[0]
        guard disclosure?.isHidden(measure, cause: cause, cell: 0) != true else { return nil }
        return measure == .present ? counts.present : counts.undetermined
    }

    /// The first outcome that must be hidden, for the sake of its own count, of what follows from it, or of its cause.
    ///
    /// What follows are the records that have the cause and an earlier one, those that have an earlier one but not the cause, and those that no cause so far
    /// explains.
    private var firstHiddenMainCause: Int? {
        guard let disclosure else { return nil }
        let minimum = choices.minimumCell
        var (explained, rest) = (0, summary.eligibility.eligible)
        for (index, cause) in searchedCauses.enumerated() where summary.causes[cause].isAssessed {
            let records = summary.mainCauses[index].records
            let overlap = summary.causes[cause].counts[0].present - records
            let others = explained - overlap
            explained += records
            rest -= records
            let counts = [records, overlap, others, rest]
            if disclosure.hidesAnything(ofCause: cause) || counts.contains(where: minimum.hides) { return index }
        }
        let outcomes = summary.mainCauses.suffix(3).map(\.records)
        let first = searchedCauses.count
        if [outcomes[0], rest - outcomes[0]].contains(where: minimum.hides) { return first }
        let isContributingHidden = summary.causes.indices.contains {
            summary.causes[$0].cause.category == .contributing && disclosure.hidesAnything(ofCause: $0)
        }
        return isContributingHidden || outcomes.dropFirst().contains(where: minimum.hides) ? first + 1 : nil
    }
}
