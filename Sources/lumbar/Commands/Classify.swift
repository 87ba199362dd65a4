// `lumbar classify`: one row per record.

import ArgumentParser
import Cohort
import Reporting
import Synchronization

struct Classify: ParsableCommand, RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "One row per record: its main cause, the verdict on every cause, and why."
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var subjects: SubjectChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var manifest: ManifestOptions

    @Flag(
        help:
            "Say in plain language of each record which cause was found and why, and which answer would settle what is open."
    )
    var explain = false

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    func run() throws { try run(RunRecord(manifest: manifest.manifest)) }

    func run(_ record: RunRecord) throws {
        let (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: explain || survey.map != nil)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        record.note(survey.files)
        options.allowsImplausible = allowImplausible
        options.leftOut = try subjects.leftOut(ruleSet, input, options)
        options.readsFlags = explain
        if explain { options.flagColumns = input.flagColumns(ruleSet, options) }
        let sources = try input.sources(record)
        let format: RowFormat =
            switch output.format(default: .csv) {
            case .csv: .csv
            case .json: .json
            case .markdown: .markdown
            case .table: .table
            }
        let destination = try record.output(output.output, role: "output")
        if input.reading.spreadsheetSafe, format == .csv { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading, record)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: true)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        // The opening waits for the first rows, so that an unusable input leaves nothing on standard output.
        let hasOpened = Atomic(false)
        let explains = explain
        let open: @Sendable ([UInt8]) throws -> ArraySlice<UInt8> = { rows in
            guard !hasOpened.exchange(true, ordering: .relaxed) else { return rows[...] }
            try destination.write(ClassificationWriter.opening(format, ruleSet, explains: explains))
            // Rows in JSON begin with a comma, which the very first must not.
            return format == .json && !rows.isEmpty ? rows.dropFirst(2) : rows[...]
        }
        let result = try run.run(
            onBatch: { batch, writer, rows in
                let current = (writer as? ClassificationWriter) ?? ClassificationWriter(batch, explains: explains)
                writer = current
                current.append(batch, as: format, to: &rows)
            },
            inOrder: { rows, rejected, path in
                try rejects.add(rejected, path: path)
                if !rows.isEmpty { try destination.write(Array(open(rows))) }
            }
        )
        progress.stop()
        try destination.write(Array(open([])))
        try destination.write(ClassificationWriter.closing(format))
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: true)) }
        try destination.finish()
        try record.finish(result, file, options: [("format", .string(output.format(default: .csv).rawValue))])
    }
}
