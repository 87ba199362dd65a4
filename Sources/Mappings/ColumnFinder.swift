// Which question of a file a mapping means by a name.

internal import Codebook
internal import Exports
internal import FEEL
internal import RuleSets

/// Finds the questions that a mapping names. A column that is one option among several becomes a question of its own where it is named.
struct ColumnFinder {
    private let header: [String]
    private(set) var layout: Layout
    /// The mapping's columns, by the question that they mean.
    private(set) var uses: [Int: Mapping.Column] = [:]

    init(_ mapping: Mapping?, _ header: [String], _ layout: Layout) throws(IntakeError) {
        self.header = header
        self.layout = layout
        let columns = mapping?.columns ?? []
        // First the places, since the questions' own move when an option becomes one.
        var places: [Int] = []
        for column in columns { places.append(try place(of: column)) }
        for (column, place) in zip(columns, places) {
            guard let question = self.layout.questions.firstIndex(where: { $0.column == place }) else { continue }
            if let other = uses[question] {
                throw IntakeError(
                    at: column.place,
                    message:
                        "\"\(column.header)\" and \"\(other.header)\" (line \(other.place.line)) are the same column \(place + 1); keep one"
                )
            }
            uses[question] = column
        }
    }

    /// The first column of the question that a mapping's column means.
    private mutating func place(of column: Mapping.Column) throws(IntakeError) -> Int {
        let name = column.header
        if name.hasPrefix("#"), let number = Int(name.dropFirst()) {
            guard header.indices.contains(number - 1) else {
                throw IntakeError(
                    at: column.place,
                    message: "there is no column \(number); the file has \(header.count)"
                )
            }
            return isolated(number - 1)
        }
        // As it stands, then but for spelling; the question's own name before its texts, and those before single columns.
        let tests: [(String) -> Bool] = [
            { $0 == name }, { !normalisedSpelling(name).isEmpty && normalisedSpelling($0) == normalisedSpelling(name) },
        ]
        for test in tests {
            let questions = layout.questions.filter { $0.names.contains { test($0.text) } }
            if questions.count == 1 { return questions[0].column }
            if questions.count > 1 { throw several(questions.map(\.column), column) }
            let columns = header.indices.filter { test(header[$0]) }
            if columns.count == 1 { return isolated(columns[0]) }
            if columns.count > 1 { throw several(columns, column) }
        }
        let known = header + layout.questions.flatMap { $0.names.map(\.text) }
        let hint =
            closestName(to: name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "it begins with \(header.prefix(3).map { "\"\($0.prefix(40))\"" }.joined(separator: ", "))"
        throw IntakeError(at: column.place, message: "the file has no column \"\(name)\"; \(hint)")
    }

    private mutating func isolated(_ column: Int) -> Int {
        let isOption = layout.questions.contains { question in
            question.options.contains { $0.column == column } && question.options.count > 1
        }
        if isOption { layout.isolate(column, name: header[column]) }
        return column
    }

    private func several(_ columns: [Int], _ column: Mapping.Column) -> IntakeError {
        let numbers = columns.prefix(5).map { "\"#\($0 + 1)\"" }.joined(separator: " or ")
        return IntakeError(
            at: column.place,
            message: "the file has \(columns.count) columns \"\(column.header)\"; write \(numbers) to say which"
        )
    }
}
