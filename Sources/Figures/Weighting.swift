// What a user may choose about weighted figures, and what the design turned out to be.

package import Prevalence
package import Statistics

/// The choices about weighted figures.
package struct Weighting: Sendable, Hashable {
    /// The columns of weights, strata and PSUs as the user named them; nil where there is none.
    package var weights: String?, strata: String?, psu: String?
    /// How the interval is computed.
    package var interval = WeightedIntervalMethod.logit
    /// What is done with strata of a single PSU.
    package var singlePSU = SinglePSUPolicy.error

    /// Names columns.
    package init(weights: String?, strata: String?, psu: String?) {
        (self.weights, self.strata, self.psu) = (weights, strata, psu)
    }
}

/// What was met of a design in the files.
package struct DesignFacts: Sendable, Hashable {
    /// How the sample was drawn.
    package var design: SurveyDesign
    /// How many strata and sampling units there are, and how many strata have a single PSU.
    package var strata: Int, units: Int, lonelyStrata: Int
    /// How many records have weights, in the whole file and in the population.
    package var records: DesignTally.WeightCounts, eligible: DesignTally.WeightCounts
}

/// The weighted prevalence of a cause in a cell, as far as it may be shown.
package struct WeightedFigure: Sendable {
    /// The estimate.
    package let estimate: Shown<WeightedEstimate>
    /// Its interval; none where the cause is present or absent by definition.
    package let interval: Shown<ClosedRange<Double>>

    /// The estimate of a cell; `mayShow` says whether the counts of the prevalence and the weighted figures are shown.
    init(
        _ estimate: WeightedEstimate?,
        _ choices: StatisticsChoices,
        _ weighting: Weighting,
        isByDefinition: Bool,
        mayShow: Bool
    ) {
        guard let estimate else {
            self.estimate = mayShow ? .none : .hidden
            interval = self.estimate.isHidden ? .hidden : .none
            return
        }
        guard mayShow else {
            (self.estimate, interval) = (.hidden, .hidden)
            return
        }
        self.estimate = .value(estimate)
        let range = isByDefinition ? nil : weighting.interval.interval(estimate, level: choices.level)
        interval = range.map(Shown.value) ?? .none
    }
}
