// A run that only reads: every column as text, in input order.

package import CSVReading
internal import Synchronization

/// Reads the records of files with the same header.
package final class RawRun: Sendable {
    private let reader: CohortReader
    private let threads: Int

    /// Prepares a run; `onHeader` is called with the header of the first file before any record. Throws an `InputError` if an input can
    /// be seen not to be readable.
    package init(
        sources: [ByteSource],
        options: RunOptions,
        onHeader: @escaping @Sendable ([String]) throws -> Void
    ) throws {
        threads = max(1, options.threads)
        let first = FirstHeader()
        reader = try CohortReader(sources, options: options.reading) { header, _, path in
            if let problem = first.problem(with: header, path) { throw problem }
            if first.isFirst(header, path) { try onHeader(header.names) }
            return Array(header.names.indices)
        }
    }

    /// The header that all files must share.
    private final class FirstHeader: Sendable {
        private let state = Mutex<(names: [String], path: String)?>(nil)

        func problem(with header: Header, _ path: String) -> RunError? {
            state.withLock { first in
                guard let first, first.names != header.names else { return nil }
                return RunError(
                    path: path,
                    line: header.line,
                    message: "the header is not that of \(first.path); convert files with different columns one by one"
                )
            }
        }

        func isFirst(_ header: Header, _ path: String) -> Bool {
            state.withLock { first in
                guard first == nil else { return false }
                first = (header.names, path)
                return true
            }
        }
    }

    /// How many bytes have been read so far.
    package var bytesRead: Int { reader.bytesRead }
    /// How many bytes there are to read, where that is known.
    package var totalBytes: Int? { reader.totalBytes }

    /// Reads all records. `onRun` writes those of one run on the worker's thread; `inOrder` takes what it wrote, block by block in
    /// input order. Returns the number of records read and the rejected ones by reason.
    package func run(
        onRun: @Sendable (RecordRun, inout [UInt8]) -> Void,
        inOrder: @escaping OrderedBody
    ) throws -> (records: Int, rejects: [RejectCount]) {
        let reading = OrderedReading(reader: reader, threads: threads)
        let (_, rejects) = try reading.run(
            start: {},
            onBlock: { _, block, rows in for run in block.runs { onRun(run, &rows) } },
            inOrder: inOrder
        )
        return (reader.totals.records, rejects)
    }
}
