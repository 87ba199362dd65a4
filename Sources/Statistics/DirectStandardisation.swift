// Prevalence as it would be if the cohort had the ages of a standard population.

/// A directly standardised prevalence of unweighted records.
///
/// Σ W_a p_a over bands of age a, with p_a = x_a/n_a and W_a the standard population's share in the band; its standard error √Σ W²p(1−p)/n. Source: Breslow NE,
/// Day NE (1987), Statistical Methods in Cancer Research II, section 2.2.
package struct StandardisedPrevalence: Sendable, Hashable {
    /// One band of age.
    package struct Stratum: Sendable, Hashable {
        /// The records that have it, and the complete ones.
        package var events: Int, records: Int
        /// The share of the standard population, W.
        package var share: Double

        /// Makes a stratum.
        package init(events: Int, records: Int, share: Double) {
            self.events = events
            self.records = records
            self.share = share
        }

        var prevalence: Double { Double(events) / Double(records) }
    }

    /// The strata.
    package let strata: [Stratum]
    /// The standardised prevalence.
    package let prevalence: Double
    /// The prevalence without standardisation, over the same records.
    package let crude: Double
    /// √Σ W²p(1−p)/n: the standard error of a sum of independent proportions.
    package let standardError: Double
    /// √Σ W²x/n²: the standard error if events were Poisson counts, which the gamma interval builds on.
    package let poissonStandardError: Double

    /// Standardises.
    ///
    /// - Parameters:
    ///   - strata: The bands, whose shares add up to 1.
    ///   - labels: The bands' names, for the error.
    /// - Throws: If a band has no records: there is no saying what its prevalence is.
    package init(_ strata: [Stratum], labels: [String]) throws(StatisticsError) {
        let empty = zip(strata, labels).filter { $0.0.records == 0 }.map { $0.1 }
        guard empty.isEmpty, !strata.isEmpty else {
            throw StatisticsError(
                "no complete record in the age band\(empty.count == 1 ? "" : "s") \(empty.joined(separator: ", ")), so that nothing can be "
                    + "standardised to all ages: merge neighbouring bands, or leave these ages out"
            )
        }
        self.strata = strata
        prevalence = strata.reduce(0) { $0 + $1.share * $1.prevalence }
        let events = strata.reduce(0) { $0 + $1.events }
        crude = Double(events) / Double(strata.reduce(0) { $0 + $1.records })
        standardError = strata.reduce(0) {
            $0 + $1.share * $1.share * $1.prevalence * (1 - $1.prevalence) / Double($1.records)
        }.squareRoot()
        poissonStandardError = strata.reduce(0) { $0 + $1.share * $1.share * $1.prevalence / Double($1.records) }
            .squareRoot()
    }

    /// prevalence ± z·SE, cut at 0 and 1. Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, section 2.2.
    package func normalInterval(level: ConfidenceLevel = .standard) -> ClosedRange<Double> {
        max(0, prevalence - level.z * standardError)...min(1, prevalence + level.z * standardError)
    }

    /// expit(logit p ± z·SE/(p(1−p))), by the delta method. Nil where p is 0 or 1. Source: Oehlert GW (1992), Am Stat 46:27–29.
    package func logitInterval(level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        Statistics.logitInterval(of: prevalence, standardError: standardError, quantile: level.z)
    }

    /// The gamma interval, which takes events as Poisson counts and holds its level even where they are few.
    ///
    /// With v = Σ W²x/n² and w the largest W/n: from the α/2 quantile of a gamma with mean p and variance v to the 1 − α/2 quantile of one with
    /// mean p + w and variance v + w². Source: Fay MP, Feuer EJ (1997), Stat Med 16:791–801; R's `epitools::ageadjust.direct`.
    package func gammaInterval(level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        let variance = poissonStandardError * poissonStandardError
        let largest = strata.reduce(0) { max($0, $1.share / Double($1.records)) }
        let low =
            prevalence == 0
            ? 0 : variance / prevalence * gammaQuantile(level.tail, shape: prevalence * prevalence / variance)
        let (mean, spread) = (prevalence + largest, variance + largest * largest)
        let high = spread / mean * gammaUpperQuantile(level.tail, shape: mean * mean / spread)
        guard low <= high else { return nil }
        return low...high
    }
}
