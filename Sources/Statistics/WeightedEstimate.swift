// A weighted prevalence with what a reader needs to judge it.

/// The weighted prevalence of an outcome in a group, its variance under the design, and the figures that go with it.
package struct WeightedEstimate: Sendable, Hashable {
    /// The unweighted number of records complete for the outcome.
    package var records: Int
    /// The unweighted number of those that have it.
    package var events: Int
    /// Σw: how many people they stand for.
    package var sumOfWeights: Double
    /// Σw².
    package var sumOfSquaredWeights: Double
    /// Σwy/Σw.
    package var prevalence: Double
    /// The prevalence's variance by linearisation; nil if there is one record in all.
    package var variance: Double?
    /// In a design of clusters, PSUs less strata that have a record of the group; in one of records, its records less its strata.
    package var degreesOfFreedom: Int

    /// The square root of the variance.
    package var standardError: Double? { variance?.squareRoot() }

    /// The design effect as R's `svymean(deff = TRUE)` gives it: the variance over that of a simple random sample of as many records from a
    /// population of Σw, S²/n · (1 − n/Σw) with S² = n/(n−1) · p(1−p).
    ///
    /// Nil where that variance is 0 or the weights do not stand for a population (Σw ≤ n). Source: Lumley T, R package survey 4.1.
    package var designEffect: Double? {
        guard let variance, records > 1 else { return nil }
        let n = Double(records)
        let simple = prevalence * (1 - prevalence) / (n - 1) * (1 - n / sumOfWeights)
        return simple > 0 ? variance / simple : nil
    }

    /// Kish's approximate design effect, of unequal weighting alone: n·Σw²/(Σw)². Source: Kish L (1965), Survey Sampling, section 11.7.
    package var kishDesignEffect: Double { Double(records) * sumOfSquaredWeights / (sumOfWeights * sumOfWeights) }

    /// How many records drawn at random would give this variance: p(1−p)/v. Nil where the prevalence is 0 or 1, or the variance 0.
    package var effectiveSize: Double? {
        guard let variance, variance > 0, prevalence > 0, prevalence < 1 else { return nil }
        return prevalence * (1 - prevalence) / variance
    }

    /// The logit interval with the design's degrees of freedom: expit(logit p ± t·SE/(p(1−p))).
    ///
    /// Source: Lumley T, R package survey 4.1, `svyciprop(method = "xlogit")`. Nil where p is 0 or 1, or nothing is left to estimate the spread.
    package func logitInterval(level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        guard let standardError, degreesOfFreedom > 0 else { return nil }
        let t = level.t(degreesOfFreedom: Double(degreesOfFreedom))
        return Statistics.logitInterval(of: prevalence, standardError: standardError, quantile: t)
    }

    /// The Korn–Graubard interval: Clopper–Pearson with n*p events among the n* records that the sample is worth.
    ///
    /// n* = p(1−p)/v · (t(n−1)/t(df))², at most n, and n where p is 0 or 1 (R's `svyciprop(method = "beta")` has no such cap). Source: Korn EL,
    /// Graubard BI (1998), Surv Methodol 24:193–201; the cap as in NCHS, Vital Health Stat 2(175). Nil if nothing is left to estimate the
    /// spread.
    package func kornGraubardInterval(level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        guard let size = kornGraubardSize(level: level) else { return nil }
        if events == 0 { return clopperPearsonInterval(events: 0, total: size, level: level) }
        if events == records { return clopperPearsonInterval(events: size, total: size, level: level) }
        return clopperPearsonInterval(events: size * prevalence, total: size, level: level)
    }

    /// The n* of the Korn–Graubard interval.
    package func kornGraubardSize(level: ConfidenceLevel = .standard) -> Double? {
        let n = Double(records)
        guard events > 0, events < records else { return n }
        guard let variance, records > 1, degreesOfFreedom > 0 else { return nil }
        let ratio = level.t(degreesOfFreedom: n - 1) / level.t(degreesOfFreedom: Double(degreesOfFreedom))
        let size = prevalence * (1 - prevalence) / variance * ratio * ratio
        return size.isNaN ? nil : min(n, size)
    }
}

/// How the interval of a weighted proportion is computed.
package enum WeightedIntervalMethod: String, CaseIterable, Sendable {
    case kornGraubard = "korn-graubard"
    case logit

    /// What to call it in a text.
    package var title: String {
        switch self {
        case .kornGraubard: "Korn–Graubard interval"
        case .logit: "logit interval with the design's degrees of freedom"
        }
    }

    /// The interval of `estimate`.
    package func interval(_ estimate: WeightedEstimate, level: ConfidenceLevel = .standard) -> ClosedRange<Double>? {
        switch self {
        case .kornGraubard: estimate.kornGraubardInterval(level: level)
        case .logit: estimate.logitInterval(level: level)
        }
    }
}
