// Columns that a kernel reads together: one call for all of them, 64 records after 64.

internal import CColumnKernels

/// What is to be read into a batch's columns of numbers, yes or no, and sets, in the form that the kernels take it.
///
/// A call for each column, with all that Swift checks on the way there, would cost a third of the reading itself. Tied to its batch; for one thread.
package final class ColumnTasks {
    private let kernel: column_kernel
    private let batch: ColumnBatch
    // Invariant: the first `count` of `capacity` tasks are initialised, and what they point to is the batch's own or among `owned`.
    private let tasks: UnsafeMutablePointer<column_task>
    private let capacity: Int
    /// How many columns there are.
    package private(set) var count = 0
    private var owned: [UnsafeMutablePointer<UInt64>] = []

    /// Makes room for a number of columns of a batch; nil if the kernel leaves everything to the plain path.
    package init?(_ kernel: ColumnKernel, over batch: ColumnBatch, capacity: Int) {
        guard let code = kernel.code else { return nil }
        self.kernel = code
        self.batch = batch
        self.capacity = capacity
        tasks = .allocate(capacity: max(1, capacity))
    }

    deinit {
        tasks.deallocate()
        for memory in owned { memory.deallocate() }
    }

    /// Adds a column of numbers, whose cells are `slot` slots behind the first.
    package func addNumbers(_ column: Int, slot: Int, in range: ClosedRange<Double>) {
        var task = column_task()
        task.values = batch.numbers(column)
        (task.low, task.high) = (range.lowerBound, range.upperBound)
        add(task, column, slot)
    }

    /// Adds a column of yes or no, which words with odd and even meanings stand for, or of sets, which are words' meanings.
    package func addWords(_ column: Int, slot: Int, _ words: ColumnKernel.ShortWords) {
        var task = column_task()
        task.words = column_words(
            keys: keep(words.keys),
            meanings: keep(words.meanings),
            count: words.keys.count,
            short_count: words.shortCount
        )
        if batch.kinds[column] == .boolean {
            task.meanings = keep(Array(repeating: 0, count: 64))
            task.truths = batch.truths(column)
        } else {
            task.meanings = batch.sets(column)
        }
        add(task, column, slot)
    }

    private func keep(_ words: [UInt64]) -> UnsafeMutablePointer<UInt64> {
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, words.count))
        for (index, word) in words.enumerated() { (memory + index).initialize(to: word) }
        owned.append(memory)
        return memory
    }

    private func add(_ task: column_task, _ column: Int, _ slot: Int) {
        precondition(count < capacity, "more columns than there is room for")
        var task = task
        task.answered = batch.answered(column)
        task.slot = slot
        (tasks + count).initialize(to: task)
        count += 1
    }

    /// Reads the cells of at most 64 records, the first of which is record `start` of the batch (a multiple of 64). `first` are their cells in
    /// the first slot. Tells for each column of which some are left to the plain path which of them those are, a bit for each. O(cells).
    package func read(_ first: CellColumn, from start: Int, onLeft: (_ task: Int, UInt64) -> Void) {
        precondition(start % 64 == 0 && start + first.count <= batch.count)
        // Looked up once: each look at a variable of a class is checked.
        let count = count
        column_read_tasks(kernel, column_cells(first), start, tasks, count)
        for task in 0..<count where tasks[task].left != 0 { onLeft(task, tasks[task].left) }
    }

    /// How many cells of a column were blank since this was last asked.
    package func takeBlanks(_ task: Int) -> Int {
        precondition(task < count)
        defer { tasks[task].blank = 0 }
        return Int(tasks[task].blank)
    }
}
