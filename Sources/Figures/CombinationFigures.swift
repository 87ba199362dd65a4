// How often causes occur together, with small counts taken out.

package import Prevalence
package import Statistics

/// Combinations of causes, pairs, and numbers of causes per record, each as one event among eligible records.
package struct CombinationFigures: Sendable {
    /// What an event is.
    package enum Kind: String, Sendable, CaseIterable {
        /// These causes and no other.
        case combination
        /// All combinations that are not listed, because of a smallest cell.
        case otherCombinations = "other_combinations"
        /// This cause and no other.
        case alone
        /// This cause and at least one other.
        case withOthers = "with_others"
        /// So many causes.
        case number
        /// So many causes or more.
        case atLeast = "at_least"
        /// Both causes, whatever else there is.
        case pair
        /// The first cause of a pair without the second, and the second without the first.
        case firstOnly = "first_only"
        case secondOnly = "second_only"

        /// Whether it is counted among the records complete for two causes, not for all.
        package var isOfPairs: Bool { self == .pair || self == .firstOnly || self == .secondOnly }
    }

    /// One event and how often it was met.
    package struct Event: Sendable {
        /// What it is.
        package var kind: Kind
        /// The causes it names, by position in the summary.
        package var causes: [Int] = []
        /// The number of causes, for the kinds that count them.
        package var number: Int?
        /// The records in which it is decided, and those of them in which it is so.
        package var decided: Shown<Int>, decidedWith: Shown<Int>
        /// The records that are complete for every cause it depends on, and those of them in which it is so.
        package var complete: Shown<Int>, completeWith: Shown<Int>
        /// The share among complete records, and its interval.
        package var share: Shown<Double> = .hidden, interval: Shown<ClosedRange<Double>> = .hidden
        /// What the share among all eligible records would be if everything undetermined were absent, or present; none where that is not counted.
        package var bounds: Shown<ClosedRange<Double>> = .none
        /// The weighted share; nil where records are not weighted.
        package var weighted: WeightedFigure?
        /// What the standards of the NCHS say of the share that people are shown, if asked for and if it is shown.
        package var reliability: Reliability?
        /// The share that people are shown, and its interval: the weighted one, if records are weighted.
        package var shareShown: Shown<Double> { weighted?.estimate.map(\.prevalence) ?? share }
        package var intervalShown: Shown<ClosedRange<Double>> { weighted?.interval ?? interval }
    }

    /// The statistics in force.
    package let choices: StatisticsChoices
    /// The causes that are told apart, by position: those that are assessed, and of which nothing is hidden over all records.
    package let causes: [Int]
    /// Eligible records, those in which every assessed cause is decided, and those that are complete for all of them.
    package let eligible: Int, decided: Shown<Int>, complete: Shown<Int>
    /// The events: combinations, the most common first; then each cause alone and with others; numbers of causes; pairs in the causes' order.
    package internal(set) var events: [Event]
    /// Whether anything is hidden.
    package let hidesAny: Bool
    /// Whether weighted shares are hidden, because some records lack a weight: these would show beside the counts.
    package let hidesWeighted: Bool
    /// Whether no combination is listed because too many are hidden for their protection to be proven.
    package let hasTooManyHidden: Bool
    /// How many hidden combinations there may be for any to be listed.
    package static let mostHidden = CombinationAttack.most

    /// Computes the figures of a tally with pairs. With a smallest cell, ``CombinationDisclosure`` decides.
    package init(_ tally: CombinationTally, _ figures: Figures) {
        let disclosure = figures.combinations ?? CombinationDisclosure(tally, figures)
        choices = figures.choices
        eligible = tally.eligible
        hidesAny = disclosure.hidesAny
        hidesWeighted = figures.choices.minimumCell > 0 && figures.designFacts?.eligible.areAllPositive == false
        hasTooManyHidden = disclosure.hasTooMany
        decided = disclosure.hidesAny ? .hidden : .value(tally.decided)
        complete = disclosure.hidesComplete ? .hidden : .value(tally.complete)
        causes = disclosure.causes.map { tally.causes[$0] }
        let events =
            Self.combinations(tally, disclosure) + Self.singles(tally, disclosure) + Self.numbers(tally, disclosure)
            + Self.pairs(tally, disclosure)
        self.events = events.map { event in
            var event = event
            if let with = event.completeWith.value, let all = event.complete.value {
                event.share = all == 0 ? .none : .value(Double(with) / Double(all))
                let interval = figures.choices.interval.interval(
                    events: with,
                    total: all,
                    level: figures.choices.level
                )
                event.interval = interval.map(Shown.value) ?? .none
                event.reliability = figures.choices.reliability(events: with, records: all, weighted: nil)
            }
            return event
        }
    }

    /// The events of a kind.
    package func events(_ kind: Kind) -> [Event] { events.filter { $0.kind == kind } }

    /// An event whose records are those in which all causes are decided, or complete.
    private static func event(
        _ kind: Kind,
        _ causes: [Int],
        _ number: Int?,
        _ count: CombinationTally.Count,
        _ tally: CombinationTally,
        _ disclosure: CombinationDisclosure,
        isHidden: Bool
    ) -> Event {
        Event(
            kind: kind,
            causes: causes,
            number: number,
            decided: disclosure.hidesAny ? .hidden : .value(tally.decided),
            decidedWith: disclosure.hidesAny ? .hidden : .value(count.decided),
            complete: disclosure.hidesComplete ? .hidden : .value(tally.complete),
            completeWith: isHidden ? .hidden : .value(count.complete)
        )
    }

    private static func combinations(_ tally: CombinationTally, _ disclosure: CombinationDisclosure) -> [Event] {
        var events = disclosure.listed.map { combination, count in
            event(
                .combination,
                tally.causes.indices.filter { combination >> UInt64($0) & 1 == 1 }.map { tally.causes[$0] },
                nil,
                count,
                tally,
                disclosure,
                isHidden: false
            )
        }
        if let other = disclosure.other {
            events.append(
                event(.otherCombinations, [], nil, .init(complete: other), tally, disclosure, isHidden: false)
            )
        }
        return events
    }

    private static func singles(_ tally: CombinationTally, _ disclosure: CombinationDisclosure) -> [Event] {
        let listed = Set(disclosure.listed.map(\.combination))
        return disclosure.causes.flatMap { index -> [Event] in
            let bit: UInt64 = 1 << UInt64(index)
            let alone = disclosure.counts[bit] ?? .init()
            let all = disclosure.counts.reduce(into: CombinationTally.Count()) { sum, entry in
                guard entry.key & bit != 0 else { return }
                sum.decided += entry.value.decided
                sum.complete += entry.value.complete
            }
            let others = CombinationTally.Count(
                decided: all.decided - alone.decided,
                complete: all.complete - alone.complete
            )
            let causes = [tally.causes[index]]
            let isHidden = disclosure.hidesAny && !listed.contains(bit)
            return [
                event(.alone, causes, nil, alone, tally, disclosure, isHidden: isHidden),
                event(.withOthers, causes, nil, others, tally, disclosure, isHidden: disclosure.hidesAny),
            ]
        }
    }

    private static func numbers(_ tally: CombinationTally, _ disclosure: CombinationDisclosure) -> [Event] {
        var exact = Array(repeating: CombinationTally.Count(), count: tally.causes.count + 1)
        for (combination, count) in tally.combinations {
            exact[combination.nonzeroBitCount].decided += count.decided
            exact[combination.nonzeroBitCount].complete += count.complete
        }
        let most = tally.notAbsent.lastIndex { $0 > 0 } ?? 0
        let isHidden = disclosure.hidesAny
        return (0...most).map { event(.number, [], $0, exact[$0], tally, disclosure, isHidden: isHidden) }
            + (1...max(1, most)).map { number in
                let rest = exact[min(number, exact.count)...]
                let count = CombinationTally.Count(
                    decided: rest.reduce(0) { $0 + $1.decided },
                    complete: rest.reduce(0) { $0 + $1.complete }
                )
                var found = event(.atLeast, [], number, count, tally, disclosure, isHidden: isHidden)
                let (low, high) = (tally.present.dropFirst(number), tally.notAbsent.dropFirst(number))
                found.bounds =
                    isHidden
                    ? .hidden : shares(low.reduce(0, +), high.reduce(0, +), of: tally.eligible)
                return found
            }
    }

    private static func pairs(_ tally: CombinationTally, _ disclosure: CombinationDisclosure) -> [Event] {
        let shown = Set(disclosure.causes)
        return zip(CombinationTally.pairs(tally.causes.count), tally.pairs).flatMap { pair, count -> [Event] in
            guard shown.contains(pair.first), shown.contains(pair.second) else { return [] }
            func show(_ count: Int) -> Shown<Int> { disclosure.hidesAny ? .hidden : .value(count) }
            func event(_ kind: Kind, _ part: KeyPath<CombinationTally.PairCount.Square, Int>) -> Event {
                Event(
                    kind: kind,
                    causes: [tally.causes[pair.first], tally.causes[pair.second]],
                    decided: show(count.decided.records),
                    decidedWith: show(count.decided[keyPath: part]),
                    complete: show(count.complete.records),
                    completeWith: show(count.complete[keyPath: part])
                )
            }
            var both = event(.pair, \.both)
            both.bounds = disclosure.hidesAny ? .hidden : shares(count.decided.both, count.possible, of: tally.eligible)
            return [both, event(.firstOnly, \.firstOnly), event(.secondOnly, \.secondOnly)]
        }
    }

    private static func shares(_ low: Int, _ high: Int, of records: Int) -> Shown<ClosedRange<Double>> {
        records == 0 ? .none : .value(Double(low) / Double(records)...Double(high) / Double(records))
    }
}
