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

    /// The command line of the run, without the program's name; that of the run to verify, not of `verify`.
    let arguments: [String]
    private let purpose: Purpose
    /// Whether inputs are hashed in any case.
    private let hashesInputs: Bool
    private let inputs = Mutex<[Input]>([])
    private let settings = Mutex<[Manifest.File]>([])
    private let outputs = Mutex<[Output]>([])
    private let facts = Mutex<Manifest?>(nil)

    /// A record for a manifest at `path`; without a path nothing is hashed, but inputs if they are asked for.
    init(manifest path: String?, hashesInputs: Bool = false) throws {
        purpose = try path.map { .manifest(try OutputFile(path: $0)) } ?? .nothing
        self.hashesInputs = hashesInputs
        arguments = Array(CommandLine.arguments.dropFirst())
    }

    /// A record of a run made again with its arguments, whose outputs are only hashed.
    init(verifying arguments: [String]) {
        purpose = .verification
        hashesInputs = true
        self.arguments = arguments
    }

    /// Whether anything is recorded.
    var isActive: Bool { if case .nothing = purpose { false } else { true } }

    /// A source whose bytes are hashed as they are read.
    func recorded(_ source: ByteSource) -> ByteSource {
        guard isActive || hashesInputs else { return source }
        let path = source.name
        return .changed(source) { stream in
            let input = Input(path: path, stream: HashedStream(stream))
            self.inputs.withLock { $0.append(input) }
            return input.stream
        }
    }

    /// Takes down what else a run reads before its first record, such as a mapping: files that are read again as they stand. A pipe is passed over, for it
    /// cannot be read twice.
    func note(_ files: [SettingsFile]) {
        guard isActive || hashesInputs else { return }
        for file in files {
            guard let (bytes, sha256) = hash(ofRegularFile: file.path) else { continue }
            settings.withLock {
                $0.append(Manifest.File(role: file.role, path: file.path, bytes: bytes, sha256: sha256))
            }
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
            arguments: arguments,
            inputs: try inputFiles(),
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

    /// The inputs with their hashes, the settings' files behind them. To be called when the run is over.
    func inputFiles() throws -> [Manifest.File] {
        try inputs.withLock { $0 }.map { input in
            let (bytes, sha256) = try input.stream.digest()
            return Manifest.File(role: "input", path: input.path, bytes: bytes, sha256: sha256)
        } + settings.withLock { $0 }
    }

    /// What was taken down; nil before the run is finished.
    var manifest: Manifest? { facts.withLock { $0 } }
}

/// A file that says how records are read or summarised.
struct SettingsFile {
    /// What it is, in words: mapping, dictionary, standard population.
    var role: String
    var path: String
}

/// A command that can be run again from its manifest.
protocol RecordedCommand {
    var input: InputOptions { get set }

    /// Runs, and takes everything down in `record`.
    func run(_ record: RunRecord) throws
}
