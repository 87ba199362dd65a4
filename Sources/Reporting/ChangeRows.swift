// One row per record and cause whose verdict changes: the records of `compare`.

package import Cohort
internal import Columns
package import Prevalence

/// Collects the changes of 64 records, and writes them in the order of the records.
package struct ChangeRows {
    private var changes: [Change] = []

    /// The header.
    package static let header = "record_id,cause,from,to,rules\n"

    /// Makes an empty collection.
    package init() {}

    /// Adds a change.
    package mutating func add(_ change: Change) { changes.append(change) }

    /// Appends the rows of a word's records and forgets its changes.
    package mutating func write(
        _ batch: ClassifiedBatch,
        word: Int,
        _ causes: [ChangeTally.ComparedCause],
        to rows: inout [UInt8]
    ) {
        var left = changes.reduce(0) { $0 | $1.records }
        while left != 0 {
            let bit = left.trailingZeroBitCount
            left &= left &- 1
            for change in changes where change.records >> UInt64(bit) & 1 != 0 {
                let record = word * 64 + bit
                if let id = batch.id(of: record) {
                    rows.append(repairedField: id)
                } else {
                    rows.append(text: String(batch.number(of: record)))
                }
                let rules = change.rules.filter { $0.records >> UInt64(bit) & 1 != 0 }.map(\.name)
                rows.append(
                    text:
                        ",\(causes[change.cause].id),\(change.from.rawValue),\(change.to.rawValue),\(rules.joined(separator: ";"))\n"
                )
            }
        }
        changes.removeAll(keepingCapacity: true)
    }
}
