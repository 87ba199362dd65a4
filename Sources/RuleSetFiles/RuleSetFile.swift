// Loads rule sets: from a file's text, and the one that is built in.

internal import Crypto
internal import Foundation
package import RuleSets
internal import YAMLReading

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
        guard let text = YAMLDocument.text(of: bytes) else {
            text = String(decoding: bytes, as: UTF8.self)
            ruleSet = nil
            problems = [YAMLDocument.notUTF8]
            return
        }
        self.text = text
        (ruleSet, problems) = Self.read(text)
    }

    /// The rule set of causes of back pain after training that is part of the program. Read once, by whoever asks first.
    package static let builtIn = RuleSetFile(
        path: "back-pain-after-training.yaml",
        bytes: PackageResources.back_pain_after_training_yaml
    )

    /// The same without its examples, which take as long to read as the rest and which no records need. Its text and its hash are the whole file's.
    package static let builtInForRecords = builtIn(without: ["tests"])

    /// The same without its red flags either, which only some commands ask for.
    package static let builtInWithoutFlags = builtIn(without: ["flags", "tests"])

    private static func builtIn(without sections: [String]) -> RuleSetFile {
        let bytes = PackageResources.back_pain_after_training_yaml
        let part = sections.reduce(bytes) { removing(section: $1, from: $0) }
        return RuleSetFile(path: "back-pain-after-training.yaml", bytes: bytes, reading: part)
    }

    private init(path: String, bytes: [UInt8], reading part: [UInt8]) {
        self.path = path
        self.bytes = bytes
        text = String(decoding: bytes, as: UTF8.self)
        (ruleSet, problems) = Self.read(String(decoding: part, as: UTF8.self))
    }

    /// The file without a section: from its key at the start of a line to the next line that begins with neither space nor line end.
    private static func removing(section: String, from bytes: [UInt8]) -> [UInt8] {
        let key = Array("\(section):\n".utf8)
        let start = bytes.indices.first { bytes[$0] == 0x0A && bytes[($0 + 1)...].starts(with: key) }
        guard let start else { return bytes }
        var end = start + key.count
        while end + 1 < bytes.count, bytes[end] != 0x0A || [0x20, 0x0A].contains(bytes[end + 1]) { end += 1 }
        return Array(bytes[..<start] + bytes[end...])
    }

    private static func read(_ text: String) -> (RuleSet?, [Problem]) {
        let document = YAMLDocument(
            text,
            subject: "a rule set",
            whenEmpty: "the file is empty; 'lumbar rules show' prints a rule set to begin with"
        )
        let ruleSet = document.root.flatMap { root -> RuleSet? in
            let fields = Fields(root, "the rule set", document.log)
            guard !fields.contains("columns") || fields.contains("ruleset") || fields.contains("causes") else {
                document.log.report(
                    at: fields.place,
                    "this is a mapping of columns, not a rule set: pass it with --map"
                )
                return nil
            }
            return RuleSetReader(document.log).ruleSet(fields)
        }
        let problems = document.problems
        return (problems.contains { $0.severity == .error } ? nil : ruleSet, problems)
    }
}
