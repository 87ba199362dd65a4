// Two rule sets on the same records: what `compare` prints.

package import Cohort
package import Figures
package import Prevalence
package import RuleSets
internal import Statistics

/// A finished comparison.
package struct ComparisonReport {
    /// One of the two rule sets.
    package struct Side: Sendable {
        /// What tells it from the other.
        package var label: String
        /// Its plan.
        package var plan: Plan
        /// The SHA-256 of its file.
        package var ruleSetHash: String
        /// Eligible, not eligible and undetermined records.
        package var eligibility: Tally.EligibilityCounts

        /// Makes a side.
        package init(label: String, plan: Plan, ruleSetHash: String, eligibility: Tally.EligibilityCounts) {
            self.label = label
            self.plan = plan
            self.ruleSetHash = ruleSetHash
            self.eligibility = eligibility
        }
    }

    private let result: RunResult
    private let sides: [Side]
    private let causes: [Cause]
    private let figures: ChangeFigures

    /// Reports on a run whose compared causes are those of `tally`.
    package init(_ result: RunResult, _ first: Side, _ second: Side, _ tally: ChangeTally, _ figures: ChangeFigures) {
        self.result = result
        self.figures = figures
        sides = [first, second]
        causes = tally.causes.map { first.plan.ruleSet.causes[$0.positions.first] }
    }

    private var choices: StatisticsChoices { figures.figures.choices }
    private func figure(_ cause: Int, _ side: Int) -> Figure? { figures.figures.figure(cause: cause, variant: side) }

    /// The causes that one side alone has, with its number.
    private var unshared: [(side: Int, causes: [Cause])] {
        let shared = Set(causes.map(\.id))
        return sides.enumerated().map { side, entry in
            (side, entry.plan.ruleSet.causes.filter { !shared.contains($0.id) })
        }
        .filter { !$0.causes.isEmpty }
    }

    // MARK: Files

    /// One row per cause and side, with the columns of `summarise`, and how intervals were computed.
    package var csv: String {
        var text: [UInt8] = []
        let columns = Figure.columns(choices, isContract: false)
        text.append(text: (["cause", "rules"] + columns).joined(separator: ",") + "\n")
        for (cause, entry) in causes.enumerated() {
            for (side, label) in sides.map(\.label).enumerated() {
                text.append(field: entry.id)
                text.append(UInt8(ascii: ","))
                text.append(field: label)
                let values = figure(cause, side)?.fields(choices, isContract: false).map(\.1)
                for index in columns.indices {
                    text.append(UInt8(ascii: ","))
                    if let values { text.append(csv: values[index]) }
                }
                text.append(0x0A)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// One row per cause and change of verdict, then one for each rule that makes it.
    package var changesCSV: String {
        var text: [UInt8] = []
        text.append(text: "cause,from,to,rule,records\n")
        for (cause, changes) in zip(causes, figures.changes) {
            guard let changes else {
                text.append(text: "\(cause.id),all,all,all,\(hiddenMark)\n")
                continue
            }
            for change in changes {
                let verdicts = "\(cause.id),\(change.from.rawValue),\(change.to.rawValue)"
                text.append(text: "\(verdicts),all,\(change.records)\n")
                for rule in change.rules {
                    let records = JSONValue.shown(rule.records, JSONValue.integer)
                    text.append(text: "\(verdicts),\(rule.name),")
                    text.append(csv: records)
                    text.append(0x0A)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The account of the run, both rule sets, and everything else as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        let account = result.accountFields(provenance, hidingBelow: choices.minimumCell).filter { $0.0 != "ruleset" }
        return .object(
            account + [
                ("statistics", statisticsJSON),
                ("rule_sets", ruleSetsJSON),
                ("changed_records", .shown(figures.changedRecords, JSONValue.integer)),
                ("changed_main_causes", .shown(figures.changedMainCauses, JSONValue.integer)),
                ("causes", .array(causes.indices.map(json))),
                (
                    "not_compared",
                    .array(
                        unshared.flatMap { side, causes in
                            causes.map {
                                .object([("cause", .string($0.id)), ("only_in", .string(sides[side].label))])
                            }
                        }
                    )
                ),
            ]
        )
    }

    /// How the figures were computed.
    package var statisticsJSON: JSONValue {
        choices.json(hidden: figures.figures.hiddenCount * Measure.allCases.count)
    }

    /// Both sides: rule set, values, population.
    package var ruleSetsJSON: JSONValue { .array(sides.map(json)) }

    private func json(_ side: Side) -> JSONValue {
        let counts = [side.eligibility.eligible, side.eligibility.notEligible, side.eligibility.undetermined]
        let names = ["eligible", "not_eligible", "eligibility_undetermined"]
        let isHidden = areEligibilitiesHidden
        return .object(
            [("label", .string(side.label)), ("ruleset", side.plan.ruleSet.json(sha256: side.ruleSetHash))]
                + zip(names, counts).map { ($0, isHidden ? .string(hiddenMark) : .integer($1)) }
        )
    }

    /// Whether the sides' populations, or what they differ by, have a small count. The first side's is in the account of the run, hidden by its own rule.
    private var areEligibilitiesHidden: Bool {
        let counts = sides.map { [$0.eligibility.eligible, $0.eligibility.notEligible, $0.eligibility.undetermined] }
        let differences = zip(counts[0], counts[1]).map { $0 - $1 }
        return (counts.joined() + differences).contains { choices.isSmall($0) }
    }

    private func json(_ cause: Int) -> JSONValue {
        func fields(_ side: Int) -> JSONValue {
            figure(cause, side).map { .object($0.fields(choices)) } ?? .null
        }
        let changes = figures.changes[cause].map { changes in
            JSONValue.array(
                changes.map { change in
                    .object([
                        ("from", .string(change.from.rawValue)),
                        ("to", .string(change.to.rawValue)),
                        ("records", .integer(change.records)),
                        ("rules", .object(change.rules.map { ($0.name, .shown($0.records, JSONValue.integer)) })),
                    ])
                }
            )
        }
        return .object([
            ("cause", .string(causes[cause].id)),
            ("first", fields(0)),
            ("second", fields(1)),
            ("changed", .shown(figures.changed(cause: cause), JSONValue.integer)),
            ("changes", changes ?? .string(hiddenMark)),
        ])
    }

    // MARK: Pages

    /// The terminal's table.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)]
        for line in introduction { lines += wrapped(line, width: style.width, indent: "  ") }
        lines.append("")
        let width = style.width - 2 * 20 - 9
        let labels = sides.indices.map { "\($0 + 1)".padded(fromLeftTo: 20) }.joined()
        lines.append(style.bold("Cause".padded(to: width) + labels + "changed".padded(fromLeftTo: 9)))
        for (cause, entry) in causes.enumerated() {
            let title = wrapped(entry.label, width: width - 1, indent: "  ")
            let cells = [0, 1].map { side in cell(cause, side).inColumn(20) }.joined()
            lines.append(
                (title.first ?? "").padded(to: width) + cells
                    + text(figures.changed(cause: cause), grouped).padded(fromLeftTo: 9)
            )
            lines += title.dropFirst()
        }
        lines.append("")
        lines += wrapped(total, width: style.width)
        for (cause, entry) in causes.enumerated() {
            let changes = sentences(cause)
            guard !changes.isEmpty else { continue }
            lines += ["", style.bold(entry.label.cut(to: style.width))]
            for change in changes {
                lines += wrapped("  " + change, width: style.width - 2, indent: "    ").map { "  " + $0 }
            }
        }
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The comparison as Markdown.
    package var markdown: String {
        var lines = ["# \(escapedMarkdown(result.plan.ruleSet.title))", ""]
        lines += introduction.map { "- " + escapedMarkdown($0) }
        lines += ["", "| Cause | 1 | 2 | Changed |", "| --- | ---: | ---: | ---: |"]
        for (cause, entry) in causes.enumerated() {
            let cells =
                [escapedMarkdown(entry.label)] + [0, 1].map { cell(cause, $0) } + [
                    text(figures.changed(cause: cause), grouped)
                ]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        lines += ["", escapedMarkdown(total)]
        for (cause, entry) in causes.enumerated() {
            let changes = sentences(cause)
            guard !changes.isEmpty else { continue }
            lines += ["", "## \(escapedMarkdown(entry.label))", ""] + changes.map { "- " + escapedMarkdown($0) }
        }
        lines.append("")
        lines += notes.map { "- " + escapedMarkdown($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What made the page, as its last paragraph in Markdown.
    package func markdownOrigin(_ provenance: Provenance) -> String {
        let identities = sides.enumerated().map { side, entry in
            "\(side + 1): \(entry.plan.ruleSet.identity(sha256: entry.ruleSetHash))"
        }
        return escapedMarkdown("Made by Lumbar \(provenance.version). \(identities.joined(separator: ". ")).") + "\n"
    }

    private var introduction: [String] {
        [result.headline(choices)] + sides.enumerated().map { "\($0 + 1): \($1.label)" }
    }

    private func cell(_ cause: Int, _ side: Int) -> String {
        guard let figure = figure(cause, side) else { return "not assessed" }
        guard figure.prevalence != nil else { return figure.isHidden ? hiddenSign : "–" }
        return "\(text(figure.prevalenceShown, percent))\(figure.mark) \(FigureColumns.share(figure))"
    }

    private var total: String {
        let changed =
            figures.changedRecords.value == 1 ? "1 record has" : "\(text(figures.changedRecords, grouped)) records have"
        return
            "\(changed) another verdict on some cause, \(text(figures.changedMainCauses, grouped)) another main cause."
    }

    /// The changes of a cause in words.
    private func sentences(_ cause: Int) -> [String] {
        guard let changes = figures.changes[cause] else { return [] }
        let prefix = causes[cause].id + "."
        return changes.map { change in
            let rules = change.rules.map { rule in
                let name = rule.name.hasPrefix(prefix) ? String(rule.name.dropFirst(prefix.count)) : rule.name
                return "\(name) \(text(rule.records, grouped))"
            }
            let by = rules.isEmpty ? "" : ", by " + rules.joined(separator: ", ")
            return "\(change.from.words) → \(change.to.words): \(grouped(change.records))\(by)"
        }
    }

    private var notes: [String] {
        var notes: [String] = []
        for (side, causes) in unshared {
            notes.append("Only under \(side + 1): \(causes.map(\.label).joined(separator: "; ")).")
        }
        notes.append(
            "A record can change by several rules. A rule makes a cause present if it holds under 2 but not under 1, and takes it away if it holds under 1 only."
        )
        return notes + result.notes(onVariantsWith: figures.figures, showIntervals: false)
    }
}

extension RecordState {
    /// The state as people read it.
    var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
