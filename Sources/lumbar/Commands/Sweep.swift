// `lumbar sweep`: prevalence as one or two parameters take other values, in one pass.

import ArgumentParser
import Cohort
import Figures
import Prevalence
import Reporting
import RuleSetFiles
import RuleSets

struct Sweep: ParsableCommand, RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "How prevalence depends on one or two thresholds.",
        discussion: """
            Give a parameter a range of values: --set layoff_weeks=1..8:1 goes from 1 to 8 in steps of 1. With two ranges all combinations are \
            taken. A --set with a single value holds for all of them. The files are read once.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var subjects: SubjectChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var manifest: ManifestOptions
    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions
    @OptionGroup var design: NoDesignChoices

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    func run() throws { try run(RunRecord(manifest: manifest.manifest)) }

    func run(_ record: RunRecord) throws {
        let ranges = try rules.settings.filter(SweepRange.isRange).map(SweepRange.init)
        var fixed = rules
        fixed.settings.removeAll(where: SweepRange.isRange)
        let (file, ruleSet) = try fixed.load(isQuiet: input.reading.quiet, withFlags: survey.map != nil)
        let axes = try axes(ranges, in: ruleSet)
        let points = SweepReport.points(of: axes)
        guard points.count <= SweepRange.limit else {
            throw ValidationError(
                "the ranges make \(points.count) combinations; \(SweepRange.limit) are the most, so take larger steps"
            )
        }
        let choices = try statistics.choices()
        if axes.count == 2, choices.minimumCell > 0 {
            throw ValidationError(
                "'--min-cell' takes a sweep of one parameter: with two, small counts follow from four others; sweep them one by one"
            )
        }
        let variants = try points.map { point in
            try zip(axes, point).reduce(ruleSet) { try $0.setting($1.0.parameter.id, to: $1.1) }
        }
        var options = input.reading.runOptions
        options.allowsImplausible = allowImplausible
        options.survey = try survey.options(ruleSet)
        record.note(survey.files)
        options.leftOut = try subjects.leftOut(ruleSet, input, options)
        let sources = try input.sources(record)
        let format = output.format(default: .table)
        let destination = try record.output(output.output, role: "output")
        if input.reading.spreadsheetSafe, format == .csv { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading, record)
        let run = try CohortRun(
            ruleSet,
            alternatives: variants,
            sources: sources,
            options: options,
            needsRecordID: false
        )
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let tallies = WorkerTallies<VariantTally>()
        let result = try run.run(
            onBatch: { batch, own, _ in
                let tally = tallies.tally(&own) { VariantTally(batch.plan.alternatives) }
                tally.value.add(batch.evaluator)
            },
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: format == .csv || format == .json)) }
        let tally = tallies.sum(VariantTally(result.plan.alternatives), +=)
        let counts = ruleSet.causes.indices.map { cause in
            points.indices.map { tally.counts(plan: $0, cause: cause) }
        }
        let figures = try VariantFigures(counts, choices, eligible: result.summary.eligibility.eligible)
        let sweep = SweepReport(result, figures, axes: axes)
        let provenance = Provenance(version: Lumbar.version, ruleSetHash: file.sha256)
        switch format {
        case .table:
            try destination.write(sweep.table(terminalStyle(isTerminal: output.output == nil && !record.isActive)))
        case .csv: try destination.write(sweep.csv)
        case .json: try destination.write(sweep.json(provenance).text + "\n")
        case .markdown: try destination.write(sweep.markdown + "\n" + result.markdownOrigin(provenance))
        }
        try destination.finish()
        let recorded: [(String, JSONValue)] = [
            ("format", .string(format.rawValue)), ("sweep", sweep.axesJSON),
            ("statistics", sweep.statisticsJSON),
        ]
        try record.finish(result, file, options: recorded, hidingBelow: choices.minimumCell)
    }

    private func axes(_ ranges: [SweepRange], in ruleSet: RuleSet) throws -> [SweepReport.Axis] {
        guard (1...2).contains(ranges.count) else {
            throw ValidationError(
                ranges.isEmpty
                    ? "name a parameter and its values: --set NAME=FROM..TO:STEP, such as --set layoff_weeks=1..8:1"
                    : "a sweep takes one or two parameters, not \(ranges.count)"
            )
        }
        guard Set(ranges.map(\.name)).count == ranges.count else {
            throw ValidationError("'\(ranges[0].name)' is swept twice; give it one range")
        }
        return try ranges.map { range in
            // Every value is tried, so that a name or a value that cannot be is told before anything is read.
            for value in range.values { _ = try ruleSet.setting(range.name, to: value) }
            guard let parameter = ruleSet.parameters.first(where: { $0.id == range.name }) else {
                throw ValidationError("there is no parameter '\(range.name)'")
            }
            return SweepReport.Axis(parameter: parameter, values: range.values)
        }
    }
}
