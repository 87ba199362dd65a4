// How the records of a summary fall into its groups, as bars.

package import Charts
package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets

extension RunResult {
    /// The groups of every dimension with their records, as small multiples. Of no cause: a record counts whatever is missing in it.
    package func distributionChart(_ figures: Figures) -> DistributionChart {
        let panels = summary.dimensions.indices.map { panel(figures, dimension: $0) }
        let isHidden = panels.contains { $0.bars.contains { $0.share == nil } }
        let listed = panels.map { panel in
            "\(panel.title): " + panel.bars.map { "\($0.label) \($0.text)" }.joined(separator: ", ") + "."
        }
        let eligible = summary.eligibility.eligible
        return DistributionChart(
            frame: ChartFrame(
                title: "Who the records are",
                subtitle: "\(plan.ruleSet.title). \(chartPopulation(figures)). All bars are on one scale.",
                message: eligible == 0 ? "No record was summarised." : "Bars. " + listed.joined(separator: " "),
                notes: chartNotes(figures, isAnyHidden: isHidden)
            ),
            panels: panels
        )
    }

    private func panel(_ figures: Figures, dimension: Int) -> DistributionChart.Panel {
        let entry = summary.dimensions[dimension]
        let eligible = summary.eligibility.eligible
        let bars = marginCells(of: dimension).dropFirst().map { cell in
            // Records are counted alike for every cause.
            let records = summary.causes.isEmpty ? .none : figures.figure(cause: 0, cell: cell)[.records]
            let share = records.value.map { eligible == 0 ? 0 : Double($0) / Double(eligible) }
            let label = summary.label(summary.cells[cell], dimension)
            let shareText = share.map { " (\(wholePercent($0)))" } ?? ""
            return DistributionChart.Bar(
                label: label,
                share: share,
                text: records.isHidden ? "hidden" : text(records, grouped) + shareText,
                isUnknown: summary.cells[cell][dimension] == entry.groups.count - 1
            )
        }
        let subtitle = entry.variable == entry.label ? "" : entry.variable
        return DistributionChart.Panel(title: entry.label, subtitle: subtitle, bars: bars)
    }
}
