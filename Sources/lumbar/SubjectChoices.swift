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
                "Without it every row counts. The files are read twice; it takes up to 85 bytes of memory per subject.",
            valueName: "rule"
        )
    )
    var onePerSubject: SubjectRule?

    /// The rows that do not stand for their subjects, found in a first pass over the files; nil where every row counts.
    func leftOut(_ ruleSet: RuleSet, _ input: InputOptions, _ options: RunOptions) throws -> LeftOutRecords? {
        guard let rule = onePerSubject else { return nil }
        guard !input.files.isEmpty, input.files.allSatisfy(isRegularFile) else {
            throw ValidationError(
                "'--one-per-subject' reads its input twice, so it needs files, no pipe and no standard input; save the input to a file first"
            )
        }
        var reading = input.reading
        // The second pass says it all.
        reading.quiet = true
        let run = try SubjectRun(ruleSet, sources: reading.sources(input.files), options: options, rule: rule)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        return try run.run()
    }

    /// Whether a path can be read more than once. What is not there is found out by whoever opens it.
    private func isRegularFile(_ path: String) -> Bool {
        guard path != "-" else { return false }
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR
    }
}

extension SubjectRule: ExpressibleByArgument {}
