// The sections about causes: how common each is, in which groups, and which explanation comes first.

internal import Charts
internal import Cohort
internal import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension CohortStory {
    private var interval: String { "\(choices.level.percentage) % CI" }

    // MARK: How common

    var prevalence: Story.Section {
        let rows = ranked.map { cause -> [StoryCell] in
            let figure = figures.overall(cause: cause)
            return [
                .words(label(cause)), .words(summary.causes[cause].cause.category.rawValue), .prevalence(figure),
                .range(figure.intervalShown), .range(figure.boundsShown),
                .count(figure[.undetermined], of: figure[.records]),
            ]
        }
        return Story.Section(
            name: .prevalence,
            finding: prevalenceFinding,
            blocks: [
                .paragraph(prevalenceReading),
                .chart(
                    picture(
                        result.prevalenceChart(figures).drawing,
                        isWeighted
                            ? "Dots are weighted prevalences, bars their intervals; n/N are unweighted counts."
                            : "Dots are prevalences, bars their intervals, and the paler lines the bounds: how far missing answers could move the share among all records."
                    )
                ),
                .table(
                    StoryTable(
                        caption: "Prevalence of each cause, with its interval and bounds",
                        columns: [
                            .words("Cause"), .words("Category"), .numbers("Prevalence"), .numbers(interval),
                            .numbers(isWeighted ? "Bounds, unweighted" : "Bounds"),
                            .numbers("Undetermined"),
                        ],
                        rows: rows
                    )
                ),
                .list(Cause.Category.allCases.filter(isUsed).map(\.meaning)),
            ] + (choices.showsReliability ? [.paragraph(Reliability.note)] : []) + designBlocks + standardisedBlocks
        )
    }

    /// How the numbers are to be read.
    private var prevalenceReading: String {
        let (share, counts, each) =
            isWeighted
            ? ("weighted share", "n/N are unweighted counts", "all records, each of them counted once,")
            : ("share", "n/N", "all records")
        return
            "Prevalence is the \(share) of records with the cause among \(choices.domain) (\(counts)), with its \(choices.intervalTitle): the narrower it is, "
            + "the less chance alone can have moved the share. The bounds need no assumption: they say what the share among \(each) would be if every "
            + "undetermined one were without the cause, or with it. Some records are decided without being complete, so a share among complete ones can lie outside."
    }

    private func picture(
        _ draw: @escaping @Sendable (ChartOptions) -> Drawing,
        _ caption: String
    ) -> Story.Picture {
        Story.Picture(caption: caption, draw: draw)
    }

    private func isUsed(_ category: Cause.Category) -> Bool {
        summary.causes.contains { $0.cause.category == category && $0.isAssessed }
    }

    private var prevalenceFinding: String {
        let shown = ranked.filter { figures.overall(cause: $0).prevalence != nil }
        let hidesAny = ranked.contains { figures.overall(cause: $0).prevalenceShown.isHidden }
        guard let first = shown.first else {
            return hidesAny
                ? "No cause has a prevalence that can be shown."
                : "No record is complete for any cause, so that none has a prevalence."
        }
        guard isPresent(first) else {
            return hidesAny
                ? "No prevalence above 0 can be shown." : "No cause is present in any record that is complete for it."
        }
        let others = shown.dropFirst().prefix(2).filter(isPresent).map { cause in
            "\(label(cause)) (\(text(figures.overall(cause: cause).prevalenceShown, percent)))"
        }
        let next = others.isEmpty ? "" : "; then \(others.joined(separator: " and "))"
        let start = hidesAny ? "Of the causes that can be shown, the most common" : "The most common"
        return "\(start) is \(label(first)): \(sentence(figures.overall(cause: first)))\(next)."
    }

    private func isPresent(_ cause: Int) -> Bool { figures.overall(cause: cause).prevalence ?? 0 > 0 }

    /// A prevalence in words: `48.0 % (1,644 of 3,425; 95 % CI 46.3–49.7 %)`.
    func sentence(_ figure: Figure) -> String {
        guard let prevalence = figure.prevalence, let events = figure.events.value, let total = figure.total.value
        else {
            return hiddenSign
        }
        let range = figure.interval.map { "; \(interval) \(percentRange($0))" } ?? ""
        let unweighted = figure.weighted == nil ? "" : "unweighted "
        return "\(percent(prevalence)) (\(unweighted)\(grouped(events)) of \(grouped(total))\(range))"
    }

    // MARK: By group

    var groups: Story.Section? {
        guard !summary.dimensions.isEmpty, !ranked.isEmpty else { return nil }
        let widest = widestContrasts
        let first = figures.leadingCause.flatMap { ranked.firstIndex(of: $0) } ?? 0
        let parts = ranked.map { cause in (title: label(cause), blocks: groupBlocks(cause)) }
        return Story.Section(
            name: .groups,
            finding: widest.first?.text ?? noContrast,
            blocks: (widest.count > 1 ? [.list(widest.dropFirst().map(\.text))] : [])
                + [
                    .paragraph(
                        "Each \(isWeighted ? "weighted " : "")share is of the records complete for the cause in the group (\(isWeighted ? "unweighted " : "")n/N). Small groups have wide intervals; differences between them "
                            + "can be chance, and none of them is adjusted for the other grouping."
                    )
                ] + summary.dimensions.indices.map(overview) + [
                    .choice(Story.Choice(subject: "cause", parts: parts, first: first))
                ]
        )
    }

    /// Every cause by the groups of one dimension.
    private func overview(_ dimension: Int) -> Story.Block {
        var chart = result.heatMap(figures, dimensions: [dimension])
        // The page says it once for all.
        chart.frame.notes = []
        return .chart(
            picture(
                chart.drawing,
                dimension > 0
                    ? ""
                    : "All causes at a glance. The further a colour is from the ground, the more common the cause in the group. The same numbers are in the tables below, cause by "
                        + "cause, with their intervals."
            )
        )
    }

    private func groupBlocks(_ cause: Int) -> [Story.Block] {
        var blocks: [Story.Block] = []
        if let contrast = contrasts(cause).max(by: { $0.size < $1.size }) { blocks.append(.paragraph(contrast.text)) }
        // Groups that are made of what the cause asks say nothing about it.
        let defining = summary.dimensions.indices.filter { dimension in
            summary.margin(of: dimension).allSatisfy { figures.figure(cause: cause, cell: $0).isByDefinition }
        }
        for dimension in defining {
            blocks.append(
                .paragraph(
                    "By \(lowercasedStart(summary.dimensions[dimension].label)) it is present or absent by definition: the groups are made of what the cause itself asks."
                )
            )
        }
        let others = summary.dimensions.indices.filter { !defining.contains($0) }
        if !others.isEmpty { blocks.append(.tables(others.map { marginTable(cause, $0) })) }
        blocks += standardisedBlocks(cause)
        if summary.dimensions.count > 1, !defining.contains(0), !defining.contains(1) {
            blocks.append(.table(heatMap(cause)))
        }
        return blocks
    }

    private func marginTable(_ cause: Int, _ dimension: Int) -> StoryTable {
        let grouping = summary.dimensions[dimension]
        let cells = summary.margin(of: dimension)
        let figures = cells.map { self.figures.figure(cause: cause, cell: $0) }
        let greatest =
            figures.filter { !$0.isByDefinition }.compactMap { $0.interval?.upperBound ?? $0.prevalence }.max() ?? 1
        return StoryTable(
            caption: "\(label(cause)) by \(lowercasedStart(grouping.label))",
            columns: [
                .words(grouping.label), .numbers("Prevalence"), .picture, .numbers(interval), .numbers("Undetermined"),
            ],
            rows: zip(cells, figures).map { cell, figure in
                [
                    .words(summary.label(summary.cells[cell], dimension)), .prevalence(figure),
                    .glyph(figure, greatest: greatest),
                    figure.isByDefinition ? .none : .range(figure.intervalShown),
                    .count(figure[.undetermined], of: figure[.records]),
                ]
            },
            isSortable: false
        )
    }

    /// The first two groupings against each other, margins included.
    private func heatMap(_ cause: Int) -> StoryTable {
        let positions = Dictionary(uniqueKeysWithValues: summary.cells.enumerated().map { ($1, $0) })
        let rest = Array(repeating: Int?.none, count: summary.dimensions.count - 2)
        let (rowGroups, columnGroups) = (summary.dimensions[0].groups, summary.dimensions[1].groups)
        let cells = ([nil] + rowGroups.indices.map(Optional.some)).map { row in
            ([nil] + columnGroups.indices.map(Optional.some)).map { column -> StoryCell in
                positions[[row, column] + rest].map { .prevalence(figures.figure(cause: cause, cell: $0)) } ?? .none
            }
        }
        return StoryTable(
            caption: "\(label(cause)) by \(lowercasedStart(summary.dimensions[0].label)) (rows) and "
                + "\(lowercasedStart(summary.dimensions[1].label)) (columns)",
            columns: [.words(summary.dimensions[0].label), .numbers("all")]
                + columnGroups.map(StoryTable.Column.numbers),
            rows: zip(["all"] + rowGroups, cells).map { [.words($0)] + $1 },
            isSortable: false
        ).coloured
    }

    // MARK: Contrasts

    /// Two groups of one grouping whose intervals lie apart.
    struct Contrast {
        var size: Double
        var text: String
    }

    /// The widest one of each of three causes.
    var widestContrasts: [Contrast] {
        let widest = ranked.compactMap { contrasts($0).max { $0.size < $1.size } }
        return Array(
            widest.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }.map(\.element)
                .prefix(3)
        )
    }

    /// The groups of one grouping that are large enough to be compared: of 30 records or more.
    private func comparable(_ cause: Int, _ dimension: Int) -> [Int] {
        summary.margin(of: dimension).dropLast().filter { cell in
            let figure = figures.figure(cause: cause, cell: cell)
            return !figure.isByDefinition && figure.prevalence != nil && (figure.total.value ?? 0) >= 30
        }
    }

    /// What is said where no two intervals lie apart.
    private var noContrast: String {
        let names = summary.dimensions.map { lowercasedStart($0.label) }.joined(separator: " and by ")
        let isComparable = ranked.contains { cause in
            summary.dimensions.indices.contains { comparable(cause, $0).count > 1 }
        }
        return isComparable
            ? "No group stands out: by \(names), no cause has two groups of 30 records or more whose \(choices.level.percentage) % intervals lie apart."
            : "The groups are too small to compare: by \(names), no cause has two groups of 30 records or more\(minimum > 0 ? " that can be shown" : "")."
    }

    /// For each grouping the groups of 30 records or more with the highest and the lowest prevalence, if their intervals lie apart.
    private func contrasts(_ cause: Int) -> [Contrast] {
        summary.dimensions.indices.compactMap { dimension -> Contrast? in
            let ordered = comparable(cause, dimension).map { ($0, figures.figure(cause: cause, cell: $0)) }.sorted {
                ($0.1.prevalence ?? 0) < ($1.1.prevalence ?? 0)
            }
            guard let (low, least) = ordered.first, let (high, most) = ordered.last, let floor = least.interval,
                let ceiling = most.interval, floor.upperBound < ceiling.lowerBound
            else { return nil }
            func name(_ cell: Int) -> String { summary.label(summary.cells[cell], dimension) }
            return Contrast(
                size: (most.prevalence ?? 0) - (least.prevalence ?? 0),
                text:
                    "\(label(cause)) differs by \(lowercasedStart(summary.dimensions[dimension].label)): \(sentence(most)) in group \(name(high)), "
                    + "but \(sentence(least)) in group \(name(low))."
            )
        }
    }

    // MARK: First matching explanations

    var mainCauses: Story.Section {
        let outcomes = figures.mainCauses
        let names = outcomes.map { outcome in
            ruleSet.cause(outcome.name)?.label ?? Self.outcomeLabels[outcome.name] ?? outcome.name
        }
        let shown = outcomes.indices.filter {
            outcomes[$0].records.value ?? 0 > 0 && ruleSet.cause(outcomes[$0].name) != nil
        }
        let most = shown.max { (outcomes[$0].records.value ?? 0) < (outcomes[$1].records.value ?? 0) }
        let finding =
            most.map { position in
                let isAllShown = !outcomes.contains { $0.records.isHidden }
                let share = share(outcomes[position].records, of: eligible) ?? ""
                return isAllShown
                    ? "The first matching explanation is most often \(names[position]): \(share)."
                    : "\(names[position]) is the first matching explanation of \(share); some of the others are hidden."
            }
            ?? (outcomes.contains { $0.records.isHidden }
                ? "No first matching explanation can be shown."
                : "No record has a first matching explanation: no cause that could be one is present.")
        return Story.Section(
            name: .main,
            finding: finding,
            blocks: unweightedNote + [
                .paragraph(
                    "The first cause in the rule set's order that is present, contributing ones aside. The order is a convention, not a judgement of what matters most "
                        + "to a person; \"undetermined\" means that a missing answer could still make one of these causes present."
                ),
                .table(
                    StoryTable(
                        caption: "First matching explanation, in the order in which it is sought",
                        columns: [.words("Explanation"), .numbers("Records")],
                        rows: zip(names, outcomes).map { [.words($0), .count($1.records, of: eligible)] }
                    )
                ),
            ]
        )
    }

    private static let outcomeLabels = [
        "undetermined": "Undetermined: a missing answer leaves it open",
        "contributing_only": "Contributing causes only",
        "unexplained": "Unexplained: no cause is present",
    ]
}

extension Cause.Category {
    /// What the category means, for readers.
    fileprivate var meaning: String {
        switch self {
        case .normal: "normal: a usual consequence of training that passes by itself."
        case .primary: "primary: something about the training that can be changed."
        case .secondary: "secondary: a condition that needs medical examination."
        case .contributing: "contributing: can make things worse, and is never the first matching explanation."
        }
    }
}
