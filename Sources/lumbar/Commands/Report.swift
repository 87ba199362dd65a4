// `lumbar report`: the whole story of a cohort on one page.

import ArgumentParser
import Cohort
import Crypto
import Figures
import Foundation
import Reporting
import RuleSetFiles
import RuleSets

struct Report: ParsableCommand, RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The whole story of a cohort as one page that opens in any browser, offline.",
        discussion: """
            Who is in the cohort, how common each cause is and in whom, how sure that is, what is missing, what other thresholds would change, and how \
            everything was computed. The page needs no network and prints well. With --format markdown, or a file that ends in .md, the same story is text.
            With --weights, --strata and --psu prevalences are weighted, each beside its unweighted counts; with --standardise they stand beside standardised \
            ones. Sections that count every record once say so.
            Counts from 1 to 4 are hidden, with those that would give them away: a small group in one clinic identifies people. --min-cell 0 shows all.
            With --include-records the records to look at first are listed, with red flags; without it nothing in the report is about a single record.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file; its extension sets the format unless --format does.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("The format: html or markdown.", valueName: "format"))
    var format: ReportFormat?

    @OptionGroup var manifest: ManifestOptions

    @OptionGroup var grouping: GroupNames

    @OptionGroup var records: RecordChoices

    @OptionGroup(title: "Statistics") var statistics: StatisticsOptions

    @OptionGroup(title: "Survey design") var design: DesignChoices

    @OptionGroup(title: "Standardisation") var standardisation: StandardisationChoices

    @Flag(help: "Go on where a derived variable is implausible too often (a mix-up of units).")
    var allowImplausible = false

    /// The smallest count that a report shows unless told otherwise.
    static let minimumCell = 5

    func run() throws { try run(RunRecord(manifest: manifest.manifest, hashesInputs: true)) }

    func run(_ record: RunRecord) throws {
        if output == nil, !record.isActive, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("a report is a page for a browser; name a file for it, such as --output report.html")
        }
        var choices = try design.choices(statistics, minimumCell: Self.minimumCell)
        try records.check(minimumCell: choices.minimumCell)
        let recordLimit = records.recordLimit
        let hides = choices.minimumCell > 0
        // A mapping may name the variables of flags whether they are shown or not.
        let withFlags = recordLimit != nil || survey.map != nil
        var (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: withFlags)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        record.note(survey.files + standardisation.files)
        ruleSet.groups += ruleSet.undescribedCategories
        let own = ruleSet.groups
        options.groups = try grouping.groups(&ruleSet)
        options.describedGroups = ruleSet.othersThan(options.groups, among: own)
        options.readsFlags = recordLimit != nil
        if recordLimit != nil { options.flagColumns = input.flagColumns(ruleSet, options) }
        options.allowsImplausible = allowImplausible
        options.design = design.columns(choices)
        let other = try comparedProfile(ruleSet)
        try standardisation.apply(to: &ruleSet, &choices, groups: options.groups)
        let sources = try input.sources(record)
        let destination = try record.output(output, role: "output")
        let rejects = try RejectReport(input.reading, record)
        let run = try CohortRun(
            ruleSet,
            alternatives: other.map { [$0] } ?? [],
            sources: sources,
            options: options,
            needsRecordID: recordLimit != nil
        )
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let workers = WorkerTallies<ReportWorker>()
        let result = try run.run(
            onBatch: { batch, own, _ in
                workers.tally(&own) { ReportWorker(batch, recordLimit: recordLimit, hides: hides) }.value.add(batch)
            },
            inOrder: { _, rejected, path in try rejects.add(rejected, path: path) }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: false)) }
        let tallies = workers.sum(ReportTallies(result.plan, recordLimit: recordLimit, hides: hides), +=)
        let origin = ReportOrigin(
            provenance: Provenance(version: Lumbar.version, ruleSetHash: file.sha256),
            ruleSetPath: rules.rulesPath,
            command: Self.commandText(record.arguments),
            inputs: try record.inputFiles().map { ($0.path, $0.bytes, $0.sha256) },
            minimumCell: choices.minimumCell
        )
        let facts = try CohortStory.Facts(result, tallies, choices, profile: other?.profile, origin: origin)
        let story = CohortStory(result, facts).story
        switch chosenFormat {
        case .html: try destination.write(StoryPage(story) { Array(SHA256.hash(data: $0)) }.html)
        case .markdown: try destination.write(story.markdown)
        }
        try destination.finish()
        try record.finish(
            result,
            file,
            options: [
                ("format", .string(chosenFormat.rawValue)), ("groups", .array(options.groups.map(JSONValue.string))),
                ("statistics", facts.figures.statisticsJSON),
            ],
            hidingBelow: choices.minimumCell
        )
    }

    private var chosenFormat: ReportFormat {
        if let format { return format }
        let name = output?.lowercased() ?? ""
        return name.hasSuffix(".md") || name.hasSuffix(".markdown") ? .markdown : .html
    }

    /// The rule set under the first profile that differs from the one in force, with the user's own values on top; nil if none does.
    private func comparedProfile(_ ruleSet: RuleSet) throws -> RuleSet? {
        for name in ruleSet.profileNames where name != ruleSet.profile {
            var options = rules
            options.profile = name
            let (_, other) = try options.load(isQuiet: true)
            if zip(ruleSet.parameters, other.parameters).contains(where: { $0.value != $1.value }) { return other }
        }
        return nil
    }

    /// A command line as a shell takes it, without what cannot bear on the page.
    static func commandText(_ arguments: [String]) -> String {
        var kept: [String] = []
        var isValue = false
        for argument in arguments {
            defer { isValue = argument == "--threads" }
            if isValue || ["--threads", "--quiet", "-q"].contains(argument) || argument.hasPrefix("--threads=") {
                continue
            }
            kept.append(quoted(argument))
        }
        return (["lumbar"] + kept).joined(separator: " ")
    }

    private static func quoted(_ argument: String) -> String {
        let plain = argument.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_./=,:+@%".unicodeScalars.contains(scalar))
        }
        return plain && !argument.isEmpty ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
}

/// The formats of reports.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case html, markdown
}
