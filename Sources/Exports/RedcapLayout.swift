// REDCap: checkboxes as one 0/1 column per code, `var___code` in raw exports and `Label (choice=Option)` in those with labels.

internal import Codebook

/// Reads the header of REDCap.
enum RedcapLayout {
    private static let eventNames: Set<String> = [
        "redcapeventname", "redcaprepeatinstrument", "redcaprepeatinstance", "redcapdataaccessgroup",
        "redcapsurveyidentifier", "eventname", "repeatinstrument", "repeatinstance", "dataaccessgroup",
        "surveyidentifier",
    ]
    private static let states: Set<String> = ["0", "1", "2", "incomplete", "unverified", "complete"]

    static func recognise(_ sample: Sample) -> Evidence? {
        if let column = sample.header.first(where: { $0.hasPrefix("redcap_") }) {
            return Evidence(.redcap, "the column '\(column)'")
        }
        if let choices = choices(sample).first {
            return Evidence(.redcap, "the columns of the checkbox '\(choices.names[0].text)'")
        }
        let complete = sample.header.indices.first {
            isCompletion(sample.header[$0]) && sample.holdsOnly(states, $0, headerRows: 1)
        }
        return complete.map { Evidence(.redcap, "the column '\(sample.header[$0])'") }
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        let choices = choices(sample)
        let taken = Set(choices.flatMap(\.columns))
        let others = sample.header.indices.filter { !taken.contains($0) }.map { column in
            let name = sample.header[column]
            let isPlatforms =
                name.hasPrefix("redcap_") || isCompletion(name) || name.hasSuffix("_timestamp")
                || (column > 0 && eventNames.contains(normalisedSpelling(name)))
            return Question(column: column, names: [Question.Name(name, .header)], isPlatforms: isPlatforms)
        }
        return Layout(
            .redcap,
            questions: choices + others,
            missingWords: [.blank: ["[not completed]"]],
            evidence: evidence
        )
    }

    private static func isCompletion(_ name: String) -> Bool { name.hasSuffix("_complete") || name == "Complete?" }

    /// The checkboxes: options of one name, wherever they stand, whose cells are ticks.
    private static func choices(_ sample: Sample) -> [Question] {
        var questions: [Question] = []
        var places: [String: Int] = [:]
        let words = TickWords.ticked.union(TickWords.unticked)
        for (column, name) in sample.header.enumerated() {
            guard let (base, option, origin) = split(name) else { continue }
            guard sample.values(column, headerRows: 1).allSatisfy({ words.contains($0.lowercased()) }) else { continue }
            let part = Question.Option(column: column, names: [option])
            if let place = places[base] {
                questions[place].options.append(part)
            } else {
                places[base] = questions.count
                questions.append(Question(column: column, names: [Question.Name(base, origin)], options: [part]))
            }
        }
        return questions
    }

    /// The question and option of a checkbox's column. A code of `-1` is written `____1`.
    private static func split(_ name: String) -> (base: String, option: String, origin: Question.Name.Origin)? {
        // Nearly all names have neither mark, which their bytes tell fastest.
        let hasLine = name.utf8.contains(UInt8(ascii: "_"))
        if hasLine, let mark = name.ranges(of: "___").first, mark.lowerBound != name.startIndex,
            mark.upperBound != name.endIndex
        {
            let code = name[mark.upperBound...]
            return (
                String(name[..<mark.lowerBound]), code.first == "_" ? "-" + code.dropFirst() : String(code), .header
            )
        }
        guard name.utf8.last == UInt8(ascii: ")"), let mark = name.ranges(of: "(choice=").last else { return nil }
        let base = trimmedText(String(name[..<mark.lowerBound]))
        let option = trimmedText(String(name[mark.upperBound...].dropLast()))
        return base.isEmpty || option.isEmpty ? nil : (base, option, .text)
    }
}
