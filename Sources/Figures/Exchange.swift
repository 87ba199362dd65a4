// Which counts change if a record is of one kind instead of another.

internal import Disclosure
internal import Prevalence

/// What is known of a record and a cause: whether it is present, and whether everything that the cause reads has a value.
enum CauseState: CaseIterable {
    case completePresent, completeAbsent, undetermined, incompletePresent, incompleteAbsent

    /// The counts that such a record is part of, besides all records.
    var measures: Set<Measure> {
        switch self {
        case .completePresent: [.present, .complete, .completePresent]
        case .completeAbsent: [.absent, .complete]
        case .undetermined: [.undetermined]
        case .incompletePresent: [.present]
        case .incompleteAbsent: [.absent]
        }
    }

    /// How many records of a cell are in this state.
    func number(in counts: Counts) -> Int {
        switch self {
        case .completePresent: counts.completePresent
        case .completeAbsent: counts.complete - counts.completePresent
        case .undetermined: counts.undetermined
        case .incompletePresent: counts.present - counts.completePresent
        case .incompleteAbsent: counts.absent - (counts.complete - counts.completePresent)
        }
    }
}

/// Records that are in some states instead of others in some cells, and the other way round elsewhere.
struct Exchange {
    /// The states between which records are exchanged.
    var states: [CauseState]

    /// Those between two states, the first of which prove most: each is only tried for what those before it left open.
    static let pairs: [Exchange] = [
        [.completePresent, .completeAbsent], [.undetermined, .completeAbsent], [.completePresent, .undetermined],
        [.completePresent, .incompletePresent], [.completeAbsent, .incompleteAbsent],
    ].map(Exchange.init)

    /// The one between all states, which finds whatever there is, in the largest system.
    static let any = Exchange(states: CauseState.allCases)

    /// The states that are part of a count.
    private func states(in measure: Measure) -> [CauseState] { states.filter { $0.measures.contains(measure) } }

    /// The counts that change where the records of a cell stay as many.
    var changed: Set<Measure> { Set(Measure.allCases.filter { (1..<states.count).contains(states(in: $0).count) }) }

    /// The values that these counts of each cell can have.
    ///
    /// In a group that is hidden whole there may also be more records in one state without there being fewer in another.
    ///
    /// - Parameters:
    ///   - counts: The counts of each cell.
    ///   - margins: The cells that are sums of others.
    ///   - wanted: For each cell the counts that are sought.
    ///   - isHidden: Whether a count of a cell is hidden.
    ///   - whole: The groups that are hidden whole.
    ///   - minimum: k.
    /// - Returns: For each cell the sought counts for which k values are proven, or, by an exchange between all states, that they must be 0.
    /// - Throws: A `DisclosureError` if the margins do not add up.
    /// - Complexity: Two linear programs per sought count at most, in the number of hidden cells.
    func proven(
        _ counts: [Counts],
        _ margins: [Margin],
        wanted: [Set<Measure>],
        isHidden: (Measure, Int) -> Bool,
        whole: Set<Int>,
        minimum: Int
    ) throws(DisclosureError) -> [Int: Set<Measure>] {
        let size = counts.count
        // The numbers of records in each state, which are free where no shown count is one of them. Sums of several that are shown are lines.
        var table = states.flatMap { state in counts.map { state.number(in: $0) } }
        var isFree = states.flatMap { state in
            let alone = Measure.allCases.filter { states(in: $0) == [state] }
            return counts.indices.map { cell in isHidden(.present, cell) && alone.allSatisfy { isHidden($0, cell) } }
        }
        var lines = states.indices.flatMap { state in
            margins.map { margin in
                AdditiveTable.Line(
                    total: state * size + margin.total,
                    parts: margin.parts.map { state * size + $0 }
                )
            }
        }
        /// A cell of its own for the sum of some states.
        func addSum(of parts: [CauseState], _ cell: Int, isFree free: Bool) -> Int {
            let positions = parts.compactMap { states.firstIndex(of: $0) }.map { $0 * size + cell }
            table.append(positions.reduce(0) { $0 + table[$1] })
            isFree.append(free)
            lines.append(AdditiveTable.Line(total: table.count - 1, parts: positions))
            return table.count - 1
        }
        var sought: [Int: [(cell: Int, measure: Measure)]] = [:]
        for cell in counts.indices {
            if !whole.contains(cell) { _ = addSum(of: states, cell, isFree: false) }
            for measure in Measure.allCases where measure != .records {
                let parts = states(in: measure)
                let isSought = wanted[cell].contains(measure) && (whole.contains(cell) || changed.contains(measure))
                guard let first = parts.first, let place = states.firstIndex(of: first) else { continue }
                if parts.count == 1, isSought {
                    sought[place * size + cell, default: []].append((cell, measure))
                } else if parts.count > 1, isSought {
                    sought[addSum(of: parts, cell, isFree: true), default: []].append((cell, measure))
                } else if parts.count > 1, parts.count < states.count, !isHidden(measure, cell) {
                    _ = addSum(of: parts, cell, isFree: false)
                }
            }
        }
        if sought.isEmpty { return [:] }
        let attack = Attack(
            try AdditiveTable(counts: table, lines: lines),
            isHidden: isFree,
            least: 0,
            enough: minimum,
            sought: Set(sought.keys)
        )
        var proven: [Int: Set<Measure>] = [:]
        for (position, measures) in sought {
            guard let range = attack.ranges[position] else { continue }
            // Between all states everything that is published is in the lines, so that what can only be 0 is no one's secret.
            let mustBeNone = states.count == CauseState.allCases.count && range.upper == 0
            guard mustBeNone || (range.provenCount ?? .max) >= minimum else { continue }
            for (cell, measure) in measures { proven[cell, default: []].insert(measure) }
        }
        return proven
    }
}
