// A summary as Markdown: for a notebook, an issue or a wiki.

package import Cohort
internal import Prevalence
internal import RuleSets

extension RunResult {
    /// The summary as Markdown; `cause` is the position of the cause to show by group.
    package func markdown(cause: Int?) -> String {
        var lines = ["# \(escapedMarkdown(plan.ruleSet.title))", ""]
        lines += [escapedMarkdown(headline) + ".", "", "Population: \(escapedMarkdown(populationText)).", ""]
        lines += [
            "| Cause | Category | Prevalence | 95 % CI | n/N | Bounds | Undetermined |",
            "| --- | --- | ---: | --- | ---: | --- | ---: |",
        ]
        for entry in summary.ranked {
            let counts = entry.counts[0]
            let cells = [
                escapedMarkdown(entry.cause.label), entry.cause.category.rawValue,
                counts.prevalence.map(percent) ?? "–", counts.interval.map(range) ?? "–",
                "\(grouped(counts.completePresent))/\(grouped(counts.complete))", counts.bounds.map(range) ?? "–",
                grouped(counts.undetermined),
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        if let cause = cause ?? summary.leadingCause, !summary.dimensions.isEmpty {
            lines += ["", "## \(escapedMarkdown(summary.causes[cause].cause.label)) by group", ""]
            lines += groupTable(summary.causes[cause])
        }
        lines.append("")
        lines += footnotes.map { "- " + escapedMarkdown($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func range(_ interval: ClosedRange<Double>) -> String {
        "\(oneDecimal(interval.lowerBound * 100))–\(oneDecimal(interval.upperBound * 100)) %"
    }

    private func groupTable(_ entry: Summary.CauseCounts) -> [String] {
        guard entry.isAssessed else { return ["Not assessed."] }
        let dimensions = summary.dimensions
        let positions = Dictionary(uniqueKeysWithValues: summary.cells.enumerated().map { ($1, $0) })
        func cell(_ groups: [Int?]) -> String {
            guard let position = positions[groups] else { return "" }
            let counts = entry.counts[position]
            return counts.prevalence.map { "\(wholePercent($0)) (\(counts.completePresent)/\(counts.complete))" } ?? "–"
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
