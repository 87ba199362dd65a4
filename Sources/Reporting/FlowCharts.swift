// The flow of a run's records as a diagram, from the rows of the files to what each cause was judged by.

package import Charts
package import Cohort
internal import CSVReading
internal import Exports
package import Figures
internal import Prevalence
internal import RuleSets

extension RunResult {
    /// The flow of records (STROBE, item 13), hidden counts marked.
    package func flowChart(_ figures: Figures) -> FlowChart {
        let steps = flowSteps(figures)
        let assessed = chartOrder(figures).filter { summary.causes[$0].isAssessed }
        let rows = assessed.map { completeness(figures, cause: $0) }
        let others = chartOrder(figures).filter { !summary.causes[$0].isAssessed }.map {
            summary.causes[$0].cause.label
        }
        let account = account(hidingBelow: figures.choices.minimumCell)
        return FlowChart(
            frame: ChartFrame(
                title: "From rows read to records summarised",
                subtitle: "\(plan.ruleSet.title). Population: \(populationText).",
                message: flowMessage(steps, rows, others),
                notes: (others.isEmpty ? [] : ["Not assessed: \(others.joined(separator: "; "))."])
                    + chartNotes(figures, isAnyHidden: !account.isWhole || rows.contains(where: \.isHidden))
            ),
            steps: steps,
            completenessTitle: "Complete for each cause, of \(grouped(account.eligible)) records summarised",
            completeness: rows
        )
    }

    private func flowSteps(_ figures: Figures) -> [FlowChart.Step] {
        let account = account(hidingBelow: figures.choices.minimumCell)
        var steps: [FlowChart.Step] = []
        let left = excluded.reduce(0) { $0 + $1.records }
        if left > 0 {
            steps.append(
                FlowChart.Step(
                    label: "Rows in the files",
                    count: text(account.read.map { $0 + left }, grouped),
                    leaving: excluded.map {
                        FlowChart.Leaving(reason: "Left out: \($0.reason.rawValue)", count: grouped($0.records))
                    }
                )
            )
        }
        var rejected = rejects.filter { !$0.isRepaired }.map {
            FlowChart.Leaving(
                reason: "Rejected: \($0.reason.rawValue.replacing("_", with: " "))",
                count: grouped($0.count)
            )
        }
        if rejected.isEmpty { rejected = [FlowChart.Leaving(reason: "Rejected", count: "0")] }
        steps.append(
            FlowChart.Step(
                label: "Records read",
                count: text(account.read, grouped),
                details: fileLines,
                leaving: rejected
            )
        )
        var details: [String] = []
        if let repaired = recordsRepaired, repaired > 0 {
            details.append("\(grouped(repaired)) kept with quotes read as text")
        }
        steps.append(
            FlowChart.Step(
                label: "Records classified",
                count: text(account.kept, grouped),
                details: details,
                leaving: [
                    FlowChart.Leaving(reason: "Outside the population", count: text(account.notEligible, grouped)),
                    FlowChart.Leaving(reason: "Of unknown eligibility", count: text(account.undetermined, grouped)),
                ]
            )
        )
        steps.append(
            FlowChart.Step(
                label: "Records summarised",
                count: grouped(account.eligible),
                details: ["Population: \(populationText)"]
            )
        )
        return steps
    }

    /// The inputs by name, not too many of them.
    private var fileLines: [String] {
        let most = 5
        let names = inputs.map { $0.path == "-" ? "standard input" : $0.path }
        guard names.count > 1 else { return names.map { "from \($0)" } }
        let listed = names.count > most + 1 ? Array(names.prefix(most)) : names
        let rest = names.count - listed.count
        return ["from \(grouped(names.count)) files:"] + listed + (rest > 0 ? ["and \(grouped(rest)) more"] : [])
    }

    private func completeness(_ figures: Figures, cause: Int) -> FlowChart.Completeness {
        let figure = figures.overall(cause: cause)
        let label = summary.causes[cause].cause.label
        switch figure[.complete] {
        case .hidden: return FlowChart.Completeness(label: label, share: nil, text: "hidden", isHidden: true)
        case .none: return FlowChart.Completeness(label: label, share: nil, text: "none")
        case .value(let complete):
            let records = summary.eligibility.eligible
            guard records > 0 else { return FlowChart.Completeness(label: label, share: nil, text: "0") }
            let share = Double(complete) / Double(records)
            return FlowChart.Completeness(
                label: label,
                share: share,
                text: "\(grouped(complete)) (\(wholePercent(share)))"
            )
        }
    }

    private func flowMessage(
        _ steps: [FlowChart.Step],
        _ rows: [FlowChart.Completeness],
        _ notAssessed: [String]
    ) -> String {
        let flow = steps.map { step in
            let leaving = step.leaving.map { "\($0.reason): \($0.count)" }.joined(separator: "; ")
            return "\(step.label): \(step.count)." + (leaving.isEmpty ? "" : " \(leaving).")
        }
        let complete = rows.map { "\($0.label) \($0.text)" }.joined(separator: "; ")
        return "Flow diagram. " + flow.joined(separator: " ") + (complete.isEmpty ? "" : " Complete for \(complete).")
            + (notAssessed.isEmpty ? "" : " Not assessed: \(notAssessed.joined(separator: "; ")).")
    }
}
