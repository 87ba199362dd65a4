// How many records of the population each group has, grouping by grouping, with small counts taken out.

internal import Disclosure
package import Prevalence
package import RuleSets

/// The population by one grouping.
package struct DistributionFigures: Sendable {
    /// The grouping.
    package let group: Group
    /// Its groups in order, and last the records that a missing answer leaves without one.
    package let groups: [(label: String, records: Shown<Int>)]
    /// How many of the first groups are of one answer or band each.
    package let named: Int

    /// Whether the records without a group are hidden.
    package var hidesUnknown: Bool { groups.last?.records.isHidden ?? false }

    /// Takes out what is small, and what would give it away. The groups add up to the records of the population, which are shown.
    package init(_ group: Group, _ counts: [Int], eligible: Int, minimum: Int) {
        self.group = group
        named = group.labels.count
        let hidden = minimum > 0 ? Self.hidden(counts, eligible, minimum) : counts.map { _ in false }
        groups = zip(group.labels + ["unknown"], counts).enumerated().map { place, entry in
            (entry.0, hidden[place] ? .hidden : .value(entry.1))
        }
    }

    private static func hidden(_ counts: [Int], _ eligible: Int, _ minimum: Int) -> [Bool] {
        guard let rule = try? MinimumCell(minimum, records: max(minimum, eligible)),
            let table = try? AdditiveTable(
                counts: counts + [eligible],
                lines: [AdditiveTable.Line(total: counts.count, parts: Array(counts.indices))]
            ),
            let suppression = try? Suppression(table, rule: rule, sparing: [counts.count]),
            !suppression.isHidden(counts.count)
        else { return counts.map { _ in true } }
        return Array(suppression.hidden.prefix(counts.count))
    }

    /// The distributions of a tally, and those of open categories.
    package static func all(
        _ tally: DistributionTally,
        _ answers: OpenTally,
        _ plan: Plan,
        eligible: Int,
        minimum: Int
    ) -> [DistributionFigures] {
        zip(plan.describedGroups, tally.counts).map { planned, counts in
            DistributionFigures(planned.group, counts, eligible: eligible, minimum: minimum)
        }
            + zip(plan.describedTexts, answers.categories).map { planned, answers in
                DistributionFigures(planned.group, answers, minimum: minimum)
            }
    }
}
