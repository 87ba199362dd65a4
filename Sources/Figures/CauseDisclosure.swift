// What is hidden of one cause, and why it cannot be found out.

internal import Disclosure
internal import Prevalence

/// The decision for one cause in all cells.
///
/// Every record of a cell is complete and present (*cp*), complete and not present (*cn*), undetermined (*u*), or decided though incomplete. A cell is
/// hidden in two steps: first what tells cp from cn (present, absent, complete_present), then also what tells u from them (undetermined, complete).
/// Records stay shown unless the group is hidden whole.
///
/// The proof moves records between two kinds: if x records of a hidden cell are cp instead of cn, and the margins are to stay, then others must be cn
/// instead of cp elsewhere in its rows and columns, all of them hidden. Every count that is published, of this cause and of all others, stays the same. So
/// the counts that x can take, found by linear programming in whole numbers, are values that no reader can rule out. A group that is hidden whole may also
/// have more records, or fewer; what all such groups have of a kind together follows from the others, so it must leave room for k values too.
struct CauseDisclosure {
    /// The kinds of records of a cell that are hidden.
    private enum Kind { case present, absent, open }

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
    private var levels: [Level]
    /// The kinds of records of which a reader could rule out all but fewer than k values of a cell's count.
    private var exposed: [Int: Set<Kind>] = [:]
    /// The kinds, by cell, for which k values are proven. They stay so when more is hidden.
    private var proven: [Set<Kind>]
    /// The cells that cannot be protected unless the whole group is hidden.
    private(set) var unprotected: Set<Int> = []

    /// Decides. Complexity: two linear programs per hidden cell and round, in the number of hidden cells.
    init(_ counts: [Counts], _ margins: [Margin], minimum: Int, whole: Set<Int>) throws(DisclosureError) {
        self.counts = counts
        self.margins = margins
        self.minimum = minimum
        self.whole = whole
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
            guard hideMore() else { return }
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
            if exposed.isEmpty { return true }
            let needless = exposed.keys.filter { levels[$0] > required[$0] }
            if needless.isEmpty { break }
            for cell in needless { levels[cell] = required[cell] }
            proven = Array(repeating: [], count: counts.count)
            exposed = [:]
        }
        levels = required
        proven = Array(repeating: [], count: counts.count)
        exposed = [:]
        return false
    }

    /// Whether no record of a cell, or every one that is decided, has the cause.
    private func isOneKind(_ cell: Int) -> Bool {
        number(of: .present, cell) == 0 || number(of: .absent, cell) == 0
    }

    /// Finds the hidden counts of which a reader could rule out all but fewer than k values.
    private mutating func attack() throws(DisclosureError) {
        // Each attack seeks what those before it did not prove.
        let moves: [(one: Kind, other: Kind, Level)] = [
            (.present, .absent, .verdicts), (.open, .absent, .all), (.present, .open, .all),
        ]
        for (one, other, level) in moves {
            let (found, others) = try movable(one, other, from: level)
            for cell in found { proven[cell].insert(one) }
            // Records of a group that is not hidden whole are of the one kind if not of the other.
            for cell in others where whole.contains(cell) { proven[cell].insert(other) }
        }
        for cell in counts.indices where levels[cell] > .none {
            let kinds = sought(cell).subtracting(proven[cell])
            exposed[cell] = kinds.isEmpty ? nil : kinds
        }
    }

    /// The kinds of which there must be k values in a cell. Where all records of a kind are known to be none, from a margin of none, there is
    /// nothing to hide.
    private func sought(_ cell: Int) -> Set<Kind> {
        let count = counts[cell]
        var kinds: Set<Kind> = []
        if levels[cell] == .none || (count.complete == 0 && count.undetermined == 0) { return [] }
        if whole.contains(cell) {
            if count.present > 0 { kinds.insert(.present) }
            if number(of: .absent, cell) > 0 { kinds.insert(.absent) }
        } else {
            kinds.insert(.present)
        }
        if levels[cell] == .all && count.undetermined > 0 { kinds.insert(.open) }
        return kinds
    }

    private func number(of kind: Kind, _ cell: Int) -> Int {
        switch kind {
        case .present: counts[cell].completePresent
        case .absent: counts[cell].complete - counts[cell].completePresent
        case .open: counts[cell].undetermined
        }
    }

    /// The sought cells for which k values of each of two kinds are possible if records may be of the one kind instead of the other. In a group that is
    /// hidden whole there may also be more of one without there being fewer of the other.
    private func movable(_ one: Kind, _ other: Kind, from level: Level) throws(DisclosureError) -> (
        one: [Int], other: [Int]
    ) {
        let size = counts.count
        let isHidden = levels.map { $0 >= level }
        func wanted(_ kind: Kind) -> [Int] {
            counts.indices.filter { isHidden[$0] && sought($0).contains(kind) && !proven[$0].contains(kind) }
        }
        let cells = Set(wanted(one) + wanted(other).map { size + $0 })
        if cells.isEmpty { return ([], []) }
        var lines = margins.flatMap { margin in
            [
                AdditiveTable.Line(total: margin.total, parts: margin.parts),
                AdditiveTable.Line(total: size + margin.total, parts: margin.parts.map { size + $0 }),
            ]
        }
        lines += counts.indices.filter { !whole.contains($0) }.map {
            AdditiveTable.Line(total: 2 * size + $0, parts: [$0, size + $0])
        }
        let (ones, others) = (counts.indices.map { number(of: one, $0) }, counts.indices.map { number(of: other, $0) })
        let table = try AdditiveTable(counts: ones + others + zip(ones, others).map { $0 + $1 }, lines: lines)
        let attack = Attack(
            table,
            isHidden: isHidden + isHidden + counts.map { _ in false },
            least: 0,
            enough: minimum,
            sought: cells
        )
        let found = cells.filter { cell in
            attack.ranges[cell].map { ($0.provenCount ?? .max) >= minimum } ?? false
        }
        return (found.filter { $0 < size }, found.filter { $0 >= size }.map { $0 - size })
    }

    /// Hides more for the sake of exposed cells. False if there is no need.
    private mutating func hideMore() -> Bool {
        let exposed = exposed.keys.sorted()
        guard !exposed.isEmpty else { return false }
        let before = levels
        var touched: Set<Int> = []
        for cell in exposed where !touched.contains(cell) {
            let own = margins.filter { $0.cells.contains(cell) }
            let neighbours = Set(own.flatMap(\.cells)).subtracting([cell])
            touched.formUnion(neighbours)
            if levels[cell] == .verdicts {
                if let next = smallest(neighbours.filter { levels[$0] == .none }.sorted()) {
                    levels[next] = .verdicts
                } else {
                    levels[cell] = .all
                }
            } else if let next = smallest(neighbours.filter { levels[$0] < .all }.sorted()) {
                levels[next] = .all
            } else if !whole.contains(cell) {
                unprotected.insert(cell)
            }
        }
        return unprotected.isEmpty && levels != before
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
