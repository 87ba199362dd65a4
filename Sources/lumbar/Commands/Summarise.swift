// `lumbar summarise`: prevalence of every cause, overall and by group.

import ArgumentParser
import Codebook
import Cohort
import Figures
import Foundation
import Prevalence
import Reporting
import RuleSetFiles
import RuleSets

struct Summarise: ParsableCommand, RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "summarise",
        abstract: "How common each cause is, overall and by group.",
        discussion: """
            Prevalence is among complete records: those in which everything that the cause's rules read was answered. \
            Bounds say what the share would be if every undetermined record were absent, or present.
            """,
        aliases: ["summarize"]
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var subjects: SubjectChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var manifest: ManifestOptions

    @OptionGroup var grouping: GroupingChoices

    @OptionGroup(title: "Pages") var pages: SummaryPages

    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions

    @OptionGroup(title: "Survey design") var design: DesignChoices

    @OptionGroup(title: "Standardisation") var standardisation: StandardisationChoices

    @Flag(help: "Write to standard error, line by line, why no hidden count can be found out (with --min-cell).")
    var proof = false

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    func run() throws { try run(RunRecord(manifest: manifest.manifest)) }

    func run(_ record: RunRecord) throws {
        var (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: survey.map != nil)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        record.note(survey.files + standardisation.files)
        options.groups = try grouping.groups(&ruleSet)
        options.allowsImplausible = allowImplausible
        var choices = try design.choices(statistics)
        try standardisation.apply(to: &ruleSet, &choices, groups: options.groups)
        options.design = design.columns(choices, pages)
        let shown = try grouping.causePosition(ruleSet)
        let sources = try input.sources(record)
        let format = output.format(default: .table)
        try pages.check(format, choices)
        if pages.combinations, ruleSet.causes.count > CombinationTally.maximumCauses {
            throw ValidationError("--combinations tells at most \(CombinationTally.maximumCauses) causes apart")
        }
        options.leftOut = try subjects.leftOut(ruleSet, input, options)
        let destination = try record.output(output.output, role: "output")
        if input.reading.spreadsheetSafe, format == .csv { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading, record)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: false)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let tallies = WorkerTallies<PageTallies>()
        let wanted = PageTallies.Wanted(pages, format, hides: choices.minimumCell > 0)
        let count: CohortRun.BatchBody = { batch, own, _ in
            tallies.tally(&own) { PageTallies(wanted, batch.plan) }.value.add(batch)
        }
        let result = try run.run(
            onBatch: wanted.isAny ? count : nil,
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: format == .csv || format == .json)) }
        let tally = tallies.sum(PageTallies(wanted, result.plan), +=)
        if pages.combinations { try tally.check() }
        let figures = try Figures(
            result.summary,
            choices,
            design: result.design,
            byAge: result.byAge.map { ($0, result.designByAge) },
            combinations: tally.combinations
        )
        if proof { for line in figures.disclosure?.proof() ?? ["nothing is hidden"] { report(line) } }
        let provenance = Provenance(version: Lumbar.version, ruleSetHash: file.sha256)
        // What is to be the same again must not depend on the terminal.
        let style = terminalStyle(isTerminal: output.output == nil && !record.isActive)
        switch format {
        case _ where pages.isAny:
            try destination.write(pages.text(result, figures, tally, provenance, format, style, cause: shown))
        case .table: try destination.write(result.table(style, figures, cause: shown))
        case .csv: try destination.write(figures.csv)
        case .json: try destination.write(result.json(provenance, figures).text + "\n")
        case .markdown:
            try destination.write(result.markdown(figures, cause: shown) + "\n" + result.markdownOrigin(provenance))
        }
        try destination.finish()
        let recorded: [(String, JSONValue)] = [
            ("format", .string(format.rawValue)), ("groups", .array(options.groups.map(JSONValue.string))),
            ("statistics", figures.statisticsJSON),
        ]
        try record.finish(result, file, options: recorded, hidingBelow: figures.choices.minimumCell)
    }
}
