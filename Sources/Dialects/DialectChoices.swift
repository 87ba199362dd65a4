// What a user fixes of a file's dialect; the rest is found out.

package import CSVReading

/// What is known of the files of a run before they are opened. Nil means: find out from each file.
package struct DialectChoices: Sendable, Equatable {
    /// The byte between two fields.
    package var delimiter: UInt8?
    /// The encoding, by a name that iconv knows.
    package var encoding: String?
    /// The mark before decimals.
    package var decimalMark: DecimalMark?

    /// Makes choices; none by default.
    package init(delimiter: UInt8? = nil, encoding: String? = nil, decimalMark: DecimalMark? = nil) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.decimalMark = decimalMark
    }
}

/// Something that a user should know of how a file is read.
package struct DialectNote: Sendable, Equatable {
    /// What kind of news it is.
    package enum Kind: Sendable, Equatable {
        /// What was recognised: one for each file.
        case recognised
        /// Something is probably not as it should be.
        case warning
    }

    /// What kind of news it is.
    package var kind: Kind
    /// The file.
    package var path: String
    /// The line, from 1, if it is about one.
    package var line: Int?
    /// What to say.
    package var message: String

    /// `path:line: message`.
    package var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
