// One worker's way from cells to verdicts: fill columns, run the program, count.

package import CSVReading
package import Codebook
internal import Columns
package import FEEL
internal import Prevalence
package import RuleSets

/// The records of a batch after the program has run over them.
package struct ClassifiedBatch {
    /// The plan.
    package let plan: Plan
    /// The results.
    package let evaluator: Evaluator
    /// How many records there are.
    package let count: Int
    /// The records as they were read.
    package let run: RecordRun
    /// The place of the batch's first record in the run.
    package let first: Int
    /// The slot of the record id in the run, if the file has a column for it.
    package let idSlot: Int?
    /// The file that the records are from.
    package let layout: FileLayout
    /// The slot of the first needed column in the run.
    let firstSlot: Int
    /// The same records under other rule sets that the run compares with.
    package internal(set) var companions: [(plan: Plan, evaluator: Evaluator)] = []
    /// Its path.
    package var path: String { layout.path }

    /// The bytes of the cell of a needed column, by its place in `Plan.neededColumns`, without spaces around.
    package func cell(_ record: Int, slot: Int) -> UnsafeBufferPointer<UInt8> {
        trimmed(run.cell(record: first + record, slot: firstSlot + slot))
    }

    /// The kind of missing of each needed variable that a record has no answer to, by variable id.
    package func missingKinds(ofRecord record: Int) -> [String: MissingKind] {
        let pipeline = Pipeline(plan, kernel: .plain, firstSlot: firstSlot)
        pipeline.adopt(layout)
        var kinds: [String: MissingKind] = [:]
        for (slot, column) in plan.neededColumns.enumerated() {
            let id = plan.ruleSet.codebook.variables[plan.columnVariables[column]].id
            if let kind = pipeline.kind(of: cell(record, slot: slot), slot: slot) { kinds[id] = kind }
        }
        for (position, variable) in plan.ruleSet.codebook.variables.enumerated()
        where !plan.collected.contains(position) {
            kinds[variable.id] = .notCollected
        }
        return kinds
    }

    /// The number of a record of the batch in the cohort, from 1.
    package func number(of record: Int) -> Int { run.number(of: first + record) }

    /// The bytes of the record id's cell, without spaces around; nil where the file has no column for it.
    package func id(of record: Int) -> UnsafeBufferPointer<UInt8>? {
        idSlot.map { trimmed(run.cell(record: first + record, slot: $0)) }
    }
}

/// A worker's batch, readers and registers.
final class Pipeline {
    let plan: Plan
    let batch: ColumnBatch
    let evaluator: Evaluator
    let openTexts: [Int: OpenTexts]
    /// The counts of the records so far.
    var tally: Tally
    /// For each needed column the cells without an answer.
    private(set) var missing: [MissingTally]
    private let readers: [CellReader]
    /// The slot of the first needed column.
    private let firstSlot: Int
    /// The file whose dialect the readers know.
    private var layout: FileLayout?

    init(_ plan: Plan, kernel: ColumnKernel, firstSlot: Int = 0) {
        self.plan = plan
        self.firstSlot = firstSlot
        batch = ColumnBatch(kinds: plan.columnKinds)
        evaluator = Evaluator(plan.program, over: batch, kernel: kernel)
        let grouped = Set(
            plan.groups.compactMap { group in
                if case .open(let column) = group.kind { column } else { nil }
            }
        )
        var openTexts: [Int: OpenTexts] = [:]
        let codebook = plan.ruleSet.codebook
        readers = plan.neededColumns.map { column in
            let variable = codebook.variables[plan.columnVariables[column]]
            if variable.type.isOpen {
                openTexts[column] = OpenTexts(
                    pool: plan.program.texts,
                    room: grouped.contains(column) ? maximumOpenGroups + 1 : 0
                )
            }
            return CellReader(
                variable,
                in: codebook,
                column: column,
                pool: plan.program.texts,
                openTexts: openTexts[column],
                kernel: kernel
            )
        }
        self.openTexts = openTexts
        tally = Tally(plan, openTexts: openTexts, kernel: kernel)
        missing = Array(repeating: MissingTally(), count: plan.neededColumns.count)
    }

    /// From now on, reads numbers as a file writes them.
    func adopt(_ layout: FileLayout) {
        guard self.layout !== layout else { return }
        self.layout = layout
        for (slot, reader) in readers.enumerated() {
            reader.readsDecimalCommas = layout.dialect.decimalMark(ofColumn: layout.columns[firstSlot + slot]) == .comma
        }
    }

    /// Reads, decides and hands on the records of a run, batch by batch.
    func process(_ run: RecordRun, of layout: FileLayout, _ body: (ClassifiedBatch) throws -> Void) rethrows {
        adopt(layout)
        var first = 0
        while first < run.count {
            let count = min(ColumnBatch.capacity, run.count - first)
            decide(run, from: first, count: count)
            try body(
                ClassifiedBatch(
                    plan: plan,
                    evaluator: evaluator,
                    count: count,
                    run: run,
                    first: first,
                    idSlot: run.slots > firstSlot + readers.count ? firstSlot + readers.count : nil,
                    layout: layout,
                    firstSlot: firstSlot
                )
            )
            first += count
        }
    }

    /// Reads and decides the records of another pipeline's batch, and counts them.
    func follow(_ other: ClassifiedBatch) {
        adopt(other.layout)
        decide(other.run, from: other.first, count: other.count)
        tally.add(evaluator, batch)
    }

    /// Fills the batch with records of a run, and runs the program over them.
    private func decide(_ run: RecordRun, from first: Int, count: Int) {
        // Taken out for the loops below, which would check at each step that no one else is at them.
        let readers = readers
        var missing: [MissingTally] = []
        swap(&missing, &self.missing)
        defer { swap(&missing, &self.missing) }
        batch.start(count: count)
        for start in stride(from: 0, to: count, by: 64) {
            let few = min(64, count - start)
            for slot in readers.indices {
                let cells = run.column(firstSlot + slot, from: first + start, count: few)
                readers[slot].read(cells, from: start, into: batch, missing: &missing[slot])
            }
        }
        evaluator.run()
    }

    /// The kind of missing of one cell, or nil if it is an answer. The batch's first record is overwritten.
    func kind(of cell: UnsafeBufferPointer<UInt8>, slot: Int) -> MissingKind? {
        readers[slot].read(cell, into: batch, record: 0)
    }
}

extension VariableType {
    /// Whether any text is a value.
    var isOpen: Bool {
        switch self {
        case .category(let codes): codes.isEmpty
        case .text: true
        default: false
        }
    }
}
