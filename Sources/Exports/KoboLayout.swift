// KoboToolbox and ODK: paths of groups, and questions with several options as one cell, as 0/1 columns, or as both.

internal import Codebook

/// Reads the header of KoboToolbox and ODK.
enum KoboLayout {
    private static let systemNames: Set<String> = [
        "_id", "_uuid", "_submission_time", "_validation_status", "_index", "__version__", "_version_", "_status",
        "_submitted_by", "_notes", "_tags", "_xform_id_string", "_attachments", "_parent_index", "_submission__id",
        "meta/instanceid", "meta-instanceid", "instanceid", "meta/rootuuid", "meta/deprecatedid", "deprecatedid",
        "formhub/uuid", "uuid", "instancename", "key", "submissiondate", "submitterid", "submittername",
        "formversion", "reviewstate", "devicemodel", "deviceid", "username", "simserial", "subscriberid", "start",
        "end", "today", "phonenumber", "meta/instancename", "meta-instancename", "attachmentspresent",
        "attachmentsexpected", "edits", "status",
    ]
    /// Names that no other file is likely to have.
    private static let marks: Set<String> = [
        "_uuid", "_submission_time", "_validation_status", "__version__", "_xform_id_string", "meta/instanceid",
        "meta-instanceid", "instanceid", "formhub/uuid", "_submitted_by", "submissiondate",
    ]

    static func recognise(_ sample: Sample) -> Evidence? {
        let found = sample.header.filter { marks.contains($0.lowercased()) }
        guard found.count > 1 else { return nil }
        return Evidence(.kobo, "the columns '\(found[0])' and '\(found[1])'")
    }

    static func layout(of sample: Sample, evidence: String?) -> Layout {
        let header = sample.header
        let choices = choices(sample)
        let taken = Set(choices.flatMap { $0.columns + [$0.column] })
        let separator = pathSeparator(header)
        let prefixes = separator == "_" ? prefixCounts(header) : [:]
        let others = header.indices.filter { !taken.contains($0) }.map { column in
            let isPlatforms = systemNames.contains(header[column].lowercased())
            let values = isPlatforms ? [] : sample.values(column, headerRows: 1)
            return Question(
                column: column,
                names: names(header[column], separator, prefixes),
                separators: values.allSatisfy(isCodes)
                    ? JoinedCells.separator(of: values, among: [" "]).map { [$0] } ?? [] : [],
                isPlatforms: isPlatforms
            )
        }
        let named = choices.map { question in
            var question = question
            question.names = names(question.names[0].text, separator, prefixes)
            return question
        }
        return Layout(.kobo, questions: named + others, evidence: evidence)
    }

    // MARK: Questions with several options

    /// Columns `q/a`, `q/b` … of ticks, after a column `q` of codes or without it.
    private static func choices(_ sample: Sample) -> [Question] {
        let header = sample.header
        let words: Set<String> = ["0", "1", "true", "false"]
        var questions: [Question] = []
        var column = 0
        while column < header.count {
            defer { column += 1 }
            guard let (base, mark, start) = base(header, column), !systemNames.contains(header[column].lowercased())
            else {
                continue
            }
            var end = start
            while end < header.count, header[end].hasPrefix(base + mark),
                sample.values(end, headerRows: 1).allSatisfy({ words.contains($0.lowercased()) })
            {
                end += 1
            }
            let isAnswered = (start..<end).contains { !sample.values($0, headerRows: 1).isEmpty }
            let hasCell = start > column
            guard isAnswered, end - start > (hasCell ? 0 : 1) else { continue }
            if hasCell, !isCell(column, of: start..<end, base.count + 1, sample) { continue }
            questions.append(
                Question(
                    column: column,
                    names: [Question.Name(base, .header)],
                    options: (start..<end).map {
                        Question.Option(column: $0, names: [String(header[$0].dropFirst(base.count + 1))])
                    }
                )
            )
            column = end - 1
        }
        return questions
    }

    /// The name that options begin with, the mark behind it, and the column of the first, where the question begins at a column.
    private static func base(_ header: [String], _ column: Int) -> (base: String, mark: String, start: Int)? {
        let name = header[column]
        if header.indices.contains(column + 1), !name.isEmpty {
            let next = header[column + 1]
            for mark in ["/", ".", "_", "-"] where next.hasPrefix(name + mark) { return (name, mark, column + 1) }
        }
        // Without a cell for them all only a path is a mark that can be trusted.
        guard let slash = name.lastIndex(of: "/"), slash != name.startIndex else { return nil }
        return (String(name[..<slash]), "/", column)
    }

    /// Whether a cell names the options that are ticked beside it, as far as their codes are in it.
    private static func isCell(_ column: Int, of options: Range<Int>, _ prefix: Int, _ sample: Sample) -> Bool {
        let known = Set(options.map { normalisedSpelling(String(sample.header[$0].dropFirst(prefix))) })
        let parts = sample.values(column, headerRows: 1).flatMap { $0.split(separator: " ") }
        let isCodes = parts.allSatisfy { known.contains(normalisedSpelling(String($0))) }
        // Labels in place of codes are joined by spaces, too.
        return isCodes
            || sample.values(column, headerRows: 1).allSatisfy { value in
                let spelling = normalisedSpelling(value)
                return known.contains { spelling.contains($0) }
            }
    }

    /// Whether a cell is made of what names of options are made of.
    private static func isCodes(_ value: String) -> Bool {
        value.utf8.allSatisfy { byte in
            let letter = byte | 0x20
            return (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || "_-. ".utf8.contains(byte)
        }
    }

    // MARK: Paths

    /// What separates groups in names. A slash always does; the others, which names themselves have, only where the columns of a group share
    /// what stands before.
    private static func pathSeparator(_ header: [String]) -> Character {
        let names = header.filter { !systemNames.contains($0.lowercased()) }
        if names.contains(where: { $0.contains("/") }) { return "/" }
        for mark: Character in [".", "-"] where names.contains(where: { $0.contains(mark) }) { return mark }
        return "_"
    }

    /// How many groups within groups are told apart.
    private static let deepest = 16

    /// How many names begin with each of the beginnings that end in an underscore; O(the names' bytes).
    private static func prefixCounts(_ header: [String]) -> [Substring: Int] {
        var counts: [Substring: Int] = [:]
        for name in header {
            for end in name.indices.lazy.filter({ name[$0] == "_" }).prefix(deepest) {
                counts[name[...end], default: 0] += 1
            }
        }
        return counts
    }

    /// The names of a question: the whole header, then what is left as its groups are taken off.
    private static func names(
        _ name: String,
        _ separator: Character,
        _ prefixes: [Substring: Int]
    ) -> [Question.Name] {
        let parts = name.split(separator: separator)
        guard parts.count > 1 else { return [Question.Name(name, .header)] }
        if separator != "_" {
            return [Question.Name(name, .header), Question.Name(String(parts[parts.count - 1]), .path)]
        }
        // Names have underscores of their own. Where a prefix is a group others have it, too; and what is left of `mother_age` is not an age.
        let paths = (1..<max(1, min(parts.count - 1, deepest))).compactMap { place -> Question.Name? in
            let prefix = parts[..<place].joined(separator: "_") + "_"
            guard prefixes[prefix[...], default: 0] > 2 else { return nil }
            return Question.Name(parts[place...].joined(separator: "_"), .path)
        }
        return [Question.Name(name, .header)] + paths
    }
}
