// The attempt: one record read from a line start, as libcsv's strict mode reads it, within the limits of the contract.

/// Reads one record at a time from any line start of a window.
///
/// libcsv is fed line by line. After a line end it is either at the start of a record or inside quotes, so whether it has
/// reported a record by then tells if the record ended with this line. It never sees a byte beyond the limit.
///
/// - Complexity: An attempt takes time in proportion to the bytes it looks at. Of two attempts from different line starts
///   at most one is inside quotes at any line end, so all attempts together look at each byte at most twice (and at those
///   inside quotes once more, for ``SwallowedLines``).
struct AttemptParser: ~Copyable {
    private var parser: StrictParser
    private var swallowed: SwallowedLines
    private var slots: SlotMap
    private var delimiter: UInt8
    private let limit: Int
    /// Where the parser's sink points between attempts.
    private let spare: RecordBatch

    /// A parser for records of at most `limit` bytes, that keeps no cells yet.
    init(delimiter: UInt8, limit: Int) {
        spare = RecordBatch()
        slots = SlotMap(columns: [])
        let idle = FieldSink(storage: spare.storage, slots: slots)
        parser = StrictParser(delimiter: delimiter, largestField: limit, sink: idle)
        swallowed = SwallowedLines(delimiter: delimiter, limit: limit)
        self.delimiter = delimiter
        self.limit = limit
    }

    /// From now on, reads a file with this delimiter.
    mutating func prepare(delimiter: UInt8) {
        self.delimiter = delimiter
        parser.setDelimiter(delimiter)
        swallowed.setDelimiter(delimiter)
    }

    /// From now on, keeps the cells of `columns`, and looks for swallowed lines in view of `width` (nil: does not).
    mutating func prepare(columns: [Int], width: Int?) {
        slots = SlotMap(columns: columns)
        swallowed.width = width
    }

    /// Reads the record that starts at `start`, a line start of the window, into the open record of `batch`.
    ///
    /// The caller keeps the open record or rolls it back.
    mutating func attempt(at start: Int, in window: inout Window, into batch: RecordBatch) -> Attempt {
        let first = window.line(from: start)
        if window.isBlank(first, from: start, delimiter: delimiter) {
            return Attempt(outcome: .blank, next: first.next, lines: 1)
        }

        parser.start(FieldSink(storage: batch.storage, slots: slots))
        let end = start + limit
        var line = first
        var lineStart = start
        var lines = 1
        while true {
            if line.contentEnd > end {
                // The byte at `end` belongs to the record, which is thus too long, unless it goes wrong before that.
                let reason = parser.feed(window.slice(lineStart..<end)) ?? .recordTooLong
                return malformed(reason, first)
            }
            let fieldsBefore = parser.fieldCount
            if let reason = parser.feed(window.slice(lineStart..<line.next)) {
                return malformed(reason, first)
            }
            if !line.isTerminated {
                // The input's last line: its end stands for a line end. (The rest of a long line is beyond the limit.)
                assert(window.end == .inputEnd)
                feedLineEnd()
            }
            if parser.recordHasEnded {
                return Attempt(outcome: .record(fields: parser.fieldCount), next: line.next, lines: lines)
            }

            // Inside quotes, where the line end belongs to the record.
            if line.next > end { return malformed(.recordTooLong, first) }
            if !line.isTerminated { return malformed(.unclosedQuote, first) }
            if swallowed.needsLines {
                let isInsideField = lines > 1 && parser.fieldCount == fieldsBefore
                if swallowed.lineEnded(window.slice(lineStart..<line.next), isInsideField: isInsideField) {
                    return malformed(.swallowedLines, first)
                }
            }
            if line.next == window.bytes.count {
                if window.end == .inputEnd { return malformed(.unclosedQuote, first) }
                return Attempt(outcome: .incomplete, next: start, lines: 0)
            }
            lineStart = line.next
            line = window.line(from: lineStart)
            lines += 1
        }
    }

    /// Reads the line at `start` once more, alone and with its quotes as text, into the open record of `batch`.
    ///
    /// - Returns: How many fields it has; nil if it is longer than a record may be.
    mutating func repair(at start: Int, in window: inout Window, into batch: RecordBatch) -> Int? {
        let line = window.line(from: start)
        guard line.contentEnd - start <= limit else { return nil }
        var sink = FieldSink(storage: batch.storage, slots: slots)
        return QuoteRepair(delimiter: delimiter).read(window.slice(start..<line.contentEnd), into: &sink)
    }

    private func malformed(_ reason: RejectReason, _ first: Line) -> Attempt {
        // To blame is the field that was being read. Counts are below 2^32 because positions in a window are.
        let defect = Defect(reason: reason, column: UInt32(truncatingIfNeeded: parser.fieldCount + 1))
        return Attempt(outcome: .malformed(defect), next: first.next, lines: 1)
    }

    private mutating func feedLineEnd() {
        withUnsafePointer(to: Byte.lineFeed) { byte in
            // A line end is legal in every state.
            _ = parser.feed(UnsafeBufferPointer(start: byte, count: 1))
        }
    }
}
