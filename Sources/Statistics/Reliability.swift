// Whether a prevalence is precise enough to be shown.

/// The NCHS Data Presentation Standards for Proportions, applied to one prevalence.
///
/// Source: Parker JD et al. (2017), National Center for Health Statistics Data Presentation Standards for Proportions, Vital Health Stat 2(175).
/// The text does not settle zero events with a wide interval: the relative width is infinite, so that they are suppressed here.
package struct Reliability: Sendable, Hashable {
    /// What to do with the value.
    package enum Verdict: String, Sendable {
        case show
        /// Shown, with a footnote that its complement is not precise.
        case footnote
        case suppress
    }

    /// Which of the standard's criteria decided, in its order.
    package enum Reason: String, Sendable, CaseIterable {
        /// Fewer than 30 records, or worth fewer than 30.
        case fewRecords = "few_records"
        /// The interval is at most 5 percentage points wide.
        case narrow
        /// The interval is at least 30 percentage points wide.
        case wide
        /// The interval is more than 1.3 times as wide as the value is large.
        case wideForValue = "wide_for_value"
        /// The interval is more than 1.3 times as wide as the complement is large.
        case wideForComplement = "wide_for_complement"
        /// None of the criteria against it holds.
        case precise
        /// The design leaves no interval.
        case noInterval = "no_interval"

        /// The reason as a footnote.
        package var footnote: String {
            switch self {
            case .fewRecords: "fewer than 30 records, or an effective sample size below 30"
            case .narrow: "the 95 % interval is at most 5 percentage points wide"
            case .wide: "the 95 % interval is 30 percentage points wide or more"
            case .wideForValue: "the 95 % interval is wider than 130 % of the value"
            case .wideForComplement:
                "the 95 % interval is wider than 130 % of the value's complement, which is not precise"
            case .precise: "none of the standard's criteria against showing it holds"
            case .noInterval: "the design leaves nothing to estimate the interval from"
            }
        }
    }

    /// Why a statistician should look at a value that is shown.
    package enum Review: String, Sendable {
        /// Fewer than 8 degrees of freedom.
        case fewDegreesOfFreedom = "few_degrees_of_freedom"
        /// The value is 0 or 100 %.
        case extreme

        /// The reason as a footnote.
        package var footnote: String {
            switch self {
            case .fewDegreesOfFreedom: "fewer than 8 degrees of freedom: for statistical review"
            case .extreme: "0 or 100 %: for statistical review"
            }
        }
    }

    /// What to do with the value.
    package let verdict: Verdict
    /// Why.
    package let reason: Reason
    /// What to review besides; empty if the value is suppressed.
    package let reviews: [Review]

    /// Judges an unweighted prevalence by its 95 % Clopper–Pearson interval. Nil if there are no records.
    package init?(events: Int, records: Int) {
        guard records > 0 else { return nil }
        self.init(
            prevalence: Double(events) / Double(records),
            interval: clopperPearsonInterval(events: Double(events), total: Double(records)),
            records: records,
            effectiveSize: Double(records),
            degreesOfFreedom: nil
        )
    }

    /// Judges a weighted prevalence by its 95 % Korn–Graubard interval.
    package init(_ estimate: WeightedEstimate) {
        self.init(
            prevalence: estimate.prevalence,
            interval: estimate.kornGraubardInterval(),
            records: estimate.records,
            effectiveSize: estimate.effectiveSize ?? Double(estimate.records),
            degreesOfFreedom: estimate.degreesOfFreedom
        )
    }

    private init(
        prevalence p: Double,
        interval: ClosedRange<Double>?,
        records: Int,
        effectiveSize: Double,
        degreesOfFreedom: Int?
    ) {
        (verdict, reason) = Self.judge(p, interval, smallest: min(Double(records), effectiveSize))
        var reviews: [Review] = []
        if verdict != .suppress {
            if let degreesOfFreedom, degreesOfFreedom < 8 { reviews.append(.fewDegreesOfFreedom) }
            if p == 0 || p == 1 { reviews.append(.extreme) }
        }
        self.reviews = reviews
    }

    private static func judge(_ p: Double, _ interval: ClosedRange<Double>?, smallest: Double) -> (Verdict, Reason) {
        if smallest < 30 { return (.suppress, .fewRecords) }
        guard let interval else { return (.suppress, .noInterval) }
        let width = interval.upperBound - interval.lowerBound
        if width <= 0.05 { return (.show, .narrow) }
        if width >= 0.30 { return (.suppress, .wide) }
        if width > 1.3 * p { return (.suppress, .wideForValue) }
        if width > 1.3 * (1 - p) { return (.footnote, .wideForComplement) }
        return (.show, .precise)
    }
}
