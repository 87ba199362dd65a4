// What a caller may choose about reading, with the contract's values as defaults.

/// How CSV is read. The size of blocks never shows in the results; everything else may.
package struct ReadingOptions: Sendable, Equatable {
    /// The byte between two fields, in files whose dialect is not known: anything but a quote, CR or LF.
    package var delimiter: UInt8 = UInt8(ascii: ",")
    /// How many bytes a block holds, give or take its last line. Below `maxRecordBytes` / 16 or so, a record that spans
    /// many blocks is read many times over.
    package var blockBytes: Int = 1 << 18
    /// The raw bytes that a record may have, its closing line end not counted.
    package var maxRecordBytes: Int = 2 << 20
    /// The raw bytes that a header may have, its closing line end not counted.
    package var maxHeaderBytes: Int = 16 << 20
    /// Whether a line that is malformed for its quotes is kept if it fits the header with its quotes as text; see ``QuoteRepair``.
    package var repairsQuotes: Bool = false
    /// Whether a ``Reject`` carries the first line of its record.
    package var keepsRejectText: Bool = false
    /// What finds the fields of plain records. It never shows in the results.
    package var kernel: StructureKernel = .best

    package init() {}

    /// The same options with every size inside the range for which 32-bit offsets into a ``BlockBuffer``, which has room
    /// for five records and three blocks, are enough.
    var clamped: ReadingOptions {
        var options = self
        options.blockBytes = min(max(blockBytes, 1), 1 << 28)
        options.maxRecordBytes = min(max(maxRecordBytes, 1), 1 << 29)
        options.maxHeaderBytes = min(max(maxHeaderBytes, 1), 1 << 30)
        return options
    }

    /// The same options for a file with its own delimiter.
    func with(delimiter: UInt8) -> ReadingOptions {
        var options = self
        options.delimiter = delimiter
        return options
    }

    /// Whether a byte can stand between fields without being taken for a quote or a line end.
    package static func isUsable(delimiter: UInt8) -> Bool {
        delimiter != Byte.quote && delimiter != Byte.lineFeed && delimiter != Byte.carriageReturn
    }
}

/// The bytes that mean something in CSV.
enum Byte {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
}
