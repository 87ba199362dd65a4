// A worklist as text, CSV, JSON and Markdown.

package import Cohort
internal import Codebook
internal import RuleSets

/// A finished worklist of a run.
package struct WorklistReport {
    private let result: RunResult
    private let list: Worklist

    /// Makes a report.
    package init(_ result: RunResult, _ list: Worklist) {
        self.result = result
        self.list = list
    }

    private var ruleSet: RuleSet { result.plan.ruleSet }

    /// Advice that holds for everyone is said once, not for each record.
    private var common: [String] {
        ruleSet.generalAdvice.filter { $0.unless == nil && !ruleSet.flagSection.withhold.contains($0.id) }.map(\.id)
    }

    /// The advice that fits a record, without what holds for everyone.
    func advice(_ entry: WorklistEntry) -> [String] { texts(entry.advice.filter { !common.contains($0) }) }

    private func texts(_ ids: [String]) -> [String] {
        ids.compactMap { id in ruleSet.advice.first { $0.id == id }?.text }
    }

    private func ids(_ entry: WorklistEntry) -> [String] { entry.reasons.map { list.reasons[$0].id } }

    private var headline: String {
        "\(grouped(list.total)) of \(grouped(result.recordsRead - result.recordsRejected)) read; "
            + "\(grouped(list.listed.count)) \(list.listed.count == 1 ? "is" : "are") listed"
    }

    /// What a reader must know beside the list.
    var notes: [String] {
        var notes: [String] = []
        if result.plan.anyFlag == nil, !ruleSet.flags.isEmpty {
            notes.append("The file asks about no red flag, so none can stand.")
        } else {
            let unasked = zip(ruleSet.flags, result.plan.flags).filter { $1.position == nil }.map(\.0.label)
            if !unasked.isEmpty {
                notes.append("Red flags that the file does not ask about: \(unasked.joined(separator: "; ")).")
            }
        }
        for (file, records, variables) in unasked where records > 0 {
            notes.append(
                "\(file) does not ask about \(variables.map(\.label).joined(separator: "; ")): red flags are not ruled out in its \(grouped(records)) "
                    + "record\(records == 1 ? "" : "s") of the population, none of which \(records == 1 ? "is" : "are") listed for that alone."
            )
        }
        if list.flaggedOutside > 0 {
            notes.append(
                "\(grouped(list.flaggedOutside)) record\(list.flaggedOutside == 1 ? "" : "s") outside the population "
                    + "carr\(list.flaggedOutside == 1 ? "ies" : "y") a red flag, too."
            )
        }
        let left = list.total - list.listed.count
        if left > 0 { notes.append("\(grouped(left)) more are only counted; --limit lists more.") }
        notes += texts(common)
        notes.append(
            "The list orders records by their answers. It is no diagnosis, and whoever is not on it may need care all the same."
        )
        return notes
    }

    /// The files that lack columns for red flags which others ask about, each with its records of the population and the variables.
    private var unasked: [(file: String, records: Int, variables: [Variable])] {
        list.unasked.sorted { $0.key < $1.key }.map { place, records in
            let file = result.bindings[place]
            return (file.path, records, file.slots.absent.sorted().map { ruleSet.codebook.variables[$0] })
        }
    }

    // MARK: Text

    /// The list for a terminal.
    package func text(_ style: TableStyle) -> String {
        var lines = wrapped("Records to look at first: \(headline).", width: style.proseWidth).map(style.bold)
        lines.append("")
        let width = list.counts.map { grouped($0).count }.max() ?? 1
        for (reason, count) in zip(list.reasons, list.counts) {
            lines.append("  \(grouped(count).padded(fromLeftTo: width))  \(harmless(reason.label))")
        }
        for (rank, entry) in list.listed.enumerated() {
            let labels = entry.reasons.map { list.reasons[$0].label }
            lines += [""]
            lines += wrapped(
                "\(rank + 1). Record \(entry.recordID)  (\(entry.path):\(entry.line)): \(labels.joined(separator: ", "))",
                width: style.proseWidth,
                indent: "   "
            ).map(style.bold)
            lines += indented(entry.why, style)
            for advice in advice(entry) { lines += indented("· " + advice, style) }
        }
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.proseWidth, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func indented(_ text: String, _ style: TableStyle) -> [String] {
        wrapped(text, width: style.proseWidth - 3, indent: text.hasPrefix("· ") ? "  " : "").map { "   " + $0 }
    }

    // MARK: Other formats

    /// The list as CSV: one row per record.
    package var csv: [UInt8] {
        var text: [UInt8] = []
        text.append(text: "rank,record_id,file,line,reason,reasons,flags,why,ask,settles,advice\n")
        for (rank, entry) in list.listed.enumerated() {
            let ids = ids(entry)
            text.append(text: "\(rank + 1),")
            text.append(field: entry.recordID)
            text.append(UInt8(ascii: ","))
            text.append(field: entry.path)
            text.append(text: ",\(entry.line)")
            var settles: [String] = []
            for (id, _) in entry.open.flatMap(\.settles) where !settles.contains(id) { settles.append(id) }
            let fields = [
                ids.first ?? "", ids.joined(separator: ";"), entry.flags.joined(separator: ";"), entry.why,
                entry.open.map(\.variable.id).joined(separator: ";"), settles.joined(separator: ";"),
                advice(entry).joined(separator: " "),
            ]
            for field in fields {
                text.append(UInt8(ascii: ","))
                text.append(field: field)
            }
            text.append(0x0A)
        }
        return text
    }

    /// The list as JSON, with what made it.
    package func json(_ provenance: Provenance) -> JSONValue {
        let reasons = list.reasons.indices.map { place in
            JSONValue.object([
                ("reason", .string(list.reasons[place].id)), ("label", .string(list.reasons[place].label)),
                ("records", .integer(list.counts[place])), ("most_pressing", .integer(list.firstCounts[place])),
            ])
        }
        return .object(
            result.accountFields(provenance, hidingBelow: 0) + [
                ("flag_parameters", .object(ruleSet.flagSection.parameters.map { ($0.id, .number($0.value)) })),
                ("reasons", .array(reasons)),
                ("flagged_outside_population", .integer(list.flaggedOutside)),
                (
                    "not_asked",
                    .array(
                        unasked.map { file, records, variables in
                            .object([
                                ("file", .string(file)), ("records", .integer(records)),
                                ("variables", .array(variables.map { .string($0.id) })),
                            ])
                        }
                    )
                ),
                ("limit", .integer(list.limit)),
                ("worklist", .array(list.listed.enumerated().map { json($1, rank: $0 + 1) })),
                ("advice_for_all", .array(texts(common).map(JSONValue.string))),
            ]
        )
    }

    private func json(_ entry: WorklistEntry, rank: Int) -> JSONValue {
        let open = entry.open.map { variable, settles in
            JSONValue.object([
                ("variable", .string(variable.id)), ("settles", .array(settles.map { .string($0.id) })),
            ])
        }
        return .object([
            ("rank", .integer(rank)), ("record_id", .string(entry.recordID)), ("number", .integer(entry.number)),
            ("file", .string(entry.path)), ("line", .integer(entry.line)),
            ("reasons", .array(ids(entry).map(JSONValue.string))),
            ("flags", .array(entry.flags.map(JSONValue.string))), ("why", .string(entry.why)),
            ("one_answer", .array(open)), ("advice", .array(advice(entry).map(JSONValue.string))),
        ])
    }

    /// The list as Markdown.
    package var markdown: String {
        var lines = ["# Records to look at first", "", "\(headline).", ""]
        lines += ["| Reason | Records |", "| --- | ---: |"]
        for (reason, count) in zip(list.reasons, list.counts) {
            lines.append("| \(escapedMarkdown(reason.label)) | \(grouped(count)) |")
        }
        lines += ["", "| | Record | Place | Why | Advice |", "| ---: | --- | --- | --- | --- |"]
        for (rank, entry) in list.listed.enumerated() {
            let cells = [
                "\(rank + 1)", entry.recordID, "\(entry.path):\(entry.line)", entry.why,
                advice(entry).joined(separator: " "),
            ]
            lines.append("| \(cells.map(escapedMarkdown).joined(separator: " | ")) |")
        }
        lines.append("")
        lines += notes.map { "- " + escapedMarkdown($0) }
        return lines.joined(separator: "\n") + "\n"
    }
}
