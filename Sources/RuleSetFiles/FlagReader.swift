// The section of a rule-set file that is about red flags.

internal import Codebook
internal import RuleSets
internal import YAMLReading
internal import Yams

/// Reads the section `flags`.
struct FlagReader {
    /// The variables that only flags ask for, with their places.
    let variables: [(Variable, Place)]
    private let fields: Fields
    private let reader: RuleSetReader

    /// Opens the section and reads its variables.
    init(_ node: Node, _ reader: RuleSetReader) {
        self.reader = reader
        let fields = Fields(node, "the section 'flags'", reader.log)
        self.fields = fields
        variables = fields.entries("variables").compactMap { entry in
            reader.variable(entry).map { ($0, entry.place) }
        }
    }

    /// The flags with their thresholds.
    func section() -> FlagSection {
        FlagSection(
            flags: fields.list("signs").compactMap(flag),
            parameters: fields.entries("parameters").map(reader.parameter),
            withhold: fields.texts("withhold"),
            worklist: fields.list("worklist").compactMap(condition),
            place: fields.place
        )
    }

    /// The examples of flags.
    func tests(_ codebook: Codebook) -> [RuleSetTest] {
        fields.list("tests").compactMap { reader.test($0, codebook) }
    }

    /// Reports the fields that the section does not have.
    func finish() { fields.finish() }

    private func flag(_ node: Node) -> RedFlag? {
        let fields = Fields(node, "a flag", reader.log)
        defer { fields.finish() }
        guard let id = fields.requiredText("id") else {
            for key in ["label", "any", "when", "any_of", "because", "advice", "strength", "source"] {
                _ = fields.take(key)
            }
            return nil
        }
        var rules: [Rule] = []
        if let any = fields.take("any") {
            rules = fields.list(any).compactMap { node in
                let fields = Fields(node, "a rule of flag '\(id)'", reader.log)
                defer { fields.finish() }
                return fields.requiredText("id").map { rule(fields, id: $0) }
            }
            if fields.take("when") != nil || fields.take("any_of") != nil {
                reader.log.report(
                    at: fields.place,
                    "flag '\(id)' has both 'any' and a condition of its own; make it one of the rules"
                )
            }
            if rules.isEmpty {
                reader.log.report(at: any.place, "flag '\(id)' has no rules; write at least one under 'any'")
            }
        } else {
            rules = [rule(fields, id: id)]
        }
        return RedFlag(
            id: id,
            label: fields.text("label") ?? id,
            rules: rules,
            advice: fields.texts("advice"),
            strength: fields.text("strength"),
            source: fields.text("source"),
            place: fields.place
        )
    }

    private func condition(_ node: Node) -> WorklistCondition? {
        let fields = Fields(node, "a reason of the worklist", reader.log)
        defer { fields.finish() }
        let (id, label) = (fields.requiredText("id"), fields.text("label"))
        _ = fields.require("when")
        guard let id, let when = fields.expression("when") else { return nil }
        return WorklistCondition(id: id, label: label ?? id, when: when, place: fields.place)
    }

    private func rule(_ fields: Fields, id: String) -> Rule {
        Rule(
            id: id,
            when: fields.expression("when"),
            noneOf: [],
            anyOf: fields.texts("any_of"),
            because: fields.text("because"),
            place: fields.place
        )
    }
}
