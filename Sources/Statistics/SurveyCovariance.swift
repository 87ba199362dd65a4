// The covariances of several estimates of one sample under its design.

/// What a record adds to each of several estimates, per unit of its weight: by its group, and whether it has the outcome.
struct Influences {
    /// For each group the addition of a record with the outcome to each estimate, and of one without it.
    var present: [[Double]], absent: [[Double]]

    /// No record adds anything to any of `count` estimates.
    init(groups: Int, estimates count: Int) {
        present = Array(repeating: Array(repeating: 0, count: count), count: groups)
        absent = present
    }

    /// How many estimates there are.
    var count: Int { present.first?.count ?? 0 }
}

extension SurveyEstimator {
    /// The covariance matrix of several estimates by linearisation: with z the vector of what a record adds, Σ_h k_h/(k_h − 1) · Σ_j (z_hj − z̄_h)(z_hj − z̄_h)ᵀ
    /// over the k_h units j of each stratum h.
    ///
    /// Where records are units, k is the number of records answered for the outcome, and of records with the same influence Σw and Σw² are enough; records of
    /// different groups then only correlate through z̄. Source: Binder DA (1983), Int Stat Rev 51:279–292.
    ///
    /// - Parameters:
    ///   - outcome: The outcome's number.
    ///   - groups: The cells of each group, no cell in two of them.
    ///   - influences: What records add; weighted, they add up to 0 over each estimate's records.
    /// - Returns: Nil if the file has a single complete record.
    /// - Throws: In a design of records, if a stratum has a single complete record and `singlePSU` is `error`.
    /// - Complexity: O(units · (groups · estimates + estimates²)).
    func covariance(_ outcome: Int, _ groups: [[Int]], _ influences: Influences) throws(StatisticsError) -> [[Double]]?
    {
        let count = influences.count
        var sum = Array(repeating: Array(repeating: 0.0, count: count), count: count)
        var single: [String] = []
        let z = z(outcome, groups, influences)
        let squares =
            tally.design == .records ? groups.map { reading.squares(cells: $0, outcome: outcome) } : []
        for (code, units) in strata {
            if tally.design == .clusters {
                addSpread(z[units], to: &sum)
                continue
            }
            // In a design of records a unit is a whole stratum.
            for position in units {
                switch tally.answeredCount(unit: reading.units[position], outcome: outcome) {
                case 0: continue
                case 1 where strata.count == 1: return nil
                case 1 where singlePSU == .error: single.append(code)
                case 1: addSpread([z[position]], to: &sum)
                case let records:
                    let ofGroups = squares.map { $0[position] }
                    addRecords(Double(records), ofGroups, z[position], influences, to: &sum)
                }
            }
        }
        if !single.isEmpty { throw Self.singleUnit(single, "complete record") }
        return sum
    }

    /// Σz over the records of each unit, by position.
    private func z(_ outcome: Int, _ groups: [[Int]], _ influences: Influences) -> [[Double]] {
        var z = Array(repeating: Array(repeating: 0.0, count: influences.count), count: unitCount)
        for (group, cells) in groups.enumerated() {
            for (position, pair) in reading.weights(cells: cells, outcome: outcome).enumerated() {
                // Most units have records of few groups.
                guard pair.present > 0 || pair.absent > 0 else { continue }
                for index in 0..<influences.count {
                    z[position][index] += influences.present[group][index] * pair.present
                    z[position][index] += influences.absent[group][index] * pair.absent
                }
            }
        }
        return z
    }

    /// Adds what the units of a stratum contribute.
    private func addSpread(_ z: ArraySlice<[Double]>, to sum: inout [[Double]]) {
        // A unit alone is taken around the mean of z over the whole sample, which is 0.
        let isSingle = z.count == 1
        if isSingle, singlePSU != .centred { return }
        let k = Double(z.count)
        var mean = Array(repeating: 0.0, count: sum.count)
        if !isSingle {
            for unit in z { for index in mean.indices { mean[index] += unit[index] } }
            for index in mean.indices { mean[index] /= k }
        }
        var products = sum.map { $0.map { _ in 0.0 } }
        for unit in z {
            for row in mean.indices {
                let distance = unit[row] - mean[row]
                for column in 0...row { products[row][column] += distance * (unit[column] - mean[column]) }
            }
        }
        let factor = isSingle ? 1 : k / (k - 1)
        for row in mean.indices {
            for column in mean.indices {
                sum[row][column] += factor * products[max(row, column)][min(row, column)]
            }
        }
    }

    /// Adds what the records of a stratum contribute, each a unit; `squares` has Σw² of each group in it.
    private func addRecords(
        _ n: Double,
        _ squares: [SurveyReading.Pair],
        _ z: [Double],
        _ influences: Influences,
        to sum: inout [[Double]]
    ) {
        for row in sum.indices {
            for column in sum.indices {
                var products = 0.0
                for (group, pair) in squares.enumerated() {
                    let (present, absent) = (influences.present[group], influences.absent[group])
                    products +=
                        pair.present * present[row] * present[column] + pair.absent * absent[row] * absent[column]
                }
                let spread = n / (n - 1) * (products - z[row] * z[column] / n)
                sum[row][column] += row == column ? max(0, spread) : spread
            }
        }
    }
}
