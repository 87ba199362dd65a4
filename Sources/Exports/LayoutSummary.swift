// A layout in one line, for standard error.

package import Codebook

extension Layout {
    /// What was recognised, in one line: `read as a Qualtrics export (…): 3 header rows; several options: spine (6 columns)`. Nil for plain files.
    package var summary: String? {
        guard platform != .plain else { return nil }
        let reason = evidence.map { " (by \($0))" } ?? ""
        var parts = ["\(headerRows) header row\(headerRows == 1 ? "" : "s")"]
        let several = multipleChoices
        if !several.isEmpty {
            let listed = several.prefix(4).map(\.multipleChoiceText).joined(separator: ", ")
            let more = several.count > 4 ? " and \(several.count - 4) more" : ""
            parts.append("several options in \(listed)\(more)")
        }
        let leaveOut = exclusions.map { $0.reason.rawValue }
        if !leaveOut.isEmpty { parts.append("\(leaveOut.joined(separator: " and ")) rows left out") }
        return "read as a \(platform.title) export\(reason): \(parts.joined(separator: "; "))"
    }
}

extension Layout {
    /// The names, in a file's header, of the columns that are the platform's own.
    package func platformNames(in header: [String]) -> Set<String> {
        Set(questions.filter(\.isPlatforms).map { header[$0.column] })
    }
}

extension Question {
    /// How a message names the question: what the file calls it, of long texts the beginning.
    package var title: String {
        let name = names.first?.text ?? ""
        return name.count > 60 ? name.prefix(57) + "…" : name
    }

    fileprivate var multipleChoiceText: String {
        if !options.isEmpty { return "'\(title)' (\(options.count) column\(options.count == 1 ? "" : "s"))" }
        let marks = separators.map { $0 == " " ? "spaces" : "'\($0)'" }
        return "'\(title)' (joined by \(marks.joined(separator: " or ")))"
    }
}
