// The sections that say what a report is about: what it is and is not, and how records came into it.

internal import CSVReading
internal import Charts
internal import Cohort
internal import Exports
internal import Figures
internal import Prevalence
internal import RuleSets

extension CohortStory {
    // MARK: What this is

    var about: Story.Section {
        Story.Section(
            name: .about,
            finding:
                "This report describes the answers in \(records(account.eligible)): which of them meet the definition of a cause, "
                + "how sure that is, and what is missing. It is no diagnosis.",
            blocks: [
                .list(
                    [
                        "It counts the records that meet a definition. Each definition is a rule with a threshold, listed below with its source and the strength "
                            + "of its evidence.",
                        "It cannot say what caused the pain of any person, and it does not replace a clinician.",
                        result.plan.population != nil
                            ? "All of these records are of people with the complaint (\(result.populationText)). How common something is among them does not show "
                                + "that it causes the complaint: that would take people without it."
                            : "How common something is here does not show that it causes a complaint.",
                        missingAnswers,
                        "A record can meet several definitions, so shares add up to more than 100 %.",
                    ]
                        + (isWeighted
                            ? [
                                "Prevalences are weighted, so that they speak of those whom the sample was drawn from; how it was drawn stands with them."
                            ] : [])
                )
            ]
        )
    }

    /// How missing answers were treated: a sensitivity analysis must not claim what it gives up.
    private var missingAnswers: String {
        switch choices.undetermined {
        case .exclude:
            "A missing answer is never counted as no. Where it leaves a cause open, the record is undetermined, and the report says how many there are."
        case .absent, .present:
            "This is a sensitivity analysis: where a missing answer leaves a cause open, the record counts as if the cause were "
                + "\(choices.undetermined.rawValue), which nobody knows. The report says how many such records there are, and the bounds show both ways."
        }
    }

    // MARK: The flow

    var flow: Story.Section {
        let excluded = result.excluded.reduce(0) { $0 + $1.records }
        var rows: [[StoryCell]] = []
        if excluded > 0 {
            rows += result.excluded.map {
                [.words("Rows left out before anything was counted: \($0.reason.rawValue)"), .count($0.records)]
            }
        }
        rows.append([.words("Records read"), .count(account.read)])
        rows += result.rejects.filter { !$0.isRepaired }.map {
            [.words("– rejected: \($0.reason.words)"), .count(.value($0.count), of: account.read)]
        }
        if let repaired = result.recordsRepaired, repaired > 0 {
            rows.append([.words("(kept with quotes read as text)"), .count(.value(repaired), of: account.read)])
        }
        rows += [
            [.words("– outside the population"), .count(account.notEligible, of: account.read)],
            [.words("– of unknown eligibility"), .count(account.undetermined, of: account.read)],
            [.words("= summarised"), .count(eligible, of: account.read)],
        ]
        let complete = summary.causes.indices.map { cause -> [StoryCell] in
            guard summary.causes[cause].isAssessed else {
                return [.words(label(cause)), StoryCell(text: "not assessed", style: .none), .none]
            }
            let figure = figures.overall(cause: cause)
            return [
                .words(label(cause)), .count(figure[.complete], of: figure[.records]),
                .count(figure[.undetermined], of: figure[.records]),
            ]
        }
        var blocks: [Story.Block] = [
            .chart(flowPicture),
            .table(
                StoryTable(
                    caption: "From records read to records summarised",
                    columns: [.words("Stage"), .numbers("Records")],
                    rows: rows,
                    isSortable: false
                )
            ),
            .paragraph(
                "Not every summarised record answers everything. A record is complete for a cause if everything that the cause's rules read was answered; "
                    + "prevalence is among those. It is undetermined if a missing answer leaves the cause open: one answer can settle a cause without the others."
            ),
            .table(
                StoryTable(
                    caption: "Records that decide each cause",
                    columns: [.words("Cause"), .numbers("Complete"), .numbers("Undetermined")],
                    rows: complete
                )
            ),
        ]
        let reasons = notAssessed
        if !reasons.isEmpty { blocks += [.heading("Not assessed, for want of columns"), .list(reasons)] }
        return Story.Section(name: .flow, finding: flowFinding, blocks: blocks)
    }

    /// The flow as a diagram (STROBE, item 13), of the same numbers as the table.
    private var flowPicture: Story.Picture {
        var rejected = result.rejects.filter { !$0.isRepaired }.map {
            FlowChart.Leaving(reason: "Rejected: \($0.reason.words)", count: grouped($0.count))
        }
        if rejected.isEmpty { rejected = [FlowChart.Leaving(reason: "Rejected", count: "0")] }
        let steps = [
            FlowChart.Step(label: "Records read", count: text(account.read, grouped), leaving: rejected),
            FlowChart.Step(
                label: "Records classified",
                count: text(account.kept, grouped),
                leaving: [
                    FlowChart.Leaving(reason: "Outside the population", count: text(account.notEligible, grouped)),
                    FlowChart.Leaving(reason: "Of unknown eligibility", count: text(account.undetermined, grouped)),
                ]
            ),
            FlowChart.Step(
                label: "Records summarised",
                count: grouped(account.eligible),
                details: ["Population: \(result.populationText)"]
            ),
        ]
        let complete = ranked.map { cause -> FlowChart.Completeness in
            let figure = figures.overall(cause: cause)
            let share = figure[.complete].value.map {
                account.eligible == 0 ? 0 : Double($0) / Double(account.eligible)
            }
            return FlowChart.Completeness(
                label: label(cause),
                share: share,
                text: share.map { "\(text(figure[.complete], grouped)) (\(wholePercent($0)))" } ?? "hidden",
                isHidden: share == nil
            )
        }
        let said = steps.flatMap { step in
            ["\(step.label): \(step.count)"] + step.leaving.map { "\($0.reason.lowercased()): \($0.count)" }
        }
        let chart = FlowChart(
            frame: ChartFrame(
                title: "From records read to records summarised",
                subtitle: "",
                message: "Flow. " + said.joined(separator: "; ") + ". Complete: "
                    + complete.map { "\($0.label) \($0.text)" }.joined(separator: "; ") + ".",
                notes: []
            ),
            steps: steps,
            completenessTitle: "Complete for each cause",
            completeness: complete
        )
        return Story.Picture(caption: "", draw: chart.drawing)
    }

    private var flowFinding: String {
        guard let read = account.read.value else {
            return
                "\(records(account.eligible).capitalisedFirst) of those read are summarised; the number of those read is hidden, "
                + "since it would give a small number away."
        }
        var left: [String] = []
        if account.rejected > 0 { left.append("\(grouped(account.rejected)) could not be read") }
        if account.notEligible.value != 0 {
            left.append(
                "\(text(account.notEligible, grouped)) \(account.notEligible.value == 1 ? "lies" : "lie") outside the population"
            )
        }
        if account.undetermined.value != 0 {
            left.append(
                account.undetermined.value == 1
                    ? "1 does not say whether it belongs to it"
                    : "\(text(account.undetermined, grouped)) do not say whether they belong to it"
            )
        }
        let rest = left.isEmpty ? "none was left out" : left.joined(separator: ", ")
        return "Of \(records(read)) read, \(share(eligible, of: account.read) ?? grouped(account.eligible)) "
            + "\(account.eligible == 1 ? "is" : "are") summarised: \(rest)."
    }

    private var notAssessed: [String] {
        let population = result.plan.populationLeftOut.map {
            ["Every record counts as in the population: \($0)."]
        }
        return (population ?? [])
            + result.plan.notAssessed.map { subject, because in
                "\(ruleSet.cause(subject)?.label ?? subject): \(because)."
            }
    }
}

extension RejectReason {
    /// The reason in words.
    var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}

extension String {
    /// The text with its first letter as a capital.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
