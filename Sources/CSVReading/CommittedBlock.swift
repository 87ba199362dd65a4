// What a worker returns: a block's records and rejects, certain and numbered.

/// The records that begin in one block, and those that began before it and ended in it.
package struct CommittedBlock {
    /// The block's place in the cohort, from 0, without gaps.
    package let sequence: Int
    /// The file that the records are from.
    package let layout: FileLayout
    /// The records in input order, in up to two runs, neither of them empty.
    package let runs: [RecordRun]
    /// The rejects in input order, the repaired ones among them.
    package let rejects: [Reject]

    /// How many records were read and not rejected.
    package var recordCount: Int { runs.reduce(0) { $0 + $1.count } }
}
