// The way in: a cohort's inputs as one sequence of records, read by as many workers as the caller likes.

/// Reads the records of one or more CSV files, one after the other.
///
/// ```swift
/// let reader = try CohortReader([.file(path: "cohort.csv")], options: options) { header, fileIndex, path in
///     [2, 0]  // the columns whose cells are wanted
/// }
/// // On each thread:
/// var worker = reader.makeWorker()
/// while let block = try worker.next() {
///     for run in block.runs { … run.cell(record: 0, slot: 1) … }
/// }
/// ```
/// Results do not depend on the number of workers, on the size of blocks, or on how the bytes arrive. The reader starts
/// no thread; its memory is that of one block per worker and of one incomplete record.
package final class CohortReader: Sendable {
    private let options: ReadingOptions
    private let supply: BlockSupply
    private let ledger: Ledger
    private let turnstile = Turnstile()
    /// How many bytes there are to read, if all inputs are regular files or in memory.
    package let totalBytes: Int?

    /// A reader of `sources`, which are opened as reading reaches them.
    ///
    /// - Parameters:
    ///   - sources: The inputs, in order.
    ///   - options: How CSV is read.
    ///   - headerRows: Called for each file before `projection`; without it the first row is the header.
    ///   - projection: Called for each file in turn, after its header was read and before its records are, on the thread
    ///     of some worker and never twice at once. It returns the columns whose cells are wanted, from 0, in the order
    ///     of the slots that it wants them in; it may throw to refuse the file, which ends the reading.
    /// - Throws: ``InputError`` if a source can be seen not to be readable, or the delimiter not to be one.
    package init(
        _ sources: [ByteSource],
        options: ReadingOptions = ReadingOptions(),
        headerRows: HeaderRows? = nil,
        projection: @escaping @Sendable (_ header: Header, _ fileIndex: Int, _ path: String) throws -> [Int]
    ) throws(InputError) {
        guard ReadingOptions.isUsable(delimiter: options.delimiter) else {
            throw InputError(
                .unusable,
                path: sources.first?.name ?? "-",
                message: "a quote or a line end cannot be the delimiter; use a comma, semicolon or tab"
            )
        }
        var total: Int? = 0
        for source in sources {
            let bytes = try source.check()
            if let sum = total, let bytes { total = sum + bytes } else { total = nil }
        }
        totalBytes = total
        self.options = options.clamped
        supply = BlockSupply(sources, self.options, headerRows: headerRows, projection: projection)
        ledger = Ledger(maxRecordBytes: self.options.maxRecordBytes)
    }

    /// A worker, for one thread.
    package func makeWorker() -> BlockWorker {
        BlockWorker(supply: supply, ledger: ledger, turnstile: turnstile, options: options)
    }

    /// Ends the reading early: each worker returns the block that it has at hand, and then nil.
    package func cancel() {
        supply.cancel()
    }

    /// How many bytes have been read so far, for a progress display.
    package var bytesRead: Int { supply.bytesRead }

    /// How many records have been committed so far; all of them once every worker has returned nil.
    package var totals: ReadingTotals { ledger.totals }

    /// The inputs opened so far and the bytes read of each; complete once every worker has returned nil.
    package var inputs: [InputSize] { supply.inputs }
}
