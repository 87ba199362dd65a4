// A YAML file: its root node, or what makes it unreadable.

internal import Foundation
package import RuleSets
package import Yams

/// A file read as YAML, within bounds.
package struct YAMLDocument {
    /// The root; nil if the file is not readable.
    package let root: Node?
    /// The log to which whoever reads the root reports.
    package let log: ProblemLog

    /// What was found so far, in the order of the file.
    package var problems: [Problem] {
        log.problems.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    /// Reads a text as YAML. O(size).
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - subject: What the file should be, with its article.
    ///   - whenEmpty: What to say of an empty file.
    package init(_ text: String, subject: String, whenEmpty: String) {
        let log = ProblemLog(text: text)
        var root: Node?
        if let problem = YAMLBounds.problem(in: text, subject: subject) {
            log.report(problem.severity, at: problem.place, problem.message)
        } else {
            do {
                // Without rules for what a text looks like: nobody asks whether `1` is a number, and finding out takes a regular expression.
                root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
                if root == nil { log.report(at: .start, whenEmpty) }
            } catch {
                let problem = Self.problem(from: error)
                log.report(at: problem.place, problem.message)
            }
        }
        self.root = root
        self.log = log
    }

    /// The text of a file's bytes, without a byte-order mark; nil if they are not UTF-8.
    package static func text(of bytes: [UInt8]) -> String? {
        String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    }

    /// What to say of a file that is not UTF-8.
    package static let notUTF8 = Problem(at: .start, "the file is not valid UTF-8; save it as UTF-8")

    /// What the YAML reader found, as a problem.
    private static func problem(from error: any Error) -> Problem {
        func place(_ mark: Mark) -> Place { Place(line: max(1, mark.line), column: max(1, mark.column)) }
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let where_ = context.map { "\($0.text.trimmingCharacters(in: .whitespacesAndNewlines)): " } ?? ""
            return Problem(at: place(mark), "this is not valid YAML: \(where_)\(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "'\($0)'" }.joined(separator: ", ")
            return Problem(at: place(context.mark), "\(names) stands here twice; keep one")
        case .reader(let problem, _, _, _): return Problem(at: .start, "this is not valid YAML: \(problem)")
        default: return Problem(at: .start, "this is not valid YAML: \(error)")
        }
    }
}
