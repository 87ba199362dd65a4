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
    /// The lines up to the first fault, behind which nobody asks for lines any more.
    private var lines = LineCounter()
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
        note(step)
        position += step.read
    }
    /// Takes note of the faults of a step whose input began at `position`.
    private func note(_ step: TranscodingStep) {
        if faults.count == 0 {
            let written = step.firstFault?.written ?? step.written
            _ = lines.count(UnsafeRawBufferPointer(rebasing: output[..<written]))
            if let fault = step.firstFault {
                faults.firstByte = position + fault.read
                faults.firstLine = lines.line
            }
        }
        faults.count += step.faults
    }
}
