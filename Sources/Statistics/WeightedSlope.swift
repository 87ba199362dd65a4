// Whether weighted prevalence rises or falls across ordered groups.

/// The weighted least-squares slope of the outcome, 1 or 0, on the groups' scores, with its Wald test under the design.
///
/// t = b/SE with SE by linearisation, on the design's degrees of freedom less 1, since the slope is one of two coefficients. R's `svyglm(y ~ score)` (gaussian)
/// gives the same. Sources: Fuller WA (1975), Sankhyā C 37:117–132; Binder DA (1983), Int Stat Rev 51:279–292; Lumley T (2010), Complex Surveys, section 5.2.
package struct WeightedSlope: Sendable, Hashable {
    /// By how much prevalence changes from a score to the next.
    package let value: Double
    /// Its standard error.
    package let standardError: Double
    /// The design's degrees of freedom less 1.
    package let degreesOfFreedom: Int

    /// Nil if there is no spread, or nothing is left to estimate it.
    init?(value: Double, variance: Double, degreesOfFreedom: Int) {
        guard variance > 0, degreesOfFreedom > 0 else { return nil }
        (self.value, standardError, self.degreesOfFreedom) = (value, variance.squareRoot(), degreesOfFreedom)
    }

    /// The slope over its standard error: above 0 if prevalence rises with the scores.
    package var t: Double { value / standardError }

    /// The two-sided p value.
    package var pValue: Double { tTwoSided(t, degreesOfFreedom: Double(degreesOfFreedom)) }

    /// The interval b ± t·SE.
    package func interval(level: ConfidenceLevel = .standard) -> ClosedRange<Double> {
        let spread = level.t(degreesOfFreedom: Double(degreesOfFreedom)) * standardError
        return (value - spread)...(value + spread)
    }
}
