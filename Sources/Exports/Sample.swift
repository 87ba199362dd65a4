// A file's first records, column by column.

internal import Codebook
internal import CSVReading

/// What the recognition of layouts looks at: the header row, rows that may belong to the header, and records.
struct Sample {
    /// The first header row, without spaces around its cells.
    let header: [String]
    /// Its normalised spellings.
    let spellings: [String]
    private let rows: [[String]]
    private let headerCandidates: Int

    init(_ first: FirstRecords) {
        rows = first.rows.map { $0.map(trimmedText) }
        header = rows.first ?? []
        spellings = header.map(normalisedSpelling)
        headerCandidates = first.headerCandidates
    }

    /// The row of a place, from 0, if it can be a header row: one as wide as the first.
    func row(_ place: Int) -> [String]? {
        guard place < headerCandidates, rows.indices.contains(place), rows[place].count == header.count else {
            return nil
        }
        return rows[place]
    }

    /// The cells of a column that are not blank, from the first record on.
    func values(_ column: Int, headerRows: Int) -> [String] {
        rows.dropFirst(headerRows).compactMap { row in
            guard row.count == header.count, !row[column].isEmpty else { return nil }
            return row[column]
        }
    }

    /// Whether a column holds nothing but some words, in any case, and not only blanks.
    func holdsOnly(_ words: Set<String>, _ column: Int, headerRows: Int) -> Bool {
        let values = values(column, headerRows: headerRows)
        return !values.isEmpty && values.allSatisfy { words.contains($0.lowercased()) }
    }

    /// The first column of a name, in any of its spellings.
    func column(_ names: Set<String>) -> Int? { spellings.firstIndex { names.contains($0) } }

    /// How many of some names, given as normalised spellings, the header has.
    func count(_ names: Set<String>) -> Int {
        names.intersection(spellings).count
    }
}

/// A text without spaces, tabs and no-break spaces at its ends.
func trimmedText(_ text: String) -> String {
    // Nearly all begin and end with a character of ASCII that is none of these, which no other character joins.
    func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x80 } ?? true }
    if isPlain(text.utf8.first), isPlain(text.utf8.last) { return text }
    func isSpace(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FEFF}" }
    let start = text.drop(while: isSpace)
    guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(start[...last])
}
