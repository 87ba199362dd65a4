// The options that commands share.

import ArgumentParser
import CSVReading
import Cohort
import Dialects
import Foundation
import Reporting
import RuleSetFiles
import RuleSets

/// Which rule set, with which values.
struct RuleSetOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("Use the rule set in this YAML file.", valueName: "file"),
        completion: .file()
    )
    var rulesPath: String?

    @Option(help: ArgumentHelp("Use the values of this profile ('article' are the defaults).", valueName: "name"))
    var profile: String?

    @Option(
        name: .customLong("set"),
        parsing: .singleValue,
        help: ArgumentHelp("Change a parameter; may be given several times.", valueName: "name=value")
    )
    var settings: [String] = []

    /// The file, read but not checked; the built-in one without its red flags unless they are asked for.
    func loadFile(withFlags: Bool = true) throws -> RuleSetFile {
        guard let path = rulesPath else { return withFlags ? .builtInForRecords : .builtInWithoutFlags }
        return RuleSetFile(path: path, bytes: try readWholeFile(path, as: "rule set"))
    }

    /// The rule set with profile and settings in force. One from a file is checked first; if it has errors they are all reported. The built-in one has
    /// its red flags only where they are asked for: reading them takes time.
    func load(isQuiet: Bool = false, withFlags: Bool = false) throws -> (file: RuleSetFile, ruleSet: RuleSet) {
        let file = try loadFile(withFlags: withFlags)
        if rulesPath != nil {
            let problems = file.problems + (file.ruleSet?.check() ?? [])
            let errors = problems.filter { $0.severity == .error }
            if !errors.isEmpty {
                let lines = errors.map { describe($0, in: file.path) }
                throw Failure(.unusableData, (["the rule set cannot be used:"] + lines).joined(separator: "\n"))
            }
            if !isQuiet { for problem in problems { report(describe(problem, in: file.path)) } }
        }
        guard var ruleSet = file.ruleSet else {
            throw Failure(.internalError, "the built-in rule set cannot be read; please report this")
        }
        if let profile { ruleSet = try ruleSet.applying(profile: profile) }
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
                throw ValidationError(
                    "'--set \(setting)' is not of the form NAME=VALUE with a number, such as layoff_weeks=3"
                )
            }
            ruleSet = try ruleSet.setting(parts[0], to: value)
        }
        return (file, ruleSet)
    }
}

/// A problem of a rule set as one line.
func describe(_ problem: Problem, in path: String) -> String {
    harmless("\(path):\(problem.place.line):\(problem.place.column): \(problem.severity.rawValue): \(problem.message)")
}

/// The bytes of a small file, or of a pipe; of more than `limit` bytes one more is read, so that whoever asked can tell. `kind` is what errors call the file.
func readWholeFile(_ path: String, as kind: String, limit: Int = 4 << 20) throws -> [UInt8] {
    let stream: any ByteStream
    do {
        stream = try ByteSource.file(path: path).open()
    } catch {
        throw InputError(
            error.kind,
            path: path,
            message: error.message.replacing("open the input", with: "open the \(kind)", maxReplacements: 1)
        )
    }
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while bytes.count <= limit {
        let count = try stream.read(into: buffer)
        if count == 0 { break }
        bytes += buffer[..<count]
    }
    return bytes
}

/// Which files, and how they are read.
struct InputOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("CSV files of one cohort; '-' or none reads standard input.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []

    @OptionGroup var reading: ReadingChoices

    /// The sources to read, each seen by `record`.
    func sources(_ record: RunRecord? = nil) throws -> [ByteSource] {
        if files.isEmpty || files == ["-"] {
            if isatty(STDIN_FILENO) == 1 {
                throw ValidationError(
                    "no file is named and standard input is a terminal; name a CSV file, or pipe one in"
                )
            }
            return reading.sources(["-"], record)
        }
        guard files.filter({ $0 == "-" }).count < 2 else {
            throw ValidationError("standard input ('-') can be read only once")
        }
        return reading.sources(files, record)
    }
}

/// How files are read.
struct ReadingChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The character between fields: a character, or comma, semicolon, tab, pipe (default: found out from the file).",
            valueName: "character"
        )
    )
    var delimiter: String?

    @Option(
        help: ArgumentHelp(
            "The encoding of the input: utf-8, windows-1252, latin1, utf-16 and what else iconv knows (default: found out).",
            valueName: "name"
        )
    )
    var encoding: String?

    @Option(help: ArgumentHelp("The mark before decimals: point, comma, or auto to find out.", valueName: "mark"))
    var decimal: DecimalChoice = .auto

    @Option(help: ArgumentHelp("The number of threads (default: one per processor).", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("The longest record, in bytes.", valueName: "n"))
    var maxRecordBytes: Int = 2 << 20

    @Option(help: ArgumentHelp("Write rejected records to this CSV file.", valueName: "file"), completion: .file())
    var rejects: String?

    @Flag(
        help:
            "Keep a line that was rejected for its quotes if it fits with its quotes as text, and list it with the rejects."
    )
    var repairQuotes = false

    @Flag(help: "Treat any rejected record as an error (exit code 65).")
    var strict = false

    @Flag(
        help:
            "In what is written as CSV (results and --rejects): put an apostrophe before text that a spreadsheet would take for a formula. Numbers stay as they are."
    )
    var spreadsheetSafe = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    var quiet = false

    func validate() throws {
        if let delimiter, !isAutomatic(delimiter), delimiterByte == nil {
            throw ValidationError(
                "'--delimiter \(delimiter)' is no delimiter; give one ASCII character, or comma, semicolon, tab or pipe"
            )
        }
        if let encoding, !isAutomatic(encoding), !TextEncoding.isKnown(encoding) {
            throw ValidationError("'--encoding \(encoding)' is not known; 'iconv -l' lists the names")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("'--threads' takes a number from 1 to 1024")
        }
        guard (1...(1 << 28)).contains(maxRecordBytes) else {
            throw ValidationError("'--max-record-bytes' takes a number from 1 to 268435456")
        }
    }

    private func isAutomatic(_ choice: String) -> Bool { choice == "auto" }

    private var delimiterByte: UInt8? {
        guard let delimiter else { return nil }
        let names = ["comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"]
        let bytes = Array((names[delimiter] ?? delimiter).utf8)
        guard bytes.count == 1, bytes[0] < 0x80, bytes[0] != 0,
            !["\"", "\n", "\r", " "].contains(Character(Unicode.Scalar(bytes[0])))
        else {
            return nil
        }
        return bytes[0]
    }

    /// The sources of files' names, to be opened in whatever dialect they are; '-' is standard input.
    func sources(_ names: [String], _ record: RunRecord? = nil) -> [ByteSource] {
        let choices = DialectChoices(
            delimiter: delimiterByte,
            encoding: encoding.flatMap { isAutomatic($0) ? nil : $0 },
            decimalMark: decimal.mark
        )
        let report = DialectReport(isQuiet: quiet)
        return names.map { name in
            let source = name == "-" ? ByteSource.standardInput : .file(path: name)
            return (record?.recorded(source) ?? source).recognised(choices) { report.add($0) }
        }
    }

    /// The options of a run.
    var runOptions: RunOptions {
        var options = RunOptions()
        options.reading.maxRecordBytes = maxRecordBytes
        options.reading.keepsRejectText = rejects != nil
        options.reading.repairsQuotes = repairQuotes
        options.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        return options
    }
}

/// What `--decimal` takes.
enum DecimalChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, point, comma

    /// The mark, unless it is to be found out.
    var mark: DecimalMark? { DecimalMark(rawValue: rawValue) }
}

/// Where results go.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file; its extension sets the format unless --format does.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Option(help: ArgumentHelp("The format: table, csv, json or markdown.", valueName: "format"))
    var format: Format?

    /// The format asked for, by option or extension.
    func format(default standard: Format) -> Format {
        if let format { return format }
        guard let name = output?.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return standard }
        switch name[dot...].lowercased() {
        case ".csv": return .csv
        case ".json": return .json
        case ".md", ".markdown": return .markdown
        case ".txt": return .table
        default: return standard
        }
    }
}

/// Whether a run is taken down.
struct ManifestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write what went in and what came out, with hashes, to this JSON file; 'lumbar verify' runs it again.",
            valueName: "file"
        ),
        completion: .file()
    )
    var manifest: String?
}

/// The formats of results.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json, markdown
}
