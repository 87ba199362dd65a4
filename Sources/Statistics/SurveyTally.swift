// What one pass over weighted records keeps: exact sums per sampling unit, cell and outcome.

package import Columns

/// Adds up weighted records, so that any prevalence and its standard error can be computed afterwards.
///
/// An outcome is a cause that a record can have: present, absent, or neither, where the record is not complete for it. A cell is a group of
/// the table (not a margin). For each sampling unit, cell and outcome the tally keeps Σw of those present and of those absent; and Σw² and the
/// number of records per cell, or per stratum and cell where records are the units. Sums are exact, so tallies of parts of a file, merged in any
/// order, give the same bits.
///
/// - Complexity: Adding a record is O(outcomes answered). Memory is O(units · cells · outcomes), whatever the number of records: 16 bytes
///   each, and 64 in a design of records, for combinations that occur. Weights that are no whole millionths below 140 million are summed apart, in 48
///   and 112 bytes; and those among them that are no multiples of 2^−80 below 2^48, or exceed a total of 2^48, in a wide form of some 1,200 bytes, and
///   many times slower.
package struct SurveyTally: Sendable {
    /// How the sample was drawn.
    package let design: SurveyDesign
    /// How many outcomes there are, at most 64.
    package let outcomeCount: Int
    /// How many cells have been met.
    package private(set) var cellCount: Int
    /// The sampling units seen, by number.
    package private(set) var units: [SamplingUnit] = []

    private var numberOfUnit: [SamplingUnit: Int] = [:]
    /// The sums of the weights that are whole millionths.
    private(set) var decimals: DecimalSums
    /// The sums of all others that fit in the narrow form.
    private(set) var narrow: SurveySums<NarrowPrecision>
    /// The sums of the rest, if there are any.
    private(set) var wide: SurveySums<WidePrecision>?
    /// Σw over `narrow` in multiples of 2^−80: no sum in there is larger.
    private var narrowTotal: UInt128 = 0
    /// In a design of records, for each unit and outcome the number of records that are answered but in no cell.
    private var outside: [Int] = []

    private let kernel: ColumnKernel

    /// Makes an empty tally for one worker, of at least one outcome. It takes more cells than `cells` as they come.
    package init(design: SurveyDesign, cells: Int = 0, outcomes: Int, kernel: ColumnKernel = .best) {
        self.kernel = kernel
        precondition((1...64).contains(outcomes))
        self.design = design
        cellCount = cells
        outcomeCount = outcomes
        decimals = DecimalSums(design: design, outcomes: outcomes)
        narrow = SurveySums(design: design, outcomes: outcomes)
    }

    /// The number of a sampling unit in this tally. Ask once per combination of codes, not per record.
    package mutating func number(of unit: SamplingUnit) -> Int {
        if let number = numberOfUnit[unit] { return number }
        let number = units.count
        numberOfUnit[unit] = number
        units.append(unit)
        if design == .records { outside += repeatElement(0, count: outcomeCount) }
        return number
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - weight: How many people it stands for.
    ///   - unit: The number of its sampling unit.
    ///   - cell: Its cell. Those in none are added with `addOutside`.
    ///   - present: A bit for each outcome that the record has.
    ///   - absent: A bit for each that it has not. A record with a bit in neither is not complete for that outcome.
    @inline(__always)
    package mutating func add(_ weight: SamplingWeight, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        if cell >= cellCount { cellCount = cell + 1 }
        if weight.millionths != 0 {
            decimals.add(weight.millionths, unit: unit, cell: cell, present: present, absent: absent)
        } else {
            addBinary(weight, unit, cell, present, absent)
        }
    }

    /// Adds up to 64 records of the `chosen` bits; of `answers` the lowest `outcomeCount` bits are those present, the next as many those absent.
    package mutating func add(
        chosen: UInt64,
        weights: UnsafePointer<Double>,
        units: UnsafePointer<Int32>,
        cells: UnsafePointer<Int32>,
        answers: UnsafePointer<UInt64>
    ) {
        precondition(outcomeCount <= 32)
        let lowest: UInt64 = 1 << UInt64(outcomeCount) - 1
        let all = lowest | lowest << UInt64(outcomeCount)
        withUnsafeTemporaryAllocation(of: WeightedRecord.self, capacity: 64) { records in
            var count = 0
            var rest = chosen
            while rest != 0 {
                let record = rest.trailingZeroBitCount
                rest &= rest &- 1
                let weight = SamplingWeight(positive: weights[record])
                let (unit, cell, facts) = (Int(units[record]), Int(cells[record]), answers[record] & all)
                if cell >= cellCount { cellCount = cell + 1 }
                if weight.millionths == 0 {
                    addBinary(weight, unit, cell, facts & lowest, facts >> UInt64(outcomeCount))
                    continue
                }
                let entry = WeightedRecord(
                    weight: weight.millionths,
                    facts: facts,
                    sumRow: UInt32(truncatingIfNeeded: unit),
                    row: UInt32(truncatingIfNeeded: cell)
                )
                records.initializeElement(at: count, to: entry)
                count += 1
            }
            decimals.add(UnsafeMutableBufferPointer(rebasing: records[..<count]), kernel)
        }
    }

    @inline(never)
    private mutating func addBinary(
        _ weight: SamplingWeight,
        _ unit: Int,
        _ cell: Int,
        _ present: UInt64,
        _ absent: UInt64
    ) {
        if let fixed = weight.fixed {
            let (total, overflows) = narrowTotal.addingReportingOverflow(fixed)
            if !overflows {
                narrowTotal = total
                narrow.add(weight, unit: unit, cell: cell, present: present, absent: absent)
                return
            }
        }
        if wide == nil { wide = SurveySums(design: design, outcomes: outcomeCount) }
        wide?.add(weight, unit: unit, cell: cell, present: present, absent: absent)
    }

    /// Adds a record that no estimate is of, or whose weight is 0: the variance depends on how many there were in a stratum. In a design of clusters
    /// only the unit counts, which has its number already.
    @inline(__always)
    package mutating func addOutside(unit: Int, answered: UInt64) {
        guard design == .records else { return }
        var rest = answered
        while rest != 0 {
            outside[unit * outcomeCount + rest.trailingZeroBitCount] += 1
            rest &= rest &- 1
        }
    }

    /// How many answered records of a unit are in no cell.
    func outsideCount(unit: Int, outcome: Int) -> Int { outside[unit * outcomeCount + outcome] }

    /// Adds a tally of other records, whose cells have these numbers here; the same ones if none are given.
    package mutating func merge(_ other: SurveyTally, cellNumbers: [Int]? = nil) {
        precondition(design == other.design && outcomeCount == other.outcomeCount)
        let units = other.units.map { number(of: $0) }
        let cells = cellNumbers ?? Array(0..<other.cellCount)
        cellCount = max(cellCount, (cells.prefix(other.cellCount).max() ?? -1) + 1)
        for (number, unit) in units.enumerated() where design == .records {
            for outcome in 0..<outcomeCount {
                outside[unit * outcomeCount + outcome] += other.outside[number * outcomeCount + outcome]
            }
        }
        decimals.merge(other.decimals, unitNumbers: units, cellNumbers: cells)
        let (total, overflows) = narrowTotal.addingReportingOverflow(other.narrowTotal)
        if overflows {
            if wide == nil { wide = SurveySums(design: design, outcomes: outcomeCount) }
            wide?.merge(other.narrow.widened(), unitNumbers: units, cellNumbers: cells)
        } else {
            narrowTotal = total
            narrow.merge(other.narrow, unitNumbers: units, cellNumbers: cells)
        }
        if let others = other.wide {
            if wide == nil { wide = SurveySums(design: design, outcomes: outcomeCount) }
            wide?.merge(others, unitNumbers: units, cellNumbers: cells)
        }
    }
}
