// The contract of reading, written down a second time: byte by byte, without libcsv, blocks, buffers or threads.

import CSVReading

/// A record as it was read.
struct ReadRecord: Equatable, Sendable {
    var fileIndex: Int
    var number: Int
    var line: Int
    var byte: Int
    var cells: [[UInt8]]
}

/// Everything that reading a cohort yields.
struct ReadCohort: Equatable, Sendable {
    var headers: [Header] = []
    var records: [ReadRecord] = []
    var rejects: [Reject] = []
    var error: InputError?
    /// What was no UTF-8 in each file that was read to its end, if anyone asked.
    var faults: [TextFaults] = []
}

/// Reads whole files in memory, one attempt per line start, exactly as the contract says it.
struct ReferenceReader {
    var options: ReadingOptions

    func read(_ files: [[UInt8]]) -> ReadCohort {
        var cohort = ReadCohort()
        var number = 1
        for (index, bytes) in files.enumerated() {
            let file = ReferenceFile(bytes: bytes, options: options)
            guard let header = file.readHeader(into: &cohort, path: "file \(index)") else { return cohort }
            var position = header.next
            var line = header.line
            while position < bytes.count {
                let (attempt, lines) = file.attempt(position, limit: options.maxRecordBytes, width: header.width)
                switch attempt {
                case .blank:
                    break
                case .record(let cells, _) where cells.count == header.width:
                    cohort.records.append(
                        ReadRecord(fileIndex: index, number: number, line: line, byte: position, cells: cells)
                    )
                    number += 1
                default:
                    var reject = file.reject(
                        attempt,
                        fileIndex: index,
                        line: line,
                        byte: position,
                        number,
                        header.width
                    )
                    if let cells = file.repaired(attempt, position), cells.count == header.width {
                        reject.isRepaired = true
                        cohort.records.append(
                            ReadRecord(fileIndex: index, number: number, line: line, byte: position, cells: cells)
                        )
                    }
                    cohort.rejects.append(reject)
                    number += 1
                }
                position = attempt.recordEnd ?? file.nextLine(position)
                line += lines
            }
            cohort.faults.append(file.textFaults)
        }
        return cohort
    }
}

/// The outcome of one attempt.
enum ReferenceAttempt: Equatable {
    case blank
    case record(cells: [[UInt8]], end: Int)
    case malformed(RejectReason, column: Int)

    var recordEnd: Int? {
        if case .record(_, let end) = self { end } else { nil }
    }
}

/// One file in memory.
struct ReferenceFile {
    var bytes: [UInt8]
    var options: ReadingOptions

    func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    func isSpace(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != options.delimiter }

    /// The end of the content of the line that `position` is in.
    func contentEnd(_ position: Int) -> Int {
        bytes[position...].firstIndex(where: isLineEnd) ?? bytes.count
    }

    /// Behind the line end at `position`.
    func behindLineEnd(_ position: Int) -> Int {
        guard position < bytes.count else { return position }
        let isPair = bytes[position] == 13 && position + 1 < bytes.count && bytes[position + 1] == 10
        return position + (isPair ? 2 : 1)
    }

    /// λ(p): the start of the line after the one that `position` is in.
    func nextLine(_ position: Int) -> Int { behindLineEnd(contentEnd(position)) }

    /// The lines that the standard library does not take for UTF-8, and where it stops in the first of them.
    var textFaults: TextFaults {
        var faults = TextFaults()
        var (start, line) = (0, 1)
        while start < bytes.count {
            let content = bytes[start..<contentEnd(start)]
            if String(validating: content, as: UTF8.self) == nil {
                if faults.count == 0 {
                    var parser = Unicode.UTF8.ForwardParser()
                    var rest = content.makeIterator()
                    var place = start
                    while case .valid(let scalar) = parser.parseScalar(from: &rest) { place += scalar.count }
                    (faults.firstByte, faults.firstLine, faults.firstValue) = (place, line, bytes[place])
                }
                faults.count += 1
            }
            start = nextLine(start)
            line += 1
        }
        return faults
    }

    /// Reads one record from the line start `start`; says also how many lines reading moves on by.
    func attempt(_ start: Int, limit: Int, width: Int?) -> (ReferenceAttempt, lines: Int) {
        if bytes[start..<contentEnd(start)].allSatisfy(isSpace) { return (.blank, 1) }

        enum State { case fieldStart, unquoted, quoted, quoteInQuoted }
        var state = State.fieldStart
        var cells: [[UInt8]] = []
        var field: [UInt8] = []
        var lines = 1
        var swallowed = 0
        /// The start of the last line that began inside the field that is open.
        var lineInField: Int?

        func endField(_ isQuoted: Bool) {
            if !isQuoted { while let last = field.last, isSpace(last) { field.removeLast() } }
            cells.append(field)
            field = []
            lineInField = nil
            swallowed = 0
            state = .fieldStart
        }
        func malformed(_ reason: RejectReason) -> (ReferenceAttempt, lines: Int) {
            (.malformed(reason, column: cells.count + 1), 1)
        }

        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if isLineEnd(byte), state != .quoted {
                endField(state == .quoteInQuoted)
                return (.record(cells: cells, end: behindLineEnd(index)), lines)
            }
            if index - start >= limit { return malformed(.recordTooLong) }
            switch (state, byte) {
            case (.quoted, Byte.quote):
                state = .quoteInQuoted
            case (.quoted, _) where isLineEnd(byte):
                let next = behindLineEnd(index)
                if next - start > limit { return malformed(.recordTooLong) }
                field += bytes[index..<next]
                if let width, width >= 5, let lineStart = lineInField {
                    let alone = ReferenceFile(bytes: Array(bytes[lineStart..<next]), options: options)
                    if case .record(let cells, _) = alone.attempt(0, limit: .max, width: nil).0, cells.count == width {
                        swallowed += 1
                    }
                    if swallowed == 2 { return malformed(.swallowedLines) }
                }
                lineInField = next
                lines += 1
                index = next
                continue
            case (.quoted, _):
                field.append(byte)
            case (.quoteInQuoted, Byte.quote) where bytes[index - 1] == Byte.quote:
                field.append(byte)
                state = .quoted
            case (.quoteInQuoted, options.delimiter), (.unquoted, options.delimiter), (.fieldStart, options.delimiter):
                endField(state == .quoteInQuoted)
            case (.quoteInQuoted, _):
                if !isSpace(byte) { return malformed(.textAfterQuote) }
            case (.fieldStart, Byte.quote):
                state = .quoted
            case (.fieldStart, _):
                if !isSpace(byte) {
                    field = [byte]
                    state = .unquoted
                }
            case (.unquoted, Byte.quote):
                return malformed(.strayQuote)
            case (.unquoted, _):
                field.append(byte)
            }
            index += 1
        }
        if state == .quoted { return malformed(.unclosedQuote) }
        endField(state == .quoteInQuoted)
        return (.record(cells: cells, end: bytes.count), lines)
    }

    /// The fields of the line at `start` with its quotes as text, if it is malformed for them and they are to be repaired.
    func repaired(_ attempt: ReferenceAttempt, _ start: Int) -> [[UInt8]]? {
        guard options.repairsQuotes, case .malformed(let reason, _) = attempt, reason != .recordTooLong else {
            return nil
        }
        let line = bytes[start..<contentEnd(start)]
        guard line.count <= options.maxRecordBytes else { return nil }
        return line.split(separator: options.delimiter, omittingEmptySubsequences: false).map { field in
            var text = Array(field)
            while let last = text.last, isSpace(last) { text.removeLast() }
            while let first = text.first, isSpace(first) { text.removeFirst() }
            // Quoted as a whole: between the quotes of each pair inside there is nothing.
            guard text.count >= 2, text.first == Byte.quote, text.last == Byte.quote else { return text }
            let pieces = text[1..<(text.count - 1)].split(separator: Byte.quote, omittingEmptySubsequences: false)
            let isPaired = pieces.count % 2 == 1 && pieces.indices.allSatisfy { $0 % 2 == 0 || pieces[$0].isEmpty }
            guard isPaired else { return text }
            return Array(pieces.indices.filter { $0 % 2 == 0 }.map { pieces[$0] }.joined(separator: [Byte.quote]))
        }
    }

    func reject(
        _ attempt: ReferenceAttempt,
        fileIndex: Int,
        line: Int,
        byte: Int,
        _ number: Int,
        _ width: Int
    ) -> Reject {
        let most = min(4096, options.maxRecordBytes + 1)
        let text = options.keepsRejectText ? Array(bytes[byte..<contentEnd(byte)].prefix(most)) : []
        var reject = Reject(
            fileIndex: fileIndex,
            line: line,
            byte: byte,
            record: number,
            reason: .tooFewFields,
            column: nil,
            fields: nil,
            width: width,
            text: text
        )
        switch attempt {
        case .malformed(let reason, let column):
            reject.reason = reason
            reject.column = column
        case .record(let cells, _):
            reject.fields = cells.count
            reject.reason = cells.count < width ? .tooFewFields : .tooManyFields
            reject.column = cells.count < width ? nil : width + 1
        case .blank:
            break
        }
        return reject
    }

    /// Reads the header and says where the data starts; notes an error in the cohort if there is none.
    func readHeader(into cohort: inout ReadCohort, path: String) -> (width: Int, next: Int, line: Int)? {
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        while position < bytes.count {
            let (attempt, lines) = attempt(position, limit: options.maxHeaderBytes, width: nil)
            switch attempt {
            case .blank:
                position = nextLine(position)
                line += 1
            case .record(let cells, let end):
                let names = cells.map { String(decoding: $0, as: UTF8.self) }
                cohort.headers.append(Header(names: names, line: line, dialect: Dialect(delimiter: options.delimiter)))
                return (cells.count, end, line + lines)
            case .malformed(_, let column):
                cohort.error = InputError(.unusable, path: path, line: line, column: column, message: "")
                return nil
            }
        }
        cohort.error = InputError(.unusable, path: path, message: "")
        return nil
    }
}

/// Bytes by name.
enum Byte {
    static let quote = UInt8(ascii: "\"")
}
