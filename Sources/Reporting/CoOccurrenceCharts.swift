// Which causes occur together, as a chart.

package import Charts
package import Cohort
package import Figures
internal import Prevalence
internal import RuleSets

extension RunResult {
    /// The most common combinations of causes among the records that are complete for every one of them.
    ///
    /// - Parameters:
    ///   - combinations: The combinations, small ones taken out.
    ///   - most: How many are drawn; the others are one bar together.
    /// - Returns: The chart.
    package func coOccurrenceChart(_ combinations: CombinationFigures, most: Int = 12) -> CoOccurrenceChart {
        let order = Cause.Category.allCases.flatMap { category in
            combinations.causes.filter { summary.causes[$0].cause.category == category }
        }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let listed = combinations.events(.combination).compactMap { event in
            event.completeWith.value.map { (event: event, count: $0) }
        }
        // Where no cause is told apart, that all records are alike says nothing.
        .filter { $0.count > 0 && !order.isEmpty }
        .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
        let drawn = listed.prefix(most).map { event, count in
            let causes = event.causes.sorted { places[$0] ?? 0 < places[$1] ?? 0 }
            let label = causes.isEmpty ? "None of these causes" : names(causes)
            return combination(
                sets: event.causes.compactMap { places[$0] },
                label: label,
                count: count,
                share: event.share.value,
                detail: event.causes.isEmpty ? label : "\(label), and no other of these causes"
            )
        }
        let others = combinations.events(.otherCombinations).compactMap(\.completeWith.value).reduce(0, +)
        let restCount = listed.dropFirst(most).reduce(0) { $0 + $1.count } + others
        let restShare = combinations.complete.value.map { $0 == 0 ? 0 : Double(restCount) / Double($0) }
        let restLabel = "All other combinations"
        let rest =
            restCount == 0 || order.isEmpty
            ? nil : combination(sets: [], label: restLabel, count: restCount, share: restShare, detail: restLabel)
        let among = combinations.complete.value.map { "the \(recordText($0))" } ?? "the records"
        var notes: [String] = []
        if combinations.hidesAny {
            notes.append(
                "Hidden: combinations of 1 to \(combinations.choices.minimumCell - 1) records, and those that would give them or main causes away, are among all others."
            )
            if let tooMany = combinations.tooManyHidden { notes.append(tooMany) }
        }
        let apart = summary.causes.indices.filter { summary.causes[$0].isAssessed && places[$0] == nil }
        if !apart.isEmpty { notes.append("Left aside, since some of their counts are hidden: \(names(apart)).") }
        if listed.isEmpty { notes.insert("No combination can be shown.", at: 0) }
        return CoOccurrenceChart(
            frame: ChartFrame(
                title: "Causes that occur together",
                subtitle:
                    "\(plan.ruleSet.title). Among \(among) complete for every cause: how many have exactly these causes.",
                message: coOccurrenceMessage(drawn, rest, among),
                notes: notes + thresholdNotes + [Self.disclaimer]
            ),
            sets: order.map { summary.causes[$0].cause.label },
            combinations: Array(drawn),
            rest: rest
        )
    }

    private func names(_ causes: [Int]) -> String {
        causes.map { summary.causes[$0].cause.label }.joined(separator: " + ")
    }

    private func combination(
        sets: [Int],
        label: String,
        count: Int,
        share: Double?,
        detail: String
    ) -> CoOccurrenceChart.Combination {
        let shareText = share.map(wholePercent) ?? ""
        return CoOccurrenceChart.Combination(
            sets: sets,
            label: label,
            count: count,
            countText: grouped(count),
            shareText: shareText,
            detail: "\(detail): \(recordText(count))" + (share.map { " (\(percent($0)))" } ?? "")
        )
    }

    private func coOccurrenceMessage(
        _ drawn: [CoOccurrenceChart.Combination],
        _ rest: CoOccurrenceChart.Combination?,
        _ among: String
    ) -> String {
        let listed = (drawn + [rest].compactMap(\.self)).map(\.detail)
        guard !listed.isEmpty else { return "No combination of causes can be shown." }
        return "Combinations of causes among \(among) complete for every cause. \(listed.joined(separator: "; "))."
    }
}
