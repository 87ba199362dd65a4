// `lumbar convert`: the records as Lumbar understands them, or as they were read, as plain CSV.

import ArgumentParser
import CSVReading
import Cohort
import Reporting
import RuleSetFiles
import RuleSets
import Synchronization

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "The records as Lumbar understands them, as plain CSV for R, pandas or a colleague.",
        discussion: """
            One column per variable that the files answer, under its id: units converted, codes and yes or no in the rule set's words, several options \
            joined by its separator, numbers with the fewest digits that read back. Whatever is no answer, unreadable and implausible cells among it, \
            is blank; --missing-kinds says why. The result gives the same verdicts and summary as the files. Texts stay as they are, even such as \
            a spreadsheet would take for formulas, unless --spreadsheet-safe is passed. With --raw every column is written as it was read.
            """
    )

    @OptionGroup var input: InputOptions
    @OptionGroup var survey: SurveyChoices
    @OptionGroup var rules: RuleSetOptions

    @Flag(help: "Every column as text, no variable bound.")
    var raw = false

    @Flag(
        help:
            "Add a column ID.missing for each variable: blank, declined, dont_know, not_applicable, unparseable or implausible."
    )
    var missingKinds = false

    @Flag(help: "Keep the columns that answer no variable, as they stand, behind the others.")
    var keepUnbound = false

    @Option(
        help: ArgumentHelp(
            "Write a codebook of the columns to this file: CSV, JSON or Markdown by its extension.",
            valueName: "file"
        ),
        completion: .file()
    )
    var codebook: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"), completion: .file())
    var output: String?

    func validate() throws {
        if raw, missingKinds || keepUnbound || codebook != nil {
            throw ValidationError(
                "'--raw' writes the file's own columns, for which there are no kinds of missing and no codebook; leave it out"
            )
        }
        if let codebook, codebookFormat == nil {
            throw ValidationError("'--codebook \(codebook)': name a file that ends in .csv, .json or .md")
        }
    }

    private var codebookFormat: ConversionCodebook.Format? {
        guard let name = codebook?.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return nil }
        switch name[dot...].lowercased() {
        case ".csv": return .csv
        case ".json": return .json
        case ".md", ".markdown": return .markdown
        default: return nil
        }
    }

    func run() throws {
        if raw { try writeRaw() } else { try writeCanonical() }
    }

    private func writeCanonical() throws {
        let (file, ruleSet) = try rules.load(isQuiet: input.reading.quiet, withFlags: true)
        var options = input.reading.runOptions
        options.survey = try survey.options(ruleSet)
        options.readsAllVariables = true
        options.keepsUnbound = keepUnbound
        options.flagColumns = input.flagColumns(ruleSet, options)
        // A mix-up of units is for whoever counts to refuse; here every value is written down.
        options.allowsImplausible = true
        let sources = try input.sources()
        let destination = try OutputFile(path: output)
        let beside = try codebook.map { try OutputFile(path: $0) }
        if input.reading.spreadsheetSafe {
            destination.makeSpreadsheetSafe()
            if codebookFormat == .csv { beside?.makeSpreadsheetSafe() }
        }
        let rejects = try RejectReport(input.reading)
        let run = try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: true)
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let joined = JoinedTexts()
        let header = SharedHeader(hasKinds: missingKinds)
        // The header waits for the first rows, so that an unusable input leaves nothing on standard output.
        let hasOpened = Atomic(false)
        let open: @Sendable (CanonicalHeader) throws -> Void = { header in
            if !hasOpened.exchange(true, ordering: .relaxed) { try destination.write(header.row) }
        }
        let result = try run.run(
            onBatch: { batch, own, rows in
                let writer =
                    try (own as? CanonicalWriter)
                    ?? CanonicalWriter(batch, try header.of(batch.plan, run.firstFile), joined)
                own = writer
                try writer.append(batch, to: &rows)
            },
            inOrder: { rows, rejected, path in
                try rejects.add(rejected, path: path)
                guard !rows.isEmpty, let plan = run.plan else { return }
                try open(try header.of(plan, run.firstFile))
                try destination.write(rows)
            }
        )
        progress.stop()
        let columns = try header.of(result.plan, result.bindings.first)
        try open(columns)
        try rejects.finish(result.rejects)
        if !input.reading.quiet {
            tell(result, columns)
            if joined.number > 0 {
                report(
                    "lumbar: texts whose lines could be taken for records when the file is read again, so written on one line: \(joined.number)"
                )
            }
        }
        if let beside, let format = codebookFormat {
            let provenance = Provenance(version: Lumbar.version, ruleSetHash: file.sha256)
            try beside.write(ConversionCodebook(result, columns).text(format, provenance))
            try beside.finish()
        }
        try destination.finish()
    }

    /// What was recognised, what is not in the output, and what has another name in it.
    private func tell(_ result: RunResult, _ header: CanonicalHeader) {
        guard keepUnbound else { return report(Notes(result, leavesOut: false)) }
        for line in Notes.survey(result) { report("lumbar: \(line)") }
        let renamed = header.kept.filter { $0.name != $0.source }
        guard !renamed.isEmpty else { return }
        let listed = renamed.prefix(5).map { "\"\($0.source.prefix(40))\" as \($0.name)" }.joined(separator: ", ")
        let more = renamed.count > 5 ? " and \(renamed.count - 5) more" : ""
        report(
            "lumbar: columns whose names are blank, occur twice or could be taken for a variable's are kept under others: \(listed)\(more)"
        )
    }

    private func writeRaw() throws {
        let sources = try input.sources()
        let destination = try OutputFile(path: output)
        if input.reading.spreadsheetSafe { destination.makeSpreadsheetSafe() }
        let rejects = try RejectReport(input.reading)
        let run = try RawRun(sources: sources, options: input.reading.runOptions) { names in
            try destination.write(RawRows.header(names))
        }
        let progress = Progress(isQuiet: input.reading.quiet, total: run.totalBytes) { run.bytesRead }
        defer { progress.stop() }
        let result = try run.run(
            onRun: { run, rows in RawRows.append(run, to: &rows) },
            inOrder: { rows, rejected, path in
                try rejects.add(rejected, path: path)
                if !rows.isEmpty { try destination.write(rows) }
            }
        )
        progress.stop()
        try rejects.finish(result.rejects)
        try destination.finish()
    }
}

/// The header of a converted file, made once for all workers.
private final class SharedHeader: Sendable {
    private let hasKinds: Bool
    private let made = Mutex<CanonicalHeader?>(nil)

    init(hasKinds: Bool) { self.hasKinds = hasKinds }

    func of(_ plan: Plan, _ first: FileBinding?) throws -> CanonicalHeader {
        guard let first else { throw Failure(.internalError, "rows without a header; please report this") }
        return made.withLock { made in
            let header = made ?? CanonicalHeader(plan, first, hasKinds: hasKinds)
            made = header
            return header
        }
    }
}
