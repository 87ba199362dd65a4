// The sums of a finished survey tally as numbers, whatever the form in which weights were added up.

/// Reads sums: each was exact, and is rounded once; where several are put together it is always in the same order.
struct SurveyReading: Sendable {
    /// Σw, or Σw², of the records with an outcome and of those without it.
    struct Pair {
        var present = 0.0
        var absent = 0.0

        static func += (left: inout Pair, right: Pair) {
            left.present += right.present
            left.absent += right.absent
        }
    }

    let tally: SurveyTally
    private let outcomes: Int
    private let cells: Int
    /// The units in the order of their codes, so that the order of records cannot show in sums over them.
    private let unitOrder: [Int]
    /// For each unit and cell the place of its sums, −1 where there is no record.
    private var slots: [Int32]
    /// For each outcome and slot Σw of those present and absent; and Σw², in a design of records.
    private var weights: [Pair] = []
    private var squares: [Pair] = []
    private var slotCount = 0
    /// For each outcome and cell Σw over all units, exact as far as weights are decimals, and over the others.
    private var decimalTotals: [DecimalSums.Pair]
    private var otherTotals: [Pair]
    /// For each outcome and cell Σw² over all units, and the number of records.
    private var squareTotals: [Pair]
    private var counts: [(present: Int, absent: Int)]
    /// For each outcome and unit the number of records answered, in a design of records.
    private var unitCounts: [Int]

    /// Prepares a tally of the whole file. O(units · cells · outcomes).
    init(_ tally: SurveyTally) {
        self.tally = tally
        outcomes = tally.outcomeCount
        cells = tally.cellCount
        unitOrder = tally.units.indices.sorted { tally.units[$0] < tally.units[$1] }
        let places = outcomes * cells
        slots = Array(repeating: -1, count: tally.units.count * cells)
        decimalTotals = Array(repeating: DecimalSums.Pair(), count: places)
        otherTotals = Array(repeating: Pair(), count: places)
        squareTotals = Array(repeating: Pair(), count: places)
        counts = Array(repeating: (0, 0), count: places)
        unitCounts = Array(repeating: 0, count: outcomes * tally.units.count)
        if let beyond = tally.wide {
            // Where some sums did not fit in the narrow form, none stays in it, so that what fits cannot show.
            var all = tally.narrow.widened()
            all.merge(beyond, unitNumbers: Array(tally.units.indices), cellNumbers: Array(0..<tally.cellCount))
            layOut(all)
            read(tally.decimals)
            read(all)
        } else {
            layOut(tally.narrow)
            read(tally.decimals)
            read(tally.narrow)
        }
    }

    /// Numbers the slots, those of decimals and of others alike.
    private mutating func layOut<P>(_ others: SurveySums<P>) {
        for unit in tally.units.indices {
            for cell in 0..<cells
            where tally.decimals.slot(ofUnit: unit, cell: cell) != nil || others.hasSlot(unit: unit, cell: cell) {
                slots[unit * cells + cell] = Int32(slotCount)
                slotCount += 1
            }
        }
        weights = Array(repeating: Pair(), count: outcomes * slotCount)
        if tally.design == .records { squares = weights }
    }

    private mutating func read(_ sums: DecimalSums) {
        for unit in tally.units.indices {
            for cell in 0..<cells {
                guard let theirs = sums.slot(ofUnit: unit, cell: cell) else { continue }
                let slot = Int(slots[unit * cells + cell])
                for outcome in 0..<outcomes {
                    let pair = sums.sums(slot: theirs, outcome: outcome)
                    weights[outcome * slotCount + slot] += Self.pair(pair, per: DecimalSums.unit)
                    decimalTotals[outcome * cells + cell] += pair
                    guard tally.design == .records else { continue }
                    let square = Self.pair(sums.squares(at: theirs, outcome: outcome), per: DecimalSums.squareUnit)
                    squares[outcome * slotCount + slot] += square
                    let more = sums.counts(at: theirs, outcome: outcome)
                    counts[outcome * cells + cell].present += more.present
                    counts[outcome * cells + cell].absent += more.absent
                    unitCounts[outcome * tally.units.count + unit] += more.present + more.absent
                }
            }
        }
        for cell in 0..<min(cells, sums.cellCount) where tally.design == .clusters {
            for outcome in 0..<outcomes {
                let more = sums.counts(at: cell, outcome: outcome)
                counts[outcome * cells + cell].present += more.present
                counts[outcome * cells + cell].absent += more.absent
                let square = Self.pair(sums.squares(at: cell, outcome: outcome), per: DecimalSums.squareUnit)
                squareTotals[outcome * cells + cell] += square
            }
        }
    }

    private mutating func read<P>(_ sums: SurveySums<P>) {
        guard !sums.slots.isEmpty else { return }
        for cell in 0..<cells {
            for outcome in 0..<outcomes {
                let place = outcome * cells + cell
                var total = SurveySums<P>.Pair<P.Sum>()
                for unit in tally.units.indices where sums.hasSlot(unit: unit, cell: cell) {
                    let slot = outcome * slotCount + Int(slots[unit * cells + cell])
                    let pair = sums.sums(unit: unit, cells: [cell], outcome: outcome)
                    total += pair
                    weights[slot] += Pair(present: pair.present.rounded, absent: pair.absent.rounded)
                    let more = sums.counts(unit: unit, cells: CollectionOfOne(cell), outcome: outcome)
                    counts[place].present += more.present
                    counts[place].absent += more.absent
                    guard tally.design == .records else { continue }
                    unitCounts[outcome * tally.units.count + unit] += more.present + more.absent
                    let square = sums.squares(unit: unit, cells: [cell], outcome: outcome)
                    squares[slot] += Pair(present: square.present.rounded, absent: square.absent.rounded)
                }
                otherTotals[place] += Pair(present: total.present.rounded, absent: total.absent.rounded)
                guard tally.design == .clusters else { continue }
                let square = sums.squares(cells: [cell], outcome: outcome)
                squareTotals[place] += Pair(present: square.present.rounded, absent: square.absent.rounded)
            }
        }
    }

    /// Σw in some cells of all units for one outcome, and of both answers together.
    func totals(cells wanted: [Int], outcome: Int) -> (weights: Pair, answered: Double) {
        var decimals = DecimalSums.Pair()
        var others = Pair()
        for cell in wanted where cell < cells {
            decimals += decimalTotals[outcome * cells + cell]
            others += otherTotals[outcome * cells + cell]
        }
        var sum = Self.pair(decimals, per: DecimalSums.unit)
        let answered = Double(nearestTo: decimals.present + decimals.absent) / DecimalSums.unit
        sum += others
        return (sum, answered + (others.present + others.absent))
    }

    /// Σw in some cells of a unit for one outcome.
    func weights(unit: Int, cells wanted: [Int], outcome: Int) -> Pair {
        var pair = Pair()
        forEachSlot(unit, wanted) { pair += weights[outcome * slotCount + $0] }
        return pair
    }

    /// Σw² in some cells of a unit for one outcome, in a design of records.
    func squares(unit: Int, cells wanted: [Int], outcome: Int) -> Pair {
        var pair = Pair()
        forEachSlot(unit, wanted) { pair += squares[outcome * slotCount + $0] }
        return pair
    }

    /// Σw² in some cells of all units for one outcome.
    func squares(cells wanted: [Int], outcome: Int) -> Double {
        var pair = Pair()
        if tally.design == .records {
            for unit in unitOrder { pair += squares(unit: unit, cells: wanted, outcome: outcome) }
        } else {
            for cell in wanted where cell < cells { pair += squareTotals[outcome * cells + cell] }
        }
        return pair.present + pair.absent
    }

    /// The number of records in some cells of all units for one outcome.
    func counts(cells wanted: [Int], outcome: Int) -> (present: Int, absent: Int) {
        wanted.reduce(into: (0, 0)) { sum, cell in
            guard cell < cells else { return }
            sum.0 += counts[outcome * cells + cell].present
            sum.1 += counts[outcome * cells + cell].absent
        }
    }

    /// The number of records of a unit that are answered for an outcome, in any cell or none, in a design of records.
    func count(unit: Int, outcome: Int) -> Int {
        unitCounts[outcome * tally.units.count + unit] + tally.outsideCount(unit: unit, outcome: outcome)
    }

    @inline(__always)
    private func forEachSlot(_ unit: Int, _ wanted: [Int], _ body: (Int) -> Void) {
        for cell in wanted where cell < cells {
            let slot = slots[unit * cells + cell]
            if slot >= 0 { body(Int(slot)) }
        }
    }

    private static func pair(_ sums: DecimalSums.Pair, per unit: Double) -> Pair {
        Pair(present: Double(nearestTo: sums.present) / unit, absent: Double(nearestTo: sums.absent) / unit)
    }
}
