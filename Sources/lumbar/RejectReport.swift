// What happens to rejected records: a file, warnings, or an error.

import CSVReading
import Cohort
import Reporting

/// Takes the rejected records of a run.
struct RejectReport {
    private let file: OutputFile?
    private let choices: ReadingChoices

    /// Opens the file for rejects, if one is asked for.
    init(_ choices: ReadingChoices, _ record: RunRecord? = nil) throws {
        self.choices = choices
        file = try choices.rejects.map { path in
            let file = try record?.output(path, role: "rejects") ?? OutputFile(path: path)
            if choices.spreadsheetSafe { file.makeSpreadsheetSafe() }
            return file
        }
        try file?.write(RejectRows.header)
    }

    /// Writes the rejects of a block.
    func add(_ rejects: [Reject], path: String) throws {
        guard let file, !rejects.isEmpty else { return }
        var rows: [UInt8] = []
        RejectRows.append(rejects, path: path, to: &rows)
        try file.write(rows)
    }

    private func describe(_ count: RejectCount) -> String {
        let number = "\(count.count) record\(count.count == 1 ? "" : "s")"
        let what = count.isRepaired ? "repaired that would be rejected" : "rejected"
        // What a repair is need not be said of each reason again.
        let first = count.isRepaired ? "its quotes were read as text" : count.firstMessage
        return "\(number) \(what) for \(count.reason.rawValue), the first here: \(first)"
    }

    /// Warns of what was rejected and finishes the file; throws where the user wants any reject to be an error.
    func finish(_ counts: [RejectCount]) throws {
        if !choices.quiet || choices.strict {
            for count in counts {
                report("lumbar: " + harmless("\(count.firstFile):\(count.firstLine): \(describe(count))"))
            }
            if !choices.repairQuotes, counts.contains(where: \.reason.isAboutQuotes) {
                report(
                    "lumbar: --repair-quotes keeps lines rejected for quotes that fit the header with their quotes as text"
                )
            }
            if let path = choices.rejects, !counts.isEmpty { report("lumbar: the rejected records are in \(path)") }
        }
        try file?.finish()
        if choices.strict, counts.contains(where: { !$0.isRepaired }) {
            throw Failure(.unusableData, "records were rejected, which --strict makes an error")
        }
    }
}
