// Which line a place in a stream is in, and how far the stream is UTF-8 on the way there.

internal import CStructure

/// Counts line ends piece by piece.
package struct LineCounter: Sendable, Equatable {
    /// The line, from 1, that comes after all that was counted: a CR at the end may turn out to be half of a CRLF.
    package private(set) var line = 1
    /// How many characters that were counted are not ASCII.
    package private(set) var characters = 0
    private var last: UInt8 = 0

    /// A counter that has seen nothing.
    package init() {}

    /// Counts bytes from `start` on as long as they are well-formed UTF-8 that ends within them, and returns where that ends.
    package mutating func count(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int {
        guard start < bytes.count, let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else {
            return start
        }
        // In bounds: as just checked.
        let survey = text_survey(base + start, bytes.count - start, last)
        line += survey.line_ends
        characters += survey.characters
        if survey.end > 0 { last = bytes[start + survey.end - 1] }
        return start + survey.end
    }

    /// Takes note of a byte that is not ASCII, and so ends no line.
    package mutating func skip(_ byte: UInt8) { last = byte }
}
