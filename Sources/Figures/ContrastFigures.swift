// How common each cause's definition is inside and outside the population, with small counts taken out.

package import Prevalence
package import RuleSets
package import Statistics

/// Each assessed cause in the records of the population beside those outside it, with ratios.
///
/// Records outside the population are those that its condition excludes; those whose answers leave it open are on neither side. Where records are weighted, both
/// sides are, as domains of one design.
package struct ContrastFigures: Sendable {
    /// One cause.
    package struct Entry: Sendable {
        /// Its position in the summary.
        package var cause: Int
        /// Inside and outside.
        package var inside: Figure, outside: Figure
        /// Whether it reads what decides who belongs to the population, so that comparing the two means nothing.
        package var isByDefinition: Bool
        /// Inside against outside; nil if a side has no records, a count is hidden, or it is so by definition. Where records are weighted also if there is no log
        /// ratio, or nothing to tell its spread.
        package var prevalenceRatio: Ratio?, oddsRatio: Ratio?
        /// The degrees of freedom of both sides under the design; nil if every record counts once.
        package var degreesOfFreedom: Int?
        /// Whether the two sides differ, and its p value adjusted over all causes tested.
        package var test: GroupComparison.Tested<GroupTest>?
    }

    /// The assessed causes, in order.
    package let entries: [Entry]
    /// How many records are outside the population.
    package let outside: Shown<Int>
    /// The statistics in force.
    package let choices: StatisticsChoices

    /// Compares.
    ///
    /// With a smallest cell, a cause's records outside are shown only if every kind of them is none or at least k, and weighted figures only if that holds of
    /// those with a weight and of those without one.
    ///
    /// - Throws: If there is no population, the file has no record outside it, or a stratum has a single complete record and that is to be an error.
    package init(
        _ tally: ContrastTally,
        _ plan: Plan,
        _ figures: Figures,
        _ account: AccountFigures,
        design: DesignSummary? = nil
    ) throws(StatisticsError) {
        choices = figures.choices
        outside = account.notEligible
        guard plan.population != nil else {
            let why = plan.populationLeftOut.map { ": " + $0 } ?? ", since the rule set names none"
            throw StatisticsError(
                "--contrast compares with records outside the population, and every record is in it\(why)"
            )
        }
        guard figures.summary.eligibility.notEligible > 0 else {
            throw StatisticsError(
                "--contrast compares with records outside the population, and no record is: only a file that holds them too can tell"
            )
        }
        let minimum = figures.choices.minimumCell
        let defined = plan.ruleSet.causesReadingPopulation
        let choices = choices
        let estimators = try design?.estimators(singlePSU: choices.weighting?.singlePSU ?? .error)
        let assessed = figures.summary.causes.indices.filter { figures.summary.causes[$0].isAssessed }
        var entries = try assessed.map { cause throws(StatisticsError) in
            let counts = tally.counts[cause]
            let kinds = [
                counts.completePresent, counts.complete - counts.completePresent, counts.undetermined,
                counts.present - counts.completePresent,
                counts.absent - (counts.complete - counts.completePresent), counts.present, counts.absent,
                counts.complete, counts.records - counts.complete,
            ]
            let isHidden = !account.isWhole || kinds.contains(where: minimum.hides)
            let isByDefinition = defined.contains(figures.summary.causes[cause].cause.id)
            let estimate = try estimators?.estimate(cause: cause, cells: [1])
            var entry = Entry(
                cause: cause,
                inside: figures.overall(cause: cause),
                outside: Figure(
                    counts,
                    choices,
                    isByDefinition: isByDefinition,
                    weighted: estimate,
                    hidesWeighted: counts.tellsWeightless(estimate, choices)
                ) { _ in isHidden },
                isByDefinition: isByDefinition
            )
            if let estimators {
                guard !isByDefinition, !entry.inside.isHidden, !entry.outside.isHidden else { return entry }
                try entry.compare(estimators.comparison(cause: cause, groups: [[0], [1]]), choices.level)
                return entry
            }
            guard !isByDefinition, let here = entry.inside.groupCounts, let there = entry.outside.groupCounts else {
                return entry
            }
            entry.prevalenceRatio = .prevalenceRatio(here, reference: there, level: choices.level)
            entry.oddsRatio = .oddsRatio(here, reference: there, level: choices.level)
            entry.test = IndependenceTest([here, there]).map {
                GroupComparison.Tested(test: .plain($0), pValue: $0.pValue)
            }
            return entry
        }
        let pValues = entries.map { $0.test?.pValue }
        let (holm, rates) = (
            MultipleTesting.holm.adjusted(pValues), MultipleTesting.benjaminiHochberg.adjusted(pValues)
        )
        for index in entries.indices {
            entries[index].test?.holm = holm[index]
            entries[index].test?.benjaminiHochberg = rates[index]
        }
        self.entries = entries
    }
}

extension ContrastFigures.Entry {
    /// Compares the sides where records are weighted: group 0 is the population.
    fileprivate mutating func compare(
        _ comparison: SurveyComparison,
        _ level: ConfidenceLevel
    ) throws(StatisticsError) {
        prevalenceRatio = comparison.prevalenceRatio(0, reference: 1, level: level)
        oddsRatio = comparison.oddsRatio(0, reference: 1, level: level)
        degreesOfFreedom = comparison.degreesOfFreedom([0, 1])
        test = try comparison.independence().map { .init(test: .design($0), pValue: $0.pValue) }
    }

    /// Why there is no ratio; nil if there is one, something is hidden, or it is so by definition.
    package func gap(_ ratio: Ratio?) -> RatioGap? {
        guard ratio == nil, !isByDefinition, !inside.isHidden, !outside.isHidden else { return nil }
        guard let degreesOfFreedom, let here = inside.weighted?.estimate.value,
            let there = outside.weighted?.estimate.value
        else { return .noRecords }
        return degreesOfFreedom > 0 && here.variance != nil && there.variance != nil ? .zeroCell : .noFreedom
    }
}

extension Counts {
    /// Whether weighted figures beside these counts would tell of few records with a weight, or without one.
    fileprivate func tellsWeightless(_ estimate: WeightedEstimate?, _ choices: StatisticsChoices) -> Bool {
        let (events, records) = share(choices)
        let (weightedEvents, weighted) = (estimate?.events ?? 0, estimate?.records ?? 0)
        return [
            weightedEvents, weighted - weightedEvents, events - weightedEvents,
            records - events - (weighted - weightedEvents),
        ]
        .contains(where: choices.isSmall)
    }
}

extension Figure {
    /// The counts of the prevalence, if they are shown.
    var groupCounts: GroupCounts? {
        guard let events = events.value, let total = total.value else { return nil }
        return GroupCounts(events: events, records: total)
    }
}
