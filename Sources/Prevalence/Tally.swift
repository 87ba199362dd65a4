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

    // Each cell that has been met has its place in every counter. A counter's facts are the record itself and four lists of up to 15 causes: those
    // present, those absent, those for which the record is complete, and those of them that are present.
    private var counters: [PlaneCounter]
    private var placeOfCell: [Int32]
    private var cellOfRecord: [UInt32]
    private var placeOfRecord: [Int32]
    /// Masks of facts, which become facts of records: of 64 records, or of a whole batch for each counter if they are kept.
    private var planes: [UInt64]
    private let keepsFacts: Bool
    private let causes: [CauseSteps]
    private let completeColumns: [Int]
    private let completeSteps: [Int]

    /// So many causes have all their facts in one word.
    static let causesPerCounter = 15

    /// How many records are in the population.
    package struct EligibilityCounts: Sendable, Hashable {
        /// Records of the population.
        package var eligible = 0
        /// Records outside it.
        package var notEligible = 0
        /// Records whose answers leave it open.
        package var undetermined = 0
    }

    /// Makes an empty tally for a plan. It keeps what `withFacts` hands out only if asked to.
    package init(_ plan: Plan, openTexts: [Int: OpenTexts], kernel: ColumnKernel = .best, keepsFacts: Bool = false) {
        self.plan = plan
        groupIndex = GroupIndex(plan, openTexts: openTexts)
        contributing = plan.contributing
        mainCauses = Array(repeating: 0, count: plan.causes.count + 3)
        derived = Array(repeating: (0, 0), count: plan.derived.count)
        placeOfCell = Array(repeating: -1, count: groupIndex.cellCount)
        cellOfRecord = Array(repeating: 0, count: ColumnBatch.capacity)
        placeOfRecord = Array(repeating: 0, count: ColumnBatch.capacity)
        (causes, completeColumns, completeSteps) = CauseSteps.lists(of: plan)
        counters = stride(from: 0, to: max(1, causes.count), by: Self.causesPerCounter).map {
            [count = causes.count] first in
            PlaneCounter(facts: 1 + 4 * min(Self.causesPerCounter, count - first), kernel: kernel)
        }
        self.keepsFacts = keepsFacts
        planes = Array(repeating: 0, count: keepsFacts ? counters.count * ColumnBatch.capacity : 64)
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
            guard yes != 0 || keepsFacts else { continue }
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
        // Nearly always all of them have been met, and one look at each is all there is to do.
        var least: Int32 = 0
        placeOfRecord.withUnsafeMutableBufferPointer { places in
            for record in 0..<batch.count {
                let place = placeOfCell[Int(cellOfRecord[record])]
                places[record] = place
                least = min(least, place)
            }
        }
        guard least < 0 else { return }
        for record in 0..<batch.count {
            let cell = Int(cellOfRecord[record])
            if placeOfCell[cell] < 0 {
                placeOfCell[cell] = Int32(counters[0].cellCount)
                for index in counters.indices { counters[index].addCell() }
            }
            placeOfRecord[record] = placeOfCell[cell]
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
        for index in causes.indices {
            guard let position = causes[index].position else { continue }
            let present = evaluator.truth(of: position)[word]
            if contributing[index] {
                hasContributing |= present
            } else {
                mainCauses[index] += (open & present).nonzeroBitCount
                open &= ~present
                undetermined |= evaluator.unknown(position, word: word)
            }
        }
        let causes = causes.count
        mainCauses[causes] += (open & undetermined).nonzeroBitCount
        mainCauses[causes + 1] += (open & ~undetermined & hasContributing).nonzeroBitCount
        mainCauses[causes + 2] += (open & ~undetermined & ~hasContributing).nonzeroBitCount
    }

    private mutating func countCells(_ evaluator: Evaluator, _ batch: ColumnBatch, _ word: Int, _ eligible: UInt64) {
        for index in counters.indices {
            let first = index * Self.causesPerCounter
            let count = min(Self.causesPerCounter, causes.count - first)
            let place = keepsFacts ? index * ColumnBatch.capacity + word * 64 : 0
            planes.withUnsafeMutableBufferPointer { planes in
                guard let planes = planes.baseAddress.map({ $0 + place }) else { return }
                planes.update(repeating: 0, count: 64)
                planes[0] = eligible
                for offset in 0..<count {
                    let cause = causes[first + offset]
                    guard let position = cause.position else { continue }
                    let present = evaluator.truth(of: position)[word]
                    var complete = ~UInt64(0)
                    for place in cause.completeColumns { complete &= batch.answered(completeColumns[place])[word] }
                    for place in cause.completeSteps {
                        complete &= ~evaluator.unknown(completeSteps[place], word: word)
                    }
                    let facts = planes + (1 + offset)
                    facts[0] = present
                    facts[count] = evaluator.falsity(of: position)[word]
                    facts[2 * count] = complete
                    facts[3 * count] = complete & present
                }
                placeOfRecord.withUnsafeBufferPointer { places in
                    guard let places = places.baseAddress else { return }
                    counters[index].add(planes, chosen: eligible, places: places + word * 64)
                }
            }
        }
    }

    /// Hands the facts of the last batch's records to `body`, if they are kept: for each counter a word for each record of a full batch. Its lowest bit
    /// is whether the record is counted at all; then come so many bits for each of four lists as the counter has causes, `causesPerCounter` unless it is
    /// the last: causes that are present, absent, complete, and complete and present. They are right for records that are not counted, too.
    func withFacts<Result>(_ body: (UnsafePointer<UInt64>) throws -> Result) rethrows -> Result? {
        precondition(keepsFacts)
        return try planes.withUnsafeBufferPointer { try $0.baseAddress.map(body) }
    }

    /// Hands the places of the last batch's records to `body`: the numbers under which `forEachCell` has their cells.
    package func withPlaces<Result>(_ body: (UnsafePointer<Int32>) throws -> Result) rethrows -> Result? {
        try placeOfRecord.withUnsafeBufferPointer { try $0.baseAddress.map(body) }
    }

    /// Hands every cell that was met to `body`: its place in the order of meeting, its group in each dimension, and its counts per cause.
    package func forEachCell(_ body: (_ place: Int, _ groups: [Int], _ counts: [Counts]) -> Void) {
        var finished = counters
        for index in finished.indices { finished[index].finish() }
        for (cell, place) in placeOfCell.enumerated() where place >= 0 {
            var groups: [Int] = []
            var rest = cell
            for size in groupIndex.sizes.reversed() {
                groups.append(rest % size)
                rest /= size
            }
            let counts = causes.indices.map { index in
                let counter = finished[index / Self.causesPerCounter]
                let base = Int(place) * counter.facts
                let (start, count) = (base + 1 + index % Self.causesPerCounter, counter.facts / 4)
                return Counts(
                    records: counter.counts[base],
                    present: counter.counts[start],
                    absent: counter.counts[start + count],
                    complete: counter.counts[start + 2 * count],
                    completePresent: counter.counts[start + 3 * count]
                )
            }
            body(Int(place), groups.reversed(), counts)
        }
    }
}
