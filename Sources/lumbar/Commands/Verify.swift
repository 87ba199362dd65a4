// `lumbar verify`: a run is made again from its manifest, and compared.

import ArgumentParser
import Foundation

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Runs again what a manifest describes, and says whether everything is the same.",
        discussion: """
            Run it in the folder that the run was made in. Nothing is written. What was read from a pipe must be piped in again. \
            Files that the run wrote and that are still there must be as it wrote them. \
            Ends with 0 if inputs, rule set, version and outputs are the same, else with 65 and what differs.
            """
    )

    @Argument(help: ArgumentHelp("The manifest of a run (--manifest).", valueName: "run.json"), completion: .file())
    var path: String

    func run() throws {
        let bytes = try readWholeFile(path, as: "manifest")
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(bytes)) else {
            throw Failure(.unusableData, "\(path): this is no manifest of a run; '--manifest' writes one")
        }
        guard var command = try Lumbar.parseAsRoot(manifest.arguments) as? any RecordedCommand else {
            throw Failure(.unusableData, "\(path): its command is none that can be verified")
        }
        command.input.reading.quiet = true
        let record = RunRecord(verifying: manifest.arguments)
        do {
            try command.run(record)
        } catch {
            // A file that the run read is gone, or this is another folder.
            guard let failure = Failure(error), failure.code == .cannotOpenInput else { throw error }
            throw Failure(
                .cannotOpenInput,
                "\(failure.message ?? "") (\(path) names what the run read: verify in the folder that it was made in, with those files in place)"
            )
        }
        guard let again = record.manifest else {
            throw Failure(.internalError, "the run left no record; please report this")
        }
        let differences = manifest.differences(again) + manifest.changedOutputs()
        guard differences.isEmpty else {
            let lines = ["\(path): the run is not the same:"] + differences.map { "  " + $0 }
            throw Failure(.unusableData, lines.joined(separator: "\n"))
        }
        let roles = manifest.inputs.map { $0.role ?? "input" }
        let inputs = roles.count { $0 == "input" }
        let what = [inputs == 1 ? "1 input" : "\(inputs) inputs"] + roles.filter { $0 != "input" }
        try OutputFile(path: nil).write(
            "\(path): the same: \((what + ["rule set", "version", "output"]).joined(separator: ", "))\n"
        )
    }
}
