// Cutting one file into blocks: which bytes make the next block, and what is left for the one after it.

/// Reads an open file's data into block after block of whole lines.
///
/// A block ends after the last line end among at least `blockBytes` bytes, never between CR and LF. A line with more
/// bytes than any record may have becomes a block of its own: its first `maxRecordBytes + 1` bytes are kept, the rest is
/// only looked at.
struct BlockCutter {
    private let stream: any ByteStream
    private let blockBytes: Int
    private let maxRecordBytes: Int
    private let delimiter: UInt8
    private let checksText: Bool
    /// What was read behind the last block's end.
    private var tail: [UInt8] = []
    private var isInputEnd = false
    /// How many bytes have been read from the stream.
    private(set) var bytesRead = 0

    /// What a block's buffer was filled with.
    struct Filling: Equatable {
        /// How many bytes of the body are the block.
        var count: Int
        /// What follows them.
        var end: Window.End
        /// How many bytes of the file they stand for, the rest of a long line included.
        var length: Int
        /// What is no UTF-8 in a long line, of which not all is kept.
        var faults: TextFaults?
    }

    /// A cutter of `stream`; `checksText` says whether what it does not keep is looked through for what is no UTF-8.
    init(_ stream: any ByteStream, _ options: ReadingOptions, checksText: Bool) {
        self.stream = stream
        self.checksText = checksText
        blockBytes = options.blockBytes
        maxRecordBytes = options.maxRecordBytes
        delimiter = options.delimiter
    }

    /// Fills a body of at least `maxRecordBytes + 2 + blockBytes` bytes with the next block.
    ///
    /// The last block ends with `.inputEnd` and may be empty.
    ///
    /// - Complexity: Linear in the bytes read: each is searched for a line end at most twice and set aside at most once.
    mutating func fill(_ body: UnsafeMutableBufferPointer<UInt8>) throws(InputError) -> Filling {
        var count = tail.count
        _ = body.update(fromContentsOf: tail)
        tail.removeAll(keepingCapacity: true)
        var cut = 0
        var searched = 0
        while !isInputEnd {
            let bytes = UnsafeBufferPointer(rebasing: body[..<count])
            cut = lastLineEnd(in: bytes, from: searched, isInputEnd: false) ?? cut
            // A CR that came last is looked at again: the next byte tells whether it is half of a CRLF.
            searched = bytes.last == Byte.carriageReturn ? count - 1 : count
            if cut > 0, count >= blockBytes {
                tail.append(contentsOf: bytes[cut...])
                return Filling(count: cut, end: .moreFollows, length: cut)
            }
            // One byte more than a record may have, and one that may be a CR.
            if cut == 0, count >= maxRecordBytes + 2 { return try skipLongLine(body, count) }
            // In bounds: either `count < blockBytes`, or there is no cut and `count < maxRecordBytes + 2`.
            let wanted = count < blockBytes ? blockBytes - count : blockBytes
            count += try read(into: body, at: count, wanted)
        }
        return Filling(count: count, end: .inputEnd, length: count)
    }

    /// Reads on to the end of the line that fills `body[..<count]` and more, keeping only its beginning.
    private mutating func skipLongLine(
        _ body: UnsafeMutableBufferPointer<UInt8>,
        _ count: Int
    ) throws(InputError) -> Filling {
        let kept = maxRecordBytes + 1
        var length = kept
        var isBlankSoFar = true
        var filled = count
        var check = UTF8Check()
        if checksText { check.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(body)[..<kept])) }
        while true {
            let rest = UnsafeBufferPointer(rebasing: body[kept..<filled])
            var ends = LineEnds()
            let line = ends.line(from: 0, in: rest)
            let content = UnsafeBufferPointer(rebasing: rest[..<line.contentEnd])
            isBlankSoFar = isBlankSoFar && isBlank(content, delimiter: delimiter)
            if checksText { check.add(UnsafeRawBufferPointer(content)) }
            // A CR at the end of what was read may be half of a CRLF.
            let mayBeHalf = line.next == rest.count && rest.last == Byte.carriageReturn && !isInputEnd
            if line.isTerminated && !mayBeHalf || isInputEnd {
                tail.append(contentsOf: rest[line.next...])
                check.end()
                return Filling(
                    count: kept,
                    end: .restOfLongLine(isBlank: isBlankSoFar),
                    length: length + line.next,
                    faults: check.faults
                )
            }
            length += line.contentEnd
            filled = kept
            if line.isTerminated {
                body[filled] = Byte.carriageReturn
                filled += 1
            }
            filled += try read(into: body, at: filled, body.count - filled)
        }
    }

    private mutating func read(
        into body: UnsafeMutableBufferPointer<UInt8>,
        at start: Int,
        _ wanted: Int
    ) throws(InputError) -> Int {
        let space = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(body)[start..<(start + wanted)]
        )
        let count = try stream.read(into: space)
        isInputEnd = count == 0
        bytesRead += count
        return count
    }
}
