// What a report says where records are weighted or figures standardised, and where it counts every record once all the same.

internal import Figures
internal import Prevalence
internal import RuleSets

extension CohortStory {
    /// Whether prevalences are weighted.
    var isWeighted: Bool { choices.weighting != nil }

    /// Said by the sections whose numbers are not weighted, on a page whose prevalences are.
    var unweightedNote: [Story.Block] {
        isWeighted
            ? [.paragraph("Every record counts once here: these numbers describe the sample, and are not weighted.")]
            : []
    }

    // MARK: Survey design

    /// How accurate the weighted prevalences are, and how the sample was drawn; nothing if records are not weighted.
    var designBlocks: [Story.Block] {
        guard let report = DesignReport(figures) else { return [] }
        return [
            .table(
                StoryTable(
                    caption: "Survey design: how accurate each weighted prevalence is",
                    columns: [.words("Cause")] + DesignReport.titles.map(StoryTable.Column.numbers),
                    rows: ranked.map { [.words(label($0))] + report.cells($0).map(StoryCell.shownText) },
                    isSortable: false
                )
            )
        ] + report.notes.map(Story.Block.paragraph)
    }

    // MARK: Standardisation

    /// Crude beside standardised prevalence of every cause; nothing if that was not asked for.
    var standardisedBlocks: [Story.Block] {
        guard let report = StandardisedReport(figures), let standardised = figures.standardised else { return [] }
        let rows = ranked.map { (label($0), standardised[cause: $0, cell: 0]) }
        return [.heading(report.title), standardisedTable("Crude and standardised prevalence", "Cause", report, rows)]
            + [.paragraph(report.note)]
    }

    /// The same of one cause by the groups that are not of age.
    func standardisedBlocks(_ cause: Int) -> [Story.Block] {
        guard let report = StandardisedReport(figures) else { return [] }
        let groups = report.groups(cause)
        guard !groups.isEmpty else { return [] }
        return [standardisedTable("\(label(cause)), crude and standardised by age", "Group", report, groups)]
    }

    private func standardisedTable(
        _ caption: String,
        _ first: String,
        _ report: StandardisedReport,
        _ rows: [(label: String, result: StandardisedResult)]
    ) -> Story.Block {
        .table(
            StoryTable(
                caption: caption,
                columns: [.words(first)] + report.titles.map(StoryTable.Column.numbers),
                rows: rows.map { label, result in
                    let cells = report.cells(result).map(StoryCell.shownText)
                    // A reason stands alone.
                    let none = Array(repeating: StoryCell.none, count: report.titles.count - cells.count)
                    return [.words(label)] + cells + none
                },
                isSortable: false
            )
        )
    }
}

extension StoryCell {
    /// A number that is text already, or the sign that it is hidden.
    fileprivate static func shownText(_ text: String) -> StoryCell {
        text == hiddenSign ? .hidden : StoryCell(text: text)
    }
}
