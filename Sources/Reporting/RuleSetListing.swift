// A rule set as a list for its readers: causes and rules, red flags, parameters with sources, groups.

package import RuleSets

extension RuleSet {
    /// The rule set for a terminal.
    package func listing() -> String {
        var lines = [
            "\(title) (\(id) \(version), profile \(profile))", "",
            "Causes, in the order in which the first matching explanation is sought",
        ]
        for cause in causes {
            lines.append("  \(cause.id) (\(cause.category.rawValue)): \(cause.label)")
            lines += cause.rules.map { "    \($0.id): \($0.condition)" }
        }
        if !flags.isEmpty {
            lines += ["", "Red flags, for a clinician to look at first; none is part of a prevalence"]
        }
        for flag in flags {
            lines.append("  \(flag.id): \(flag.label)")
            lines += flag.rules.map { "    \($0.id): \($0.condition)" }
            let strength = flag.strength.map { "[\($0)] " } ?? ""
            if let source = flag.source { lines.append("    \(strength)\(source)") }
        }
        let worklist = flagSection.worklist
        if !worklist.isEmpty { lines += ["", "Reasons of the worklist, after red flags"] }
        for reason in worklist {
            let condition = reason.when.text.split(whereSeparator: \.isNewline).joined(separator: " ")
            lines.append("  \(reason.id): \(reason.label): \(condition)")
        }
        lines += ["", "Parameters"]
        for parameter in allParameters {
            let strength = parameter.strength.map { " [\($0)]" } ?? ""
            lines.append(
                "  \(parameter.id) = \(measured(describe(parameter.value), parameter.unit))\(strength) \(parameter.source ?? "")"
                    .trimmedAtEnd
            )
        }
        lines += ["", "Profiles: \(profileNames.joined(separator: ", "))", "", "Groups"]
        for group in groups {
            let isDefault = summariseBy.contains(group.id) ? " (default)" : ""
            let labels = group.labels.isEmpty ? "each value" : group.labels.joined(separator: ", ")
            lines.append("  \(group.id)\(isDefault): \(group.variable): \(labels)")
        }
        return lines.map(harmless).joined(separator: "\n") + "\n"
    }
}

extension Rule {
    /// The condition on one line, with what it asks of other causes and flags.
    fileprivate var condition: String {
        var parts = [when?.text.split(whereSeparator: \.isNewline).joined(separator: " ") ?? ""].filter { !$0.isEmpty }
        if !noneOf.isEmpty { parts.append("none of \(noneOf.joined(separator: ", "))") }
        if !anyOf.isEmpty { parts.append("any of \(anyOf.joined(separator: ", "))") }
        return parts.joined(separator: " and ")
    }
}
