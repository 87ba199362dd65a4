// What went into a run and what came out of it, for `--manifest` and `verify`.

import CSVReading
import Cohort
import Prevalence
import Reporting
import RuleSetFiles
import RuleSets
import Synchronization

/// Hashes the inputs and outputs of a run, if anyone wants to know.
final class RunRecord: Sendable {
    /// What the hashes are for.
    private enum Purpose {
        case nothing, manifest(OutputFile), verification
    }

    // An input is read by one worker at a time during the run, and by no one after it.
    private struct Input: @unchecked Sendable {
        var path: String
        var stream: HashedStream
    }

    private struct Output {
        var role: String
        var path: String?
        var hash: StreamHash
    }

    private let purpose: Purpose
    private let inputs = Mutex<[Input]>([])
    private let outputs = Mutex<[Output]>([])
    private let facts = Mutex<Manifest?>(nil)

    /// A record for a manifest at `path`; without a path nothing is hashed.
    init(manifest path: String?) throws {
        purpose = try path.map { .manifest(try OutputFile(path: $0)) } ?? .nothing
    }

    private init(_ purpose: Purpose) { self.purpose = purpose }

    /// A record of a run whose outputs are only hashed.
    static var verification: RunRecord { RunRecord(.verification) }

    /// Whether anything is recorded.
    var isActive: Bool { if case .nothing = purpose { false } else { true } }

    /// A source whose bytes are hashed as they are read.
    func recorded(_ source: ByteSource) -> ByteSource {
        guard isActive else { return source }
        let path = source.name
        return .changed(source) { stream in
            let input = Input(path: path, stream: HashedStream(stream))
            self.inputs.withLock { $0.append(input) }
            return input.stream
        }
    }

    /// An output, hashed under the name of its role. To verify a run it goes nowhere.
    func output(_ path: String?, role: String) throws -> OutputFile {
        guard isActive else { return try OutputFile(path: path) }
        let hash = StreamHash()
        outputs.withLock { $0.append(Output(role: role, path: path, hash: hash)) }
        if case .verification = purpose { return OutputFile(onlyHashing: hash) }
        return try OutputFile(path: path, hash: hash)
    }

    /// Takes down a finished run, whose outputs are complete, and writes the manifest if there is to be one, counts below a smallest cell taken out.
    func finish(
        _ result: RunResult,
        _ file: RuleSetFile,
        options: [(String, JSONValue)],
        hidingBelow minimum: Int = 0
    ) throws {
        guard isActive else { return }
        let manifest = Manifest(
            version: Lumbar.version,
            arguments: Array(CommandLine.arguments.dropFirst()),
            inputs: try inputs.withLock { $0 }.map { input in
                let (bytes, sha256) = try input.stream.digest()
                return Manifest.File(role: "input", path: input.path, bytes: bytes, sha256: sha256)
            },
            ruleSetHash: file.sha256,
            outputs: outputs.withLock { $0 }.map { output in
                let (bytes, sha256) = output.hash.digest
                return Manifest.File(role: output.role, path: output.path ?? "-", bytes: bytes, sha256: sha256)
            }
        )
        facts.withLock { $0 = manifest }
        guard case .manifest(let destination) = purpose else { return }
        try destination.write(manifest.json(result, file, options, hidingBelow: minimum).text + "\n")
        try destination.finish()
    }

    /// What was taken down; nil before the run is finished.
    var manifest: Manifest? { facts.withLock { $0 } }
}

/// A command that can be run again from its manifest.
protocol RecordedCommand {
    var input: InputOptions { get set }

    /// Runs, and takes everything down in `record`.
    func run(_ record: RunRecord) throws
}
