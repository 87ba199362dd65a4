// Standardised prevalences of all causes in all cells that are no bands of age themselves.

internal import Prevalence
internal import RuleSets
internal import Statistics

/// The standardised figures of a summary.
package struct StandardisedFigures: Sendable {
    /// What the user chose.
    package let standardisation: Standardisation
    /// Who is left out.
    package let facts: StandardisationFacts
    /// For each cause, for each cell of the main summary.
    private let results: [[StandardisedResult]]

    /// The result of a cause, by its position, in a cell, by its position in `Summary.cells`.
    package subscript(cause cause: Int, cell cell: Int) -> StandardisedResult { results[cause][cell] }

    /// The cells that are not bands of age, by position.
    package let cells: [Int]

    /// Standardises.
    ///
    /// - Parameters:
    ///   - figures: The figures of the main summary: what they hide is hidden here.
    ///   - standardisation: The population and the bands.
    ///   - byAge: The summary by the same groups but those of age, and by the bands as its last dimension. Its first group is of those younger than the
    ///     first band.
    ///   - estimators: The weighted sums over the cells of `byAge`, if records are weighted.
    /// - Throws: A `StatisticsError` if no record at all has an age in some band, or as `DesignEstimators` does.
    init(
        _ figures: Figures,
        _ standardisation: Standardisation,
        byAge: Summary,
        _ estimators: DesignEstimators?
    ) throws(StatisticsError) {
        self.standardisation = standardisation
        let standardiser = Standardiser(figures, standardisation, byAge, estimators)
        facts = try standardiser.facts()
        let cells = figures.summary.cells.indices.filter { standardiser.groups(ofCell: $0) != nil }
        self.cells = cells
        var results: [[StandardisedResult]] = []
        for cause in figures.summary.causes.indices {
            let isAssessed = figures.summary.causes[cause].isAssessed
            var row = [StandardisedResult](
                repeating: .none(isAssessed ? .groupedByAge : .notAssessed),
                count: figures.summary.cells.count
            )
            if isAssessed {
                for cell in cells { row[cell] = try standardiser.result(cause, cell) }
            }
            if figures.choices.minimumCell > 0 { standardiser.hideMore(&row, cells) }
            results.append(row)
        }
        self.results = results
    }
}

/// Standardises cell by cell.
private struct Standardiser {
    let figures: Figures
    let standardisation: Standardisation
    let byAge: Summary
    let estimators: DesignEstimators?
    private let positions: [[Int?]: Int]
    /// For each dimension of the main summary its place in `byAge`; nil for those of age.
    private let dimensions: [Int?]

    init(_ figures: Figures, _ standardisation: Standardisation, _ byAge: Summary, _ estimators: DesignEstimators?) {
        (self.figures, self.standardisation, self.byAge) = (figures, standardisation, byAge)
        self.estimators = estimators
        positions = Dictionary(uniqueKeysWithValues: byAge.cells.enumerated().map { ($1, $0) })
        dimensions = figures.summary.dimensions.map { dimension in
            byAge.dimensions.dropLast().firstIndex { $0.id == dimension.id }
        }
    }

    private var choices: StatisticsChoices { figures.choices }

    /// The groups of a cell in `byAge`, all ages together; nil if the cell is a group of ages.
    func groups(ofCell cell: Int) -> [Int?]? {
        var groups = [Int?](repeating: nil, count: byAge.dimensions.count)
        for (place, group) in zip(dimensions, figures.summary.cells[cell]) {
            guard let group else { continue }
            guard let place else { return nil }
            groups[place] = group
        }
        return groups
    }

    /// The cell of `byAge` of some groups in a band; the first band is number 0, −1 stands for those who are younger.
    private func cell(_ groups: [Int?], band: Int) -> Int {
        var groups = groups
        groups[groups.count - 1] = band + 1
        return positions[groups] ?? 0
    }

    /// Who is left out of all records. Throws if a band has no records.
    func facts() throws(StatisticsError) -> StandardisationFacts {
        let all = [Int?](repeating: nil, count: byAge.dimensions.count)
        func records(_ band: Int) -> Int { byAge.causes.first?.counts[cell(all, band: band)].records ?? 0 }
        let empty = standardisation.bands.indices.filter { records($0) == 0 }
        guard empty.isEmpty else {
            let labels = empty.map { standardisation.bands[$0].label }
            let kept = standardisation.bands.indices.filter { !empty.contains($0) }
            // Bands that are left out at the young end; elsewhere they join the band before.
            let bounds = kept.map { standardisation.bands[$0].lower }
            let hint = bounds.isEmpty ? "" : ", such as --age-bands \(bounds.map(describe).joined(separator: ","))"
            throw StatisticsError(
                "no record of the population has an age in the band\(labels.count == 1 ? "" : "s") \(labels.joined(separator: ", ")), so that nothing can be "
                    + "standardised to all ages: merge bands, or leave these ages out\(hint)"
            )
        }
        func shown(_ count: Int) -> Shown<Int> {
            (1..<max(1, choices.minimumCell)).contains(count) ? .hidden : .value(count)
        }
        return StandardisationFacts(
            withoutAge: shown(records(standardisation.bands.count)),
            tooYoung: shown(records(-1))
        )
    }

    /// Hides another figure of every line in which a single one is hidden. From figures of full precision the counts by age could be found out, and
    /// those of a hidden group by subtracting.
    func hideMore(_ row: inout [StandardisedResult], _ cells: [Int]) {
        let all = figures.summary.cells
        let lines = cells.flatMap { total in
            all[total].indices.filter { all[total][$0] == nil && dimensions[$0] != nil }.map { dimension in
                [total]
                    + cells.filter { part in
                        all[part][dimension] != nil
                            && all[part].indices.allSatisfy { $0 == dimension || all[part][$0] == all[total][$0] }
                    }
            }
        }
        var isDone = false
        while !isDone {
            isDone = true
            for line in lines where line.count(where: { row[$0] == .figure(.hidden) }) == 1 {
                let shown = line.filter { row[$0].shown.value != nil }
                func size(_ cell: Int) -> Int { row[cell].shown.value?.records ?? 0 }
                guard let next = shown.min(by: { (size($0), $0) < (size($1), $1) }) else { continue }
                row[next] = .figure(.hidden)
                isDone = false
            }
        }
    }

    func result(_ cause: Int, _ cell: Int) throws(StatisticsError) -> StandardisedResult {
        guard let groups = groups(ofCell: cell), let ages = byAge.dimensions.last else { return .none(.groupedByAge) }
        let figure = figures.figure(cause: cause, cell: cell)
        if figure.isByDefinition || ages.definedCauses.contains(byAge.causes[cause].cause.id) {
            return .none(.byDefinition)
        }
        let cells = standardisation.bands.indices.map { self.cell(groups, band: $0) }
        let strata = zip(cells, standardisation.shares).map { cell, share in
            let (events, records) = byAge.causes[cause].counts[cell].share(choices)
            return StandardisedPrevalence.Stratum(events: events, records: records, share: share)
        }
        let small = 1..<max(1, choices.minimumCell)
        // What the records of other ages leave of the counts beside it must be no small count either.
        let (events, records) = figures.summary.causes[cause].counts[cell].share(choices)
        let rest = (
            events: events - strata.reduce(0) { $0 + $1.events },
            records: records - strata.reduce(0) { $0 + $1.records }
        )
        let isHidden =
            figure.isHidden || small.contains(rest.events) || small.contains(rest.records - rest.events)
            || strata.contains { small.contains($0.events) || small.contains($0.records - $0.events) }
        let empty = zip(strata, standardisation.bands).filter { $0.0.records == 0 }.map { $0.1.label }
        guard empty.isEmpty else { return isHidden ? .figure(.hidden) : .none(.emptyBands(empty)) }
        guard !isHidden else { return .figure(.hidden) }
        guard let estimators else {
            let result = try StandardisedPrevalence(strata, labels: standardisation.bands.map(\.label))
            return .figure(.value(StandardisedFigure(result, level: choices.level)))
        }
        let parts = zip(standardisation.shares, cells).map { (share: $0, cells: byAge.parts(ofCell: $1)) }
        let weighted = try estimators.estimate(cause: cause, parts: parts)
        let crude = try estimators.estimate(cause: cause, cells: parts.flatMap(\.cells))
        guard let weighted, let crude else { return .none(.noWeights) }
        return .figure(.value(StandardisedFigure(weighted, crude: crude, level: choices.level)))
    }
}

/// A bound without a point where it is whole.
private func describe(_ bound: Double) -> String {
    bound == bound.rounded() && abs(bound) < 1e15 ? "\(Int(bound))" : "\(bound)"
}
