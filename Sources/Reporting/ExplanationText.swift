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
    /// Why it has its verdicts.
    package var explanation: Explanation

    /// Makes an explained record.
    package init(
        recordID: String,
        number: Int,
        path: String,
        line: Int,
        missingKinds: [String: String],
        explanation: Explanation
    ) {
        self.recordID = recordID
        self.number = number
        self.path = path
        self.line = line
        self.missingKinds = missingKinds
        self.explanation = explanation
    }

    // MARK: Text

    /// The explanation as lines for a terminal.
    package func text(_ style: TableStyle, _ ruleSet: RuleSet) -> String {
        var lines = [style.bold("Record \(recordID)") + "  (number \(number), \(path):\(line))"]
        switch explanation.eligibility {
        case .yes: break
        case .no: lines.append("Outside the population: " + sentences(explanation.population) + ".")
        case .undetermined:
            lines.append(
                "Whether it belongs to the population is not known: " + sentences(explanation.population) + "."
            )
        }
        guard explanation.eligibility == .yes else {
            lines.append("So no cause was decided.")
            return lines.joined(separator: "\n") + "\n"
        }
        let label = ruleSet.cause(explanation.mainCause)?.label ?? explanation.mainCause
        lines.append(
            "First matching explanation: \(style.bold(label)) (\(explanation.isCertain ? "certain" : "not certain: a missing answer could put another first"))"
        )
        for cause in explanation.causes {
            lines.append("")
            lines.append(style.bold("\(mark(cause.verdict)) \(cause.cause.label)") + ": \(words(cause.verdict))")
            for rule in cause.rules { lines += self.lines(rule, style) }
        }
        if !explanation.advice.isEmpty {
            lines += ["", style.bold("Advice")]
            for advice in explanation.advice { lines += wrapped("· " + advice, width: style.width, indent: "  ") }
        }
        lines +=
            [""]
            + wrapped(
                "This describes answers and the definitions that they meet. It is no diagnosis and does not replace a clinician.",
                width: style.width
            ).map(style.dim)
        return lines.joined(separator: "\n") + "\n"
    }

    private func mark(_ verdict: Verdict) -> String {
        switch verdict {
        case .present: "●"
        case .absent: "○"
        case .undetermined: "?"
        case .notAssessed: "–"
        }
    }

    private func words(_ verdict: Verdict) -> String { verdict == .notAssessed ? "not assessed" : verdict.rawValue }

    private func sentences(_ findings: [Explanation.Finding]) -> String {
        findings.map { sentence($0) }.joined(separator: "; ")
    }

    private func sentence(_ finding: Explanation.Finding) -> String {
        if finding.value == nil, let kind = missingKinds[finding.subject] {
            return "\(finding.subject) has no answer (\(kind)), holds \(finding.condition)"
        }
        return finding.sentence
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
        func add(_ text: String) {
            lines += wrapped("    " + text, width: style.width, indent: "      ").map {
                $0.hasPrefix(" ") ? $0 : "    " + $0
            }
        }
        for finding in rule.findings { add(sentence(finding)) }
        if rule.verdict == .present, let because = rule.rule.because { add("Why it counts: \(because)") }
        if !rule.missing.isEmpty {
            let needed = rule.missing.joined(separator: ", ")
            add(
                rule.missing == rule.decidedBy
                    ? "Missing: \(needed)"
                    : "Missing: \(needed); \(rule.decidedBy.joined(separator: " and ")) alone can settle it"
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
            ("causes", .array(explanation.eligibility == .yes ? explanation.causes.map(json) : [])),
            ("missing_kinds", .object(missingKinds.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ("advice", .array(explanation.eligibility == .yes ? explanation.advice.map(JSONValue.string) : [])),
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
