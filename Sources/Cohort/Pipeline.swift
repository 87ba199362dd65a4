// One worker's way from cells to verdicts: fill columns, run the program, count.

package import CSVReading
package import Codebook
package import Columns
internal import Exports
package import FEEL
internal import Mappings
package import Prevalence
package import RuleSets

/// The records of a batch after the program has run over them.
///
/// A class because it is looked at for each record: a plan and a binding have dozens of references, which a copy would count one by one.
package final class ClassifiedBatch {
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
    /// The file that the records are from, and how it is read.
    package let file: FileBinding
    /// The file's place among the inputs, from 0.
    package let fileIndex: Int
    /// What numbers the worker's answers to open categories, by column.
    package let openTexts: [Int: OpenTexts]
    /// The same records under other rule sets that the run compares with.
    package internal(set) var companions: [(plan: Plan, evaluator: Evaluator)] = []

    init(
        plan: Plan,
        evaluator: Evaluator,
        count: Int,
        run: RecordRun,
        first: Int,
        file: FileBinding,
        fileIndex: Int,
        openTexts: [Int: OpenTexts]
    ) {
        (self.plan, self.evaluator, self.count) = (plan, evaluator, count)
        (self.run, self.first) = (run, first)
        (self.file, self.fileIndex, self.openTexts) = (file, fileIndex, openTexts)
    }

    /// The file's path.
    package var path: String { file.path }

    /// The bytes of the cell of a needed column, by its place in `Plan.neededColumns`, without spaces around; of several cells the first's.
    package func cell(_ record: Int, slot: Int) -> UnsafeBufferPointer<UInt8> {
        trimmed(run.cell(record: first + record, slot: file.slots.first + slot))
    }

    /// The text that a needed column's cells are read as, by its place in `Plan.neededColumns`; nil where a cell is read as it stands.
    package func recodedText(_ record: Int, slot: Int) -> String? {
        guard let slots = file.slots.recipes[slot] else { return nil }
        let reader = Pipeline(plan, kernel: .plain).makeFile(file).recipes[slot]
        return reader?.text(slots.map { run.cell(record: first + record, slot: $0) })
    }

    /// The kind of missing of each needed variable that a record has no answer to, by variable id. One that only red flags ask for is not missed
    /// where the file has no column for it.
    package func missingKinds(ofRecord record: Int) -> [String: MissingKind] {
        let pipeline = Pipeline(plan, kernel: .plain)
        let readers = pipeline.makeFile(file)
        var kinds: [String: MissingKind] = [:]
        for (slot, column) in plan.neededColumns.enumerated() {
            let id = plan.ruleSet.codebook.variables[plan.columnVariables[column]].id
            if let kind = pipeline.kind(in: run, record: first + record, slot: slot, readers) { kinds[id] = kind }
        }
        for (position, variable) in plan.ruleSet.codebook.variables.enumerated()
        where !plan.collected.contains(position) && !plan.ruleSet.codebook.flagPositions.contains(position) {
            kinds[variable.id] = .notCollected
        }
        return kinds
    }

    /// The bytes of the cell of a column that answers no variable, by its place in `FileSlots.unbound`, as it was read.
    package func unboundCell(_ record: Int, _ place: Int) -> UnsafeBufferPointer<UInt8> {
        run.cell(record: first + record, slot: file.slots.firstUnbound + place)
    }

    /// The number of a record of the batch in the cohort, from 1.
    package func number(of record: Int) -> Int { run.number(of: first + record) }

    /// The bytes of the record id's cell, without spaces around; nil where the file has no column for it.
    package func id(of record: Int) -> UnsafeBufferPointer<UInt8>? {
        file.slots.id.map { trimmed(run.cell(record: first + record, slot: $0)) }
    }
}

/// A worker's batch, readers and registers.
package final class Pipeline {
    let plan: Plan
    /// The batch that is filled and decided.
    package let batch: ColumnBatch
    /// What decides it.
    package let evaluator: Evaluator
    let openTexts: [Int: OpenTexts]
    /// The counts of the records so far.
    package var tally: Tally
    /// For each needed column the cells without an answer.
    private(set) var missing: [MissingTally]
    /// The counts by bands of age, if the run standardises by them.
    var tallyByAge: Tally?
    /// What reads and counts weights, if the run has any.
    let design: DesignReader?
    private let kernel: ColumnKernel
    /// The readers of the files met so far, by their places among the inputs.
    private var files: [Int: FileReaders] = [:]

    /// Makes a pipeline that has seen no records.
    package init(_ plan: Plan, kernel: ColumnKernel, design columns: DesignColumns? = nil) {
        self.plan = plan
        self.kernel = kernel
        batch = ColumnBatch(kinds: plan.columnKinds)
        evaluator = Evaluator(plan.program, over: batch, kernel: kernel)
        func openColumns(_ groups: [Plan.PlannedGroup]) -> Set<Int> {
            Set(groups.compactMap { if case .open(let column) = $0.kind { column } else { nil } })
        }
        let (grouped, described) = (openColumns(plan.groups), openColumns(plan.describedTexts))
        var openTexts: [Int: OpenTexts] = [:]
        for column in plan.neededColumns {
            guard plan.ruleSet.codebook.variables[plan.columnVariables[column]].type.isOpen else { continue }
            let room =
                grouped.contains(column)
                ? maximumOpenGroups + 1 : described.contains(column) ? maximumOpenAnswers + 1 : 0
            openTexts[column] = OpenTexts(pool: plan.program.texts, room: room)
        }
        self.openTexts = openTexts
        tally = Tally(plan, openTexts: openTexts, kernel: kernel, keepsFacts: columns != nil)
        missing = Array(repeating: MissingTally(), count: plan.neededColumns.count)
        tallyByAge = plan.byAge.map { Tally($0, openTexts: openTexts, kernel: kernel) }
        design = columns.map { DesignReader(plan, $0, kernel: kernel) }
    }

    /// The readers of a file, made when it is first met.
    package func file(_ index: Int, _ shared: CohortPlan) throws -> FileReaders {
        if let known = files[index] { return known }
        guard let binding = shared.binding(ofFile: index) else {
            throw RunError(message: "a block was read before its header; please report this")
        }
        let made = makeFile(binding, index: index)
        files[index] = made
        return made
    }

    /// Readers for a file.
    func makeFile(_ binding: FileBinding, index: Int = 0) -> FileReaders {
        FileReaders(binding, index, plan, openTexts, batch, kernel)
    }

    /// How many rows were left out for a reason.
    func excluded(_ reason: ExclusionReason) -> Int { files.values.reduce(0) { $0 + $1.excluded[reason, default: 0] } }

    /// How many answers of a file were read in a unit that their cells name, for each needed column.
    func ownUnits(ofFile index: Int) -> [[MeasurementUnit: Int]] {
        files[index]?.recipes.map { $0?.ownUnits ?? [:] } ?? []
    }

    /// Reads, decides and hands on the records of a run, batch by batch.
    ///
    /// - Throws: What `body` throws, and a `RunError` where the run has weights and a record has no proper one, or no sampling unit.
    func process(_ run: RecordRun, of file: FileReaders, _ body: (ClassifiedBatch) throws -> Void) throws {
        var first = 0
        while first < run.count {
            let count = min(ColumnBatch.capacity, run.count - first)
            let classified = ClassifiedBatch(
                plan: plan,
                evaluator: evaluator,
                count: count,
                run: run,
                first: first,
                file: file.binding,
                fileIndex: file.index,
                openTexts: openTexts
            )
            design?.start(count: count)
            try fill(from: run, of: file, first: first, count: count) { try design?.read(classified, from: $0) }
            evaluator.run()
            try body(classified)
            first += count
        }
    }

    /// Counts the records of a batch, weighted too if the run has weights.
    func count(_ classified: ClassifiedBatch) {
        tally.add(evaluator, batch)
        tallyByAge?.add(evaluator, batch)
        guard let design else { return }
        tally.withPlaces { design.add(classified, tally, places: $0) }
        tallyByAge?.withPlaces { design.addByAge(classified, tally, places: $0) }
    }

    /// Reads and decides the records of another pipeline's batch, and counts them.
    func follow(_ other: ClassifiedBatch, of file: FileReaders) {
        fill(from: other.run, of: file, first: other.first, count: other.count)
        evaluator.run()
        tally.add(evaluator, batch)
    }

    /// Starts the batch anew with the cells of `count` records of a run of a file, from `first` on.
    package func fill(from run: RecordRun, of file: FileReaders, first: Int, count: Int) {
        fill(from: run, of: file, first: first, count: count) { _ in }
    }

    /// As `fill`; after each 64 records `body` gets the place of the first of them in the batch.
    private func fill(
        from run: RecordRun,
        of file: FileReaders,
        first: Int,
        count: Int,
        _ body: (_ start: Int) throws -> Void
    ) rethrows {
        // Taken out for the loops below, which would check at each step that no one else is at them.
        let recipes = file.recipes
        let recipeSlots = recipes.indices.filter { recipes[$0] != nil }
        let firstSlot = file.binding.slots.first
        var missing: [MissingTally] = []
        swap(&missing, &self.missing)
        defer { swap(&missing, &self.missing) }
        batch.start(count: count)
        for start in stride(from: 0, to: count, by: 64) {
            let few = min(64, count - start)
            if !recipes.isEmpty {
                let cells = run.column(firstSlot, from: first + start, count: few)
                file.cells.read(cells, from: start, missing: &missing)
            }
            for slot in recipeSlots {
                let cells = file.slots(ofRecipe: slot).map { run.column($0, from: first + start, count: few) }
                recipes[slot]?.read(cells, from: start, into: batch, missing: &missing[slot])
            }
            try body(start)
        }
        file.cells.countBlanks(&missing)
    }

    /// The kind of missing of a record's answer, or nil if there is one. The batch's first record is overwritten.
    func kind(in run: RecordRun, record: Int, slot: Int, _ file: FileReaders) -> MissingKind? {
        batch.start(count: 1)
        guard let recipe = file.recipes[slot] else {
            let cell = trimmed(run.cell(record: record, slot: file.binding.slots.first + slot))
            return file.cells[slot]?.read(cell, into: batch, record: 0)
        }
        let cells = file.slots(ofRecipe: slot).map { run.cell(record: record, slot: $0) }
        return recipe.read(cells, into: batch, record: 0)
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
