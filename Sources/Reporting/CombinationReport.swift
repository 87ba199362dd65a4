// Which causes occur together: what `summarise --combinations` prints.

package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// Combinations, pairs and numbers of causes in every format.
package struct CombinationReport {
    private let result: RunResult
    private let summary: Figures
    private let figures: CombinationFigures

    /// Makes a report, with the summary's figures for the design.
    package init(_ result: RunResult, _ summary: Figures, _ figures: CombinationFigures) {
        self.result = result
        self.summary = summary
        self.figures = figures
    }

    private var choices: StatisticsChoices { figures.choices }
    private var causes: [Cause] { result.plan.ruleSet.causes }

    // MARK: Files

    private static let plainColumns = [
        "number", "decided", "decided_with", "complete", "complete_with", "share", "ci_low", "ci_high", "bound_low",
        "bound_high",
    ]

    private func plainValues(_ event: CombinationFigures.Event) -> [JSONValue] {
        [
            event.number.map(JSONValue.integer) ?? .null, .shown(event.decided, JSONValue.integer),
            .shown(event.decidedWith, JSONValue.integer), .shown(event.complete, JSONValue.integer),
            .shown(event.completeWith, JSONValue.integer), .shown(event.share, JSONValue.number),
            .shown(event.interval) { .number($0.lowerBound) }, .shown(event.interval) { .number($0.upperBound) },
            .shown(event.bounds) { .number($0.lowerBound) }, .shown(event.bounds) { .number($0.upperBound) },
        ]
    }

    private static let weightedColumns = [
        "weighted_events", "weighted_n", "weighted_share", "weighted_se", "weighted_ci_low", "weighted_ci_high",
        "weighted_ci_method", "degrees_of_freedom",
    ]

    private func weightedValues(_ event: CombinationFigures.Event) -> [JSONValue] {
        guard let weighted = event.weighted, let weighting = choices.weighting else { return [] }
        let estimate = weighted.estimate
        return [
            .shown(estimate) { .integer($0.events) }, .shown(estimate) { .integer($0.records) },
            .shown(estimate) { .number($0.prevalence) }, .shown(estimate) { .optional($0.standardError) },
            .shown(weighted.interval) { .number($0.lowerBound) }, .shown(weighted.interval) { .number($0.upperBound) },
            .string(weighting.interval.rawValue), .shown(estimate) { .integer($0.degreesOfFreedom) },
        ]
    }

    /// What stands behind the plain values: those of a design, and what the standards of the NCHS say, if asked for.
    private var furtherColumns: [String] {
        (choices.weighting == nil ? [] : Self.weightedColumns) + (choices.showsReliability ? Reliability.columns : [])
    }

    private func furtherValues(_ event: CombinationFigures.Event) -> [JSONValue] {
        weightedValues(event) + (choices.showsReliability ? event.reliability.values : [])
    }

    private func ids(_ event: CombinationFigures.Event) -> [String] { event.causes.map { causes[$0].id } }

    /// One row per event.
    package var csv: String {
        var text: [UInt8] = []
        let method = ["ci_method", "ci_level", "domain"]
        text.append(
            text: (["kind", "causes"] + Self.plainColumns + method + furtherColumns).joined(separator: ",") + "\n"
        )
        for event in figures.events {
            let isNone = event.kind == .combination && event.causes.isEmpty
            text.append(text: event.kind.rawValue + ",")
            text.append(field: isNone ? "none" : ids(event).joined(separator: ";"))
            for value in plainValues(event) {
                text.append(UInt8(ascii: ","))
                text.append(csv: value)
            }
            let domain =
                event.kind.isOfPairs ? "records complete for both causes" : "records complete for every assessed cause"
            text.append(text: ",\(choices.interval.rawValue),")
            text.append(csv: .number(choices.level.value))
            text.append(text: ",\(domain)")
            for value in furtherValues(event) {
                text.append(UInt8(ascii: ","))
                text.append(csv: value)
            }
            text.append(0x0A)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The account of the run, the records that combinations are counted in, and the rows as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        let rows = figures.events.map { event in
            JSONValue.object(
                [
                    ("kind", .string(event.kind.rawValue)),
                    ("causes", .array(ids(event).map(JSONValue.string))),
                ] + Array(zip(Self.plainColumns, plainValues(event)))
                    + Array(zip(furtherColumns, furtherValues(event)))
            )
        }
        let members: [(String, JSONValue)] = [
            (
                "statistics",
                .object(
                    [
                        ("interval", .string(choices.interval.rawValue)), ("level", .number(choices.level.value)),
                        ("domain", .string(Self.domain)), ("reliability", choices.reliabilityJSON),
                        ("min_cell", .integer(choices.minimumCell)),
                    ] + summary.designJSON
                )
            ),
            ("causes", .array(figures.causes.map { .string(causes[$0].id) })),
            ("eligible", .integer(figures.eligible)),
            ("decided", .shown(figures.decided, JSONValue.integer)),
            ("complete", .shown(figures.complete, JSONValue.integer)),
            ("combinations", .array(rows)),
        ]
        return .object(result.accountFields(provenance, hidingBelow: choices.minimumCell) + members)
    }

    private static let domain = "records complete for every assessed cause, for pairs for both causes"

    // MARK: Pages

    /// How many combinations a page lists.
    private static let listed = 15

    private func name(_ event: CombinationFigures.Event) -> String {
        switch event.kind {
        case .otherCombinations: "All other combinations"
        case .number: event.number == 1 ? "1 cause" : "\(event.number ?? 0) causes"
        case .atLeast: "\(event.number ?? 0) or more"
        case _ where event.causes.isEmpty: "No cause"
        default: event.causes.map { causes[$0].label }.joined(separator: " + ")
        }
    }

    /// Share, interval, n/N among complete records, and the count among decided ones.
    private func cells(_ event: CombinationFigures.Event) -> [String] {
        [
            text(event.shareShown, percent) + event.reliability.mark,
            text(event.intervalShown) { "\(oneDecimal($0.lowerBound * 100))–\(oneDecimal($0.upperBound * 100))" },
            "\(text(event.completeWith, grouped))/\(text(event.complete, grouped))", text(event.decidedWith, grouped),
        ]
    }

    private var header: [String] { ["share", "\(choices.level.percentage) % CI", "n/N", "decided"] }

    private var combinations: [CombinationFigures.Event] {
        Array(figures.events(.combination).prefix(Self.listed)) + figures.events(.otherCombinations)
    }

    private var others: String? {
        let count = figures.events(.combination).count - Self.listed
        return count > 0 ? "\(grouped(count)) rarer combinations are in the CSV and JSON output." : nil
    }

    /// Bounds of what "or more" would be.
    private func bounds(_ event: CombinationFigures.Event) -> String {
        text(event.bounds) { "\(oneDecimal($0.lowerBound * 100))–\(oneDecimal($0.upperBound * 100))" }
    }

    /// The sections that are lists: a title, and the events.
    private var lists: [(title: String, events: [CombinationFigures.Event])] {
        var lists = [("These causes and no other", combinations)]
        guard !figures.hidesAny else { return lists }
        lists.append(("Number of causes in a record", figures.events(.number)))
        return lists
    }

    /// The terminal's page.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)] + wrapped(result.headline(choices), width: style.width)
        lines += result.thresholdLines(style)
        lines += wrapped(domainLine, width: style.width)
        let widths = [choices.showsReliability ? 11 : 9, 13, 12, 9]
        let labelWidth = style.width - widths.reduce(0, +)
        for (title, events) in lists {
            lines.append("")
            let heads = zip(header, widths).map { $0.inColumn($1) }.joined()
            lines.append(style.bold(title.cut(to: labelWidth - 1).padded(to: labelWidth) + heads))
            for event in events {
                let label = wrapped(name(event), width: labelWidth - 3, indent: "  ")
                for (index, line) in label.enumerated() {
                    let last = index == label.count - 1
                    let columns = last ? zip(cells(event), widths).map { $0.inColumn($1) }.joined() : ""
                    lines.append(("  " + line.padded(to: labelWidth - 2) + columns).trimmedAtEnd)
                }
            }
        }
        lines += singleLines(style) + pairLines(style)
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var domainLine: String {
        "Every assessed cause decided in \(text(figures.decided, grouped)) of \(grouped(figures.eligible)) records, complete in "
            + "\(text(figures.complete, grouped))"
    }

    private func singleLines(_ style: TableStyle) -> [String] {
        let widths = [12, 14, 17]
        let labelWidth = style.width - widths.reduce(0, +)
        let heads = zip(["alone", "with others", "alone, of these"], widths).map { $0.inColumn($1) }.joined()
        var lines = ["", style.bold("Alone or with others".padded(to: labelWidth) + heads)]
        for row in singles {
            let columns = zip(row.dropFirst(), widths).map { $0.inColumn($1) }.joined()
            lines.append("  " + row[0].cut(to: labelWidth - 3).padded(to: labelWidth - 2) + columns)
        }
        return lines
    }

    /// For each cause its label, the complete records with it alone and with others, and the share of the former.
    private var singles: [[String]] {
        zip(figures.events(.alone), figures.events(.withOthers)).map { alone, others in
            let isHidden = alone.completeWith.isHidden || others.completeWith.isHidden || alone.shareShown.isHidden
            let (own, rest) = (alone.shareShown.value ?? 0, others.shareShown.value ?? 0)
            let share = choices.weighting == nil ? Self.share(alone, others) : own + rest > 0 ? own / (own + rest) : nil
            return [
                name(alone), text(alone.completeWith, grouped), text(others.completeWith, grouped),
                isHidden ? hiddenSign : share.map(percent) ?? "–",
            ]
        }
    }

    /// How many of the records with a cause have it alone.
    private static func share(_ alone: CombinationFigures.Event, _ others: CombinationFigures.Event) -> Double? {
        guard let own = alone.completeWith.value, let all = others.completeWith.value.map({ $0 + own }), all > 0 else {
            return nil
        }
        return Double(own) / Double(all)
    }

    /// The pairs as a triangle: the share of records with both causes, in percent; on the diagonal the number of the cause.
    private var triangle: [[String]] {
        let both = figures.events(.pair)
        let shares = Dictionary(
            both.map { event in
                let share = text(event.shareShown) { wholePercent($0).replacing(" %", with: "") }
                return (event.causes, share + event.reliability.mark)
            }
        ) {
            first,
            _ in first
        }
        return figures.causes.enumerated().map { row, cause in
            figures.causes[..<row].map { shares[[$0, cause]] ?? "" }
        }
    }

    private static let pairTitle = "Both causes, in % of the records complete for both"

    private func pairLines(_ style: TableStyle) -> [String] {
        guard !figures.hidesAny, figures.causes.count > 1 else { return [] }
        let width = choices.showsReliability ? 7 : 5
        let (all, most) = (figures.causes.count - 1, (style.width - 29) / width)
        let blocks = (all + most - 1) / most
        let perBlock = (all + blocks - 1) / blocks
        var lines: [String] = []
        for first in stride(from: 0, to: all, by: perBlock) {
            let columns = first..<min(first + perBlock, all)
            let heads = columns.map { String($0 + 1).padded(fromLeftTo: width) }.joined()
            lines += ["", style.bold(Self.pairTitle)]
            lines.append(String(repeating: " ", count: 29) + heads)
            for row in figures.causes.indices.dropFirst(first == 0 ? 0 : first + 1) {
                let label = "\(String(row + 1).padded(fromLeftTo: 2)) \(causes[figures.causes[row]].label)"
                let cells = columns.map { $0 < row ? triangle[row][$0].padded(fromLeftTo: width) : "" }
                lines.append(("  " + label.cut(to: 26).padded(to: 27) + cells.joined()).trimmedAtEnd)
            }
        }
        return lines
    }

    /// The page as a section of Markdown.
    package var markdown: String {
        func row(_ cells: [String]) -> String { "| \(cells.map(escapedMarkdown).joined(separator: " | ")) |" }
        var lines = ["## Causes together", "", escapedMarkdown(domainLine) + "."]
        for (title, events) in lists {
            lines += ["", "### \(title)", ""]
            lines.append(
                row([title.hasPrefix("Number") ? "Causes" : "Combination", "Share", header[1], "n/N", "Decided"])
            )
            lines.append("| --- | ---: | --- | ---: | ---: |")
            lines += events.map { row([name($0)] + cells($0)) }
        }
        if !figures.hidesAny {
            lines += [
                "", row(["Causes", "Share", header[1], "n/N", "Bounds, %"]), "| --- | ---: | --- | ---: | ---: |",
            ]
            lines += figures.events(.atLeast).map { row([name($0)] + cells($0).dropLast() + [bounds($0)]) }
        }
        lines += ["", "### Alone or with others", "", row(["Cause", "Alone", "With others", "Alone, of these"])]
        lines.append("| --- | ---: | ---: | ---: |")
        lines += singles.map(row)
        if !figures.hidesAny, figures.causes.count > 1 {
            lines += ["", "### \(Self.pairTitle)", ""]
            let columns = figures.causes.indices.dropLast()
            lines.append(row([""] + columns.map { String($0 + 1) }))
            lines.append("| --- |" + columns.map { _ in " ---: |" }.joined())
            for position in figures.causes.indices {
                let cells = triangle[position] + columns.dropFirst(position).map { _ in "" }
                lines.append(row(["\(position + 1) \(causes[figures.causes[position]].label)"] + cells))
            }
        }
        return (lines + [""] + notes.map { "- " + escapedMarkdown($0) }).joined(separator: "\n") + "\n"
    }

    /// The methods: domains, shares and intervals.
    package var methods: [String] {
        let decided =
            "Decided: how many records have it where every assessed cause is decided, complete or "
            + "not; no share is taken of these, since whether a record is decided depends on the answers. The others are in no combination."
        let domains =
            "among records complete for every assessed cause, those in which everything that any of their rules reads was answered; for pairs, complete "
            + "for both."
        guard choices.weighting != nil else {
            return ["n/N: \(domains) Share: n/N, with its \(choices.intervalTitle). \(decided)"]
        }
        let freedom = figures.events(.number).first?.weighted?.estimate.value.map {
            ", \(grouped($0.degreesOfFreedom)) but for pairs (sampling units less strata with a record of the domain"
                + "\(summary.designFacts?.design == .records ? ", each record a unit" : ""))"
        }
        return [
            "n/N: unweighted counts, \(domains) Share: the weighted share of these records with a weight, with its \(choices.intervalTitle)\(freedom ?? ""), its variance "
                + "by linearisation under the design (Binder 1983). Alone, of these: weighted, too. Bounds are of unweighted counts. \(decided)"
        ]
    }

    private var notes: [String] {
        var notes = methods
        if let design = DesignReport(summary) { notes.append(design.sample) }
        if figures.hidesWeighted {
            notes.append(
                "Weighted shares are suppressed: some records of the population have no weight above 0, and how many would show beside the counts."
            )
        }
        if choices.showsReliability {
            notes.append(
                "\(Reliability.note) Alone, of these: a ratio of two shares, without an interval and without a mark."
            )
        }
        if let others { notes.append(others) }
        if figures.hidesAny {
            notes.append(
                "\(hiddenSign) stands for what is suppressed. With a smallest cell of \(choices.minimumCell), combinations of fewer complete records, and what would "
                    + "give them or main causes away, are counted together; pairs and numbers of causes are suppressed, since they would."
            )
            if let tooMany = figures.tooManyHidden { notes.append(tooMany) }
            let hidden = result.plan.causes.indices.filter {
                result.plan.causes[$0].position != nil && !figures.causes.contains($0)
            }
            if !hidden.isEmpty {
                let labels = hidden.map { causes[$0].label }.joined(separator: "; ")
                notes.append(
                    "Not told apart, since something of them is suppressed over all records, or the groups define them: \(labels)."
                )
            }
        }
        notes.append("That causes occur together says nothing of one leading to another. \(RunResult.disclaimer)")
        return notes
    }
}

extension CombinationFigures {
    /// Why no combination is listed, where that is for their number.
    var tooManyHidden: String? {
        guard hasTooManyHidden else { return nil }
        return
            "None is listed: more than \(grouped(Self.mostHidden)) different combinations would be hidden beside them, too many to prove that each stays unknown. "
            + "A rule set of fewer causes has fewer."
    }
}
