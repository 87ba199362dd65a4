// How groups of a sample differ, under the design by which it was drawn.

/// The weighted prevalences of several groups and their covariances, from which ratios, a test and a trend follow.
///
/// Groups are domains of the whole design: two groups that have records in the same sampling units are not independent, and the covariance of their prevalences
/// counts. Sources: Binder DA (1983), Int Stat Rev 51:279–292; Lumley T (2010), Complex Surveys, chapters 2 and 5.
package struct SurveyComparison: Sendable {
    /// Σw of the records of a group with the outcome and without it.
    private struct Sums {
        var present: Double, absent: Double
        var all: Double { present + absent }
        var prevalence: Double { present / all }
    }

    private let estimator: SurveyEstimator
    private let outcome: Int
    private let groups: [[Int]]
    /// By group; nil where it has no weighted record.
    private let sums: [Sums?]
    /// The covariance matrix of the prevalences, 0 where a group has none; nil if the file has a single complete record.
    private let covariance: [[Double]]?

    /// Prepares groups, each made up of some cells, no cell in two of them.
    ///
    /// - Throws: In a design of records, if a stratum has a single complete record and that is to be an error.
    /// - Complexity: O(units · groups²).
    init(_ estimator: SurveyEstimator, outcome: Int, groups: [[Int]]) throws(StatisticsError) {
        (self.estimator, self.outcome, self.groups) = (estimator, outcome, groups)
        let sums = groups.map { cells -> Sums? in
            let weights = estimator.reading.totals(cells: cells, outcome: outcome).weights
            return weights.present + weights.absent > 0 ? Sums(present: weights.present, absent: weights.absent) : nil
        }
        self.sums = sums
        var influences = Influences(groups: groups.count, estimates: groups.count)
        for (group, sum) in sums.enumerated() {
            guard let sum else { continue }
            influences.present[group][group] = (1 - sum.prevalence) / sum.all
            influences.absent[group][group] = -sum.prevalence / sum.all
        }
        covariance = try estimator.covariance(outcome, groups, influences)
    }

    /// The groups that have weighted records, by position.
    package var filled: [Int] { sums.indices.filter { sums[$0] != nil } }

    /// Whether nobody with a weight has the outcome, or everybody.
    package var isConstant: Bool {
        sums.allSatisfy { ($0?.present ?? 0) == 0 } || sums.allSatisfy { ($0?.absent ?? 0) == 0 }
    }

    /// The design's degrees of freedom in some groups together: sampling units less strata with a record of them, or records less strata.
    package func degreesOfFreedom(_ members: [Int]) -> Int {
        let cells = members.flatMap { groups[$0] }
        let counts = estimator.reading.counts(cells: cells, outcome: outcome)
        return estimator.degreesOfFreedom(outcome, cells, counts.present + counts.absent)
    }

    /// The covariance of the prevalences of two groups; of a group with itself, its variance. Nil if the file has a single complete record.
    package func covariance(_ first: Int, _ second: Int) -> Double? { covariance?[first][second] }

    /// The ratio of a group's prevalence to another's: exp(ln PR ± t·√(v₁/p₁² + v₀/p₀² − 2c/(p₁p₀))), v and c being the groups' variances and their covariance.
    ///
    /// Source: Lumley T (2010), Complex Surveys, section 2.3; R's `svyby(covmat = TRUE)` and `svycontrast` give the same.
    /// - Returns: Nil if a group has no record, nobody in one of them has the outcome or everybody in both, so that there is no log ratio, or nothing is left to
    ///   estimate the spread.
    package func prevalenceRatio(
        _ group: Int,
        reference: Int,
        level: ConfidenceLevel = .standard
    ) -> Ratio? {
        guard let one = sums[group], let other = sums[reference], one.present > 0, other.present > 0,
            one.absent > 0 || other.absent > 0
        else { return nil }
        return ratio(
            group,
            reference,
            value: one.prevalence / other.prevalence,
            slopes: (1 / one.prevalence, 1 / other.prevalence),
            level
        )
    }

    /// The ratio of a group's odds to another's, its variance with the slope 1/(p(1−p)) of the log odds in each. Source: as the prevalence ratio.
    ///
    /// - Returns: Nil if a group has no record, or nobody in one of them has the outcome, or everybody, or nothing is left to estimate the spread.
    package func oddsRatio(_ group: Int, reference: Int, level: ConfidenceLevel = .standard) -> Ratio? {
        guard let one = sums[group], let other = sums[reference],
            [one.present, one.absent, other.present, other.absent].allSatisfy({ $0 > 0 })
        else { return nil }
        func slope(_ sum: Sums) -> Double { sum.all / sum.present * (sum.all / sum.absent) }
        return ratio(
            group,
            reference,
            value: one.present / one.absent * (other.absent / other.present),
            slopes: (slope(one), slope(other)),
            level
        )
    }

    private func ratio(
        _ group: Int,
        _ reference: Int,
        value: Double,
        slopes: (Double, Double),
        _ level: ConfidenceLevel
    ) -> Ratio? {
        let degreesOfFreedom = degreesOfFreedom([group, reference])
        guard let covariance, degreesOfFreedom > 0 else { return nil }
        let variance =
            slopes.0 * slopes.0 * covariance[group][group] + slopes.1 * slopes.1 * covariance[reference][reference]
            - 2 * slopes.0 * slopes.1 * covariance[group][reference]
        return Ratio(
            value: value,
            logVariance: max(0, variance),
            degreesOfFreedom: degreesOfFreedom,
            level: level
        )
    }

    /// Whether the groups differ at all. Groups without records do not count.
    package func independence() throws(StatisticsError) -> RaoScottTest? {
        let filled = filled
        let known = filled.compactMap { sums[$0] }
        let total = known.reduce(0) { $0 + $1.all }
        var influences = Influences(groups: known.count, estimates: known.count)
        for (group, sum) in known.enumerated() {
            // The log odds ln(share present) − ln(share absent), where a share of 0 is left out: then the other's share of all records remains.
            let rest = ((sum.absent > 0 ? 1.0 : 0) - (sum.present > 0 ? 1 : 0)) / total
            for other in known.indices where rest != 0 {
                influences.present[other][group] = rest
                influences.absent[other][group] = rest
            }
            if sum.present > 0 { influences.present[group][group] += 1 / sum.present }
            if sum.absent > 0 { influences.absent[group][group] -= 1 / sum.absent }
        }
        guard let logOdds = try estimator.covariance(outcome, filled.map { groups[$0] }, influences) else { return nil }
        return RaoScottTest(
            present: known.map { $0.present / total },
            absent: known.map { $0.absent / total },
            logOdds: logOdds,
            degreesOfFreedom: degreesOfFreedom(filled)
        )
    }

    /// Whether prevalence rises or falls over the groups, whose scores are 1, 2, 3 … by their positions. Nil if fewer than two have records, or the outcome is
    /// the same in all of them.
    package func slope() throws(StatisticsError) -> WeightedSlope? {
        let filled = filled
        guard filled.count > 1, !isConstant else { return nil }
        let known = filled.map { (score: Double($0 + 1), sum: sums[$0] ?? Sums(present: 0, absent: 0)) }
        let total = known.reduce(0) { $0 + $1.sum.all }
        let mean = known.reduce(0) { $0 + $1.sum.all * $1.score } / total
        let p = known.reduce(0) { $0 + $1.sum.present } / total
        let spread = known.reduce(0) { $0 + $1.sum.all * ($1.score - mean) * ($1.score - mean) }
        let slope = known.reduce(0) { $0 + $1.sum.present * ($1.score - mean) } / spread
        var influences = Influences(groups: known.count, estimates: 1)
        for (group, entry) in known.enumerated() {
            let distance = entry.score - mean
            let fitted = p + slope * distance
            influences.present[group][0] = distance * (1 - fitted) / spread
            influences.absent[group][0] = -distance * fitted / spread
        }
        guard let variance = try estimator.covariance(outcome, filled.map { groups[$0] }, influences) else {
            return nil
        }
        return WeightedSlope(
            value: slope,
            variance: variance[0][0],
            degreesOfFreedom: degreesOfFreedom(filled) - 1
        )
    }
}

extension SurveyEstimator {
    /// Compares groups, each made up of some cells, no cell in two of them.
    ///
    /// - Throws: In a design of records, if a stratum has a single complete record and that is to be an error.
    package func comparison(outcome: Int, groups: [[Int]]) throws(StatisticsError) -> SurveyComparison {
        try SurveyComparison(self, outcome: outcome, groups: groups)
    }
}
