// `lumbar compare`: two rule sets on the same records, in one pass.

import ArgumentParser
import Cohort
import Figures
import Prevalence
import Reporting
import RuleSetFiles
import RuleSets
import Synchronization

struct Compare: ParsableCommand, RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Two rule sets on the same records: prevalence side by side, and which verdicts change by which rule.",
        discussion: """
            Give two profiles, two rule-set files, or two values of a parameter: --profile article --profile literature. \
            A single --profile or --set is compared with the rule set as it is. The files are read once.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var subjects: SubjectChoices
    @OptionGroup var rules: ComparedRuleSetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var manifest: ManifestOptions

    @Option(help: ArgumentHelp("Which table to write as CSV: prevalence or changes.", valueName: "name"))
    var table: ComparisonTable = .prevalence

    @Option(
        help: ArgumentHelp("Write the records that change to this CSV file, a row per cause.", valueName: "file"),
        completion: .file()
    )
    var records: String?

    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions
    @OptionGroup var design: NoDesignChoices

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    func run() throws { try run(RunRecord(manifest: manifest.manifest)) }

    func run(_ record: RunRecord) throws {
        let (first, second) = try rules.sides(isQuiet: input.reading.quiet, withFlags: survey.map != nil)
        let choices = try statistics.choices()
        if records != nil, choices.minimumCell > 0 {
            throw ValidationError("'--records' lists single records, which '--min-cell' hides; leave one of them out")
        }
        var options = input.reading.runOptions
        options.allowsImplausible = allowImplausible
        // Of one file, both sides are parts of one program; of two, each has its own.
        let isOneFile = first.file.sha256 == second.file.sha256
        if survey.map != nil, !isOneFile {
            throw ValidationError("'--map' is for the variables of one rule set; compare two rule-set files without it")
        }
        options.survey = try survey.options(first.ruleSet)
        record.note(survey.files + rules.filesOfSecondSide)
        options.leftOut = try subjects.leftOut(first.ruleSet, input, options)
        let sources = try input.sources(record)
        let format = output.format(default: .table)
        if table == .changes, format != .csv {
            throw ValidationError("'--table changes' goes with --format csv; the other formats have both tables")
        }
        let destination = try record.output(output.output, role: "output")
        if input.reading.spreadsheetSafe, format == .csv { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading, record)
        let changed = try records.map { try record.output($0, role: "records") }
        if input.reading.spreadsheetSafe { changed?.makeSpreadsheetSafe() }
        try changed?.write(ChangeRows.header)
        let run = try CohortRun(
            first.ruleSet,
            alternatives: isOneFile ? [second.ruleSet] : [],
            others: isOneFile ? [] : [second.ruleSet],
            sources: sources,
            options: options,
            needsRecordID: records != nil
        )
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let tallies = WorkerTallies<Tallies>()
        let writesRecords = changed != nil
        let result = try run.run(
            onBatch: { batch, own, rows in
                let left: DecidedPlan = (batch.plan, batch.evaluator)
                let right: DecidedPlan =
                    isOneFile ? (batch.plan.alternatives[0], batch.evaluator) : batch.companions[0]
                let tally = tallies.tally(&own) { Tallies(left.plan, right.plan) }
                tally.value.first.add(left.evaluator)
                tally.value.second.add(right.evaluator)
                var changes = ChangeRows()
                for word in 0..<(batch.count + 63) / 64 {
                    tally.value.changes.add(left, right, word: word) { if writesRecords { changes.add($0) } }
                    if writesRecords { changes.write(batch, word: word, tally.value.changes.causes, to: &rows) }
                }
            },
            inOrder: { rows, rejected, path in
                try rejects.add(rejected, path: path)
                if !rows.isEmpty { try changed?.write(rows) }
            }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        try changed?.finish()
        if !input.reading.quiet { report(Notes(result, leavesOut: true)) }
        let comparison = try comparison(result, first, second, tallies, choices)
        let provenance = Provenance(version: Lumbar.version, ruleSetHash: first.file.sha256)
        switch format {
        case .table:
            try destination.write(
                comparison.table(terminalStyle(isTerminal: output.output == nil && !record.isActive))
            )
        case .csv: try destination.write(table == .changes ? comparison.changesCSV : comparison.csv)
        case .json: try destination.write(comparison.json(provenance).text + "\n")
        case .markdown:
            try destination.write(comparison.markdown + "\n" + comparison.markdownOrigin(provenance))
        }
        try destination.finish()
        let recorded: [(String, JSONValue)] = [
            ("format", .string(format.rawValue)), ("table", .string(table.rawValue)),
            ("rule_sets", comparison.ruleSetsJSON), ("statistics", comparison.statisticsJSON),
        ]
        try record.finish(result, first.file, options: recorded, hidingBelow: choices.minimumCell)
    }

    /// What a worker counts.
    private struct Tallies: Sendable {
        var first: VariantTally
        var second: VariantTally
        var changes: ChangeTally

        init(_ first: Plan, _ second: Plan) {
            self.first = VariantTally([first])
            self.second = VariantTally([second])
            changes = ChangeTally(first, second)
        }

        static func += (left: inout Tallies, right: Tallies) {
            left.first += right.first
            left.second += right.second
            left.changes += right.changes
        }
    }

    private func comparison(
        _ result: RunResult,
        _ first: ComparedRuleSetOptions.Side,
        _ second: ComparedRuleSetOptions.Side,
        _ tallies: WorkerTallies<Tallies>,
        _ choices: StatisticsChoices
    ) throws -> ComparisonReport {
        let plans = (result.plan, result.plan.alternatives.first ?? result.companions.first ?? result.plan)
        let tally = tallies.sum(Tallies(plans.0, plans.1), +=)
        let counts = tally.changes.causes.map { cause in
            [
                tally.first.counts(plan: 0, cause: cause.positions.first),
                tally.second.counts(plan: 0, cause: cause.positions.second),
            ]
        }
        let figures = try ChangeFigures(
            tally.changes,
            counts,
            choices,
            records: result.recordsRead - result.recordsRejected,
            eligible: tally.first.eligibility(plan: 0).eligible
        )
        let sides = zip([first, second], [plans.0, plans.1]).enumerated().map { index, side in
            ComparisonReport.Side(
                label: side.0.label,
                plan: side.1,
                ruleSetHash: side.0.file.sha256,
                eligibility: (index == 0 ? tally.first : tally.second).eligibility(plan: 0)
            )
        }
        return ComparisonReport(result, sides[0], sides[1], tally.changes, figures)
    }
}

/// What `compare --table` takes.
enum ComparisonTable: String, ExpressibleByArgument, CaseIterable {
    case prevalence, changes
}
