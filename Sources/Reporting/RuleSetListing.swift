// A rule set as a list for its readers: causes and rules, parameters with sources, groups.

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
            for rule in cause.rules {
                var condition = rule.when?.text.split(whereSeparator: \.isNewline).joined(separator: " ") ?? ""
                if !rule.noneOf.isEmpty {
                    condition += (condition.isEmpty ? "" : " and ") + "none of \(rule.noneOf.joined(separator: ", "))"
                }
                lines.append("    \(rule.id): \(condition)")
            }
        }
        lines += ["", "Parameters"]
        for parameter in parameters {
            let unit = parameter.unit.map { " \($0)" } ?? ""
            let strength = parameter.strength.map { " [\($0)]" } ?? ""
            lines.append(
                "  \(parameter.id) = \(describe(parameter.value))\(unit)\(strength) \(parameter.source ?? "")"
                    .trimmedAtEnd
            )
        }
        lines += ["", "Profiles: \(profileNames.joined(separator: ", "))", "", "Groups"]
        for group in groups {
            let isDefault = summariseBy.contains(group.id) ? " (default)" : ""
            let labels = group.labels.isEmpty ? "each value" : group.labels.joined(separator: ", ")
            lines.append("  \(group.id)\(isDefault): \(group.variable): \(labels)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
