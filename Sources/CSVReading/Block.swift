// A block: what a worker is told about the bytes in its buffer.

/// A stretch of whole lines of one file.
struct Block: Sendable {
    /// The block's place among all blocks of the cohort, from 0.
    var sequence: Int
    /// The file it is from.
    var layout: FileLayout
    /// The place of its first byte in the file.
    var offset: Int
    /// How many bytes are in the buffer's body.
    var count: Int
    /// What follows them.
    var end: Window.End
    /// Whether it is the file's first.
    var isFirst: Bool
    /// Whether the quotes between the file's header and the block are odd in number.
    var oddQuotesBefore: Bool
    /// Whether the quotes in the block are odd in number.
    var oddQuotes: Bool
    /// What is no UTF-8 in it, where that is known already; nil if it is to be looked for.
    var faults: TextFaults?

    /// Whether it is the file's last. A file's last block may be empty.
    var isLast: Bool { end == .inputEnd }
}
