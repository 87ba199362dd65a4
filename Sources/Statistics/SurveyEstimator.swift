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
    /// How many strata have a single PSU.
    package let lonelyStrataCount: Int

    let tally: SurveyTally
    let reading: SurveyReading
    /// The strata in the order of their codes, and the positions of their units.
    let strata: [(code: String, units: Range<Int>)]

    /// Prepares a tally of the whole file.
    ///
    /// - Throws: If a stratum has a single PSU and `singlePSU` is `error`.
    package init(_ tally: SurveyTally, singlePSU: SinglePSUPolicy = .error) throws(StatisticsError) {
        self.tally = tally
        self.singlePSU = singlePSU
        reading = SurveyReading(tally)
        var strata: [(code: String, units: Range<Int>)] = []
        for (position, unit) in reading.units.enumerated() {
            let code = tally.units[unit].stratum
            if let last = strata.last, last.code == code {
                strata[strata.count - 1].units = last.units.lowerBound..<position + 1
            } else {
                strata.append((code, position..<position + 1))
            }
        }
        self.strata = strata
        strataCount = strata.count
        unitCount = tally.units.count
        let lonely = strata.filter { $0.units.count == 1 }.map(\.code)
        lonelyStrataCount = tally.design == .clusters ? lonely.count : 0
        if lonelyStrataCount > 0, singlePSU == .error { throw Self.singleUnit(lonely, "PSU") }
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
        try estimate(outcome: outcome, parts: [(1, cells)])
    }

    /// The weighted prevalence of an outcome in a group, standardised: Σ share · p over parts of the group, usually age bands.
    ///
    /// Its variance is linearised with z = share · w(y − p_part)/Σ_part w, which is that of post-stratification to the shares. Source: R's
    /// `svystandardize`. Effective size, design effects and Korn–Graubard limits are those of a single proportion and do not apply.
    ///
    /// - Parameters:
    ///   - outcome: The outcome's number.
    ///   - parts: For each part its share of the standard population, and its cells. The shares add up to 1.
    /// - Returns: Nil if a part has no complete record.
    /// - Throws: As `estimate(outcome:cells:)`.
    package func estimate(
        outcome: Int,
        parts: [(share: Double, cells: [Int])]
    ) throws(StatisticsError) -> WeightedEstimate? {
        var linearised: [LinearisedPart] = []
        var (events, records) = (0, 0)
        for (share, cells) in parts {
            let counts = reading.counts(cells: cells, outcome: outcome)
            guard counts.present + counts.absent > 0 else { return nil }
            let (weights, total) = reading.totals(cells: cells, outcome: outcome)
            events += counts.present
            records += counts.present + counts.absent
            linearised.append(
                LinearisedPart(
                    cells: cells,
                    factor: share / total,
                    share: share,
                    prevalence: weights.present / total
                )
            )
        }
        let units = unitSums(outcome, linearised)
        let variance =
            switch tally.design {
            case .clusters: clusterVariance(units)
            case .records: try recordVariance(outcome, units)
            }
        let allCells = parts.flatMap(\.cells)
        return WeightedEstimate(
            records: records,
            events: events,
            sumOfWeights: reading.totals(cells: allCells, outcome: outcome).answered,
            sumOfSquaredWeights: reading.squareTotal(cells: allCells, outcome: outcome),
            prevalence: linearised.reduce(0) { $0 + $1.share * $1.prevalence },
            variance: variance,
            degreesOfFreedom: degreesOfFreedom(units.isHere, records)
        )
    }

    /// A part of a group, and what turns a record's w(y − p) into its z.
    private struct LinearisedPart {
        var cells: [Int]
        /// The part's share over its Σw.
        var factor: Double
        var share: Double
        var prevalence: Double

        /// Σz over records with these sums of weights.
        func z(present: Double, absent: Double) -> Double {
            factor * ((1 - prevalence) * present - prevalence * absent)
        }

        /// Σz² over records with these sums of squared weights.
        func zSquared(present: Double, absent: Double) -> Double {
            factor * factor * ((1 - prevalence) * (1 - prevalence) * present + prevalence * prevalence * absent)
        }
    }

    /// What an estimate takes of each unit, by position.
    private struct UnitSums {
        /// Σz, and Σz² in a design of records.
        var z: [Double], zSquared: [Double]
        /// Whether there is a record of the group.
        var isHere: [Bool]
    }

    private func unitSums(_ outcome: Int, _ parts: [LinearisedPart]) -> UnitSums {
        var sums = UnitSums(
            z: Array(repeating: 0, count: unitCount),
            zSquared: Array(repeating: 0, count: unitCount),
            isHere: Array(repeating: false, count: unitCount)
        )
        for part in parts {
            for (position, pair) in reading.weights(cells: part.cells, outcome: outcome).enumerated() {
                sums.z[position] += part.z(present: pair.present, absent: pair.absent)
                // Weights are above 0, so that their sum says whether there is a record.
                if pair.present + pair.absent > 0 { sums.isHere[position] = true }
            }
            guard tally.design == .records else { continue }
            for (position, pair) in reading.squares(cells: part.cells, outcome: outcome).enumerated() {
                sums.zSquared[position] += part.zSquared(present: pair.present, absent: pair.absent)
            }
        }
        return sums
    }

    private func clusterVariance(_ sums: UnitSums) -> Double {
        strata.reduce(0) { variance, stratum in variance + spread(sums.z[stratum.units]) }
    }

    /// Every record is a unit: a stratum's Σz and Σz² are enough. Nil if the file has a single complete record.
    private func recordVariance(_ outcome: Int, _ sums: UnitSums) throws(StatisticsError) -> Double? {
        var variance = 0.0
        var single: [String] = []
        // In a design of records a unit is a whole stratum.
        for (code, units) in strata {
            for position in units {
                let z = sums.z[position]
                switch tally.answeredCount(unit: reading.units[position], outcome: outcome) {
                case 0: continue
                case 1 where strata.count == 1: return nil
                case 1 where singlePSU == .error: single.append(code)
                case 1: variance += spread([z])
                case let count:
                    let n = Double(count)
                    variance += n / (n - 1) * max(0, sums.zSquared[position] - z * z / n)
                }
            }
        }
        if !single.isEmpty { throw Self.singleUnit(single, "complete record") }
        return variance
    }

    /// The degrees of freedom of the records of some cells that are complete for an outcome.
    func degreesOfFreedom(_ outcome: Int, _ cells: [Int], _ records: Int) -> Int {
        let isHere = reading.weights(cells: cells, outcome: outcome).map { $0.present + $0.absent > 0 }
        return degreesOfFreedom(isHere, records)
    }

    /// A stratum and a PSU count towards a group's degrees of freedom if they have a record of it (R's `degf` of a subset).
    private func degreesOfFreedom(_ isHere: [Bool], _ records: Int) -> Int {
        let unitsHere = strata.map { stratum in isHere[stratum.units].count { $0 } }
        let strataHere = unitsHere.count { $0 > 0 }
        return (tally.design == .clusters ? unitsHere.reduce(0, +) : records) - strataHere
    }

    /// What the units of a stratum add to the variance.
    func spread(_ z: ArraySlice<Double>) -> Double {
        guard z.count > 1 else {
            // The mean of z over the whole sample is 0, by the definition of p.
            return singlePSU == .centred ? z.reduce(0) { $0 + $1 * $1 } : 0
        }
        let k = Double(z.count)
        let mean = z.reduce(0, +) / k
        return k / (k - 1) * z.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    static func singleUnit(_ strata: [String], _ unit: String) -> StatisticsError {
        let named = strata.prefix(3).map { $0.isEmpty ? "(blank)" : $0 }.joined(separator: ", ")
        let which =
            strata.count > 3
            ? "\(strata.count) strata (\(named), …) have"
            : strata.count > 1 ? "strata \(named) have" : "stratum \(named) has"
        return StatisticsError(
            "\(which) a single \(unit), so that its spread cannot be told: merge it with a neighbouring stratum in the data, or pass "
                + "--lonely-psu certainty (it adds nothing to the variance) or --lonely-psu adjust (its distance from the mean of the whole sample is taken)"
        )
    }
}
