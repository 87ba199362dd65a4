// Which causes occur together in a record: counts that merge by addition.

internal import Columns
package import FEEL
package import RuleSets

/// One worker's counts of combinations of causes among eligible records.
///
/// A record has a combination where every assessed cause is decided, and counts once more where it is complete for every one of them. Pairs have their own
/// records, those in which both causes are decided, or complete. What a record has at least and at most is known of every record.
package struct CombinationTally: Sendable {
    /// How many records have one combination.
    package struct Count: Sendable, Hashable {
        /// Records in which every assessed cause is decided.
        package var decided = 0
        /// Those that are complete for every assessed cause.
        package var complete = 0

        /// Makes a count.
        package init(decided: Int = 0, complete: Int = 0) {
            self.decided = decided
            self.complete = complete
        }
    }

    /// How two causes occur together.
    package struct PairCount: Sendable, Hashable {
        /// How the records fall in which both causes are decided, or complete.
        package struct Square: Sendable, Hashable {
            /// All of them; those with both; with the first cause alone of the two; with the second alone.
            package var records = 0, both = 0, firstOnly = 0, secondOnly = 0
            /// Those with neither.
            package var neither: Int { records - both - firstOnly - secondOnly }
        }

        package var decided = Square()
        package var complete = Square()
        /// Records in which both are present for all that is known: neither is absent.
        package var possible = 0
    }

    /// The most causes that can be told apart.
    package static let maximumCauses = 64
    /// The most combinations that are counted, so that memory stays bounded: 2^20.
    package static let maximumCombinations = 1 << 20

    /// The assessed causes, by position. Bit i of a combination is `causes[i]`.
    package let causes: [Int]
    /// Eligible records; those in which every assessed cause is decided; those that are complete for every one.
    package private(set) var eligible = 0, decided = 0, complete = 0
    /// How many records have each combination that was met.
    package private(set) var combinations: [UInt64: Count] = [:]
    /// Whether pairs are counted.
    package let keepsPairs: Bool
    /// Each pair of causes, in the order (0, 1), (0, 2) … (1, 2) …; none where they are not counted.
    package private(set) var pairs: [PairCount]
    /// By number of causes, the records in which so many are present, and in which so many are not absent.
    package private(set) var present: [Int], notAbsent: [Int]
    /// Whether there were more combinations than are counted, in any order of records.
    package private(set) var hasTooMany = false
    /// What is known of the records that are not complete for every cause; nil where that is not asked for.
    package private(set) var incomplete: RecordKinds?

    private let steps: [(position: Int, columns: [Int], steps: [Int])]

    /// Makes an empty tally for a plan with at most `maximumCauses` assessed causes. Where counts are to be hidden, the kinds of incomplete records are needed to tell
    /// what a reader could find out. Pairs are needed where combinations are printed.
    package init(_ plan: Plan, keepsKinds: Bool = false, keepsPairs: Bool = true) {
        if keepsKinds { incomplete = RecordKinds() }
        self.keepsPairs = keepsPairs
        let assessed = plan.causes.enumerated().filter { $0.element.position != nil }.prefix(Self.maximumCauses)
        causes = assessed.map(\.offset)
        steps = assessed.map {
            ($0.element.position ?? 0, $0.element.completeColumns.sorted(), $0.element.completeSteps.sorted())
        }
        pairs = Array(repeating: PairCount(), count: keepsPairs ? causes.count * (causes.count - 1) / 2 : 0)
        present = Array(repeating: 0, count: causes.count + 1)
        notAbsent = present
    }

    /// The pairs of `count` causes, in order.
    package static func pairs(_ count: Int) -> [(first: Int, second: Int)] {
        (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
    }

    /// Counts the records of an evaluator's batch. O(causes × records), and O(pairs × records / 64).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator) {
        let batch = evaluator.batch
        let pairPositions = keepsPairs ? Self.pairs(causes.count) : []
        var masks = Masks(count: causes.count)
        for word in 0..<batch.wordCount {
            var records = batch.present(inWord: word)
            if let population = plan.population { records &= evaluator.truth(of: population)[word] }
            guard records != 0 else { continue }
            for (index, step) in steps.enumerated() {
                masks.truth[index] = evaluator.truth(of: step.position)[word] & records
                masks.falsity[index] = evaluator.falsity(of: step.position)[word] & records
                var complete = masks.truth[index] | masks.falsity[index]
                for column in step.columns { complete &= batch.answered(column)[word] }
                for other in step.steps { complete &= ~evaluator.unknown(other, word: word) }
                masks.complete[index] = complete
            }
            for (index, pair) in pairPositions.enumerated() {
                add(&pairs[index], masks, pair.first, pair.second, records)
            }
            addRecords(masks, records)
        }
    }

    /// What is known of 64 records, a mask per cause.
    private struct Masks {
        var truth: [UInt64], falsity: [UInt64], complete: [UInt64]

        init(count: Int) {
            truth = Array(repeating: 0, count: count)
            (falsity, complete) = (truth, truth)
        }
    }

    private func add(_ pair: inout PairCount, _ masks: Masks, _ first: Int, _ second: Int, _ records: UInt64) {
        let (a, b) = (masks.truth[first], masks.truth[second])
        func add(_ square: inout PairCount.Square, _ domain: UInt64) {
            square.records += domain.nonzeroBitCount
            square.both += (domain & a & b).nonzeroBitCount
            square.firstOnly += (domain & a & ~b).nonzeroBitCount
            square.secondOnly += (domain & b & ~a).nonzeroBitCount
        }
        add(&pair.decided, (a | masks.falsity[first]) & (b | masks.falsity[second]))
        add(&pair.complete, masks.complete[first] & masks.complete[second])
        pair.possible += (records & ~masks.falsity[first] & ~masks.falsity[second]).nonzeroBitCount
    }

    private mutating func addRecords(_ masks: Masks, _ records: UInt64) {
        let allDecided = zip(masks.truth, masks.falsity).reduce(records) { $0 & ($1.0 | $1.1) }
        let allComplete = masks.complete.reduce(allDecided, &)
        eligible += records.nonzeroBitCount
        decided += allDecided.nonzeroBitCount
        complete += allComplete.nonzeroBitCount
        var rest = records
        while rest != 0 {
            let bit = UInt64(rest.trailingZeroBitCount)
            rest &= rest - 1
            var (has, mayHave): (UInt64, UInt64) = (0, 0)
            for index in masks.truth.indices {
                has |= (masks.truth[index] >> bit & 1) << UInt64(index)
                mayHave |= (~masks.falsity[index] >> bit & 1) << UInt64(index)
            }
            present[has.nonzeroBitCount] += 1
            notAbsent[mayHave.nonzeroBitCount] += 1
            if incomplete != nil, allComplete >> bit & 1 == 0 {
                let complete = masks.complete.indices.reduce(UInt64(0)) {
                    $0 | (masks.complete[$1] >> bit & 1) << UInt64($1)
                }
                incomplete?.add(RecordKind(present: has, open: mayHave & ~has, complete: complete))
            }
            guard allDecided >> bit & 1 == 1 else { continue }
            add(Count(decided: 1, complete: Int(allComplete >> bit & 1)), to: has)
        }
    }

    private mutating func add(_ count: Count, to combination: UInt64) {
        if let known = combinations.index(forKey: combination) {
            combinations.values[known].decided += count.decided
            combinations.values[known].complete += count.complete
        } else if combinations.count < Self.maximumCombinations {
            combinations[combination] = count
        } else {
            hasTooMany = true
        }
    }

    /// Adds the counts of another worker's tally of the same plan.
    package static func += (left: inout CombinationTally, right: CombinationTally) {
        left.eligible += right.eligible
        left.decided += right.decided
        left.complete += right.complete
        left.hasTooMany = left.hasTooMany || right.hasTooMany
        for (combination, count) in right.combinations { left.add(count, to: combination) }
        if let kinds = right.incomplete { left.incomplete? += kinds }
        for index in left.pairs.indices { left.pairs[index] += right.pairs[index] }
        for number in left.present.indices {
            left.present[number] += right.present[number]
            left.notAbsent[number] += right.notAbsent[number]
        }
    }
}

extension CombinationTally.PairCount {
    fileprivate static func += (left: inout Self, right: Self) {
        left.decided += right.decided
        left.complete += right.complete
        left.possible += right.possible
    }
}

extension CombinationTally.PairCount.Square {
    fileprivate static func += (left: inout Self, right: Self) {
        left.records += right.records
        left.both += right.both
        left.firstOnly += right.firstOnly
        left.secondOnly += right.secondOnly
    }
}
