// What a user may choose about the statistics of a summary.

package import Statistics

/// The choices, each with the default of the contract.
package struct StatisticsChoices: Sendable, Hashable {
    /// What is made of records in which a missing answer leaves a cause open.
    package enum Undetermined: String, Sendable, CaseIterable {
        /// Prevalence is among the records that are complete for the cause.
        case exclude
        /// Prevalence is among all eligible records, the undetermined ones counted as absent.
        case absent
        /// Prevalence is among all eligible records, the undetermined ones counted as present.
        case present
    }

    /// How the interval is computed.
    package var interval = IntervalMethod.wilson
    /// Its level.
    package var level = ConfidenceLevel.standard
    /// What is made of undetermined records.
    package var undetermined = Undetermined.exclude
    /// Whether values are judged by the standards of the NCHS.
    package var showsReliability = false
    /// The smallest count that is shown; 0 shows all.
    package var minimumCell = 0

    /// Makes the default choices.
    package init() {}

    /// Whether these are the choices of the contract.
    package var areDefault: Bool { self == StatisticsChoices() }

    /// Whether a count may not be shown for its own sake.
    package func isSmall(_ count: Int) -> Bool { minimumCell.hides(count) }

    /// What prevalence is a share of, in words.
    package var domain: String {
        switch undetermined {
        case .exclude: "records complete for the cause"
        case .absent: "all eligible records, undetermined ones counted as absent"
        case .present: "all eligible records, undetermined ones counted as present"
        }
    }

    /// The interval in words, such as "95 % Wilson score interval without continuity correction".
    package var intervalTitle: String { "\(level.percentage) % \(interval.title)" }
}
