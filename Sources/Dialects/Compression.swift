// Which compression a file has, by the bytes that it begins with.

internal import CSVReading

/// A compression that Lumbar undoes as it reads.
package enum Compression: String, Sendable, CaseIterable {
    case gzip
    case zstandard

    /// The compression of a file that begins with these bytes (four are enough), if it has one.
    package init?(of bytes: some Collection<UInt8>) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(bytes) {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// Some writers put a frame of notes first: 0x184D2A50 to 0x184D2A5F, little-endian.
    private static func isSkippableFrame(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, first & 0xF0 == 0x50 else { return false }
        return bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    }

    /// The stream with this compression undone.
    func undoing(_ stream: any ByteStream, name: String) throws(InputError) -> any ByteStream {
        switch self {
        case .gzip: try GzipStream(stream, name: name)
        case .zstandard: try ZstandardStream(stream, name: name)
        }
    }
}

/// The input of a decompressor: a buffer that is filled again whenever it is empty.
struct CompressedInput: ~Copyable {
    private let stream: any ByteStream
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    /// What was read and not used: `memory[start..<end]`.
    private var start = 0
    private var end = 0
    /// How many bytes have been used so far.
    private(set) var position = 0

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    deinit { memory.deallocate() }

    /// The bytes at hand; empty only at the stream's end.
    mutating func bytes() throws(InputError) -> UnsafeRawBufferPointer {
        if start == end {
            start = 0
            end = try stream.read(into: memory)
        }
        return UnsafeRawBufferPointer(rebasing: memory[start..<end])
    }

    /// Takes note that the first `count` bytes at hand have been used.
    mutating func use(_ count: Int) {
        precondition(count >= 0 && count <= end - start)
        start += count
        position += count
    }
}

extension InputError {
    /// The compressed file ends too early.
    static func cutShort(_ path: String, at position: Int) -> InputError {
        InputError(
            .unusable,
            path: path,
            message: "the compressed file is cut short: it ends at byte \(position), in the middle of its data; "
                + "copy or download it again"
        )
    }

    /// The compressed file is not as it was written.
    static func damaged(_ path: String, at position: Int, _ why: String) -> InputError {
        InputError(
            .unusable,
            path: path,
            message: "the compressed file is damaged near byte \(position) (\(why)); copy or download it again"
        )
    }
}
