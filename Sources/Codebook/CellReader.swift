// Reads the cells of one variable into a column.

package import Columns

/// Reads cells of one variable: a value in the column, or a kind of missing.
package struct CellReader {
    private enum Form {
        case number(low: Double, high: Double)
        case boolean
        case category(identifiers: [UInt32])
        case open(OpenTexts)
        case set(separator: [UInt8])
        case unread
    }

    private let form: Form
    private let column: Int
    /// Missing words, as `-1 - kind`, and the words of the type as their own numbers.
    private let words: WordTable
    private var codes = WordTable()

    /// Makes a reader of a variable for a batch column. The identifiers of a category's codes come from `pool`; an open category's
    /// values are numbered by `openTexts`.
    package init(_ variable: Variable, in codebook: Codebook, column: Int, pool: TextPool, openTexts: OpenTexts?) {
        self.column = column
        var words = WordTable()
        for (index, kind) in MissingKind.allCases.enumerated() {
            for word in variable.missingWords[kind] ?? [] { words.add(word, meaning: index) }
        }
        for (index, kind) in MissingKind.allCases.enumerated() {
            for word in codebook.missingWords[kind] ?? [] { words.add(word, meaning: index) }
        }
        self.words = words
        switch variable.type {
        case .number:
            form = .number(low: variable.range?.lowerBound ?? -.infinity, high: variable.range?.upperBound ?? .infinity)
        case .boolean(let yes, let no):
            form = .boolean
            for word in yes { codes.add(word, meaning: 1) }
            for word in no { codes.add(word, meaning: 0) }
        case .category(let listed) where !listed.isEmpty:
            form = .category(identifiers: listed.map { pool.identifier(of: $0.id) ?? OpenTexts.other })
            codes.add(listed)
        case .category, .text: form = openTexts.map(Form.open) ?? .unread
        case .set(let listed, let separator):
            form = .set(separator: Array(separator.utf8))
            codes.add(listed)
        }
    }

    /// Reads a cell into the column for one record. Returns nil if it is an answer, else why there is none.
    package func read(_ cell: UnsafeBufferPointer<UInt8>, into batch: ColumnBatch, record: Int) -> MissingKind? {
        let bytes = trimmed(cell)
        if bytes.isEmpty { return .blank }
        if let kind = words.meaning(of: bytes) { return MissingKind.allCases[kind] }
        switch form {
        case .number(let low, let high):
            switch decodeNumber(bytes) {
            case .notANumber: return .unparseable
            case .overflow: return .implausible
            case .value(let value):
                guard value >= low, value <= high else { return .implausible }
                batch.numbers(column)[record] = value
            }
        case .boolean:
            guard let value = codes.meaning(of: bytes) else { return .unparseable }
            if value == 1 { setBit(batch.truths(column), record) }
        case .category(let identifiers):
            guard let code = codes.meaning(of: bytes) else { return .unparseable }
            batch.texts(column)[record] = identifiers[code]
        case .open(let texts):
            guard isText(bytes) else { return .unparseable }
            batch.texts(column)[record] = texts.identifier(of: bytes)
        case .set(let separator):
            guard let set = set(bytes, separator) else { return .unparseable }
            batch.sets(column)[record] = set
        case .unread: return nil
        }
        setBit(batch.answered(column), record)
        return nil
    }

    /// The code bits of a set's cell; nil if one of its parts is not a listed code.
    private func set(_ bytes: UnsafeBufferPointer<UInt8>, _ separator: [UInt8]) -> UInt64? {
        var set: UInt64 = 0
        var start = 0
        var position = 0
        while position <= bytes.count {
            let isSeparator = bytes[position...].starts(with: separator)
            if position == bytes.count || isSeparator {
                let part = trimmed(UnsafeBufferPointer(rebasing: bytes[start..<position]))
                guard let code = codes.meaning(of: part) else { return nil }
                set |= 1 << UInt64(code)
                position += max(1, isSeparator ? separator.count : 1)
                start = min(position, bytes.count)
            } else {
                position += 1
            }
        }
        return set
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

extension WordTable {
    /// Adds the ids and spellings of codes, each meaning its position.
    fileprivate mutating func add(_ codes: [VariableType.Code]) {
        for (position, code) in codes.enumerated() { add(code.id, meaning: position) }
        for (position, code) in codes.enumerated() {
            for spelling in code.spellings { add(spelling, meaning: position) }
        }
    }
}
