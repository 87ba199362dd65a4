// Loads a mapping file: which columns of a project answer which variables, and how their values are read.

package import Mappings
package import RuleSets
internal import YAMLReading

/// A mapping with the text it was read from.
package struct MappingFile: Sendable {
    /// The path for messages.
    package let path: String
    /// The mapping; nil if the file has errors.
    package let mapping: Mapping?
    /// What reading the file found, in the order of the file.
    package let problems: [Problem]

    /// Reads a mapping onto the variables of a rule set; O(size). Every problem is in `problems`, but those that only a file's header shows.
    package init(path: String, bytes: [UInt8], ruleSet: RuleSet) {
        self.path = path
        guard let text = YAMLDocument.text(of: bytes) else {
            mapping = nil
            problems = [YAMLDocument.notUTF8]
            return
        }
        let document = YAMLDocument(
            text,
            subject: "a mapping",
            whenEmpty: "the file is empty; write 'columns:' and below it a line 'header: variable' for each column"
        )
        let mapping = document.root.flatMap { root -> Mapping? in
            let fields = Fields(root, "the mapping", document.log)
            guard !fields.contains("ruleset") || fields.contains("columns") else {
                document.log.report(
                    at: fields.place,
                    "this is a rule set, not a mapping of columns: pass it with --rules"
                )
                return nil
            }
            return MappingReader(document.log, ruleSet).mapping(fields, path: path)
        }
        problems = document.problems
        self.mapping = problems.contains { $0.severity == .error } ? nil : mapping
    }
}
