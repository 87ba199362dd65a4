// The sections that let others judge a report and make it again: definitions, methods, provenance, and the report in short.

internal import Cohort
internal import Figures
internal import Prevalence
internal import RuleSets

extension CohortStory {
    // MARK: Definitions

    var definitions: Story.Section {
        let rules = zip(ruleSet.causes, result.plan.causes).flatMap { cause, planned in
            zip(cause.rules, planned.rules).map { rule, position -> [StoryCell] in
                [
                    .words(cause.label), .words((position == nil ? "(not assessed) " : "") + because(rule)),
                    .code(Self.condition(rule)), .code(rule.id),
                    .words(
                        [rule.icd10.map { "ICD-10 \($0)" }, rule.icd11.map { "ICD-11 \($0)" }].compactMap(\.self)
                            .joined(separator: ", ")
                    ),
                ]
            }
        }
        let flagParameters = facts.worklist == nil ? [] : ruleSet.flagSection.parameters
        let parameters = (ruleSet.parameters + flagParameters).map { parameter -> [StoryCell] in
            [
                .words(parameter.label),
                StoryCell(
                    text: parameter.textInForce,
                    sortKey: parameter.value
                ),
                .words(parameter.strength ?? "not stated"), .words(parameter.source ?? "not stated"),
                .code(parameter.id),
            ]
        }
        var blocks: [Story.Block] = [
            .table(
                StoryTable(
                    caption: "Rules: a cause is present if any of its rules holds",
                    columns: [
                        .words("Cause"), .words("Because"), .words("Present where"), .words("Rule"), .words("Codes"),
                    ],
                    rows: rules
                )
            ),
            .table(
                StoryTable(
                    caption: "Thresholds, with their sources and the strength of the evidence",
                    columns: [
                        .words("Threshold"), .numbers("Value"), .words("Evidence"), .words("Source"), .words("Name"),
                    ],
                    rows: parameters
                )
            ),
        ]
        if !ruleSet.derived.isEmpty {
            blocks.append(
                .table(
                    StoryTable(
                        caption: "Values computed from answers",
                        columns: [.words("Value"), .words("Computed as"), .words("Plausible"), .words("Name")],
                        rows: ruleSet.derived.map { variable in
                            let range =
                                variable.range.map { "\(describe($0.lowerBound)) to \(describe($0.upperBound))" } ?? ""
                            return [
                                .words(variable.label), .code(Self.line(variable.value.text)),
                                .words(range.isEmpty ? variable.unit ?? "" : measured(range, variable.unit)),
                                .code(variable.id),
                            ]
                        }
                    )
                )
            )
        }
        blocks += flagDefinitions
        let strengths = Dictionary(grouping: ruleSet.parameters) { $0.strength ?? "not stated" }.mapValues(\.count)
        let listed = Self.sorted(strengths.keys).map { "\($0) \(strengths[$0] ?? 0)" }
        if strengths.keys.contains(where: Self.strengths.contains) {
            blocks.insert(
                .paragraph(
                    "Evidence is strong, moderate or weak as far as studies or guidelines support a threshold. A convention is a customary line, a heuristic a rule of thumb: "
                        + "studies do not settle either."
                ),
                at: 1
            )
        }
        return Story.Section(
            name: .definitions,
            finding:
                "\(ruleSet.causes.count) causes are defined by \(rules.count) rules with \(ruleSet.parameters.count) thresholds"
                + (listed.isEmpty ? "." : ". The evidence for these: \(listed.joined(separator: ", "))."),
            blocks: blocks
        )
    }

    /// The usual words for evidence, the best first.
    private static let strengths = ["strong", "moderate", "weak", "convention", "heuristic"]

    /// Words for evidence, the best first, others behind them.
    private static func sorted(_ words: some Sequence<String>) -> [String] {
        words.map { (strengths.firstIndex(of: $0) ?? strengths.count, $0) }.sorted(by: <).map(\.1)
    }

    /// Why a rule says what it says, with the thresholds that it names and their values.
    func because(_ rule: Rule) -> String {
        let names = rule.when?.syntax.names ?? []
        let values = ruleSet.allParameters.filter { names.contains($0.id) }.map { parameter in
            "\(parameter.label): \(measured(describe(parameter.value), parameter.unit))"
        }
        let text = rule.because ?? ""
        return values.isEmpty ? text : "\(text) (\(values.joined(separator: "; ")))"
    }

    static func condition(_ rule: Rule) -> String {
        var parts = rule.when.map { [line($0.text)] } ?? []
        if !rule.noneOf.isEmpty { parts.append("none of \(rule.noneOf.joined(separator: ", "))") }
        if !rule.anyOf.isEmpty { parts.append("any of \(rule.anyOf.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    // MARK: Methods

    var methods: Story.Section {
        var text = MethodsText(result, figures, facts.origin.provenance)
        text.unusable = facts.answers.unusable
        return Story.Section(
            name: .methods,
            finding:
                "Prevalence is \(isWeighted ? "weighted, " : "")among \(choices.domain), with its \(choices.intervalTitle); "
                + (choices.undetermined == .exclude
                    ? "missing answers are never counted as no." : "this is a sensitivity analysis."),
            blocks: text.paragraphs.map(Story.Block.paragraph)
        )
    }

    // MARK: Provenance

    var provenance: Story.Section {
        let origin = facts.origin
        let usual =
            ruleSet.changedParameters.isEmpty
            ? "the values of the rule set itself"
            : "other values than the rule set's own for "
                + ruleSet.changedParameters.map(\.id).joined(separator: ", ")
        let rows: [[StoryCell]] = [
            [.words("Program"), .words("Lumbar \(origin.provenance.version)")],
            [.words("Rule set"), .words("\(ruleSet.id) \(ruleSet.version), \(origin.ruleSetPath ?? "built in")")],
            [.words("SHA-256 of the rule set"), .code(origin.provenance.ruleSetHash)],
            [.words("Profile"), .words("\(ruleSet.profile): \(usual); the values in force are listed above")],
            [
                .words("Smallest count shown"),
                .words(minimum > 0 ? "\(minimum) (--min-cell)" : "all counts are shown (--min-cell 0)"),
            ],
            [.words("Command"), .code(origin.command)],
        ]
        let inputs = origin.inputs.map { input -> [StoryCell] in
            [.code(input.path), .count(input.bytes), .code(input.sha256)]
        }
        return Story.Section(
            name: .provenance,
            finding:
                "Made by Lumbar \(origin.provenance.version) from \(result.inputs.count == 1 ? "one file" : "\(result.inputs.count) files") with the rule set "
                + "\(ruleSet.id) \(ruleSet.version), profile \(ruleSet.profile). The same command on the same files makes the same page, byte for byte.",
            blocks: [
                .table(
                    StoryTable(
                        caption: "What made this report",
                        columns: [.words("What"), .words("Which")],
                        rows: rows,
                        isSortable: false
                    )
                ),
                .table(
                    StoryTable(
                        caption: "Files that were read",
                        columns: [.words("File"), .numbers("Bytes"), .words("SHA-256")],
                        rows: inputs,
                        isSortable: false
                    )
                ),
            ]
        )
    }

    // MARK: In short

    /// What any reader wants to know, each in a sentence or two.
    var brief: [Story.Answer] {
        guard account.eligible > 0 else { return [] }
        let sure = ranked.filter { figures.overall(cause: $0).intervalShown.value != nil }
        let widest = sure.max { reach($0) < reach($1) }
        let open = ranked.filter { (figures.overall(cause: $0)[.undetermined].value ?? 0) > 0 }
            .max {
                (figures.overall(cause: $0)[.undetermined].value ?? 0)
                    < (figures.overall(cause: $1)[.undetermined].value ?? 0)
            }
        var answers = [Story.Answer(question: "What is common?", text: prevalence.finding)]
        if let groups {
            let contrasts = widestContrasts.map(\.text).joined(separator: " ")
            answers.append(Story.Answer(question: "In whom?", text: contrasts.isEmpty ? groups.finding : contrasts))
        }
        if widest == nil {
            let why =
                ranked.contains { figures.overall(cause: $0).prevalenceShown.isHidden }
                ? "can be shown" : "could be computed"
            answers.append(
                Story.Answer(
                    question: "How sure is that?",
                    text: "Nothing is sure: no prevalence with its interval \(why)."
                )
            )
        }
        if let widest {
            let figure = figures.overall(cause: widest)
            let unknown = open.flatMap { cause -> String? in
                let figure = figures.overall(cause: cause)
                guard let bounds = figure.bounds, let share = share(figure[.undetermined], of: figure[.records]) else {
                    return nil
                }
                return
                    " Missing answers come on top: \(label(cause)) is undetermined in \(share), so that its \(isWeighted ? "unweighted " : "")share of all records could be anything "
                    + "within \(percentRange(bounds))."
            }
            answers.append(
                Story.Answer(
                    question: "How sure is that?",
                    text:
                        "By chance alone the prevalence of a cause\(sure.count < ranked.count ? " that is shown" : "") can be off by up to \(oneDecimal(reach(widest) * 100)) points (\(label(widest)): \(sentence(figure)))."
                        + (unknown ?? "")
                )
            )
        }
        answers.append(Story.Answer(question: "What is missing?", text: missing.finding))
        answers.append(Story.Answer(question: "What would change it?", text: thresholds.finding))
        answers.append(Story.Answer(question: "How was it computed?", text: methods.finding))
        return answers
    }

    /// How far the further end of a cause's interval is from its prevalence: intervals near 0 and 1 are lopsided.
    private func reach(_ cause: Int) -> Double {
        let figure = figures.overall(cause: cause)
        guard let interval = figure.interval, let prevalence = figure.prevalence else { return 0 }
        return max(interval.upperBound - prevalence, prevalence - interval.lowerBound)
    }
}
