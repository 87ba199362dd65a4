// What made a page: the program, the rule set, and the values in force.

package import Cohort
internal import RuleSets

extension Parameter {
    /// The value in force with its unit; where it is not the rule set's own, which strength and source are about, with that too.
    var textInForce: String {
        let own = value == ownValue ? "" : " instead of \(describe(ownValue))"
        return measured(describe(value), unit) + own
    }
}

extension RuleSet {
    /// Which values are in force, where they are not the rule set's own: a table made with others must not look like one made with these.
    var changedThresholds: String? {
        let changed = changedParameters.map { "\($0.id) \(describe($0.value)) instead of \(describe($0.ownValue))" }
        guard profile != Self.defaultProfile || !changed.isEmpty else { return nil }
        return (["profile \(profile)"] + changed).joined(separator: "; ")
    }

    /// The rule set by its name, version and hash, with the values in force.
    func identity(sha256: String) -> String {
        "rule set \(id) \(version) (SHA-256 \(sha256)), \(changedThresholds ?? "profile \(profile)")"
    }
}

extension RunResult {
    /// The values in force as a note; none where they are the rule set's own.
    var thresholdNotes: [String] { plan.ruleSet.changedThresholds.map { ["Thresholds: \($0)."] } ?? [] }

    /// The same as lines of a terminal's page.
    func thresholdLines(_ style: TableStyle) -> [String] {
        thresholdNotes.flatMap { wrapped($0, width: style.width, indent: "  ") }
    }

    /// What made a page, as its last paragraph in Markdown.
    package func markdownOrigin(_ provenance: Provenance) -> String {
        let identity = plan.ruleSet.identity(sha256: provenance.ruleSetHash)
        return escapedMarkdown("Made by Lumbar \(provenance.version) with the \(identity).") + "\n"
    }
}
