// One cause in one cell: its counts and what they say, as far as they may be shown.

internal import Prevalence
package import Statistics

/// The counts of a cell that can be hidden one by one.
package enum Measure: String, Sendable, CaseIterable {
    case records, present, absent, undetermined, complete
    case completePresent = "complete_present"
}

/// A value that is printed, or why it is not.
package enum Shown<Value: Sendable & Hashable>: Sendable, Hashable {
    case value(Value)
    /// There is none: nothing is below the line.
    case none
    /// It is small, or gives a small one away.
    case hidden

    /// The value, if it is shown.
    package var value: Value? { if case .value(let value) = self { value } else { nil } }
    /// Whether it is hidden.
    package var isHidden: Bool { self == .hidden }

    /// The value made of this one.
    package func map<Other>(_ transform: (Value) -> Other?) -> Shown<Other> {
        switch self {
        case .value(let value): transform(value).map(Shown<Other>.value) ?? .none
        case .none: .none
        case .hidden: .hidden
        }
    }
}

/// One cause in one cell of the groups.
package struct Figure: Sendable {
    /// Whether the cause is present or absent by construction here: the interval means nothing, and no test or adjustment is made.
    package let isByDefinition: Bool
    /// Each count.
    package let counts: [Measure: Shown<Int>]
    /// The events and the records of the prevalence, whatever the choice made of undetermined ones.
    package let events: Shown<Int>, total: Shown<Int>
    /// The prevalence in which every record counts once, and its interval.
    package let plainPrevalence: Shown<Double>, plainInterval: Shown<ClosedRange<Double>>
    /// The weighted prevalence; nil where there are no weights.
    package let weighted: WeightedFigure?
    /// The prevalence that people are shown: the weighted one, if there are weights.
    package var prevalenceShown: Shown<Double> { weighted?.estimate.map(\.prevalence) ?? plainPrevalence }
    /// Its interval.
    package var intervalShown: Shown<ClosedRange<Double>> { weighted?.interval ?? plainInterval }
    /// What the share would be if every undetermined record were absent, or present.
    package let boundsShown: Shown<ClosedRange<Double>>
    /// What the standards of the NCHS say, if asked for and if anything may be said.
    package let reliability: Reliability?

    /// The values that are shown.
    package var prevalence: Double? { prevalenceShown.value }
    package var interval: ClosedRange<Double>? { intervalShown.value }
    package var bounds: ClosedRange<Double>? { boundsShown.value }
    /// Whether the prevalence is hidden.
    package var isHidden: Bool { prevalenceShown.isHidden }

    /// A count.
    package subscript(measure: Measure) -> Shown<Int> { counts[measure] ?? .none }

    init(
        _ counts: Counts,
        _ choices: StatisticsChoices,
        isByDefinition: Bool,
        weighted estimate: WeightedEstimate? = nil,
        hidesWeighted: Bool = false,
        isHidden: (Measure) -> Bool
    ) {
        self.isByDefinition = isByDefinition
        self.counts = Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { ($0, isHidden($0) ? .hidden : .value(counts[$0])) }
        )
        let needed = choices.needed
        let (x, n) = counts.share(choices)
        let mayShowEvents = !needed.events.contains(where: isHidden)
        let mayShow = mayShowEvents && !isHidden(needed.total)
        events = mayShowEvents ? .value(x) : .hidden
        total = isHidden(needed.total) ? .hidden : .value(n)
        plainPrevalence = !mayShow ? .hidden : n == 0 ? .none : .value(Double(x) / Double(n))
        let interval = choices.interval.interval(events: x, total: n, level: choices.level)
        plainInterval = !mayShow ? .hidden : interval.map(Shown.value) ?? .none
        let mayShowBounds = ![.present, .undetermined, .records].contains(where: isHidden)
        boundsShown = !mayShowBounds ? .hidden : counts.bounds.map(Shown.value) ?? .none
        weighted = choices.weighting.map { weighting in
            WeightedFigure(
                estimate,
                choices,
                weighting,
                isByDefinition: isByDefinition,
                mayShow: mayShow && !hidesWeighted
            )
        }
        reliability =
            !mayShow || isByDefinition ? nil : choices.reliability(events: x, records: n, weighted: weighted)
    }
}

extension StatisticsChoices {
    /// The counts that make up the events and the records of a prevalence.
    var needed: (events: [Measure], total: Measure) {
        switch undetermined {
        case .exclude: ([.completePresent], .complete)
        case .absent: ([.present], .records)
        case .present: ([.present, .undetermined], .records)
        }
    }

    /// What the standards of the NCHS say of a share, if asked for: of the weighted one, if records are weighted. Nil where that is not shown, and where there are
    /// no records.
    func reliability(events: Int, records: Int, weighted: WeightedFigure?) -> Reliability? {
        guard showsReliability else { return nil }
        guard let weighted else { return Reliability(events: events, records: records) }
        return weighted.estimate.value.map { Reliability($0) }
    }
}

extension Counts {
    /// The events and the records of a prevalence, as the choices have it.
    func share(_ choices: StatisticsChoices) -> (events: Int, records: Int) {
        (choices.needed.events.reduce(0) { $0 + self[$1] }, self[choices.needed.total])
    }

    /// The count of a measure.
    subscript(measure: Measure) -> Int {
        switch measure {
        case .records: records
        case .present: present
        case .absent: absent
        case .undetermined: undetermined
        case .complete: complete
        case .completePresent: completePresent
        }
    }
}
