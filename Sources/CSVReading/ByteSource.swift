// Where the bytes of a cohort come from, before anything is opened.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// One input of a cohort. Opening it yields a ``ByteStream``.
package indirect enum ByteSource: Sendable {
    /// A file, device or named pipe by its path.
    case file(path: String)
    /// Standard input, from wherever it stands.
    case standardInput
    /// Bytes that are in memory already.
    case bytes([UInt8], name: String)
    /// Anything else that can be read as a stream.
    case stream(name: String, open: @Sendable () throws(InputError) -> any ByteStream)
    /// Another source, decompressed, transcoded or otherwise changed by the closure once it is opened.
    case changed(ByteSource, by: @Sendable (any ByteStream) throws(InputError) -> any ByteStream)

    /// The name that messages use.
    package var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .bytes(_, let name), .stream(let name, _): name
        case .changed(let source, _): source.name
        }
    }

    /// Opens the source for one pass over its bytes.
    ///
    /// - Throws: ``InputError`` of kind `cannotOpen`.
    package func open() throws(InputError) -> any ByteStream {
        switch self {
        case .file(let path): try FileStream(path: path)
        case .standardInput: FileStream(standardInputNamed: name)
        case .bytes(let bytes, _): MemoryStream(bytes)
        case .stream(_, let open): try open()
        case .changed(let source, let change): try change(try source.open())
        }
    }

    /// Looks at the source without opening it, so that the last of many files is missed before the first is read.
    ///
    /// - Returns: The number of bytes still to read from the file or memory itself, where that is known beforehand.
    /// - Throws: ``InputError`` of kind `cannotOpen`.
    func check() throws(InputError) -> Int? {
        switch self {
        case .file(let path):
            var status = stat()
            guard stat(path, &status) == 0 else { throw .cannotOpen(path, errno) }
            guard !isDirectory(status) else { throw .cannotOpen(path, EISDIR) }
            guard isRegularFile(status) else { return nil }
            // Only regular files are tried: opening a named pipe, or even asking twice, could cost its writer.
            guard access(path, R_OK) == 0 else { throw .cannotOpen(path, errno) }
            return Int(status.st_size)
        case .standardInput:
            var status = stat()
            guard fstat(STDIN_FILENO, &status) == 0 else { throw .cannotOpen(name, errno) }
            guard !isDirectory(status) else { throw .cannotOpen(name, EISDIR) }
            guard isRegularFile(status) else { return nil }
            return max(0, Int(status.st_size) - max(0, Int(lseek(STDIN_FILENO, 0, SEEK_CUR))))
        case .bytes(let bytes, _):
            return bytes.count
        case .stream:
            return nil
        case .changed(let source, _):
            return try source.check()
        }
    }
}

/// Whether a file's status is that of a directory.
func isDirectory(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFDIR
}

/// Whether a file's status is that of a regular file, whose size means something.
func isRegularFile(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFREG
}

extension InputError {
    /// The error of an input that cannot be opened, in the words of the system and with what to do.
    static func cannotOpen(_ path: String, _ code: Int32) -> InputError {
        let advice =
            switch code {
            case ENOENT, ENOTDIR: "there is no such file; check its name and folder"
            case EISDIR: "this is a directory; name the files in it"
            case EACCES, EPERM: "it may not be read; check its permissions"
            default: String(cString: strerror(code))
            }
        return InputError(.cannotOpen, path: path, message: "cannot open the input: \(advice)")
    }
}
