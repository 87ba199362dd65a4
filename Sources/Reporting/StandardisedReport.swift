// What people are shown of standardised figures: crude beside standardised, for each cause and for each group.

internal import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// The tables of a standardisation.
struct StandardisedReport {
    private let figures: Figures
    private let standardised: StandardisedFigures

    /// Nil if nothing was standardised.
    init?(_ figures: Figures) {
        guard let standardised = figures.standardised else { return nil }
        (self.figures, self.standardised) = (figures, standardised)
    }

    private var standardisation: Standardisation { standardised.standardisation }
    private var level: String { "\(figures.choices.level.percentage) % CI" }
    /// What the columns are called.
    var titles: [String] { ["crude", "standardised", "SE", level] }

    /// The numbers of a cause or a group under them, as text; or alone the reason why there are none.
    func cells(_ result: StandardisedResult) -> [String] {
        if let reason = result.reason { return [reason] }
        return [
            text(result.shown) { percent($0.crude) },
            text(result.shown) { percent($0.prevalence) },
            text(result.shown.map(\.standardError)) { "\(twoDecimals($0 * 100)) %" },
            text(result.shown.map(\.interval)) {
                "\(oneDecimal($0.lowerBound * 100))–\(oneDecimal($0.upperBound * 100))"
            },
        ]
    }

    /// The groups to show for a cause: the cells that are a group of a single dimension.
    func groups(_ cause: Int) -> [(label: String, result: StandardisedResult)] {
        standardised.cells.compactMap { cell in
            let groups = figures.summary.cells[cell]
            guard groups.count(where: { $0 != nil }) == 1, let dimension = groups.firstIndex(where: { $0 != nil })
            else {
                return nil
            }
            let name = figures.summary.dimensions[dimension].label
            return ("\(name): \(figures.summary.label(groups, dimension))", standardised[cause: cause, cell: cell])
        }
    }

    var title: String { "Standardised by age to the \(standardisation.population)" }

    /// The tables for the terminal, the second for the cause shown by group.
    func lines(_ style: TableStyle, cause: Int?) -> [String] {
        let widths = [12, 14, 9, 14]
        let labelWidth = style.width - widths.reduce(0, +)
        func rows(_ label: String, _ cells: [String]) -> [String] {
            let labels = wrapped(label, width: labelWidth - 1, indent: "  ")
            let text =
                cells.count == 1
                ? "(\(cells[0]))".padded(fromLeftTo: widths.reduce(0, +))
                : zip(cells, widths).map { $0.inColumn($1) }.joined()
            return [(labels.first ?? "").padded(to: labelWidth) + text] + labels.dropFirst()
        }
        var lines = wrapped(title, width: style.width).map(style.bold)
        lines += rows("Cause", titles).map(style.bold)
        for cause in figures.ranked {
            lines += rows(figures.summary.causes[cause].cause.label, cells(standardised[cause: cause, cell: 0]))
        }
        if let cause, figures.summary.causes[cause].isAssessed {
            let groups = groups(cause)
            guard !groups.isEmpty else { return lines }
            lines.append("")
            lines += rows("\(figures.summary.causes[cause].cause.label), by group", titles).map(style.bold)
            for (label, result) in groups { lines += rows(label, cells(result)) }
        }
        return lines
    }

    /// The tables as Markdown: all causes, then each cause by group.
    var markdown: [String] {
        func header(_ first: String) -> [String] {
            [
                "| \(([first] + titles).joined(separator: " | ")) |",
                "| --- |" + titles.map { _ in " ---: |" }.joined(),
            ]
        }
        func row(_ label: String, _ result: StandardisedResult) -> String {
            let cells = cells(result)
            let filled = cells.count == 1 ? ["", cells[0], "", ""] : cells
            return "| \(([label] + filled).map(escapedMarkdown).joined(separator: " | ")) |"
        }
        var lines = ["## \(escapedMarkdown(title))", ""] + header("Cause")
        for cause in figures.ranked {
            lines.append(row(figures.summary.causes[cause].cause.label, standardised[cause: cause, cell: 0]))
        }
        for cause in figures.ranked {
            let groups = groups(cause)
            guard !groups.isEmpty else { continue }
            lines += [
                "", "**\(escapedMarkdown(figures.summary.causes[cause].cause.label)), standardised, by group**", "",
            ]
            lines += header("Group")
            for (label, result) in groups { lines.append(row(label, result)) }
        }
        return lines
    }

    /// The weights, and who is left out.
    var note: String {
        let weights = zip(standardisation.bands, standardisation.shares).map { "\($0.label) \(fourDecimals($1))" }
        var text =
            "Direct standardisation by \(lowercasedStart(standardisation.variableLabel)) to the \(standardisation.population), weights: \(weights.joined(separator: ", ")). "
            + "Crude: the prevalence over the same records."
        text += " Records without an age: \(number(standardised.facts.withoutAge)), not standardised."
        if standardised.facts.tooYoung != .value(0), let first = standardisation.bands.first {
            text += " Younger than \(describe(first.lower)): \(number(standardised.facts.tooYoung)), not standardised."
        }
        return text + " \(interval)"
    }

    private var interval: String {
        figures.choices.weighting == nil
            ? "Intervals are on the logit scale, or by the gamma method (Fay and Feuer) where nobody or everybody has the cause; CSV and JSON have the "
                + "normal and the gamma interval besides. SE: √Σ W²p(1−p)/n."
            : "SE by linearisation under the design; intervals are on the logit scale with its degrees of freedom."
    }

    private func number(_ count: Shown<Int>) -> String {
        count.isHidden ? "fewer than \(figures.choices.minimumCell)" : text(count, grouped)
    }

    private func fourDecimals(_ share: Double) -> String {
        let digits = String(Int((share * 10_000).rounded()) + 10_000)
        return share >= 0.99995 ? "1.0000" : "0." + digits.dropFirst()
    }

    /// A paragraph of a paper's methods.
    var methods: String {
        let weighted =
            figures.choices.weighting == nil
            ? "its variance is Σ W²p(1−p)/n; intervals are given by the normal approximation, on the logit scale, and by the gamma method of Fay and Feuer (1997)"
            : "its variance is linearised under the survey design as for post-stratification (R's svystandardize)"
        return note
            + " The standardised prevalence is Σ W·p over the bands of age, W being the standard population's share in the band among all bands; \(weighted)."
    }
}
