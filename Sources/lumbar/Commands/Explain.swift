// `lumbar explain`: one record, rule by rule.

import ArgumentParser
import Cohort
import Reporting
import RuleSets
import Synchronization

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "One record: each rule, the values it read, what held, what nearly held, what was missing.",
        discussion: "Red flags are shown where the file has columns for them."
    )

    @Argument(help: ArgumentHelp("The CSV file; '-' reads standard input.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The record's id, or its number where the file has no ids.", valueName: "id"))
    var id: String

    @OptionGroup var reading: ReadingChoices
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let format = output.format(default: .table)
        guard format == .table || format == .json else {
            throw ValidationError("'explain' prints text (table) or json")
        }
        let (_, ruleSet) = try rules.load(isQuiet: reading.quiet, withFlags: true)
        var options = reading.runOptions
        options.survey = try survey.options(ruleSet)
        options.allowsImplausible = true
        options.readsFlags = true
        let destination = try OutputFile(path: output.output)
        let rejects = try RejectReport(reading)
        let run = try CohortRun(
            ruleSet,
            sources: reading.sources([file]),
            options: options,
            needsRecordID: true
        )
        let wanted = id
        let found = Mutex<[ExplainedRecord]>([])
        let result = try run.run(
            onBatch: { batch, _, _ in
                for record in 0..<batch.count where batch.isNamed(wanted, record: record) {
                    let explained = batch.explain(record)
                    found.withLock { $0.append(explained) }
                }
            },
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        try rejects.finish(result.rejects)
        if !reading.quiet { for line in Notes.survey(result) { report("lumbar: \(harmless(line))") } }
        let records = found.withLock { $0.sorted { $0.number < $1.number } }
        guard let first = records.first else {
            throw Failure(
                .unusableData,
                harmless("\(file): no record that could be read has the id '\(id)'; ids are case-sensitive")
            )
        }
        if records.count > 1, !reading.quiet {
            let others = records.dropFirst().prefix(5).map { String($0.line) }.joined(separator: ", ")
            report(
                "lumbar: \(records.count) records have the id '\(harmless(id))'; this is the first (the others: line \(others)\(records.count > 6 ? ", …" : ""))"
            )
        }
        let style = terminalStyle(isTerminal: output.output == nil)
        try destination.write(format == .json ? first.json(ruleSet).text + "\n" : first.text(style, ruleSet))
        try destination.finish()
    }
}
