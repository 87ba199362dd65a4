// One worker of a reading: it reads blocks ahead at a guess and commits them in order.

/// Reads block after block on one thread, beside other workers that do the same.
///
/// A worker reads its block from a guessed start, without waiting. Then it takes its turn and joins what it read to what
/// is certain: if the true place of the next record is one where an attempt of its own began, everything from there on
/// stands, because an attempt depends only on the bytes from its start. If not, it reads from the true place until it
/// meets such a start. So the guess decides how much is read twice, and nothing else.
package struct BlockWorker: ~Copyable {
    private let supply: BlockSupply
    private let ledger: Ledger
    private let turnstile: Turnstile
    private let options: ReadingOptions

    private let buffer: BlockBuffer
    private var parser: AttemptParser
    private var plain: PlainRecordReader
    private var layout: FileLayout?
    /// What was read ahead, in positions of the body.
    private var ahead = AttemptLog()
    /// What was read from the true place up to where it meets `ahead`, in positions of the carried bytes and the body.
    private var front = AttemptLog()

    /// Called with the sequence number of each block after it has been read ahead and before it is committed: the place
    /// for a test to upset the order of things.
    package var willCommit: ((Int) -> Void)?

    /// How far a line start outside quotes is looked for, if the block seems to begin inside them.
    private static let guessBytes = 1 << 16

    init(supply: BlockSupply, ledger: Ledger, turnstile: Turnstile, options: ReadingOptions) {
        self.supply = supply
        self.ledger = ledger
        self.turnstile = turnstile
        self.options = options
        buffer = BlockBuffer(options)
        parser = AttemptParser(delimiter: options.delimiter, limit: options.maxRecordBytes)
        plain = PlainRecordReader(options)
        ahead.repairsQuotes = options.repairsQuotes
        front.repairsQuotes = options.repairsQuotes
    }

    /// Reads and commits the next block.
    ///
    /// What the worker returned before becomes invalid. Blocks reach the workers in any order; all of them together get
    /// each block once.
    ///
    /// - Returns: The block, or nil if there is none left for this worker.
    /// - Throws: What stopped the reading: an ``InputError``, or what the caller's projection threw. One worker throws it,
    ///   after all blocks before it were committed; the others get nil.
    package mutating func next() throws -> CommittedBlock? {
        switch supply.pull(into: buffer) {
        case .end:
            return nil
        case .failure(let error, let sequence):
            turnstile.enter(sequence)
            turnstile.leave()
            throw error
        case .block(var block):
            readAhead(block)
            if block.faults == nil { block.faults = UTF8Check.faults(in: buffer.bytes(count: block.count)) }
            willCommit?(block.sequence)
            turnstile.enter(block.sequence)
            let joint = commit(block)
            turnstile.leave()
            return committed(block, joint)
        }
    }

    private mutating func readAhead(_ block: Block) {
        if layout !== block.layout {
            layout = block.layout
            parser.prepare(delimiter: block.layout.dialect.delimiter)
            parser.prepare(columns: block.layout.columns, width: block.layout.width)
            plain.prepare(
                columns: block.layout.columns,
                width: block.layout.width,
                delimiter: block.layout.dialect.delimiter
            )
        }
        var window = Window(buffer.bytes(count: block.count), end: block.end)
        let start = guessStart(block, &window)
        ahead.restart(at: start, slots: block.layout.columns.count, in: buffer.cellMemory)
        plain.startWindow()
        ahead.readOn(&plain, &parser, in: &window, width: block.layout.width)
    }

    /// The line start to read ahead from: the block's first, or, if that seems to be inside quotes, the first that is not.
    private func guessStart(_ block: Block, _ window: inout Window) -> Int {
        guard ledger.mayBeginInsideQuotes(block) else { return 0 }
        var start = 0
        while start < min(block.count, Self.guessBytes) {
            let line = window.line(from: start)
            let isOutside = hasOddQuotes(window.slice(start..<line.contentEnd))
            start = line.next
            if isOutside { return start }
        }
        // A stray quote somewhere before is likelier than a quoted field as long as this: attempts find their way.
        return 0
    }

    /// Where the true reading of a block begins, and where it joined what was read ahead.
    private struct Joint {
        var entry: Ledger.Entry
        var junction: AttemptLog.Junction?
    }

    /// Finds what is true of the block, the worker's turn having come.
    private mutating func commit(_ block: Block) -> Joint {
        let entry = ledger.enter(block, buffer)
        let bytes = buffer.bytes(carried: entry.carried, count: block.count)
        var window = Window(bytes, end: block.end)
        // Behind the cells of what was read ahead.
        let memory = ahead.batch.storage.pointee.memory
        front.restart(at: 0, slots: block.layout.columns.count, in: memory)
        var search = AttemptLog.JunctionSearch()
        var junction: AttemptLog.Junction?
        while front.cursor.position < bytes.count {
            junction = ahead.junction(at: front.cursor.position - entry.carried, &search)
            if junction != nil { break }
            guard front.advance(&parser, in: &window, width: block.layout.width) else { break }
        }

        var end = front.cursor
        var repaired = front.rejects.count { $0.isRepaired }
        var rejected = front.rejects.count - repaired
        if let junction {
            end.position = entry.carried + ahead.cursor.position
            end.line += ahead.cursor.line - junction.cursor.line
            end.ordinal += ahead.cursor.ordinal - junction.cursor.ordinal
            let joined = ahead.rejects[junction.reject...]
            let joinedRepairs = joined.count { $0.isRepaired }
            repaired += joinedRepairs
            rejected += joined.count - joinedRepairs
        }
        let exit = Ledger.Exit(
            line: entry.line + end.line,
            number: entry.number + end.ordinal,
            rejected: rejected,
            repaired: repaired
        )
        let faults = ledger.leave(block, exit, carry: bytes.count - end.position, buffer)
        if block.isLast { block.layout.onTextFaults?(faults) }
        return Joint(entry: entry, junction: junction)
    }

    /// The block for the caller, which needs no turn any more.
    private func committed(_ block: Block, _ joint: Joint) -> CommittedBlock {
        let entry = joint.entry
        var bases = RecordRun.Bases(number: entry.number, line: entry.line, byte: block.offset - entry.carried)
        var runs = [RecordRun(front.batch, from: 0, bases: bases)]
        let frontBytes = buffer.bytes(carried: entry.carried, count: block.count)
        var rejects = front.rejects.map { reject($0, block, bases, frontBytes) }
        if let junction = joint.junction {
            bases.number += front.cursor.ordinal - junction.cursor.ordinal
            bases.line += front.cursor.line - junction.cursor.line
            bases.byte = block.offset
            runs.append(RecordRun(ahead.batch, from: junction.record, bases: bases))
            let bodyBytes = buffer.bytes(count: block.count)
            rejects += ahead.rejects[junction.reject...].map { reject($0, block, bases, bodyBytes) }
        }
        runs.removeAll { $0.count == 0 }
        return CommittedBlock(sequence: block.sequence, layout: block.layout, runs: runs, rejects: rejects)
    }

    private func reject(
        _ mark: RejectMark,
        _ block: Block,
        _ bases: RecordRun.Bases,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Reject {
        var text: [UInt8] = []
        if options.keepsRejectText {
            let most = min(Reject.maxTextBytes, options.maxRecordBytes + 1)
            let line = bytes[Int(mark.start)...].prefix(most)
            text = Array(line.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn })
        }
        return Reject(
            fileIndex: block.layout.fileIndex,
            line: bases.line + Int(mark.line),
            byte: bases.byte + Int(mark.start),
            record: bases.number + Int(mark.ordinal),
            reason: mark.defect.reason,
            column: mark.defect.column == 0 ? nil : Int(mark.defect.column),
            fields: mark.defect.fields == 0 ? nil : Int(mark.defect.fields),
            width: block.layout.width,
            isRepaired: mark.isRepaired,
            text: text
        )
    }
}
