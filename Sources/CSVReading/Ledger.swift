// What is certain so far: how far the committed blocks reach, in records, lines and bytes.

internal import Synchronization

/// The state that passes from block to block as they are committed, in order.
final class Ledger: Sendable {
    private let state: Mutex<State>
    /// Where the quotes stand after the last committed block: its file's index, and one bit that turns the parity of the
    /// quotes before a later block into whether that block starts inside quotes.
    private let quoteHint = Atomic(0)

    init(maxRecordBytes: Int) {
        state = Mutex(State(maxRecordBytes: maxRecordBytes))
    }

    /// Where a block's records begin.
    struct Entry {
        /// How many bytes before the block belong to the first record, put into the buffer before the body.
        var carried: Int
        /// The line that the first of them is in.
        var line: Int
        /// The number of the next record.
        var number: Int
    }

    /// What a block came to.
    struct Exit {
        /// The line after the last attempt that is complete.
        var line: Int
        /// The number of the next record.
        var number: Int
        /// How many records were rejected.
        var rejected: Int
        /// How many were repaired.
        var repaired: Int
    }

    /// How many records have been committed.
    var totals: ReadingTotals {
        state.withLock { ReadingTotals(records: $0.number - 1, rejected: $0.rejected, repaired: $0.repaired) }
    }

    /// A guess, never needed to be right, at whether a block begins inside a quoted field.
    func mayBeginInsideQuotes(_ block: Block) -> Bool {
        let hint = quoteHint.load(ordering: .relaxed)
        let isOdd = hint >> 1 == block.layout.fileIndex && hint & 1 == 1
        return isOdd != block.oddQuotesBefore
    }

    /// Begins the commit of a block whose turn it is.
    func enter(_ block: Block, _ buffer: borrowing BlockBuffer) -> Entry {
        state.withLock { state in
            if block.isFirst {
                assert(state.carried == 0)
                state.line = block.layout.firstLine
                state.faults = block.layout.headerFaults
            }
            let carried = UnsafeBufferPointer(start: UnsafePointer(state.carry), count: state.carried)
            _ = buffer.carried(state.carried).update(fromContentsOf: carried)
            return Entry(carried: state.carried, line: state.line, number: state.number)
        }
    }

    /// Ends the commit of a block whose last `carry` bytes, those carried to it included, are an incomplete record.
    ///
    /// - Returns: What is no UTF-8 in the file up to the block's end.
    func leave(_ block: Block, _ exit: Exit, carry: Int, _ buffer: borrowing BlockBuffer) -> TextFaults {
        let faults = state.withLock { state in
            var faults = state.faults
            faults.add(block.faults ?? TextFaults(), from: block.offset, line: state.lineBehindCarry)
            state.faults = faults
            state.line = exit.line
            state.number = exit.number
            state.rejected += exit.rejected
            state.repaired += exit.repaired
            precondition(carry <= state.maxRecordBytes)
            let bytes = buffer.bytes(carried: max(0, carry - block.count), count: block.count).suffix(carry)
            _ = UnsafeMutableBufferPointer(start: state.carry, count: carry).update(fromContentsOf: bytes)
            state.carried = carry
            return faults
        }
        let isOdd = (carry > 0) != (block.oddQuotesBefore != block.oddQuotes)
        quoteHint.store(block.layout.fileIndex << 1 | (isOdd ? 1 : 0), ordering: .relaxed)
        return faults
    }

    private struct State: ~Copyable {
        let maxRecordBytes: Int
        /// Memory for `maxRecordBytes` bytes, of which the first `carried` are in use.
        let carry: UnsafeMutablePointer<UInt8>
        var carried = 0
        /// The line that the first of them is in.
        var line = 1
        var number = 1
        var rejected = 0
        var repaired = 0
        /// What is no UTF-8 in the file so far.
        var faults = TextFaults()

        /// The line after the carried bytes, which are whole lines, and UTF-8 unless faults are known before them.
        var lineBehindCarry: Int {
            var lines = LineCounter()
            _ = lines.count(UnsafeRawBufferPointer(start: carry, count: carried))
            return line + lines.line - 1
        }

        init(maxRecordBytes: Int) {
            self.maxRecordBytes = maxRecordBytes
            carry = .allocate(capacity: maxRecordBytes)
        }

        deinit {
            carry.deallocate()
        }
    }
}

/// How many records a cohort has, as far as it has been read.
package struct ReadingTotals: Sendable, Equatable {
    /// Records read, rejected ones included.
    package var records: Int
    /// Records rejected.
    package var rejected: Int
    /// Records that were not rejected because their quotes could be read as text.
    package var repaired: Int

    package init(records: Int, rejected: Int, repaired: Int = 0) {
        self.records = records
        self.rejected = rejected
        self.repaired = repaired
    }
}
