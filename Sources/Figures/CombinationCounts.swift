// Every count that a reader has of combinations where all are shown.

internal import Prevalence

/// All that is published of combinations and pairs, and the differences between what is nested: the records of a cause of which another is open, the records of a
/// pair in which some third cause is open, and so on.
struct CombinationCounts {
    private let tally: CombinationTally
    /// The counts over all records of the tally's causes.
    private let causes: [Counts]

    init(_ tally: CombinationTally, _ summary: Summary) {
        self.tally = tally
        causes = tally.causes.map { summary.causes[$0].counts[0] }
    }

    /// Whether any is small. O(combinations · pairs) where none is.
    func hasAny(_ isSmall: (Int) -> Bool) -> Bool {
        hasAnyOfRecords(isSmall) || hasAnyOfNumbers(isSmall) || hasAnyOfPairs(isSmall)
    }

    private func hasAnyOfRecords(_ isSmall: (Int) -> Bool) -> Bool {
        [tally.eligible - tally.decided, tally.decided - tally.complete, tally.complete].contains(where: isSmall)
            || tally.combinations.values.contains {
                [$0.decided, $0.complete, $0.decided - $0.complete].contains(where: isSmall)
            }
    }

    private func hasAnyOfNumbers(_ isSmall: (Int) -> Bool) -> Bool {
        var exact = Array(repeating: 0, count: tally.present.count)
        for (combination, count) in tally.combinations { exact[combination.nonzeroBitCount] += count.decided }
        return exact.indices.contains { number in
            let (present, possible) = (tally.present[number...], tally.notAbsent[number...])
            return [
                tally.present[number], tally.notAbsent[number], tally.present[number] - exact[number],
                tally.notAbsent[number] - exact[number], possible.reduce(0, +) - present.reduce(0, +),
            ].contains(where: isSmall)
        }
    }

    private func hasAnyOfPairs(_ isSmall: (Int) -> Bool) -> Bool {
        let single = tally.causes.indices.map { with(1 << UInt64($0)) }
        for (cause, with) in zip(causes, single) {
            let counts = [
                cause.present - with.decided, cause.absent - (tally.decided - with.decided),
                cause.completePresent - with.complete,
                cause.complete - cause.completePresent - (tally.complete - with.complete),
            ]
            if counts.contains(where: isSmall) { return true }
        }
        for ((first, second), pair) in zip(CombinationTally.pairs(causes.count), tally.pairs) {
            let both = with(1 << UInt64(first) | 1 << UInt64(second))
            let (a, b) = (single[first], single[second])
            let (decided, complete) = (pair.decided, pair.complete)
            let counts =
                [
                    tally.eligible - decided.records, decided.records - complete.records,
                    decided.both - complete.both, decided.firstOnly - complete.firstOnly,
                    decided.secondOnly - complete.secondOnly, decided.neither - complete.neither,
                    pair.possible - decided.both, tally.eligible - pair.possible,
                ]
                + nested(
                    decided,
                    Square(records: tally.decided, both: both.decided, first: a.decided, second: b.decided),
                    (causes[first].present, causes[first].absent),
                    (causes[second].present, causes[second].absent)
                )
                + nested(
                    complete,
                    Square(records: tally.complete, both: both.complete, first: a.complete, second: b.complete),
                    (causes[first].completePresent, causes[first].complete - causes[first].completePresent),
                    (causes[second].completePresent, causes[second].complete - causes[second].completePresent)
                )
            if counts.contains(where: isSmall) { return true }
        }
        return false
    }

    /// How two causes fall in the records in which all causes are known.
    private struct Square {
        var records: Int, both: Int, first: Int, second: Int
    }

    /// The counts of a pair, what they have beyond the records in which all causes are known, and what each cause has beyond the pair's.
    private func nested(
        _ pair: CombinationTally.PairCount.Square,
        _ all: Square,
        _ first: (present: Int, absent: Int),
        _ second: (present: Int, absent: Int)
    ) -> [Int] {
        let own = [pair.both, pair.firstOnly, pair.secondOnly, pair.neither]
        let inner = [
            all.both, all.first - all.both, all.second - all.both, all.records - all.first - all.second + all.both,
        ]
        return own + zip(own, inner).map { $0 - $1 } + [
            first.present - pair.both - pair.firstOnly, first.absent - pair.secondOnly - pair.neither,
            second.present - pair.both - pair.secondOnly, second.absent - pair.firstOnly - pair.neither,
        ]
    }

    /// The records of all combinations that have these causes.
    private func with(_ wanted: UInt64) -> CombinationTally.Count {
        tally.combinations.reduce(into: CombinationTally.Count()) { sum, entry in
            guard entry.key & wanted == wanted else { return }
            sum.decided += entry.value.decided
            sum.complete += entry.value.complete
        }
    }
}
