// Which line a place in a stream is in.

internal import CStructure

/// Counts line ends piece by piece.
struct LineCounter: Sendable, Equatable {
    /// The line, from 1, that comes after all that was counted: a CR at the end may turn out to be half of a CRLF.
    private(set) var line = 1
    private var last: UInt8 = 0

    /// Counts the next bytes.
    mutating func count(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress, let end = bytes.last else { return }
        line += text_line_ends(start, bytes.count, last)
        last = end
    }
}
