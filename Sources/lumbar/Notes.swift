// What a user should know beside the results, on standard error.

import Codebook
import CSVReading
import Cohort
import Dialects
import Exports
import Mappings
import Reporting
import RuleSets
import Synchronization

/// Notes on a finished run.
struct Notes {
    private(set) var lines: [String] = []

    /// Notes the columns that were not used and, if the results have no place for it, what was left out for want of columns.
    init(_ result: RunResult, leavesOut: Bool) {
        lines += Self.survey(result)
        for file in result.bindings {
            let platforms = file.layout.platformNames(in: file.header.names)
            let used = file.designColumns.map { file.header.names[$0] }
            let unbound = file.intake.unboundColumns(of: file.header.names.count).map { file.header.names[$0] }
                .filter { !platforms.contains($0) && !used.contains($0) }
            guard !unbound.isEmpty else { continue }
            let named = unbound.filter { !$0.isEmpty }
            let names = named.prefix(8).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
            let others = unbound.count - min(8, named.count)
            let more = others > 0 ? (named.isEmpty ? "\(others) without a name" : " and \(others) more") : ""
            lines.append("\(file.path): columns that answer no variable, so not used: \(names)\(more)")
        }
        guard leavesOut else { return }
        if let because = result.plan.populationLeftOut {
            lines.append("every record counts as in the population: \(because)")
        }
        for (subject, because) in result.plan.notAssessed { lines.append("not assessed: \(subject) (\(because))") }
    }

    /// What was recognised in each file, and which rows were left out.
    static func survey(_ result: RunResult) -> [String] {
        var lines: [String] = []
        for file in result.bindings {
            if let summary = file.layout.summary { lines.append("\(file.path): \(summary)") }
            lines += file.intake.remarks.map { "\(file.path): \($0)" }
            let absent = file.slots.absent.sorted().map { result.plan.ruleSet.codebook.variables[$0].id }
            guard !absent.isEmpty else { continue }
            let listed =
                absent.prefix(3).joined(separator: ", ") + (absent.count > 3 ? " and \(absent.count - 3) more" : "")
            lines.append(
                "\(file.path): no column for red flags that other files ask about (\(listed)), so unanswered there"
            )
        }
        lines += result.ownUnits.map { "\($0.path): \($0.description)" }
        let marked = result.excluded.filter { $0.reason != .repeated }
        if !marked.isEmpty {
            let counts = marked.map { "\($0.records) \($0.reason.rawValue)" }.joined(separator: ", ")
            lines.append("rows left out: \(counts); '--keep-excluded' keeps them")
        }
        for repeats in result.excluded where repeats.reason == .repeated {
            lines.append("rows left out because another row stands for their subject: \(repeats.records)")
        }
        return lines
    }
}

/// Writes what was recognised of a file, or what is odd about it, beside whatever progress is shown.
func report(_ note: DialectNote) {
    Progress.clearLine()
    report("lumbar: \(harmless(note.description))")
}

/// Writes notes, a line each.
func report(_ notes: Notes) {
    for line in notes.lines { report("lumbar: \(harmless(line))") }
}

/// Tells of each file how it was read, once for files in a row that are read alike.
final class DialectReport: Sendable {
    private let isQuiet: Bool
    private let last = Mutex("")

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func add(_ note: DialectNote) {
        guard !isQuiet else { return }
        if note.kind == .recognised {
            let isNews = last.withLock { last in
                defer { last = note.message }
                return last != note.message
            }
            guard isNews else { return }
        }
        report(note)
    }
}
