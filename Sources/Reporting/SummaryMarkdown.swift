// A summary as Markdown: for a notebook, an issue or a wiki.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension RunResult {
    /// The summary as Markdown; `cause` is the position of the cause to show by group.
    package func markdown(_ figures: Figures, cause: Int?) -> String {
        var lines = ["# \(escapedMarkdown(plan.ruleSet.title))", ""]
        lines += [
            escapedMarkdown(headline(figures.choices)) + ".", "", "Population: \(escapedMarkdown(populationText)).", "",
        ]
        // Bounds count every record once.
        let bounds = figures.choices.weighting == nil ? "Bounds" : "Bounds, unweighted"
        lines += [
            "| Cause | Category | Prevalence | \(figures.choices.level.percentage) % CI | n/N | \(bounds) | Undetermined |",
            "| --- | --- | ---: | --- | ---: | --- | ---: |",
        ]
        for position in figures.ranked {
            let (cause, figure) = (summary.causes[position].cause, figures.overall(cause: position))
            let cells = [
                escapedMarkdown(cause.label), cause.category.rawValue,
                text(figure.prevalenceShown, percent), text(figure.intervalShown, range),
                "\(text(figure.events, grouped))/\(text(figure.total, grouped))", text(figure.boundsShown, range),
                text(figure[.undetermined], grouped),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        if let design = DesignReport(figures) { lines += [""] + design.markdown }
        if let standardised = StandardisedReport(figures) { lines += [""] + standardised.markdown }
        if let cause = cause ?? figures.leadingCause, !summary.dimensions.isEmpty {
            lines += ["", "## \(escapedMarkdown(summary.causes[cause].cause.label)) by group", ""]
            lines += groupTable(figures, cause)
        }
        lines.append("")
        lines += footnotes(figures, cause: cause ?? figures.leadingCause).map { "- " + escapedMarkdown($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func range(_ interval: ClosedRange<Double>) -> String {
        "\(oneDecimal(interval.lowerBound * 100))–\(oneDecimal(interval.upperBound * 100)) %"
    }

    private func groupTable(_ figures: Figures, _ cause: Int) -> [String] {
        guard summary.causes[cause].isAssessed else { return ["Not assessed."] }
        let dimensions = summary.dimensions
        let positions = Dictionary(uniqueKeysWithValues: summary.cells.enumerated().map { ($1, $0) })
        func cell(_ groups: [Int?]) -> String {
            guard let position = positions[groups] else { return "" }
            let figure = figures.figure(cause: cause, cell: position)
            if figure.isByDefinition { return "by definition" }
            guard let prevalence = figure.prevalence else { return figure.isHidden ? hiddenSign : "–" }
            return
                "\(wholePercent(prevalence)) (\(text(figure.events, grouped))/\(text(figure.total, grouped)))\(figure.mark)"
        }
        let isFlat = dimensions.count == 1
        let columns: [Int?] = isFlat ? [nil] : [nil] + dimensions[1].groups.indices.map(Optional.some)
        let labels = columns.map { column in
            isFlat ? "Prevalence" : column.map { escapedMarkdown(dimensions[1].groups[$0]) } ?? "all"
        }
        var lines = ["| \(escapedMarkdown(dimensions[0].label)) | \(labels.joined(separator: " | ")) |"]
        lines.append("| --- |" + columns.map { _ in " ---: |" }.joined())
        for row in [nil] + dimensions[0].groups.indices.map(Optional.some) {
            let label = row.map { escapedMarkdown(dimensions[0].groups[$0]) } ?? "all"
            let rest = Array(repeating: Int?.none, count: max(0, dimensions.count - 2))
            let cells = columns.map { cell(isFlat ? [row] : [row, $0] + rest) }
            lines.append("| \(label) | \(cells.joined(separator: " | ")) |")
        }
        return lines
    }
}
