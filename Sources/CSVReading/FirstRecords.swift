// The first records of a file, from which someone who knows its platform tells how many of them are its header.

/// A bounded sample from a file's beginning, taken before it is known where the header ends.
package struct FirstRecords: Sendable, Equatable {
    /// The cells of the first row, which always belongs to the header, and of the well-formed records behind it; invalid UTF-8 is repaired.
    package var rows: [[String]]
    /// How many of the rows, from the first on, can be header rows: those that no malformed line comes before.
    package var headerCandidates: Int

    package init(rows: [[String]], headerCandidates: Int) {
        self.rows = rows
        self.headerCandidates = headerCandidates
    }

    /// The most rows of a sample.
    static let maxRows = 200
    /// The most cells of a sample, once it has ``fewRows``.
    static let maxCells = 100_000
    /// The rows that a sample has at least, if the input does: as many as any platform's header, and one more.
    static let fewRows = 4
    /// The bytes that a sample is taken from, unless the header alone has more.
    static let bytes = 1 << 16
}

/// Says how many of a file's first rows are its header. It may throw to refuse the file.
package typealias HeaderRows =
    @Sendable (_ first: FirstRecords, _ fileIndex: Int, _ path: String) throws -> Int
