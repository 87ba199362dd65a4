// The rows of `classify` in the formats other than CSV.

package import Cohort
package import RuleSets

/// The formats of tables of records.
package enum RowFormat: Sendable {
    case csv
    /// One array, an object a line.
    case json
    case markdown
    /// Columns padded for a terminal: the main cause and why, without a column per cause.
    case table
}

extension ClassificationWriter {
    /// What stands before the first row.
    package static func opening(_ format: RowFormat, _ ruleSet: RuleSet, explains: Bool = false) -> String {
        let names = columns(ruleSet, explains: explains)
        switch format {
        case .csv: return names.joined(separator: ",") + "\n"
        case .json: return "[\n"
        case .markdown:
            return "| \(names.joined(separator: " | ")) |\n|\(names.map { _ in " --- |" }.joined())\n"
        case .table:
            return tableLine(["record", "eligible", "first matching explanation", "certain", "reasons"]) + "\n"
        }
    }

    /// What stands after the last row.
    package static func closing(_ format: RowFormat) -> String { format == .json ? "\n]\n" : "" }

    /// Appends a batch's rows. Rows in JSON begin with a comma and a line end; whoever writes them drops those of the very first.
    package func append(_ batch: ClassifiedBatch, as format: RowFormat, to text: inout [UInt8]) {
        if format == .csv { return appendCSV(batch, to: &text) }
        let ruleSet = batch.plan.ruleSet
        for row in rows(batch) {
            switch format {
            case .csv: break
            case .json: text.append(text: ",\n" + json(row, ruleSet).line)
            case .markdown: text.append(text: markdown(row) + "\n")
            case .table:
                let certain = row.isCertain.map { $0 ? "yes" : "no" } ?? ""
                let reasons = row.reasons.joined(separator: " ")
                text.append(
                    text: Self.tableLine([row.recordID, row.eligibility.rawValue, row.mainCause, certain, reasons])
                        + "\n"
                )
                for line in row.explanation.map({ wrapped($0, width: 78) }) ?? [] { text.append(text: "  \(line)\n") }
            }
        }
    }

    private static func tableLine(_ cells: [String]) -> String {
        let widths = [12, 13, 27, 8]
        let padded = zip(cells, widths).map { cell, width in
            cell.padded(to: max(width, cell.count + 1))
        }
        return (padded + cells.dropFirst(widths.count).map(harmless)).joined().trimmedAtEnd
    }

    private func json(_ row: ClassificationRow, _ ruleSet: RuleSet) -> JSONValue {
        let verdicts = zip(ruleSet.causes, row.verdicts).map { ($0.id, JSONValue.optional($1?.rawValue)) }
        return .object(
            [
                ("record_id", .string(row.recordID)),
                ("eligible", .string(row.eligibility.rawValue)),
                ("main_cause", row.mainCause.isEmpty ? .null : .string(row.mainCause)),
                ("main_cause_certain", row.isCertain.map(JSONValue.boolean) ?? .null),
                ("causes", .object(verdicts)),
                ("reasons", .array(row.reasons.map(JSONValue.string))),
                ("missing", .array(row.missing.map(JSONValue.string))),
            ] + (row.explanation.map { [("explanation", .string($0))] } ?? [])
        )
    }

    private func markdown(_ row: ClassificationRow) -> String {
        let certain = row.isCertain.map { $0 ? "yes" : "no" } ?? ""
        let cells =
            [row.recordID, row.eligibility.rawValue, row.mainCause, certain] + row.verdicts.map { $0?.rawValue ?? "" }
            + [row.reasons.joined(separator: ";"), row.missing.joined(separator: ";")]
            + (row.explanation.map { [$0] } ?? [])
        return "| " + cells.map(escapedMarkdown).joined(separator: " | ") + " |"
    }
}

/// A text for a cell of a Markdown table or a line of its own: nothing in it can end the cell, be taken for markup, a link or HTML, or act on a terminal.
func escapedMarkdown(_ text: String) -> String {
    var result = ""
    for character in harmless(text) {
        switch character {
        case "|", "\\", "`", "*", "<", ">", "[", "]", "_", "~", "$", "&": result += "\\\(character)"
        // Renderers make links of bare addresses: https://…, www.…
        case ":" where result.hasSuffix("http") || result.hasSuffix("https") || result.hasSuffix("ftp"): result += "\\:"
        case "." where result.lowercased().hasSuffix("www"): result += "\\."
        // At its start a text could be a heading or a list.
        case _ where result.isEmpty && "#+-=".contains(character): result += "\\\(character)"
        default: result.append(character)
        }
    }
    return result
}

extension String {
    /// The text without spaces at its end.
    var trimmedAtEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
