// The stages from cells to counts, each over one block of records that stays in the processor's caches as the program's blocks do.

internal import Cohort
internal import Columns
internal import CSVReading
internal import FEEL
internal import Prevalence

/// One block of a cohort, read and ready for the stages that follow. For one thread.
///
/// Each stage goes over the whole batch and may be run again and again.
public final class BlockStages {
    /// How many records a stage goes over each time: a full batch.
    public let records: Int
    private let pipeline: Pipeline
    private let readers: FileReaders
    // The run looks into the memory of the worker, which lives as long.
    private var worker: BlockWorker
    private let run: RecordRun

    /// Reads a cohort's first block, and fills and decides a batch from it.
    ///
    /// - Throws: What reading throws, or an error if the cohort is shorter than a batch.
    public init(_ cohort: StageCohort, _ kernel: StageKernel = .best) throws {
        let columns = cohort.columns
        let reader = try CohortReader([.bytes(cohort.bytes, name: "cohort")]) { _, _, _ in columns }
        worker = reader.makeWorker()
        guard let run = try worker.next()?.runs.first, run.count >= ColumnBatch.capacity else {
            throw StageError(description: "the cohort must begin with \(ColumnBatch.capacity) well-formed records")
        }
        self.run = run
        records = ColumnBatch.capacity
        pipeline = Pipeline(cohort.plan, kernel: kernel.column)
        readers = try pipeline.file(0, cohort.shared)
        decode()
        evaluate()
        tally()
    }

    /// Cells to typed columns. O(bytes of the needed cells).
    public func decode() { pipeline.fill(from: run, of: readers, first: 0, count: records) }

    /// Columns to verdicts: every rule, derived variable and cause. O(steps × records).
    public func evaluate() { pipeline.evaluator.run() }

    /// Verdicts to counts per cause and cell of the groups. O(causes × records).
    public func tally() { pipeline.tally.add(pipeline.evaluator, pipeline.batch) }
}
