// The heat maps of a summary: what they show and say.

package import Charts
package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension RunResult {
    /// Every cause by the groups of each of the named dimensions, one grid per dimension. The causes are the rows; where there are many groups, more than
    /// causes, the groups are.
    package func heatMap(_ figures: Figures, dimensions: [Int]) -> HeatMapChart {
        let order = chartOrder(figures)
        let panels = dimensions.map { dimension in
            let groups = marginCells(of: dimension)
            let labels = groups.map { summary.label(summary.cells[$0], dimension) }
            let names = order.map { summary.causes[$0].cause.label }
            let title = "By \(lowercasedStart(summary.dimensions[dimension].label))"
            func cell(_ cause: Int, _ cell: Int) -> HeatMapChart.Cell { heatCell(figures, cause: cause, cell: cell) }
            if groups.count > 16, groups.count > order.count {
                return HeatMapChart.Panel(
                    title: title,
                    columns: names,
                    rows: zip(groups, labels).map { group, label in
                        HeatMapChart.Row(label: label, cells: order.map { cell($0, group) })
                    },
                    marginRows: 1
                )
            }
            return HeatMapChart.Panel(
                title: title,
                columns: labels,
                rows: zip(order, names).map { cause, name in
                    HeatMapChart.Row(label: name, cells: groups.map { cell(cause, $0) })
                },
                marginColumns: 1
            )
        }
        let names = dimensions.map { lowercasedStart(summary.dimensions[$0].label) }.joined(separator: " and ")
        return heatMap(
            figures,
            title: "How common each cause is, by \(names)",
            message: dimensions.map { message(figures, order, dimension: $0) }.joined(separator: " "),
            panels
        )
    }

    /// One cause by the groups of the first two dimensions, margins included.
    package func heatMap(_ figures: Figures, cause: Int) -> HeatMapChart {
        let entry = summary.causes[cause].cause
        guard summary.dimensions.count > 1 else { return heatMap(figures, title: entry.label, message: "", []) }
        let (down, across) = (summary.dimensions[0], summary.dimensions[1])
        let positions = Dictionary(uniqueKeysWithValues: summary.cells.enumerated().map { ($1, $0) })
        let rest = Array(repeating: Int?.none, count: summary.dimensions.count - 2)
        func groups(_ dimension: Summary.Dimension) -> [Int?] { [nil] + dimension.groups.indices.map(Optional.some) }
        func label(_ group: Int?, _ dimension: Summary.Dimension) -> String {
            group.map { dimension.groups[$0] } ?? "all"
        }
        let rows = groups(down).map { row in
            HeatMapChart.Row(
                label: label(row, down),
                cells: groups(across).map { column in
                    positions[[row, column] + rest].map { heatCell(figures, cause: cause, cell: $0) }
                        ?? HeatMapChart.Cell(.empty, detail: "")
                }
            )
        }
        let panel = HeatMapChart.Panel(
            title: across.label,
            rowTitle: down.label,
            columns: groups(across).map { label($0, across) },
            rows: rows,
            marginColumns: 1,
            marginRows: 1
        )
        let inner = summary.cells.indices.filter { cell in
            summary.cells[cell][0] != nil && summary.cells[cell][1] != nil
                && summary.cells[cell].dropFirst(2).allSatisfy { $0 == nil }
        }
        let names = "\(lowercasedStart(down.label)) and \(lowercasedStart(across.label))"
        return heatMap(
            figures,
            title: "\(entry.label), by \(names)",
            message:
                "Heat map of prevalence by \(names). Over all records \(sentence(figures.overall(cause: cause), figures.choices)). "
                + extremes(figures, cause, inner),
            [panel]
        )
    }

    // MARK: Parts

    private func heatMap(_ figures: Figures, title: String, message: String, _ panels: [HeatMapChart.Panel])
        -> HeatMapChart
    {
        let states = panels.flatMap(\.rows).flatMap(\.cells).map(\.state)
        let hasCounts = states.contains { if case .share = $0 { true } else { false } }
        return HeatMapChart(
            frame: ChartFrame(
                title: title,
                subtitle: chartSubtitle(figures)
                    + (hasCounts ? " Cells: prevalence, and n/N where there is room." : ""),
                message: summary.eligibility.eligible == 0 ? "No record was summarised." : message,
                notes: chartNotes(figures, isAnyHidden: states.contains(.hidden))
            ),
            panels: panels
        )
    }

    /// The causes by category, and then by prevalence; those that are not assessed come last in theirs.
    func chartOrder(_ figures: Figures) -> [Int] {
        let order = figures.ranked + summary.causes.indices.filter { !summary.causes[$0].isAssessed }
        return Cause.Category.allCases.flatMap { category in
            order.filter { summary.causes[$0].cause.category == category }
        }
    }

    /// The cell of all records, and those of a dimension's groups over all others.
    func marginCells(of dimension: Int) -> [Int] {
        summary.cells.indices.filter { cell in
            summary.cells[cell].indices.allSatisfy { $0 == dimension || summary.cells[cell][$0] == nil }
        }
    }

    /// The groups of a cell in words: `age 18-29, weight normal`; nothing for all records.
    func groupNames(_ cell: Int) -> String {
        zip(summary.dimensions, summary.cells[cell]).compactMap { dimension, group in
            group.map { "\(lowercasedStart(dimension.label)) \(dimension.groups[$0])" }
        }
        .joined(separator: ", ")
    }

    private func heatCell(_ figures: Figures, cause: Int, cell: Int) -> HeatMapChart.Cell {
        let entry = summary.causes[cause]
        let groups = groupNames(cell)
        let name = entry.cause.label + (groups.isEmpty ? "" : ", " + groups)
        guard entry.isAssessed else { return HeatMapChart.Cell(.notAssessed, detail: "\(name): not assessed") }
        let figure = figures.figure(cause: cause, cell: cell)
        return HeatMapChart.Cell(heatState(figure), detail: "\(name): \(sentence(figure, figures.choices))")
    }

    private func heatState(_ figure: Figure) -> HeatMapChart.State {
        if figure.isByDefinition { return .byDefinition }
        switch figure.prevalenceShown {
        case .hidden: return .hidden
        case .none: return .empty
        case .value(let value):
            let share = wholePercent(value)
            return .share(
                value,
                text: String(share.dropLast(2)),
                countText: "\(text(figure.events) { "\($0)" })/\(text(figure.total) { "\($0)" })" + figure.mark
            )
        }
    }

    // MARK: Words

    private func message(_ figures: Figures, _ order: [Int], dimension: Int) -> String {
        let groups = marginCells(of: dimension).dropFirst()
        let listed = order.map { cause -> String in
            let entry = summary.causes[cause]
            guard entry.isAssessed else { return "\(entry.cause.label): not assessed." }
            return "\(entry.cause.label): \(extremes(figures, cause, Array(groups)))"
        }
        return
            "Heat map of prevalence by cause and \(lowercasedStart(summary.dimensions[dimension].label)). \(listed.joined(separator: " "))"
    }

    /// Where a cause is least and most common, and how many cells say nothing.
    private func extremes(_ figures: Figures, _ cause: Int, _ cells: [Int]) -> String {
        let all = cells.map { (cell: $0, figure: figures.figure(cause: cause, cell: $0)) }
        if !all.isEmpty, all.allSatisfy({ $0.figure.isByDefinition }) { return "by definition." }
        let shown = all.compactMap { cell, figure in
            figure.isByDefinition ? nil : figure.prevalence.map { (cell: cell, figure: figure, share: $0) }
        }
        var parts: [String] = []
        if let least = shown.min(by: { $0.share < $1.share }), let most = shown.max(by: { $0.share < $1.share }) {
            func described(_ entry: (cell: Int, figure: Figure, share: Double)) -> String {
                "\(percent(entry.share)) (\(groupNames(entry.cell)), \(text(entry.figure.events, grouped))/\(text(entry.figure.total, grouped)))"
            }
            parts.append(
                shown.count == 1 ? described(least) : "from \(described(least)) to \(described(most))"
            )
        }
        let hidden = all.count { !$0.figure.isByDefinition && $0.figure.isHidden }
        if hidden > 0 { parts.append("\(hidden) of \(all.count) cells hidden") }
        return parts.isEmpty ? "no complete records." : parts.joined(separator: "; ") + "."
    }
}
