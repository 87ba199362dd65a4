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
        abstract: "How common each cause is, overall and by group.",
        discussion: """
            Prevalence is among complete records: those in which everything that the cause's rules read was answered. \
            Bounds say what the share would be if every undetermined record were absent, or present.
            """,
        aliases: ["summarize"]
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var manifest: ManifestOptions

    @OptionGroup var grouping: GroupingChoices

    @OptionGroup(title: "Pages") var pages: SummaryPages

    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions

    @Flag(help: "Write to standard error, line by line, why no hidden count can be found out (with --min-cell).")
    var proof = false

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    func run() throws { try run(RunRecord(manifest: manifest.manifest)) }

    func run(_ record: RunRecord) throws {
        let (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        options.groups = try grouping.groups(ruleSet)
        options.allowsImplausible = allowImplausible
        let shown = try grouping.causePosition(ruleSet)
        let sources = try input.sources(record)
        let format = output.format(default: .table)
        try pages.check(format, statistics)
        if pages.combinations, ruleSet.causes.count > CombinationTally.maximumCauses {
            throw ValidationError("--combinations tells at most \(CombinationTally.maximumCauses) causes apart")
        }
        let destination = try record.output(output.output, role: "output")
        let rejects = try RejectReport(input.reading, record)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: false)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let tallies = WorkerTallies<PageTallies>()
        let count: CohortRun.BatchBody = { [pages] batch, own, _ in
            tallies.tally(&own) { PageTallies(pages, batch.plan) }.value.add(batch)
        }
        let result = try run.run(
            onBatch: PageTallies.isNeeded(pages) ? count : nil,
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: format == .csv || format == .json)) }
        let figures = try Figures(result.summary, try statistics.choices())
        if proof { for line in figures.disclosure?.proof() ?? ["nothing is hidden"] { report(line) } }
        let provenance = Provenance(version: Lumbar.version, ruleSetHash: file.sha256)
        // What is to be the same again must not depend on the terminal.
        let style = terminalStyle(isTerminal: output.output == nil && !record.isActive)
        switch format {
        case _ where pages.isAny:
            let tally = tallies.sum(PageTallies(pages, result.plan), +=)
            try tally.check()
            try destination.write(pages.text(result, figures, tally, provenance, format, style))
        case .table: try destination.write(result.table(style, figures, cause: shown))
        case .csv: try destination.write(figures.csv)
        case .json: try destination.write(result.json(provenance, figures).text + "\n")
        case .markdown: try destination.write(result.markdown(figures, cause: shown))
        }
        try destination.finish()
        let choices: [(String, JSONValue)] = [
            ("format", .string(format.rawValue)), ("groups", .array(options.groups.map(JSONValue.string))),
            ("statistics", figures.statisticsJSON),
        ]
        try record.finish(result, file, options: choices, hidingBelow: figures.choices.minimumCell)
    }
}

/// How a table is written to standard output: as wide as the terminal, and emphasised unless `NO_COLOR` is set.
func terminalStyle(isTerminal: Bool) -> TableStyle {
    guard isTerminal, isatty(STDOUT_FILENO) == 1 else { return TableStyle() }
    var size = winsize()
    let width = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    let isPlain = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return TableStyle(width: min(width, 120), usesColour: !isPlain)
}
