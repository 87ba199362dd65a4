// A stream in another encoding, as UTF-8.

internal import CSVReading

/// A stream of UTF-8 made from one in another encoding.
final class TranscodedStream: ByteStream {
    private let base: any ByteStream
    private let transcoder: any Transcoder
    // Invariant: `input[inputStart..<inputEnd]` was read and not transcoded, `output[outputStart..<outputEnd]` transcoded and not handed on.
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var inputStart = 0
    private var inputEnd = 0
    /// As much as four times the input, and some more for what a faulty end comes to.
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: (1 << 18) + 64, alignment: 16)
    private var outputStart = 0
    private var outputEnd = 0
    private var hasEnded = false

    private var faults = TextFaults()
    /// The place in the base of what comes next to be transcoded.
    private var position = 0
    private let onEnd: (TextFaults) -> Void

    /// A stream of what `transcoder` makes of `base`; `onEnd` is told of what could not be transcoded, once all was read.
    init(_ base: any ByteStream, _ transcoder: any Transcoder, onEnd: @escaping (TextFaults) -> Void = { _ in }) {
        self.base = base
        self.transcoder = transcoder
        self.onEnd = onEnd
    }

    deinit {
        input.deallocate()
        output.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while outputStart == outputEnd {
            if inputStart == inputEnd, hasEnded { return 0 }
            if !hasEnded { try fill() }
            if inputStart < inputEnd { transcode() }
            if inputStart == inputEnd, hasEnded { onEnd(faults) }
        }
        let count = min(buffer.count, outputEnd - outputStart)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: output[outputStart..<outputStart + count]))
        outputStart += count
        return count
    }

    /// Reads behind what is left of the input, which it moves to the front.
    private func fill() throws(InputError) {
        let left = UnsafeRawBufferPointer(rebasing: input[inputStart..<inputEnd])
        input.copyMemory(from: left)
        (inputStart, inputEnd) = (0, left.count)
        // Nothing waits but an incomplete character, or what is behind a fault: then there is work before there is room.
        guard inputEnd < input.count else { return }
        let count = try base.read(into: UnsafeMutableRawBufferPointer(rebasing: input[inputEnd...]))
        hasEnded = count == 0
        inputEnd += count
    }

    private func transcode() {
        let piece = UnsafeRawBufferPointer(rebasing: input[inputStart..<inputEnd])
        let step = transcoder.transcode(piece, into: output, isEnd: hasEnded)
        inputStart += step.read
        (outputStart, outputEnd) = (0, step.written)
        faults.add(step, output: UnsafeRawBufferPointer(output), position: position)
        position += step.read
    }
}

/// What was no text in a stream.
struct TextFaults: Sendable, Equatable {
    /// How many characters, or lines, were faulty.
    var count = 0
    /// The first one's place in the stream as it was read, from 0.
    var firstByte = 0
    /// The line of the first one, from 1.
    var firstLine = 0
    /// The first faulty byte.
    var firstValue: UInt8 = 0

    private var lines = LineCounter()

    /// Makes an account of no faults.
    init() {}

    /// Adds those of a step whose input began at `position`.
    fileprivate mutating func add(_ step: TranscodingStep, output: UnsafeRawBufferPointer, position: Int) {
        if count == 0 {
            // After the first fault nobody asks for lines any more.
            let written = step.firstFault?.written ?? step.written
            _ = lines.count(UnsafeRawBufferPointer(rebasing: output[..<written]))
            if let fault = step.firstFault {
                firstByte = position + fault.read
                firstLine = lines.line
            }
        }
        count += step.faults
    }
}
