// The one place that reads the inputs: it hands out their blocks in order, each into the buffer of the worker that asks.

internal import CStructure
internal import Synchronization

/// Hands out the blocks of all inputs, one input after the other.
///
/// Any number of workers may pull; the lock is held while one block is read. The supply itself keeps no more than the
/// bytes behind the last block's end.
final class BlockSupply: Sendable {
    /// What the caller wants of a file, once its header is known: the columns to keep, in its own order.
    typealias Projection = @Sendable (_ header: Header, _ fileIndex: Int, _ path: String) throws -> [Int]

    /// What a worker gets.
    enum Pull: Sendable {
        case block(Block)
        /// Reading failed where the block of this sequence number would be.
        case failure(any Error, sequence: Int)
        /// Nothing is left, or the run has been cancelled.
        case end
    }

    private let state: Mutex<State>
    private let isCancelled = Atomic(false)
    private let readSoFar = Atomic(0)

    init(
        _ sources: [ByteSource],
        _ options: ReadingOptions,
        headerRows: HeaderRows?,
        projection: @escaping Projection
    ) {
        state = Mutex(State(sources: sources, options: options, headerRows: headerRows, projection: projection))
    }

    /// How many bytes have been read so far.
    var bytesRead: Int { readSoFar.load(ordering: .relaxed) }

    /// The inputs that have been opened so far, with the bytes read of each.
    var inputs: [InputSize] { state.withLock { $0.inputs } }

    /// Ends the supply: whoever pulls from now on gets `.end`.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    /// Reads the next block into `buffer`.
    func pull(into buffer: borrowing BlockBuffer) -> Pull {
        state.withLock { state in
            if isCancelled.load(ordering: .relaxed) { return .end }
            let pull = state.next(into: buffer)
            readSoFar.store(state.inputs.reduce(0) { $0 + $1.bytes }, ordering: .relaxed)
            return pull
        }
    }
}

/// An input and how many bytes were read of it.
package struct InputSize: Sendable, Equatable {
    /// The input as the user named it.
    package var path: String
    /// The bytes read of the input itself (before decompressing), a byte-order mark and the header counted.
    package var bytes: Int

    package init(path: String, bytes: Int) {
        self.path = path
        self.bytes = bytes
    }
}

extension BlockSupply {
    /// What the lock guards.
    private struct State {
        let sources: [ByteSource]
        let options: ReadingOptions
        let headerRows: HeaderRows?
        let projection: Projection
        var inputs: [InputSize] = []
        var file: OpenFile?
        var nextSequence = 0
        var hasFailed = false

        /// The file that is being cut into blocks.
        struct OpenFile {
            let layout: FileLayout
            let stream: any ByteStream
            var cutter: BlockCutter
            /// The place in the file of the next block's first byte.
            var offset: Int
            /// How many bytes had been read when the header's end was found.
            let bytesWithHeader: Int
            var isFirst = true
            var oddQuotes = false
        }

        mutating func next(into buffer: borrowing BlockBuffer) -> Pull {
            if hasFailed { return .end }
            do {
                if file == nil {
                    guard inputs.count < sources.count else { return .end }
                    file = try open(sources[inputs.count])
                }
                return try cut(into: buffer)
            } catch {
                hasFailed = true
                file = nil
                return .failure(error, sequence: nextSequence)
            }
        }

        private mutating func open(_ source: ByteSource) throws -> OpenFile {
            let stream = try source.open()
            let index = inputs.count
            inputs.append(InputSize(path: source.name, bytes: 0))
            var reader = HeaderReader(stream, path: source.name, options: options)
            var header = try reader.read()
            if let headerRows {
                let first = try reader.sample(behind: header)
                let count = min(max(1, try headerRows(first, index, source.name)), first.headerCandidates)
                header.furtherRows = Array(first.rows[1..<count])
                reader.skip(furtherRows: count - 1)
            }
            let rest = reader.rest
            inputs[index].bytes = stream.inputBytesRead ?? rest.byte + rest.leftover.count
            let layout = FileLayout(
                fileIndex: index,
                path: source.name,
                header: header,
                columns: try projection(header, index, source.name),
                firstLine: rest.line,
                headerFaults: reader.faults,
                onTextFaults: stream.onTextFaults
            )
            let body = PrefixedStream(rest.leftover, then: rest.isInputEnd ? MemoryStream([]) : stream)
            return OpenFile(
                layout: layout,
                stream: stream,
                cutter: BlockCutter(
                    body,
                    options.with(delimiter: layout.dialect.delimiter),
                    checksText: layout.onTextFaults != nil
                ),
                offset: rest.byte,
                bytesWithHeader: rest.byte
            )
        }

        private mutating func cut(into buffer: borrowing BlockBuffer) throws -> Pull {
            guard var file else { return .end }
            // Taken out while it changes, so that its arrays are not copied.
            self.file = nil
            let filling = try file.cutter.fill(buffer.body)
            inputs[file.layout.fileIndex].bytes =
                file.stream.inputBytesRead ?? file.bytesWithHeader + file.cutter.bytesRead
            let bytes = buffer.bytes(count: filling.count)
            var oddQuotes = false
            var faults = filling.faults
            if faults == nil, file.layout.onTextFaults != nil {
                // Where in its lines a block is no UTF-8 is left to its worker.
                let glance = text_glance(bytes.baseAddress, bytes.count)
                oddQuotes = glance.has_odd_quotes
                if glance.is_utf8 { faults = TextFaults() }
            } else {
                oddQuotes = hasOddQuotes(bytes)
                faults = faults ?? TextFaults()
            }
            let block = Block(
                sequence: nextSequence,
                layout: file.layout,
                offset: file.offset,
                count: filling.count,
                end: filling.end,
                isFirst: file.isFirst,
                oddQuotesBefore: file.oddQuotes,
                oddQuotes: oddQuotes,
                faults: faults
            )
            nextSequence += 1
            file.offset += filling.length
            file.isFirst = false
            file.oddQuotes = file.oddQuotes != oddQuotes
            if !block.isLast { self.file = file }
            return .block(block)
        }
    }
}
