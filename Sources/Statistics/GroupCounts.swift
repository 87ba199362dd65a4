// One group of a comparison.

/// The records of a group that are complete for a cause, and those in which it is present.
package struct GroupCounts: Sendable, Hashable {
    /// Records in which it is present.
    package var events: Int
    /// Complete records.
    package var records: Int

    /// Makes the counts of a group.
    package init(events: Int, records: Int) {
        self.events = events
        self.records = records
    }

    /// Complete records in which it is absent.
    package var others: Int { records - events }
}
