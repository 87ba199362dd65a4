// A file's header, and which of its columns the caller wants.

/// The names in a file's first record, and the header rows that follow it in some platforms' exports.
package struct Header: Sendable, Equatable {
    /// One name per column, as written but for invalid UTF-8, which is repaired.
    package var names: [String]
    /// The line, from 1, that the header starts on.
    package var line: Int
    /// How the file is written: as its stream knows, else as the reading options say.
    package var dialect: Dialect
    /// The cells of further header rows.
    package var furtherRows: [[String]] = []

    package init(names: [String], line: Int, dialect: Dialect = Dialect(delimiter: UInt8(ascii: ","))) {
        self.names = names
        self.line = line
        self.dialect = dialect
    }
}

/// One opened file: its header, and the columns whose cells are kept.
package final class FileLayout: Sendable {
    /// The file's place among the inputs, from 0.
    package let fileIndex: Int
    /// The file as the user named it.
    package let path: String
    /// The file's header.
    package let header: Header
    /// For each slot the column, from 0, whose cells it holds.
    package let columns: [Int]
    /// The line that the first record may start on.
    let firstLine: Int
    /// What is no UTF-8 in the header.
    let headerFaults: TextFaults
    /// Whom to tell of what is no UTF-8 in the file; nil where nobody asks.
    let onTextFaults: (@Sendable (TextFaults) -> Void)?

    /// How many fields a record must have.
    package var width: Int { header.names.count }
    /// How the file is written.
    package var dialect: Dialect { header.dialect }

    init(
        fileIndex: Int,
        path: String,
        header: Header,
        columns: [Int],
        firstLine: Int,
        headerFaults: TextFaults,
        onTextFaults: (@Sendable (TextFaults) -> Void)?
    ) {
        precondition(columns.allSatisfy { header.names.indices.contains($0) }, "a needed column that is not there")
        self.fileIndex = fileIndex
        self.path = path
        self.header = header
        self.columns = columns
        self.firstLine = firstLine
        self.headerFaults = headerFaults
        self.onTextFaults = onTextFaults
    }
}
