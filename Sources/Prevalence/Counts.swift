// The counts of one cause in one cell of the groups, and what they say.

internal import Statistics

/// How the eligible records of a cell fall for one cause.
package struct Counts: Sendable, Hashable {
    /// Eligible records.
    package var records = 0
    /// Records in which the cause is present.
    package var present = 0
    /// Records in which it is absent.
    package var absent = 0
    /// Records in which everything that the cause's assessed rules read has a value.
    package var complete = 0
    /// Complete records in which the cause is present.
    package var completePresent = 0

    /// Makes counts.
    package init(records: Int = 0, present: Int = 0, absent: Int = 0, complete: Int = 0, completePresent: Int = 0) {
        self.records = records
        self.present = present
        self.absent = absent
        self.complete = complete
        self.completePresent = completePresent
    }

    /// Records in which it stays open.
    package var undetermined: Int { records - present - absent }

    /// The share present among complete records; nil if there are none.
    package var prevalence: Double? { complete == 0 ? nil : Double(completePresent) / Double(complete) }

    /// The prevalence's 95 % Wilson interval.
    package var interval: ClosedRange<Double>? {
        complete == 0 ? nil : wilsonInterval(events: completePresent, total: complete)
    }

    /// What the share among all records would be if every undetermined record were absent, or present (Manski bounds).
    package var bounds: ClosedRange<Double>? {
        guard records > 0 else { return nil }
        return Double(present) / Double(records)...Double(present + undetermined) / Double(records)
    }

    /// Adds the counts of records that are in neither.
    package static func += (left: inout Counts, right: Counts) {
        left.records += right.records
        left.present += right.present
        left.absent += right.absent
        left.complete += right.complete
        left.completePresent += right.completePresent
    }
}
