// A summary with its statistics, and with what may not be shown taken out: what every format prints.

package import Prevalence
internal import RuleSets
internal import Statistics

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
    /// What was met of the design, if there is one.
    package let designFacts: DesignFacts?
    /// What weighted figures are computed with, if there is a design.
    let estimators: DesignEstimators?
    /// For each cause and cell its weighted estimate, if records are weighted.
    private let weighted: [[WeightedEstimate?]]
    /// For each cause the cells whose weighted figures are hidden; empty if no count is to be.
    private let hiddenWeighted: [Set<Int>]
    /// What is hidden of combinations of causes, and how many main causes are shown beside them; nil if combinations were not counted.
    private(set) var combinations: CombinationDisclosure?
    /// The standardised figures, if that was asked for.
    package private(set) var standardised: StandardisedFigures?

    /// Computes the figures of a summary, those of its weighted sums if choices say how, and standardised ones if they say to what.
    ///
    /// With a smallest cell, combinations of causes are needed to tell which main causes can be shown; without them only those are that tell nothing new.
    ///
    /// - Throws: A `DisclosureError` if small counts cannot be hidden as asked; a `StatisticsError` where a stratum has a single PSU, or a band of age
    ///   no record.
    package init(
        _ summary: Summary,
        _ choices: StatisticsChoices = .init(),
        design: DesignSummary? = nil,
        byAge: (summary: Summary, design: DesignSummary?)? = nil,
        combinations: CombinationTally? = nil
    ) throws {
        self.summary = summary
        self.choices = choices
        disclosure = try choices.minimumCell > 0 ? SummaryDisclosure(summary, minimum: choices.minimumCell) : nil
        isDefinedBy = summary.causes.map { cause in
            summary.dimensions.map { $0.definedCauses.contains(cause.cause.id) }
        }
        if let design, design.eligible.positive == 0, summary.eligibility.eligible > 0,
            let column = choices.weighting?.weights
        {
            throw StatisticsError(
                "no record of the population has a weight above 0 in the column '\(column)', so that nothing can be weighted: name another with --weights"
            )
        }
        guard let design, let weighting = choices.weighting else {
            (designFacts, estimators, weighted, hiddenWeighted) = (nil, nil, [], [])
            try standardise(byAge?.summary, nil)
            protectOverlaps(combinations)
            return
        }
        let estimators = try design.estimators(singlePSU: weighting.singlePSU)
        self.estimators = estimators
        designFacts = DesignFacts(
            design: design.design,
            strata: estimators.strataCount,
            units: estimators.unitCount,
            lonelyStrata: estimators.lonelyStrataCount,
            records: design.records,
            eligible: design.eligible
        )
        let parts = summary.cells.indices.map { summary.parts(ofCell: $0) }
        let weighted = try summary.causes.indices.map { cause -> [WeightedEstimate?] in
            guard summary.causes[cause].isAssessed else { return [] }
            return try parts.map { try estimators.estimate(cause: cause, cells: $0) }
        }
        self.weighted = weighted
        hiddenWeighted = disclosure.map { Self.hiddenWeighted(summary, choices, $0, weighted) } ?? []
        try standardise(byAge?.summary, byAge?.design?.estimators(singlePSU: weighting.singlePSU))
        protectOverlaps(combinations)
    }

    /// Decides what is hidden of combinations, unless there were too many to count.
    private mutating func protectOverlaps(_ tally: CombinationTally?) {
        guard let tally, !tally.hasTooMany else { return }
        combinations = CombinationDisclosure(tally, self)
    }

    private static func hiddenWeighted(
        _ summary: Summary,
        _ choices: StatisticsChoices,
        _ disclosure: SummaryDisclosure,
        _ weighted: [[WeightedEstimate?]]
    ) -> [Set<Int>] {
        let needed = choices.needed.events + [choices.needed.total]
        return summary.causes.indices.map { cause in
            guard !weighted[cause].isEmpty else { return [] }
            let concealed = summary.cells.indices.filter { cell in
                needed.contains { disclosure.isHidden($0, cause: cause, cell: cell) }
            }
            return WeightedDisclosure(
                summary.causes[cause].counts,
                weighted[cause],
                summary.margins,
                choices,
                concealed: Set(concealed)
            )
            .hidden
        }
    }

    private mutating func standardise(_ byAge: Summary?, _ estimators: DesignEstimators?) throws(StatisticsError) {
        guard let byAge, let standardisation = choices.standardisation else { return }
        standardised = try StandardisedFigures(self, standardisation, byAge: byAge, estimators)
    }

    /// The figure of a cause, by its position, in a cell, by its position in `Summary.cells`.
    package func figure(cause: Int, cell: Int) -> Figure {
        let counts = summary.causes[cause].counts[cell]
        let isTautology = zip(summary.cells[cell], isDefinedBy[cause]).contains { $0 != nil && $1 }
        let estimate = weighted.isEmpty || weighted[cause].isEmpty ? nil : weighted[cause][cell]
        return Figure(
            counts,
            choices,
            isByDefinition: isTautology,
            weighted: estimate,
            hidesWeighted: hiddenWeighted.indices.contains(cause) && hiddenWeighted[cause].contains(cell)
        ) { measure in
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
