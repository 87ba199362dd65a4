// LimeSurvey: one header row of codes or whole questions, an option or row of a table in square brackets behind them.

internal import Codebook

/// Reads the header of LimeSurvey.
enum LimeSurveyLayout {
    private static let submitNames: Set<String> = [
        "submitdate", "datesubmitted", "datumabgeschickt", "abgeschicktam", "fechadeenvio", "datedesoumission",
        "soumisle",
    ]
    private static let otherNames: Set<String> = [
        "lastpage", "letzteseite", "ultimapagina", "dernierepage", "startlanguage", "ausgangssprache", "startsprache",
        "lenguajeinicial", "idiomainicial", "languedinitialisation", "languededepart", "seed", "zufallsstartwert",
        "semilla", "graine",
    ]
    private static let platformNames: Set<String> = [
        "id", "responseid", "antwortid", "antwortidentifikator", "idderantwort", "iddelarespuesta", "iddelareponse",
        "startdate", "datestarted", "datestamp", "datelastaction", "refurl", "ipaddr", "token", "ipaddress",
        "referrerurl", "datumgestartet", "datumletzteaktivitat", "gestartetam", "letzteaktivitatam",
    ]

    static func recognise(_ sample: Sample) -> Evidence? {
        guard let submitted = sample.column(submitNames), sample.count(otherNames) > 0 else { return nil }
        return Evidence(.limesurvey, "the column '\(sample.header[submitted])'")
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        // Options of one question may stand apart, and different questions may have the same text: neighbours belong together.
        var questions: [Question] = []
        var column = 0
        while column < sample.header.count {
            var end = column + 1
            if let stem = split(sample.header[column])?.stem {
                while end < sample.header.count, split(sample.header[end])?.stem == stem { end += 1 }
            }
            questions += self.questions(column..<end, sample)
            column = end
        }
        let submitted = sample.column(submitNames)
        return Layout(
            .limesurvey,
            questions: questions,
            exclusions: submitted.map { [RowExclusion(.unsubmitted, column: $0, .isBlank)] } ?? [],
            evidence: evidence
        )
    }

    private static func questions(_ columns: Range<Int>, _ sample: Sample) -> [Question] {
        let header = sample.header
        guard let stem = split(header[columns.lowerBound])?.stem else {
            let spelling = normalisedSpelling(header[columns.lowerBound])
            let isPlatforms =
                platformNames.contains(spelling) || otherNames.contains(spelling) || submitNames.contains(spelling)
            return [
                Question(column: columns.lowerBound, names: names(header[columns.lowerBound]), isPlatforms: isPlatforms)
            ]
        }
        let words = TickWords.ticked.union(TickWords.unticked)
        let ticked = columns.filter { column in
            sample.values(column, headerRows: 1).allSatisfy { words.contains($0.lowercased()) }
        }
        let isAnswered = ticked.contains { !sample.values($0, headerRows: 1).isEmpty }
        if ticked.count > 1, isAnswered, columns.count - ticked.count <= 1 {
            let options = ticked.map { Question.Option(column: $0, names: [split(header[$0])?.option ?? ""]) }
            let question = Question(column: ticked[0], names: names(stem), options: options)
            return [question]
                + columns.filter { !ticked.contains($0) }.map {
                    Question(column: $0, names: [Question.Name(header[$0], .header)], isPlatforms: true)
                }
        }
        return columns.map { column in
            let option = split(header[column])?.option ?? ""
            return Question(
                column: column,
                names: [Question.Name(header[column], .header), Question.Name(option, .text)]
            )
        }
    }

    /// The names of a question: its header, and code and text apart where it has both (`G1Q3. How old are you?`).
    private static func names(_ header: String) -> [Question.Name] {
        guard let dot = header.ranges(of: ". ").first, !header[..<dot.lowerBound].contains(" ") else {
            return [Question.Name(header, .header)]
        }
        return [
            Question.Name(String(header[..<dot.lowerBound]), .header),
            Question.Name(trimmedText(String(header[dot.upperBound...])), .text),
        ]
    }

    /// `question` and `option` of `question [option]`.
    private static func split(_ header: String) -> (stem: String, option: String)? {
        guard header.last == "]", let open = header.lastIndex(of: "[") else { return nil }
        let stem = trimmedText(String(header[..<open]))
        let option = trimmedText(String(header[header.index(after: open)...].dropLast()))
        return stem.isEmpty || option.isEmpty ? nil : (stem, option)
    }
}
