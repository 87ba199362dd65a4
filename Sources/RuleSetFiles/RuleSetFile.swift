// Loads rule sets: from a file's text, and the one that is built in.

internal import Crypto
internal import Foundation
package import RuleSets
internal import Yams

/// A rule set with the text it was read from.
package struct RuleSetFile: Sendable {
    /// The path for messages; `back-pain-after-training.yaml` for the built-in one.
    package let path: String
    /// The text of the file.
    package let text: String
    /// The rule set; nil if the file has errors.
    package let ruleSet: RuleSet?
    /// What reading the file found, in the order of the file.
    package let problems: [Problem]

    private let bytes: [UInt8]

    /// The SHA-256 of the file's bytes, in hexadecimal digits.
    package var sha256: String {
        SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Reads a rule set from the bytes of a file; O(size). Problems of form (YAML, fields, syntax of expressions) are in `problems`; what
    /// `RuleSet.check()` finds is not.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        guard
            let text = String(
                validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...],
                as: UTF8.self
            )
        else {
            text = String(decoding: bytes, as: UTF8.self)
            ruleSet = nil
            problems = [Problem(at: .start, "the file is not valid UTF-8; save it as UTF-8")]
            return
        }
        self.text = text
        (ruleSet, problems) = Self.read(text)
    }

    /// The rule set of causes of back pain after training that is part of the program.
    package static var builtIn: RuleSetFile {
        RuleSetFile(path: "back-pain-after-training.yaml", bytes: PackageResources.back_pain_after_training_yaml)
    }

    private static func read(_ text: String) -> (RuleSet?, [Problem]) {
        if let problem = YAMLBounds.problem(in: text) { return (nil, [problem]) }
        let log = ProblemLog(text: text)
        do {
            guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
                return (
                    nil, [Problem(at: .start, "the file is empty; 'lumbar rules show' prints a rule set to begin with")]
                )
            }
            let ruleSet = RuleSetReader(log).ruleSet(root)
            let problems = log.problems.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
            return (problems.contains { $0.severity == .error } ? nil : ruleSet, problems)
        } catch {
            return (nil, [problem(from: error)])
        }
    }

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
