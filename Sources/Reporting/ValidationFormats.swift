// What `validate` says, as text, Markdown and JSON.

internal import Codebook
internal import Cohort
internal import Columns
internal import FEEL
internal import RuleSets

/// A table with a title, for text and Markdown alike.
private struct Section {
    var title: String
    var header: [String]
    var rows: [[String]]
    /// How many columns from the left are text; the others are numbers.
    var texts: Int
    var empty: String
}

extension ValidationReport {
    private var sections: [Section] {
        let read = max(1, result.recordsRead - result.recordsRejected)
        let eligible = max(1, profile.eligible)
        return [
            Section(
                title: "From rows to decided records",
                header: ["step", "records"],
                rows: flow.map { [$0.step, grouped($0.records)] },
                texts: 1,
                empty: ""
            ),
            Section(
                title: "Variables",
                header: ["variable", "column", "why", "missing and unreadable", "values", "answered", "share"],
                rows: variables.filter { $0.profile != nil }.map { line in
                    [
                        line.variable.id, shortened(line.column, to: 40), line.why,
                        line.missing.map { "\($0.kind.rawValue) \(grouped($0.records))" }.joined(separator: ", "),
                        values(line), grouped(line.answered), wholePercent(Double(line.answered) / Double(read)),
                    ]
                },
                texts: 5,
                empty: "no variable has a column"
            ),
            Section(
                title: "Not collected",
                header: ["variable", "causes it would let be assessed", "rules it would add"],
                rows: notCollected,
                texts: 2,
                empty: "every variable has a column"
            ),
            Section(
                title: "To look at",
                header: ["finding"],
                rows: findings.map { [$0.text] },
                texts: 1,
                empty: "nothing"
            ),
            Section(
                title: "What the rules can decide",
                header: ["cause or rule", "decided", "of the population"],
                rows: decided.map { subject, isCause, records in
                    [
                        (isCause ? "" : "  ") + subject, records.map(grouped) ?? "not assessed",
                        records.map { wholePercent(Double($0) / Double(eligible)) } ?? "–",
                    ]
                },
                texts: 1,
                empty: ""
            ),
            Section(
                title: "The next question: answers that undetermined verdicts wait for",
                header: [
                    "variable", "causes that wait for it", "verdicts that wait for it", "for it alone", "records",
                ],
                rows: nextAnswers.prefix(10).map { answer in
                    [
                        answer.variable.id,
                        answer.causes.map(\.id).joined(separator: ", "), grouped(answer.waiting), grouped(answer.alone),
                        grouped(answer.records),
                    ]
                },
                texts: 2,
                empty: "no verdict is undetermined"
            ),
            Section(
                title: "The next question, cause by cause",
                header: ["cause", "ask for", "undetermined", "for it alone"],
                rows: nextByCause.flatMap { next in
                    next.asked.enumerated().map { place, asked in
                        let first = place == 0
                        return [
                            first ? next.cause : "", asked.text,
                            first ? next.undetermined.map(grouped) ?? "not assessed" : "",
                            asked.alone.map(grouped) ?? "–",
                        ]
                    }
                },
                texts: 2,
                empty: "no verdict is undetermined"
            ),
        ]
    }

    private var notCollected: [[String]] {
        let useful = nextItems
        let rest = variables.filter { line in
            line.profile == nil && !useful.contains { $0.variable.id == line.variable.id }
        }
        return useful.map {
            [$0.variable.id, $0.causes.isEmpty ? "–" : $0.causes.joined(separator: ", "), "\($0.rules)"]
        }
            + rest.map { [$0.variable.id, "–", "0 alone"] }
    }

    /// The range and a small histogram of numbers; the codes with their counts of others.
    private func values(_ line: VariableLine) -> String {
        guard let profile = line.profile else { return "" }
        switch line.variable.type {
        case .number:
            guard let range = profile.range else { return "" }
            let bars = profile.histogram(bins: 10).map(\.count)
            let most = max(1, bars.max() ?? 1)
            let marks = Array("▁▂▃▄▅▆▇█")
            let picture = bars.map { $0 == 0 ? " " : String(marks[min(7, $0 * 8 / most)]) }.joined()
            return "\(describe(range.lowerBound)) to \(describe(range.upperBound)) \(picture)"
        case .category(let codes) where codes.isEmpty: return "any text"
        case .text: return "any text"
        default: return codeCounts(line, profile).map { "\($0.code) \(grouped($0.count))" }.joined(separator: ", ")
        }
    }

    /// How often each code was answered, in the codebook's order; yes before no. Empty for numbers and texts.
    private func codeCounts(_ line: VariableLine, _ profile: VariableProfile) -> [(code: String, count: Int)] {
        switch line.variable.type {
        case .boolean: [("yes", profile.values?[1] ?? 0), ("no", profile.values?[0] ?? 0)]
        case .set(let codes, _): codes.indices.map { (codes[$0].id, profile.values?[Double($0)] ?? 0) }
        case .category(let codes):
            codes.map { code in
                let key = result.plan.program.texts.identifier(of: code.id).map(Double.init) ?? -1
                return (code.id, profile.values?[key] ?? 0)
            }
        case .number, .text: []
        }
    }

    private func shortened(_ text: String, to length: Int) -> String {
        text.count > length ? text.prefix(length - 1) + "…" : text
    }

    // MARK: Text

    /// The report for a terminal.
    package func text(_ style: TableStyle) -> String {
        var lines = [style.bold(headline)]
        for section in sections {
            lines += ["", style.bold(section.title)]
            if section.rows.isEmpty { lines.append("  " + section.empty) }
            if section.header.count == 1 {
                for row in section.rows { lines += wrapped("· " + row[0], width: style.width, indent: "  ") }
            } else if section.header.count > 5 {
                // Too wide for a table: a line of facts and what goes with it below.
                for row in section.rows {
                    lines.append(row[0].padded(to: 30) + row[5].padded(fromLeftTo: 12) + row[6].padded(fromLeftTo: 7))
                    for (part, isDim) in [("\"\(row[1])\": \(row[2])", true), (row[4], false), (row[3], false)]
                    where !part.isEmpty {
                        let below = wrapped(part, width: style.width - 4).map { "    " + $0 }
                        lines += isDim ? below.map(style.dim) : below
                    }
                }
            } else {
                lines += table(section, style)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func table(_ section: Section, _ style: TableStyle) -> [String] {
        guard !section.rows.isEmpty else { return [] }
        var widths = section.header.indices.map { column in
            ([section.header] + section.rows).map { $0[column].count }.max() ?? 0
        }
        // A column takes no less than its longest word. Those that have most to give are broken first.
        let least = section.header.indices.map { column in
            ([section.header] + section.rows).flatMap { $0[column].split(separator: " ").map(\.count) }.max() ?? 0
        }
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - style.width
        while excess > 0,
            let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
            excess -= 1
        }
        func line(_ row: [String]) -> [String] {
            let cells = row.enumerated().map { column, cell in wrapped(cell, width: widths[column], indent: "  ") }
            return (0..<(cells.map(\.count).max() ?? 1)).map { place in
                cells.enumerated().map { column, parts in
                    let part = place < parts.count ? parts[place] : ""
                    return column < section.texts
                        ? part.padded(to: widths[column]) : part.padded(fromLeftTo: widths[column])
                }.joined(separator: "  ").trimmedAtEnd
            }
        }
        return line(section.header).map(style.dim) + section.rows.flatMap(line)
    }

    // MARK: Markdown

    /// The report as Markdown.
    package var markdown: String {
        var lines = ["# Validation", "", escapedMarkdown(headline) + "."]
        for section in sections {
            lines += ["", "## \(section.title)", ""]
            if section.rows.isEmpty {
                lines.append("\(section.empty).".prefix(1).uppercased() + "\(section.empty).".dropFirst())
            } else if section.header.count == 1 {
                lines += section.rows.map { "- " + escapedMarkdown($0[0]) }
            } else {
                lines.append("| " + section.header.joined(separator: " | ") + " |")
                lines.append(
                    "|" + section.header.indices.map { $0 < section.texts ? " --- |" : " ---: |" }.joined()
                )
                lines += section.rows.map { "| " + $0.map(escapedMarkdown).joined(separator: " | ") + " |" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    /// The report as one JSON object.
    package var json: JSONValue {
        .object([
            ("flow", .array(flow.map { .object([("step", .string($0.step)), ("records", .integer($0.records))]) })),
            ("variables", .array(variables.map(json))),
            (
                "findings",
                .array(
                    findings.map {
                        .object([
                            ("kind", .string($0.kind)), ("variable", .optional($0.variable)),
                            ("text", .string($0.text)),
                        ])
                    }
                )
            ),
            (
                "decided",
                .array(
                    decided.map { subject, isCause, records in
                        .object([
                            (isCause ? "cause" : "rule", .string(subject)),
                            ("records", records.map(JSONValue.integer) ?? .null),
                            ("of", .integer(profile.eligible)),
                        ])
                    }
                )
            ),
            (
                "next_answers",
                .array(
                    nextAnswers.map { answer in
                        .object([
                            ("variable", .string(answer.variable.id)),
                            ("waiting", .integer(answer.waiting)),
                            ("waiting_for_it_alone", .integer(answer.alone)),
                            ("records", .integer(answer.records)),
                            ("causes", .object(answer.causes.map { ($0.id, .integer($0.alone)) })),
                        ])
                    }
                )
            ),
            (
                "next_by_cause",
                .array(
                    nextByCause.map { next in
                        .object([
                            ("cause", .string(next.cause)),
                            ("undetermined", next.undetermined.map(JSONValue.integer) ?? .null),
                            (
                                "ask_for",
                                .array(
                                    next.asked.map {
                                        .object([
                                            ("what", .string($0.text)),
                                            ("waiting_for_it_alone", $0.alone.map(JSONValue.integer) ?? .null),
                                        ])
                                    }
                                )
                            ),
                        ])
                    }
                )
            ),
            (
                "next_items",
                .array(
                    nextItems.map {
                        .object([
                            ("variable", .string($0.variable.id)),
                            ("causes", .array($0.causes.map(JSONValue.string))),
                            ("rules", .integer($0.rules)),
                        ])
                    }
                )
            ),
            ("shares", .object(Self.limits.map { ($0, .number(share($0))) })),
        ])
    }

    private func json(_ line: VariableLine) -> JSONValue {
        guard let profile = line.profile else {
            return .object([("variable", .string(line.variable.id)), ("column", .null)])
        }
        let examples = [MissingKind.unparseable, .implausible].flatMap { kind in
            (profile.unreadable[kind] ?? []).map { example in
                JSONValue.object([
                    ("kind", .string(kind.rawValue)), ("text", .string(example.text)), ("file", .string(example.path)),
                    ("line", .integer(example.line)), ("record", .integer(example.record)),
                ])
            }
        }
        var isNumber = false
        if case .number = line.variable.type { isNumber = true }
        let bins = isNumber ? profile.histogram(bins: 10) : []
        return .object([
            ("variable", .string(line.variable.id)),
            ("column", .string(line.column)),
            ("why", .string(line.why)),
            ("answered", .integer(line.answered)),
            ("missing", .object(line.missing.map { ($0.kind.rawValue, .integer($0.records)) })),
            ("examples", .array(examples)),
            ("values", .object(codeCounts(line, profile).map { ($0.code, .integer($0.count)) })),
            ("low", .optional(profile.range?.lowerBound)),
            ("high", .optional(profile.range?.upperBound)),
            (
                "histogram",
                .array(
                    bins.map {
                        .object([("from", .number($0.from)), ("to", .number($0.to)), ("count", .integer($0.count))])
                    }
                )
            ),
        ])
    }
}
