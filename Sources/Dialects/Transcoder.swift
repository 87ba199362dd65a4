// What every transcoder does: one piece of input to UTF-8.

/// Turns bytes in one encoding into UTF-8, piece by piece. What is no character becomes U+FFFD, so that no record is lost for it.
protocol Transcoder: AnyObject {
    /// Transcodes a piece of input as far as it likes; what it has not read comes again, with more behind it unless `isEnd`.
    ///
    /// - Parameters:
    ///   - input: At least one byte.
    ///   - output: Room for four times the bytes of the input, and one U+FFFD.
    ///   - isEnd: Whether nothing follows the input. Then at least one byte is read.
    /// - Returns: How much was read and written, and what was faulty.
    func transcode(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        isEnd: Bool
    ) -> TranscodingStep
}

/// What became of a piece of input.
struct TranscodingStep: Equatable {
    /// How many bytes were read.
    var read = 0
    /// How many bytes were written.
    var written = 0
    /// How many U+FFFD stand for what could not be read.
    var faults = 0
    /// Where the first of them was read and written.
    var firstFault: (read: Int, written: Int)?

    /// Takes note of a fault at the place that the step has come to.
    mutating func noteFault() {
        if faults == 0 { firstFault = (read, written) }
        faults += 1
    }

    static func == (left: TranscodingStep, right: TranscodingStep) -> Bool {
        left.read == right.read && left.written == right.written && left.faults == right.faults
    }
}

/// U+FFFD in UTF-8.
let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

extension TextEncoding {
    /// A transcoder to UTF-8; nil if there is none.
    func makeTranscoder() -> (any Transcoder)? {
        switch self {
        case .windows1252: SingleByteTranscoder(high: SingleByteTranscoder.windows1252)
        case .latin1: SingleByteTranscoder(high: SingleByteTranscoder.latin1)
        case .utf16LittleEndian: UTF16Transcoder(isBigEndian: false)
        case .utf16BigEndian: UTF16Transcoder(isBigEndian: true)
        case .utf8, .other: IconvTranscoder(from: name)
        }
    }
}
