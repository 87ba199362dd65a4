// The section that says who is in the cohort: its groups, and the distributions of age, weight and other numbers.

internal import Charts
internal import Cohort
internal import Figures
internal import Prevalence
internal import RuleSets

extension CohortStory {
    var cohort: Story.Section {
        let groupings = groupings
        return Story.Section(
            name: .cohort,
            finding: cohortFinding(groupings),
            blocks: [
                .paragraph("Population: \(result.populationText).")
            ] + unweightedNote
                + (account.eligible == 0
                    ? [] : [.chart(distributionPicture(groupings))] + bandNotes + quartileBlocks)
                + [
                    .tables(
                        groupings.map { grouping in
                            StoryTable(
                                caption: "Records by \(lowercasedStart(grouping.title))",
                                columns: [.words(grouping.title), .numbers("Records")],
                                rows: grouping.groups.map { [.words($0.label), .count($0.records, of: eligible)] },
                                isSortable: false
                            )
                        }
                    )
                ] + binBlocks
        )
    }

    private func cohortFinding(_ groupings: [Grouping]) -> String {
        guard account.eligible > 0 else {
            return "No record belongs to the population (\(result.populationText)), so there is nothing to summarise."
        }
        // A number whose median is said needs no largest group; one number for each grouping of the same kind.
        let medians = facts.values.compactMap { values -> String? in
            guard let median = values.quartiles.median.value, let lower = values.quartiles.lower.value,
                let upper = values.quartiles.upper.value
            else { return nil }
            return
                "\(lowercasedStart(values.label)) \(measured(number(median), values.unit)) (\(number(lower))–\(number(upper)))"
        }
        let numbered = Set(
            facts.values.filter {
                $0.quartiles.median.value != nil && $0.quartiles.lower.value != nil
                    && $0.quartiles.upper.value != nil
            }.map(\.group.id)
        )
        let most = groupings.filter { !numbered.contains($0.id) }.compactMap { grouping -> String? in
            let named = grouping.groups.prefix(grouping.named)
            // What is hidden, or counted together with others, could be larger; but not if this is half of all.
            let isAllKnown = !named.contains { $0.records.isHidden } && grouping.groups.count == grouping.named + 1
            guard let most = named.max(by: { ($0.records.value ?? 0) < ($1.records.value ?? 0) }),
                let count = most.records.value, count > 0, isAllKnown || 2 * count >= account.eligible,
                let share = share(most.records, of: eligible)
            else { return nil }
            return "by \(lowercasedStart(grouping.title)) \(most.label), \(share)"
        }
        let files = result.inputs.count == 1 ? "one file" : "\(result.inputs.count) files"
        var text =
            "\(records(account.eligible).capitalisedFirst) from \(files) \(account.eligible == 1 ? "is" : "are") summarised."
        if !medians.isEmpty { text += " Medians, with the quartiles around them: \(medians.joined(separator: "; "))." }
        if !most.isEmpty { text += " Largest groups: \(most.prefix(3).joined(separator: "; "))." }
        return text
    }

    /// A grouping; the first `named` groups are of one answer or band each.
    private typealias Grouping = (
        id: String, title: String, groups: [(label: String, records: Shown<Int>)], named: Int
    )

    /// The groupings that describe the population: those of the figures, then the others, each group with its records.
    private var groupings: [Grouping] {
        let own = summary.dimensions.enumerated().map { dimension, grouping in
            (
                grouping.id, grouping.label,
                summary.margin(of: dimension).map { cell in
                    (summary.label(summary.cells[cell], dimension), figures.figure(cause: 0, cell: cell)[.records])
                },
                grouping.groups.count - 1
            )
        }
        return own.filter { _ in !summary.causes.isEmpty }
            + facts.distributions.map { ($0.group.id, $0.group.label, $0.groups, $0.named) }
    }

    // MARK: The picture

    private func distributionPicture(_ groupings: [Grouping]) -> Story.Picture {
        let panels = groupings.map { id, title, groups, named in
            let values = facts.values.first { $0.group.id == id }
            return DistributionChart.Panel(
                title: title,
                subtitle: values.map(quartileText) ?? "",
                bars: groups.enumerated().map { place, group in
                    let share = group.records.value.map { Double($0) / Double(account.eligible) }
                    let count = text(group.records, grouped)
                    return DistributionChart.Bar(
                        label: group.label,
                        share: share,
                        text: share.map { "\(count) (\(wholePercent($0)))" } ?? "hidden",
                        isUnknown: place >= named
                    )
                },
                histogram: values.flatMap(histogram)
            )
        }
        let listed = panels.map { panel in
            "\(panel.title): " + (panel.subtitle.isEmpty ? "" : panel.subtitle + "; ")
                + panel.bars.map { "\($0.label) \($0.text)" }.joined(separator: ", ") + "."
        }
        let chart = DistributionChart(
            frame: ChartFrame(
                title: "Who the records are",
                subtitle: "",
                message: "Bars and histograms. " + listed.joined(separator: " "),
                notes: []
            ),
            panels: panels
        )
        let reading =
            panels.contains { $0.histogram != nil }
            ? " Above them histograms, in which areas are shares; below these the dot is the median, and the line "
                + "reaches from quartile to quartile."
            : ""
        return Story.Picture(
            caption: "Records in each group; all bars are on one scale.\(reading) The numbers are in the tables below.",
            draw: chart.drawing
        )
    }

    private func histogram(_ values: ValueFigures) -> Histogram? {
        guard values.isFiner else { return nil }
        return Histogram(
            bins: values.bins.map { bin in
                let share = bin.records.value.map { Double($0) / Double(max(1, account.eligible)) }
                let count = share.map { "\(text(bin.records, grouped)) (\(percent($0)))" } ?? "hidden"
                return Histogram.Bin(
                    range: bin.drawn,
                    share: share,
                    detail: "\(values.label), \(measured(name(bin), values.unit)): \(count)"
                )
            },
            lower: values.quartiles.lower.value,
            median: values.quartiles.median.value,
            upper: values.quartiles.upper.value
        )
    }

    private func quartileText(_ values: ValueFigures) -> String {
        let quartiles = values.quartiles
        guard let median = quartiles.median.value else {
            return quartiles.median.isHidden ? "Median hidden" : ""
        }
        let between =
            quartiles.lower.value.flatMap { lower in
                quartiles.upper.value.map { " (quartiles \(number(lower)) and \(number($0)))" }
            } ?? ""
        return "Median \(measured(number(median), values.unit))\(between)"
    }

    // MARK: Tables

    /// From where to where bands reach whose names do not say it.
    private var bandNotes: [Story.Block] {
        facts.values.compactMap { values in
            let (bounds, labels) = (values.group.bands.map { describe($0) }, values.group.labels)
            guard !bounds.isEmpty, labels.count == bounds.count + 1,
                !zip(labels.dropFirst(), bounds).allSatisfy({ $0.contains($1) })
            else { return nil }
            let listed = labels.enumerated().map { place, label in
                if place == 0 { return "\(label) <\(bounds[0])" }
                return "\(label) "
                    + (place == bounds.count ? "≥\(bounds[place - 1])" : "\(bounds[place - 1]) to <\(bounds[place])")
            }
            return .paragraph(
                "\(values.group.label) goes by \(lowercasedStart(values.label))\(values.unit.map { ", in \($0)" } ?? ""): \(listed.joined(separator: "; "))."
            )
        }
    }

    private var quartileBlocks: [Story.Block] {
        guard !facts.values.isEmpty else { return [] }
        let rows = facts.values.map { values -> [StoryCell] in
            let quartiles = values.quartiles
            return [.words(values.label + (values.unit.map { " (\($0))" } ?? "")), .count(values.known, of: eligible)]
                + [quartiles.lower, quartiles.median, quartiles.upper].map { quartile in
                    .shown(quartile) { StoryCell(text: number($0), sortKey: $0) }
                }
        }
        let finest = facts.values.map(\.resolution).max() ?? 0.01
        return [
            .table(
                StoryTable(
                    caption:
                        "Quartiles: a quarter of the records lies below the lower one, half below the median, a quarter above the upper one",
                    columns: [
                        .words("Number"), .numbers("Known"), .numbers("Lower quartile"), .numbers("Median"),
                        .numbers("Upper quartile"),
                    ],
                    rows: rows
                )
            ),
            .paragraph(
                "Quartiles are of the records in which the number is known, linear between two records (definition 7 of Hyndman and Fan, as in R), with values "
                    + "rounded down to \(finest == 0.01 ? "a hundredth" : number(finest))."
                    + (minimum > 0
                        ? " One that could tell of a hidden group is hidden, as are those of fewer than \(4 * minimum) records."
                        : "")
            ),
        ]
    }

    /// The numbers of the histograms.
    private var binBlocks: [Story.Block] {
        let finer = facts.values.filter { $0.isFiner && account.eligible > 0 }
        guard !finer.isEmpty else { return [] }
        return [
            .heading("The histograms in numbers"),
            .tables(
                finer.map { values in
                    StoryTable(
                        caption: values.label,
                        columns: [.words(values.unit ?? "value"), .numbers("Records")],
                        rows: values.bins.map { [.words(name($0)), .count($0.records, of: eligible)] },
                        isSortable: false
                    )
                }
            ),
        ]
    }

    private func name(_ bin: ValueFigures.Bin) -> String {
        switch (bin.low, bin.high) {
        case (let low?, let high?): "\(number(low)) to <\(number(high))"
        case (nil, let high?): "<\(number(high))"
        case (let low?, nil): "≥\(number(low))"
        case (nil, nil): "all"
        }
    }

    /// A value with the decimals that it needs, one at most.
    private func number(_ value: Double) -> String {
        let text = oneDecimal(abs(value))
        return (value < 0 ? "−" : "") + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
}
