// The cells of many variables, 64 records at a time.

package import Columns

/// Reads the columns of a batch from slots that follow one another: those that a kernel can read all at once, the others one by one.
///
/// So few records at a time because their cells in all columns then stay in the processor's nearest cache from one column to the next.
package final class CellReaders {
    /// The reader of each slot; nil where someone else reads it.
    private let readers: [CellReader?]
    private let batch: ColumnBatch
    private let tasks: ColumnTasks?
    /// The slots of the tasks, in their order, and those of the other readers.
    private let together: [Int]
    private let alone: [Int]

    /// Makes the readers of a batch's columns, for one thread.
    package init(_ readers: [CellReader?], over batch: ColumnBatch, kernel: ColumnKernel) {
        self.readers = readers
        self.batch = batch
        let tasks = ColumnTasks(kernel, over: batch, capacity: readers.count)
        var (together, alone): ([Int], [Int]) = ([], [])
        for (slot, reader) in readers.enumerated() {
            guard let reader else { continue }
            if let tasks, reader.join(tasks, slot: slot) { together.append(slot) } else { alone.append(slot) }
        }
        (self.tasks, self.together, self.alone) = (tasks, together, alone)
    }

    /// The reader of a slot.
    package subscript(slot: Int) -> CellReader? { readers[slot] }

    /// Reads the cells of at most 64 records, the first of which is record `start` of the batch (a multiple of 64), and counts those without an
    /// answer by slot. `first` are their cells in the first slot. O(bytes).
    package func read(_ first: CellColumn, from start: Int, missing: inout [MissingTally]) {
        if let tasks, !together.isEmpty {
            tasks.read(first, from: start) { task, left in
                let slot = together[task]
                readers[slot]?.read(left, of: first.column(slot), from: start, into: batch, missing: &missing[slot])
            }
        }
        for slot in alone {
            readers[slot]?.read(first.column(slot), from: start, into: batch, missing: &missing[slot])
        }
    }

    /// Counts the blank cells that were met since this was last called. To be called before `missing` is looked at.
    package func countBlanks(_ missing: inout [MissingTally]) {
        guard let tasks else { return }
        for (task, slot) in together.enumerated() { missing[slot].add(.blank, tasks.takeBlanks(task)) }
    }
}
