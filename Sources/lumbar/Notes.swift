// What a user should know beside the results, on standard error.

import Codebook
import Cohort
import Reporting
import RuleSets

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

/// Writes notes, a line each.
func report(_ notes: Notes) {
    for line in notes.lines { report("lumbar: \(line)") }
}
