// `lumbar rules`: what rule authors need.

import ArgumentParser
import FEEL
import Foundation
import Reporting
import RuleSetFiles
import RuleSets

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Read, check and try rule sets.",
        subcommands: [RulesCheck.self, RulesShow.self, RulesTest.self, RulesList.self, RulesEval.self]
    )
}

/// The rule-set file of `check` and `test`: an argument, or `--rules`.
struct RuleSetFileArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The rule-set file (default: the built-in one).", valueName: "file"),
        completion: .file()
    )
    var file: String?

    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("The same as the argument.", valueName: "file"),
        completion: .file()
    )
    var rules: String?

    func load() throws -> RuleSetFile {
        if file != nil, rules != nil { throw ValidationError("name the rule set once, as argument or with --rules") }
        guard let path = file ?? rules else { return RuleSetFile.builtIn }
        return RuleSetFile(path: path, bytes: try readWholeFile(path, as: "rule set"))
    }
}

struct RulesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Every problem of a rule set, with file, line and column.",
        discussion: "Ends with 65 if there is an error; a warning is none."
    )

    @OptionGroup var argument: RuleSetFileArgument

    func run() throws {
        let file = try argument.load()
        let problems = file.problems + (file.ruleSet?.check() ?? [])
        let output = try OutputFile(path: nil)
        for problem in problems { try output.write(describe(problem, in: file.path) + "\n") }
        let errors = problems.count { $0.severity == .error }
        let warnings = problems.count - errors
        guard errors == 0, let ruleSet = file.ruleSet else {
            throw Failure(
                .unusableData,
                "\(file.path): \(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")"
            )
        }
        let rules = ruleSet.causes.reduce(0) { $0 + $1.rules.count }
        let flags = ruleSet.flags.isEmpty ? "" : "\(ruleSet.flags.count) flags, "
        try output.write(
            "\(file.path): no errors, \(warnings) warning\(warnings == 1 ? "" : "s") "
                + "(\(ruleSet.causes.count) causes, \(rules) rules, \(flags)\(ruleSet.tests.count) tests)\n"
        )
    }
}

struct RulesShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The rule set as a file, ready to be edited and passed back with --rules."
    )

    @OptionGroup var rules: RuleSetOptions

    func run() throws {
        guard rules.profile == nil, rules.settings.isEmpty else {
            throw ValidationError("'rules show' prints the file as it is; 'rules list' takes --profile and --set")
        }
        let output = try OutputFile(path: nil)
        try output.write(rules.loadFile().text)
    }
}

struct RulesTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests inside a rule set.",
        discussion: "Ends with 65 if one fails."
    )

    @OptionGroup var argument: RuleSetFileArgument

    @Flag(name: .shortAndLong, help: "Name the tests that pass, too.")
    var verbose = false

    func run() throws {
        let file = try argument.load()
        guard let ruleSet = file.ruleSet else {
            let lines = file.problems.map { describe($0, in: file.path) }
            throw Failure(.unusableData, (["the rule set cannot be used:"] + lines).joined(separator: "\n"))
        }
        let output = try OutputFile(path: nil)
        let outcomes: [TestOutcome]
        do {
            outcomes = try ruleSet.runTests()
        } catch {
            throw Failure(.unusableData, "\(file.path): \(error.message)")
        }
        for outcome in outcomes where verbose || !outcome.failures.isEmpty {
            let mark = outcome.failures.isEmpty ? "passed" : "FAILED"
            try output.write(harmless("\(file.path):\(outcome.test.place.line): \(mark): \(outcome.test.name)") + "\n")
            for failure in outcome.failures { try output.write(harmless("    \(failure)") + "\n") }
        }
        let failed = outcomes.count { !$0.failures.isEmpty }
        try output.write("\(outcomes.count) tests, \(failed) failed\n")
        if failed > 0 { throw Failure(.unusableData, nil) }
    }
}

struct RulesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Causes with their rules, red flags, parameters with their values and sources, and groups."
    )

    @OptionGroup var rules: RuleSetOptions

    func run() throws {
        let (_, ruleSet) = try rules.load(withFlags: true)
        let output = try OutputFile(path: nil)
        try output.write(ruleSet.listing())
    }
}

struct RulesEval: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "The value of an expression over given values, as JSON.",
        discussion: """
            A variable that is not given has no answer. What does not fit, such as a number compared with a text, is null here, as the \
            FEEL standard has it; in a rule set it is an error.
            """
    )

    @Argument(help: "An expression of the condition language, such as 'age_years >= 60'.")
    var expression: String

    @Option(help: ArgumentHelp("Values by name, as a JSON object: '{\"age_years\": 61}'.", valueName: "json"))
    var given: String = "{}"

    @OptionGroup var rules: RuleSetOptions

    func run() throws {
        let (_, ruleSet) = try rules.load(withFlags: true)
        let values: [String: GivenJSON]
        do {
            values = try JSONDecoder().decode([String: GivenJSON].self, from: Data(given.utf8))
        } catch {
            throw ValidationError(
                "'--given' must be a JSON object of numbers, true, false, null, texts and lists of texts"
            )
        }
        let output = try OutputFile(path: nil)
        do {
            let value = try ruleSet.evaluate(expression, given: values.mapValues(\.answer))
            try output.write(JSONValue(value).text + "\n")
        } catch TrialError.given(let message) {
            throw ValidationError(message)
        } catch TrialError.expression(let diagnostics) {
            throw Failure(.unusableData, diagnostics.map(pointing).joined(separator: "\n"))
        }
    }

    /// A problem with the expression and a caret under its place.
    private func pointing(_ diagnostic: Diagnostic) -> String {
        let before = String(decoding: Array(expression.utf8.prefix(diagnostic.span.lowerBound)), as: UTF8.self)
        let column = before.count + 1
        guard !expression.contains("\n"), expression.count <= 200 else {
            return "column \(column): \(diagnostic.message)"
        }
        return
            "column \(column): \(diagnostic.message)\n  \(expression)\n  \(String(repeating: " ", count: before.count))^"
    }
}

/// A value given in JSON.
private struct GivenJSON: Decodable {
    var answer: GivenAnswer

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            answer = .missing
        } else if let value = try? container.decode(Bool.self) {
            answer = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            answer = .number(value)
        } else if let value = try? container.decode(String.self) {
            answer = .text(value)
        } else {
            answer = .set(try container.decode([String].self))
        }
    }
}

extension JSONValue {
    fileprivate init(_ value: TrialValue) {
        self =
            switch value {
            case .null: .null
            case .number(let value): .number(value)
            case .boolean(let value): .boolean(value)
            case .text(let value): .string(value)
            }
    }
}
