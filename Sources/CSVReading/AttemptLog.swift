// What attempts, one after the other, yielded: the records, the rejects, and where reading stands.

/// A place in a window, with what has been counted up to there.
struct Cursor: Equatable {
    /// The index in the window.
    var position: Int
    /// Lines counted since the log's start.
    var line = 0
    /// Records counted since the log's start, rejected ones included.
    var ordinal = 0
}

/// Records and rejects in input order. Each remembers where its attempt began, so that a log which was begun at a guess
/// can be joined at any of those places.
struct AttemptLog: ~Copyable {
    let batch = RecordBatch()
    private(set) var rejects: [RejectMark] = []
    /// Where the next attempt begins.
    private(set) var cursor = Cursor(position: 0)
    /// Whether lines that are malformed for their quotes are repaired.
    var repairsQuotes = false

    /// Forgets everything and begins at `position`, with cells that lie in `memory`.
    mutating func restart(at position: Int, slots: Int, in memory: CellMemory) {
        batch.removeAll(slots: slots, in: memory)
        rejects.removeAll(keepingCapacity: true)
        cursor = Cursor(position: position)
    }

    /// Makes attempts up to the window's end, or to one that is incomplete.
    mutating func readOn(
        _ plain: inout PlainRecordReader,
        _ parser: inout AttemptParser,
        in window: inout Window,
        width: Int
    ) {
        repeat {
            plain.read(from: &cursor, in: window, into: batch)
        } while cursor.position < window.bytes.count && advance(&parser, in: &window, width: width)
    }

    /// Makes one attempt and notes what it came to.
    ///
    /// - Returns: False if the attempt is incomplete: the cursor then stays where it is.
    mutating func advance(_ parser: inout AttemptParser, in window: inout Window, width: Int) -> Bool {
        let attempt = parser.attempt(at: cursor.position, in: &window, into: batch)
        switch attempt.outcome {
        case .record(let fields):
            if fields == width {
                keep()
            } else {
                let reason = fields < width ? RejectReason.tooFewFields : .tooManyFields
                let column = fields < width ? 0 : UInt32(truncatingIfNeeded: width + 1)
                reject(Defect(reason: reason, column: column, fields: UInt32(truncatingIfNeeded: fields)))
            }
            cursor.ordinal += 1
        case .malformed(let defect):
            reject(defect)
            if repairsQuotes, defect.reason.isAboutQuotes { repair(&parser, in: &window, width: width) }
            cursor.ordinal += 1
        case .blank:
            break
        case .incomplete:
            batch.storage.pointee.rollBack()
            return false
        }
        cursor.position = attempt.next
        cursor.line += attempt.lines
        return true
    }

    /// Keeps the record that was rejected last if it fits with its quotes as text: it then stands among the records and the rejects.
    private mutating func repair(_ parser: inout AttemptParser, in window: inout Window, width: Int) {
        if parser.repair(at: cursor.position, in: &window, into: batch) == width {
            keep()
            rejects[rejects.count - 1].isRepaired = true
        } else {
            batch.storage.pointee.rollBack()
        }
    }

    /// Keeps the open record, which begins at the cursor. Positions, lines and ordinals fit 32 bits, since a window's positions do.
    private func keep() {
        batch.storage.pointee.keepRecord(
            RecordMark(
                start: UInt32(truncatingIfNeeded: cursor.position),
                line: UInt32(truncatingIfNeeded: cursor.line),
                ordinal: UInt32(truncatingIfNeeded: cursor.ordinal)
            )
        )
    }

    /// Positions, lines and ordinals fit 32 bits, since a window's positions do.
    private mutating func reject(_ defect: Defect) {
        batch.storage.pointee.rollBack()
        rejects.append(
            RejectMark(
                start: UInt32(truncatingIfNeeded: cursor.position),
                line: UInt32(truncatingIfNeeded: cursor.line),
                ordinal: UInt32(truncatingIfNeeded: cursor.ordinal),
                defect: defect
            )
        )
    }
}
