// Prevalence as parameters take other values: what `sweep` prints.

package import Cohort
package import Figures
internal import Prevalence
package import RuleSets
internal import Statistics

/// A finished sweep.
package struct SweepReport {
    /// A parameter and the values that it takes.
    package struct Axis: Sendable {
        /// The parameter, with the value in force elsewhere.
        package var parameter: Parameter
        /// The values, in order.
        package var values: [Double]

        /// Makes an axis.
        package init(parameter: Parameter, values: [Double]) {
            self.parameter = parameter
            self.values = values
        }
    }

    private let result: RunResult
    private let figures: VariantFigures
    private let axes: [Axis]
    /// The values of each variant, one per axis; the last axis counts fastest.
    private let points: [[Double]]

    /// Reports on a run whose variants are the points of one or two axes, as ``points(of:)`` lists them.
    package init(_ result: RunResult, _ figures: VariantFigures, axes: [Axis]) {
        self.result = result
        self.figures = figures
        self.axes = axes
        points = Self.points(of: axes)
    }

    /// All combinations of the axes' values, the last axis counting fastest.
    package static func points(of axes: [Axis]) -> [[Double]] {
        axes.reduce([[]]) { points, axis in points.flatMap { point in axis.values.map { point + [$0] } } }
    }

    private var causes: [Cause] { result.plan.ruleSet.causes }
    private func isAssessed(_ cause: Int) -> Bool { figures.figure(cause: cause, variant: 0) != nil }
    /// The causes on which the parameters bear, and the others.
    private var moving: [Int] { causes.indices.filter { isAssessed($0) && !figures.isConstant(cause: $0) } }
    private var constant: [Int] { causes.indices.filter { isAssessed($0) && figures.isConstant(cause: $0) } }

    // MARK: Files

    /// One row per cause and point: the parameters' values, then the columns of `summarise`, and how intervals were computed.
    package var csv: String {
        let columns = Figure.columns(figures.choices, isContract: false)
        var text: [UInt8] = []
        text.append(text: (["cause"] + axes.map(\.parameter.id) + columns).joined(separator: ",") + "\n")
        for cause in causes.indices {
            for (variant, point) in points.enumerated() {
                text.append(field: causes[cause].id)
                text.append(text: point.map { "," + describe($0) }.joined())
                let figure = figures.figure(cause: cause, variant: variant)
                let values = figure?.fields(figures.choices, isContract: false).map(\.1)
                for index in columns.indices {
                    text.append(UInt8(ascii: ","))
                    if let values { text.append(csv: values[index]) }
                }
                text.append(0x0A)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// How the figures were computed.
    package var statisticsJSON: JSONValue {
        figures.choices.json(hidden: figures.hiddenCount * Measure.allCases.count)
    }

    /// The parameters and the values that they take.
    package var axesJSON: JSONValue {
        .array(
            axes.map { axis in
                .object([
                    ("parameter", .string(axis.parameter.id)),
                    ("in_force", .number(axis.parameter.value)),
                    ("values", .array(axis.values.map(JSONValue.number))),
                ])
            }
        )
    }

    /// The account of the run, the axes and the rows of the CSV as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        let cells = causes.indices.flatMap { cause in
            points.enumerated().map { variant, point in
                let values = zip(axes, point).map { ($0.parameter.id, JSONValue.number($1)) }
                let fields =
                    figures.figure(cause: cause, variant: variant)?.fields(figures.choices)
                    ?? Figure.columns(figures.choices).map { ($0, .null) }
                return JSONValue.object([("cause", .string(causes[cause].id))] + values + fields)
            }
        }
        return .object(
            result.accountFields(provenance, hidingBelow: figures.choices.minimumCell) + [
                ("statistics", statisticsJSON),
                ("sweep", axesJSON),
                ("cells", .array(cells)),
            ]
        )
    }

    // MARK: Pages

    /// The terminal's table.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)]
        lines += wrapped(result.headline(figures.choices), width: style.width)
        lines += result.thresholdLines(style)
        for axis in axes { lines += wrapped(describe(axis), width: style.width, indent: "  ") }
        for cause in moving {
            lines.append("")
            let header = axes.count == 1 ? FigureColumns.header(figures.choices) : ""
            let width = style.width - header.count
            let title = wrapped(causes[cause].label, width: width - 1, indent: "  ")
            lines.append(style.bold(((title.first ?? "").padded(to: width) + header).trimmedAtEnd))
            lines += title.dropFirst()
            lines += axes.count == 1 ? rows(cause, width) : matrix(cause, style.width)
        }
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func rows(_ cause: Int, _ width: Int) -> [String] {
        points.enumerated().map { variant, point in
            let mark = point[0] == axes[0].parameter.value ? "  in force" : ""
            let columns = figures.figure(cause: cause, variant: variant).map { FigureColumns.text($0) } ?? ""
            return ("  " + describe(point[0]).padded(fromLeftTo: 8) + mark).padded(to: width) + columns.trimmedAtEnd
        }
    }

    /// Prevalence by two parameters, in parts that are as wide as the page.
    private func matrix(_ cause: Int, _ width: Int) -> [String] {
        let (down, across) = (axes[0].values, axes[1].values)
        let perPart = max(1, (width - 10) / 10)
        var lines = wrapped(
            "rows: \(axes[0].parameter.id); columns: \(axes[1].parameter.id)",
            width: width,
            indent: "  "
        )
        for start in stride(from: 0, to: across.count, by: perPart) {
            let part = start..<min(start + perPart, across.count)
            if start > 0 { lines.append("") }
            lines.append(
                String(repeating: " ", count: 10) + part.map { describe(across[$0]).padded(fromLeftTo: 10) }.joined()
            )
            for (row, value) in down.enumerated() {
                let cells = part.map { column in
                    share(cause, row * across.count + column).padded(fromLeftTo: 10)
                }
                lines.append(describe(value).padded(fromLeftTo: 10) + cells.joined())
            }
        }
        return lines
    }

    private func share(_ cause: Int, _ variant: Int) -> String {
        guard let figure = figures.figure(cause: cause, variant: variant) else { return "" }
        return text(figure.prevalenceShown, percent) + figure.mark
    }

    /// The sweep as Markdown.
    package var markdown: String {
        var lines = [
            "# \(escapedMarkdown(result.plan.ruleSet.title))", "",
            escapedMarkdown(result.headline(figures.choices)) + ".", "",
        ]
        lines += axes.map { "- " + escapedMarkdown(describe($0)) }
        for cause in moving {
            lines += ["", "## \(escapedMarkdown(causes[cause].label))", ""]
            if axes.count == 1 {
                lines += FigureColumns.markdownHeader(axes[0].parameter.id, figures.choices)
                for (variant, point) in points.enumerated() {
                    let cells = figures.figure(cause: cause, variant: variant).map(FigureColumns.cells) ?? []
                    let mark = point[0] == axes[0].parameter.value ? " (in force)" : ""
                    lines.append("| \((["\(describe(point[0]))\(mark)"] + cells).joined(separator: " | ")) |")
                }
            } else {
                let across = axes[1].values
                let names = axes.map { escapedMarkdown($0.parameter.id) }
                lines.append("| \(names[0]) \\\\ \(names[1]) | \(across.map(describe).joined(separator: " | ")) |")
                lines.append("| ---: |" + across.map { _ in " ---: |" }.joined())
                for (row, value) in axes[0].values.enumerated() {
                    let cells = across.indices.map { share(cause, row * across.count + $0) }
                    lines.append("| \(([describe(value)] + cells).joined(separator: " | ")) |")
                }
            }
        }
        lines.append("")
        lines += notes.map { "- " + escapedMarkdown($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func describe(_ axis: Axis) -> String {
        let parameter = axis.parameter
        let ends = axis.values.count == 1 ? "" : " to \(describe(axis.values.last ?? 0))"
        return "\(parameter.id), \(parameter.label.prefix(1).lowercased() + parameter.label.dropFirst()): "
            + "\(measured(describe(axis.values.first ?? 0) + ends, parameter.unit)), in force \(describe(parameter.value))"
    }

    private func describe(_ value: Double) -> String { RuleSets.describe(value) }

    private var notes: [String] {
        var notes: [String] = []
        if !constant.isEmpty {
            let listed = constant.map { cause in
                "\(causes[cause].label) \(share(cause, 0))"
            }
            notes.append("The same throughout: \(listed.joined(separator: "; ")).")
        }
        let others = causes.indices.filter { !isAssessed($0) }.map { causes[$0].label }
        if !others.isEmpty { notes.append("Not assessed: \(others.joined(separator: "; ")).") }
        return notes + result.notes(onVariantsWith: figures, showIntervals: axes.count == 1)
    }
}
