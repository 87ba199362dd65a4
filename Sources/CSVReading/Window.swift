// The stretch of an input that attempts see: contiguous bytes that begin at a line start.

/// Contiguous bytes from a line start on, and what is known of the input behind them.
///
/// The bytes belong to whoever made the window and stay put while it is in use. All positions in a window are indexes
/// into `bytes`.
struct Window {
    /// What comes after the last byte.
    enum End: Equatable {
        /// More of the input. The bytes end with a line end.
        case moreFollows
        /// Nothing.
        case inputEnd
        /// The rest of a line too long for any record, which was not kept; then more of the input, or nothing.
        case restOfLongLine(isBlank: Bool)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let end: End
    private var lineEnds = LineEnds()

    init(_ bytes: UnsafeBufferPointer<UInt8>, end: End) {
        self.bytes = bytes
        self.end = end
    }

    /// The line that starts at `start`.
    @inline(__always)
    mutating func line(from start: Int) -> Line {
        lineEnds.line(from: start, in: bytes)
    }

    /// The bytes in a range that lies in the window.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[range])
    }

    /// Whether a line of this window is blank, with regard to what was not kept of it.
    @inline(__always)
    func isBlank(_ line: Line, from start: Int, delimiter: UInt8) -> Bool {
        guard CSVReading.isBlank(slice(start..<line.contentEnd), delimiter: delimiter) else { return false }
        if !line.isTerminated, case .restOfLongLine(let isBlank) = end { return isBlank }
        return true
    }
}
