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
    /// The units in the order of their codes, so that the order of records cannot show in sums over them. A unit's place here is its position.
    let units: [Int]
    private let outcomes: Int
    private let cells: Int
    /// Where the entries of each cell begin, and where they end: there is one for each unit that has a record in it, in the order of positions.
    private var starts: [Int] = [0]
    /// The position of each entry's unit.
    private var positions: [Int] = []
    /// For each outcome and entry Σw of those present and absent; and Σw², in a design of records.
    private var weights: [Pair] = []
    private var squares: [Pair] = []
    /// For each outcome and cell Σw over all units, exact as far as weights are decimals, and over the others.
    private var decimalTotals: [DecimalSums.Pair]
    private var otherTotals: [Pair]
    /// For each outcome and cell Σw² over all units, in a design of clusters, and the number of records.
    private var squareTotals: [Double]
    private var counts: [(present: Int, absent: Int)]

    /// Prepares a tally of the whole file. O(units · cells · outcomes).
    init(_ tally: SurveyTally) {
        self.tally = tally
        outcomes = tally.outcomeCount
        cells = tally.cellCount
        units = tally.units.indices.sorted { tally.units[$0] < tally.units[$1] }
        let places = outcomes * cells
        decimalTotals = Array(repeating: DecimalSums.Pair(), count: places)
        otherTotals = Array(repeating: Pair(), count: places)
        squareTotals = Array(repeating: 0, count: places)
        counts = Array(repeating: (0, 0), count: places)
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

    /// Numbers the entries, those of decimals and of others alike.
    private mutating func layOut<P>(_ others: SurveySums<P>) {
        for cell in 0..<cells {
            for (position, unit) in units.enumerated()
            where tally.decimals.slot(ofUnit: unit, cell: cell) != nil || others.hasSlot(unit: unit, cell: cell) {
                positions.append(position)
            }
            starts.append(positions.count)
        }
        weights = Array(repeating: Pair(), count: outcomes * positions.count)
        if tally.design == .records { squares = weights }
    }

    private mutating func read(_ sums: DecimalSums) {
        guard sums.slotCount > 0 else { return }
        var memory = [UInt128](repeating: 0, count: 32)
        var pairs = [DecimalSums.Pair](repeating: DecimalSums.Pair(), count: outcomes)
        for cell in 0..<cells {
            for entry in starts[cell]..<starts[cell + 1] {
                guard let slot = sums.slot(ofUnit: units[positions[entry]], cell: cell) else { continue }
                sums.readSums(slot: slot, into: &pairs, &memory)
                for (outcome, pair) in pairs.enumerated() {
                    weights[outcome * positions.count + entry] += Self.pair(pair, per: DecimalSums.unit)
                    decimalTotals[outcome * cells + cell] += pair
                    guard tally.design == .records else { continue }
                    let square = Self.pair(sums.squares(slot: slot, outcome: outcome), per: DecimalSums.squareUnit)
                    squares[outcome * positions.count + entry] += square
                }
            }
        }
        for cell in 0..<min(cells, sums.cellCount) {
            for outcome in 0..<outcomes {
                let more = sums.counts(cell: cell, outcome: outcome)
                counts[outcome * cells + cell].present += more.present
                counts[outcome * cells + cell].absent += more.absent
                guard tally.design == .clusters else { continue }
                let square = Double(nearestTo: sums.squares(cell: cell, outcome: outcome)) / DecimalSums.squareUnit
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
                for entry in starts[cell]..<starts[cell + 1] {
                    let unit = units[positions[entry]]
                    guard sums.hasSlot(unit: unit, cell: cell) else { continue }
                    let pair = sums.sums(unit: unit, cells: [cell], outcome: outcome)
                    total += pair
                    weights[outcome * positions.count + entry] +=
                        Pair(present: pair.present.rounded, absent: pair.absent.rounded)
                    let more = sums.counts(unit: unit, cells: CollectionOfOne(cell), outcome: outcome)
                    counts[place].present += more.present
                    counts[place].absent += more.absent
                    guard tally.design == .records else { continue }
                    let square = sums.squares(unit: unit, cells: [cell], outcome: outcome)
                    squares[outcome * positions.count + entry] +=
                        Pair(present: square.present.rounded, absent: square.absent.rounded)
                }
                otherTotals[place] += Pair(present: total.present.rounded, absent: total.absent.rounded)
                guard tally.design == .clusters else { continue }
                let square = sums.squares(cells: [cell], outcome: outcome)
                squareTotals[place] += square.present.rounded + square.absent.rounded
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

    /// Σw in some cells of each unit for one outcome, by position. O(units + entries).
    func weights(cells wanted: [Int], outcome: Int) -> [Pair] { sums(weights, wanted, outcome) }

    /// Σw² in some cells of each unit for one outcome, by position, in a design of records. O(units + entries).
    func squares(cells wanted: [Int], outcome: Int) -> [Pair] { sums(squares, wanted, outcome) }

    private func sums(_ pairs: [Pair], _ wanted: [Int], _ outcome: Int) -> [Pair] {
        var sums = [Pair](repeating: Pair(), count: units.count)
        let first = outcome * positions.count
        for cell in wanted where cell < cells {
            for entry in starts[cell]..<starts[cell + 1] { sums[positions[entry]] += pairs[first + entry] }
        }
        return sums
    }

    /// Σw² in some cells of all units for one outcome.
    func squareTotal(cells wanted: [Int], outcome: Int) -> Double {
        guard tally.design == .records else {
            return wanted.reduce(0) { $1 < cells ? $0 + squareTotals[outcome * cells + $1] : $0 }
        }
        var total = Pair()
        for pair in squares(cells: wanted, outcome: outcome) { total += pair }
        return total.present + total.absent
    }

    /// The number of records in some cells of all units for one outcome.
    func counts(cells wanted: [Int], outcome: Int) -> (present: Int, absent: Int) {
        wanted.reduce(into: (0, 0)) { sum, cell in
            guard cell < cells else { return }
            sum.0 += counts[outcome * cells + cell].present
            sum.1 += counts[outcome * cells + cell].absent
        }
    }

    private static func pair(_ sums: DecimalSums.Pair, per unit: Double) -> Pair {
        Pair(present: Double(nearestTo: sums.present) / unit, absent: Double(nearestTo: sums.absent) / unit)
    }
}
