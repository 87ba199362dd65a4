// The option that keeps one row of each subject.

import ArgumentParser
import CSVReading
import Cohort
import Foundation
import RuleSets

/// What happens to subjects with several rows.
struct SubjectChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Of subjects (record_id) with several rows keep the first, the last, or the worst (highest pain severity); refuse: end with an error.",
            discussion:
                "Without it every row counts. The files are read twice (standard input from a temporary copy); it takes up to 85 bytes of memory per subject.",
            valueName: "rule"
        )
    )
    var onePerSubject: SubjectRule?

    /// The rows that do not stand for their subjects, found in a first pass over the files; nil where every row counts.
    func leftOut(_ ruleSet: RuleSet, _ input: InputOptions, _ options: RunOptions) throws -> LeftOutRecords? {
        guard let rule = onePerSubject else { return nil }
        if let pipe = input.files.first(where: { $0 != "-" && !isRegularFile($0) }) {
            throw ValidationError(
                "'--one-per-subject' reads its input twice, which '\(pipe)', a pipe or device, does not allow; pass it as standard input (- < \(pipe)), "
                    + "of which a temporary copy is made"
            )
        }
        // Says what is wrong with the names before anything is read.
        _ = try input.sources()
        let standardInput = input.files.isEmpty || input.files.contains("-") ? try RewindableInput() : nil
        var reading = input.reading
        // The second pass says it all.
        reading.quiet = true
        let names = input.files.isEmpty ? ["-"] : input.files
        let run = try SubjectRun(ruleSet, sources: reading.sources(names), options: options, rule: rule)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let leftOut = try run.run()
        try standardInput?.rewind()
        return leftOut
    }
}

/// Whether a path can be read more than once. What is not there is found out by whoever opens it.
func isRegularFile(_ path: String) -> Bool {
    guard path != "-" else { return false }
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR
}

extension SubjectRule: ExpressibleByArgument {}
