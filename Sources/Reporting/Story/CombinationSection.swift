// The section about causes that occur together.

internal import Charts
internal import Cohort
internal import Figures
internal import RuleSets
internal import Statistics

extension CohortStory {
    /// How many combinations are listed.
    private static let listed = 15

    var together: Story.Section? {
        guard let figures = facts.combinations, figures.causes.count > 1 else { return nil }
        return Story.Section(
            name: .together,
            finding: togetherFinding(figures),
            blocks: unweightedNote + [
                .paragraph(
                    "Shares are among records complete for every assessed cause\(figures.hidesAny ? "" : ", for pairs among those complete for both"). "
                        + "That causes occur together says nothing of one leading to another."
                )
            ] + combinationBlocks(figures) + numberBlocks(figures) + pairBlocks(figures)
                + (choices.showsReliability ? [.paragraph(Reliability.note)] : [])
        )
    }

    private func togetherFinding(_ figures: CombinationFigures) -> String {
        let shown = figures.events(.combination).filter { $0.causes.count > 1 }.max {
            ($0.completeWith.value ?? 0) < ($1.completeWith.value ?? 0)
        }
        let several = figures.events(.atLeast).first { $0.number == 2 }
        let start = several.flatMap { event in
            share(event.completeWith, of: event.complete).map {
                "Two causes or more are present in \($0) of the complete records."
            }
        }
        guard figures.complete.value != 0 else {
            return
                "No record is complete for every assessed cause, so that combinations of all causes cannot be counted."
        }
        guard let most = shown, most.completeWith.value != 0, let share = share(most.completeWith, of: most.complete)
        else {
            return figures.hidesAny
                ? "No combination of several causes can be shown."
                : start ?? "No complete record has two causes or more."
        }
        let which = figures.hidesAny ? " that can be shown" : ""
        return (start.map { $0 + " " } ?? "")
            + "The most common combination of several causes\(which) is \(name(most)): \(share)."
    }

    private func name(_ event: CombinationFigures.Event) -> String {
        switch event.kind {
        case .otherCombinations: "All other combinations"
        case .number: event.number == 1 ? "1 cause" : "\(event.number ?? 0) causes"
        case .atLeast: "\(event.number ?? 0) or more"
        default:
            event.causes.isEmpty
                ? (leftAside.isEmpty ? "No cause" : "None of these causes")
                : event.causes.map { label($0) }.joined(separator: " + ")
        }
    }

    /// The assessed causes that combinations do not tell apart.
    private var leftAside: [Int] {
        guard let figures = facts.combinations else { return [] }
        return ranked.filter { !figures.causes.contains($0) }
    }

    private func row(_ event: CombinationFigures.Event) -> [StoryCell] {
        [
            .words(name(event)), .share(event.completeWith, of: event.complete, event.reliability),
            .range(event.interval),
        ]
    }

    private func table(_ caption: String, _ first: String, _ events: [CombinationFigures.Event]) -> Story.Block {
        .table(
            StoryTable(
                caption: caption,
                columns: [.words(first), .numbers("Share"), .numbers("\(choices.level.percentage) % CI")],
                rows: events.map(row)
            )
        )
    }

    private func combinationBlocks(_ figures: CombinationFigures) -> [Story.Block] {
        let all = figures.events(.combination).enumerated().sorted { left, right in
            let (a, b) = (left.element.completeWith.value ?? 0, right.element.completeWith.value ?? 0)
            return a != b ? a > b : left.offset < right.offset
        }
        .map(\.element)
        let others = figures.events(.otherCombinations)
        guard figures.complete.value != 0 else { return [] }
        let aside = leftAside.map { label($0) }
        var blocks = [Story.Block]()
        if !aside.isEmpty {
            blocks.append(
                .paragraph(
                    "Left aside: \(aside.joined(separator: "; ")). Some of their counts are hidden over all records, or the groups are made of them. "
                        + "Records of every combination may have them besides."
                )
            )
        }
        blocks += [
            .chart(picture(Array(all.prefix(Self.listed)), others.first, figures)),
            table(
                "The most common combinations: these causes and no other"
                    + (aside.isEmpty ? "" : " that is told apart"),
                "Combination",
                Array(all.prefix(Self.listed)) + others
            ),
        ]
        if all.count > Self.listed {
            blocks.append(
                .paragraph(
                    "\(grouped(all.count - Self.listed)) rarer combinations are not listed here; the command 'lumbar summarise --combinations\(minimum > 0 ? " --min-cell \(minimum)" : "")' lists them."
                )
            )
        }
        guard figures.hidesAny else { return blocks }
        blocks.append(
            .paragraph(
                "Combinations of fewer than \(figures.choices.minimumCell) complete records, and what would give them or main causes away, are counted together; "
                    + "numbers of causes are hidden, since they would give them away."
            )
        )
        if let tooMany = figures.tooManyHidden { blocks.append(.paragraph(tooMany)) }
        return blocks
    }

    /// The combinations of the table as an UpSet plot.
    private func picture(
        _ events: [CombinationFigures.Event],
        _ rest: CombinationFigures.Event?,
        _ figures: CombinationFigures
    ) -> Story.Picture {
        func combination(_ event: CombinationFigures.Event) -> CoOccurrenceChart.Combination {
            let counts = text(event.completeWith, grouped)
            let share = text(event.share, percent)
            return CoOccurrenceChart.Combination(
                sets: event.causes.compactMap { figures.causes.firstIndex(of: $0) },
                label: name(event),
                count: event.completeWith.value ?? 0,
                countText: counts,
                shareText: share,
                detail: "\(name(event)): \(records(event.completeWith)), \(share)"
            )
        }
        let combinations = events.map(combination)
        let chart = CoOccurrenceChart(
            frame: ChartFrame(
                title: "Causes that occur together",
                subtitle: "",
                message: "Combinations of causes. " + combinations.map(\.detail).joined(separator: "; ") + ".",
                notes: []
            ),
            sets: figures.causes.map { label($0) },
            combinations: combinations,
            rest: rest.map(combination)
        )
        return Story.Picture(
            caption:
                "Each combination with its records. The numbers are in the table below.",
            draw: chart.drawing
        )
    }

    private func numberBlocks(_ figures: CombinationFigures) -> [Story.Block] {
        guard !figures.hidesAny, figures.complete.value != 0 else { return [] }
        return [table("How many causes a record has", "Causes", figures.events(.number) + figures.events(.atLeast))]
    }
}
