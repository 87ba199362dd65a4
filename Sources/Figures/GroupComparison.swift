// Whether and how much causes differ between groups, nothing of it from hidden counts.

internal import Prevalence
package import Statistics

/// Tests and ratios of every assessed cause over the groups of one grouping, the other groupings aside.
///
/// Counts are those of the prevalences: the records complete for the cause, unless undetermined records were to be counted. Records of unknown group are in no
/// test. Of a cause that is defined by the grouping variable there is nothing, nor of one with a hidden count in any group. Where records are weighted, so are
/// tests and ratios, and their variances are those of the design.
package struct GroupComparison: Sendable {
    /// Why a cause, or a group, has no test.
    package enum Gap: String, Sendable {
        /// The cause is defined by the variable that forms the groups.
        case byDefinition = "by_definition"
        /// A count is hidden.
        case suppressed
        /// Fewer than two groups have records.
        case oneGroup = "one_group"
        /// It is present in nobody or in everybody.
        case constant = "nothing_to_test"
        /// As many strata as sampling units have a record: nothing tells the spread.
        case noFreedom = "no_degrees_of_freedom"
    }

    /// A test with its p value, adjusted over all causes that were tested.
    package struct Tested<Test: Sendable>: Sendable {
        package var test: Test
        package var pValue: Double
        package var holm: Double?, benjaminiHochberg: Double?
    }

    /// One group against the reference.
    package struct Contrast: Sendable {
        /// The group, by position in the dimension.
        package var group: Int
        package var counts: GroupCounts
        /// The group's weighted prevalence, if records are weighted and any has a weight.
        package var weighted: WeightedEstimate?
        /// Nil if a group has no records; where records are weighted also if there is no log ratio, or nothing to tell its spread.
        package var prevalenceRatio: Ratio?, oddsRatio: Ratio?
        /// The degrees of freedom of the two groups under the design; nil if every record counts once.
        package var degreesOfFreedom: Int?
        /// What the standards of the NCHS say of the group's prevalence, if asked for.
        package var reliability: Reliability?
    }

    /// One cause.
    package struct Entry: Sendable {
        /// Its position in the summary.
        package var cause: Int
        /// Why there is nothing; nil if there is something.
        package var gap: Gap?
        /// Whether the groups differ at all.
        package var independence: Tested<GroupTest>?
        /// Whether prevalence rises or falls over the groups; only where these are bands.
        package var trend: Tested<GroupTrend>?
        /// The reference group, by position in the dimension, its counts, and its weighted prevalence.
        package var referenceGroup = 0
        package var reference = GroupCounts(events: 0, records: 0)
        package var weightedReference: WeightedEstimate?
        /// What the standards of the NCHS say of the reference group's prevalence, if asked for.
        package var referenceReliability: Reliability?
        /// All other groups against it, in order.
        package var contrasts: [Contrast] = []
    }

    /// The grouping, by position.
    package let dimension: Int
    /// Whether its groups are bands of a number, which have an order.
    package let isOrdered: Bool
    /// The reference group that was asked for, by position in the dimension; nil if each cause has the first group with records of it.
    package let reference: Int?
    /// The assessed causes, in order.
    package let entries: [Entry]

    /// Compares the groups of a dimension, with `reference`, or each cause with the first group that has records of it.
    ///
    /// - Throws: If fewer than two groups have records, so that there is nothing to compare.
    package init(
        _ figures: Figures,
        dimension: Int,
        isOrdered: Bool,
        reference: Int?
    ) throws(StatisticsError) {
        let summary = figures.summary
        self.dimension = dimension
        self.isOrdered = isOrdered
        self.reference = reference
        let groups = summary.dimensions[dimension].groups.indices.dropLast()
        let cells = groups.map { group in
            summary.cells.firstIndex { cell in
                cell.enumerated().allSatisfy { $0.element == ($0.offset == dimension ? group : nil) }
            } ?? 0
        }
        let assessed = summary.causes.indices.filter { summary.causes[$0].isAssessed }
        if let cause = assessed.first {
            let filled = cells.count { summary.causes[cause].counts[$0].records > 0 }
            guard filled > 1 else {
                let name = summary.dimensions[dimension].id
                throw StatisticsError(
                    "'\(name)' has \(filled == 0 ? "no group" : "only one group") with records, so that there is nothing to compare: group by a variable with "
                        + "more levels (--by), or cut it otherwise (--bands)"
                )
            }
        }
        var entries = try assessed.map { cause throws(StatisticsError) in
            var entry = try Self.entry(figures, cause, cells, isOrdered: isOrdered, reference: reference)
            let judged = cells.map { figures.figure(cause: cause, cell: $0).reliability }
            entry.referenceReliability = judged[entry.referenceGroup]
            for index in entry.contrasts.indices {
                entry.contrasts[index].reliability = judged[entry.contrasts[index].group]
            }
            return entry
        }
        for method in MultipleTesting.allCases {
            let independence = method.adjusted(entries.map { $0.independence?.pValue })
            let trend = method.adjusted(entries.map { $0.trend?.pValue })
            for index in entries.indices {
                switch method {
                case .holm:
                    entries[index].independence?.holm = independence[index]
                    entries[index].trend?.holm = trend[index]
                case .benjaminiHochberg:
                    entries[index].independence?.benjaminiHochberg = independence[index]
                    entries[index].trend?.benjaminiHochberg = trend[index]
                }
            }
        }
        self.entries = entries
    }

    /// Whether a cause is compared with another group than the first, because that has no records of it and none was asked for.
    package func isOtherReference(_ entry: Entry) -> Bool {
        reference == nil && entry.referenceGroup > 0 && !entry.contrasts.isEmpty
    }

    private static func entry(
        _ figures: Figures,
        _ cause: Int,
        _ cells: [Int],
        isOrdered: Bool,
        reference: Int?
    ) throws(StatisticsError) -> Entry {
        var entry = Entry(cause: cause)
        let shown = cells.map { figures.figure(cause: cause, cell: $0) }
        if shown.contains(where: \.isByDefinition) {
            entry.gap = .byDefinition
            return entry
        }
        var counts: [GroupCounts] = []
        for figure in shown {
            guard let events = figure.events.value, let records = figure.total.value else {
                entry.gap = .suppressed
                return entry
            }
            counts.append(GroupCounts(events: events, records: records))
        }
        if let estimators = figures.estimators {
            guard !shown.contains(where: { $0.weighted?.estimate.isHidden ?? false }) else {
                entry.gap = .suppressed
                return entry
            }
            let groups = cells.map { figures.summary.parts(ofCell: $0) }
            let comparison = try estimators.comparison(cause: cause, groups: groups)
            let estimates = shown.map { $0.weighted?.estimate.value }
            try entry.compare(comparison, counts, estimates, isOrdered, reference, figures.choices.level)
            return entry
        }
        guard counts.count(where: { $0.records > 0 }) > 1 else {
            entry.gap = .oneGroup
            return entry
        }
        if let test = IndependenceTest(counts) {
            entry.independence = Tested(test: .plain(test), pValue: test.pValue)
            if isOrdered, let trend = try TrendTest(counts) {
                entry.trend = Tested(test: .plain(trend), pValue: trend.pValue)
            }
        } else {
            entry.gap = .constant
        }
        let level = figures.choices.level
        let reference = reference ?? counts.firstIndex { $0.records > 0 } ?? 0
        entry.referenceGroup = reference
        entry.reference = counts[reference]
        entry.contrasts = counts.indices.filter { $0 != reference }.map { group in
            Contrast(
                group: group,
                counts: counts[group],
                prevalenceRatio: .prevalenceRatio(counts[group], reference: counts[reference], level: level),
                oddsRatio: .oddsRatio(counts[group], reference: counts[reference], level: level)
            )
        }
        return entry
    }
}
