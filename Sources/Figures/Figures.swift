// A summary with its statistics, and with what may not be shown taken out: what every format prints.

package import Prevalence
internal import RuleSets

/// Every figure of a summary, one per cause and cell.
package struct Figures: Sendable {
    /// The summary that the figures are of. It holds counts that ``Figure`` may hide.
    package let summary: Summary
    /// What the user chose.
    package let choices: StatisticsChoices
    /// What is hidden, and why; nil if nothing was to be.
    package let disclosure: SummaryDisclosure?
    /// For each cause, for each grouping, whether the cause is defined by the variable that forms its groups.
    private let isDefinedBy: [[Bool]]

    /// Computes the figures of a summary.
    ///
    /// - Throws: A `DisclosureError` if small counts cannot be hidden as asked.
    package init(_ summary: Summary, _ choices: StatisticsChoices = .init()) throws {
        self.summary = summary
        self.choices = choices
        disclosure = try choices.minimumCell > 0 ? SummaryDisclosure(summary, minimum: choices.minimumCell) : nil
        isDefinedBy = summary.causes.map { cause in
            summary.dimensions.map { $0.definedCauses.contains(cause.cause.id) }
        }
    }

    /// The figure of a cause, by its position, in a cell, by its position in `Summary.cells`.
    package func figure(cause: Int, cell: Int) -> Figure {
        let counts = summary.causes[cause].counts[cell]
        let isTautology = zip(summary.cells[cell], isDefinedBy[cause]).contains { $0 != nil && $1 }
        return Figure(counts, choices, isByDefinition: isTautology) { measure in
            disclosure?.isHidden(measure, cause: cause, cell: cell) ?? false
        }
    }

    /// The figure of a cause over all records.
    package func overall(cause: Int) -> Figure { figure(cause: cause, cell: 0) }

    /// The assessed causes by position, most common first; of equals, and of those whose prevalence is hidden, the first in the rule set's order.
    package var ranked: [Int] {
        let shares = summary.causes.indices.map {
            summary.causes[$0].isAssessed ? overall(cause: $0).prevalence ?? -1 : nil
        }
        return summary.causes.indices.filter { shares[$0] != nil }.sorted { left, right in
            let (a, b) = (shares[left] ?? -1, shares[right] ?? -1)
            return a != b ? a > b : left < right
        }
    }

    /// The position of a cause to show by group unless one is asked for: the most common one that is assessed, contributing ones only if there
    /// are no others.
    package var leadingCause: Int? {
        ranked.first { summary.causes[$0].cause.category != .contributing } ?? ranked.first
    }

    /// How many of `kept` records have no answer to a variable. Small ones are hidden, and all where they could tell what a cause or the population hides: a
    /// cause that reads one variable is open where that has no answer.
    package func missing(_ records: Int, of kept: Int, _ account: AccountFigures) -> Shown<Int> {
        let minimum = choices.minimumCell
        let isCauseHidden = summary.causes.indices.contains {
            disclosure?.isHidden(.complete, cause: $0, cell: 0) ?? false
        }
        let isHidden = minimum.hides(records) || minimum.hides(kept - records) || isCauseHidden || !account.isWhole
        return isHidden ? .hidden : .value(records)
    }
}
