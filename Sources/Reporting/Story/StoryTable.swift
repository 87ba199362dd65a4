// The tables of a report: cells that know what to sort by, and counts beside every share.

internal import Charts
internal import Figures
internal import Prevalence
internal import Statistics

/// A table of a report.
struct StoryTable: Sendable {
    /// A column.
    struct Column: Sendable {
        var title: String
        var isNumber: Bool
        /// Whether its cells are pictures of the numbers before them, which only a page has.
        var isPicture = false

        /// A column of words.
        static func words(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers.
        static func numbers(_ title: String) -> Column { Column(title: title, isNumber: true) }
        /// A column of pictures.
        static let picture = Column(title: "", isNumber: false, isPicture: true)
    }

    /// What the table shows.
    var caption: String
    var columns: [Column]
    /// The rows; the first cell of each is its heading.
    var rows: [[StoryCell]]
    /// Whether readers may sort it: no row means anything by its place.
    var isSortable = true
    /// The scale of its colours, if its cells are coloured by their shares: only a page has colours.
    var scale: HeatScale?

    /// The table with every share coloured, on one scale for all.
    var coloured: StoryTable {
        var table = self
        let scale = HeatScale(rows.joined().compactMap(\.sortKey))
        table.scale = scale
        table.rows = rows.map { row in
            row.map { cell in
                var cell = cell
                cell.step = cell.sortKey.map(scale.step)
                return cell
            }
        }
        return table
    }
}

/// A cell of a table.
struct StoryCell: Sendable {
    /// How a cell looks.
    enum Style: Sendable {
        case plain
        /// A condition or a name of the rule set.
        case code
        /// What may not be shown.
        case hidden
        /// Where there is nothing to show.
        case none
    }

    /// The text, or the share where there are counts besides.
    var text: String
    /// The counts that the share is made of.
    var counts: String?
    /// What the cell is sorted by: nil for words, and for what is not shown.
    var sortKey: Double?
    var style = Style.plain
    /// The step of the heat map's scale.
    var step: Int?
    /// A picture, in a column of pictures.
    var glyph: IntervalGlyph?

    static func words(_ text: String) -> StoryCell { StoryCell(text: text) }
    static func code(_ text: String) -> StoryCell { StoryCell(text: text, style: .code) }
    static let hidden = StoryCell(text: hiddenSign, style: .hidden)
    static let none = StoryCell(text: "–", style: .none)

    /// A number of records or answers.
    static func count(_ count: Shown<Int>) -> StoryCell {
        shown(count) { StoryCell(text: grouped($0), sortKey: Double($0)) }
    }

    /// A number that is always shown.
    static func count(_ count: Int) -> StoryCell { .count(.value(count)) }

    /// A value that may be hidden.
    static func shown<Value>(_ value: Shown<Value>, _ cell: (Value) -> StoryCell) -> StoryCell {
        switch value {
        case .value(let value): cell(value)
        case .none: .none
        case .hidden: .hidden
        }
    }

    /// A share with the counts that it is made of, and the mark of what the standards of the NCHS say of it.
    static func share(_ part: Shown<Int>, of whole: Shown<Int>, _ reliability: Reliability? = nil) -> StoryCell {
        guard let part = part.value, let whole = whole.value else { return .hidden }
        guard whole > 0 else { return .none }
        let share = Double(part) / Double(whole)
        return StoryCell(
            text: percent(share) + reliability.mark,
            counts: "\(grouped(part))/\(grouped(whole))",
            sortKey: share
        )
    }

    /// A share of a whole that the table names, with the count alone.
    static func count(_ part: Shown<Int>, of whole: Shown<Int>) -> StoryCell {
        guard let part = part.value else { return .hidden }
        guard let whole = whole.value, whole > 0 else { return .count(part) }
        let share = Double(part) / Double(whole)
        return StoryCell(text: percent(share), counts: grouped(part), sortKey: share)
    }

    /// The prevalence of a figure, weighted if records are, with n/N, which are not.
    static func prevalence(_ figure: Figure) -> StoryCell {
        if figure.isByDefinition { return StoryCell(text: "by definition", style: .none) }
        return shown(figure.prevalenceShown) { prevalence in
            StoryCell(
                text: percent(prevalence) + figure.mark,
                counts: "\(Reporting.text(figure.events, grouped))/\(Reporting.text(figure.total, grouped))",
                sortKey: prevalence
            )
        }
    }

    /// A prevalence with its interval as a picture; nothing where it is not shown.
    static func glyph(_ figure: Figure, greatest: Double) -> StoryCell {
        var cell = StoryCell(text: "")
        if !figure.isByDefinition, let value = figure.prevalence {
            cell.glyph = IntervalGlyph(value: value, interval: figure.interval, greatest: greatest)
        }
        return cell
    }

    /// A range of shares.
    static func range(_ range: Shown<ClosedRange<Double>>) -> StoryCell {
        shown(range) { StoryCell(text: percentRange($0), sortKey: $0.lowerBound) }
    }
}

/// A range of shares: `46.3–49.7 %`.
func percentRange(_ range: ClosedRange<Double>) -> String {
    "\(oneDecimal(range.lowerBound * 100))–\(oneDecimal(range.upperBound * 100)) %"
}
