// The sections about what the figures rest on: thresholds, missing answers, rejected lines.

internal import CSVReading
internal import Codebook
internal import Cohort
internal import Exports
internal import Figures
internal import Prevalence
internal import RuleSets

extension CohortStory {
    // MARK: Thresholds

    var thresholds: Story.Section {
        guard let profiles = facts.profiles else {
            return Story.Section(
                name: .thresholds,
                finding: "The rule set has no other profile whose thresholds differ, so nothing is compared here.",
                blocks: []
            )
        }
        let (changes, causes) = (profiles.changes, profiles.causes)
        let rows = causes.indices.map { index -> [StoryCell] in
            let figures = [0, 1].map { changes.figures.figure(cause: index, variant: $0) }
            guard let first = figures[0], let second = figures[1] else {
                return [
                    .words(label(of: causes[index].id)), StoryCell(text: "not assessed", style: .none), .none, .none,
                    .none,
                ]
            }
            return [
                .words(label(of: causes[index].id)), .prevalence(first), .prevalence(second),
                .count(changes.changed(cause: index)),
                changes.changes[index].map { changes in
                    .words(changes.isEmpty ? "nothing" : changes.map(Self.sentence).joined(separator: "; "))
                } ?? .hidden,
            ]
        }
        let names = [ruleSet.profile, profiles.name]
        return Story.Section(
            name: .thresholds,
            finding: thresholdFinding(profiles),
            blocks: unweightedNote + [
                .paragraph(
                    "A profile is a set of values for the thresholds. This report uses \(names[0]); what changes under \(names[1]) hangs on where the lines are drawn, "
                        + "not on the answers."
                ),
                .table(
                    StoryTable(
                        caption: "The same records under the profiles \(names[0]) and \(names[1])",
                        columns: [
                            .words("Cause"), .numbers(names[0]), .numbers(names[1]), .numbers("Records that change"),
                            .words("How they change"),
                        ],
                        rows: rows
                    )
                ),
                .table(
                    StoryTable(
                        caption: "Thresholds in which the profiles differ",
                        columns: [.words("Threshold"), .numbers(names[0]), .numbers(names[1]), .words("Source")],
                        rows: differingParameters(profiles).map { first, second in
                            [
                                .words(first.label), Self.value(of: first), Self.value(of: second),
                                .words(first.source ?? ""),
                            ]
                        }
                    )
                ),
            ]
        )
    }

    private func label(of cause: String) -> String { ruleSet.cause(cause)?.label ?? cause }

    private static func value(of parameter: Parameter) -> StoryCell {
        StoryCell(text: measured(describe(parameter.value), parameter.unit), sortKey: parameter.value)
    }

    private func differingParameters(_ profiles: ProfileComparison) -> [(Parameter, Parameter)] {
        zip(ruleSet.parameters, profiles.plan.ruleSet.parameters).filter { $0.value != $1.value }
    }

    private static func sentence(_ change: ChangeFigures.ChangeCount) -> String {
        "\(change.from.words) → \(change.to.words) \(grouped(change.records))"
    }

    private func thresholdFinding(_ profiles: ProfileComparison) -> String {
        let changes = profiles.changes
        let moving = profiles.causes.indices.compactMap { index -> (label: String, first: Figure, second: Figure)? in
            guard let first = changes.figures.figure(cause: index, variant: 0),
                let second = changes.figures.figure(cause: index, variant: 1), first.prevalence != nil,
                second.prevalence != nil,
                first.prevalence != second.prevalence
            else { return nil }
            return (label(of: profiles.causes[index].id), first, second)
        }
        let most = moving.max { left, right in
            abs((left.first.prevalence ?? 0) - (left.second.prevalence ?? 0))
                < abs((right.first.prevalence ?? 0) - (right.second.prevalence ?? 0))
        }
        let hidesAny = profiles.causes.indices.contains { index in
            [0, 1].contains { changes.figures.figure(cause: index, variant: $0)?.prevalenceShown.isHidden ?? false }
        }
        let names = "With the thresholds of the profile \(profiles.name) in place of \(ruleSet.profile)"
        let moved = most.map {
            "\(hidesAny ? "Of what can be shown, what" : "What") moves most is \($0.label), from \(sentence($0.first)) to \(sentence($0.second))."
        }
        let changed =
            switch changes.changedRecords.value {
            case 0: "\(names), no verdict changes."
            case 1: "\(names), one record has another verdict on some cause."
            case let count?: "\(names), \(records(count)) have another verdict on some cause."
            case nil: "\(names), some verdicts change; in how many records is hidden."
            }
        return [changed, moved].compactMap(\.self).joined(separator: " ")
    }

    // MARK: Missing answers

    var missing: Story.Section {
        let answers = facts.answers.answers
        let used = MissingKind.worded.filter { kind in
            answers.contains { $0.kinds.contains { $0.kind == kind && $0.records.value != 0 } }
        }
        let rows = answers.map { entry -> [StoryCell] in
            func count(_ kind: MissingKind) -> StoryCell {
                entry.kinds.first { $0.kind == kind }.map { .count($0.records) } ?? .none
            }
            return [.words(entry.variable.label), .count(entry.missing, of: account.kept)] + used.map(count)
                + [.count(entry.unusable), count(.unparseable), count(.implausible)]
        }
        var blocks: [Story.Block] =
            unweightedNote + [
                .paragraph(
                    "Blank and its like are answers that were not given. Unusable is what was in the file but could not be read as the variable's type "
                        + "(unparseable), or lies outside its plausible range (implausible). All of them count as missing, and decide alike."
                ),
                .table(
                    StoryTable(
                        caption:
                            "Missing answers by variable and kind, of \(records(account.kept)) read and not rejected",
                        columns: [.words("Variable"), .numbers("Missing")] + used.map { .numbers($0.words) }
                            + [.numbers("unusable"), .numbers("unparseable"), .numbers("implausible")],
                        rows: rows
                    )
                ),
            ]
        let needs = facts.needs.subjects.flatMap { subject in
            subject.needs.map { need in
                [
                    StoryCell.words(subject.label), .words(need.label), .count(need.records, of: subject.open),
                    .count(need.alone, of: subject.open),
                ]
            }
        }
        if !needs.isEmpty {
            blocks += [
                .heading("Which answers would settle most"),
                .paragraph(
                    "Undetermined records of each cause, by the missing answer that they wait for. A record can wait for several; where it waits for one "
                        + "alone, that answer would settle the cause whatever it is."
                ),
                .table(
                    StoryTable(
                        caption: "Answers that undetermined causes wait for",
                        columns: [
                            .words("Cause"), .words("Missing answer"), .numbers("Waiting"), .numbers("For it alone"),
                        ],
                        rows: needs
                    )
                ),
            ]
        }
        let derived = facts.answers.derived.filter { $0.implausible.value != 0 }
        if !derived.isEmpty {
            blocks.append(
                .table(
                    StoryTable(
                        caption: "Computed values that are implausible, so missing",
                        columns: [.words("Computed from answers"), .numbers("Implausible")],
                        rows: derived.map { [.words($0.variable.label), .count($0.implausible, of: $0.computable)] }
                    )
                )
            )
        }
        let absent = ruleSet.codebook.variables.enumerated().filter {
            !result.plan.collected.contains($0.offset) && $0.offset != ruleSet.codebook.recordID
                && (facts.worklist != nil || !ruleSet.codebook.flagPositions.contains($0.offset))
        }
        if !absent.isEmpty {
            blocks += [
                .heading("Not asked"),
                .paragraph("The files have no column for: \(absent.map(\.element.label).joined(separator: "; "))."),
            ]
        }
        return Story.Section(name: .missing, finding: missingFinding, blocks: blocks)
    }

    private var missingFinding: String {
        let most = facts.answers.answers.filter { $0.missing.value ?? 0 > 0 }.enumerated().sorted {
            ($1.element.missing.value ?? 0, $0.offset) < ($0.element.missing.value ?? 0, $1.offset)
        }
        let listed = most.prefix(3).map {
            "\($0.element.variable.label), \(share($0.element.missing, of: account.kept) ?? text($0.element.missing, grouped))"
        }
        let unusable = facts.answers.unusable
        let tail =
            unusable.value == 0
            ? "Every answer that was given could be read."
            : unusable.value.map {
                "\(grouped($0)) answer\($0 == 1 ? "" : "s") could not be read or \($0 == 1 ? "was" : "were") implausible, and count\($0 == 1 ? "s" : "") as missing."
            } ?? "The number of answers that could not be read or were implausible is hidden; they count as missing."
        let hidesAny = facts.answers.answers.contains { $0.missing.isHidden }
        guard !listed.isEmpty else {
            return "\(hidesAny ? "No missing answers can be shown." : "No answer is missing.") \(tail)"
        }
        return
            "\(hidesAny ? "Of what can be shown, most" : "Most") often missing: \(listed.joined(separator: "; ")). \(tail)"
    }

    // MARK: Rejected lines

    var rejected: Story.Section {
        let rejects = result.rejects.filter { !$0.isRepaired }
        let repaired = result.rejects.filter(\.isRepaired)
        var blocks: [Story.Block] = []
        func table(_ caption: String, _ counts: [RejectCount]) -> Story.Block {
            .table(
                StoryTable(
                    caption: caption,
                    columns: [.words("Reason"), .numbers("Lines"), .words("The first"), .words("What is wrong there")],
                    rows: counts.map {
                        [
                            .words($0.reason.words), .count($0.count), .code("\($0.firstFile):\($0.firstLine)"),
                            .words($0.firstMessage),
                        ]
                    }
                )
            )
        }
        if !rejects.isEmpty {
            blocks += [
                table("Rejected lines by reason", rejects),
                .paragraph(
                    "A rejected line is in no figure of this report. One bad line costs one line; --rejects FILE lists all of them. Their numbers are always "
                        + "shown, since they say nothing about anyone's answers."
                ),
            ]
        }
        if !repaired.isEmpty { blocks.append(table("Lines kept with their quotes read as text", repaired)) }
        if !result.excluded.isEmpty {
            blocks.append(
                .list(
                    result.excluded.map {
                        "Left out as \($0.reason.rawValue), and not counted as read: \(grouped($0.records)) rows."
                    }
                )
            )
        }
        let unused = result.bindings.flatMap { file in
            file.binding.unbound.filter { !file.layout.platformNames(in: file.header.names).contains($0) }.map {
                (file.path, $0)
            }
        }
        if !unused.isEmpty {
            blocks += [
                .heading("Columns that this report does not read"),
                .list(
                    unused.prefix(40).map { "\($1.prefix(80)) (\($0))" }
                        + (unused.count > 40 ? ["and \(unused.count - 40) more"] : [])
                ),
            ]
        }
        let finding =
            rejects.isEmpty
            ? "No line was rejected."
            : rejectedFinding(rejects)
        return Story.Section(name: .rejected, finding: finding, blocks: blocks)
    }

    private func rejectedFinding(_ rejects: [RejectCount]) -> String {
        let (count, isOne) = (account.rejected, account.rejected == 1)
        let what = share(.value(count), of: account.read).map { "\($0) of the records read" } ?? "\(records(count))"
        let most = rejects.enumerated().max { ($0.element.count, $1.offset) < ($1.element.count, $0.offset) }?.element
        let reason = most.map {
            isOne || $0.count == count
                ? ": \($0.reason.words)" : ", most often for \($0.reason.words) (\(grouped($0.count)))"
        }
        return "\(what) \(isOne ? "was" : "were") rejected\(reason ?? "")."
    }
}

extension MissingKind {
    /// The kind in words.
    fileprivate var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
