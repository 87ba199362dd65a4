// The library's way in: a rule set made ready to classify records and summarise cohorts.

internal import Codebook
internal import Cohort
internal import CSVReading
internal import Dialects
internal import Prevalence
internal import Reporting
internal import RuleSetFiles
internal import RuleSets

/// Decides which causes of back pain after training apply to records.
///
/// ```swift
/// let classifier = try Classifier()
/// let result = try classifier.classify(["pain_severity": .number(4), "load_change_percent": .number(60)])
/// print(result.mainCause, result.verdicts["overtraining"])  // overtraining, present
/// ```
///
/// It describes answers and the definitions that they meet; it makes no diagnosis and does not replace a clinician.
public struct Classifier: Sendable {
    private let ruleSet: RuleSet

    /// Makes a classifier.
    ///
    /// - Parameters:
    ///   - yaml: The UTF-8 text of a rule-set file; nil for the built-in rule set.
    ///   - profile: The profile whose parameter values are in force; nil for the rule set's own.
    ///   - settings: Parameters to change, by name.
    /// - Throws: ``LumbarError`` with every problem of the rule set, each with its line and column.
    public init(ruleSet yaml: String? = nil, profile: String? = nil, settings: [String: Double] = [:]) throws {
        let file = yaml.map { RuleSetFile(path: "rule set", bytes: Array($0.utf8)) } ?? RuleSetFile.builtIn
        let problems = file.problems + (yaml == nil ? [] : file.ruleSet?.check() ?? [])
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty, var ruleSet = file.ruleSet else {
            let lines = errors.map { "\($0.place.line):\($0.place.column): \($0.message)" }
            throw LumbarError(message: lines.joined(separator: "\n"))
        }
        do {
            if let profile { ruleSet = try ruleSet.applying(profile: profile) }
            for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
                ruleSet = try ruleSet.setting(name, to: value)
            }
        } catch {
            throw LumbarError(message: error.message)
        }
        self.ruleSet = ruleSet
    }

    /// The ids of the causes, in the order in which the main cause is sought.
    public var causes: [String] { ruleSet.causes.map(\.id) }

    /// Classifies one record, given by variable id; a variable that is not given has no answer. O(size of the rule set).
    ///
    /// - Throws: ``LumbarError`` if a name is no variable, or an answer does not fit its variable.
    public func classify(_ answers: [String: Answer]) throws -> Classification {
        let given = answers.sorted { $0.key < $1.key }.map { (variable: $0.key, answer: $0.value.given) }
        do {
            let trial = try ruleSet.makeTrial()
            try trial.run(given)
            return Classification(trial, ruleSet)
        } catch {
            throw LumbarError(message: error.message)
        }
    }

    /// Reads CSV files as one cohort and hands on the rows of `lumbar classify --format csv`, header first, in input order.
    ///
    /// - Parameters:
    ///   - paths: The files.
    ///   - threads: The number of workers.
    ///   - write: Takes the rows piece by piece, one call at a time; what it throws ends the run and is thrown on.
    /// - Returns: How many records were read, and how many of them were rejected as malformed.
    /// - Throws: ``LumbarError`` if a file cannot be read or its header not be bound.
    /// - Complexity: One pass over the bytes, in memory that does not grow with them.
    @discardableResult
    public func classify(
        paths: [String],
        threads: Int = 1,
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) throws -> (read: Int, rejected: Int) {
        try write(Array(ClassificationWriter.header(ruleSet).utf8))
        let result = try run(paths, threads: threads, groups: []) { run in
            try run.run(
                onBatch: { batch, own, rows in
                    let writer = (own as? ClassificationWriter) ?? ClassificationWriter(batch)
                    own = writer
                    writer.appendCSV(batch, to: &rows)
                },
                inOrder: { rows, _, _ in if !rows.isEmpty { try write(rows) } }
            )
        }
        return (result.recordsRead, result.recordsRejected)
    }

    /// Reads CSV files as one cohort and summarises how common each cause is, overall and by the named groups.
    ///
    /// - Parameters:
    ///   - paths: The files.
    ///   - groups: One to three groups of the rule set; nil for those that it summarises by.
    ///   - threads: The number of workers; the result does not depend on it.
    /// - Returns: The summary.
    /// - Throws: ``LumbarError`` if a file cannot be read, its header not be bound, or a group does not exist.
    /// - Complexity: One pass over the bytes, in memory that does not grow with them.
    public func summarise(paths: [String], groupedBy groups: [String]? = nil, threads: Int = 1) throws -> CohortSummary
    {
        CohortSummary(try run(paths, threads: threads, groups: groups ?? ruleSet.summariseBy) { try $0.run() })
    }

    private func run(
        _ paths: [String],
        threads: Int,
        groups: [String],
        _ body: (CohortRun) throws -> RunResult
    ) throws -> RunResult {
        var options = RunOptions()
        options.threads = threads
        options.groups = groups
        do {
            let sources = paths.map { ByteSource.file(path: $0).recognised() }
            return try body(try CohortRun(ruleSet, sources: sources, options: options, needsRecordID: true))
        } catch let error as InputError {
            throw LumbarError(message: error.description)
        } catch let error as RunError {
            throw LumbarError(message: error.message)
        }
    }
}

/// Why something could not be done.
public struct LumbarError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    public var message: String

    /// The message.
    public var description: String { message }
}
