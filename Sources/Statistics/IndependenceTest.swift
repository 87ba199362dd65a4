// Whether groups differ at all.

/// A test of the hypothesis that all groups have the same prevalence.
package struct IndependenceTest: Sendable, Hashable {
    /// Which test it is.
    package enum Kind: Sendable, Hashable {
        /// Pearson's chi-squared test, without continuity correction.
        case chiSquared(statistic: Double, degreesOfFreedom: Int)
        /// Fisher's exact test.
        case fisher
    }

    /// Which test it is.
    package let kind: Kind
    /// The p value, two-sided.
    package let pValue: Double
    /// The smallest expected count, which decides which test is taken.
    package let smallestExpected: Double

    /// Fisher's test where an expected count is below 5 and there are not too many tables to enumerate, else the chi-squared test.
    ///
    /// Groups without records do not count. Where the counts are small and the tables too many, `smallestExpected` tells that the chi-squared
    /// test is not to be trusted.
    /// Nil if fewer than two groups have records, or nobody or everybody has it: there is nothing to test.
    package init?(_ groups: [GroupCounts]) {
        guard let chiSquared = Self(chiSquared: groups) else { return nil }
        self = (chiSquared.smallestExpected < 5 ? Self(fisher: groups) : nil) ?? chiSquared
    }

    /// Pearson's chi-squared test: Σ (observed − expected)²/expected over the cells of the groups × 2 table.
    ///
    /// Source: Pearson K (1900), Phil Mag 50:157–175.
    package init?(chiSquared groups: [GroupCounts]) {
        let groups = groups.filter { $0.records > 0 }
        let total = Double(groups.reduce(0) { $0 + $1.records })
        let p = Double(groups.reduce(0) { $0 + $1.events }) / total
        guard groups.count > 1, p > 0, p < 1 else { return nil }
        let statistic = groups.reduce(0) { sum, group in
            let difference = Double(group.events) - Double(group.records) * p
            return sum + difference * difference / (Double(group.records) * p * (1 - p))
        }
        kind = .chiSquared(statistic: statistic, degreesOfFreedom: groups.count - 1)
        pValue = chiSquaredUpperTail(statistic, degreesOfFreedom: Double(groups.count - 1))
        smallestExpected = Double(groups.map(\.records).min() ?? 0) * min(p, 1 - p)
    }

    /// Fisher's exact test of a groups × 2 table.
    ///
    /// The p value is the probability, with all margins fixed, of the tables that are at most as likely as the one observed; as in R and scipy,
    /// tables whose probability exceeds it by less than one part in 10⁷ count as equally likely. Sources: Fisher RA (1935), J R Stat Soc
    /// 98:39–82; Freeman GH, Halton JH (1951), Biometrika 38:141–149.
    /// Nil as for the chi-squared test, or if there are more than two million tables.
    package init?(fisher groups: [GroupCounts]) {
        guard let chiSquared = Self(chiSquared: groups), let pValue = FisherTables(groups)?.pValue() else { return nil }
        kind = .fisher
        self.pValue = pValue
        smallestExpected = chiSquared.smallestExpected
    }
}
