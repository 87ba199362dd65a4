// A summary for the terminal: causes by prevalence with bars, then one cause by group.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// How a terminal table looks.
package struct TableStyle: Sendable {
    /// Columns of the terminal.
    package var width: Int
    /// Whether to emphasise with escape codes.
    package var usesColour: Bool

    /// Makes a style.
    package init(width: Int = 80, usesColour: Bool = false) {
        self.width = max(60, width)
        self.usesColour = usesColour
    }

    /// The columns for running text, which is hard to read on longer lines.
    var proseWidth: Int { min(width, 100) }

    func bold(_ text: String) -> String { emphasised(text, "1") }
    func dim(_ text: String) -> String { emphasised(text, "2") }

    /// A text between escape codes, which are the only ones in it.
    private func emphasised(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(harmless(text))\u{1B}[0m" : harmless(text)
    }
}

extension RunResult {
    /// The terminal's table; `cause` is the position of the cause to show by group.
    package func table(_ style: TableStyle, _ figures: Figures, cause: Int?) -> String {
        var lines: [String] = []
        lines.append(style.bold(plan.ruleSet.title))
        lines += wrapped(headline(figures.choices), width: style.width)
        lines += wrapped("Population: \(populationText)", width: style.width)
        lines += thresholdLines(style)
        lines.append("")
        lines += causeLines(style, figures)
        if let design = DesignReport(figures) { lines += [""] + design.lines(style) }
        if let standardised = StandardisedReport(figures) {
            lines += [""] + standardised.lines(style, cause: cause ?? figures.leadingCause)
        }
        if let cause = cause ?? figures.leadingCause, !summary.dimensions.isEmpty {
            lines.append("")
            lines += groupLines(style, figures, cause)
        }
        lines.append("")
        for note in footnotes(figures, cause: cause ?? figures.leadingCause) {
            lines += wrapped("· " + note, width: style.proseWidth, indent: "  ").map(style.dim)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Causes

    private func causeLines(_ style: TableStyle, _ figures: Figures) -> [String] {
        func share(_ figure: Figure) -> String { "\(text(figure.events, grouped))/\(text(figure.total, grouped))" }
        // Large cohorts take room from the bars, then from the labels.
        let shareWidth = 2 + max(12, figures.ranked.map { share(figures.overall(cause: $0)).count }.max() ?? 0)
        let columns =
            "prevalence".padded(fromLeftTo: 10) + " \(figures.choices.level.percentage) % CI".padded(fromLeftTo: 13)
            + "n/N".padded(fromLeftTo: shareWidth)
            + "open".padded(fromLeftTo: 6)
        // Where there is more room than 80 columns, labels take it until none is broken, then bars.
        let longest = figures.ranked.map { summary.causes[$0].cause.label.count }.max() ?? 0
        let room = max(0, style.width - 80)
        let forLabels = min(room, max(0, longest + 1 - 27))
        let barWidth = min(60, max(0, min(9, style.width - 71 - (shareWidth - 14))) + room - forLabels)
        let labelWidth = min(max(longest + 1, 27), style.width - columns.count - barWidth - (barWidth > 0 ? 1 : 0))
        let most = figures.ranked.compactMap { figures.overall(cause: $0).prevalence }.max() ?? 1
        var lines = [
            style.bold(
                "Cause".padded(to: labelWidth) + String(repeating: " ", count: barWidth > 0 ? barWidth + 1 : 0)
                    + columns
            )
        ]
        for position in figures.ranked {
            let figure = figures.overall(cause: position)
            let labelLines = wrapped(summary.causes[position].cause.label, width: labelWidth - 1, indent: "  ")
            var line = (labelLines.first ?? "").padded(to: labelWidth)
            if barWidth > 0 { line += bar((figure.prevalence ?? 0) / max(most, 1e-9), width: barWidth) + " " }
            line += (text(figure.prevalenceShown, percent) + figure.mark).padded(fromLeftTo: 10)
            line += text(figure.intervalShown) {
                "\(oneDecimal($0.lowerBound * 100))–\(oneDecimal($0.upperBound * 100))"
            }
            .padded(fromLeftTo: 13)
            line += share(figure).padded(fromLeftTo: shareWidth)
            let open = figure[.undetermined].map { undetermined in
                figure[.records].value.flatMap { $0 == 0 ? nil : Double(undetermined) / Double($0) }
            }
            line += text(open, wholePercent).padded(fromLeftTo: 6)
            lines.append(line)
            lines += labelLines.dropFirst()
        }
        return lines
    }

    /// A bar of block characters, an eighth of a character exact.
    private func bar(_ share: Double, width: Int) -> String {
        let eighths = Int((min(1, max(0, share)) * Double(width) * 8).rounded())
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return (String(repeating: "█", count: eighths / 8) + partial).padded(to: width)
    }

    // MARK: Groups

    private func groupLines(_ style: TableStyle, _ figures: Figures, _ cause: Int) -> [String] {
        let entry = summary.causes[cause]
        guard entry.isAssessed else { return wrapped("\(entry.cause.label): not assessed", width: style.width) }
        let dimensions = summary.dimensions
        let names = dimensions.map { "\(lowercasedStart($0.label))" }.joined(separator: " and ")
        var lines = wrapped("\(entry.cause.label), by \(names): prevalence, and n/N below it", width: style.width).map(
            style.bold
        )
        let positions = Dictionary(uniqueKeysWithValues: summary.cells.enumerated().map { ($1, $0) })
        func cell(_ groups: [Int?]) -> (String, String) {
            guard let position = positions[groups] else { return ("", "") }
            let figure = figures.figure(cause: cause, cell: position)
            if figure.isByDefinition { return ("by def.", "") }
            if figure.isHidden { return (hiddenSign, "") }
            guard let prevalence = figure.prevalence else { return ("–", figure[.records].value ?? 0 > 0 ? "0/0" : "") }
            return (
                wholePercent(prevalence) + figure.mark,
                "\(text(figure.events) { "\($0)" })/\(text(figure.total) { "\($0)" })"
            )
        }
        if dimensions.count == 1 {
            let longest = dimensions[0].groups.map(\.count).max() ?? 0
            let width = min(max(24, longest), style.width - 24)
            for group in [nil] + dimensions[0].groups.indices.map(Optional.some) {
                let (share, counts) = cell([group])
                let label = group.map { dimensions[0].groups[$0] } ?? "all"
                lines.append(
                    label.cut(to: width).padded(to: width + 1) + share.padded(fromLeftTo: 7)
                        + counts.inColumn(16)
                )
            }
            return lines
        }
        let rest = Array(repeating: Int?.none, count: dimensions.count - 2)
        let columns = [nil] + dimensions[1].groups.indices.map(Optional.some)
        let rows = [nil] + dimensions[0].groups.indices.map(Optional.some)
        let labels = columns.map { column in column.map { dimensions[1].groups[$0] } ?? "all" }
        let table = rows.map { row in columns.map { cell([row, $0] + rest) } }
        let rowLabels = rows.map { row in row.map { dimensions[0].groups[$0] } ?? "all" }
        let contents = columns.indices.map { column in
            table.map { max($0[column].0.count, $0[column].1.count) }.max() ?? 0
        }
        let longest = max(7, rowLabels.map(\.count).max() ?? 0)
        // Labels are cut where that lets the whole table stand side by side, or in fewer parts.
        let layouts = [(40, 60), (20, 12), (20, 8)].map { rowLimit, limit in
            (
                label: min(rowLimit, longest),
                columns: columns.indices.map { 1 + max(min(labels[$0].count, limit), contents[$0]) }
            )
        }
        let parts = layouts.map { Self.parts($0.columns, label: $0.label, width: style.width) }
        let fewest = parts.map(\.count).min() ?? 1
        let best = parts.firstIndex { $0.count == fewest } ?? 0
        let (labelWidth, widths) = layouts[best]
        // A table wider than the terminal is cut into parts that each repeat the row labels.
        for (number, part) in parts[best].enumerated() {
            if number > 0 { lines.append("") }
            lines.append(
                String(repeating: " ", count: labelWidth)
                    + part.map { labels[$0].cut(to: widths[$0] - 1).padded(fromLeftTo: widths[$0]) }.joined()
            )
            for (row, label) in rowLabels.enumerated() {
                lines.append(
                    label.cut(to: labelWidth).padded(to: labelWidth)
                        + part.map { table[row][$0].0.padded(fromLeftTo: widths[$0]) }.joined()
                )
                let counts =
                    String(repeating: " ", count: labelWidth)
                    + part.map { table[row][$0].1.padded(fromLeftTo: widths[$0]) }.joined()
                if !counts.trimmedAtEnd.isEmpty { lines.append(style.dim(counts.trimmedAtEnd)) }
            }
        }
        if dimensions.count > 2 {
            lines += wrapped(
                "(\(dimensions[2].label) is in the CSV and JSON output, cell by cell.)",
                width: style.width
            )
        }
        return lines
    }

    /// The columns that fit side by side behind row labels, part by part; a column too wide for any line stands alone.
    private static func parts(_ widths: [Int], label: Int, width: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        while start < widths.count {
            var end = start
            var used = label
            while end < widths.count, end == start || used + widths[end] <= width {
                used += widths[end]
                end += 1
            }
            parts.append(start..<end)
            start = end
        }
        return parts
    }
}
