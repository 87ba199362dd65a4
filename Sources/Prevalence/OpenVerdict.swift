// What a weighted or standardised figure makes of records in which a missing answer leaves a cause open.

/// Which records a prevalence is a share of, and how open ones count.
package enum OpenVerdict: Sendable, Hashable {
    /// Records that are complete for the cause.
    case excluded
    /// All eligible records, open ones counted as absent, or as present.
    case absent, present
}
