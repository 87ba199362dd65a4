// Inputs in other encodings than UTF-8, transcoded by iconv as they are read.

package import CSVReading

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension ByteSource {
    /// Whether an encoding is known under a name, such as `windows-1252`, `latin1` or `utf-16`.
    package static func knows(encoding: String) -> Bool {
        guard let descriptor = openTranscoder(from: encoding) else { return false }
        iconv_close(descriptor)
        return true
    }

    /// The source as UTF-8, if it is in another encoding. Byte offsets then count the UTF-8.
    package func transcoded(from encoding: String) -> ByteSource {
        let plain = ["utf8", "utf-8"]
        if plain.contains(encoding.lowercased()) { return self }
        return .stream(name: name) { () throws(InputError) -> any ByteStream in
            try TranscodedStream(try self.open(), encoding: encoding, name: self.name)
        }
    }
}

private func openTranscoder(from encoding: String) -> iconv_t? {
    guard !encoding.isEmpty, let descriptor = iconv_open("UTF-8", encoding) else { return nil }
    // Failure is the descriptor -1.
    return Int(bitPattern: descriptor) == -1 ? nil : descriptor
}

/// A stream of UTF-8 made from one in another encoding. What cannot be transcoded becomes U+FFFD, so that no record is lost for it.
private final class TranscodedStream: ByteStream {
    private let base: any ByteStream
    private let descriptor: iconv_t
    /// How many bytes a faulty unit has.
    private let unit: Int
    // Invariant: `input[inputStart..<inputEnd]` was read and not transcoded, `output[outputStart..<outputEnd]` transcoded and not handed on.
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var inputStart = 0
    private var inputEnd = 0
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var outputStart = 0
    private var outputEnd = 0
    private var hasEnded = false

    init(_ base: any ByteStream, encoding: String, name: String) throws(InputError) {
        guard let descriptor = openTranscoder(from: encoding) else {
            throw InputError(
                .unusable,
                path: name,
                message: "the encoding '\(encoding)' is not known; 'iconv -l' lists those that are"
            )
        }
        self.base = base
        self.descriptor = descriptor
        unit = encoding.contains("16") ? 2 : encoding.contains("32") ? 4 : 1
    }

    deinit {
        iconv_close(descriptor)
        input.deallocate()
        output.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while outputStart == outputEnd {
            if !hasEnded { try fill() }
            if inputStart == inputEnd, hasEnded { return 0 }
            transcode()
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
        let count = try base.read(into: UnsafeMutableRawBufferPointer(rebasing: input[inputEnd...]))
        hasEnded = count == 0
        inputEnd += count
    }

    /// Transcodes what there is up to the first faulty unit, which it replaces. A character that is not complete waits for more input.
    private func transcode() {
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        var next: UnsafeMutablePointer<CChar>? = (source + inputStart).assumingMemoryBound(to: CChar.self)
        var left = inputEnd - inputStart
        var free: UnsafeMutablePointer<CChar>? = target.assumingMemoryBound(to: CChar.self)
        // Room is kept for one replacement character. A unit of input never makes more than four times its bytes, so the output always fits.
        var room = output.count - 3
        let result = iconv(descriptor, &next, &left, &free, &room)
        let isIncomplete = errno == EINVAL && !hasEnded
        inputStart = inputEnd - left
        (outputStart, outputEnd) = (0, output.count - 3 - room)
        guard result == -1, left > 0, !isIncomplete else { return }
        inputStart += min(unit, left)
        for byte in "\u{FFFD}".utf8 {
            output[outputEnd] = byte
            outputEnd += 1
        }
    }
}
