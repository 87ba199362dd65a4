// A prevalence as it would be with the ages of a standard population, as far as it may be shown.

internal import Statistics

/// The standardised prevalence of a cause in a cell.
package struct StandardisedFigure: Sendable, Hashable {
    /// The records that are complete for the cause and have an age in a band, and those of them with the cause; unweighted.
    package var records: Int, events: Int
    /// The prevalence over the same records without standardisation, weighted if records are.
    package var crude: Double
    /// The standardised prevalence.
    package var prevalence: Double
    /// Its standard error; nil if there is nothing to tell it from.
    package var standardError: Double?
    /// Intervals by the normal approximation, cut at 0 and 1, and on the logit scale; nil where there are none.
    package var normal: ClosedRange<Double>?, logit: ClosedRange<Double>?
    /// The gamma interval of Fay and Feuer, of unweighted records only.
    package var gamma: ClosedRange<Double>?

    /// The interval that people are shown: on the logit scale, and where that has none by the gamma method.
    package var interval: ClosedRange<Double>? { logit ?? gamma }

    /// Standardises unweighted counts.
    init(_ result: StandardisedPrevalence, level: ConfidenceLevel) {
        records = result.strata.reduce(0) { $0 + $1.records }
        events = result.strata.reduce(0) { $0 + $1.events }
        crude = result.crude
        prevalence = result.prevalence
        standardError = result.standardError
        normal = result.normalInterval(level: level)
        logit = result.logitInterval(level: level)
        gamma = result.gammaInterval(level: level)
    }

    /// Takes over weighted estimates of the same records.
    init(_ estimate: WeightedEstimate, crude: WeightedEstimate, level: ConfidenceLevel) {
        records = estimate.records
        events = estimate.events
        self.crude = crude.prevalence
        prevalence = estimate.prevalence
        standardError = estimate.standardError
        logit = estimate.logitInterval(level: level)
        guard let error = estimate.standardError, estimate.degreesOfFreedom > 0 else { return }
        let spread = level.t(degreesOfFreedom: Double(estimate.degreesOfFreedom)) * error
        normal = max(0, prevalence - spread)...min(1, prevalence + spread)
    }
}

/// Why a cell has no standardised prevalence.
package enum Unstandardised: Sendable, Hashable {
    /// The cell is a band of age itself.
    case groupedByAge
    /// The cause is not assessed.
    case notAssessed
    /// The cause is defined by age, or by what forms the cell.
    case byDefinition
    /// No record complete for the cause has an age in these bands.
    case emptyBands([String])
    /// No record complete for the cause and of these ages has a weight.
    case noWeights

    /// In a few words; nil where nothing need be said.
    package var reason: String? {
        switch self {
        case .groupedByAge: "grouped by age"
        case .notAssessed: nil
        case .byDefinition: "by definition"
        case .emptyBands(let bands): "no complete record aged \(bands.joined(separator: ", "))"
        case .noWeights: "no complete record of some age has a weight"
        }
    }
}

/// A standardised prevalence, or why there is none.
package enum StandardisedResult: Sendable, Hashable {
    case figure(Shown<StandardisedFigure>)
    case none(Unstandardised)

    /// What is shown of it.
    package var shown: Shown<StandardisedFigure> {
        switch self {
        case .figure(let shown): shown
        case .none: .none
        }
    }

    /// Why there is none.
    package var reason: String? { if case .none(let reason) = self { reason.reason } else { nil } }
}
