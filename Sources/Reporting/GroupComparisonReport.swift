// Whether causes differ between groups: what `summarise --compare-groups` prints.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// Tests and ratios over every grouping, in every format.
package struct GroupComparisonReport {
    let result: RunResult
    let figures: Figures
    let comparisons: [GroupComparison]
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
            let named = references.filter(groups.contains)
            guard named.count < 2 else {
                throw StatisticsError(
                    "'--reference' names \(named.joined(separator: " and ")), both groups of \(dimensions[dimension].id): give one for each grouping"
                )
            }
            return try GroupComparison(
                figures,
                dimension: dimension,
                isOrdered: !result.plan.groups[dimension].group.bands.isEmpty,
                reference: named.first.flatMap { groups.firstIndex(of: $0) }
            )
        }
    }

    var choices: StatisticsChoices { figures.choices }
    private var isWeighted: Bool { choices.weighting != nil }
    func dimension(_ comparison: GroupComparison) -> Summary.Dimension {
        figures.summary.dimensions[comparison.dimension]
    }
    /// Whether the variable that forms the groups decides the cause together with others.
    func isPartlyDefined(_ comparison: GroupComparison, _ entry: GroupComparison.Entry) -> Bool {
        dimension(comparison).partlyDefinedCauses.contains(cause(entry).id)
    }
    func cause(_ entry: GroupComparison.Entry) -> Cause { figures.summary.causes[entry.cause].cause }

    // MARK: Files

    private var columns: [String] {
        let columns = [
            "grouping", "cause", "test", "group", "reference", "events", "total", "reference_events",
            "reference_total", "statistic", "df", "estimate", "ci_low", "ci_high", "p_value", "p_holm", "p_bh", "note",
            "ci_method", "ci_level", "domain",
        ]
        let weighted = ["weighted_events", "weighted_n", "weighted_prevalence", "weighted_se"]
        let ofDesign = ["denominator_df"] + weighted + weighted.map { "reference_\($0)" }
        let reliability = Reliability.columns + Reliability.columns.map { "reference_\($0)" }
        return columns + (isWeighted ? ofDesign : []) + (choices.showsReliability ? reliability : [])
    }

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
        if test != "independence", isPartlyDefined(comparison, entry) {
            if case .string(let note)? = values["note"] {
                values["note"] = .string("\(note);partly_by_definition")
            } else {
                values["note"] = .string("partly_by_definition")
            }
        }
        return columns.map { ($0, values[$0] ?? .null) }
    }

    private func rows(_ comparison: GroupComparison, _ entry: GroupComparison.Entry) -> [[(String, JSONValue)]] {
        let isTestless = entry.independence == nil
        var rows: [[(String, JSONValue)]] = []
        if isTestless, let gap = entry.gap {
            rows.append(row(comparison, entry, "independence", ["note": .string(gap.rawValue)]))
        }
        if let tested = entry.independence {
            var values = Self.pValues(tested.pValue, tested.holm, tested.benjaminiHochberg)
            values.merge(tested.test.values) { _, new in new }
            rows.append(row(comparison, entry, tested.test.id, values))
        }
        if let tested = entry.trend {
            var values = Self.pValues(tested.pValue, tested.holm, tested.benjaminiHochberg)
            values.merge(tested.test.values(choices.level)) { _, new in new }
            rows.append(row(comparison, entry, tested.test.id, values))
        }
        let groups = dimension(comparison).groups
        for contrast in entry.contrasts {
            for (test, ratio) in [("prevalence_ratio", contrast.prevalenceRatio), ("odds_ratio", contrast.oddsRatio)] {
                var values: [String: JSONValue] = [
                    "group": .string(groups[contrast.group]), "reference": .string(groups[entry.referenceGroup]),
                    "events": .integer(contrast.counts.events), "total": .integer(contrast.counts.records),
                    "reference_events": .integer(entry.reference.events),
                    "reference_total": .integer(entry.reference.records),
                    "ci_method": .string(isWeighted ? "log_linearised" : test == "odds_ratio" ? "woolf" : "katz"),
                    "ci_level": .number(choices.level.value),
                ]
                if isWeighted {
                    values["df"] = .optional(contrast.degreesOfFreedom)
                    values.merge(Self.weighted(contrast.weighted)) { _, new in new }
                    values.merge(Self.weighted(entry.weightedReference, "reference_")) { _, new in new }
                }
                if choices.showsReliability {
                    let judged = zip(Reliability.columns, contrast.reliability.values)
                    let reference = zip(Reliability.columns, entry.referenceReliability.values)
                    for (column, value) in judged { values[column] = value }
                    for (column, value) in reference { values["reference_\(column)"] = value }
                }
                let gap = entry.gap(ratio, of: contrast)
                values.merge(Self.ratio(ratio, gap, isOtherReference: comparison.isOtherReference(entry))) { _, new in
                    new
                }
                rows.append(row(comparison, entry, test, values))
            }
        }
        return rows
    }

    static func pValues(_ pValue: Double, _ holm: Double?, _ benjaminiHochberg: Double?) -> [String: JSONValue] {
        ["p_value": .number(pValue), "p_holm": .optional(holm), "p_bh": .optional(benjaminiHochberg)]
    }

    private static func weighted(_ estimate: WeightedEstimate?, _ prefix: String = "") -> [String: JSONValue] {
        [
            "\(prefix)weighted_events": .optional(estimate?.events),
            "\(prefix)weighted_n": .optional(estimate?.records),
            "\(prefix)weighted_prevalence": .optional(estimate?.prevalence),
            "\(prefix)weighted_se": .optional(estimate?.standardError),
        ]
    }

    private static func ratio(_ ratio: Ratio?, _ gap: RatioGap?, isOtherReference: Bool) -> [String: JSONValue] {
        var notes = isOtherReference ? ["reference_first_with_records"] : []
        var values: [String: JSONValue] = [:]
        if let ratio {
            values["estimate"] = .number(ratio.value)
            values["ci_low"] = .number(ratio.interval.lowerBound)
            values["ci_high"] = .number(ratio.interval.upperBound)
            if ratio.isCorrected { notes.append("zero_cell_half_added") }
        } else if let gap {
            notes.append(gap.rawValue)
        }
        values["note"] = notes.isEmpty ? .null : .string(notes.joined(separator: ";"))
        return values
    }

    /// One row per test or ratio.
    package var csv: String { csvText(columns, rows) }

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
        case .noFreedom: "no degrees of freedom"
        case nil: "–"
        }
    }

    /// Name of the test, p and p adjusted; trend, p and p adjusted. Of a design the degrees of freedom follow the test's name.
    private func cells(_ entry: GroupComparison.Entry, isOrdered: Bool) -> [String] {
        var cells = [Self.title(entry.gap)] + Array(repeating: "", count: isWeighted ? 4 : 3)
        if let tested = entry.independence {
            let pValues = [tested.pValue, tested.holm, tested.benjaminiHochberg].map(pText)
            switch tested.test {
            case .plain(let test):
                var name = "Fisher"
                if case .chiSquared(let statistic, let degrees) = test.kind {
                    name = "χ²(\(degrees)) \(oneDecimal(statistic))\(test.smallestExpected < 5 ? "‡" : "")"
                }
                cells = [name] + pValues
            case .design(let test):
                cells = [twoDecimals(test.statistic), grouped(test.degreesOfFreedom)] + pValues
            }
        }
        guard isOrdered else { return cells }
        let trend = entry.trend
        return cells + [
            trend.map { zText($0.test.statistic) } ?? "", trend.map { pText($0.pValue) } ?? "",
            trend.map { pText($0.holm) } ?? "",
        ]
    }

    private func header(_ isOrdered: Bool) -> [String] {
        isWeighted
            ? ["F", "df", "p", "Holm", "BH"] + (isOrdered ? ["trend t", "p", "Holm"] : [])
            : ["groups differ", "p", "Holm", "BH"] + (isOrdered ? ["trend z", "p", "Holm"] : [])
    }

    /// The widths of these columns on the terminal.
    private func widths(_ isOrdered: Bool) -> [Int] {
        isWeighted
            ? [8, 9, 7, 7, 7] + (isOrdered ? [9, 7, 7] : [])
            : [isOrdered ? 14 : 26, 8, 8, 8] + (isOrdered ? [8, 8, 8] : [])
    }

    /// Cells in columns; what stands alone may take the room of the empty ones behind it.
    private func columns(_ cells: [String], _ widths: [Int]) -> String {
        guard cells.dropFirst().allSatisfy(\.isEmpty) else {
            return zip(cells, widths).map { $0.inColumn($1) }.joined()
        }
        return cells[0].inColumn(max(widths[0], min(cells[0].count + 1, widths.reduce(0, +))))
    }

    private func ratioRows(_ comparison: GroupComparison, _ entry: GroupComparison.Entry) -> [[String]] {
        let groups = dimension(comparison).groups
        func row(
            _ group: Int,
            _ counts: GroupCounts,
            _ estimate: WeightedEstimate?,
            _ reliability: Reliability?,
            _ ratios: [String]
        ) -> [String] {
            let share = "\(grouped(counts.events))/\(grouped(counts.records))"
            let shares =
                isWeighted
                ? [share, (estimate.map { percent($0.prevalence) } ?? "–") + reliability.mark]
                : [share + reliability.mark]
            return [groups[group]] + shares + ratios
        }
        let ones = ["1", "1"] + (isWeighted ? [""] : [])
        return [row(entry.referenceGroup, entry.reference, entry.weightedReference, entry.referenceReliability, ones)]
            + entry.contrasts.map { contrast in
                let ratios = [contrast.prevalenceRatio, contrast.oddsRatio].map {
                    ratioText($0, entry.gap($0, of: contrast))
                }
                let freedom = isWeighted ? [contrast.degreesOfFreedom.map(grouped) ?? ""] : []
                return row(contrast.group, contrast.counts, contrast.weighted, contrast.reliability, ratios + freedom)
            }
    }

    private func ratioHeader(_ comparison: GroupComparison) -> [String] {
        let level = choices.level.percentage
        let label = dimension(comparison).label
        return isWeighted
            ? [label, "n/N", "share", "ratio (\(level) % CI)", "odds ratio (\(level) % CI)", "df"]
            : [label, "n/N", "ratio (\(level) % CI)", "odds ratio (\(level) % CI)"]
    }

    /// The terminal's page.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)] + wrapped(result.headline(choices), width: style.width)
        lines += result.thresholdLines(style)
        for comparison in comparisons {
            let widths = widths(comparison.isOrdered)
            let labelWidth = max(18, style.width - widths.reduce(0, +))
            let heads = zip(header(comparison.isOrdered), widths).map { $0.inColumn($1) }.joined()
            lines += [
                "",
                style.bold(
                    "\("By \(lowercasedStart(dimension(comparison).label))".cut(to: labelWidth - 1).padded(to: labelWidth))\(heads)"
                ),
            ]
            for entry in comparison.entries {
                let columns = columns(cells(entry, isOrdered: comparison.isOrdered), widths)
                let label = ("  " + cause(entry).label).cut(to: labelWidth - 1).padded(to: labelWidth)
                lines.append((label + columns).trimmedAtEnd)
            }
            guard let entry = comparison.entries.first(where: { $0.cause == leading }) else { continue }
            lines += [
                "",
                style.bold(
                    "\(cause(entry).label), by \(lowercasedStart(dimension(comparison).label)): against \(dimension(comparison).groups[entry.referenceGroup])"
                        .cut(to: style.width)
                ),
            ]
            guard !entry.contrasts.isEmpty else {
                lines.append("  " + Self.title(entry.gap))
                continue
            }
            let ratioWidths =
                isWeighted ? choices.showsReliability ? [13, 10, 18, 21, 8] : [13, 8, 18, 22, 8] : [14, 22, 24]
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
            let label = lowercasedStart(dimension(comparison).label)
            lines += ["", "### By \(escapedMarkdown(label))", ""]
            lines.append(markdownRow(["Cause"] + header(comparison.isOrdered)))
            lines.append(
                (isWeighted ? "| --- | ---: |" : "| --- | --- |")
                    + header(comparison.isOrdered).dropFirst().map { _ in " ---: |" }.joined()
            )
            lines += comparison.entries.map {
                markdownRow([cause($0).label] + cells($0, isOrdered: comparison.isOrdered))
            }
            for entry in comparison.entries where !entry.contrasts.isEmpty {
                lines += ["", "**\(escapedMarkdown(cause(entry).label))**", ""]
                let heads = ratioHeader(comparison)
                lines += [markdownRow(heads), "| --- |" + heads.dropFirst().map { _ in " ---: |" }.joined()]
                lines += ratioRows(comparison, entry).map(markdownRow)
            }
        }
        return (lines + [""] + notes(isShort: false).map { "- " + escapedMarkdown($0) }).joined(separator: "\n") + "\n"
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

/// A ratio with its interval, and a mark where a cell was 0; or why there is none.
func ratioText(_ ratio: Ratio?, _ gap: RatioGap? = nil) -> String {
    guard let ratio else { return gap == .zeroCell ? "no ratio" : "–" }
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
