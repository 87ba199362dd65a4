// Results go to standard output, or to a file that appears complete or not at all.

import Foundation
import Reporting
import Synchronization

/// Where results are written.
final class OutputFile: Sendable {
    /// The path as the user named it; nil for standard output.
    let path: String?
    private let descriptor: Int32
    /// The file beside the target that is renamed when it is complete; nil where bytes go to their place directly.
    private let temporary: String?
    private let target: String
    /// Where the bytes are hashed, if they are.
    private let hash: StreamHash?
    /// Whether the bytes are hashed and go nowhere.
    private let isDiscarded: Bool

    /// What makes CSV safe for spreadsheets, where that is asked for. Writers come one after the other.
    private let safety = Mutex<SpreadsheetSafeCSV?>(nil)

    private static let unfinished = Mutex<Set<String>>([])

    /// Opens standard output, or the file at `path`: devices and pipes directly, anything else beside its place.
    init(path: String?, hash: StreamHash? = nil) throws {
        self.path = path
        self.hash = hash
        isDiscarded = false
        guard let path, path != "-" else {
            (descriptor, temporary, target) = (STDOUT_FILENO, nil, "")
            return
        }
        let target = Self.followingLinks(path)
        self.target = target
        var status = stat()
        let exists = stat(target, &status) == 0
        let kind = status.st_mode & S_IFMT
        if exists, kind == S_IFDIR { throw Self.cannotCreate(path, "it is a directory; name a file") }
        if exists, kind != S_IFREG {
            descriptor = open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.cannotCreate(path, String(cString: strerror(errno))) }
            temporary = nil
            return
        }
        // A file that may not be written is not replaced behind its owner's back.
        if exists, access(target, W_OK) != 0 { throw Self.cannotCreate(path, String(cString: strerror(errno))) }
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
        let name = String(target.dropFirst(folder.count))
        let beside = "\(folder).\(name).lumbar-\(getpid())"
        descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            let code = errno
            if code == EEXIST, Self.unfinished.withLock({ $0.contains(beside) }) {
                throw Failure(.usage, "\(path): two outputs cannot go to the same file; name another for one of them")
            }
            throw Self.cannotCreate(path, String(cString: strerror(code)))
        }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        temporary = beside
        Self.unfinished.withLock { _ = $0.insert(beside) }
    }

    /// An output that goes nowhere.
    init(onlyHashing hash: StreamHash) {
        self.hash = hash
        isDiscarded = true
        (path, descriptor, temporary, target) = (nil, -1, nil, "")
    }

    private static func cannotCreate(_ path: String, _ why: String) -> Failure {
        Failure(.cannotCreateOutput, "\(path): cannot create the output: \(why)")
    }

    /// The path that a symbolic link stands for, however many links there are; the target need not exist.
    private static func followingLinks(_ path: String) -> String {
        var path = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let length = readlink(path, &buffer, Int(PATH_MAX))
            guard length > 0 else { return path }
            let link = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = link.hasPrefix("/") ? link : folder + link
        }
        return path
    }

    /// From here on what is written is CSV for a spreadsheet, in which no text may be taken for a formula.
    func makeSpreadsheetSafe() { safety.withLock { $0 = SpreadsheetSafeCSV() } }

    /// Writes all bytes, or throws: `Failure.readerLeft` where a pipe was closed, else with the exit code for a broken output.
    func write(_ bytes: [UInt8]) throws {
        let bytes = safety.withLock { $0?.rewrite(bytes) } ?? bytes
        try bytes.withUnsafeBytes { buffer in
            hash?.add(buffer)
            if isDiscarded { return }
            var start = 0
            while start < buffer.count {
                let written = Foundation.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: start),
                    buffer.count - start
                )
                if written < 0, errno == EINTR { continue }
                guard written >= 0 else { throw failure(errno) }
                start += written
            }
        }
    }

    /// Writes a text.
    func write(_ text: String) throws { try write(Array(text.utf8)) }

    private func failure(_ code: Int32) -> Failure {
        if code == EPIPE { return .readerLeft }
        return Failure(.inputOutput, "\(path ?? "standard output"): writing failed: \(String(cString: strerror(code)))")
    }

    /// Puts the finished file in its place.
    func finish() throws {
        if let rest = safety.withLock({ $0?.finish() }), !rest.isEmpty { try write(rest) }
        guard path != nil, descriptor != STDOUT_FILENO else { return }
        // Some file systems tell of a full disk only here.
        guard close(descriptor) == 0 else { throw failure(errno) }
        guard let temporary else { return }
        guard rename(temporary, target) == 0 else {
            throw Self.cannotCreate(path ?? target, String(cString: strerror(errno)))
        }
        Self.unfinished.withLock { _ = $0.remove(temporary) }
    }

    /// Removes every output that was not finished.
    static func discardAll() {
        unfinished.withLock { paths in
            for path in paths { unlink(path) }
            paths = []
        }
    }
}
