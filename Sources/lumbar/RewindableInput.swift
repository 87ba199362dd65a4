// Standard input that can be read twice, whatever it is.

import Foundation

/// Standard input from where it stands. A pipe is copied to a temporary file first, so that memory does not grow with it.
struct RewindableInput {
    /// The place where reading began.
    private let start: off_t

    /// Prepares standard input. The temporary file has no name from the start, so that nothing is left of it however the run ends; only its owner
    /// can read it, and it is in `TMPDIR`.
    ///
    /// - Throws: A `Failure` where reading breaks off, or the copy finds no room.
    init() throws {
        var status = stat()
        if fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            start = lseek(STDIN_FILENO, 0, SEEK_CUR)
            return
        }
        let folder = FileManager.default.temporaryDirectory.path
        var path = Array("\(folder)/lumbar-input-XXXXXX".utf8CString)
        let copy = mkstemp(&path)
        guard copy >= 0 else { throw Self.failure("cannot be kept in \(folder)") }
        defer { close(copy) }
        unlink(path)
        try Self.copyInput(to: copy, folder)
        guard lseek(copy, 0, SEEK_SET) == 0, dup2(copy, STDIN_FILENO) >= 0 else {
            throw Self.failure("cannot be kept in \(folder)")
        }
        start = 0
    }

    /// Goes back to where reading began.
    func rewind() throws {
        guard lseek(STDIN_FILENO, start, SEEK_SET) >= 0 else { throw Self.failure("cannot be read a second time") }
    }

    private static func copyInput(to copy: Int32, _ folder: String) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    // Whoever started us left the descriptor non-blocking.
                    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
                    poll(&request, 1, -1)
                    continue
                }
                throw failure("broke off")
            }
            var written = 0
            while written < count {
                let step = write(copy, buffer.baseAddress.map { $0 + written }, count - written)
                if step < 0, errno == EINTR { continue }
                guard step > 0 else {
                    throw failure(
                        "cannot be kept in \(folder)",
                        "save it to a file, or set TMPDIR to a folder with room"
                    )
                }
                written += step
            }
        }
    }

    private static func failure(_ what: String, _ advice: String = "save it to a file first") -> Failure {
        Failure(.inputOutput, "standard input \(what): \(String(cString: strerror(errno))); \(advice)")
    }
}
