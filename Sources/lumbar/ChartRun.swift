// What the commands that draw charts share: a run over the files, and an SVG file.

import ArgumentParser
import CSVReading
import Charts
import Cohort
import Figures
import Prevalence
import Reporting
import RuleSets

/// The options of every chart.
struct ChartRun: ParsableArguments {
    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the SVG to this file instead of standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The width in pixels, from 320 to 2000; below 560 labels stand above their marks.",
            valueName: "n"
        )
    )
    var width: Int = 760

    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    /// The smallest count that is shown unless `--min-cell` says otherwise: a chart is made to be shown around.
    static let minimumCell = 5

    /// Said by every chart's help.
    static let privacyNote =
        "Counts from 1 to 4, and those that would give them away, are hidden unless --min-cell says otherwise (0 shows all)."

    func validate() throws {
        guard (320...2000).contains(width) else {
            throw ValidationError("'--width \(width)' is out of range; give a number from 320 to 2000")
        }
    }

    /// The rule set with profile and settings in force.
    func ruleSet() throws -> RuleSet {
        try rules.load(isQuiet: input.reading.quiet, withFlags: survey.map != nil).ruleSet
    }

    /// The groups with which what is hidden is decided in a chart that draws none: those of `lumbar summarise`, so that a total which its table hides
    /// to protect a group is hidden in the chart too. None where nothing is hidden.
    func hidingGroups(_ ruleSet: RuleSet) -> [String] { statistics.minCell == 0 ? [] : ruleSet.summariseBy }

    /// Runs over the files and writes what `draw` makes of the result; `onBatch` counts what the summary does not.
    func run(
        _ ruleSet: RuleSet,
        groups: [String],
        onBatch: CohortRun.BatchBody? = nil,
        draw: (RunResult, Figures, ChartOptions) throws -> Drawing
    ) throws {
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        options.groups = groups
        options.allowsImplausible = allowImplausible
        let sources = try input.sources()
        let destination = try OutputFile(path: output)
        let rejects = try RejectReport(input.reading)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: false)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let result = try run.run(
            onBatch: onBatch,
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: true)) }
        // Where nothing was counted there is nothing to hide.
        let minimum = result.summary.eligibility.eligible == 0 ? 0 : Self.minimumCell
        let figures = try Figures(result.summary, try statistics.choices(minimumCell: minimum))
        let drawing = try draw(result, figures, ChartOptions(width: Double(width)))
        try destination.write(drawing.document)
        try destination.finish()
    }
}
