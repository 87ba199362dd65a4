// Runs the built program as a user does: a line of shell in the package's folder, and what comes out of it.

import Foundation

/// A shell line that was run.
struct CommandLine {
    /// The bytes on standard output.
    let output: [UInt8]
    /// The text on standard error.
    let error: String
    /// The exit code; a signal that ended the shell counts as 128 and its number.
    let code: Int32
    /// The wall time.
    let seconds: Double

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
    /// The lines of standard output, without their ends.
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast() }

    /// Runs a line with `/bin/sh` in the package's folder, where `lumbar` is the program under test.
    ///
    /// - Parameters:
    ///   - line: The line. It may use pipes, `&` and `$TMP`.
    ///   - folder: A folder for the line's own files, `$TMP` in it.
    ///   - limit: The seconds after which the run is given up.
    /// - Throws: `TimedOut`, or what the file system has to say.
    init(_ line: String, in folder: ScratchFolder? = nil, limit: Double = 60) throws {
        let scratch = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // A run that goes wild costs a minute of processor time at most.
        process.arguments = ["-c", "ulimit -t 60\n" + line]
        process.currentDirectoryURL = Self.packageFolder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = Self.buildFolder.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["TMP"] = folder?.path
        environment["NO_COLOR"] = "1"
        environment["LC_ALL"] = "C"
        process.environment = environment
        // Files rather than pipes: nobody has to read while the program writes.
        let outputURL = scratch.url("stdout")
        let errorURL = scratch.url("stderr")
        for url in [outputURL, errorURL] { try Data().write(to: url) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = try FileHandle(forWritingTo: errorURL)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let start = ContinuousClock.now
        try process.run()
        if ended.wait(timeout: .now() + limit) == .timedOut {
            kill(-process.processIdentifier, SIGKILL)
            kill(process.processIdentifier, SIGKILL)
            throw TimedOut(line: line, seconds: limit)
        }
        let time = ContinuousClock.now - start
        seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        output = Array(try Data(contentsOf: outputURL))
        error = String(decoding: try Data(contentsOf: errorURL), as: UTF8.self)
    }

    /// A line that did not end in time.
    struct TimedOut: Error {
        let line: String
        let seconds: Double
    }

    /// The package's folder.
    static let packageFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of the built program: that of the test bundle.
    static let buildFolder: URL = {
        #if os(macOS)
            for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
                return bundle.bundleURL.deletingLastPathComponent()
            }
        #endif
        return Bundle.main.bundleURL
    }()
}

/// A folder that is removed with the value that holds it.
final class ScratchFolder {
    private let folder: URL

    /// The folder's path.
    var path: String { folder.path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lumbar-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: url(name))
        return url(name).path
    }

    func read(_ name: String) throws -> String { String(decoding: try Data(contentsOf: url(name)), as: UTF8.self) }

    /// The names of the files in the folder, hidden ones included, sorted.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// The bytes of a file in the package's folder.
func packageFile(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: CommandLine.packageFolder.appendingPathComponent(path)))
}
