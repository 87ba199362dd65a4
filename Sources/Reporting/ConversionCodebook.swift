// The codebook beside a converted file: what each of its columns holds, where it is from, and why it may be blank.

package import Cohort
internal import CSVReading
internal import Codebook
internal import Columns
internal import Exports
internal import FEEL
internal import Mappings
internal import RuleSets

/// The codebook of a finished conversion.
package struct ConversionCodebook {
    /// The formats of a codebook.
    package enum Format: Sendable { case csv, json, markdown }

    /// One column of the converted file.
    fileprivate struct Entry {
        var column: String
        var label: String
        var type: String
        var unit: String?
        var codes: [String] = []
        var separator: String?
        var range: ClosedRange<Double>?
        var sources: [Source] = []
        /// Nil where answers are not counted, as in columns that are only kept.
        var answered: Int?
        var missing: [(kind: MissingKind, records: Int)] = []
    }

    /// Where a column's cells are from, file by file.
    fileprivate struct Source: Equatable {
        var file: String
        var column: String
        var why: String
    }

    private let result: RunResult
    private let entries: [Entry]
    private let hasKinds: Bool

    /// Makes the codebook of a run whose rows were written under a header.
    package init(_ result: RunResult, _ header: CanonicalHeader) {
        self.result = result
        hasKinds = header.hasKinds
        var entries: [Entry] = []
        let codebook = result.plan.ruleSet.codebook
        if let position = codebook.recordID {
            var entry = Entry(
                column: codebook.variables[position].id,
                label: codebook.variables[position].label,
                type: "text"
            )
            entry.sources = Self.sources(result, position)
            if entry.sources.isEmpty {
                entry.sources = [
                    Source(file: "", column: "", why: "no column answers it, so it is the record's number")
                ]
            }
            entries.append(entry)
        }
        for (slot, position) in header.variables.enumerated() {
            let variable = result.bindings.first?.intake.codebook.variables[position] ?? codebook.variables[position]
            var entry = Entry(variable)
            entry.sources = Self.sources(result, position)
            let kinds = result.missing[slot].kinds.filter { $0.kind != .notCollected }
            entry.missing = kinds
            entry.answered = result.recordsRead - result.recordsRejected - kinds.reduce(0) { $0 + $1.records }
            entries.append(entry)
        }
        if header.hasKinds {
            entries += header.variables.map { position in
                let variable = codebook.variables[position]
                return Entry(
                    column: CanonicalHeader.kindName(variable.id),
                    label: "Why \(variable.id) has no answer",
                    type: "kind of missing",
                    codes: MissingKind.allCases.filter { $0 != .notCollected }.map(\.rawValue)
                )
            }
        }
        let files = result.bindings.map(\.path)
        entries += header.kept.map { kept in
            let why = "no variable takes it; its cells are kept as they stand"
            return Entry(
                column: kept.name,
                label: kept.source,
                type: "text",
                sources: files.map { Source(file: $0, column: kept.source, why: why) }
            )
        }
        self.entries = entries
    }

    private static func sources(_ result: RunResult, _ position: Int) -> [Source] {
        result.bindings.compactMap { file in
            guard let match = file.binding.matches[position] else { return nil }
            let names = (file.intake.columns(of: position) ?? [match.column]).map { file.header.names[$0] }
            return Source(file: file.path, column: names.joined(separator: "; "), why: match.explanation)
        }
    }

    /// The codebook in a format.
    package func text(_ format: Format, _ provenance: Provenance) -> String {
        switch format {
        case .csv: csv
        case .json: json(provenance).text + "\n"
        case .markdown: markdown(provenance)
        }
    }

    // MARK: CSV

    private static let kinds = MissingKind.allCases.filter { $0 != .notCollected }

    private var csv: String {
        var text: [UInt8] = []
        let names = ["column", "label", "type", "unit", "codes", "low", "high", "source", "why", "answered"]
        text.append(text: (names + Self.kinds.map(\.rawValue)).joined(separator: ",") + "\n")
        for entry in entries {
            let counts = Self.kinds.map { kind in
                entry.missing.first { $0.kind == kind }.map { String($0.records) } ?? ""
            }
            let cells =
                [
                    entry.column, entry.label, entry.type, entry.unit ?? "", entry.codes.joined(separator: ";"),
                    entry.range.map { describe($0.lowerBound) } ?? "",
                    entry.range.map { describe($0.upperBound) } ?? "",
                    joined(entry.sources, \.column), joined(entry.sources, \.why),
                    entry.answered.map(String.init) ?? "",
                ] + counts
            for (place, cell) in cells.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                text.append(field: cell)
            }
            text.append(0x0A)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What is said of the sources: once where they all say the same, else file by file.
    private func joined(_ sources: [Source], _ part: (Source) -> String) -> String {
        guard let first = sources.first, sources.contains(where: { part($0) != part(first) }) else {
            return sources.first.map(part) ?? ""
        }
        return sources.map { "\($0.file): \(part($0))" }.joined(separator: "; ")
    }

    // MARK: JSON

    private func json(_ provenance: Provenance) -> JSONValue {
        .object([
            ("tool", .object([("name", .string("lumbar")), ("version", .string(provenance.version))])),
            ("ruleset", result.plan.ruleSet.json(sha256: provenance.ruleSetHash)),
            (
                "inputs",
                .array(
                    result.inputs.map { .object([("path", .string($0.path)), ("bytes", .integer($0.bytes))]) }
                )
            ),
            (
                "records",
                .object([
                    ("read", .integer(result.recordsRead)), ("rejected", .integer(result.recordsRejected)),
                ])
            ),
            (
                "excluded",
                .array(
                    result.excluded.map {
                        .object([("reason", .string($0.reason.rawValue)), ("count", .integer($0.records))])
                    }
                )
            ),
            ("columns", .array(entries.map(json))),
        ])
    }

    private func json(_ entry: Entry) -> JSONValue {
        .object([
            ("column", .string(entry.column)),
            ("label", .string(entry.label)),
            ("type", .string(entry.type)),
            ("unit", .optional(entry.unit)),
            ("codes", .array(entry.codes.map(JSONValue.string))),
            ("separator", .optional(entry.separator)),
            ("low", .optional(entry.range?.lowerBound)),
            ("high", .optional(entry.range?.upperBound)),
            (
                "sources",
                .array(
                    entry.sources.map {
                        .object([("file", .string($0.file)), ("column", .string($0.column)), ("why", .string($0.why))])
                    }
                )
            ),
            ("answered", entry.answered.map(JSONValue.integer) ?? .null),
            ("missing", .object(entry.missing.map { ($0.kind.rawValue, .integer($0.records)) })),
        ])
    }

    // MARK: Markdown

    private func markdown(_ provenance: Provenance) -> String {
        let ruleSet = result.plan.ruleSet
        let written = result.recordsRead - result.recordsRejected
        var lines = [
            "# Codebook", "",
            "\(grouped(written)) record\(written == 1 ? "" : "s") converted by Lumbar \(provenance.version), variables of "
                + "\(escapedMarkdown(ruleSet.id)) \(escapedMarkdown(ruleSet.version)). A blank cell is a missing answer; "
                + "values outside the plausible range and cells that could not be read are among them.",
            "", "Files: " + result.bindings.map { escapedMarkdown($0.path) }.joined(separator: ", "), "",
            "| column | label | type | unit | codes or plausible range | source and why | answered | missing |",
            "| --- | --- | --- | --- | --- | --- | ---: | --- |",
        ]
        if hasKinds {
            lines.insert(
                "A column ID.missing for each variable says why it has no answer: "
                    + Self.kinds.map { escapedMarkdown($0.rawValue) }.joined(separator: ", ") + ".",
                at: 3
            )
        }
        // A line for each of those columns would say nothing more.
        for entry in entries where entry.type != "kind of missing" {
            let range = entry.range.map { "\(describe($0.lowerBound)) to \(describe($0.upperBound))" }
            let column = joined(entry.sources, \.column)
            let why = joined(entry.sources, \.why)
            let missing = entry.missing.filter { $0.records > 0 }.map { "\($0.kind.rawValue) \(grouped($0.records))" }
            let cells = [
                entry.column, entry.label, entry.type, entry.unit ?? "",
                range ?? entry.codes.joined(separator: ", "), column.isEmpty ? why : "\(column): \(why)",
                entry.answered.map(grouped) ?? "", missing.joined(separator: ", "),
            ]
            lines.append("| " + cells.map(escapedMarkdown).joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ConversionCodebook.Entry {
    /// What the codebook of a rule set says of a variable.
    fileprivate init(_ variable: Variable) {
        self.init(column: variable.id, label: variable.label, type: "", unit: variable.unit, range: variable.range)
        switch variable.type {
        case .number: type = "number"
        case .boolean: (type, codes) = ("boolean", ["yes", "no"])
        case .category(let all): (type, codes) = (all.isEmpty ? "text" : "category", all.map(\.id))
        case .set(let all, let mark): (type, codes, separator) = ("set", all.map(\.id), mark)
        case .text: type = "text"
        }
    }
}
