// Google Forms: the questions themselves as header, several options joined in one cell.

internal import Codebook

/// Reads the header of Google Forms.
enum GoogleFormsLayout {
    private static let timeNames: Set<String> = ["timestamp", "zeitstempel", "marcatemporal", "horodateur"]

    static func recognise(_ sample: Sample) -> Evidence? {
        guard let first = sample.header.first, timeNames.contains(normalisedSpelling(first)) else { return nil }
        let questions = sample.header.dropFirst().filter { $0.contains(" ") || $0.contains("?") }
        let isDated = sample.values(0, headerRows: 1).allSatisfy { $0.first?.isNumber == true && $0.contains(":") }
        guard isDated, 2 * questions.count >= sample.header.count - 1, !questions.isEmpty else { return nil }
        return Evidence(.googleForms, "the first column '\(first)'")
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        let questions = sample.header.enumerated().map { column, name in
            let isPlatforms = column == 0 && timeNames.contains(normalisedSpelling(name))
            let values = isPlatforms ? [] : sample.values(column, headerRows: 1)
            let separator = JoinedCells.separator(of: values, among: JoinedCells.labelSeparators)
            return Question(
                column: column,
                names: [Question.Name(name, .header)],
                separators: separator.map { [$0] } ?? [],
                isPlatforms: isPlatforms
            )
        }
        return Layout(.googleForms, questions: questions, evidence: evidence)
    }
}
