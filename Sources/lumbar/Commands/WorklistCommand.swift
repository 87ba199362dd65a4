// `lumbar worklist`: the records that a clinician should look at first.

import ArgumentParser
import Cohort
import Reporting
import RuleSetFiles
import RuleSets

struct WorklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "The records that a clinician should look at first, with reasons and advice.",
        discussion: """
            By reason, most pressing first, then in input order: a red flag; the rule set's own reasons (a suspected spinal condition, chronic pain, \
            severe pain); an undetermined verdict that one answer would settle whatever it is, and which answer. Every reason is counted over all \
            records. Memory does not grow with the input: for each reason the first records up to --limit are kept. \
            Single records are listed, so keep the list as you keep the records.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("List up to this many records; the others are counted.", valueName: "n"))
    var limit = 100

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("'--limit' takes a number from 1 to 100000") }
    }

    func run() throws {
        let (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: true)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        // One record with odd units is no reason to see none of the others.
        options.allowsImplausible = true
        options.readsFlags = true
        options.flagColumns = input.flagColumns(ruleSet, options)
        let format = output.format(default: .table)
        let sources = try input.sources()
        let destination = try OutputFile(path: output.output)
        if input.reading.spreadsheetSafe, format == .csv { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: true)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let tallies = WorkerTallies<WorklistTally>()
        let limit = limit
        let result = try run.run(
            onBatch: { batch, own, _ in tallies.tally(&own) { WorklistTally(batch, limit: limit) }.value.add(batch) },
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: false)) }
        let list = tallies.sum(Worklist(result.plan.ruleSet, limit: limit)) { $0 += $1.list }
        let found = WorklistReport(result, list)
        switch format {
        case .table: try destination.write(found.text(terminalStyle(isTerminal: output.output == nil)))
        case .csv: try destination.write(found.csv)
        case .json:
            let provenance = Provenance(version: Lumbar.version, ruleSetHash: file.sha256)
            try destination.write(found.json(provenance).text + "\n")
        case .markdown: try destination.write(found.markdown)
        }
        try destination.finish()
    }
}
