// What one pass over weighted records keeps: exact sums per sampling unit, cell and outcome.

/// Adds up weighted records, so that any prevalence and its standard error can be computed afterwards.
///
/// An outcome is a cause that a record can have: present, absent, or neither, where the record is not complete for it. A cell is a group of
/// the table (not a margin). For each sampling unit, cell and outcome the tally keeps Σw and the number of records, for those present and
/// those absent; and Σw² per cell, or per stratum and cell where records are the units. Sums are exact, so tallies of parts of a file, merged
/// in any order, give the same bits.
///
/// - Complexity: Adding a record is O(outcomes answered). Memory is O(units · cells · outcomes), whatever the number of records: 48 bytes
///   each, and 112 in a design of records, for combinations that occur. Records whose weights are no multiples of 2^−80 below 2^48, or
///   exceed a total of 2^48, are summed apart in a wide form of some 1,200 bytes each, and many times slower.
package struct SurveyTally: Sendable {
    /// How the sample was drawn.
    package let design: SurveyDesign
    /// How many cells there are.
    package let cellCount: Int
    /// How many outcomes there are, at most 64.
    package let outcomeCount: Int
    /// The sampling units seen, by number.
    package private(set) var units: [SamplingUnit] = []
    /// How many records were added.
    package private(set) var recordCount = 0

    private var numberOfUnit: [SamplingUnit: Int] = [:]
    /// The sums of all weights that fit in the narrow form.
    private(set) var narrow: SurveySums<NarrowPrecision>
    /// The sums of the others, if there are any.
    private(set) var wide: SurveySums<WidePrecision>?
    /// Σw over `narrow` in multiples of 2^−80: no sum in there is larger.
    private var narrowTotal: UInt128 = 0

    /// Makes an empty tally for one worker, of at least one cell and one outcome.
    package init(design: SurveyDesign, cells: Int, outcomes: Int) {
        precondition(cells >= 1 && (1...64).contains(outcomes))
        self.design = design
        cellCount = cells
        outcomeCount = outcomes
        narrow = SurveySums(design: design, cells: cells, outcomes: outcomes)
    }

    /// The number of a sampling unit in this tally. Ask once per combination of codes, not per record.
    package mutating func number(of unit: SamplingUnit) -> Int {
        if let number = numberOfUnit[unit] { return number }
        let number = units.count
        numberOfUnit[unit] = number
        units.append(unit)
        return number
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - weight: How many people it stands for.
    ///   - unit: The number of its sampling unit.
    ///   - cell: Its cell, or nil if it is in none: it counts in the design, but in no estimate.
    ///   - present: A bit for each outcome that the record has.
    ///   - absent: A bit for each that it has not. A record with a bit in neither is not complete for that outcome.
    package mutating func add(_ weight: SamplingWeight, unit: Int, cell: Int?, present: UInt64, absent: UInt64) {
        recordCount += 1
        guard let cell else { return }
        if let fixed = weight.fixed {
            let (total, overflows) = narrowTotal.addingReportingOverflow(fixed)
            if !overflows {
                narrowTotal = total
                narrow.add(weight, unit: unit, cell: cell, present: present, absent: absent)
                return
            }
        }
        if wide == nil { wide = emptyWide }
        wide?.add(weight, unit: unit, cell: cell, present: present, absent: absent)
    }

    /// Adds a tally of other records of the same table.
    package mutating func merge(_ other: SurveyTally) {
        precondition(design == other.design && cellCount == other.cellCount && outcomeCount == other.outcomeCount)
        let numbers = other.units.map { number(of: $0) }
        recordCount += other.recordCount
        let (total, overflows) = narrowTotal.addingReportingOverflow(other.narrowTotal)
        if overflows {
            if wide == nil { wide = emptyWide }
            wide?.merge(other.narrow.widened(), unitNumbers: numbers)
        } else {
            narrowTotal = total
            narrow.merge(other.narrow, unitNumbers: numbers)
        }
        if let others = other.wide {
            if wide == nil { wide = emptyWide }
            wide?.merge(others, unitNumbers: numbers)
        }
    }

    private var emptyWide: SurveySums<WidePrecision> {
        SurveySums(design: design, cells: cellCount, outcomes: outcomeCount)
    }
}
