// The first draft of a mapping: guesses with their reasons, the values seen, and blanks where a person must decide.

package import Codebook
internal import Exports

/// Writes a mapping file for one export. What it leaves blank makes the file unusable until someone has decided.
package struct MappingDraft {
    private let intake: Intake
    private let header: [String]
    private let counts: [Int: ValueCounts]
    private let codebook: Codebook
    /// How many questions are called by each name.
    private let namesakes: [String: Int]
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
        draft.addOpenVariables()
        return draft.lines.joined(separator: "\n") + "\n"
    }

    private init(intake: Intake, header: [String], counts: [Int: ValueCounts], codebook: Codebook) {
        (self.intake, self.header, self.counts, self.codebook) = (intake, header, counts, codebook)
        let names = intake.layout.questions.flatMap { Set($0.names.map(\.text)) }
        namesakes = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    }

    private mutating func add(_ question: Question, _ place: Int) {
        let key = Self.quoted(self.key(of: question))
        let position = intake.binding.matches.firstIndex { $0?.question == place }
        guard let position, let match = intake.binding.matches[position] else {
            let candidates = candidates(for: question)
            if candidates.isEmpty {
                if !question.isPlatforms { describe(question, isUnbound: true) }
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
        return name.isEmpty || namesakes[name, default: 0] > 1 ? "#\(question.column + 1)" : name
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

    /// The question's text, and the values seen with their counts. Of a column that answers no variable only those that occur more than once: it may
    /// hold names and addresses, which have no place in a mapping.
    private mutating func describe(_ question: Question, isUnbound: Bool = false) {
        if let text = question.names.first(where: { $0.origin == .text || $0.origin == .label }) {
            lines.append("  # \(Self.comment(text.text))")
        }
        guard question.options.isEmpty else {
            let options = question.options.prefix(12).map { Self.comment($0.names.last ?? "") }
            lines.append("  # options: \(options.joined(separator: ", "))" + (question.options.count > 12 ? ", …" : ""))
            return
        }
        guard let counts = counts[question.column] else { return }
        let values = isUnbound ? counts.values.filter { $0.count > 1 } : counts.values
        let listed = values.prefix(8).map { "\(Self.comment($0.value)) (\($0.count))" }.joined(separator: ", ")
        let isCut = values.count > 8 || values.count < counts.values.count
        let more = counts.isOpen ? "many values" : values.isEmpty ? "" : listed + (isCut ? ", …" : "")
        lines.append(
            "  # \(counts.answers) answer\(counts.answers == 1 ? "" : "s")" + (more.isEmpty ? "" : ": \(more)")
        )
    }

    /// The variables that no column answers yet, for whoever fills in the blanks.
    private mutating func addOpenVariables() {
        let open = codebook.variables.indices.filter {
            intake.binding.matches[$0] == nil && !codebook.flagPositions.contains($0) && $0 != codebook.recordID
        }
        guard !open.isEmpty else { return }
        lines += [
            "",
            "# Variables without a column so far; write one of them in place of 'ignore' where a column answers it:",
        ]
        for variable in open.map({ codebook.variables[$0] }) {
            let kind =
                switch variable.type {
                case .number: variable.unit ?? "number"
                case .boolean: "yes or no"
                case .category(let codes) where codes.isEmpty: "any text"
                case .category(let codes), .set(let codes, _): codes.map(\.id).joined(separator: ", ")
                case .text: "any text"
                }
            lines.append("#   \(variable.id): \(Self.comment(variable.label)) (\(kind))")
        }
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
            // Several units, each named by its cells: plain numbers are in the variable's.
            let measurement = Measurement(unit: target, hasDecimalComma: false)
            if units.isEmpty, !rest.isEmpty,
                rest.allSatisfy({ measurement.value(of: $0) != nil || measurement.valueInOwnUnit(of: $0) != nil })
            {
                lines.append("    unit: \(target.rawValue)  # cells that name another unit are read in that")
                return lines + missing(phrases)
            }
            // Nothing reads all of them: someone has to say what they are.
            let unread = rest.filter { plain.value(of: $0) == nil }
            if units.isEmpty, let best = best(for: unread, target) {
                lines.append(
                    "    unit:  # \(best.units.map(\.rawValue).joined(separator: " or ")) would read \(best.read) of \(unread.count) values "
                        + "that are no plain numbers"
                )
                return lines + missing(phrases)
            }
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
        return lines + (lines.isEmpty ? bands(counts, open) : []) + missing(phrases)
    }

    /// The units that read the most values, if they read half of them.
    private func best(for values: [String], _ target: MeasurementUnit) -> (units: [MeasurementUnit], read: Int)? {
        let counts = MeasurementUnit.allCases.filter { $0.dimension == target.dimension }.map { unit in
            (unit, values.count { Measurement(unit: unit, hasDecimalComma: false).value(of: $0) != nil })
        }
        guard let most = counts.map(\.1).max(), most > 0, most * 2 >= values.count else { return nil }
        return (counts.filter { $0.1 == most }.map(\.0), most)
    }

    /// Blanks for values that are no numbers, such as `30-44`, where most answers are such.
    private func bands(_ counts: ValueCounts, _ open: [String]) -> [String] {
        let codes = counts.values.filter { open.contains($0.value) && MissingPhrases.kind(of: $0.value) == nil }
        guard codes.reduce(0, { $0 + $1.count }) * 2 > counts.answers else { return [] }
        return ["    codes:  # the number that each stands for"]
            + codes.map { "      \(Self.quoted($0.value)):  # \($0.count)" }
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
