// YAML to a rule set, with every problem of its form reported at its place.

internal import Codebook
internal import RuleSets
internal import YAMLReading
internal import Yams

/// Reads the parts of a rule-set file.
struct RuleSetReader {
    let log: ProblemLog

    init(_ log: ProblemLog) { self.log = log }

    /// The rule set of a document; parts with problems are left out of it, so it is fit for use only if the log holds no error.
    func ruleSet(_ fields: Fields) -> RuleSet {
        let id = fields.requiredText("ruleset") ?? ""
        let version = fields.requiredText("version") ?? ""
        let title = fields.text("title") ?? id
        let parameters = fields.entries("parameters").map(parameter)
        let profiles = fields.entries("profiles").map(profile)
        let missingWords = fields.take("missing").map { self.missingWords($0, "missing") }
        let variables = fields.entries("variables").compactMap { entry in variable(entry).map { ($0, entry.place) } }
        let flags = fields.take("flags").map { FlagReader($0, self) }
        let (all, flagVariables) = (variables + (flags?.variables ?? []), flags?.variables.count ?? 0)
        let codebook =
            missingWords.map {
                Codebook(variables: all.map(\.0), missingWords: $0, flagVariables: flagVariables)
            } ?? Codebook(variables: all.map(\.0), flagVariables: flagVariables)
        let derived = fields.entries("derived").compactMap(derived)
        let population = fields.take("population").map { node in
            let population = Fields(node, "population", log)
            defer { population.finish() }
            _ = population.require("when")
            return (label: population.text("label"), when: population.expression("when"))
        }
        let causes = fields.require("causes").map { node in fields.list(node).compactMap(cause) } ?? []
        if causes.isEmpty, fields.take("causes") != nil {
            log.report(at: fields.place, "the rule set has no causes; add one")
        }
        let groups = fields.entries("groups").compactMap { group($0, codebook) }
        let summariseBy = fields.texts("summarise_by") + fields.texts("summarize_by")
        let advice = fields.entries("advice").map { (id: $0.key, text: $0.value.text ?? "") }
        let generalAdvice = fields.list("general_advice").compactMap(generalAdvice)
        let flagSection = flags?.section() ?? FlagSection()
        let tests = fields.list("tests").compactMap { test($0, codebook) } + (flags?.tests(codebook) ?? [])
        flags?.finish()
        fields.finish()
        return RuleSet(
            id: id,
            version: version,
            title: title,
            parameters: parameters,
            profiles: profiles,
            codebook: codebook,
            variablePlaces: all.map(\.1),
            derived: derived,
            populationLabel: population?.label,
            population: population?.when,
            causes: causes,
            groups: groups,
            summariseBy: summariseBy.isEmpty ? Array(groups.prefix(2).map(\.id)) : summariseBy,
            advice: advice,
            generalAdvice: generalAdvice,
            flagSection: flagSection,
            tests: tests
        )
    }

    typealias Entry = (key: String, value: Node, place: Place)

    // MARK: Parameters

    func parameter(_ entry: Entry) -> Parameter {
        // A bare number is short for `{value: number}`.
        if let text = entry.value.text, let value = Double(text), value.isFinite {
            return Parameter(id: entry.key, label: entry.key, value: value, place: entry.place)
        }
        let fields = Fields(entry.value, "parameter '\(entry.key)'", log)
        defer { fields.finish() }
        return Parameter(
            id: entry.key,
            label: fields.text("label") ?? entry.key,
            value: fields.require("value").flatMap { fields.number($0, "value") } ?? 0,
            unit: fields.text("unit"),
            range: fields.range("range"),
            strength: fields.text("strength"),
            source: fields.text("source"),
            place: entry.place
        )
    }

    private func profile(_ entry: Entry) -> Profile {
        let fields = Fields(entry.value, "profile '\(entry.key)'", log)
        let values = (entry.value.mapping ?? [:]).compactMap {
            key,
            node -> (parameter: String, value: Double, place: Place)? in
            guard let id = key.text, let value = fields.number(node, id) else { return nil }
            return (id, value, key.place)
        }
        return Profile(name: entry.key, values: values)
    }

    // MARK: Variables

    private func missingWords(_ node: Node, _ subject: String) -> [MissingKind: [String]] {
        let fields = Fields(node, subject, log)
        var words: [MissingKind: [String]] = [:]
        for kind in MissingKind.worded {
            if let node = fields.take(kind.rawValue) { words[kind] = fields.words(node, kind.rawValue) }
        }
        fields.finish()
        return words
    }

    func variable(_ entry: Entry) -> Variable? {
        let fields = Fields(entry.value, "variable '\(entry.key)'", log)
        defer { fields.finish() }
        let label = fields.text("label") ?? entry.key
        let unit = fields.text("unit")
        let range = fields.range("range")
        let aliases = fields.texts("aliases")
        let missing = fields.take("missing").map { missingWords($0, "'missing' of variable '\(entry.key)'") } ?? [:]
        guard let type = type(fields) else { return nil }
        if case .number = type {
        } else if range != nil {
            log.report(at: entry.place, "variable '\(entry.key)' has a range but is no number; remove the range")
        }
        return Variable(
            id: entry.key,
            label: label,
            type: type,
            unit: unit,
            range: range,
            aliases: aliases,
            missingWords: missing
        )
    }

    private func type(_ fields: Fields) -> VariableType? {
        guard let name = fields.requiredText("type") else { return nil }
        switch name {
        case "number": return .number
        case "text": return .text
        case "boolean":
            guard case .boolean(let plainYes, let plainNo) = VariableType.plainBoolean else { return nil }
            let yes = fields.take("true").map { fields.words($0, "true") } ?? plainYes
            let no = fields.take("false").map { fields.words($0, "false") } ?? plainNo
            return .boolean(yes: yes, no: no)
        case "category": return .category(codes(fields))
        case "set": return .set(codes(fields), separator: fields.text("separator") ?? ";")
        default:
            log.report(
                at: fields.place,
                "\(fields.subject) has the type '\(name)'; types are number, boolean, category, set and text"
            )
            return nil
        }
    }

    private func codes(_ fields: Fields) -> [VariableType.Code] {
        guard let node = fields.take("codes") else { return [] }
        // A plain list of codes is short for codes without other spellings.
        if node.sequence != nil { return fields.words(node, "codes").map { VariableType.Code(id: $0, spellings: []) } }
        return fields.entries("codes").map { VariableType.Code(id: $0.key, spellings: fields.words($0.value, $0.key)) }
    }

    private func derived(_ entry: Entry) -> DerivedVariable? {
        let fields = Fields(entry.value, "derived variable '\(entry.key)'", log)
        defer { fields.finish() }
        let label = fields.text("label") ?? entry.key
        let (unit, range) = (fields.text("unit"), fields.range("range"))
        _ = fields.require("value")
        guard let value = fields.expression("value") else { return nil }
        return DerivedVariable(id: entry.key, label: label, unit: unit, value: value, range: range, place: entry.place)
    }

    // MARK: Causes

    private func cause(_ node: Node) -> Cause? {
        let fields = Fields(node, "a cause", log)
        defer { fields.finish() }
        guard let id = fields.requiredText("id") else {
            for key in ["label", "category", "any", "when", "none_of", "because", "icd10", "icd11", "advice"] {
                _ = fields.take(key)
            }
            return nil
        }
        let name = fields.text("category") ?? Cause.Category.primary.rawValue
        let category = Cause.Category(rawValue: name)
        if category == nil {
            let known = Cause.Category.allCases.map(\.rawValue).joined(separator: ", ")
            log.report(
                at: fields.take("category")?.place ?? fields.place,
                "cause '\(id)' has the category '\(name)'; categories are \(known)"
            )
        }
        var rules: [Rule] = []
        if let any = fields.take("any") {
            rules = fields.list(any).compactMap { rule($0, of: id) }
            if fields.take("when") != nil || fields.take("none_of") != nil {
                log.report(
                    at: fields.place,
                    "cause '\(id)' has both 'any' and a condition of its own; make it one of the rules"
                )
            }
            if rules.isEmpty { log.report(at: any.place, "cause '\(id)' has no rules; write at least one under 'any'") }
        } else {
            rules = [rule(fields, id: id)]
        }
        return Cause(
            id: id,
            label: fields.text("label") ?? id,
            category: category ?? .primary,
            rules: rules,
            advice: fields.texts("advice"),
            place: fields.place
        )
    }

    private func generalAdvice(_ node: Node) -> GeneralAdvice? {
        if let id = node.text { return GeneralAdvice(id: id, place: node.place) }
        let fields = Fields(node, "a piece of general advice", log)
        defer { fields.finish() }
        let (unless, instead) = (fields.expression("unless"), fields.text("instead"))
        return fields.requiredText("give").map {
            GeneralAdvice(id: $0, unless: unless, instead: instead, place: fields.place)
        }
    }

    private func rule(_ node: Node, of cause: String) -> Rule? {
        let fields = Fields(node, "a rule of cause '\(cause)'", log)
        defer { fields.finish() }
        guard let id = fields.requiredText("id") else { return nil }
        return rule(fields, id: id)
    }

    private func rule(_ fields: Fields, id: String) -> Rule {
        Rule(
            id: id,
            when: fields.expression("when"),
            noneOf: fields.texts("none_of"),
            because: fields.text("because"),
            icd10: fields.text("icd10"),
            icd11: fields.text("icd11"),
            place: fields.place
        )
    }

    // MARK: Groups

    private func group(_ entry: Entry, _ codebook: Codebook) -> Group? {
        let fields = Fields(entry.value, "group '\(entry.key)'", log)
        defer { fields.finish() }
        let label = fields.text("label") ?? entry.key
        let bands = fields.list("bands").compactMap { fields.number($0, "bands") }
        var labels = fields.texts("labels")
        guard let variable = fields.requiredText("of") else { return nil }
        if labels.isEmpty {
            switch codebook.position(of: variable).map({ codebook.variables[$0].type }) {
            case .category(let codes): labels = codes.map(\.id)
            case .boolean: labels = ["yes", "no"]
            default: labels = bandLabels(bands)
            }
        }
        return Group(id: entry.key, label: label, variable: variable, bands: bands, labels: labels, place: entry.place)
    }

    // MARK: Tests

    func test(_ node: Node, _ codebook: Codebook) -> RuleSetTest? {
        let fields = Fields(node, "a test", log)
        defer { fields.finish() }
        let name = fields.requiredText("name") ?? ""
        let given = fields.entries("given").map { (variable: $0.key, answer: answer($0, codebook), place: $0.place) }
        let profile = fields.text("profile")
        guard let expectNode = fields.require("expect") else { return nil }
        let expectFields = Fields(expectNode, "'expect' of the test \"\(name)\"", log)
        var expect = RuleSetTest.Expectation()
        for verdict in Verdict.allCases {
            expect.verdicts += expectFields.texts(verdict.rawValue).map { ($0, verdict) }
        }
        for (key, verdict) in [("flags", Verdict.present), ("no_flags", .absent), ("open_flags", .undetermined)] {
            expect.flags += expectFields.texts(key).map { ($0, verdict) }
        }
        expect.mainCause = expectFields.text("main_cause")
        expect.isCertain = choice(
            "main_cause_certain",
            expectFields,
            ["yes": true, "no": false, "true": true, "false": false]
        )
        let eligibility = Eligibility.allCases.map { ($0.rawValue, $0) } + [("true", .yes), ("false", .no)]
        expect.eligible = choice("eligible", expectFields, Dictionary(eligibility) { first, _ in first })
        expectFields.finish()
        return RuleSetTest(name: name, profile: profile, given: given, expect: expect, place: fields.place)
    }

    private func choice<Value>(_ key: String, _ fields: Fields, _ values: [String: Value]) -> Value? {
        guard let text = fields.text(key) else { return nil }
        if let value = values[text.lowercased()] { return value }
        log.report(
            at: fields.place,
            "'\(key)' of \(fields.subject) is '\(text)'; write \(values.keys.sorted().joined(separator: ", "))"
        )
        return nil
    }

    /// An answer, read as its variable's type asks.
    private func answer(_ entry: Entry, _ codebook: Codebook) -> GivenAnswer {
        if entry.value.isNull { return .missing }
        let type = codebook.position(of: entry.key).map { codebook.variables[$0].type }
        if let sequence = entry.value.sequence { return .set(sequence.compactMap(\.text)) }
        let text = entry.value.text ?? ""
        switch type {
        case .boolean:
            switch text.lowercased() {
            case "true", "yes": return .boolean(true)
            case "false", "no": return .boolean(false)
            default: return .text(text)
            }
        case .number: return Double(text).map(GivenAnswer.number) ?? .text(text)
        default: return .text(text)
        }
    }
}

/// The labels of bands by their lower bounds: `<18`, `18-29`, `70+` where all are whole numbers, else `<18.5`, `18.5-<25`, `≥40`.
package func bandLabels(_ bounds: [Double]) -> [String] {
    guard let first = bounds.first, let last = bounds.last else { return [] }
    let isWhole = bounds.allSatisfy { $0 == $0.rounded() }
    let inner = zip(bounds, bounds.dropFirst()).map { low, high in
        isWhole ? "\(describe(low))-\(describe(high - 1))" : "\(describe(low))-<\(describe(high))"
    }
    return ["<\(describe(first))"] + inner + [isWhole ? "\(describe(last))+" : "≥\(describe(last))"]
}
