// Reading a file's header, before there are blocks.

/// Reads a file's first record, and those behind it that may belong to the header, through a buffer that grows to as much as a header may have.
struct HeaderReader {
    private let stream: any ByteStream
    private let path: String
    private let options: ReadingOptions
    private let dialect: Dialect

    private var buffer: [UInt8] = []
    /// The place of `buffer[0]` in the file.
    private var offset = 0
    /// How much of the buffer has been read over: blank lines and the byte-order mark.
    private var position = 0
    private var line = 1
    private var isInputEnd = false
    /// Whether `position` is inside a line of more than a header's bytes that is blank up to there.
    private var isInsideLongBlankLine = false
    /// What is no UTF-8 in the header's rows; the blank lines before them are ASCII.
    private(set) var faults = TextFaults()

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let leastRead = 1 << 16

    /// Where reading goes on.
    struct Rest {
        /// The line after the header.
        var line: Int
        /// The place in the file after the header.
        var byte: Int
        /// Bytes from there on that have been read already.
        var leftover: [UInt8]
        /// Whether the input ends with them.
        var isInputEnd: Bool
    }

    /// Where a record behind the header ends.
    private struct RowEnd {
        var position: Int
        var line: Int
    }
    /// The ends of the sampled records that may be header rows.
    private var rowEnds: [RowEnd] = []

    /// A reader of the header that `stream` begins with; the stream's own dialect counts for more than the options'.
    init(_ stream: any ByteStream, path: String, options: ReadingOptions) {
        self.stream = stream
        self.path = path
        dialect = stream.dialect ?? Dialect(delimiter: options.delimiter)
        self.options = options.with(delimiter: dialect.delimiter)
    }

    /// What is behind the header.
    var rest: Rest {
        Rest(line: line, byte: offset + position, leftover: Array(buffer[position...]), isInputEnd: isInputEnd)
    }

    /// Reads the header's first row.
    ///
    /// - Throws: ``InputError``, of kind `unusable` if there is no header or if it is malformed.
    /// - Complexity: Linear in the bytes up to the header's end, since the buffer doubles between attempts.
    mutating func read() throws(InputError) -> Header {
        var parser = AttemptParser(delimiter: options.delimiter, limit: options.maxHeaderBytes)
        let batch = RecordBatch()
        while true {
            try readMore()
            skipBeginning()
            if isInsideLongBlankLine { try skipLongBlankLine() }
            if let header = try readRecord(&parser, batch) { return header }
            if isInputEnd {
                throw InputError(
                    .unusable,
                    path: path,
                    message: "the input is empty; it needs a header line with the names of its columns"
                )
            }
        }
    }

    /// Skips blank lines and reads the first record, if the buffer holds it as a whole.
    private mutating func readRecord(
        _ parser: inout AttemptParser,
        _ batch: RecordBatch
    ) throws(InputError) -> Header? {
        while let (end, follows) = windowEnd {
            parser.prepare(columns: [], width: nil)
            batch.removeAll(slots: 0)
            let attempt = attempt(&parser, until: end, follows, into: batch)
            switch attempt.outcome {
            case .blank:
                position += attempt.next
                if case .restOfLongLine = follows { isInsideLongBlankLine = true } else { line += 1 }
            case .malformed(let defect):
                throw malformed(defect)
            case .incomplete:
                return nil
            case .record(let fields):
                // Once more, now that it is known how many fields there are to keep. They have no more bytes than the
                // header.
                parser.prepare(columns: Array(0..<fields), width: nil)
                let room = UnsafeMutablePointer<UInt8>.allocate(capacity: attempt.next)
                defer { room.deallocate() }
                batch.removeAll(slots: fields, in: CellMemory(base: room, room: 0..<attempt.next))
                _ = self.attempt(&parser, until: end, follows, into: batch)
                batch.storage.pointee.keepRecord(RecordMark(start: 0, line: 0, ordinal: 0))
                return finish(attempt, batch)
            }
        }
        return nil
    }

    /// Reads on until there is twice as much as before, or the input ends.
    private mutating func readMore() throws(InputError) {
        buffer.removeFirst(position)
        offset += position
        position = 0
        let goal = max(2 * buffer.count, Self.leastRead)
        while buffer.count < goal, !isInputEnd {
            let wanted = goal - buffer.count
            var result = Result<Int, InputError>.success(0)
            buffer += [UInt8](unsafeUninitializedCapacity: wanted) { bytes, count in
                result = Result { () throws(InputError) in try stream.read(into: UnsafeMutableRawBufferPointer(bytes)) }
                // Initialised: a stream has written as many bytes as it says it read.
                if case .success(let read) = result { count = read }
            }
            isInputEnd = try result.get() == 0
        }
    }

    /// Skips the byte-order mark and a spreadsheet's line with its delimiter.
    private mutating func skipBeginning() {
        guard offset == 0, position == 0 else { return }
        if buffer.starts(with: Self.byteOrderMark) { position = Self.byteOrderMark.count }
        guard let separator = SeparatorLine(buffer[position...]) else { return }
        position += separator.count
        line += 1
    }

    private mutating func skipLongBlankLine() throws(InputError) {
        var end = buffer.withUnsafeBufferPointer { bytes in
            var ends = LineEnds()
            return ends.line(from: position, in: bytes)
        }
        // A CR at the end of what was read may be half of a CRLF.
        if end.next == buffer.count, buffer.last == Byte.carriageReturn, !isInputEnd { end.next = end.contentEnd }
        let isBlank = buffer[position..<end.contentEnd].withUnsafeBufferPointer {
            CSVReading.isBlank($0, delimiter: options.delimiter)
        }
        guard isBlank else { throw malformed(Defect(reason: .recordTooLong, column: 1)) }
        position = end.next
        if end.isTerminated || isInputEnd {
            isInsideLongBlankLine = false
            line += 1
        }
    }

    /// How far the window of the next attempt goes, and what follows it; nil if more is to be read first.
    private var windowEnd: (Int, Window.End)? {
        if isInsideLongBlankLine || position == buffer.count { return nil }
        if isInputEnd { return (buffer.count, .inputEnd) }
        let cut = buffer.withUnsafeBufferPointer { lastLineEnd(in: $0, from: position, isInputEnd: false) }
        if let cut { return (cut, .moreFollows) }
        // One byte more than a header may have; behind it perhaps a CR.
        let enough = position + options.maxHeaderBytes + 1
        return buffer.count > enough ? (enough, .restOfLongLine(isBlank: true)) : nil
    }

    private func attempt(
        _ parser: inout AttemptParser,
        until end: Int,
        _ follows: Window.End,
        into batch: RecordBatch
    ) -> Attempt {
        buffer.withUnsafeBufferPointer { bytes in
            var window = Window(UnsafeBufferPointer(rebasing: bytes[position..<end]), end: follows)
            return parser.attempt(at: 0, in: &window, into: batch)
        }
    }

    private mutating func finish(_ attempt: Attempt, _ batch: RecordBatch) -> Header {
        let header = Header(names: Self.texts(of: batch), line: line, dialect: dialect)
        moveOn(to: position + attempt.next, line: line + attempt.lines)
        return header
    }

    /// Moves on behind rows of the header.
    private mutating func moveOn(to end: Int, line next: Int) {
        let found = buffer.withUnsafeBufferPointer {
            UTF8Check.faults(in: UnsafeBufferPointer(rebasing: $0[position..<end]))
        }
        faults.add(found, from: offset + position, line: line)
        (position, line) = (end, next)
    }

    /// The cells of a batch's only record.
    private static func texts(of batch: RecordBatch) -> [String] {
        let run = RecordRun(batch, from: 0, bases: .init(number: 1, line: 0, byte: 0))
        return (0..<run.slots).map { String(decoding: run.cell(record: 0, slot: $0), as: UTF8.self) }
    }

    private func malformed(_ defect: Defect) -> InputError {
        let what =
            switch defect.reason {
            case .strayQuote:
                "it has a quote inside an unquoted name; put the name in quotes and double the quotes in it"
            case .textAfterQuote: "it has text after a closing quote; double the quotes that belong to the name"
            case .unclosedQuote: "it has a quote that is never closed; close it or remove it"
            default: "it has more than \(options.maxHeaderBytes) bytes; is this a CSV file with line ends?"
            }
        return InputError(
            .unusable,
            path: path,
            line: line,
            column: Int(defect.column),
            message: "the header cannot be read: \(what)"
        )
    }
}

extension HeaderReader {
    /// Looks at the records behind the header's first row, without moving on.
    ///
    /// - Complexity: Linear in the bytes of the sample, which is bounded.
    mutating func sample(behind header: Header) throws(InputError) -> FirstRecords {
        // Further header rows are about as long as the first; it may be the one row of its file that fits no sample.
        let enough = max(FirstRecords.bytes, 4 * header.names.reduce(0) { $0 + $1.utf8.count + 1 })
        while buffer.count - position < enough, !isInputEnd { try readMore() }
        var rows = [header.names]
        rowEnds = []
        var parser = AttemptParser(delimiter: options.delimiter, limit: options.maxHeaderBytes)
        let batch = RecordBatch()
        var cells = 0
        var start = position
        var nextLine = line
        var isUnbroken = true
        let end = isInputEnd ? buffer.count : endOfLines(from: start)
        while start < end, rows.count <= FirstRecords.maxRows {
            if cells > FirstRecords.maxCells, rows.count >= FirstRecords.fewRows { break }
            parser.prepare(columns: [], width: nil)
            batch.removeAll(slots: 0)
            let attempt = attempt(&parser, in: start..<end, into: batch)
            if case .incomplete = attempt.outcome { break }
            if case .malformed = attempt.outcome { isUnbroken = false }
            if case .record(let fields) = attempt.outcome {
                rows.append(texts(of: fields, &parser, in: start..<attempt.next, batch))
                cells += fields
                if isUnbroken {
                    rowEnds.append(RowEnd(position: attempt.next, line: nextLine + attempt.lines))
                }
            }
            start = attempt.next
            nextLine += attempt.lines
        }
        return FirstRecords(rows: rows, headerCandidates: 1 + rowEnds.count)
    }

    /// Moves on behind the header's further rows, all of which the last sample has.
    mutating func skip(furtherRows: Int) {
        guard furtherRows > 0 else { return }
        let end = rowEnds[furtherRows - 1]
        moveOn(to: end.position, line: end.line)
    }

    /// The end of the last whole line that was read.
    private func endOfLines(from start: Int) -> Int {
        buffer.withUnsafeBufferPointer { lastLineEnd(in: $0, from: start, isInputEnd: false) } ?? start
    }

    /// An attempt at the start of a range of the buffer that ends with a line or with the input; its positions are the buffer's.
    private func attempt(_ parser: inout AttemptParser, in range: Range<Int>, into batch: RecordBatch) -> Attempt {
        buffer.withUnsafeBufferPointer { bytes in
            let isLast = isInputEnd && range.upperBound == bytes.count
            var window = Window(UnsafeBufferPointer(rebasing: bytes[range]), end: isLast ? .inputEnd : .moreFollows)
            var attempt = parser.attempt(at: 0, in: &window, into: batch)
            attempt.next += range.lowerBound
            return attempt
        }
    }

    /// The cells of a record that was found well-formed, by reading it once more.
    private func texts(
        of fields: Int,
        _ parser: inout AttemptParser,
        in range: Range<Int>,
        _ batch: RecordBatch
    ) -> [String] {
        parser.prepare(columns: Array(0..<fields), width: nil)
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: range.count)
        defer { room.deallocate() }
        batch.removeAll(slots: fields, in: CellMemory(base: room, room: 0..<range.count))
        _ = attempt(&parser, in: range, into: batch)
        batch.storage.pointee.keepRecord(RecordMark(start: 0, line: 0, ordinal: 0))
        return Self.texts(of: batch)
    }
}
