// What changes between two rule sets, with small counts taken out.

package import Prevalence

/// The figures of both rule sets side by side, and how many records change.
package struct ChangeFigures: Sendable {
    /// The figures of the compared causes: variant 0 is the first rule set, variant 1 the second.
    package let figures: VariantFigures
    /// The changes, cause by cause; nil where they are hidden.
    package let changes: [[ChangeCount]?]
    /// How many records change in any cause, and how many have another main cause.
    package let changedRecords: Shown<Int>, changedMainCauses: Shown<Int>

    /// How many records have one verdict under the first rule set and another under the second.
    package struct ChangeCount: Sendable {
        /// The verdicts.
        package var from: RecordState, to: RecordState
        /// How many records.
        package var records: Int
        /// How many of them each rule changes, where it changes any. They can add up to more: rules overlap.
        package var rules: [(name: String, records: Shown<Int>)]
    }

    /// Decides what is shown: of a cause both rule sets and all changes, or the first rule set alone, or nothing.
    ///
    /// - Parameters:
    ///   - tally: The changes.
    ///   - counts: For each compared cause its counts under both rule sets, nil where it is not assessed.
    ///   - choices: What the user chose.
    ///   - records: How many records were read and not rejected.
    ///   - eligible: How many records are summarised under the first rule set.
    ///   - mustHide: Whether a compared cause is hidden where it is printed besides.
    /// - Throws: A `DisclosureError` if k is out of range.
    package init(
        _ tally: ChangeTally,
        _ counts: [[Counts?]],
        _ choices: StatisticsChoices,
        records: Int,
        eligible: Int,
        mustHide: (_ cause: Int) -> Bool = { _ in false }
    ) throws {
        let minimum = choices.minimumCell
        let isHidden = tally.causes.indices.map(mustHide)
        let isExposed = tally.causes.indices.map { cause in
            // Where nothing changes, the second rule set says what the first one does.
            let isSame = Self.pairs.allSatisfy { $0 == $1 || tally.records(cause: cause, from: $0, to: $1) == 0 }
            return !isSame && Self.pairs.contains { minimum.hides(tally.records(cause: cause, from: $0, to: $1)) }
        }
        figures = try VariantFigures(counts, choices, eligible: eligible) { isHidden[$0] || $1 == 1 && isExposed[$0] }
        let figures = figures
        changes = tally.causes.indices.map { cause in
            let isHidden = figures.figure(cause: cause, variant: 1)?.isHidden ?? false
            return isHidden || isExposed[cause] ? nil : Self.changes(tally, cause, minimum)
        }
        // With a cause hidden, what is changed in all could say how it changes.
        let isAnyHidden = changes.contains { $0 == nil }
        func shown(_ count: Int) -> Shown<Int> {
            isAnyHidden || minimum.hides(count) || minimum.hides(records - count) ? .hidden : .value(count)
        }
        // Beside what changes in each cause, what is changed in all says how many records change in others only, and of two causes how many change in both.
        let changed = tally.causes.indices.map { cause in
            Self.pairs.reduce(0) { $0 + ($1.0 == $1.1 ? 0 : tally.records(cause: cause, from: $1.0, to: $1.1)) }
        }
        let (all, several) = (tally.changedRecords, changed.filter { $0 > 0 })
        let overlaps = changed.map { all - $0 } + (several.count == 2 ? [several[0] + several[1] - all] : [])
        changedRecords = overlaps.contains(where: minimum.hides) ? .hidden : shown(all)
        // A main cause changes only where a cause does.
        let others = all - tally.changedMainCauses
        changedMainCauses = changedRecords.isHidden || minimum.hides(others) ? .hidden : shown(tally.changedMainCauses)
    }

    private static let pairs = RecordState.allCases.flatMap { from in RecordState.allCases.map { (from, $0) } }

    private static func changes(_ tally: ChangeTally, _ cause: Int, _ minimum: Int) -> [ChangeCount] {
        pairs.compactMap { from, to in
            let records = tally.records(cause: cause, from: from, to: to)
            guard from != to, records > 0 else { return nil }
            let rules = tally.causes[cause].rules.enumerated().compactMap { rule, name -> (String, Int)? in
                let count = tally.records(cause: cause, rule: rule, from: from, to: to)
                return count == 0 ? nil : (name, count)
            }
            let isHidden = rules.contains { minimum.hides($0.1) || minimum.hides(records - $0.1) }
            return ChangeCount(
                from: from,
                to: to,
                records: records,
                rules: rules.map { ($0.0, isHidden ? .hidden : .value($0.1)) }
            )
        }
    }

    /// How many records change in a cause; hidden with the changes.
    package func changed(cause: Int) -> Shown<Int> {
        changes[cause].map { .value($0.reduce(0) { $0 + $1.records }) } ?? .hidden
    }
}
