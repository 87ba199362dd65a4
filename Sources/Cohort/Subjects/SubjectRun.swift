// A first pass over a cohort that finds which of a subject's rows counts.

package import CSVReading
internal import Codebook
internal import Columns
internal import Exports
internal import FEEL
package import RuleSets
internal import Synchronization

/// Finds the rows of subjects that have several.
///
/// Subjects are told apart by the record id; rows without one each stand for themselves. Rejected rows and those that a platform marks as none to count are no
/// candidates. In a REDCap export with events or repeating instruments a row in which the population's question is blank belongs to another instrument:
/// it gives way to one in which it is answered.
package final class SubjectRun: Sendable {
    private let reader: CohortReader
    private let shared: CohortPlan
    private let options: RunOptions
    private let rule: SubjectRule
    /// The variable that the population is about, by position, if there is one.
    private let severity: Int?

    /// Prepares a run. Throws an `InputError` if an input can be seen not to be readable, a `RunError` if the rule set cannot tell subjects apart.
    package init(_ ruleSet: RuleSet, sources: [ByteSource], options: RunOptions, rule: SubjectRule) throws {
        guard ruleSet.codebook.recordID != nil else {
            throw RunError(message: "the rule set has no variable 'record_id', by which subjects could be told apart")
        }
        let severity = ruleSet.populationNumber
        guard rule != .worst || severity != nil else {
            throw RunError(
                message:
                    "the rule set's population is not about one number, so no row is the worst; choose the first or the last"
            )
        }
        let shared = CohortPlan(
            ruleSet,
            needsRecordID: true,
            readsOnly: Set(severity.map { [$0] } ?? []),
            survey: options.survey
        )
        (self.shared, self.options, self.rule, self.severity) = (shared, options, rule, severity)
        reader = try CohortReader(
            sources,
            options: options.reading,
            headerRows: { first, _, _ in shared.headerRows(first) },
            projection: { header, _, path in
                let columns = try shared.project(header, path)
                let binding = shared.bindings.last
                guard binding?.slots.id != nil else {
                    throw RunError(
                        path: path,
                        line: header.line,
                        message:
                            "no column answers 'record_id', by which subjects are told apart; name it in a mapping file (--map)"
                    )
                }
                if rule == .worst, let severity, binding?.binding.matches[severity] == nil {
                    throw RunError(
                        path: path,
                        line: header.line,
                        message:
                            "no column answers '\(ruleSet.codebook.variables[severity].id)', so no row is the worst; choose the first or the last"
                    )
                }
                return columns
            }
        )
    }

    /// How many bytes have been read so far.
    package var bytesRead: Int { reader.bytesRead }
    /// How many bytes there are to read, where that is known.
    package var totalBytes: Int? { reader.totalBytes }

    /// What a worker keeps. Only its worker touches it.
    private struct Worker: @unchecked Sendable {
        var pipeline: Pipeline?
    }

    /// Reads all records and returns those that do not count. Throws what reading throws, and a `RunError` that names the repeats where they are refused.
    package func run() throws -> LeftOutRecords {
        let chooser = SubjectChooser(rule)
        let watch = RepeatWatch<SubjectKey>()
        _ = try OrderedReading(reader: reader, threads: options.threads).run(
            start: { Worker() },
            onBlock: { worker, block, _ in
                guard let plan = shared.plan else { return }
                let pipeline = worker.pipeline ?? Pipeline(plan, kernel: options.kernel)
                worker.pipeline = pipeline
                let file = try pipeline.file(block.layout.fileIndex, shared)
                for run in block.runs {
                    let run = file.leavingOut(run)
                    for first in stride(from: 0, to: run.count, by: ColumnBatch.capacity) {
                        let count = min(ColumnBatch.capacity, run.count - first)
                        pipeline.fill(from: run, of: file, first: first, count: count)
                        add(run, first, count, pipeline.batch, file, chooser, watch)
                    }
                }
            },
            inOrder: nil
        )
        let repeats = watch.found
        if repeats.different > 0 { throw refusal(repeats) }
        return chooser.leftOut
    }

    private func add(
        _ run: RecordRun,
        _ first: Int,
        _ count: Int,
        _ batch: ColumnBatch,
        _ file: FileReaders,
        _ chooser: SubjectChooser,
        _ watch: RepeatWatch<SubjectKey>
    ) {
        guard let slot = file.binding.slots.id, let plan = shared.plan else { return }
        let column = plan.neededColumns.first
        let hasInstruments = file.binding.hasInstruments && column != nil
        for record in 0..<count {
            let id = trimmed(run.cell(record: first + record, slot: slot))
            if id.isEmpty { continue }
            var row = SubjectChooser.Row(number: run.number(of: first + record))
            if let column, batch.isAnswered(column, record: record) { row.severity = batch.numbers(column)[record] }
            if rule == .refuse {
                if hasInstruments, row.severity == -.infinity { continue }
                let place = RowPlace(file: file.index, line: run.line(of: first + record))
                watch.add(SubjectKey(id), at: place) { String(decoding: id.prefix(60), as: UTF8.self) }
            } else {
                chooser.add(SubjectKey(id), row, blankGivesWay: hasInstruments)
            }
        }
    }

    private func refusal(_ repeats: Repeats) -> RunError {
        let paths = shared.bindings.map(\.path)
        let listed = repeats.examples.map { "\"\($0.name)\" (\(describe($0.first, $0.again, paths)))" }
        let subjects = repeats.different == 1 ? "1 subject has" : "\(repeats.different) subjects have"
        return RunError(
            path: paths.count == 1 ? paths[0] : nil,
            message: "\(subjects) more than one row, \(repeats.rows) rows in all: \(listed.joined(separator: ", "))"
                + "\(repeats.different > listed.count ? " and others" : ""); --one-per-subject first, last or worst keeps one of each"
        )
    }
}

/// Two places for a person: `lines 2 and 4`, or with their files where these are several.
package func describe(_ first: RowPlace, _ again: RowPlace, _ paths: [String]) -> String {
    guard first.file != again.file || paths.count > 1 else { return "lines \(first.line) and \(again.line)" }
    func place(_ place: RowPlace) -> String {
        (paths.indices.contains(place.file) ? paths[place.file] + ":" : "line ") + String(place.line)
    }
    return "\(place(first)) and \(place(again))"
}

extension FileBinding {
    /// Whether the rows of one subject can belong to several events or instruments, each with its own questions.
    package var hasInstruments: Bool {
        let names: Set<String> = ["redcap_event_name", "redcap_repeat_instrument", "Event Name", "Repeat Instrument"]
        return layout.platform == .redcap && header.names.contains(where: names.contains)
    }
}

extension RuleSet {
    /// The number that the population is about, by its position in the codebook; nil where it is about none, or several.
    fileprivate var populationNumber: Int? {
        guard let population else { return nil }
        let found = codebook.variables.indices.filter { position in
            guard case .number = codebook.variables[position].type else { return false }
            return population.syntax.names.contains(codebook.variables[position].id)
        }
        return found.count == 1 ? found[0] : nil
    }
}
