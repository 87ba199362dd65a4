// Reads the cells of one variable into a column.

package import Columns

/// How many cells had no answer, by kind.
package struct MissingTally: Sendable, Hashable {
    /// Counts in the order of `MissingKind.allCases`.
    package private(set) var counts = Array(repeating: 0, count: MissingKind.allCases.count)

    /// Makes an empty tally.
    package init() {}

    /// Counts cells.
    package mutating func add(_ kind: MissingKind, _ cells: Int = 1) { counts[kind.place] += cells }

    /// Adds the counts of other cells.
    package static func += (left: inout MissingTally, right: MissingTally) {
        for place in left.counts.indices { left.counts[place] += right.counts[place] }
    }
}

extension MissingKind {
    /// The kind's place in `allCases`.
    fileprivate var place: Int {
        switch self {
        case .notCollected: 0
        case .blank: 1
        case .declined: 2
        case .dontKnow: 3
        case .notApplicable: 4
        case .unparseable: 5
        case .implausible: 6
        }
    }
}

/// Reads cells of one variable: a value in the column, or a kind of missing.
package final class CellReader {
    private enum Form {
        case number
        case boolean
        case category
        case open(OpenTexts)
        case set
        case unread
    }

    private let form: Form
    private let column: Int
    /// The words for a missing answer, meaning the place of their kind.
    private let missingWords: WordTable
    /// The words of the type, meaning the position of their code, or 1 for yes and 0 for no.
    private let codes: WordTable
    private let identifiers: [UInt32]
    private let separator: [UInt8]
    private let range: ClosedRange<Double>
    private let kernel: ColumnKernel
    /// Room for what a kernel reads of 64 cells.
    private let meanings: UnsafeMutablePointer<UInt64>
    /// The cells that were read before, of a set.
    private let memo: CellMemo?
    /// Whether numbers have a decimal comma, as the file's dialect says. They then take the plain path.
    package var readsDecimalCommas = false

    /// Makes a reader of a variable for a batch column. The identifiers of a category's codes come from `pool`; an open category's
    /// values are numbered by `openTexts`.
    package init(
        _ variable: Variable,
        in codebook: Codebook,
        column: Int,
        pool: TextPool,
        openTexts: OpenTexts?,
        kernel: ColumnKernel = .best
    ) {
        self.column = column
        self.kernel = kernel
        let missingWords = WordTable()
        for words in [variable.missingWords, codebook.missingWords] {
            for kind in MissingKind.allCases {
                for word in words[kind] ?? [] { missingWords.add(word, meaning: kind.place) }
            }
        }
        let isSet = if case .set = variable.type { true } else { false }
        let codes = WordTable { isSet ? 1 << UInt64($0) : UInt64($0) }
        // A word that stands for a missing answer never means anything else.
        func addCode(_ word: String, meaning: Int) {
            var lowered = word.lowercased()
            if lowered.withUTF8({ missingWords.meaning(of: $0) }) == nil { codes.add(word, meaning: meaning) }
        }
        range = variable.range ?? -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
        var listed: [VariableType.Code] = []
        var separator = ""
        switch variable.type {
        case .number: form = .number
        case .boolean(let yes, let no):
            form = .boolean
            for word in yes { addCode(word, meaning: 1) }
            for word in no { addCode(word, meaning: 0) }
        case .category(let all) where !all.isEmpty:
            form = .category
            listed = all
        case .category, .text: form = openTexts.map(Form.open) ?? .unread
        case .set(let all, let mark):
            form = .set
            (listed, separator) = (all, mark)
        }
        for (position, code) in listed.enumerated() { addCode(code.id, meaning: position) }
        for (position, code) in listed.enumerated() {
            for spelling in code.spellings { addCode(spelling, meaning: position) }
        }
        identifiers = listed.map { pool.identifier(of: $0.id) ?? OpenTexts.other }
        self.separator = Array(separator.utf8)
        (self.missingWords, self.codes) = (missingWords, codes)
        memo = isSet ? CellMemo() : nil
        meanings = .allocate(capacity: 64)
        meanings.initialize(repeating: 0, count: 64)
    }

    deinit { meanings.deallocate() }

    /// Adds the column to those that a kernel reads together, if it can; its cells are `slot` slots behind the first.
    func join(_ tasks: ColumnTasks, slot: Int) -> Bool {
        switch form {
        // A missing word such as `-99` would be read as a number.
        case .number where !missingWords.hasNumbers && !readsDecimalCommas:
            tasks.addNumbers(column, slot: slot, in: range)
        case .boolean, .set:
            tasks.addWords(column, slot: slot, codes.shortest)
        default: return false
        }
        return true
    }

    /// Reads the cells of at most 64 records, the first of which is record `start` of the batch (a multiple of 64), into the column, and counts those
    /// without an answer. O(bytes).
    package func read(_ cells: CellColumn, from start: Int, into batch: ColumnBatch, missing: inout MissingTally) {
        precondition(start % 64 == 0 && cells.count <= 64 && start + cells.count <= batch.count)
        let outcome = readByKernel(cells, from: start, into: batch)
        batch.answered(column)[start / 64] |= outcome.answered
        missing.add(.blank, outcome.blank.nonzeroBitCount)
        read(outcome.left, of: cells, from: start, into: batch, missing: &missing)
    }

    /// Reads those of 64 cells that have a bit in `left` by the plain path.
    func read(
        _ left: UInt64,
        of cells: CellColumn,
        from start: Int,
        into batch: ColumnBatch,
        missing: inout MissingTally
    ) {
        var left = left
        while left != 0 {
            let index = left.trailingZeroBitCount
            left &= left &- 1
            let kind =
                if let memo {
                    readSet(cells[index], into: batch, record: start + index, memo)
                } else {
                    read(cells[index], into: batch, record: start + index)
                }
            if let kind { missing.add(kind) }
        }
    }

    /// Reads a set's cell by the plain path, or as it was read the last time.
    private func readSet(
        _ cell: UnsafeBufferPointer<UInt8>,
        into batch: ColumnBatch,
        record: Int,
        _ memo: CellMemo
    ) -> MissingKind? {
        guard let key = CellMemo.Key(cell) else { return read(cell, into: batch, record: record) }
        let sets = batch.sets(column)
        if let known = memo.reading(of: key) {
            if let kind = known.kind { return kind }
            sets[record] = known.set
            setBit(batch.answered(column), record)
            return nil
        }
        let kind = read(cell, into: batch, record: record)
        memo.remember(key, CellMemo.Reading(kind: kind, set: kind == nil ? sets[record] : 0))
        return kind
    }

    /// Reads what a kernel can read of at most 64 cells.
    private func readByKernel(_ cells: CellColumn, from start: Int, into batch: ColumnBatch) -> ColumnKernel.Outcome {
        switch form {
        case .number where !missingWords.hasNumbers && !readsDecimalCommas:
            return kernel.readNumbers(cells, in: range, into: batch.numbers(column) + start)
        case .boolean:
            let outcome = kernel.readWords(cells, codes.shortest, into: meanings)
            batch.truths(column)[start / 64] |= outcome.odd
            return outcome
        case .category:
            let outcome = kernel.readWords(cells, codes.shortest, into: meanings)
            let texts = batch.texts(column) + start
            for index in 0..<cells.count where outcome.answered >> UInt64(index) & 1 == 1 {
                texts[index] = identifiers[Int(meanings[index])]
            }
            return outcome
        case .set:
            return kernel.readWords(cells, codes.shortest, into: batch.sets(column) + start)
        default:
            // A missing word such as `-99` would be read as a number.
            return kernel.readNothing(cells)
        }
    }

    /// The plain path for one cell: returns nil if it is an answer, else why there is none.
    package func read(_ cell: UnsafeBufferPointer<UInt8>, into batch: ColumnBatch, record: Int) -> MissingKind? {
        let bytes = trimmed(cell)
        if bytes.isEmpty { return .blank }
        if let kind = missingWords.meaning(of: bytes) { return MissingKind.allCases[kind] }
        switch form {
        case .number:
            switch readsDecimalCommas ? decodeCommaNumber(bytes) : decodeNumber(bytes) {
            case .notANumber: return .unparseable
            case .overflow: return .implausible
            case .value(let value):
                guard range.contains(value) else { return .implausible }
                batch.numbers(column)[record] = value
            }
        case .boolean:
            guard let value = codes.meaning(of: bytes) else { return .unparseable }
            if value == 1 { setBit(batch.truths(column), record) }
        case .category:
            guard let code = codes.meaning(of: bytes) else { return .unparseable }
            batch.texts(column)[record] = identifiers[code]
        case .open(let texts):
            guard isText(bytes) else { return .unparseable }
            batch.texts(column)[record] = texts.identifier(of: bytes)
        case .set:
            guard let set = set(bytes) else { return .unparseable }
            batch.sets(column)[record] = set
        case .unread: return nil
        }
        setBit(batch.answered(column), record)
        return nil
    }

    /// The code bits of a set's cell; nil if one of its parts is not a listed code.
    private func set(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
        if let code = codes.meaning(of: bytes) { return 1 << UInt64(code) }
        guard let first = separator.first else { return nil }
        var set: UInt64 = 0
        var start = 0
        var position = 0
        while true {
            let isEnd = position == bytes.count
            guard isEnd || (bytes[position] == first && isSeparator(at: position, in: bytes)) else {
                position += 1
                continue
            }
            guard let code = codes.meaning(of: trimmed(UnsafeBufferPointer(rebasing: bytes[start..<position]))) else {
                return nil
            }
            set |= 1 << UInt64(code)
            if isEnd { return set }
            position += separator.count
            start = position
        }
    }

    private func isSeparator(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count - position >= separator.count else { return false }
        for index in separator.indices where bytes[position + index] != separator[index] { return false }
        return true
    }
}

/// A cell without the spaces and tabs at its ends.
package func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = cell.count
    while start < end, cell[start] == 0x20 || cell[start] == 0x09 { start += 1 }
    while end > start, cell[end - 1] == 0x20 || cell[end - 1] == 0x09 { end -= 1 }
    return start == 0 && end == cell.count ? cell : UnsafeBufferPointer(rebasing: cell[start..<end])
}

/// Whether bytes are valid UTF-8 without NUL.
private func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.allSatisfy({ $0 < 0x80 && $0 != 0 }) { return true }
    return !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
}
