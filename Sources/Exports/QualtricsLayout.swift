// Qualtrics: ids, question texts and import ids as three header rows; two in older exports.

internal import Codebook

/// Reads the header rows of Qualtrics.
enum QualtricsLayout {
    /// The columns that every export has, as normalised spellings.
    private static let systemNames: Set<String> = [
        "startdate", "enddate", "status", "ipaddress", "progress", "durationinseconds", "finished", "recordeddate",
        "responseid", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
        "externaldatareference", "emailaddress", "responseset", "locationlatitude", "locationlongitude",
        "locationaccuracy", "distributionchannel", "userlanguage",
        // Older exports, whose second row has the names.
        "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10",
    ]
    /// Tries of the survey: the codes and labels of a column `Status`.
    private static let previews: Set<String> = [
        "1", "2", "9", "17", "survey preview", "survey test", "preview", "test", "spam, survey preview",
        "offline survey preview", "umfragevorschau", "vista previa de la encuesta", "aperçu de l'enquête",
    ]

    static func recognise(_ sample: Sample) -> Evidence? {
        if isImportRow(sample.row(2)) || isImportRow(sample.row(1)) {
            return Evidence(.qualtrics, "its row of import ids")
        }
        // In older exports the second row has the names, above it `V1`, `V2` and so on.
        let rows = [sample.header, sample.row(1) ?? []].map {
            Set($0.map(normalisedSpelling)).intersection(systemNames)
        }
        let isMarked = rows.contains { $0.count >= 4 && ($0.contains("responseid") || $0.contains("responseset")) }
        guard isMarked else { return nil }
        return Evidence(.qualtrics, "its columns 'StartDate', 'Finished' and others")
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        let headerRows = isImportRow(sample.row(2)) ? 3 : isImportRow(sample.row(1)) || isTextRow(sample) ? 2 : 1
        let isOnlyImportRow = headerRows == 2 && isImportRow(sample.row(1))
        let texts = headerRows > 1 && !isOnlyImportRow ? sample.row(1) ?? [] : []
        let names = sample.header
        var questions: [Question] = []
        var column = 0
        while column < names.count {
            let group = group(from: column, names)
            if let question = multipleChoice(group, names, texts, sample, headerRows) {
                questions.append(question)
                column = group.upperBound
                continue
            }
            questions.append(self.question(column, names, texts, sample, headerRows))
            column += 1
        }
        return Layout(
            .qualtrics,
            headerRows: headerRows,
            questions: questions,
            exclusions: exclusions(names, texts),
            // A question that was seen but not answered.
            missingWords: [.blank: ["-99"]],
            evidence: evidence
        )
    }

    private static func isImportRow(_ row: [String]?) -> Bool {
        guard let row else { return false }
        let cells = row.filter { !$0.isEmpty }
        return !cells.isEmpty && cells.allSatisfy { $0.hasPrefix("{\"ImportId\"") || $0.hasPrefix("{'ImportId'") }
    }

    /// Whether the second row holds texts where records hold dates and numbers.
    private static func isTextRow(_ sample: Sample) -> Bool {
        guard let row = sample.row(1) else { return false }
        let numeric: Set<String> = [
            "startdate", "enddate", "recordeddate", "progress", "durationinseconds", "finished",
        ]
        let old: Set<String> = ["v8", "v9", "v10"]
        let names = numeric.union(old)
        let cells = sample.header.indices.filter { names.contains(sample.spellings[$0]) }.map { row[$0] }
            .filter { !$0.isEmpty }
        let truths = TickWords.ticked.union(TickWords.unticked)
        return !cells.isEmpty && cells.allSatisfy { $0.first?.isNumber == false && !truths.contains($0.lowercased()) }
    }

    // MARK: Questions

    private static func question(
        _ column: Int,
        _ names: [String],
        _ texts: [String],
        _ sample: Sample,
        _ headerRows: Int
    ) -> Question {
        var all = [Question.Name(names[column], .header)]
        if texts.indices.contains(column), !texts[column].isEmpty, texts[column] != names[column] {
            let text = withoutChoiceMark(texts[column])
            all.append(Question.Name(text, .text))
            // One row of a matrix: its own text comes last.
            if let dash = text.ranges(of: " - ").last {
                all.append(Question.Name(String(text[dash.upperBound...]), .text))
            }
        }
        let isSystem = all.contains { systemNames.contains(normalisedSpelling($0.text)) }
        let values = isSystem ? [] : sample.values(column, headerRows: headerRows)
        let separator = JoinedCells.separator(of: values, among: [","])
        return Question(column: column, names: all, separators: separator.map { [$0] } ?? [], isPlatforms: isSystem)
    }

    /// The columns `Q3_1`, `Q3_2` … from a column on.
    private static func group(from start: Int, _ names: [String]) -> Range<Int> {
        guard let base = base(of: names[start]) else { return start..<start + 1 }
        var end = start + 1
        while end < names.count, self.base(of: names[end]) == base { end += 1 }
        return start..<end
    }

    /// `Q3` of `Q3_4`.
    private static func base(of name: String) -> Substring? {
        guard let mark = name.lastIndex(of: "_"), mark != name.startIndex else { return nil }
        let number = name[name.index(after: mark)...]
        return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber } ? name[..<mark] : nil
    }

    /// A group of columns whose cells are their option's text or number, or blank.
    private static func multipleChoice(
        _ group: Range<Int>,
        _ names: [String],
        _ texts: [String],
        _ sample: Sample,
        _ headerRows: Int
    ) -> Question? {
        guard group.count > 1, texts.count == names.count else { return nil }
        let (stem, options) = splitAtCommonStem(group.map { texts[$0] })
        guard let stem else { return nil }
        var isTicked = false
        for (column, option) in zip(group, options) {
            let values = Set(sample.values(column, headerRows: headerRows).filter { $0 != "-99" })
            guard values.count <= 1 else { return nil }
            guard let value = values.first else { continue }
            guard value == "1" || normalisedSpelling(value) == normalisedSpelling(option) else { return nil }
            isTicked = true
        }
        // Where nobody ticked anything yet, only the words of the header tell a choice from a table of ratings.
        guard isTicked || texts[group.lowerBound].contains("Selected Choice") else { return nil }
        let base = base(of: names[group.lowerBound]).map(String.init) ?? names[group.lowerBound]
        return Question(
            column: group.lowerBound,
            names: [Question.Name(base, .header), Question.Name(stem, .text)],
            options: zip(group, options).map { column, option in
                let number = names[column].dropFirst(base.count + 1)
                return Question.Option(column: column, names: [option, String(number)])
            }
        )
    }

    /// What some texts have in common up to a dash, and what each has behind it.
    private static func splitAtCommonStem(_ texts: [String]) -> (stem: String?, options: [String]) {
        guard let first = texts.first else { return (nil, []) }
        let common = texts.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        for mark in [" - ", "-"] {
            guard let dash = common.ranges(of: mark).last else { continue }
            let length = common.distance(from: common.startIndex, to: dash.upperBound)
            let stem = withoutChoiceMark(trimmedText(String(common[..<dash.lowerBound])))
            return (stem, texts.map { trimmedText(String($0.dropFirst(length))) })
        }
        return (nil, [])
    }

    private static func withoutChoiceMark(_ text: String) -> String {
        for mark in [" - Selected Choice", "-Selected Choice"] {
            guard let range = text.ranges(of: mark).last else { continue }
            return String(text[..<range.lowerBound] + text[range.upperBound...])
        }
        return text
    }

    // MARK: Rows

    private static func exclusions(_ names: [String], _ texts: [String]) -> [RowExclusion] {
        func column(_ name: String) -> Int? {
            names.firstIndex { normalisedSpelling($0) == name } ?? texts.firstIndex { normalisedSpelling($0) == name }
        }
        var exclusions: [RowExclusion] = []
        if let status = column("status") {
            exclusions.append(RowExclusion(.preview, column: status, .isOneOf(previews)))
        }
        if let finished = column("finished") {
            exclusions.append(RowExclusion(.unfinished, column: finished, .isOneOf(TickWords.unticked)))
        } else if let progress = column("progress") {
            exclusions.append(RowExclusion(.unfinished, column: progress, .isBelow(100)))
        }
        return exclusions
    }
}
