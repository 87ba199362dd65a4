// A table ready for a paper: every cause by group, as "n/N (%; CI)".

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// The table: one row per cause, a column for all records, and one for each group of each dimension by itself.
package struct PaperTable {
    private let summary: Summary
    private let figures: Figures
    private let population: String
    /// For each dimension its cells by position in `Summary.cells`; before them that of all records.
    private let blocks: [(dimension: Int?, cells: [Int])]

    /// Makes a table of a summary.
    package init(_ result: RunResult, _ figures: Figures) {
        self.figures = figures
        population = (["Population: \(result.populationText)."] + result.thresholdNotes).joined(separator: " ")
        summary = figures.summary
        let cells = figures.summary.cells
        let margins = figures.summary.dimensions.indices.map { dimension in
            (
                dimension as Int?,
                cells.indices.filter { position in
                    cells[position].enumerated().allSatisfy { ($0.element != nil) == ($0.offset == dimension) }
                }
            )
        }
        blocks = [(nil, [0])] + margins
    }

    private var assessed: [Int] { summary.causes.indices.filter { summary.causes[$0].isAssessed } }

    /// A column's name: a group's label.
    private func label(_ cell: Int, _ dimension: Int?) -> String {
        dimension.map { summary.label(summary.cells[cell], $0) } ?? "All"
    }

    private func content(_ cause: Int, _ cell: Int) -> String {
        let figure = figures.figure(cause: cause, cell: cell)
        if figure.isByDefinition { return "by definition" }
        if figure.prevalenceShown.isHidden { return hiddenMark }
        let share = "\(text(figure.events, grouped))/\(text(figure.total, grouped))"
        guard let prevalence = figure.prevalence, let interval = figure.interval else { return share }
        let ends = "\(oneDecimal(interval.lowerBound * 100)) to \(oneDecimal(interval.upperBound * 100))"
        return "\(share) (\(percent(prevalence)); \(ends))\(figure.mark)"
    }

    /// How many eligible records a group has.
    private func records(_ cell: Int) -> String {
        guard let cause = assessed.first else { return "" }
        let records = figures.figure(cause: cause, cell: cell)[.records]
        return records.isHidden ? hiddenMark : text(records, grouped)
    }

    /// The whole table as CSV, each column after its dimension: `Age: 18-29`. The last row is the footnote, in the first column.
    package var csv: String {
        let columns = blocks.flatMap { block in block.cells.map { (dimension: block.dimension, cell: $0) } }
        var text: [UInt8] = []
        func append(_ fields: [String]) {
            for (index, field) in fields.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text.append(field: field)
            }
            text.append(0x0A)
        }
        append(
            ["Cause"]
                + columns.map { column in
                    let name = label(column.cell, column.dimension)
                    return column.dimension.map { "\(summary.dimensions[$0].label): \(name)" } ?? name
                }
        )
        append(["Records"] + columns.map { records($0.cell) })
        for cause in assessed {
            append([summary.causes[cause].cause.label] + columns.map { content(cause, $0.cell) })
        }
        append([footnote] + columns.map { _ in "" })
        return String(decoding: text, as: UTF8.self)
    }

    /// A section of Markdown: one table per dimension, each with the column of all records.
    package var markdown: String {
        let dimensions = blocks.dropFirst()
        let tables = dimensions.isEmpty ? [[blocks[0]]] : dimensions.map { [blocks[0], $0] }
        var lines: [String] = []
        for (number, table) in tables.enumerated() {
            let by = table.last?.dimension.map { " by \(lowercasedStart(summary.dimensions[$0].label))" } ?? ""
            let columns = table.flatMap { block in block.cells.map { (dimension: block.dimension, cell: $0) } }
            if number > 0 { lines.append("") }
            lines += [
                "**Table \(number + 1).** Causes\(escapedMarkdown(by)): n/N (%; \(figures.choices.level.percentage) % CI)",
                "",
            ]
            lines.append(row(["Cause"] + columns.map { escapedMarkdown(label($0.cell, $0.dimension)) }))
            lines.append("| --- |" + columns.map { _ in " ---: |" }.joined())
            lines.append(row(["Records"] + columns.map { records($0.cell) }))
            for cause in assessed {
                let cells = columns.map { escapedMarkdown(content(cause, $0.cell)) }
                lines.append(row([escapedMarkdown(summary.causes[cause].cause.label)] + cells))
            }
        }
        if let standardised = StandardisedReport(figures) {
            lines += [""] + standardised.markdown + ["", escapedMarkdown(standardised.note)]
        }
        lines += ["", escapedMarkdown(footnote)]
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    private var footnote: String {
        let choices = figures.choices
        var notes = [population, "n/N: records with the cause among \(choices.domain); \(choices.intervalTitle)."]
        if let design = DesignReport(figures) { notes.append("%: weighted. \(design.sample)") }
        if assessed.contains(where: { cause in
            summary.cells.indices.contains { figures.figure(cause: cause, cell: $0).isByDefinition }
        }) {
            notes.append("By definition: the cause is defined by the variable that forms the groups.")
        }
        if choices.showsReliability { notes.append(Reliability.note) }
        if choices.minimumCell > 0 {
            notes.append(
                "\(hiddenMark): counts from 1 to \(choices.minimumCell - 1), and those that would give them away."
            )
        }
        return notes.joined(separator: " ")
    }
}
