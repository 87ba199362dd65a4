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
    /// How many values of cp, and of u, no reader can rule out, at least, by cell. For groups that are hidden whole, the fewest values of any kind of which
    /// there are records.
    private var proven: [Int: (verdicts: Int, open: Int?)] = [:]
    /// The cells of each attack's table, in the order of the attacks, for which enough was proven. It stays so when more is hidden.
    private var settled: [Set<Int>] = [[], [], []]
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

    /// Finds how many values of each hidden count no reader can rule out.
    private mutating func attack() throws(DisclosureError) {
        proven = [:]
        let noneComplete = counts.map { $0.complete - $0.completePresent }
        let (present, undetermined) = (counts.map(\.completePresent), counts.map(\.undetermined))
        let verdicts = try ranges(of: present, against: noneComplete, from: .verdicts, &settled[0])
        let open = try ranges(of: undetermined, against: noneComplete, from: .all, &settled[1])
        let mixed = try ranges(of: present, against: undetermined, from: .all, &settled[2])
        for cell in counts.indices where levels[cell] > .none {
            let cp = max(verdicts.kind[cell] ?? 1, mixed.kind[cell] ?? 1)
            let u = levels[cell] == .all ? open.kind[cell] ?? 1 : nil
            guard whole.contains(cell) else {
                proven[cell] = (cp, u)
                continue
            }
            let cn = max(verdicts.other[cell] ?? 1, open.other[cell] ?? 1)
            let verdicts = [(counts[cell].present, cp), (noneComplete[cell], cn)].filter { $0.0 > 0 }.map(\.1)
            proven[cell] = (verdicts.min() ?? .max, u)
        }
    }

    /// By cell, how many values of each of two kinds are possible if records may be of the one kind instead of the other. In a group that is hidden whole
    /// there may also be more of one without there being fewer of the other.
    private func ranges(
        of kind: [Int],
        against other: [Int],
        from level: Level,
        _ settled: inout Set<Int>
    ) throws(DisclosureError) -> (kind: [Int: Int], other: [Int: Int]) {
        let size = counts.count
        var lines = margins.flatMap { margin in
            [
                AdditiveTable.Line(total: margin.total, parts: margin.parts),
                AdditiveTable.Line(total: size + margin.total, parts: margin.parts.map { size + $0 }),
            ]
        }
        lines += counts.indices.filter { !whole.contains($0) }.map {
            AdditiveTable.Line(total: 2 * size + $0, parts: [$0, size + $0])
        }
        let table = try AdditiveTable(counts: kind + other + zip(kind, other).map { $0 + $1 }, lines: lines)
        let isHidden = levels.map { $0 >= level }
        let attack = Attack(
            table,
            isHidden: isHidden + isHidden + counts.map { _ in false },
            least: 0,
            enough: minimum,
            settled: settled
        )
        var values: (kind: [Int: Int], other: [Int: Int]) = ([:], [:])
        func note(_ cell: Int, _ count: Int) {
            if cell < size { values.kind[cell] = count } else { values.other[cell - size] = count }
        }
        for (cell, range) in attack.ranges where !settled.contains(cell) {
            let count = range.provenCount ?? .max
            if count >= minimum { settled.insert(cell) } else { note(cell, count) }
        }
        for cell in settled { note(cell, minimum) }
        return values
    }

    /// Whether a cell's counts could be narrowed too far.
    private func isExposed(_ cell: Int) -> Bool {
        guard let values = proven[cell] else { return false }
        let count = counts[cell]
        // Where all records of a kind are known to be none, from a margin of none, there is nothing to hide.
        if count.complete == 0 && count.undetermined == 0 { return false }
        return values.verdicts < minimum || (values.open.map { $0 < minimum } ?? false) && count.undetermined > 0
    }

    /// Hides more for the sake of exposed cells. False if there is no need.
    private mutating func hideMore() -> Bool {
        let exposed = levels.indices.filter(isExposed)
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
