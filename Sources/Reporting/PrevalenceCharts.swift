// The dot plots of a summary: what they show and say.

package import Charts
package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension RunResult {
    /// How common each cause is, by category and then by prevalence; what is not assessed comes last.
    package func prevalenceChart(_ figures: Figures) -> PrevalenceChart {
        let order = chartOrder(figures)
        let sections = Cause.Category.allCases.map { category in
            PrevalenceChart.Section(
                title: category.heading,
                rows: order.filter { summary.causes[$0].cause.category == category }.map {
                    row(figures, cause: $0, cell: 0, label: summary.causes[$0].cause.label)
                }
            )
        }
        return PrevalenceChart(
            frame: ChartFrame(
                title: "How common each cause is",
                subtitle: chartSubtitle(figures),
                message: prevalenceMessage(figures, order),
                notes: ["Intervals: \(figures.choices.intervalTitle)."]
                    + chartNotes(figures, isAnyHidden: sections.contains { $0.rows.contains(where: \.isHidden) })
            ),
            intervalTitle: "\(figures.choices.level.percentage) % CI",
            sections: sections
        )
    }

    /// How common one cause is in each group of each dimension, and in all records.
    package func prevalenceChart(_ figures: Figures, cause: Int) -> PrevalenceChart {
        let entry = summary.causes[cause]
        var sections = [
            PrevalenceChart.Section(title: "", rows: [row(figures, cause: cause, cell: 0, label: "All records")])
        ]
        for (dimension, entry) in summary.dimensions.enumerated() {
            let cells = summary.cells.indices.filter { cell in
                summary.cells[cell].indices.allSatisfy { (summary.cells[cell][$0] != nil) == ($0 == dimension) }
            }
            sections.append(
                PrevalenceChart.Section(
                    title: entry.label,
                    rows: cells.map {
                        row(figures, cause: cause, cell: $0, label: summary.label(summary.cells[$0], dimension))
                    }
                )
            )
        }
        let listed = sections.flatMap { section in
            section.rows.map { row in section.title.isEmpty ? row.detail : "\(section.title) \(row.detail)" }
        }
        return PrevalenceChart(
            frame: ChartFrame(
                title: entry.cause.label,
                subtitle: chartSubtitle(figures),
                message: "Dot plot of prevalence. " + listed.joined(separator: ". ") + ".",
                notes: ["Intervals: \(figures.choices.intervalTitle)."]
                    + chartNotes(figures, isAnyHidden: sections.contains { $0.rows.contains(where: \.isHidden) })
            ),
            intervalTitle: "\(figures.choices.level.percentage) % CI",
            sections: sections
        )
    }

    // MARK: Rows

    private func row(_ figures: Figures, cause: Int, cell: Int, label: String) -> PrevalenceChart.Row {
        let entry = summary.causes[cause]
        guard entry.isAssessed else {
            let because = plan.notAssessed.first { $0.subject == entry.cause.id }?.because
            return PrevalenceChart.Row(
                label: label,
                state: .none("not assessed", bounds: nil),
                detail: "\(label): not assessed" + (because.map { " (\($0))" } ?? "")
            )
        }
        let figure = figures.figure(cause: cause, cell: cell)
        return PrevalenceChart.Row(
            label: label,
            state: state(figure),
            detail: "\(label): \(sentence(figure, figures.choices))"
        )
    }

    private func state(_ figure: Figure) -> PrevalenceChart.State {
        if figure.isByDefinition { return .none("by definition", bounds: nil) }
        switch figure.prevalenceShown {
        case .hidden: return .hidden("hidden")
        case .none: return .none("no complete records", bounds: bounds(figure))
        case .value(let value):
            return .estimate(
                PrevalenceChart.Estimate(
                    value: value,
                    interval: figure.interval,
                    bounds: bounds(figure),
                    text: percent(value) + figure.mark,
                    intervalText: figure.interval.map(rangeText) ?? "",
                    countText: "\(text(figure.events, grouped))/\(text(figure.total, grouped))"
                )
            )
        }
    }

    /// The bounds count every record once, so they do not go with a weighted share.
    private func bounds(_ figure: Figure) -> ClosedRange<Double>? { figure.weighted == nil ? figure.bounds : nil }

    /// A figure's numbers in words.
    func sentence(_ figure: Figure, _ choices: StatisticsChoices) -> String {
        if figure.isByDefinition { return "present or absent by definition in this group" }
        var parts: [String] = []
        switch figure.prevalenceShown {
        case .hidden: return "hidden, since a count is small or would give a small one away"
        case .none: parts.append("no complete records")
        case .value(let value):
            let interval = figure.interval.map { " (\(choices.level.percentage) % CI \(rangeText($0)))" } ?? ""
            parts.append(
                "\(percent(value))\(figure.mark)\(interval), \(figure.weighted == nil ? "" : "unweighted ")\(text(figure.events, grouped)) of "
                    + "\(text(figure.total, grouped)) records"
            )
        }
        if let open = figure[.undetermined].value, open > 0 {
            if let bounds = bounds(figure) {
                parts.append("\(grouped(open)) undetermined, so from \(rangeText(bounds)) %")
            } else if figure.bounds != nil {
                parts.append("\(grouped(open)) undetermined")
            }
        }
        return parts.joined(separator: "; ")
    }

    private func rangeText(_ range: ClosedRange<Double>) -> String {
        "\(oneDecimal(range.lowerBound * 100))–\(oneDecimal(range.upperBound * 100))"
    }

    // MARK: Words

    /// What the shares of a chart are among.
    func chartSubtitle(_ figures: Figures) -> String {
        "\(plan.ruleSet.title). \(chartPopulation(figures)); shares are among \(figures.choices.domain)."
    }

    /// The population and how many records of it there are.
    func chartPopulation(_ figures: Figures) -> String {
        let population = populationText
        return "\(population.prefix(1).uppercased())\(population.dropFirst()): \(grouped(summary.eligibility.eligible))"
    }

    /// What a chart's reader must know besides.
    func chartNotes(_ figures: Figures, isAnyHidden: Bool) -> [String] {
        var notes: [String] = []
        if isAnyHidden, let disclosure = figures.disclosure {
            notes.append(
                "Hidden: counts from 1 to \(disclosure.minimum - 1), and those that would give them away."
            )
        }
        if figures.choices.showsReliability { notes.append(Reliability.note) }
        if let because = plan.populationLeftOut {
            notes.append("Every record counts as in the population: \(because).")
        }
        notes += thresholdNotes
        return notes + [Self.disclaimer]
    }

    private func prevalenceMessage(_ figures: Figures, _ order: [Int]) -> String {
        guard summary.eligibility.eligible > 0 else { return "No record was summarised." }
        func named(_ causes: [Int]) -> String { causes.map { summary.causes[$0].cause.label }.joined(separator: ", ") }
        let shown = order.filter { summary.causes[$0].isAssessed && figures.overall(cause: $0).prevalence != nil }
        let listed = shown.map {
            "\(summary.causes[$0].cause.label) \(sentence(figures.overall(cause: $0), figures.choices))"
        }
        var sentences = ["Dot plot of the prevalence of \(order.count) causes, by category and then most common first"]
        if !listed.isEmpty { sentences.append(listed.joined(separator: "; ")) }
        let hidden = order.filter { summary.causes[$0].isAssessed && figures.overall(cause: $0).isHidden }
        if !hidden.isEmpty { sentences.append("Hidden: \(named(hidden))") }
        let notAssessed = order.filter { !summary.causes[$0].isAssessed }
        if !notAssessed.isEmpty { sentences.append("Not assessed: \(named(notAssessed))") }
        return sentences.joined(separator: ". ") + "."
    }
}

extension PrevalenceChart.Row {
    /// Whether it is not shown.
    fileprivate var isHidden: Bool { if case .hidden = state { true } else { false } }
}

extension Cause.Category {
    /// The category as a heading.
    var heading: String {
        switch self {
        case .normal: "Normal"
        case .primary: "Primary"
        case .secondary: "Secondary"
        case .contributing: "Contributing (never the main cause)"
        }
    }
}
