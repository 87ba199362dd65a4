// Opened inputs: bytes that are read once, front to back.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// An opened input. One thread at a time reads it.
package protocol ByteStream: AnyObject {
    /// Reads the next bytes, at most `buffer.count` of them and at least one unless the stream has ended.
    ///
    /// - Returns: How many bytes were read; 0 at the stream's end.
    /// - Throws: ``InputError``, usually of kind `readFailed`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int

    /// The dialect of the text, where someone has found out; nil leaves it to the reading options.
    var dialect: Dialect? { get }

    /// Whom to tell of the lines that are no UTF-8 once the last record has been read; nil where nobody asks, and nothing is looked through for them.
    ///
    /// The bytes are looked at where they are read, in pieces of whole lines, rather than by another stream in between.
    var onTextFaults: (@Sendable (TextFaults) -> Void)? { get }

    /// How many bytes of the input itself have been read, where it was decompressed or transcoded; nil where they are those handed on.
    var inputBytesRead: Int? { get }
}

extension ByteStream {
    package var dialect: Dialect? { nil }
    package var onTextFaults: (@Sendable (TextFaults) -> Void)? { nil }
    package var inputBytesRead: Int? { nil }
}

/// A file, device, pipe or terminal, read with `read(2)`.
final class FileStream: ByteStream {
    private let path: String
    private let descriptor: Int32
    private let closesAtEnd: Bool

    init(path: String) throws(InputError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path, errno) }
        self.path = path
        closesAtEnd = true
        // A directory can be opened but not read: better said now than as a failure part-way.
        var status = stat()
        if fstat(descriptor, &status) == 0, isDirectory(status) { throw .cannotOpen(path, EISDIR) }
    }

    init(standardInputNamed name: String) {
        path = name
        descriptor = STDIN_FILENO
        closesAtEnd = false
    }

    deinit {
        if closesAtEnd, descriptor >= 0 { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while true {
            let count = readBytes(descriptor, buffer)
            if count >= 0 { return count }
            switch errno {
            case EINTR:
                continue
            case EAGAIN:
                // Whoever started us left the descriptor non-blocking: wait here instead of spinning.
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&request, 1, -1)
            case EISDIR:
                throw .cannotOpen(path, EISDIR)
            case let code:
                let reason = String(cString: strerror(code))
                throw InputError(
                    .readFailed,
                    path: path,
                    message: "reading broke off: \(reason); what was read so far is not the whole input"
                )
            }
        }
    }
}

/// `read(2)`, under a name that a method called `read` does not hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

/// Bytes in memory as a stream.
package final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var position = 0

    /// A stream of `bytes`.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<(position + count)])
        position += count
        return count
    }
}

/// Bytes that were read too far, and then the stream that they came from.
package final class PrefixedStream: ByteStream {
    private var prefix: MemoryStream?
    private let rest: any ByteStream

    /// A stream of `prefix` and all of `rest`.
    package init(_ prefix: [UInt8], then rest: any ByteStream) {
        self.prefix = MemoryStream(prefix)
        self.rest = rest
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        if let prefix {
            let count = try prefix.read(into: buffer)
            if count > 0 { return count }
            self.prefix = nil
        }
        return try rest.read(into: buffer)
    }
}
