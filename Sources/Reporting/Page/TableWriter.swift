// A table of a report as HTML.

internal import Charts
internal import Markup

/// Writes one table in a frame that scrolls by itself where the screen is narrow.
struct TableWriter {
    private let table: StoryTable
    private let id: String

    init(_ table: StoryTable, id: String) {
        self.table = table
        self.id = id
    }

    /// The table. The frame can be reached by keyboard, so that it can be scrolled without a pointer.
    var node: Node {
        .element(
            .div,
            [.class: "frame", .role: "group", .aria("labelledby"): "\(id)-caption", .tabindex: "0"],
            [
                .element(
                    .table,
                    attributes,
                    [
                        .element(.caption, [:], [.element(.span, [.id: "\(id)-caption"], table.caption)]),
                        .element(.thead, [:], [.element(.tr, [:], table.columns.indices.map(heading))]),
                        .element(.tbody, [:], table.rows.map(row)),
                    ]
                )
            ] + (table.scale.map { [key($0)] } ?? [])
        )
    }

    /// What the colours mean, below the table: the ends of their scale.
    private func key(_ scale: HeatScale) -> Node {
        .element(
            .p,
            [.class: "key"],
            [.text("Colours: 0 % ")] + (0..<Ink.heatSteps).map { .element(.span, [.class: "heat-\($0)"], "") }
                + [.text(" \(scale.endText)")]
        )
    }

    private var attributes: [Attribute: String] {
        var attributes: [Attribute: String] = [.id: id]
        let classes = (table.scale == nil ? [] : ["heat"]) + (isDense ? ["dense"] : [])
        if !classes.isEmpty { attributes[.class] = classes.joined(separator: " ") }
        if table.isSortable, table.rows.count > 1 { attributes[.data("sortable")] = "" }
        return attributes
    }

    /// Whether its numbers may need more than one line on paper.
    private var isDense: Bool { table.columns.count(where: \.isNumber) > 6 }

    private func heading(_ place: Int) -> Node {
        let column = table.columns[place]
        // Pictures need no heading: what they show is in the column before them.
        guard !column.isPicture else { return .element(.td, [.class: "picture"], []) }
        var attributes: [Attribute: String] = [.scope: "col"]
        if column.isNumber {
            attributes[.class] = "number"
        } else if place > 0, isText(place) {
            attributes[.class] = "text"
        }
        return .element(.th, attributes, BreakableText.nodes(column.title))
    }

    /// Whether a column has texts that need room to be read.
    private func isText(_ place: Int) -> Bool { table.rows.contains { $0[place].text.count > 40 } }

    private func row(_ cells: [StoryCell]) -> Node {
        .element(
            .tr,
            [:],
            zip(table.columns, cells).enumerated().map { place, pair in
                let (column, cell) = pair
                return place == 0
                    ? .element(.th, [.scope: "row"], contents(cell))
                    : .element(.td, attributes(column, cell), contents(cell))
            }
        )
    }

    private func attributes(_ column: StoryTable.Column, _ cell: StoryCell) -> [Attribute: String] {
        var classes = column.isNumber ? ["number"] : column.isPicture ? ["picture"] : []
        if let step = cell.step { classes.append("heat-\(step)") }
        switch cell.style {
        case .hidden: classes.append("hidden-count")
        case .none: classes.append("none")
        case .plain, .code: break
        }
        var attributes: [Attribute: String] = classes.isEmpty ? [:] : [.class: classes.joined(separator: " ")]
        if table.isSortable, let key = cell.sortKey {
            // As fine as sorting needs.
            attributes[.data("key")] = "\((key * 1e6).rounded() / 1e6)"
        }
        return attributes
    }

    private func contents(_ cell: StoryCell) -> [Node] {
        if let glyph = cell.glyph { return [.trusted(StaticText(vouchingFor: glyph.fragment))] }
        guard let counts = cell.counts else {
            let text = BreakableText.nodes(cell.text)
            return cell.style == .code && !cell.text.isEmpty ? [.element(.code, [:], text)] : text
        }
        // There are many of these, so that they go without classes: the style sheet knows them by their places in the cell.
        return [.element(.span, [:], cell.text), .text(" "), .element(.span, [:], counts)]
    }
}
