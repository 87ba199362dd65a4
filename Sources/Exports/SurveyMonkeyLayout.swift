// SurveyMonkey: questions in the first header row, their options in the second under blank cells of the first.

internal import Codebook

/// Reads the header rows of SurveyMonkey.
enum SurveyMonkeyLayout {
    private static let idNames: Set<String> = [
        "respondentid", "iddelencuestado", "identifiantdurepondant", "teilnehmerid", "befragtenid",
    ]
    /// What the second row says where a question has one column.
    private static let responseWords: Set<String> = [
        "response", "openendedresponse", "antwort", "respuesta", "reponse", "offeneantwort", "respuestaabierta",
        "reponseouverte",
    ]

    static func recognise(_ sample: Sample) -> Evidence? {
        guard let second = sample.row(1), let first = sample.header.first, second.first == "" else { return nil }
        let hasOptions = zip(sample.header, second).contains { $0.isEmpty && !$1.isEmpty }
        let hasResponses = second.contains { responseWords.contains(normalisedSpelling($0)) }
        guard hasResponses || hasOptions, idNames.contains(normalisedSpelling(first)) else { return nil }
        return Evidence(.surveymonkey, "the column '\(first)' and a second header row of options")
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        let second = sample.row(1) ?? Array(repeating: "", count: sample.header.count)
        let headerRows = sample.row(1) == nil ? 1 : 2
        var questions: [Question] = []
        var column = 0
        while column < sample.header.count {
            var end = column + 1
            while end < sample.header.count, sample.header[end].isEmpty, !second[end].isEmpty { end += 1 }
            questions += self.questions(column..<end, sample, second, headerRows)
            column = end
        }
        return Layout(.surveymonkey, headerRows: headerRows, questions: questions, evidence: evidence)
    }

    private static func questions(
        _ columns: Range<Int>,
        _ sample: Sample,
        _ second: [String],
        _ headerRows: Int
    ) -> [Question] {
        let text = sample.header[columns.lowerBound]
        if columns.count == 1 {
            let option = second[columns.lowerBound]
            var names = [Question.Name(text, .header)]
            if !option.isEmpty, !responseWords.contains(normalisedSpelling(option)) {
                names.append(Question.Name(option, .text))
            }
            return [Question(column: columns.lowerBound, names: names, isPlatforms: option.isEmpty)]
        }
        let options = columns.filter { isOption($0, second[$0], sample, headerRows) == true }
        let others = columns.filter { isOption($0, second[$0], sample, headerRows) == false }
        // One column may be the free text of "Other (please specify)".
        if !options.isEmpty, others.count <= 1, columns.count - others.count > 1 {
            let ticked = columns.filter { !others.contains($0) }
            let question = Question(
                column: ticked[0],
                names: [Question.Name(text, .header)],
                options: ticked.map { Question.Option(column: $0, names: [second[$0]]) }
            )
            return [question]
                + others.map { Question(column: $0, names: [Question.Name(second[$0], .text)], isPlatforms: true) }
        }
        return columns.map { column in
            Question(
                column: column,
                names: [Question.Name(second[column], .text), Question.Name(text + " " + second[column], .text)]
            )
        }
    }

    /// Whether all that a column holds is its option's text; nil where it is blank.
    private static func isOption(_ column: Int, _ option: String, _ sample: Sample, _ headerRows: Int) -> Bool? {
        let values = sample.values(column, headerRows: headerRows)
        let spelling = normalisedSpelling(option)
        return values.isEmpty ? nil : values.allSatisfy { normalisedSpelling($0) == spelling }
    }
}
