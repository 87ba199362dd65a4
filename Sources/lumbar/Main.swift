// The program: one call, one exit code.

import ArgumentParser
import Codebook
import Cohort
import Foundation
import RuleSetFiles
import RuleSets

@main
enum Main {
    static func main() {
        // A reader that closes a pipe early shows as EPIPE on write, not as a signal.
        signal(SIGPIPE, SIG_IGN)
        Interrupts.watch()
        let arguments = Array(CommandLine.arguments.dropFirst())
        readBuiltInRulesAhead(arguments)
        do {
            var command = try Lumbar.parseAsRoot(Lumbar.protectingExpressions(arguments))
            try command.runNamingItsHelp()
        } catch {
            OutputFile.discardAll()
            guard let failure = Failure(error) else {
                // Usage, help and version are the argument parser's own; what goes to standard output can fail there.
                guard Lumbar.exitCode(for: error) == .success else { Lumbar.exit(withError: error) }
                exit(printing(Lumbar.fullMessage(for: error) + "\n").rawValue)
            }
            if let message = failure.message { report("lumbar: \(message)") }
            exit(failure.code.rawValue)
        }
    }
}

/// Begins to read the built-in rule set while the arguments are parsed, each of which takes some milliseconds, if they look as if it were needed. A
/// wrong guess at which of its forms costs that time again.
private func readBuiltInRulesAhead(_ arguments: [String]) {
    let withoutFlags: Set<String> = [
        "summarise", "summarize", "classify", "sweep", "compare", "report", "convert", "chart",
    ]
    let withFlags: Set<String> = ["explain", "validate", "worklist"]
    guard let command = arguments.first, withoutFlags.union(withFlags).contains(command),
        !arguments.contains(where: { $0.hasPrefix("--rules") || $0 == "--help" || $0 == "-h" })
    else { return }
    let needsFlags =
        withFlags.contains(command) || command == "classify" && arguments.contains("--explain")
        || arguments.contains { $0 == "--map" || $0.hasPrefix("--map=") }
    inBackground {
        let file = needsFlags ? RuleSetFile.builtInForRecords : RuleSetFile.builtInWithoutFlags
        file.ruleSet?.codebook.prepareNames()
    }
}

/// Writes a text to standard output, and says how that went.
private func printing(_ text: String) -> Failure.Code {
    do {
        try OutputFile(path: nil).write(text)
        return .success
    } catch {
        let failure = Failure(error)
        if let message = failure?.message { report("lumbar: \(message)") }
        return failure?.code ?? .internalError
    }
}

/// The command `lumbar`.
struct Lumbar: ParsableCommand {
    /// The program's version.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "lumbar",
        abstract:
            "Decides which causes of back pain after training apply to each record of a cohort, and how common they are.",
        discussion: """
            Lumbar describes answers in a data set. It makes no diagnosis and does not replace a clinician.
            A missing answer is never taken for a "no": what cannot be decided is reported as undetermined.
            """,
        version: version,
        subcommands: [
            Summarise.self, Report.self, Classify.self, Explain.self, WorklistCommand.self, Validate.self, Sweep.self,
            Compare.self, Chart.self, Verify.self, Convert.self, Rules.self, Generate.self,
        ]
    )
}

extension Lumbar {
    /// The arguments with expressions that begin with a minus sign kept from being taken for options: `rules eval '-3 ** 2'`.
    static func protectingExpressions(_ arguments: [String]) -> [String] {
        guard arguments.starts(with: ["rules", "eval"]) else { return arguments }
        return arguments.map { argument in
            let isOption = argument.hasPrefix("--") || argument == "-h" || !argument.hasPrefix("-")
            return isOption ? argument : " " + argument
        }
    }
}

/// Writes a line to standard error.
func report(_ line: String) {
    var bytes = Array((line + "\n").utf8)
    bytes.withUnsafeMutableBytes { buffer in
        var start = 0
        while start < buffer.count {
            let written = write(STDERR_FILENO, buffer.baseAddress?.advanced(by: start), buffer.count - start)
            // There is nowhere left to say that standard error does not work.
            guard written > 0 else { return }
            start += written
        }
    }
}
