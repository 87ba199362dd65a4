// Zstandard, undone by its own library as it is read.

internal import CSVReading
internal import CZstandard

/// The bytes of a Zstandard file of one or more frames (RFC 8878). Its memory is the frame's window, at most 128 MiB, and one buffer.
final class ZstandardStream: ByteStream {
    private let name: String
    private var input: CompressedInput
    private let decoder: OpaquePointer
    private var isInsideFrame = true
    /// Whether the decoder may hold bytes that it had no room for.
    private var isFull = false

    /// A stream of what `stream`, at whose start a frame begins, was made from.
    init(_ stream: any ByteStream, name: String) throws(InputError) {
        guard let decoder = ZSTD_createDStream() else {
            throw InputError(.readFailed, path: name, message: "Zstandard cannot start; is there memory left?")
        }
        self.name = name
        self.decoder = decoder
        input = CompressedInput(stream)
        ZSTD_DCtx_setParameter(decoder, ZSTD_d_windowLogMax, 27)
    }

    deinit { ZSTD_freeDStream(decoder) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while true {
            let bytes = try input.bytes()
            if bytes.isEmpty, !isFull {
                guard isInsideFrame else { return 0 }
                throw .cutShort(name, at: input.position)
            }
            var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
            var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let result = ZSTD_decompressStream(decoder, &target, &source)
            input.use(source.pos)
            if ZSTD_isError(result) != 0 { throw failure(result) }
            // 0: a frame has ended and all of it was handed on.
            isInsideFrame = result != 0
            isFull = isInsideFrame && target.pos == target.size
            if target.pos > 0 || buffer.isEmpty { return target.pos }
            if bytes.isEmpty { isFull = false }
        }
    }

    private func failure(_ code: Int) -> InputError {
        if ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge {
            return InputError(
                .unusable,
                path: name,
                message: "the file was compressed with a window of more than 128 MiB; compress it again without --long"
            )
        }
        return .damaged(name, at: input.position, String(cString: ZSTD_getErrorName(code)))
    }
}
