// What one pass over weighted records keeps: exact sums per sampling unit, cell and outcome.

package import Columns

/// Adds up weighted records, so that any prevalence and its standard error can be computed afterwards.
///
/// An outcome is a cause that a record can have: present, absent, or neither, where the record is not complete for it. A cell is a group of
/// the table (not a margin). For each sampling unit, cell and outcome the tally keeps Σw of those answered and of those present; the number of records
/// per cell; and Σw² per cell, or per stratum and cell where records are the units. Sums are exact, so tallies of parts of a file, merged in any
/// order, give the same bits.
///
/// - Complexity: Adding a record is O(outcomes). Memory is O(units · cells · outcomes), whatever the number of records: 16 bytes
///   each, and 48 in a design of records, for combinations that occur. Weights that are no whole millionths below 140 million are summed apart, in 48
///   and 112 bytes; and those among them that are no multiples of 2^−80 below 2^48, or exceed a total of 2^48, in a wide form of some 1,200 bytes, and
///   many times slower.
package struct SurveyTally: Sendable {
    /// How the sample was drawn.
    package let design: SurveyDesign
    /// How many outcomes there are, at most `mostOutcomes`.
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
    /// In a design of records, how many records of each unit are answered, those in no cell included.
    private var answered: UnitCounts

    private let kernel: ColumnKernel

    /// The most outcomes that a tally has.
    package static let mostOutcomes = 16

    /// Makes an empty tally for one worker, of at least one outcome. It takes more cells than `cells` as they come.
    package init(design: SurveyDesign, cells: Int = 0, outcomes: Int, kernel: ColumnKernel = .best) {
        self.kernel = kernel
        precondition((1...Self.mostOutcomes).contains(outcomes))
        self.design = design
        cellCount = cells
        outcomeCount = outcomes
        decimals = DecimalSums(design: design, outcomes: outcomes)
        narrow = SurveySums(design: design, outcomes: outcomes)
        answered = UnitCounts()
    }

    /// The number of a sampling unit in this tally. Ask once per combination of codes, not per record.
    package mutating func number(of unit: SamplingUnit) -> Int {
        if let number = numberOfUnit[unit] { return number }
        let number = units.count
        numberOfUnit[unit] = number
        units.append(unit)
        if design == .records { answered.addUnit() }
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
    package mutating func add(_ weight: SamplingWeight, unit: Int, cell: Int, present: UInt64, absent: UInt64) {
        precondition((present | absent) >> UInt64(outcomeCount) == 0)
        cellCount = max(cellCount, cell + 1)
        if weight.millionths != 0 {
            decimals.add(weight.millionths, unit: unit, cell: cell, present: present, absent: absent)
        } else {
            addBinary(weight, unit, cell, present, absent)
        }
        addOutside(unit: unit, answered: present | absent)
    }

    /// A few thousand records at most, 64 to a word of masks: their weights, sampling units and cells, and what is known of them.
    package struct Block {
        /// How many words the masks have.
        let words: Int
        /// Which records are added, and which are only counted, as `addOutside` does. There may be anything about others.
        let chosen: UnsafePointer<UInt64>, outside: UnsafePointer<UInt64>
        /// The weights and cells of those that are added.
        let weights: UnsafePointer<Double>, cells: UnsafePointer<Int32>
        /// The sampling units of both.
        let units: UnsafePointer<Int32>
        /// Bit *o* is whether outcome *o* is answered, bit `outcomeCount` + *o* whether it is present; no others are set.
        let facts: UnsafePointer<UInt64>

        /// Describes records.
        package init(
            words: Int,
            chosen: UnsafePointer<UInt64>,
            outside: UnsafePointer<UInt64>,
            weights: UnsafePointer<Double>,
            units: UnsafePointer<Int32>,
            cells: UnsafePointer<Int32>,
            facts: UnsafePointer<UInt64>
        ) {
            (self.words, self.chosen, self.outside) = (words, chosen, outside)
            (self.weights, self.units) = (weights, units)
            (self.cells, self.facts) = (cells, facts)
        }
    }

    /// Adds the records of a block. O(records × outcomes).
    package mutating func add(_ block: Block) {
        if design == .records {
            for word in 0..<block.words {
                answered.add(
                    chosen: block.chosen[word] | block.outside[word],
                    units: block.units + 64 * word,
                    answered: block.facts + 64 * word,
                    kernel
                )
            }
        }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: block.words) { memory in
            guard let left = memory.baseAddress else { return }
            decimals.add(block, left: left, kernel)
            for word in 0..<block.words where left[word] != 0 { addBinary(left[word], word, of: block) }
        }
        cellCount = max(cellCount, decimals.metCells)
    }

    private mutating func addBinary(_ records: UInt64, _ word: Int, of block: Block) {
        let lowest: UInt64 = 1 << UInt64(outcomeCount) - 1
        var rest = records
        while rest != 0 {
            let record = 64 * word + rest.trailingZeroBitCount
            rest &= rest &- 1
            let (unit, cell) = (Int(block.units[record]), Int(block.cells[record]))
            let (answered, present) = (block.facts[record] & lowest, block.facts[record] >> UInt64(outcomeCount))
            cellCount = max(cellCount, cell + 1)
            addBinary(SamplingWeight(positive: block.weights[record]), unit, cell, present, answered & ~present)
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
    package mutating func addOutside(unit: Int, answered: UInt64) {
        if design == .records { self.answered.add(unit: unit, answered: answered) }
    }

    /// How many records of a unit are answered for an outcome, in any cell or none, in a design of records.
    func answeredCount(unit: Int, outcome: Int) -> Int { answered.count(unit: unit, outcome: outcome) }

    /// Adds a tally of other records, whose cells have these numbers here; the same ones if none are given.
    package mutating func merge(_ other: SurveyTally, cellNumbers: [Int]? = nil) {
        precondition(design == other.design && outcomeCount == other.outcomeCount)
        let units = other.units.map { number(of: $0) }
        let cells = cellNumbers ?? Array(0..<other.cellCount)
        cellCount = max(cellCount, (cells.prefix(other.cellCount).max() ?? -1) + 1)
        if design == .records { answered.merge(other.answered, unitNumbers: units) }
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
