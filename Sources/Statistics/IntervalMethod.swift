// The choice of interval for a prevalence, by the names that users write.

/// How the interval of an unweighted proportion is computed.
package enum IntervalMethod: String, CaseIterable, Sendable {
    case wilson
    case clopperPearson = "clopper-pearson"
    case logit

    /// The method that `name` stands for. Throws with the names there are.
    package init(named name: String) throws(StatisticsError) {
        guard let method = Self(rawValue: name) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw StatisticsError("there is no interval named \(name); there are \(names)")
        }
        self = method
    }

    /// What to call it in a text.
    package var title: String {
        switch self {
        case .wilson: "Wilson score interval without continuity correction"
        case .clopperPearson: "Clopper–Pearson exact interval"
        case .logit: "logit interval"
        }
    }

    /// The interval of `events` among `total` records.
    ///
    /// - Returns: Nil if there are no records, or for `logit` if none or all of them are events.
    package func interval(events: Int, total: Int, level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        guard total > 0, events >= 0, events <= total else { return nil }
        return switch self {
        case .wilson: wilsonInterval(events: events, total: total, level: level)
        case .clopperPearson: clopperPearsonInterval(events: Double(events), total: Double(total), level: level)
        case .logit: logitInterval(events: events, total: total, level: level)
        }
    }
}
