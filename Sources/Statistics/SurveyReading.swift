// The sums of a finished survey tally, whatever the form in which weights were added up.

/// Reads sums as numbers: each form is exact, and rounded once.
struct SurveyReading: Sendable {
    /// Σw, or Σw², of the records with an outcome and of those without it.
    struct Pair {
        var present = 0.0
        var absent = 0.0
        /// Of both together, added up before rounding.
        var answered = 0.0
    }

    /// The sums of weights that are no whole millionths.
    private enum Binary: Sendable {
        case narrow(SurveySums<NarrowPrecision>)
        case wide(SurveySums<WidePrecision>)
    }

    let tally: SurveyTally
    private let binary: Binary?

    /// Prepares a tally of the whole file.
    init(_ tally: SurveyTally) {
        self.tally = tally
        if let beyond = tally.wide {
            // Where some sums did not fit in the narrow form, none stays in it, so that what fits cannot show.
            var all = tally.narrow.widened()
            all.merge(
                beyond,
                unitNumbers: Array(tally.units.indices),
                cellNumbers: Array(0..<tally.cellCount)
            )
            binary = .wide(all)
        } else {
            binary = tally.narrow.slots.isEmpty ? nil : .narrow(tally.narrow)
        }
    }

    /// Σw in some cells of some units for one outcome.
    func weights(units: some Sequence<Int>, cells: [Int], outcome: Int) -> Pair {
        var decimals = DecimalSums.Pair()
        for unit in units {
            let pair = tally.decimals.sums(unit: unit, cells: cells, outcome: outcome)
            decimals.present += pair.present
            decimals.absent += pair.absent
        }
        var result = Self.pair(decimals, per: DecimalSums.unit)
        func add<P>(_ sums: SurveySums<P>) {
            var pair = SurveySums<P>.Pair<P.Sum>()
            for unit in units { pair += sums.sums(unit: unit, cells: cells, outcome: outcome) }
            result.present += pair.present.rounded
            result.absent += pair.absent.rounded
            result.answered += pair.answered.rounded
        }
        switch binary {
        case .narrow(let sums): add(sums)
        case .wide(let sums): add(sums)
        case nil: break
        }
        return result
    }

    /// Σw² and the number of records in some cells for one outcome, in a design of records in those of some units only.
    func squares(
        units: some Sequence<Int>,
        cells: [Int],
        outcome: Int
    ) -> (squares: Pair, counts: (present: Int, absent: Int)) {
        var decimals = DecimalSums.Pair()
        var counts = (present: 0, absent: 0)
        func add(_ part: (squares: DecimalSums.Pair, counts: (present: Int, absent: Int))) {
            decimals.present += part.squares.present
            decimals.absent += part.squares.absent
            counts.present += part.counts.present
            counts.absent += part.counts.absent
        }
        if tally.design == .records {
            for unit in units { add(tally.decimals.squares(unit: unit, cells: cells, outcome: outcome)) }
        } else {
            add(tally.decimals.squares(unit: 0, cells: cells, outcome: outcome))
        }
        var result = Self.pair(decimals, per: DecimalSums.squareUnit)
        func add<P>(_ sums: SurveySums<P>) {
            var pair = SurveySums<P>.Pair<P.SquareSum>()
            if tally.design == .clusters { pair = sums.squares(cells: cells, outcome: outcome) }
            for unit in units {
                if tally.design == .records { pair += sums.squares(unit: unit, cells: cells, outcome: outcome) }
                let more = sums.counts(unit: unit, cells: cells, outcome: outcome)
                counts.present += more.present
                counts.absent += more.absent
            }
            result.present += pair.present.rounded
            result.absent += pair.absent.rounded
            result.answered += pair.answered.rounded
        }
        switch binary {
        case .narrow(let sums): add(sums)
        case .wide(let sums): add(sums)
        case nil: break
        }
        return (result, counts)
    }

    private static func pair(_ sums: DecimalSums.Pair, per unit: Double) -> Pair {
        Pair(
            present: Double(sums.present) / unit,
            absent: Double(sums.absent) / unit,
            answered: Double(sums.present + sums.absent) / unit
        )
    }
}
