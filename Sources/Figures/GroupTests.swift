// Tests of groups, by whether every record counts once or the sample was drawn by a design.

package import Statistics

/// Whether groups differ at all.
package enum GroupTest: Sendable {
    /// Every record counts once.
    case plain(IndependenceTest)
    /// Records are weighted.
    case design(RaoScottTest)
}

/// Whether prevalence rises or falls over ordered groups.
package enum GroupTrend: Sendable {
    /// Every record counts once.
    case plain(TrendTest)
    /// Records are weighted.
    case design(WeightedSlope)
}

/// Why there is no ratio of two groups.
package enum RatioGap: String, Sendable {
    /// A group has no records.
    case noRecords = "no_records"
    /// Nobody in a group has the cause, or everybody: there is no log ratio, and so no interval. Weights leave no way to add half a record.
    case zeroCell = "zero_cell_no_ratio"
    /// As many strata as sampling units have a record of the two.
    case noFreedom = "no_degrees_of_freedom"
}

extension GroupComparison.Entry {
    /// Why there is no ratio, if there is none.
    package func gap(_ ratio: Ratio?, of contrast: GroupComparison.Contrast) -> RatioGap? {
        guard ratio == nil else { return nil }
        guard let degreesOfFreedom = contrast.degreesOfFreedom, let here = contrast.weighted,
            let there = weightedReference
        else { return .noRecords }
        return degreesOfFreedom > 0 && here.variance != nil && there.variance != nil ? .zeroCell : .noFreedom
    }

    /// Compares groups whose records are weighted; `counts` are unweighted, `estimates` nil where no record has a weight.
    mutating func compare(
        _ comparison: SurveyComparison,
        _ counts: [GroupCounts],
        _ estimates: [WeightedEstimate?],
        _ isOrdered: Bool,
        _ wanted: Int?,
        _ level: ConfidenceLevel
    ) throws(StatisticsError) {
        guard comparison.filled.count > 1 else {
            gap = .oneGroup
            return
        }
        if comparison.isConstant {
            gap = .constant
        } else if let test = try comparison.independence() {
            independence = .init(test: .design(test), pValue: test.pValue)
        } else {
            gap = .noFreedom
        }
        if isOrdered, let slope = try comparison.slope() {
            trend = .init(test: .design(slope), pValue: slope.pValue)
        }
        let reference = wanted ?? comparison.filled.first ?? 0
        referenceGroup = reference
        self.reference = counts[reference]
        weightedReference = estimates[reference]
        contrasts = counts.indices.filter { $0 != reference }.map { group in
            GroupComparison.Contrast(
                group: group,
                counts: counts[group],
                weighted: estimates[group],
                prevalenceRatio: comparison.prevalenceRatio(group, reference: reference, level: level),
                oddsRatio: comparison.oddsRatio(group, reference: reference, level: level),
                degreesOfFreedom: comparison.degreesOfFreedom([group, reference])
            )
        }
    }
}
