// The manifest of a run: enough to run it again and to see whether it is the same.

import Cohort
import Foundation
import Prevalence
import Reporting
import RuleSetFiles
import RuleSets

/// What decides whether two runs are the same.
struct Manifest {
    /// A file that was read or written.
    struct File: Decodable {
        /// What it is: input (or nil), mapping, dictionary, standard population, rule set, output, rejects.
        var role: String?
        /// Its path as the user gave it; `-` for standard input or output.
        var path: String
        var bytes: Int
        var sha256: String
    }

    var version: String
    /// The command line without the program's name.
    var arguments: [String]
    var inputs: [File]
    var ruleSetHash: String
    var outputs: [File]

    /// The manifest as JSON, the counts of the run in it.
    ///
    /// Counts below `minimum` are hidden as in the run's outputs.
    func json(
        _ result: RunResult,
        _ file: RuleSetFile,
        _ options: [(String, JSONValue)],
        hidingBelow minimum: Int
    ) -> JSONValue {
        func files(_ files: [File]) -> JSONValue {
            .array(
                files.map { file in
                    let role = file.role.flatMap { $0 == "input" ? nil : [("role", JSONValue.string($0))] } ?? []
                    return .object(
                        role + [
                            ("path", .string(file.path)), ("bytes", .integer(file.bytes)),
                            ("sha256", .string(file.sha256)),
                        ]
                    )
                }
            )
        }
        return .object([
            ("manifest", .integer(1)),
            ("tool", .object([("name", .string("lumbar")), ("version", .string(version))])),
            ("arguments", .array(arguments.map(JSONValue.string))),
            ("inputs", files(inputs)),
            ("ruleset", result.plan.ruleSet.json(sha256: ruleSetHash)),
            ("options", .object(options)),
            ("records", result.recordsJSON(hidingBelow: minimum)),
            ("outputs", files(outputs)),
        ])
    }

    /// What differs between this manifest and the run that was made again, one sentence each.
    func differences(_ again: Manifest) -> [String] {
        var found: [String] = []
        if version != again.version { found.append("it was made with Lumbar \(version), and this is \(again.version)") }
        if inputs.count != again.inputs.count {
            found.append("there were \(inputs.count) inputs, and now \(again.inputs.count)")
        }
        for (before, now) in zip(inputs, again.inputs) where before.sha256 != now.sha256 {
            let role = before.role ?? "input"
            found.append("the \(role) \(before.path) has changed: SHA-256 \(now.sha256), not \(before.sha256)")
        }
        if ruleSetHash != again.ruleSetHash {
            found.append("the rule set has changed: SHA-256 \(again.ruleSetHash), not \(ruleSetHash)")
        }
        for before in outputs {
            guard let now = again.outputs.first(where: { $0.role == before.role }) else { continue }
            guard before.sha256 != now.sha256 else { continue }
            found.append("the \(before.role ?? "output") differs: SHA-256 \(now.sha256), not \(before.sha256)")
        }
        return found
    }

    /// The run's outputs that are still where it wrote them, but no longer what it wrote, one sentence each. What has been moved away is not missed.
    func changedOutputs() -> [String] {
        outputs.compactMap { output in
            guard let now = hash(ofRegularFile: output.path)?.sha256, now != output.sha256 else { return nil }
            return "\(output.path) is no longer what the run wrote: SHA-256 \(now), not \(output.sha256)"
        }
    }
}

extension Manifest: Decodable {
    private enum Key: String, CodingKey { case manifest, tool, arguments, inputs, ruleset, outputs }
    private enum ToolKey: String, CodingKey { case version }
    private enum RuleSetKey: String, CodingKey { case sha256 }

    /// Reads a manifest; throws a `DecodingError` where it is none.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard try container.decode(Int.self, forKey: .manifest) == 1 else {
            throw DecodingError.dataCorruptedError(forKey: .manifest, in: container, debugDescription: "not version 1")
        }
        version = try container.nestedContainer(keyedBy: ToolKey.self, forKey: .tool).decode(
            String.self,
            forKey: .version
        )
        arguments = try container.decode([String].self, forKey: .arguments)
        inputs = try container.decode([File].self, forKey: .inputs)
        ruleSetHash = try container.nestedContainer(keyedBy: RuleSetKey.self, forKey: .ruleset).decode(
            String.self,
            forKey: .sha256
        )
        outputs = try container.decode([File].self, forKey: .outputs)
    }
}
