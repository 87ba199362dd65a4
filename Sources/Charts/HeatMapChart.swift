// Shares by two things at once: a grid of cells whose colour says how large each share is, and whose text says it exactly.

/// One or more grids over each other, on one scale of colours.
package struct HeatMapChart: Sendable {
    /// A grid.
    package struct Panel: Sendable {
        /// What its columns are, such as `By age`; and what its rows are, where that needs saying.
        package var title: String, rowTitle: String
        /// The columns' labels.
        package var columns: [String]
        /// The rows, each with a cell per column.
        package var rows: [Row]
        /// How many of the first columns and rows are margins, set apart from the others.
        package var marginColumns: Int, marginRows: Int

        package init(
            title: String,
            rowTitle: String = "",
            columns: [String],
            rows: [Row],
            marginColumns: Int = 0,
            marginRows: Int = 0
        ) {
            self.title = title
            self.rowTitle = rowTitle
            self.columns = columns
            self.rows = rows
            self.marginColumns = marginColumns
            self.marginRows = marginRows
        }
    }

    /// A row.
    package struct Row: Sendable {
        package var label: String
        package var cells: [Cell]

        package init(label: String, cells: [Cell]) {
            self.label = label
            self.cells = cells
        }
    }

    /// A cell, with what a pointer over it shows.
    package struct Cell: Sendable {
        package var state: State
        package var detail: String

        package init(_ state: State, detail: String) {
            self.state = state
            self.detail = detail
        }
    }

    /// What is known of a cell.
    package enum State: Sendable, Hashable {
        /// A share from 0 to 1, in whole per cent as text without the sign, with the counts behind it.
        case share(Double, text: String, countText: String)
        /// It is not shown.
        case hidden
        /// It is all or nothing by construction.
        case byDefinition
        /// Nothing was counted.
        case empty
        /// The files do not say.
        case notAssessed
    }

    /// What stands around it.
    package var frame: ChartFrame
    package var panels: [Panel]

    package init(frame: ChartFrame, panels: [Panel]) {
        self.frame = frame
        self.panels = panels
    }

    /// The chart drawn. O(cells).
    package func drawing(_ options: ChartOptions = ChartOptions()) -> Drawing {
        HeatMapPainter(self, options).drawing
    }

    var states: [State] { panels.flatMap(\.rows).flatMap(\.cells).map(\.state) }

    /// The scale of colours.
    var scale: HeatScale {
        HeatScale(states.compactMap { if case .share(let share, _, _) = $0 { share } else { nil } })
    }
}
