// From the counts of a run to the facts that a report tells, small counts taken out.

import Cohort
import Figures
import Prevalence
import Reporting
import RuleSets

extension CohortStory.Facts {
    /// The facts of a finished run.
    ///
    /// - Parameters:
    ///   - result: The run.
    ///   - tallies: What was counted besides.
    ///   - choices: What the user chose; its smallest cell holds for everything.
    ///   - profile: The name of the profile that is compared with the rule set, if one is.
    ///   - origin: What made the report.
    /// - Throws: A `DisclosureError` if small counts cannot be hidden as asked; a `StatisticsError` where a stratum has a single PSU, or a band of age
    ///   no record.
    init(
        _ result: RunResult,
        _ tallies: ReportTallies,
        _ choices: StatisticsChoices,
        profile: String?,
        origin: ReportOrigin
    ) throws {
        let minimum = choices.minimumCell
        let (summary, plan) = (result.summary, result.plan)
        let eligible = summary.eligibility.eligible
        // In fewer records than the smallest cell there is nothing to hide one by one: the story shows nothing of them.
        var choices = choices
        if eligible < minimum { (choices.minimumCell, choices.standardisation) = (0, nil) }
        let figures = try Figures(
            summary,
            choices,
            design: result.design,
            byAge: result.byAge.map { ($0, result.designByAge) },
            combinations: tallies.combinations
        )
        let account = result.account(hidingBelow: minimum)
        let distributions = DistributionFigures.all(
            tallies.distributions,
            tallies.answers,
            plan,
            eligible: eligible,
            minimum: minimum
        )
        let records = result.recordsRead - result.recordsRejected
        // Records are counted alike for every cause.
        let margins = summary.dimensions.indices.map { dimension -> [Shown<Int>] in
            guard !summary.causes.isEmpty else { return [] }
            return summary.margin(of: dimension).map { figures.figure(cause: 0, cell: $0)[.records] }
        }
        self.init(
            figures: figures,
            account: account,
            answers: AnswerFigures(
                result.missing,
                summary,
                records: records,
                account,
                plan.ruleSet,
                figures,
                hiddenGroupings: Set(distributions.filter(\.hidesUnknown).map(\.group.variable)),
                minimum: minimum
            ),
            needs: NeedFigures(tallies.needs, plan, figures, account),
            combinations: tallies.combinations.hasTooMany ? nil : CombinationFigures(tallies.combinations, figures),
            distributions: distributions,
            values: ValueFigures.all(
                tallies.values,
                plan,
                shown: margins + distributions.map { $0.groups.map(\.records) },
                eligible: eligible,
                minimum: minimum
            ),
            profiles: try Self.profiles(tallies, plan, figures, profile, records: records),
            origin: origin
        )
        worklist = tallies.worklist
    }

    private static func profiles(
        _ tallies: ReportTallies,
        _ plan: Plan,
        _ figures: Figures,
        _ name: String?,
        records: Int
    ) throws -> ProfileComparison? {
        guard let name, let other = plan.alternatives.first, let comparison = tallies.comparison else { return nil }
        let causes = comparison.changes.causes
        let counts = causes.map { cause in
            [
                comparison.first.counts(plan: 0, cause: cause.positions.first),
                comparison.second.counts(plan: 0, cause: cause.positions.second),
            ]
        }
        // Both profiles are compared record by record, each of which counts once.
        var choices = figures.choices
        (choices.weighting, choices.standardisation) = (nil, nil)
        let changes = try ChangeFigures(
            comparison.changes,
            counts,
            choices,
            records: records,
            eligible: figures.summary.eligibility.eligible
        ) { index in
            let figure = figures.overall(cause: causes[index].positions.first)
            return Measure.allCases.contains { figure[$0].isHidden }
        }
        return ProfileComparison(name: name, plan: other, causes: causes, changes: changes)
    }
}
