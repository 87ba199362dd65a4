// A run that looks at every column of one file, to draft a mapping.

package import CSVReading
internal import Codebook
internal import Columns
internal import Exports
internal import Mappings
package import RuleSets
internal import Synchronization

/// Counts the values of all columns of a file.
package final class MappingDraftRun: Sendable {
    private let ruleSet: RuleSet
    private let reader: CohortReader
    private let name: String
    private let threads: Int
    private let shared: SharedState

    /// What is known once the header was read.
    private final class SharedState: Sendable {
        struct Found {
            var layout: Layout?
            var intake: Intake?
            var header: [String] = []
        }

        let state = Mutex(Found())
    }

    /// Prepares a run. Throws an `InputError` if the input can be seen not to be readable.
    package init(_ ruleSet: RuleSet, source: ByteSource, options: RunOptions) throws {
        self.ruleSet = ruleSet
        name = source.name
        threads = options.threads
        let shared = SharedState()
        self.shared = shared
        let survey = options.survey
        reader = try CohortReader(
            [source],
            options: options.reading,
            headerRows: { first, _, _ in
                let layout = Layout(first, platform: survey.platform)
                shared.state.withLock { $0.layout = layout }
                return layout.headerRows
            },
            projection: { header, _, path in
                let layout = shared.state.withLock { $0.layout } ?? .plain(header.names)
                do {
                    let intake = try Intake(
                        header: header.names,
                        layout: layout,
                        dictionary: survey.dictionary,
                        dialect: header.dialect,
                        codebook: ruleSet.codebook,
                        keepsConflicts: true
                    )
                    shared.state.withLock { ($0.intake, $0.header) = (intake, header.names) }
                } catch let error as IntakeError {
                    throw RunError(path: path, line: header.line, column: error.column, message: error.message)
                }
                return Array(header.names.indices)
            }
        )
    }

    /// Reads the file and returns the draft. Throws an `InputError` or a `RunError`.
    package func text() throws -> String {
        let reading = OrderedReading(reader: reader, threads: threads)
        let (workers, _) = try reading.run(
            start: { Values() },
            onBlock: { values, block, _ in for run in block.runs { values.add(run) } },
            inOrder: nil
        )
        var counts: [Int: ValueCounts] = [:]
        for worker in workers {
            for (column, found) in worker.counts.enumerated() { counts[column, default: ValueCounts()] += found }
        }
        let (intake, header) = shared.state.withLock { ($0.intake, $0.header) }
        guard let intake else { throw RunError(message: "no header was read; please report this") }
        return MappingDraft.text(
            intake,
            header: header,
            counts: counts,
            codebook: ruleSet.codebook,
            ruleSet: ruleSet.id,
            source: name
        )
    }

    /// The values that one worker met.
    private struct Values: Sendable {
        var counts: [ValueCounts] = []

        mutating func add(_ run: RecordRun) {
            if counts.isEmpty { counts = Array(repeating: ValueCounts(), count: run.slots) }
            for record in 0..<run.count {
                for slot in 0..<run.slots {
                    counts[slot].add(String(decoding: trimmed(run.cell(record: record, slot: slot)), as: UTF8.self))
                }
            }
        }
    }
}
