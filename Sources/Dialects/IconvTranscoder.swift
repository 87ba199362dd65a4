// Any encoding to UTF-8, by iconv: the way for those that have no faster one, and the plain twin of those that have.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Transcodes by iconv.
final class IconvTranscoder: Transcoder {
    private let descriptor: iconv_t
    /// How many bytes a faulty unit has.
    private let unit: Int

    /// A transcoder from the encoding that iconv knows under a name; nil if it knows none.
    init?(from encoding: String) {
        guard let descriptor = Self.open(encoding) else { return nil }
        self.descriptor = descriptor
        unit = encoding.contains("16") ? 2 : encoding.contains("32") ? 4 : 1
    }

    deinit { iconv_close(descriptor) }

    /// Whether iconv knows an encoding under a name.
    static func knows(_ encoding: String) -> Bool {
        guard let descriptor = open(encoding) else { return false }
        iconv_close(descriptor)
        return true
    }

    private static func open(_ encoding: String) -> iconv_t? {
        guard !encoding.isEmpty, let descriptor = iconv_open("UTF-8", encoding) else { return nil }
        // Failure is the descriptor -1.
        return Int(bitPattern: descriptor) == -1 ? nil : descriptor
    }

    /// Transcodes what there is up to the first faulty unit, which it replaces. A character that is not complete waits for more input.
    func transcode(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        isEnd: Bool
    ) -> TranscodingStep {
        guard let source = input.baseAddress, let target = output.baseAddress else { return TranscodingStep() }
        var next: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(
            mutating: source.assumingMemoryBound(to: CChar.self)
        )
        var left = input.count
        var free: UnsafeMutablePointer<CChar>? = target.assumingMemoryBound(to: CChar.self)
        // Room is kept for one replacement character.
        var room = output.count - replacement.count
        let result = iconv(descriptor, &next, &left, &free, &room)
        let isIncomplete = errno == EINVAL && !isEnd
        let isFull = errno == E2BIG
        var step = TranscodingStep(read: input.count - left, written: output.count - replacement.count - room)
        guard result == -1, left > 0, !isIncomplete, !isFull else { return step }
        step.noteFault()
        for byte in replacement {
            output[step.written] = byte
            step.written += 1
        }
        step.read += min(unit, left)
        return step
    }
}
