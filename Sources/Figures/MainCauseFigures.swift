// How many records have each main cause, with what would give hidden counts away taken out.

internal import Disclosure
internal import Prevalence
internal import RuleSets

extension Figures {
    /// How many eligible records have each outcome of the search for the main cause, as far as they may be shown.
    ///
    /// Main causes say how causes overlap. Those of the first causes in order, up to the first that is hidden in any group or small itself, follow from causes
    /// of which everything is shown: whatever is hidden of later causes can be different without changing them, and so the proof in ``CauseDisclosure``
    /// holds. What comes after that is hidden. Where there are groups, and anything is to be hidden, only the cause that comes first is shown, since how causes
    /// overlap would bear on every group; it is the main cause of all records that have it, so that its own count says the same.
    package var mainCauses: [(name: String, records: Shown<Int>)] {
        let shown = shownMainCauses
        return summary.mainCauses.enumerated().map { index, outcome in
            let isPossible = index >= searchedCauses.count || summary.causes[searchedCauses[index]].isAssessed
            return (outcome.name, index < shown || !isPossible ? .value(outcome.records) : .hidden)
        }
    }

    /// The causes that can be main causes, by position.
    var searchedCauses: [Int] {
        summary.causes.indices.filter { summary.causes[$0].cause.category != .contributing }
    }

    /// How many outcomes, from the first on, are shown.
    var shownMainCauses: Int {
        guard let disclosure, let end = firstHiddenMainCause else { return summary.mainCauses.count }
        guard let first = searchedCauses.firstIndex(where: { summary.causes[$0].isAssessed }) else { return end }
        let isFirstShown = !disclosure.isHidden(.present, cause: searchedCauses[first], cell: 0)
        return max(summary.dimensions.isEmpty ? end : min(end, first + 1), isFirstShown ? first + 1 : 0)
    }

    /// The first outcome that must be hidden, for the sake of its own count, of what follows from it, or of its cause.
    ///
    /// What follows are the records that have the cause and an earlier one, and those that no cause so far explains.
    private var firstHiddenMainCause: Int? {
        guard let disclosure else { return nil }
        let minimum = choices.minimumCell
        var rest = summary.eligibility.eligible
        for (index, cause) in searchedCauses.enumerated() where summary.causes[cause].isAssessed {
            let records = summary.mainCauses[index].records
            let overlap = summary.causes[cause].counts[0].present - records
            rest -= records
            if disclosure.hidesAnything(ofCause: cause) || [records, overlap, rest].contains(where: minimum.hides) {
                return index
            }
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
