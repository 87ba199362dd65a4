// What a user should know beside the results, on standard error.

import Codebook
import Cohort
import Dialects
import Reporting
import RuleSets
import Synchronization

/// Notes on a finished run.
struct Notes {
    private(set) var lines: [String] = []

    /// Notes the columns that were not used and, if the results have no place for it, what was left out for want of columns.
    init(_ result: RunResult, leavesOut: Bool) {
        for file in result.bindings where !file.binding.unbound.isEmpty {
            let names = file.binding.unbound.prefix(8).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
            let more = file.binding.unbound.count > 8 ? " and \(file.binding.unbound.count - 8) more" : ""
            lines.append("\(file.path): columns that answer no variable, so not used: \(names)\(more)")
        }
        guard leavesOut else { return }
        if let because = result.plan.populationLeftOut {
            lines.append("every record counts as in the population: \(because)")
        }
        for (subject, because) in result.plan.notAssessed { lines.append("not assessed: \(subject) (\(because))") }
    }
}

/// Writes what was recognised of a file, or what is odd about it, beside whatever progress is shown.
func report(_ note: DialectNote) {
    Progress.clearLine()
    report("lumbar: \(note.description)")
}

/// Writes notes, a line each.
func report(_ notes: Notes) {
    for line in notes.lines { report("lumbar: \(line)") }
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
