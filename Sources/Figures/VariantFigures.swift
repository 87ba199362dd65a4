// The figures of every cause under variants of a rule set, with what small counts could be found from taken out.

internal import Disclosure
package import Prevalence

/// One figure per cause and variant, over all records.
///
/// With a smallest cell, the differences between variants are counts of people too: those whose answer lies between two thresholds. So a
/// figure is shown only if every kind of record in it is none or at least k, and differs by none or at least k from that of every
/// variant shown before it.
package struct VariantFigures: Sendable {
    /// What the user chose.
    package let choices: StatisticsChoices
    /// The counts by cause and variant; nil where a cause is not assessed.
    private let counts: [[Counts?]]
    private let isHidden: [[Bool]]

    /// Decides what is shown.
    ///
    /// - Parameters:
    ///   - counts: For each cause its counts under each variant, nil where it is not assessed.
    ///   - choices: What the user chose.
    ///   - eligible: How many records are summarised.
    ///   - mustHide: Whether a figure is to be hidden for the sake of something else that is printed beside it.
    /// - Throws: A `DisclosureError` if k is out of range.
    package init(
        _ counts: [[Counts?]],
        _ choices: StatisticsChoices,
        eligible: Int,
        mustHide: (_ cause: Int, _ variant: Int) -> Bool = { _, _ in false }
    ) throws {
        self.counts = counts
        self.choices = choices
        let minimum = choices.minimumCell
        if minimum > 0 { _ = try MinimumCell(minimum, records: eligible) }
        isHidden = counts.enumerated().map { cause, variants in
            var shown: [[Int]] = []
            return variants.enumerated().map { variant, counts in
                guard minimum > 0, let kinds = counts?.kinds else { return false }
                let isSafe =
                    !kinds.contains { minimum.hides($0) } && !mustHide(cause, variant)
                    && shown.allSatisfy { other in !zip(kinds, other).contains { minimum.hides($0 - $1) } }
                if isSafe { shown.append(kinds) }
                return !isSafe
            }
        }
    }

    /// The figure of a cause under a variant, both by position; nil if it is not assessed.
    package func figure(cause: Int, variant: Int) -> Figure? {
        counts[cause][variant].map {
            Figure($0, choices, isByDefinition: false) { _ in isHidden[cause][variant] }
        }
    }

    /// Whether a cause has the same counts under every variant, all of them shown.
    package func isConstant(cause: Int) -> Bool {
        !isHidden[cause].contains(true) && counts[cause].allSatisfy { $0 == counts[cause].first }
    }

    /// How many figures are hidden.
    package var hiddenCount: Int { isHidden.joined().count(where: \.self) }
}

extension Counts {
    /// How many records there are of each kind that a cause tells apart.
    fileprivate var kinds: [Int] {
        let completeAbsent = complete - completePresent
        return [
            records, completePresent, completeAbsent, undetermined, present - completePresent, absent - completeAbsent,
        ]
    }
}

extension Int {
    /// Whether a smallest cell of this size hides a count, or a difference of counts.
    func hides(_ count: Int) -> Bool { count != 0 && count.magnitude < magnitude }
}
