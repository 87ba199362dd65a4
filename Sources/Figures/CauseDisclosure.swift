// What is hidden of one cause, and why it cannot be found out.

internal import Disclosure
internal import Prevalence

/// The decision for one cause in all cells.
///
/// A cell is hidden in two steps: first what tells records with the cause from records without it (present, absent, complete_present), then also how many are
/// decided and complete (undetermined, complete). Records stay shown unless the group is hidden whole.
///
/// The proof exchanges records between two of the states of ``CauseState``: if x records of a hidden cell have the cause instead of not having it, and the
/// margins are to stay, then others must not have it instead of having it elsewhere in its rows and columns, all of them hidden. Every count that is published, of
/// this cause and of all others, stays the same. So the counts that x can take, found by linear programming in whole numbers, are values that no reader can
/// rule out. Every hidden count needs k values by one exchange or another, those that are 0 too, unless what is shown says that they must be. What exchanges between
/// two states leave open, and nothing more can be hidden for, is tried between all states at once. A group that is hidden whole may also have more records, or
/// fewer; what all such groups have of a kind together follows from the others, so it must leave room for k values too.
struct CauseDisclosure {
    /// How much is hidden of a cell.
    private enum Level: Int, Comparable {
        case none, verdicts, all

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    private let counts: [Counts]
    private let margins: [Margin]
    private let minimum: Int
    /// The groups that are hidden whole.
    private let whole: Set<Int>
    /// The cells that lie in groups that define the cause.
    private let defined: Set<Int>
    private var levels: [Level]
    /// The cells with a hidden count of which a reader could rule out all but fewer than k values.
    private var exposed: Set<Int> = []
    /// The groups that are hidden whole among none but such, where there is nothing more to hide.
    private var given: Set<Int> = []
    /// The counts, by cell, for which k values are proven. They stay so when more is hidden.
    private var proven: [Set<Measure>]
    /// The cells that cannot be protected unless the whole group is hidden.
    private(set) var unprotected: Set<Int> = []

    /// Decides. Complexity: two linear programs per hidden count, exchange and round at most, in the number of hidden cells.
    init(
        _ counts: [Counts],
        _ margins: [Margin],
        minimum: Int,
        whole: Set<Int>,
        defined: Set<Int>
    ) throws(DisclosureError) {
        self.counts = counts
        self.margins = margins
        self.minimum = minimum
        self.whole = whole
        self.defined = defined
        levels = counts.indices.map { cell in
            if whole.contains(cell) { return .all }
            let count = counts[cell]
            func isSmall(_ number: Int) -> Bool { (1..<minimum).contains(number) }
            if isSmall(count.undetermined) || isSmall(count.complete) || isSmall(count.records - count.complete) {
                return .all
            }
            let verdicts = [count.present, count.absent, count.completePresent, count.complete - count.completePresent]
            return verdicts.contains(where: isSmall) ? .verdicts : .none
        }
        proven = Array(repeating: [], count: counts.count)
        if try hideTotalsAlone() { return }
        while true {
            completeLines()
            try attack()
            guard try hideMore() else { return }
        }
    }

    func isHidden(_ measure: Measure, cell: Int) -> Bool {
        switch measure {
        case .records: whole.contains(cell)
        case .present, .absent, .completePresent: levels[cell] >= .verdicts
        case .undetermined, .complete: levels[cell] == .all
        }
    }

    /// Hides another cell of every line in which a single one is hidden: the one with the fewest records that has any, whole groups aside.
    private mutating func completeLines() {
        var isDone = false
        while !isDone {
            isDone = true
            for margin in margins {
                for level in [Level.verdicts, .all] where margin.cells.count(where: { levels[$0] >= level }) == 1 {
                    guard let next = smallest(margin.cells.filter { levels[$0] < level }) else { continue }
                    levels[next] = level
                    isDone = false
                }
            }
        }
    }

    private func smallest(_ cells: [Int]) -> Int? {
        cells.filter { counts[$0].complete > 0 }.min { (counts[$0].records, $0) < (counts[$1].records, $1) }
    }

    /// Where the groups define the cause, protects groups that are hidden whole by what is hidden of totals alone. False, with nothing changed, if that
    /// is not so, or not enough.
    ///
    /// In the groups themselves all records have the cause, or none, so there is nothing to exchange. Totals over groups of both sorts can change as
    /// records move between groups that are hidden whole. Those that can not, whatever moves, are shown: there is nothing to be hidden of them.
    private mutating func hideTotalsAlone() throws(DisclosureError) -> Bool {
        let totals = Set(margins.map(\.total))
        let required = levels
        guard !whole.isEmpty, counts.indices.allSatisfy({ totals.contains($0) || isOneKind($0) }) else { return false }
        for total in totals where !isOneKind(total) { levels[total] = max(levels[total], .verdicts) }
        while true {
            try attack()
            if !exposed.isEmpty { try attack([.any], onlyFor: exposed) }
            if exposed.isEmpty { return true }
            let needless = exposed.filter { levels[$0] > required[$0] }
            if needless.isEmpty { break }
            for cell in needless { levels[cell] = required[cell] }
            proven = Array(repeating: [], count: counts.count)
            exposed = []
        }
        levels = required
        proven = Array(repeating: [], count: counts.count)
        exposed = []
        return false
    }

    /// Whether no complete record of a cell, or every one, has the cause.
    private func isOneKind(_ cell: Int) -> Bool {
        counts[cell].completePresent == 0 || counts[cell].completePresent == counts[cell].complete
    }

    /// Finds the hidden counts of which a reader could rule out all but fewer than k values.
    private mutating func attack(_ exchanges: [Exchange] = Exchange.pairs, onlyFor cells: Set<Int>? = nil)
        throws(DisclosureError)
    {
        let sought = sought
        for exchange in exchanges {
            let wanted = counts.indices.map { cell in
                cells?.contains(cell) ?? true ? sought[cell].subtracting(proven[cell]) : []
            }
            let found = try exchange.proven(
                counts,
                margins,
                wanted: wanted,
                isHidden: isHidden,
                whole: whole,
                minimum: minimum
            )
            for (cell, measures) in found { proven[cell].formUnion(measures) }
        }
        exposed = Set(counts.indices.filter { !sought[$0].isSubset(of: proven[$0]) })
    }

    /// The hidden counts of each cell, those aside of which a reader knows that they are 0.
    private var sought: [Set<Measure>] {
        let none = knownNone
        return counts.indices.map { cell in
            let hidden = Measure.allCases.filter { $0 != .records && isHidden($0, cell: cell) }
            // In groups that define the cause all records have it or none.
            return Set(hidden.filter { defined.contains(cell) && isNone($0, cell) ? false : !none[cell].contains($0) })
        }
    }

    /// The counts that must be 0: those that are shown, their parts, and whatever adds up to 0 along a line.
    private var knownNone: [Set<Measure>] {
        var none = counts.indices.map { cell in
            Set(Measure.allCases.filter { isNone($0, cell) && !isHidden($0, cell: cell) })
        }
        var isDone = false
        func add(_ more: Set<Measure>, to cell: Int) {
            if more.isSubset(of: none[cell]) { return }
            none[cell].formUnion(more)
            isDone = false
        }
        while !isDone {
            isDone = true
            for cell in counts.indices {
                if none[cell].contains(.records) { add(Set(Measure.allCases), to: cell) }
                if !none[cell].isDisjoint(with: [.present, .complete]) { add([.completePresent], to: cell) }
            }
            for margin in margins {
                for measure in Measure.allCases {
                    let isKnown = !isHidden(measure, cell: margin.total) || none[margin.total].contains(measure)
                    let rest = margin.parts.filter { isHidden(measure, cell: $0) }
                    if isKnown, rest.allSatisfy({ isNone(measure, $0) }) {
                        for cell in rest { add([measure], to: cell) }
                    }
                }
            }
        }
        return none
    }

    private func isNone(_ measure: Measure, _ cell: Int) -> Bool { counts[cell][measure] == 0 }

    /// Hides more for the sake of exposed cells. False if there is no need, or nothing more to hide.
    private mutating func hideMore() throws(DisclosureError) -> Bool {
        let before = levels
        var touched: Set<Int> = []
        var stuck: Set<Int> = []
        for cell in exposed.subtracting(given).sorted() where !touched.contains(cell) {
            let neighbours = neighbours(of: cell)
            touched.formUnion(neighbours)
            if levels[cell] == .verdicts {
                if let next = smallest(neighbours.filter { levels[$0] == .none }.sorted()) {
                    levels[next] = .verdicts
                } else {
                    levels[cell] = .all
                }
            } else if let next = smallest(neighbours.filter { levels[$0] < .all }.sorted()) {
                levels[next] = .all
            } else {
                stuck.insert(cell)
            }
        }
        if levels != before { return true }
        // Exchanges between two states do not prove all there is; the one between all states does, in a larger system.
        try attack([.any], onlyFor: stuck)
        for cell in exposed.intersection(stuck).sorted() {
            let tied = tied(to: cell)
            if tied.contains(where: { levels[$0] != before[$0] }) { continue }
            if let next = smallest(tied.filter { levels[$0] < .all }.sorted()) {
                levels[next] = .all
            } else if !whole.contains(cell) {
                unprotected.insert(cell)
            } else if let next = smallest(tied.filter { !whole.contains($0) }.sorted()) {
                unprotected.insert(next)
            }
        }
        if levels != before { return true }
        if !unprotected.isEmpty { return false }
        given.formUnion(exposed.intersection(stuck))
        return !exposed.isSubset(of: given)
    }

    /// The cells of all lines of a hidden cell, of the hidden ones among these, and so on.
    private func tied(to cell: Int) -> Set<Int> {
        var found: Set<Int> = [cell]
        var next = [cell]
        while let cell = next.popLast() {
            for other in neighbours(of: cell) where found.insert(other).inserted && levels[other] > .none {
                next.append(other)
            }
        }
        return found
    }

    private func neighbours(of cell: Int) -> Set<Int> {
        Set(margins.filter { $0.cells.contains(cell) }.flatMap(\.cells)).subtracting([cell])
    }

    /// The proof, one line per hidden cell, without a hidden count or what follows from one.
    func proof(_ names: [String]) -> [String] {
        let hidden = levels.indices.filter { levels[$0] > .none && !whole.contains($0) }
        guard !hidden.isEmpty else { return ["Nothing is hidden but for whole groups."] }
        return hidden.map { cell in
            let what =
                levels[cell] == .all
                ? "all but records" : "present, absent, complete_present"
            return
                "\(names[cell]): hidden are \(what); at least \(minimum) values of each agree with all that is published"
        }
    }
}
