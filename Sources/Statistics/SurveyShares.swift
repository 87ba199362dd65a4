// The weighted shares of parts of one domain, such as of combinations of causes.

/// Shares of a domain's weights, each with its variance under the design.
///
/// The domain is all records of an outcome that are present; its cells are the parts. A share is a weighted prevalence whose y is 1 in some cells and 0 in the
/// others, so its variance is that of ``SurveyEstimator``; what is of the domain alone is added up once.
package struct SurveyShares: Sendable {
    private let estimator: SurveyEstimator
    private let outcome: Int
    private let records: Int
    private let sumOfWeights: Double, sumOfSquaredWeights: Double
    private let degreesOfFreedom: Int
    /// Σw of each unit, and Σw² in a design of records, by position.
    private let weights: [Double], squares: [Double]

    /// Prepares a domain. O(units · cells).
    package init(_ estimator: SurveyEstimator, outcome: Int) {
        (self.estimator, self.outcome) = (estimator, outcome)
        let (reading, cells) = (estimator.reading, Array(0..<estimator.tally.cellCount))
        records = reading.counts(cells: cells, outcome: outcome).present
        sumOfWeights = reading.totals(cells: cells, outcome: outcome).weights.present
        sumOfSquaredWeights = reading.squareTotal(cells: cells, outcome: outcome)
        degreesOfFreedom = estimator.degreesOfFreedom(outcome, cells, records)
        weights = reading.weights(cells: cells, outcome: outcome).map(\.present)
        squares =
            estimator.tally.design == .records
            ? reading.squares(cells: cells, outcome: outcome).map(\.present) : []
    }

    /// The share of some cells.
    ///
    /// - Returns: Nil if the domain has no record.
    /// - Throws: In a design of records, if a stratum has a single complete record and that is to be an error.
    /// - Complexity: O(units · cells of the share).
    package func estimate(of cells: [Int]) throws(StatisticsError) -> WeightedEstimate? {
        guard records > 0 else { return nil }
        let reading = estimator.reading
        let share = reading.totals(cells: cells, outcome: outcome).weights.present / sumOfWeights
        var variance: Double? = 0
        var single: [String] = []
        let ownWeights = reading.weights(cells: cells, outcome: outcome)
        let ownSquares = estimator.tally.design == .records ? reading.squares(cells: cells, outcome: outcome) : []
        let z = zip(ownWeights, weights).map { ($0.present - share * $1) / sumOfWeights }
        for (code, units) in estimator.strata {
            if estimator.tally.design == .clusters {
                variance = variance.map { $0 + estimator.spread(z[units]) }
                continue
            }
            // In a design of records a unit is a whole stratum.
            for position in units {
                let z = z[position]
                switch estimator.tally.answeredCount(unit: reading.units[position], outcome: outcome) {
                case 0: continue
                case 1 where estimator.strata.count == 1: variance = nil
                case 1 where estimator.singlePSU == .error: single.append(code)
                case 1: variance = variance.map { $0 + estimator.spread([z]) }
                case let count:
                    let own = ownSquares[position].present
                    let sum = (1 - share) * (1 - share) * own + share * share * (squares[position] - own)
                    let n = Double(count)
                    let spread = n / (n - 1) * max(0, sum / (sumOfWeights * sumOfWeights) - z * z / n)
                    variance = variance.map { $0 + spread }
                }
            }
        }
        if !single.isEmpty { throw SurveyEstimator.singleUnit(single, "complete record") }
        return WeightedEstimate(
            records: records,
            events: reading.counts(cells: cells, outcome: outcome).present,
            sumOfWeights: sumOfWeights,
            sumOfSquaredWeights: sumOfSquaredWeights,
            prevalence: share,
            variance: variance,
            degreesOfFreedom: degreesOfFreedom
        )
    }
}
