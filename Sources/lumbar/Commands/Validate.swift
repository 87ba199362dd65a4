// `lumbar validate`: what a file holds, before anyone looks at causes.

import ArgumentParser
import Codebook
import Cohort
import Foundation
import Mappings
import Reporting
import RuleSets

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract:
            "What the files hold: columns and why they were recognised, missing and unreadable answers, and what rules can decide.",
        discussion: """
            Run it first on a new export. --write-map drafts a mapping file with the guesses, the values seen, and blanks where you must decide. \
            --fail-on ends with 65 where a share is above a limit, for pipelines: rejected, excluded, unreadable (cells), undecided \
            (records of the population), repeats (rows of a subject that has one already), duplicates.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var subjects: SubjectChoices
    @OptionGroup var rules: RuleSetOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp("Draft a mapping of the first file to this YAML file.", valueName: "file"),
        completion: .file()
    )
    var writeMap: String?

    @Option(
        help: ArgumentHelp("Shares that must not be exceeded, such as rejected=1%,unreadable=0.", valueName: "limits")
    )
    var failOn: String?

    func run() throws {
        let limits = try self.limits()
        let format = output.format(default: .table)
        guard format != .csv else { throw ValidationError("'validate' prints text (table), json or markdown") }
        let (_, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: true)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        options.allowsImplausible = true
        options.readsAllVariables = true
        options.keepsUnbound = true
        options.flagColumns = input.flagColumns(ruleSet, options)
        if let writeMap {
            try draft(ruleSet, options, to: writeMap)
            if !input.reading.quiet { report("lumbar: a draft of a mapping is in \(writeMap); read each line of it") }
        }
        options.leftOut = try subjects.leftOut(ruleSet, input, options)
        let destination = try OutputFile(path: output.output)
        let rejects = try RejectReport(input.reading)
        let run = try CohortRun(ruleSet, sources: try input.sources(), options: options, needsRecordID: true)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let (result, profile) = try run.profile(inOrder: { _, rejected, path in try rejects.add(rejected, path: path) })
        progress.stop()
        try rejects.finish(result.rejects)
        if !input.reading.quiet { report(Notes(result, leavesOut: false)) }
        let found = ValidationReport(result, profile)
        switch format {
        case .json: try destination.write(found.json.text + "\n")
        case .markdown: try destination.write(found.markdown)
        default: try destination.write(found.text(terminalStyle(isTerminal: output.output == nil)))
        }
        try destination.finish()
        let exceeded = limits.filter { found.share($0.name) > $0.limit }
        guard exceeded.isEmpty else {
            let listed = exceeded.map {
                "\($0.name) is \(percentText(found.share($0.name))), above \(percentText($0.limit))"
            }
            throw Failure(.unusableData, "--fail-on: " + listed.joined(separator: "; "))
        }
    }

    private func percentText(_ share: Double) -> String { "\((share * 10000).rounded() / 100) %" }

    /// The limits of `--fail-on`, as shares.
    private func limits() throws -> [(name: String, limit: Double)] {
        try (failOn ?? "").split(separator: ",").map { part in
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmingCharacters(in: .whitespaces) }
            let names = ValidationReport.limits
            guard sides.count == 2, names.contains(sides[0]) else {
                throw ValidationError(
                    "'--fail-on \(part)' is not NAME=SHARE with one of \(names.joined(separator: ", "))"
                )
            }
            let isPercent = sides[1].hasSuffix("%")
            guard let number = Double(isPercent ? String(sides[1].dropLast()) : sides[1]), (0...100).contains(number),
                isPercent || number <= 1
            else {
                throw ValidationError(
                    "'--fail-on \(part)': the limit is a share such as 0.01, or a percentage such as 1%"
                )
            }
            return (sides[0], isPercent ? number / 100 : number)
        }
    }

    /// Reads the first file's values and writes the draft of a mapping.
    private func draft(_ ruleSet: RuleSet, _ options: RunOptions, to path: String) throws {
        guard let source = try input.sources().first, input.files.first != "-", !input.files.isEmpty else {
            throw ValidationError("'--write-map' reads the file twice, so it needs a file, not standard input")
        }
        let destination = try OutputFile(path: path)
        let text = try MappingDraftRun(ruleSet, source: source, options: options).text()
        try destination.write(text)
        try destination.finish()
    }
}
