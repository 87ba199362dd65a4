// Files and pipes that a test makes and that vanish with it.

import CSVReading
import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A folder of its own for one test.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/lumbar-XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        precondition(made != nil, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["file.csv", "pipe"] { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// Writes a file of repeated pieces.
    func file(_ pieces: [(bytes: [UInt8], times: Int)]) -> ByteSource {
        let file = path + "/file.csv"
        write(pieces, to: open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
        return .file(path: file)
    }

    /// Makes a named pipe and fills it from another thread.
    func pipe(_ pieces: [(bytes: [UInt8], times: Int)]) -> ByteSource {
        let pipe = path + "/pipe"
        precondition(mkfifo(pipe, 0o600) == 0)
        DispatchQueue.global().async { write(pieces, to: open(pipe, O_WRONLY)) }
        return .file(path: pipe)
    }
}

private func write(_ pieces: [(bytes: [UInt8], times: Int)], to descriptor: Int32) {
    precondition(descriptor >= 0)
    for piece in pieces {
        for _ in 0..<piece.times {
            var rest = piece.bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
    close(descriptor)
}
