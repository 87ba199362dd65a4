// Counts per cause and cell, that merge by addition.

package import Codebook
package import Columns
package import FEEL
package import RuleSets

/// One worker's counts over the batches it has seen.
///
/// Everything in it is an integer that is added to, so the order of batches and the number of workers cannot show in the result.
package struct Tally {
    private let plan: Plan
    private let groupIndex: GroupIndex
    private let contributing: [Bool]

    /// Eligible, not eligible and undetermined records.
    package private(set) var eligibility = EligibilityCounts()
    /// For each cause in order how many records have it as main cause; then undetermined, contributing only, unexplained.
    package private(set) var mainCauses: [Int]
    /// For each planned derived variable, how many of its values could be computed, and how many of those are implausible.
    package private(set) var derived: [(computable: Int, implausible: Int)]

    // Counters of the cells that have been met, `stride` for each: its records, then per cause present, absent, complete, and complete and present.
    private var counters: [Int] = []
    private var slotOfCell: [Int32]
    private let stride: Int
    private var cellOfRecord: [UInt32]
    private var slotOfRecord: [Int32]

    /// How many records are in the population.
    package struct EligibilityCounts: Sendable, Hashable {
        /// Records of the population.
        package var eligible = 0
        /// Records outside it.
        package var notEligible = 0
        /// Records whose answers leave it open.
        package var undetermined = 0
    }

    /// Makes an empty tally for a plan.
    package init(_ plan: Plan, openTexts: [Int: OpenTexts]) {
        self.plan = plan
        groupIndex = GroupIndex(plan, openTexts: openTexts)
        contributing = plan.contributing
        mainCauses = Array(repeating: 0, count: plan.causes.count + 3)
        derived = Array(repeating: (0, 0), count: plan.derived.count)
        slotOfCell = Array(repeating: -1, count: groupIndex.cellCount)
        stride = 1 + 4 * plan.causes.count
        cellOfRecord = Array(repeating: 0, count: ColumnBatch.capacity)
        slotOfRecord = Array(repeating: 0, count: ColumnBatch.capacity)
    }

    /// Counts the records of an evaluator's batch, which it has run over. O(records × causes).
    package mutating func add(_ evaluator: Evaluator, _ batch: ColumnBatch) {
        findCells(evaluator, batch)
        for word in 0..<batch.wordCount {
            let present = batch.present(inWord: word)
            let (yes, no) = population(evaluator, word, present)
            eligibility.eligible += yes.nonzeroBitCount
            eligibility.notEligible += no.nonzeroBitCount
            eligibility.undetermined += (present & ~yes & ~no).nonzeroBitCount
            countDerived(evaluator, word, present)
            guard yes != 0 else { continue }
            countMainCauses(evaluator, word, yes)
            countCells(evaluator, batch, word, yes)
        }
    }

    /// The records of the population and those outside it.
    private func population(_ evaluator: Evaluator, _ word: Int, _ present: UInt64) -> (yes: UInt64, no: UInt64) {
        guard let population = plan.population else { return (present, 0) }
        return (evaluator.truth(of: population)[word] & present, evaluator.falsity(of: population)[word] & present)
    }

    /// Finds each record's counters, and makes them for cells that are met for the first time.
    private mutating func findCells(_ evaluator: Evaluator, _ batch: ColumnBatch) {
        cellOfRecord.withUnsafeMutableBufferPointer { cells in
            if let start = cells.baseAddress { groupIndex.fill(start, evaluator, batch) }
        }
        for record in 0..<batch.count {
            let cell = Int(cellOfRecord[record])
            if slotOfCell[cell] < 0 {
                slotOfCell[cell] = Int32(counters.count / stride)
                counters += Array(repeating: 0, count: stride)
            }
            slotOfRecord[record] = slotOfCell[cell]
        }
    }

    private mutating func countDerived(_ evaluator: Evaluator, _ word: Int, _ present: UInt64) {
        for (index, variable) in plan.derived.enumerated() where variable.position != variable.unchecked {
            let computable = evaluator.knownMask(of: variable.unchecked)[word] & present
            let plausible = evaluator.knownMask(of: variable.position)[word]
            derived[index].computable += computable.nonzeroBitCount
            derived[index].implausible += (computable & ~plausible).nonzeroBitCount
        }
    }

    private mutating func countMainCauses(_ evaluator: Evaluator, _ word: Int, _ eligible: UInt64) {
        var open = eligible
        var undetermined: UInt64 = 0
        var hasContributing: UInt64 = 0
        for (index, cause) in plan.causes.enumerated() {
            guard let position = cause.position else { continue }
            let present = evaluator.truth(of: position)[word]
            if contributing[index] {
                hasContributing |= present
            } else {
                mainCauses[index] += (open & present).nonzeroBitCount
                open &= ~present
                undetermined |= evaluator.unknown(position, word: word)
            }
        }
        let causes = plan.causes.count
        mainCauses[causes] += (open & undetermined).nonzeroBitCount
        mainCauses[causes + 1] += (open & ~undetermined & hasContributing).nonzeroBitCount
        mainCauses[causes + 2] += (open & ~undetermined & ~hasContributing).nonzeroBitCount
    }

    private mutating func countCells(_ evaluator: Evaluator, _ batch: ColumnBatch, _ word: Int, _ eligible: UInt64) {
        count(eligible, word, at: 0)
        for (index, cause) in plan.causes.enumerated() {
            guard let position = cause.position else { continue }
            let present = evaluator.truth(of: position)[word] & eligible
            var complete = eligible
            for column in cause.completeColumns { complete &= batch.answered(column)[word] }
            for step in cause.completeSteps { complete &= ~evaluator.unknown(step, word: word) }
            let base = 1 + 4 * index
            count(present, word, at: base)
            count(evaluator.falsity(of: position)[word] & eligible, word, at: base + 1)
            count(complete, word, at: base + 2)
            count(complete & present, word, at: base + 3)
        }
    }

    /// Adds one to a counter in the cell of every record of a mask word.
    @inline(__always)
    private mutating func count(_ mask: UInt64, _ word: Int, at offset: Int) {
        var left = mask
        while left != 0 {
            let record = word * 64 + left.trailingZeroBitCount
            counters[Int(slotOfRecord[record]) * stride + offset] += 1
            left &= left - 1
        }
    }

    /// Hands every cell that was met to `body`: its group in each dimension, and its counts per cause.
    package func forEachCell(_ body: (_ groups: [Int], _ counts: [Counts]) -> Void) {
        for (cell, slot) in slotOfCell.enumerated() where slot >= 0 {
            var groups: [Int] = []
            var rest = cell
            for size in groupIndex.sizes.reversed() {
                groups.append(rest % size)
                rest /= size
            }
            let start = Int(slot) * stride
            let counts = plan.causes.indices.map { index in
                Counts(
                    records: counters[start],
                    present: counters[start + 1 + 4 * index],
                    absent: counters[start + 2 + 4 * index],
                    complete: counters[start + 3 + 4 * index],
                    completePresent: counters[start + 4 + 4 * index]
                )
            }
            body(groups.reversed(), counts)
        }
    }
}
