// Command lines whose output is kept in files that people have read.

import Foundation
import Testing

/// A command line and the file that holds what it must print on standard output.
struct Golden: CustomTestStringConvertible, Sendable {
    let file: String
    let line: String
    let code: Int32

    init(_ file: String, _ line: String, code: Int32 = 0) {
        self.file = file
        self.line = line
        self.code = code
    }

    var testDescription: String { line }

    /// Runs the line and compares; with `LUMBAR_RECORD_GOLDEN=1` in the environment the file is written anew instead, to be read before
    /// it is kept.
    func check() throws {
        let run = try CommandLine(line)
        #expect(run.code == code, "\(run.error)")
        let url = CommandLine.packageFolder.appendingPathComponent("Tests/lumbarTests/Golden/\(file)")
        if ProcessInfo.processInfo.environment["LUMBAR_RECORD_GOLDEN"] == "1" {
            try Data(run.output).write(to: url)
            return
        }
        expectEqual(run.output, Array(try Data(contentsOf: url)))
    }
}

/// Expects equal bytes, and shows the first line that differs where they are not.
func expectEqual(_ found: [UInt8], _ expected: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    guard found != expected else { return }
    let ours = String(decoding: found, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let theirs = String(decoding: expected, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset ?? min(ours.count, theirs.count)
    let found = ours.indices.contains(line) ? String(ours[line].prefix(300)) : "(no line)"
    let wanted = theirs.indices.contains(line) ? String(theirs[line].prefix(300)) : "(no line)"
    Issue.record(
        "line \(line + 1) of \(ours.count) (\(theirs.count) expected) differs\n   found: \(found)\nexpected: \(wanted)",
        sourceLocation: sourceLocation
    )
}
