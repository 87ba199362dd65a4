// Which missing answers leave causes open: what `summarise --missing` prints.

package import Cohort
package import Figures
internal import RuleSets

/// The needs of a run in every format.
package struct NeedReport {
    private let result: RunResult
    private let needs: NeedFigures
    private let choices: StatisticsChoices

    /// Makes a report.
    package init(_ result: RunResult, _ needs: NeedFigures, _ choices: StatisticsChoices) {
        self.result = result
        self.needs = needs
        self.choices = choices
    }

    private static let columns = ["undetermined", "records", "share", "alone"]

    private func values(_ subject: NeedFigures.Subject, _ need: NeedFigures.Need) -> [JSONValue] {
        [
            .shown(subject.open, JSONValue.integer), .shown(need.records, JSONValue.integer),
            .shown(share(subject, need), JSONValue.number), .shown(need.alone, JSONValue.integer),
        ]
    }

    private func share(_ subject: NeedFigures.Subject, _ need: NeedFigures.Need) -> Shown<Double> {
        need.records.map { records in
            subject.open.value.flatMap { $0 == 0 ? nil : Double(records) / Double($0) }
        }
    }

    /// One row per cause and variable that any of its open records waits for.
    package var csv: String {
        var text: [UInt8] = []
        text.append(text: (["cause", "variable"] + Self.columns).joined(separator: ",") + "\n")
        for subject in needs.subjects {
            for need in subject.needs {
                text.append(text: "\(subject.id),\(need.variable)")
                for value in values(subject, need) {
                    text.append(UInt8(ascii: ","))
                    text.append(csv: value)
                }
                text.append(0x0A)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The account of the run and the rows as objects.
    package func json(_ provenance: Provenance) -> JSONValue {
        let rows = needs.subjects.flatMap { subject in
            subject.needs.map { need in
                JSONValue.object(
                    [("cause", .string(subject.id)), ("variable", .string(need.variable))]
                        + Array(zip(Self.columns, values(subject, need)))
                )
            }
        }
        let statistics: [(String, JSONValue)] = [
            (
                "domain",
                .string(
                    "eligible records in which the cause is undetermined; of the population, those of unknown eligibility"
                )
            ),
            ("min_cell", .integer(choices.minimumCell)),
        ]
        return .object(
            result.accountFields(provenance, hidingBelow: choices.minimumCell) + [
                ("statistics", .object(statistics)), ("missing", .array(rows)),
            ]
        )
    }

    /// The needs of a subject, those of the most records first, hidden ones last.
    private func ranked(_ subject: NeedFigures.Subject) -> [NeedFigures.Need] {
        subject.needs.enumerated().sorted { left, right in
            let (a, b) = (left.element.records.value ?? -1, right.element.records.value ?? -1)
            return a != b ? a > b : left.offset < right.offset
        }
        .map(\.element)
    }

    private func cells(_ subject: NeedFigures.Subject, _ need: NeedFigures.Need) -> [String] {
        [text(need.records, grouped), text(share(subject, need), wholePercent), text(need.alone, grouped)]
    }

    private var open: [NeedFigures.Subject] { needs.subjects.filter { !$0.needs.isEmpty } }

    /// The terminal's table.
    package func table(_ style: TableStyle) -> String {
        var lines = [style.bold(result.plan.ruleSet.title)] + wrapped(result.headline(choices), width: style.width)
        lines += result.thresholdLines(style)
        let widths = [10, 13, 14]
        let labelWidth = style.width - widths.reduce(0, +)
        let header = zip(["waiting", "of the open", "for it alone"], widths).map { $0.inColumn($1) }.joined()
        for (index, subject) in open.enumerated() {
            lines.append("")
            let title = "\(subject.label.cut(to: labelWidth - 18)): open in \(text(subject.open, grouped))"
            lines.append(style.bold((title.padded(to: labelWidth) + (index == 0 ? header : "")).trimmedAtEnd))
            for need in ranked(subject) {
                let columns = zip(cells(subject, need), widths).map { $0.inColumn($1) }.joined()
                lines.append("  " + need.variable.cut(to: labelWidth - 3).padded(to: labelWidth - 2) + columns)
            }
        }
        lines.append("")
        for note in notes { lines += wrapped("· " + note, width: style.width, indent: "  ").map(style.dim) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The needs as a section of Markdown.
    package var markdown: String {
        var lines = ["## What is missing", ""]
        lines += [
            "| Cause | Open | Variable | Waiting | Of the open | For it alone |",
            "| --- | ---: | --- | ---: | ---: | ---: |",
        ]
        for subject in open {
            for (index, need) in ranked(subject).enumerated() {
                let first = index == 0 ? [escapedMarkdown(subject.label), text(subject.open, grouped)] : ["", ""]
                let row = first + [escapedMarkdown(need.variable)] + cells(subject, need)
                lines.append("| \(row.joined(separator: " | ")) |")
            }
        }
        return (lines + [""] + notes.map { "- " + escapedMarkdown($0) }).joined(separator: "\n") + "\n"
    }

    private var notes: [String] {
        var notes = [
            "Waiting: eligible records in which the cause is undetermined and the missing answer stands under an unknown part of one of its rules; "
                + "a record can wait for several. Population: records of unknown eligibility. An open record that waits for nothing has an implausible value."
        ]
        if choices.weighting != nil { notes.append("Counts of records: nothing on this page is weighted.") }
        if choices.minimumCell > 0 {
            notes.append(
                "\(hiddenSign) stands for what is suppressed: counts from 1 to \(choices.minimumCell - 1), and those that would give them away."
            )
        }
        return notes
    }
}
