// Which columns are kept in which slots, in the form that records are cut with.

internal import CStructure

/// For each slot the column that it holds, and slots in a row that hold columns in a row.
struct SlotColumns: ~Copyable {
    /// For each slot its column.
    let columns: UnsafeMutablePointer<UInt32>
    /// For each slot the first slot that holds the same column.
    let twins: UnsafeMutablePointer<UInt32>
    /// The slots again, as runs.
    let runs: UnsafeMutablePointer<structure_run>
    private(set) var runCount = 0

    /// Slot *i* holds column `wanted[i]`. Columns fit 32 bits, since they have a byte each in a header that does.
    init(_ wanted: [Int]) {
        columns = .allocate(capacity: wanted.count)
        twins = .allocate(capacity: wanted.count)
        runs = .allocate(capacity: wanted.count)
        var firsts: [Int: Int] = [:]
        for (slot, column) in wanted.enumerated() {
            let first = firsts[column] ?? slot
            firsts[column] = first
            (columns + slot).initialize(to: UInt32(column))
            (twins + slot).initialize(to: UInt32(first))
            if slot > 0, column == wanted[slot - 1] + 1 {
                runs[runCount - 1].count += 1
            } else {
                (runs + runCount).initialize(
                    to: structure_run(slot: UInt32(slot), column: UInt32(column), count: 1)
                )
                runCount += 1
            }
        }
    }

    deinit {
        columns.deallocate()
        twins.deallocate()
        runs.deallocate()
    }
}
