// Reading a cohort to its end in a test: any sources, any number of workers, results in input order.

import CSVReading
import Dispatch
import Synchronization

/// How a test reads.
struct ReadingPlan: Sendable {
    var options = ReadingOptions()
    var workers = 1
    /// The columns wanted; nil: all of them.
    var columns: [Int]?
    /// What each worker does between reading a block ahead and committing it.
    var willCommit: (@Sendable (Int) -> Void)?
    /// What each worker does with a block before it asks for the next.
    var didCommit: (@Sendable (Int) -> Void)?

    func read(_ sources: [ByteSource]) -> ReadCohort {
        struct Gathered {
            var headers: [Header] = []
            var blocks: [Int: (records: [ReadRecord], rejects: [Reject])] = [:]
            var errors: [InputError] = []
        }
        let gathered = Mutex(Gathered())
        do throws(InputError) {
            let columns = columns
            let headers = Mutex<[Header]>([])
            let reader = try CohortReader(sources, options: options) { header, fileIndex, _ in
                headers.withLock { seen in
                    precondition(seen.count == fileIndex)
                    seen.append(header)
                }
                return columns ?? Array(header.names.indices)
            }
            let work: @Sendable (Int) -> Void = { _ in
                var worker = reader.makeWorker()
                worker.willCommit = willCommit
                do {
                    while let block = try worker.next() {
                        let records = block.runs.flatMap { copy($0, block.layout.fileIndex) }
                        gathered.withLock { $0.blocks[block.sequence] = (records, block.rejects) }
                        didCommit?(block.sequence)
                    }
                } catch {
                    let error = error as? InputError ?? InputError(.unusable, path: "", message: "\(error)")
                    gathered.withLock { $0.errors.append(error) }
                }
            }
            DispatchQueue.concurrentPerform(iterations: workers, execute: work)
            gathered.withLock { $0.headers = headers.withLock { $0 } }
        } catch {
            return ReadCohort(error: error)
        }
        return gathered.withLock { gathered in
            precondition(gathered.errors.count < 2, "one worker reports the error")
            precondition(gathered.blocks.keys.sorted() == Array(0..<gathered.blocks.count), "no gaps")
            let blocks = (0..<gathered.blocks.count).compactMap { gathered.blocks[$0] }
            return ReadCohort(
                headers: gathered.headers,
                records: blocks.flatMap(\.records),
                rejects: blocks.flatMap(\.rejects),
                error: gathered.errors.first
            )
        }
    }

    func read(_ text: String) -> ReadCohort { read([.bytes(Array(text.utf8), name: "text")]) }
}

private func copy(_ run: RecordRun, _ fileIndex: Int) -> [ReadRecord] {
    (0..<run.count).map { record in
        ReadRecord(
            fileIndex: fileIndex,
            number: run.number(of: record),
            line: run.line(of: record),
            byte: run.byte(of: record),
            cells: (0..<run.slots).map { Array(run.cell(record: record, slot: $0)) }
        )
    }
}

extension ReadCohort {
    /// The cells of all records as text.
    var texts: [[String]] {
        records.map { $0.cells.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The same cohort with only the cells of `columns`.
    func projected(_ columns: [Int]) -> ReadCohort {
        var cohort = self
        for index in cohort.records.indices {
            cohort.records[index].cells = columns.map { records[index].cells[$0] }
        }
        return cohort
    }

    /// The reasons of all rejects with their lines and columns.
    var reasons: [String] {
        rejects.map { "\($0.line): \($0.reason.rawValue)" + ($0.column.map { " \($0)" } ?? "") }
    }
}

/// Bytes that arrive in pieces of changing size, like those of a slow pipe.
final class TricklingStream: ByteStream {
    private let bytes: [UInt8]
    private let pieces: [Int]
    private var position = 0
    private var reads = 0
    let onTextFaults: (@Sendable (TextFaults) -> Void)?

    init(_ bytes: [UInt8], pieces: [Int], onTextFaults: (@Sendable (TextFaults) -> Void)? = nil) {
        self.bytes = bytes
        self.pieces = pieces
        self.onTextFaults = onTextFaults
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count = min(buffer.count, bytes.count - position, pieces[reads % pieces.count])
        reads += 1
        buffer.copyBytes(from: bytes[position..<(position + count)])
        position += count
        return count
    }
}
