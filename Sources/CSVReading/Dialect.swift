// How a file spells its fields and numbers, where someone has found out.

/// The byte between a number's whole part and its decimals.
package enum DecimalMark: String, Sendable, CaseIterable {
    case point, comma
}

/// The dialect of one file.
package struct Dialect: Sendable, Equatable {
    /// The byte between two fields.
    package var delimiter: UInt8
    /// How numbers are written in most columns.
    package var decimalMark: DecimalMark
    /// The columns, from 0, that have decimal points in a file with decimal commas.
    package var pointColumns: Set<Int>
    /// The columns, from 0, whose numbers could have decimals or thousands behind their mark, each with one of them (`1,234`). Whoever
    /// reads numbers from such a column has to ask.
    package var doubtfulColumns: [Int: String]

    /// Makes a dialect.
    package init(
        delimiter: UInt8,
        decimalMark: DecimalMark = .point,
        pointColumns: Set<Int> = [],
        doubtfulColumns: [Int: String] = [:]
    ) {
        self.delimiter = delimiter
        self.decimalMark = decimalMark
        self.pointColumns = pointColumns
        self.doubtfulColumns = doubtfulColumns
    }

    /// How numbers are written in a column, from 0.
    package func decimalMark(ofColumn column: Int) -> DecimalMark {
        pointColumns.contains(column) ? .point : decimalMark
    }
}
