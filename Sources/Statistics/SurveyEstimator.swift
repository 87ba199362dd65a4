// From the sums of a whole file to prevalences with the standard errors that the design gives them.

/// Computes weighted prevalences and their standard errors from a finished tally.
///
/// Variances are by Taylor linearisation: with z = w(y − p)/Σw of every record in the group, and 0 of every record outside it, the variance is
/// Σ_h k_h/(k_h − 1) · Σ_j (z_hj − z̄_h)² over the k_h units j of each stratum h. Groups are domains of the whole design: a PSU without
/// a record of the group counts all the same. There is no finite-population correction. Sources: Binder DA (1983), Int Stat Rev 51:279–292;
/// Lumley T (2004), J Stat Softw 9(8); the figures are those of R's `svymean` over the records that are complete for the outcome.
package struct SurveyEstimator: Sendable {
    /// What is done with strata of a single PSU.
    package let singlePSU: SinglePSUPolicy
    /// How many strata and units the design has.
    package let strataCount: Int, unitCount: Int

    private let tally: SurveyTally
    /// The numbers of the units of each stratum; both in the order of their codes.
    private let strata: [(code: String, units: [Int])]
    /// All sums in the wide form, where some did not fit in the narrow one.
    private let wide: SurveySums<WidePrecision>?

    /// Prepares a tally of the whole file.
    ///
    /// - Throws: If a stratum has a single PSU and `singlePSU` is `error`.
    package init(_ tally: SurveyTally, singlePSU: SinglePSUPolicy = .error) throws(StatisticsError) {
        self.tally = tally
        self.singlePSU = singlePSU
        var strata: [(code: String, units: [Int])] = []
        for (unit, number) in zip(tally.units, tally.units.indices).sorted(by: { $0.0 < $1.0 }) {
            if strata.last?.code == unit.stratum {
                strata[strata.count - 1].units.append(number)
            } else {
                strata.append((unit.stratum, [number]))
            }
        }
        self.strata = strata
        strataCount = strata.count
        unitCount = tally.units.count
        wide = tally.wide.map { beyond in
            var all = tally.narrow.widened()
            all.merge(beyond, unitNumbers: Array(tally.units.indices))
            return all
        }
        if tally.design == .clusters, singlePSU == .error {
            let lonely = strata.filter { $0.units.count == 1 }.map(\.code)
            if !lonely.isEmpty { throw Self.singleUnit(lonely, "PSU") }
        }
    }

    /// The weighted prevalence of an outcome among the records of some cells that are complete for it.
    ///
    /// - Parameters:
    ///   - outcome: The outcome's number.
    ///   - cells: The cells that make up the group, each once: one, or all that a margin sums over.
    /// - Returns: Nil if the group has no complete record.
    /// - Throws: In a design of records, if a stratum has a single complete record and `singlePSU` is `error`.
    /// - Complexity: O(units · cells).
    package func estimate(outcome: Int, cells: [Int]) throws(StatisticsError) -> WeightedEstimate? {
        if let wide { return try estimate(wide, outcome, cells) }
        return try estimate(tally.narrow, outcome, cells)
    }

    private func estimate<P>(
        _ sums: SurveySums<P>,
        _ outcome: Int,
        _ cells: [Int]
    ) throws(StatisticsError) -> WeightedEstimate? {
        var (events, records) = (0, 0)
        var weights = SurveySums<P>.Pair<P.Sum>()
        // A stratum and a unit count towards the degrees of freedom of a group if they have a record of it (R's `degf` of a subset).
        var (strataHere, unitsHere) = (0, 0)
        for stratum in strata {
            var isHere = false
            for unit in stratum.units {
                let counts = sums.counts(unit: unit, cells: cells, outcome: outcome)
                guard counts.present + counts.absent > 0 else { continue }
                weights += sums.sums(unit: unit, cells: cells, outcome: outcome)
                events += counts.present
                records += counts.present + counts.absent
                unitsHere += 1
                isHere = true
            }
            if isHere { strataHere += 1 }
        }
        guard records > 0 else { return nil }
        let total = weights.answered.rounded
        let prevalence = weights.present.rounded / total
        var variance: Double? = 0
        var squares = SurveySums<P>.Pair<P.SquareSum>()
        switch tally.design {
        case .clusters:
            squares = sums.squares(cells: cells, outcome: outcome)
            for stratum in strata {
                let z = stratum.units.map { unit in
                    let pair = sums.sums(unit: unit, cells: cells, outcome: outcome)
                    return ((1 - prevalence) * pair.present.rounded - prevalence * pair.absent.rounded) / total
                }
                variance = variance.map { $0 + spread(z) }
            }
        case .records:
            var single: [String] = []
            for (code, units) in strata {
                for unit in units {
                    let all = sums.counts(unit: unit, cells: 0..<tally.cellCount, outcome: outcome)
                    let pair = sums.sums(unit: unit, cells: cells, outcome: outcome)
                    let square = sums.squares(unit: unit, cells: cells, outcome: outcome)
                    squares += square
                    let z = ((1 - prevalence) * pair.present.rounded - prevalence * pair.absent.rounded) / total
                    let z2 =
                        ((1 - prevalence) * (1 - prevalence) * square.present.rounded
                            + prevalence * prevalence * square.absent.rounded) / (total * total)
                    let n = Double(all.present + all.absent)
                    switch n {
                    case 0: break
                    case 1 where strata.count == 1: variance = nil
                    case 1:
                        if singlePSU == .error {
                            single.append(code)
                        } else {
                            variance = variance.map { $0 + spread([z]) }
                        }
                    default: variance = variance.map { $0 + n / (n - 1) * max(0, z2 - z * z / n) }
                    }
                }
            }
            if !single.isEmpty { throw Self.singleUnit(single, "complete record") }
        }
        return WeightedEstimate(
            records: records,
            events: events,
            sumOfWeights: total,
            sumOfSquaredWeights: squares.answered.rounded,
            prevalence: prevalence,
            variance: variance,
            degreesOfFreedom: tally.design == .clusters ? unitsHere - strataHere : records - strataHere
        )
    }

    /// What the units of a stratum add to the variance.
    private func spread(_ z: [Double]) -> Double {
        guard z.count > 1 else {
            // The mean of z over the whole sample is 0, by the definition of p.
            return singlePSU == .centred ? z.reduce(0) { $0 + $1 * $1 } : 0
        }
        let k = Double(z.count)
        let mean = z.reduce(0, +) / k
        return k / (k - 1) * z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    private static func singleUnit(_ strata: [String], _ unit: String) -> StatisticsError {
        let named = strata.prefix(3).map { $0.isEmpty ? "(blank)" : $0 }.joined(separator: ", ")
        let which =
            strata.count > 3
            ? "\(strata.count) strata (\(named), …) have"
            : strata.count > 1 ? "strata \(named) have" : "stratum \(named) has"
        return StatisticsError(
            "\(which) a single \(unit), so that its spread cannot be told: merge it with a neighbouring stratum, or choose how to go on, "
                + "certainty (it adds nothing to the variance) or centred (its distance from the mean of the whole sample is taken)"
        )
    }
}
