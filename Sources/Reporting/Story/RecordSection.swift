// The section that lists single records, which only a report has that was asked for it.

internal import Cohort
internal import RuleSets

extension CohortStory {
    /// The records that a clinician should look at first; nil unless they were asked for.
    var records: Story.Section? {
        guard let list = facts.worklist else { return nil }
        let report = WorklistReport(result, list)
        let reasons = list.reasons.indices.map { place -> [StoryCell] in
            [.words(list.reasons[place].label), .count(list.counts[place]), .count(list.firstCounts[place])]
        }
        let rows = list.listed.enumerated().map { rank, entry -> [StoryCell] in
            [
                .words(entry.recordID), .count(rank + 1),
                .words(entry.reasons.map { list.reasons[$0].label }.joined(separator: ", ")), .words(entry.why),
                .words(report.advice(entry).joined(separator: " ")), .code("\(entry.path):\(entry.line)"),
            ]
        }
        var blocks: [Story.Block] = [
            .paragraph(
                "Records are listed by their most pressing reason, in the order of the first table; within a reason in the order of the files. "
                    + "The advice is the rule set's, by the answers alone." + withheld
            ),
            .table(
                StoryTable(
                    caption: "Reasons to look at a record, most pressing first",
                    columns: [.words("Reason"), .numbers("Records with it"), .numbers("As the most pressing one")],
                    rows: reasons,
                    isSortable: false
                )
            ),
        ]
        if !rows.isEmpty {
            blocks.append(
                .table(
                    StoryTable(
                        caption: rows.count < list.total
                            ? "The first \(grouped(rows.count)) of \(records(list.total))" : "All of them",
                        columns: [
                            .words("Record"), .numbers("Rank"), .words("Reasons"), .words("Why"), .words("Advice"),
                            .words("Place"),
                        ],
                        rows: rows
                    )
                )
            )
        }
        blocks.append(.list(report.notes))
        return Story.Section(name: .records, finding: recordsFinding(list), blocks: blocks)
    }

    /// Which advice a red flag takes away.
    private var withheld: String {
        let texts = ruleSet.flagSection.withhold.compactMap { id in ruleSet.advice.first { $0.id == id }?.text }
        guard !texts.isEmpty else { return "" }
        return
            " Where a red flag stands or is not ruled out, and where the rule set says so besides, this is not given: "
            + texts.map { "\"\($0)\"" }.joined(separator: " ")
    }

    private func recordsFinding(_ list: Worklist) -> String {
        let read = result.recordsRead - result.recordsRejected
        guard list.total > 0 else {
            return "None of \(records(read)) read carries a reason to be looked at before the others."
        }
        let reasons = list.reasons.indices.filter { list.firstCounts[$0] > 0 }.map {
            "\(lowercasedStart(list.reasons[$0].label)), \(grouped(list.firstCounts[$0]))"
        }
        return
            "\(grouped(list.total)) of \(records(read)) read \(list.total == 1 ? "carries" : "carry") a reason to be looked at first; by the most pressing "
            + "one: \(reasons.joined(separator: "; "))."
    }

    // MARK: Definitions

    /// What raises the red flags and the other reasons.
    var flagDefinitions: [Story.Block] {
        guard facts.worklist != nil else { return [] }
        var blocks: [Story.Block] = []
        let flags = zip(ruleSet.flags, result.plan.flags).flatMap { flag, planned in
            zip(flag.rules, planned.rules).map { rule, position -> [StoryCell] in
                [
                    .words(flag.label), .words((position == nil ? "(not asked about) " : "") + because(rule)),
                    .code(Self.condition(rule)),
                    .words(flag.strength ?? "not stated"), .words(flag.source ?? "not stated"),
                ]
            }
        }
        if !flags.isEmpty {
            blocks.append(
                .table(
                    StoryTable(
                        caption: "Red flags: each stands if any of its rules holds; none is part of a prevalence",
                        columns: [
                            .words("Red flag"), .words("Because"), .words("Stands where"), .words("Evidence"),
                            .words("Source"),
                        ],
                        rows: flags
                    )
                )
            )
        }
        let reasons = ruleSet.flagSection.worklist
        if !reasons.isEmpty {
            blocks.append(
                .table(
                    StoryTable(
                        caption: "The other reasons to look at a record first",
                        columns: [.words("Reason"), .words("Holds where")],
                        rows: reasons.map { [.words($0.label), .code(Self.line($0.when.text))] }
                    )
                )
            )
        }
        return blocks
    }
}
