// The explanation of one record, for people and as JSON.

package import RuleSets

/// A record's explanation with its place.
package struct ExplainedRecord: Sendable {
    /// The record's id, or its number where it has none.
    package var recordID: String
    /// Its number in the cohort, from 1.
    package var number: Int
    /// Its file.
    package var path: String
    /// Its first line, from 1.
    package var line: Int
    /// The kind of missing of each variable without an answer, by variable id.
    package var missingKinds: [String: String]
    /// The record in plain language.
    package var sentence: String
    /// Why it has its verdicts.
    package var explanation: Explanation

    /// Makes an explained record.
    package init(
        recordID: String,
        number: Int,
        path: String,
        line: Int,
        missingKinds: [String: String],
        sentence: String,
        explanation: Explanation
    ) {
        self.recordID = recordID
        self.number = number
        self.path = path
        self.line = line
        self.missingKinds = missingKinds
        self.sentence = sentence
        self.explanation = explanation
    }

    // MARK: Text

    /// The explanation as lines for a terminal: first in short, then what was found, what is open and what is ruled out, rule by rule.
    package func text(_ style: TableStyle, _ ruleSet: RuleSet) -> String {
        var lines = [style.bold(harmless("Record \(recordID)")) + harmless("  (number \(number), \(path):\(line))")]
        lines += wrapped(sentence, width: style.proseWidth)
        lines += flagLines(style)
        if explanation.eligibility == .yes {
            for (verdict, title) in Self.sections {
                let causes = explanation.causes.filter { $0.verdict == verdict }
                guard !causes.isEmpty else { continue }
                lines += ["", style.bold(title)]
                for cause in causes {
                    lines.append(harmless("\(mark(cause.verdict)) \(cause.cause.label)"))
                    for rule in cause.rules { lines += self.lines(rule, style) }
                }
            }
        } else {
            lines += ["", "So no cause was decided."]
        }
        if !explanation.advice.isEmpty {
            lines += ["", style.bold("Advice")]
            for advice in explanation.advice { lines += wrapped("· " + advice, width: style.proseWidth, indent: "  ") }
        }
        lines +=
            [""]
            + wrapped(
                "This describes answers and the definitions that they meet. It is no diagnosis and does not replace a clinician.",
                width: style.proseWidth
            ).map(style.dim)
        return lines.joined(separator: "\n") + "\n"
    }

    private static let sections: [(Verdict, String)] = [
        (.present, "Present"), (.undetermined, "Open: an answer is missing"), (.absent, "Absent"),
        (.notAssessed, "Not assessed: the file has no columns for it"),
    ]

    /// The red flags, where the file can tell any: those that stand and those that are open rule by rule, the others by name.
    private func flagLines(_ style: TableStyle) -> [String] {
        let flags = explanation.flags
        guard flags.contains(where: { $0.verdict != .notAssessed }) else { return [] }
        guard flags.contains(where: { $0.verdict == .present || $0.verdict == .undetermined }) else {
            let told = flags.count { $0.verdict == .absent }
            return ["", "Red flags: none that the file can tell (it asks about \(told) of \(flags.count))."]
        }
        var lines = ["", style.bold("Red flags")]
        for verdict in [Verdict.present, .undetermined] {
            for flag in flags where flag.verdict == verdict {
                let what = verdict == .present ? "" : ": not ruled out"
                lines += wrapped(
                    "\(verdict == .present ? "!" : "?") \(flag.flag.label)\(what)",
                    width: style.proseWidth,
                    indent: "  "
                )
                for rule in flag.rules where rule.verdict == verdict { lines += self.lines(rule, style) }
                guard verdict == .present else { continue }
                let strength = flag.flag.strength.map { " (evidence: \($0))" } ?? ""
                if let source = flag.flag.source {
                    lines += indented("Source\(strength): \(source)", style)
                }
            }
        }
        let rest: [(Verdict, String)] = [(.absent, "○ Absent"), (.notAssessed, "– Not asked in this file")]
        for (verdict, title) in rest {
            let labels = flags.filter { $0.verdict == verdict }.map(\.flag.label)
            guard !labels.isEmpty else { continue }
            lines += wrapped("\(title): \(labels.joined(separator: "; "))", width: style.proseWidth, indent: "  ")
        }
        return lines
    }

    private func mark(_ verdict: Verdict) -> String {
        switch verdict {
        case .present: "●"
        case .absent: "○"
        case .undetermined: "?"
        case .notAssessed: "–"
        }
    }

    private func sentence(_ finding: Explanation.Finding) -> String {
        if finding.value == nil, let kind = missingKinds[finding.subject] {
            return "\(finding.subject) has no answer (\(kind)), holds \(finding.condition)"
        }
        return finding.sentence
    }

    /// A text as lines below a rule.
    private func indented(_ text: String, _ style: TableStyle) -> [String] {
        wrapped(text, width: style.proseWidth - 4, indent: "  ").map { "    " + $0 }
    }

    private func lines(_ rule: Explanation.RuleExplanation, _ style: TableStyle) -> [String] {
        let outcome: String =
            switch rule.verdict {
            case .present: "holds"
            case .absent: "does not hold"
            case .undetermined: "is open"
            case .notAssessed: "was left out: the file has no column for it"
            }
        var lines = ["  \(rule.rule.id) \(outcome)"]
        func add(_ text: String) { lines += indented(text, style) }
        for finding in rule.findings { add(sentence(finding)) }
        if rule.verdict == .present, let because = rule.rule.because { add("Why it counts: \(because)") }
        if !rule.missing.isEmpty {
            let needed = rule.missing.joined(separator: ", ")
            add(
                rule.missing == rule.decidedBy
                    ? "Missing: \(needed)"
                    : "Missing: \(needed); \(rule.decidedBy.joined(separator: " and ")) alone could settle it"
            )
        }
        return lines
    }

    // MARK: JSON

    /// The explanation as JSON.
    package func json(_ ruleSet: RuleSet) -> JSONValue {
        .object([
            ("record_id", .string(recordID)),
            ("number", .integer(number)),
            ("file", .string(path)),
            ("line", .integer(line)),
            ("eligible", .string(explanation.eligibility.rawValue)),
            ("population", .array(explanation.population.map(json))),
            ("main_cause", explanation.eligibility == .yes ? .string(explanation.mainCause) : .null),
            ("main_cause_certain", explanation.eligibility == .yes ? .boolean(explanation.isCertain) : .null),
            ("explanation", .string(sentence)),
            ("causes", .array(explanation.eligibility == .yes ? explanation.causes.map(json) : [])),
            ("flags", .array(explanation.flags.filter { $0.verdict != .notAssessed }.map(json))),
            ("missing_kinds", .object(missingKinds.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ("advice", .array(explanation.advice.map(JSONValue.string))),
        ])
    }

    private func json(_ cause: Explanation.CauseExplanation) -> JSONValue {
        .object([
            ("cause", .string(cause.cause.id)),
            ("label", .string(cause.cause.label)),
            ("category", .string(cause.cause.category.rawValue)),
            ("verdict", .string(cause.verdict.rawValue)),
            ("rules", .array(cause.rules.map(json))),
        ])
    }

    private func json(_ flag: Explanation.FlagExplanation) -> JSONValue {
        .object([
            ("flag", .string(flag.flag.id)),
            ("label", .string(flag.flag.label)),
            ("verdict", .string(flag.verdict.rawValue)),
            ("strength", .optional(flag.flag.strength)),
            ("source", .optional(flag.flag.source)),
            ("rules", .array(flag.rules.map(json))),
        ])
    }

    private func json(_ rule: Explanation.RuleExplanation) -> JSONValue {
        .object([
            ("rule", .string(rule.rule.id)),
            ("verdict", .string(rule.verdict.rawValue)),
            ("condition", .optional(rule.rule.when?.text)),
            ("none_of", .array(rule.rule.noneOf.map(JSONValue.string))),
            ("because", .optional(rule.rule.because)),
            ("values", .object(rule.values.map { ($0.name, .optional($0.text)) })),
            ("findings", .array(rule.findings.map(json))),
            ("missing", .array(rule.missing.map(JSONValue.string))),
            ("decided_by", .array(rule.decidedBy.map(JSONValue.string))),
        ])
    }

    private func json(_ finding: Explanation.Finding) -> JSONValue {
        .object([
            ("subject", .string(finding.subject)),
            ("value", .optional(finding.value)),
            ("holds", finding.holds.map(JSONValue.boolean) ?? .null),
            ("condition", .string(finding.condition)),
            ("because", .optional(finding.because)),
        ])
    }
}
