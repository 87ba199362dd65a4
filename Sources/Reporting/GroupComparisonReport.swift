// Whether causes differ between groups: what `summarise --compare-groups` prints.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// Tests and ratios over every grouping, in every format.
package struct GroupComparisonReport {
    private let result: RunResult
    private let figures: Figures
    private let comparisons: [GroupComparison]
    private let leading: Int?

    /// Compares the groups of every grouping of a summary.
    ///
    /// - Parameters:
    ///   - result: The run.
    ///   - figures: Its figures.
    ///   - references: Labels of the groups to compare with; else each cause's first group with records in each grouping.
    ///   - cause: The position of the cause whose ratios the terminal shows; the leading one if nil.
    /// - Throws: A `StatisticsError` if there is nothing to compare, or no group of a label.
    package init(_ result: RunResult, _ figures: Figures, references: [String], cause: Int?) throws {
        self.result = result
        self.figures = figures
        leading = cause ?? figures.leadingCause
        let dimensions = figures.summary.dimensions
        guard !dimensions.isEmpty else {
            throw StatisticsError("there are no groups to compare: name some with --by")
        }
        let known = dimensions.flatMap { $0.groups.dropLast() }
        if let stray = references.first(where: { !known.contains($0) }) {
            throw StatisticsError(
                "'--reference \(stray)': there is no such group; there are \(known.joined(separator: ", "))"
            )
        }
        comparisons = try dimensions.indices.map { dimension in
            let groups = dimensions[dimension].groups.dropLast()
            return try GroupComparison(
                figures,
                dimension: dimension,
                isOrdered: !result.plan.groups[dimension].group.bands.isEmpty,
                reference: references.lazy.compactMap { groups.firstIndex(of: $0) }.first
            )
        }
    }

    private var choices: StatisticsChoices { figures.choices }
    private func dimension(_ comparison: GroupComparison) -> Summary.Dimension {
        figures.summary.dimensions[comparison.dimension]
    }
    private func cause(_ entry: GroupComparison.Entry) -> Cause { figures.summary.causes[entry.cause].cause }

    // MARK: Files

    private static let columns = [
        "grouping", "cause", "test", "group", "reference", "events", "total", "reference_events", "reference_total",
        "statistic", "df", "estimate", "ci_low", "ci_high", "p_value", "p_holm", "p_bh", "note", "ci_method",
        "ci_level",
        "domain",
    ]

    /// The rows of the files: per grouping and cause the tests, then each group against the reference.
    private var rows: [[(String, JSONValue)]] {
        comparisons.flatMap { comparison in
            comparison.entries.flatMap { entry in rows(comparison, entry) }
        }
    }

    private func row(
        _ comparison: GroupComparison,
        _ entry: GroupComparison.Entry,
        _ test: String,
        _ values: [String: JSONValue]
    ) -> [(String, JSONValue)] {
        var values = values
        values["grouping"] = .string(dimension(comparison).id)
        values["cause"] = .string(cause(entry).id)
        values["test"] = .string(test)
        values["domain"] = .string(choices.domain)
        return Self.columns.map { ($0, values[$0] ?? .null) }
    }

    private func rows(_ comparison: GroupComparison, _ entry: GroupComparison.Entry) -> [[(String, JSONValue)]] {
        let isTestless = entry.independence == nil
        var rows: [[(String, JSONValue)]] = []
        if isTestless, let gap = entry.gap {
            rows.append(row(comparison, entry, "independence", ["note": .string(gap.rawValue)]))
        }
        if let tested = entry.independence {
            var values = Self.pValues(tested.pValue, tested.holm, tested.benjaminiHochberg)
            var test = "fisher"
            if case .chiSquared(let statistic, let degrees) = tested.test.kind {
                test = "chi_squared"
                values["statistic"] = .number(statistic)
                values["df"] = .integer(degrees)
                if tested.test.smallestExpected < 5 { values["note"] = .string("small_expected_counts") }
            }
            rows.append(row(comparison, entry, test, values))
        }
        if let tested = entry.trend {
            var values = Self.pValues(tested.pValue, tested.holm, tested.benjaminiHochberg)
            values["statistic"] = .number(tested.test.z)
            rows.append(row(comparison, entry, "trend", values))
        }
        let groups = dimension(comparison).groups
        for contrast in entry.contrasts {
            for (test, ratio) in [("prevalence_ratio", contrast.prevalenceRatio), ("odds_ratio", contrast.oddsRatio)] {
                var values: [String: JSONValue] = [
                    "group": .string(groups[contrast.group]), "reference": .string(groups[entry.referenceGroup]),
                    "events": .integer(contrast.counts.events), "total": .integer(contrast.counts.records),
                    "reference_events": .integer(entry.reference.events),
                    "reference_total": .integer(entry.reference.records),
                    "ci_method": .string(test == "odds_ratio" ? "woolf" : "katz"),
                    "ci_level": .number(choices.level.value),
                ]
                values.merge(Self.ratio(ratio, isOtherReference: comparison.isOtherReference(entry))) { _, new in new }
                rows.append(row(comparison, entry, test, values))
            }
        }
        return rows
    }

    static func pValues(_ pValue: Double, _ holm: Double?, _ benjaminiHochberg: Double?) -> [String: JSONValue] {
        ["p_value": .number(pValue), "p_holm": .optional(holm), "p_bh": .optional(benjaminiHochberg)]
    }

    private static func ratio(_ ratio: Ratio?, isOtherReference: Bool) -> [String: JSONValue] {
        var notes = isOtherReference ? ["reference_first_with_records"] : []
        var values: [String: JSONValue] = [:]
        if let ratio {
            values["estimate"] = .number(ratio.value)
            values["ci_low"] = .number(ratio.interval.lowerBound)
            values["ci_high"] = .number(ratio.interval.upperBound)
            if ratio.isCorrected { notes.append("zero_cell_half_added") }
        } else {
            notes.append("no_records")
        }
        values["note"] = notes.isEmpty ? .null : .string(notes.joined(separator: ";"))
        return values
    }

    /// One row per test or ratio.
    package var csv: String { csvText(Self.columns, rows) }

    /// The account of the run and the rows as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        .object(
            result.accountFields(provenance, hidingBelow: choices.minimumCell) + [
                (
                    "groups",
                    .object(figures.summary.dimensions.map { ($0.id, .array($0.groups.map(JSONValue.string))) })
                ),
                ("statistics", figures.statisticsJSON),
                ("comparisons", .array(rows.map(JSONValue.object))),
            ]
        )
    }

    // MARK: Pages

    private static func title(_ gap: GroupComparison.Gap?) -> String {
        switch gap {
        case .byDefinition: "by definition"
        case .suppressed: hiddenSign
        case .oneGroup: "one group only"
        case .constant: "in nobody or in everybody"
        case nil: "–"
        }
    }

    /// Name of the test, p and p adjusted; trend, p and p adjusted.
    private func cells(_ entry: GroupComparison.Entry, isOrdered: Bool) -> [String] {
        var cells: [String]
        if let tested = entry.independence {
            var name = "Fisher"
            if case .chiSquared(let statistic, let degrees) = tested.test.kind {
                let mark = tested.test.smallestExpected < 5 ? "‡" : ""
                name = "χ²(\(degrees)) \(oneDecimal(statistic))\(mark)"
            }
            cells = [name] + [tested.pValue, tested.holm, tested.benjaminiHochberg].map(pText)
        } else {
            cells = [Self.title(entry.gap), "", "", ""]
        }
        guard isOrdered else { return cells }
        let trend = entry.trend
        return cells + [
            trend.map { zText($0.test.z) } ?? "", trend.map { pText($0.pValue) } ?? "",
            trend.map { pText($0.holm) } ?? "",
        ]
    }

    private func header(_ isOrdered: Bool) -> [String] {
        ["groups differ", "p", "Holm", "BH"] + (isOrdered ? ["trend z", "p", "Holm"] : [])
    }

    private func ratioRows(_ comparison: GroupComparison, _ entry: GroupComparison.Entry) -> [[String]] {
        let groups = dimension(comparison).groups
        let reference = "\(grouped(entry.reference.events))/\(grouped(entry.reference.records))"
        return [[groups[entry.referenceGroup], reference, "1", "1"]]
            + entry.contrasts.map { contrast in
                [
                    groups[contrast.group], "\(grouped(contrast.counts.events))/\(grouped(contrast.counts.records))",
                    ratioText(contrast.prevalenceRatio), ratioText(contrast.oddsRatio),
                ]
            }
    }

    private func ratioHeader(_ comparison: GroupComparison) -> [String] {
        let level = choices.level.percentage
        return [dimension(comparison).label, "n/N", "ratio (\(level) % CI)", "odds ratio (\(level) % CI)"]
    }

    /// The terminal's page.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)] + wrapped(result.headline(choices), width: style.width)
        for comparison in comparisons {
            let widths = [comparison.isOrdered ? 14 : 26, 8, 8, 8] + (comparison.isOrdered ? [8, 8, 8] : [])
            let labelWidth = max(18, style.width - widths.reduce(0, +))
            let heads = zip(header(comparison.isOrdered), widths).map { $0.inColumn($1) }.joined()
            lines += [
                "",
                style.bold(
                    "\("By \(dimension(comparison).label.lowercased())".cut(to: labelWidth - 1).padded(to: labelWidth))\(heads)"
                ),
            ]
            for entry in comparison.entries {
                let cells = zip(cells(entry, isOrdered: comparison.isOrdered), widths).map { $0.inColumn($1) }
                let label = ("  " + cause(entry).label).cut(to: labelWidth - 1).padded(to: labelWidth)
                lines.append((label + cells.joined()).trimmedAtEnd)
            }
            guard let entry = comparison.entries.first(where: { $0.cause == leading }) else { continue }
            lines += [
                "",
                style.bold(
                    "\(cause(entry).label), by \(dimension(comparison).label.lowercased()): against \(dimension(comparison).groups[entry.referenceGroup])"
                        .cut(to: style.width)
                ),
            ]
            guard !entry.contrasts.isEmpty else {
                lines.append("  " + Self.title(entry.gap))
                continue
            }
            let ratioWidths = [14, 22, 24]
            let first = style.width - ratioWidths.reduce(0, +)
            for row in [ratioHeader(comparison)] + ratioRows(comparison, entry) {
                let cells = zip(row.dropFirst(), ratioWidths).map { $0.inColumn($1) }.joined()
                lines.append("  " + row[0].cut(to: first - 3).padded(to: first - 2) + cells)
            }
        }
        lines.append("")
        for note in notes(isShort: true) {
            lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A section of Markdown per grouping.
    package var markdown: String {
        var lines = ["## Comparisons between groups"]
        for comparison in comparisons {
            let label = dimension(comparison).label.lowercased()
            lines += ["", "### By \(escapedMarkdown(label))", ""]
            lines.append(markdownRow(["Cause"] + header(comparison.isOrdered)))
            lines.append("| --- | --- |" + header(comparison.isOrdered).dropFirst().map { _ in " ---: |" }.joined())
            lines += comparison.entries.map {
                markdownRow([cause($0).label] + cells($0, isOrdered: comparison.isOrdered))
            }
            for entry in comparison.entries where !entry.contrasts.isEmpty {
                lines += ["", "**\(escapedMarkdown(cause(entry).label))**", ""]
                lines += [markdownRow(ratioHeader(comparison)), "| --- | ---: | ---: | ---: |"]
                lines += ratioRows(comparison, entry).map(markdownRow)
            }
        }
        return (lines + [""] + notes(isShort: false).map { "- " + escapedMarkdown($0) }).joined(separator: "\n") + "\n"
    }

    private func notes(isShort: Bool) -> [String] {
        var notes = [
            "Domain: \(choices.domain); records of unknown group are in no test. Groups differ: Pearson's χ² test without continuity correction, Fisher's exact "
                + "test where an expected count is below 5 (‡: below 5, with too many tables to enumerate). Trend: Cochran–Armitage over the groups' order, scores 1, "
                + "2, 3 …, two-sided. Holm and BH (Benjamini–Hochberg): p values adjusted over the causes tested.",
            "Ratio: of prevalences, with Katz' log interval; odds ratio with Woolf's; both at \(choices.level.percentage) %. ° marks those with a zero cell, "
                + "where 0.5 was added to all four. The prevalence ratio is the one to read in cross-sectional data.",
        ]
        let others = comparisons.flatMap { comparison in
            comparison.entries.filter(comparison.isOtherReference).map { entry in
                let (groups, label) = (dimension(comparison).groups, dimension(comparison).label.lowercased())
                return "\(cause(entry).label) by \(label) with \(groups[entry.referenceGroup])"
            }
        }
        if !others.isEmpty {
            notes.append(
                "Each cause is compared with the first group that has records in its domain: \(others.joined(separator: "; "))."
            )
        }
        if comparisons.contains(where: { $0.entries.contains { $0.gap == .byDefinition } }) {
            notes.append(
                "By definition: the cause is defined by the variable that forms the groups; there is nothing to test."
            )
        }
        if choices.minimumCell > 0 {
            notes.append(
                "\(hiddenSign): a count of a group is suppressed, and so everything computed from it; adjusted p values are over the others."
            )
        }
        if isShort {
            notes.append(
                "The ratios of all causes are in the CSV, JSON and Markdown output; --cause picks another here."
            )
        }
        notes.append(
            "Groups are compared as they are: nothing is adjusted for other variables. \(RunResult.disclaimer)"
        )
        return notes
    }
}

/// A row of a Markdown table.
func markdownRow(_ cells: [String]) -> String { "| \(cells.map(escapedMarkdown).joined(separator: " | ")) |" }

/// A p value as people read it.
func pText(_ pValue: Double?) -> String {
    guard let pValue else { return "" }
    if pValue < 0.001 { return "<0.001" }
    let thousandths = Int((pValue * 1000).rounded(.toNearestOrAwayFromZero))
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
}

/// A ratio, or an end of its interval, as people read it.
private func ratioNumber(_ value: Double) -> String { value < 1e6 ? twoDecimals(value) : ">999,999" }

/// A statistic of a normal test with its sign.
func zText(_ z: Double) -> String { z < 0 ? twoDecimals(z) : "+" + twoDecimals(z) }

/// A ratio with its interval, and a mark where a cell was 0.
func ratioText(_ ratio: Ratio?) -> String {
    guard let ratio else { return "–" }
    let ends = "\(ratioNumber(ratio.interval.lowerBound))–\(ratioNumber(ratio.interval.upperBound))"
    return "\(ratioNumber(ratio.value)) (\(ends))\(ratio.isCorrected ? "°" : "")"
}

/// Rows of named values as CSV.
func csvText(_ columns: [String], _ rows: [[(String, JSONValue)]]) -> String {
    var text: [UInt8] = []
    text.append(text: columns.joined(separator: ",") + "\n")
    for row in rows {
        for (index, value) in row.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(csv: value.1)
        }
        text.append(0x0A)
    }
    return String(decoding: text, as: UTF8.self)
}
