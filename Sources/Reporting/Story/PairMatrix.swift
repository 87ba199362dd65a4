// Each cause against each other: how many records have both.

internal import Figures

extension CohortStory {
    /// The pairs of causes, as far as they may be shown.
    ///
    /// Where nothing is hidden, of the records that are complete for both. Where something is, pairs would narrow what is hidden of combinations; then each is the
    /// sum of the combinations that are shown, which says nothing more than these do, and is the least that there are.
    func pairBlocks(_ figures: CombinationFigures) -> [Story.Block] {
        // Neither of one cause nor of none.
        guard figures.causes.count > 1 else { return [] }
        let cells = figures.hidesAny ? leastPairs(figures) : exactPairs(figures)
        guard !cells.isEmpty else { return [] }
        let rows = figures.causes.enumerated().map { row, cause -> [StoryCell] in
            let others = figures.causes.indices.map { column -> StoryCell in
                row == column
                    ? StoryCell(text: "", style: .none)
                    : cells[[min(row, column), max(row, column)]] ?? StoryCell(text: "", style: .none)
            }
            return [.words("\(row + 1). \(label(cause))")] + others
        }
        let caption =
            figures.hidesAny
            ? "Pairs of causes, whatever else there is: at least so many complete records have both; "
            : "Pairs of causes, whatever else there is: records with both among those complete for both; "
        return [
            .table(
                StoryTable(
                    caption: caption + "columns have the numbers of the rows",
                    columns: [.words("Cause")] + figures.causes.indices.map { .numbers("\($0 + 1)") },
                    rows: rows,
                    isSortable: false
                ).coloured
            ),
            .paragraph(
                figures.hidesAny
                    ? "These are sums of the combinations that are told apart. Others are among the records that are counted together, so a true number can be higher, "
                        + "and two cells are not to be compared closely."
                    : "A pair can be common because both of its causes are. Of two that have nothing to do with each other, about the product of their prevalences has both."
            ),
        ]
    }

    /// The pairs by the positions of their causes.
    private func exactPairs(_ figures: CombinationFigures) -> [[Int]: StoryCell] {
        var cells: [[Int]: StoryCell] = [:]
        for event in figures.events(.pair) {
            let places = event.causes.compactMap { figures.causes.firstIndex(of: $0) }.sorted()
            cells[places] = .share(event.completeWith, of: event.complete, event.reliability)
        }
        return cells
    }

    private func leastPairs(_ figures: CombinationFigures) -> [[Int]: StoryCell] {
        let shown = figures.events(.combination).filter { $0.completeWith.value != nil }
        guard let complete = figures.complete.value, complete > 0, !shown.isEmpty else { return [:] }
        var cells: [[Int]: StoryCell] = [:]
        for row in figures.causes.indices {
            for column in figures.causes.indices where row < column {
                let both = [figures.causes[row], figures.causes[column]]
                let records = shown.filter { event in both.allSatisfy(event.causes.contains) }
                    .reduce(0) { $0 + ($1.completeWith.value ?? 0) }
                let share = Double(records) / Double(complete)
                cells[[row, column]] =
                    records == 0
                    ? .none
                    : StoryCell(
                        text: "≥ \(percent(share))",
                        counts: "\(grouped(records))/\(grouped(complete))",
                        sortKey: share
                    )
            }
        }
        return cells
    }
}
