// Lines: where they end (LF, CRLF or CR), where a block may be cut, and which are blank.

internal import CStructure

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Where a line's content ends and where the next line starts. The two are equal if the line has no line end.
struct Line: Equatable {
    var contentEnd: Int
    var next: Int

    var isTerminated: Bool { next > contentEnd }
}

/// Finds line ends in one buffer, remembering the next LF and the next CR, so that a file that uses only one of the two
/// is not searched for the other again at every line.
///
/// - Complexity: All searches of one pass over *n* bytes take O(*n*) together. Going back by *m* bytes costs O(*m*) more.
struct LineEnds {
    private var lineFeed = ByteSearch(byte: Byte.lineFeed)
    private var carriageReturn = ByteSearch(byte: Byte.carriageReturn)

    /// The line that `start` is in, as far as `bytes` shows it.
    @inline(__always)
    mutating func line(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Line {
        let feed = lineFeed.first(from: start, in: bytes)
        let carriage = carriageReturn.first(from: start, in: bytes)
        if feed < carriage { return Line(contentEnd: feed, next: feed + 1) }
        if carriage == bytes.count { return Line(contentEnd: carriage, next: carriage) }
        let isPair = feed == carriage + 1 && feed < bytes.count
        return Line(contentEnd: carriage, next: isPair ? carriage + 2 : carriage + 1)
    }
}

/// A search for one byte that keeps its last answer.
private struct ByteSearch {
    let byte: UInt8
    /// No `byte` lies in `searchedFrom ..< found`; one lies at `found`, or `found` is the buffer's end.
    private var searchedFrom = 0
    private var found = -1

    init(byte: UInt8) {
        self.byte = byte
    }

    @inline(__always)
    mutating func first(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if searchedFrom <= start, start <= found { return found }
        searchedFrom = start
        found = firstIndex(of: byte, from: start, in: bytes)
        return found
    }
}

/// The first place of `byte` at or after `start`, or the buffer's end.
@inline(__always)
private func firstIndex(of byte: UInt8, from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard start < bytes.count, let base = bytes.baseAddress,
        let place = memchr(base + start, Int32(byte), bytes.count - start)
    else { return bytes.count }
    return UnsafeRawPointer(place) - UnsafeRawPointer(base)
}

/// The end of the last whole line in `bytes[start...]`, or nil.
///
/// A CR at the very end may be half of a CRLF, so it ends a line only if no more bytes follow (`isInputEnd`).
func lastLineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, isInputEnd: Bool) -> Int? {
    var index = bytes.count
    while index > start {
        index -= 1
        if bytes[index] == Byte.lineFeed { return index + 1 }
        if bytes[index] == Byte.carriageReturn, index + 1 < bytes.count || isInputEnd { return index + 1 }
    }
    return nil
}

/// Whether a line holds nothing, or only spaces and tabs that are not the delimiter.
@inline(__always)
func isBlank(_ content: UnsafeBufferPointer<UInt8>, delimiter: UInt8) -> Bool {
    for byte in content where (byte != Byte.space && byte != Byte.tab) || byte == delimiter {
        return false
    }
    return true
}

/// Whether the number of quotes in `bytes` is odd.
func hasOddQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return text_has_odd_quotes(start, bytes.count)
}
