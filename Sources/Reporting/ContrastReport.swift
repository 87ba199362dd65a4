// Causes in records of the population beside records outside it: what `summarise --contrast` prints.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// The contrast with records outside the population, such as those without pain, in every format.
package struct ContrastReport {
    private let result: RunResult
    private let summary: Figures
    private let figures: ContrastFigures

    /// Makes a report, with the summary's figures for the design.
    package init(_ result: RunResult, _ summary: Figures, _ figures: ContrastFigures) {
        self.result = result
        self.summary = summary
        self.figures = figures
    }

    private var choices: StatisticsChoices { figures.choices }
    private func cause(_ entry: ContrastFigures.Entry) -> Cause { result.plan.ruleSet.causes[entry.cause] }

    // MARK: Files

    private static let shares = ["events", "total", "prevalence", "ci_low", "ci_high"]
    private static let plainColumns: [String] =
        ["cause"] + ofBothSides(shares) + [
            "prevalence_ratio", "pr_low", "pr_high", "odds_ratio", "or_low", "or_high", "test", "p_value", "p_holm",
            "p_bh", "note", "ci_method", "ci_level", "domain",
        ]

    private static let weightedShares = [
        "weighted_events", "weighted_n", "weighted_prevalence", "weighted_se", "weighted_ci_low", "weighted_ci_high",
        "degrees_of_freedom",
    ]

    private static let weightedColumns =
        ofBothSides(weightedShares)
        + ["weighted_ci_method", "statistic", "df", "denominator_df", "ratio_df", "ratio_ci_method"]

    private static func ofBothSides(_ columns: [String]) -> [String] {
        columns.map { "population_\($0)" } + columns.map { "outside_\($0)" }
    }

    private var columns: [String] {
        Self.plainColumns + (choices.weighting == nil ? [] : Self.weightedColumns)
            + (choices.showsReliability ? Self.ofBothSides(Reliability.columns) : [])
    }

    private func values(_ figure: Figure) -> [JSONValue] {
        [
            .shown(figure.events, JSONValue.integer), .shown(figure.total, JSONValue.integer),
            .shown(figure.plainPrevalence, JSONValue.number),
            .shown(figure.plainInterval) { .number($0.lowerBound) },
            .shown(figure.plainInterval) { .number($0.upperBound) },
        ]
    }

    private func weightedValues(_ figure: Figure) -> [JSONValue] {
        guard let weighted = figure.weighted else { return Self.weightedShares.map { _ in .null } }
        return [
            .shown(weighted.estimate) { .integer($0.events) }, .shown(weighted.estimate) { .integer($0.records) },
            .shown(weighted.estimate) { .number($0.prevalence) },
            .shown(weighted.estimate) { .optional($0.standardError) },
            .shown(weighted.interval) { .number($0.lowerBound) }, .shown(weighted.interval) { .number($0.upperBound) },
            .shown(weighted.estimate) { .integer($0.degreesOfFreedom) },
        ]
    }

    /// What a design adds behind the other columns.
    private func weightedValues(_ entry: ContrastFigures.Entry, _ weighting: Weighting) -> [JSONValue] {
        let test = entry.test?.test.values ?? [:]
        return weightedValues(entry.inside) + weightedValues(entry.outside) + [
            .string(weighting.interval.rawValue), test["statistic"] ?? .null, test["df"] ?? .null,
            test["denominator_df"] ?? .null, .optional(entry.degreesOfFreedom), .string("log_linearised"),
        ]
    }

    private func values(_ ratio: Ratio?) -> [JSONValue] {
        [
            .optional(ratio?.value), .optional(ratio?.interval.lowerBound), .optional(ratio?.interval.upperBound),
        ]
    }

    private func note(_ entry: ContrastFigures.Entry) -> String? {
        if entry.isByDefinition { return GroupComparison.Gap.byDefinition.rawValue }
        if entry.inside.isHidden || entry.outside.isHidden { return GroupComparison.Gap.suppressed.rawValue }
        guard let ratio = entry.prevalenceRatio, let odds = entry.oddsRatio else {
            return (entry.gap(entry.prevalenceRatio) ?? entry.gap(entry.oddsRatio))?.rawValue
        }
        return ratio.isCorrected || odds.isCorrected ? "zero_cell_half_added" : nil
    }

    private var rows: [[(String, JSONValue)]] {
        figures.entries.map { entry in
            let test = entry.test?.test.id
            var row: [JSONValue] = [.string(cause(entry).id)]
            row += values(entry.inside)
            row += values(entry.outside)
            row += values(entry.prevalenceRatio)
            row += values(entry.oddsRatio)
            row += [
                .optional(test), .optional(entry.test?.pValue), .optional(entry.test?.holm),
                .optional(entry.test?.benjaminiHochberg), .optional(note(entry)), .string(choices.interval.rawValue),
                .number(choices.level.value), .string(choices.domain),
            ]
            if let weighting = choices.weighting { row += weightedValues(entry, weighting) }
            if choices.showsReliability { row += entry.inside.reliability.values + entry.outside.reliability.values }
            return Array(zip(columns, row))
        }
    }

    /// One row per assessed cause.
    package var csv: String { csvText(columns, rows) }

    /// The account of the run and the rows as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        .object(
            result.accountFields(provenance, hidingBelow: choices.minimumCell) + [
                (
                    "statistics",
                    .object(
                        [
                            ("interval", .string(choices.interval.rawValue)), ("level", .number(choices.level.value)),
                            ("domain", .string(choices.domain)),
                            ("undetermined", .string(choices.undetermined.rawValue)),
                            ("reliability", choices.reliabilityJSON),
                            ("min_cell", .integer(choices.minimumCell)),
                        ] + summary.designJSON
                    )
                ),
                ("contrast", .array(rows.map(JSONValue.object))),
            ]
        )
    }

    // MARK: Pages

    private func share(_ figure: Figure) -> String {
        "\(text(figure.prevalenceShown, percent))\(figure.mark) (\(text(figure.events, grouped))/\(text(figure.total, grouped)))"
    }

    private var header: [String] {
        let ratio = "ratio (\(choices.level.percentage) % CI)"
        return ["population", "outside", ratio] + (choices.weighting == nil ? [] : ["df"]) + ["p", "Holm"]
    }

    private func cells(_ entry: ContrastFigures.Entry) -> [String] {
        var cells = [entry.inside, entry.outside].map { $0.isHidden ? hiddenSign : share($0) }
        if entry.isByDefinition {
            cells.append("by definition")
        } else if entry.inside.isHidden || entry.outside.isHidden {
            cells.append(hiddenSign)
        } else {
            cells.append(ratioText(entry.prevalenceRatio, entry.gap(entry.prevalenceRatio)))
        }
        if choices.weighting != nil { cells.append(entry.degreesOfFreedom.map(grouped) ?? "") }
        return cells + [pText(entry.test?.pValue), pText(entry.test?.holm)]
    }

    private func oddsText(_ entry: ContrastFigures.Entry) -> String {
        entry.oddsRatio == nil && entry.gap(nil) != .zeroCell
            ? "" : ratioText(entry.oddsRatio, entry.gap(entry.oddsRatio))
    }

    private var sides: String {
        "\(result.populationText): \(grouped(result.summary.eligibility.eligible)) records; outside: \(text(figures.outside, grouped))"
    }

    /// The terminal's page.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)] + wrapped(result.headline(choices), width: style.width)
        lines += result.thresholdLines(style)
        lines += wrapped(sides, width: style.width)
        // With marks both sides are as wide as the widest share with its mark.
        let side =
            choices.showsReliability
            ? 1 + max(10, figures.entries.flatMap { cells($0).prefix(2) }.map(\.count).max() ?? 0) : 21
        let widths = [side, side] + (choices.weighting == nil ? [19, 7, 7] : [18, 6, 7, 7])
        let labelWidth = max(24, style.width - widths.reduce(0, +))
        let isTight = labelWidth + widths.reduce(0, +) > style.width
        let indent = max(0, style.width - widths.reduce(0, +))
        lines += [
            "",
            style.bold(
                (isTight ? String("Cause".prefix(indent)).padded(to: indent) : "Cause".padded(to: labelWidth))
                    + zip(header, widths).map { $0.inColumn($1) }.joined()
            ),
        ]
        for entry in figures.entries {
            let columns = zip(cells(entry), widths).map { $0.inColumn($1) }.joined()
            if isTight {
                lines += [
                    cause(entry).label.cut(to: style.width),
                    (String(repeating: " ", count: indent) + columns).trimmedAtEnd,
                ]
            } else {
                lines.append((cause(entry).label.cut(to: labelWidth - 1).padded(to: labelWidth) + columns).trimmedAtEnd)
            }
        }
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page as a section of Markdown.
    package var markdown: String {
        var lines = ["## Beside records outside the population", "", escapedMarkdown(sides) + ".", ""]
        let header = ["Cause"] + header + ["BH", "odds ratio (\(choices.level.percentage) % CI)"]
        lines += [markdownRow(header), "| --- |" + header.dropFirst().map { _ in " ---: |" }.joined()]
        lines += figures.entries.map { entry in
            markdownRow(
                [cause(entry).label] + cells(entry)
                    + [pText(entry.test?.benjaminiHochberg), oddsText(entry)]
            )
        }
        return (lines + [""] + notes.map { "- " + escapedMarkdown($0) }).joined(separator: "\n") + "\n"
    }

    /// The methods: domain, prevalences, ratios and tests.
    package var methods: [String] {
        let sides =
            "Records of unknown eligibility are on neither side. By definition: the cause reads what decides who belongs to the population, so that the ratio "
            + "would say nothing."
        guard choices.weighting != nil else {
            return [
                "Each side's prevalence is among \(choices.domain) (n/N). Ratio: of the prevalence in the population to that outside it, with Katz' log interval; "
                    + "° where a cell is 0 and 0.5 was added to all four. p: Pearson's χ² test without continuity correction, Fisher's exact test where an expected count is below 5; Holm: "
                    + "adjusted over the causes tested. Intervals of each side (\(choices.intervalTitle)), odds ratios (Woolf) and Benjamini–Hochberg are in the CSV and "
                    + "JSON output.",
                sides,
            ]
        }
        return [
            "Each side's prevalence is weighted, among \(choices.domain) with a weight; n/N are unweighted counts. Ratio: of the prevalence in the population to that "
                + "outside it, its interval at \(choices.level.percentage) % by linearisation on the log scale, with the covariance of both sides as domains of one design "
                + "(Binder 1983) and t on df, the sampling units less strata with a record of either side"
                + "\(summary.designFacts?.design == .records ? ", each record a unit" : ""). No ratio: nobody on a side has the cause, or everybody, so that the logarithm "
                + "does not exist. p: Pearson's χ² of the weighted table with Rao and Scott's second-order correction for the design (1984), as an F test; Fisher's exact "
                + "test does not apply to weighted records. Holm: adjusted over the causes tested. Intervals of each side (\(choices.intervalTitle)), F, odds ratios and "
                + "Benjamini–Hochberg are in the CSV and JSON output.",
            sides,
        ]
    }

    private var notes: [String] {
        var notes = methods
        if let design = DesignReport(summary) { notes.insert(design.sample, at: 1) }
        if choices.showsReliability { notes.append(Reliability.noteBesideTests) }
        if choices.minimumCell > 0 {
            notes.append(
                "\(hiddenSign): suppressed, for a count from 1 to \(choices.minimumCell - 1) of that cause on that side, or one that would be given away."
            )
        }
        notes.append(
            "That a factor is more common in one group does not make it a cause: nothing is adjusted for other variables. \(RunResult.disclaimer)"
        )
        return notes
    }
}
