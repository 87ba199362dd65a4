// `lumbar convert --raw`: the records as they were read.

import ArgumentParser
import Cohort
import Reporting

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The records as Lumbar read them, every column as text, as plain CSV.",
        discussion: "Writes what was not rejected with commas, line feeds, and quotes only where needed."
    )

    @OptionGroup var input: InputOptions

    @Flag(help: "Every column as text, no variable bound (the one form so far, so it must be given).")
    var raw = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"), completion: .file())
    var output: String?

    func run() throws {
        guard raw else { throw ValidationError("'convert' writes every column as text so far; give '--raw'") }
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
