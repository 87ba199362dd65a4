// The first draft of a mapping: guesses with their reasons, the values seen, and blanks where a person must decide.

package import Codebook
internal import Exports

/// Writes a mapping file for one export. What it leaves blank makes the file unusable until someone has decided.
package struct MappingDraft {
    private let intake: Intake
    private let header: [String]
    private let counts: [Int: ValueCounts]
    private let codebook: Codebook
    private var lines: [String] = []

    /// The draft of a mapping as the text of a YAML file.
    ///
    /// - Parameters:
    ///   - intake: How the file was understood without a mapping, its conflicts kept.
    ///   - header: The names of its columns.
    ///   - counts: The values of its columns, by column from 0.
    ///   - codebook: The rule set's variables.
    ///   - ruleSet: The rule set's id.
    ///   - source: The file, for a comment.
    /// - Returns: The text. It is the same for the same arguments.
    package static func text(
        _ intake: Intake,
        header: [String],
        counts: [Int: ValueCounts],
        codebook: Codebook,
        ruleSet: String,
        source: String
    ) -> String {
        var draft = MappingDraft(intake: intake, header: header, counts: counts, codebook: codebook)
        draft.lines = [
            "# A draft of how the columns of \(source.split(separator: "/").last ?? "a file") answer the rule set's variables.",
            "# Read each line. What is left blank (nothing behind the colon) must be filled in before the file can be used.",
            "# '#' begins a comment; behind values stands how often each was seen.",
            "rules: \(ruleSet)",
            "columns:",
        ]
        for (place, question) in intake.layout.questions.enumerated() { draft.add(question, place) }
        return draft.lines.joined(separator: "\n") + "\n"
    }

    private init(intake: Intake, header: [String], counts: [Int: ValueCounts], codebook: Codebook) {
        (self.intake, self.header, self.counts, self.codebook) = (intake, header, counts, codebook)
    }

    private mutating func add(_ question: Question, _ place: Int) {
        let key = Self.quoted(self.key(of: question))
        let position = intake.binding.matches.firstIndex { $0?.question == place }
        guard let position, let match = intake.binding.matches[position] else {
            let candidates = candidates(for: question)
            if candidates.isEmpty {
                lines.append("  \(key): ignore" + (question.isPlatforms ? "  # the platform's own" : ""))
            } else {
                lines.append("  # Decide: \(candidates.joined(separator: ", ")), or ignore.")
                describe(question)
                lines.append("  \(key):")
            }
            return
        }
        let variable = codebook.variables[position]
        lines.append("  # \(match.explanation)")
        describe(question)
        var details: [String] = []
        if let unit = match.unit { details.append("    unit: \(unit.rawValue)") }
        details += decisions(question, variable, position, hasUnit: match.unit != nil)
        guard !details.isEmpty else {
            lines.append("  \(key): \(variable.id)")
            return
        }
        lines.append("  \(key):")
        lines.append("    variable: \(variable.id)")
        lines += details
    }

    /// What a mapping calls the question: its name, or its number where others are called the same.
    private func key(of question: Question) -> String {
        let name = question.names.first?.text ?? ""
        let others = intake.layout.questions.filter { other in other.names.contains { $0.text == name } }
        return name.isEmpty || others.count > 1 ? "#\(question.column + 1)" : name
    }

    /// The variables between which the file does not decide.
    private func candidates(for question: Question) -> [String] {
        var found: [String] = []
        for conflict in intake.binding.conflicts {
            switch conflict {
            case .twice(let variable, let columns, _) where columns.contains(question.column): found.append(variable)
            case .ambiguous(let column, _, let variables) where column == question.column: found += variables
            case .units(let column, _, let variable, let units) where column == question.column:
                found.append("\(variable) (in \(units.joined(separator: " or ")))")
            default: break
            }
        }
        found += intake.binding.passedOver.filter { $0.column == question.column }.map {
            codebook.variables[$0.variable].id
        }
        return found.enumerated().filter { found.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    // MARK: Values

    private mutating func describe(_ question: Question) {
        if let text = question.names.first(where: { $0.origin == .text || $0.origin == .label }) {
            lines.append("  # \(Self.comment(text.text))")
        }
        guard question.options.isEmpty, let counts = counts[question.column] else { return }
        let listed = counts.values.prefix(8).map { "\(Self.comment($0.value)) (\($0.count))" }.joined(separator: ", ")
        let more = counts.isOpen ? "many values" : listed + (counts.values.count > 8 ? ", …" : "")
        lines.append("  # \(counts.answers) answers" + (more.isEmpty ? "" : ": \(more)"))
    }

    /// What a person must decide about the values of a variable: codes, units, missing answers.
    private func decisions(_ question: Question, _ variable: Variable, _ position: Int, hasUnit: Bool) -> [String] {
        if !question.options.isEmpty { return ticks(question, variable, position) }
        guard let counts = counts[question.column], position != codebook.recordID else { return [] }
        if case .number = variable.type { return numbers(counts, variable, hasUnit: hasUnit) }
        guard !counts.isOpen, !variable.type.takesAnyText else { return [] }
        var values = counts.values
        if case .parts(let recipe)? = intake.recipes[position] {
            // Of joined cells the parts.
            values = values.flatMap { value, count in
                var parts = [value]
                for mark in recipe.separators where parts.count == 1 && recipe.codes.code(of: value) == nil {
                    parts = value.split(separator: mark).map { String($0).trimmingSpaces }
                }
                return parts.map { ($0, count) }
            }
        }
        if intake.recipes[position] == nil, case .set(_, let separator) = variable.type, !separator.isEmpty {
            values = values.flatMap { value, count in
                value.split(separator: separator).map { (String($0).trimmingSpaces, count) }
            }
        }
        return codes(merged(values), variable, position)
    }

    private func merged(_ values: [(value: String, count: Int)]) -> [(value: String, count: Int)] {
        var counts = ValueCounts()
        for (value, count) in values { counts.add(value, times: count) }
        return counts.values
    }

    /// The values that nothing can be made of yet: known words for yes and no and for missing answers as guesses, the others blank.
    private func codes(_ values: [(value: String, count: Int)], _ variable: Variable, _ position: Int) -> [String] {
        var codes: [String] = []
        var missing: [(kind: MissingKind, value: String)] = []
        for (value, count) in values where !isRead(value, variable, position) {
            if let kind = MissingPhrases.kind(of: value) {
                missing.append((kind, value))
            } else {
                codes.append(
                    "      \(Self.quoted(value)): \(guess(value, variable))  # \(count)".replacing(
                        ":   #",
                        with: ":  #"
                    )
                )
            }
        }
        return (codes.isEmpty ? [] : ["    codes:"] + codes) + self.missing(missing)
    }

    private func missing(_ values: [(kind: MissingKind, value: String)]) -> [String] {
        guard !values.isEmpty else { return [] }
        let kinds = MissingKind.worded.compactMap { kind -> String? in
            let words = values.filter { $0.kind == kind }.map { Self.quoted($0.value) }
            return words.isEmpty ? nil : "\(kind.rawValue): [\(words.joined(separator: ", "))]"
        }
        return ["    missing: {\(kinds.joined(separator: ", "))}"]
    }

    /// A code that a word is sure to mean, or nothing.
    private func guess(_ value: String, _ variable: Variable) -> String {
        guard case .boolean = variable.type else { return "" }
        let word = value.lowercased()
        return TickWords.ticked.contains(word) ? "\"yes\"" : TickWords.unticked.contains(word) ? "\"no\"" : ""
    }

    /// Whether a value is read as it stands, with what platform and dictionary say.
    private func isRead(_ value: String, _ variable: Variable, _ position: Int) -> Bool {
        let words = [intake.codebook.variables[position].missingWords, intake.codebook.missingWords]
        if words.contains(where: { $0.values.contains { $0.contains { $0.lowercased() == value.lowercased() } } }) {
            return true
        }
        switch intake.recipes[position] {
        case .cell(let recipe)?: return recipe.codes.code(of: value) != nil
        case .parts(let recipe)?: return recipe.codes.code(of: value) != nil
        default: return variable.type.codeTable.hasExactly(value)
        }
    }

    private func ticks(_ question: Question, _ variable: Variable, _ position: Int) -> [String] {
        guard case .ticks(let recipe)? = intake.recipes[position] else { return [] }
        let open = recipe.options.filter { $0.code == nil }
        guard !open.isEmpty else { return [] }
        return ["    codes:"] + open.map { "      \(Self.quoted($0.names.last ?? "")):" }
    }

    /// Units that the values look like, left blank unless every value is written in one that nothing else is.
    private func numbers(_ counts: ValueCounts, _ variable: Variable, hasUnit: Bool) -> [String] {
        let values = counts.values.map(\.value)
        let plain = Measurement(unit: nil, hasDecimalComma: false)
        let open = values.filter { plain.value(of: $0) == nil }
        var lines: [String] = []
        let phrases = open.compactMap { value in MissingPhrases.kind(of: value).map { (kind: $0, value: value) } }
        let rest = open.filter { MissingPhrases.kind(of: $0) == nil && $0.contains(where: \.isNumber) }
        if !rest.isEmpty, rest.allSatisfy({ Measurement(unit: nil, hasDecimalComma: true).value(of: $0) != nil }) {
            lines.append("    decimal: comma")
        } else if let target = variable.unit.flatMap(MeasurementUnit.init(named:)), !hasUnit {
            let units = MeasurementUnit.allCases.filter { unit in
                unit.dimension == target.dimension && !rest.isEmpty
                    && rest.allSatisfy { Measurement(unit: unit, hasDecimalComma: false).value(of: $0) != nil }
            }
            if let unit = units.first { lines.append("    unit: \(unit.rawValue)") }
            // Plain numbers that are implausible as they are, and plausible in another unit.
            let numbers = values.compactMap { plain.value(of: $0) }
            if units.isEmpty, let range = variable.range,
                2 * numbers.count(where: { !range.contains($0) }) > numbers.count
            {
                let fitting = MeasurementUnit.allCases.filter { unit in
                    unit.dimension == target.dimension
                        && 2 * numbers.count(where: { range.contains(unit.convert($0, to: target)) }) > numbers.count
                }
                lines.append(
                    "    unit:  # most numbers are implausible in \(target.rawValue); "
                        + (fitting.isEmpty
                            ? "no unit fits them" : "\(fitting.map(\.rawValue).joined(separator: ", ")) would fit")
                )
            }
        }
        return lines + missing(phrases)
    }

    // MARK: YAML

    /// A text as a YAML scalar in double quotes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x85 || scalar.value == 0x2028
                    || scalar.value == 0x2029
                {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// A text on one line of a comment.
    private static func comment(_ text: String) -> String {
        let line = String(
            text.unicodeScalars.map { $0.value < 0x20 || $0.properties.isWhitespace ? " " : Character($0) }
        )
        return line.count > 100 ? line.prefix(97) + "…" : line
    }
}

extension String {
    /// The text without the spaces at its ends.
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
