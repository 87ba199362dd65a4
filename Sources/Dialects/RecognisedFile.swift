// What was recognised of one file, in one line.

package import CSVReading

/// The compression, encoding and dialect of one file.
package struct RecognisedFile: Sendable, Equatable {
    /// The compression, if there is one.
    package var compression: Compression?
    /// The encoding.
    package var encoding: TextEncoding
    /// The delimiter; nil for a file of one column.
    package var delimiter: UInt8?
    /// The marks before decimals: both, if columns differ.
    package var decimalMarks: [DecimalMark]

    /// `read as gzip, Windows-1252, semicolons, decimal commas`.
    package var description: String {
        var parts: [String] = []
        if let compression { parts.append(compression.rawValue) }
        parts.append(encoding.label)
        parts.append(delimiter.map(Self.plural) ?? "one column")
        parts.append("decimal " + decimalMarks.map { $0.rawValue + "s" }.joined(separator: " and "))
        return "read as " + parts.joined(separator: ", ")
    }

    private static func plural(_ delimiter: UInt8) -> String {
        UsualDelimiter(rawValue: delimiter).map { "\($0.name)s" }
            ?? "'\(Character(Unicode.Scalar(delimiter)))' between fields"
    }
}
