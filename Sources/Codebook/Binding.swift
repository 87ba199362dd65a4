// Which column of a file answers which variable, and why.

/// The columns of one file that answer variables.
package struct Binding: Sendable {
    /// Why a column was taken for a variable.
    package enum Reason: String, Sendable {
        /// A name is the variable's id.
        case id
        /// A name is one of its aliases.
        case alias
        /// A name is its id or an alias but for case, spaces, punctuation or accents.
        case spelling
        /// A name is its id or an alias but for the unit at its end.
        case unit
        /// A question's text contains one of its aliases.
        case phrase
        /// The platform's own column for the record id.
        case platform
        /// A mapping file says so.
        case mapping
        /// A mapping file computes it.
        case computed
    }

    /// The column of a variable, from 0, and why.
    package struct Match: Sendable {
        /// The question, as a place among those that were bound; nil where the variable is computed.
        package var question: Int?
        /// The column, from 0: of several the first.
        package var column: Int
        /// Why it was taken.
        package var reason: Reason
        /// Where the name stood that decided.
        package var origin: Question.Name.Origin = .header
        /// The variable's own name that was found, or what a mapping file says.
        package var evidence = ""
        /// The unit that the file names, where it is not the variable's.
        package var unit: MeasurementUnit?
    }

    /// A column that could have been taken for a variable that has a better one.
    package struct PassedOver: Sendable {
        /// The column, from 0.
        package var column: Int
        /// What the file calls it.
        package var name: String
        /// The variable's position.
        package var variable: Int
        /// Whether it is called like one of several items, of which the variable would be the total: `phq_2` beside `phq_1`.
        package var isItem = false
    }

    /// What a mapping file has settled beforehand.
    package struct Decisions: Sendable {
        /// The questions of variables, by the variables' positions, and whether their unit is settled, too.
        package var bound: [Int: (question: Int, evidence: String, hasUnit: Bool)] = [:]
        /// The variables that are computed, with the first column that they are computed from.
        package var computed: [Int: (column: Int, evidence: String)] = [:]
        /// The questions that are left alone.
        package var ignored: Set<Int> = []

        /// No decisions.
        package init() {}
    }

    /// For each variable of the codebook its column, or nil if the file has none.
    package private(set) var matches: [Match?]
    /// The names of the columns that answer no variable, in file order.
    package private(set) var unbound: [String] = []
    /// The columns that gave way to better ones.
    package private(set) var passedOver: [PassedOver] = []

    /// What could not be settled, where that is not an error.
    package private(set) var conflicts: [BindingError] = []

    /// The positions of the variables that have a column.
    package var collected: Set<Int> { Set(matches.indices.filter { matches[$0] != nil }) }

    /// Binds the columns of a plain header; O(columns + aliases). Throws if two columns answer one variable, or none answers any.
    package init(header: [String], codebook: Codebook) throws(BindingError) {
        try self.init(header: header, questions: Question.plain(header), codebook: codebook)
    }

    /// Binds questions, first to those variables of which they say most.
    ///
    /// A name that *is* a variable's comes before one in a text, that before one with another unit, that before a text that contains one. Among equals
    /// nothing is settled: two questions for one variable, or two variables for one question, are an error. With `keepsConflicts` none of them is
    /// bound, and the error is one of ``conflicts``; a file that binds nothing is no error then.
    ///
    /// - Complexity: O(names × phrases of the codebook).
    package init(
        header: [String],
        questions: [Question],
        codebook: Codebook,
        decisions: Decisions = Decisions(),
        keepsConflicts: Bool = false
    ) throws(BindingError) {
        matches = Array(repeating: nil, count: codebook.variables.count)
        let table = codebook.names
        var isFree = questions.indices.map { !decisions.ignored.contains($0) }
        for (variable, decision) in decisions.bound.sorted(by: { $0.key < $1.key }) {
            isFree[decision.question] = false
            let question = questions[decision.question]
            let candidate = Tier.Candidate(
                variable: variable,
                reason: .mapping,
                origin: .header,
                name: decision.evidence
            )
            matches[variable] = Match(
                question: decision.question,
                column: question.column,
                reason: .mapping,
                evidence: decision.evidence,
                unit: decision.hasUnit
                    ? nil : try Self.unit(of: question, for: candidate, header[question.column], codebook, table)
            )
        }
        for (variable, decision) in decisions.computed {
            matches[variable] = Match(column: decision.column, reason: .computed, evidence: decision.evidence)
        }
        let settled = Set(decisions.bound.keys).union(decisions.computed.keys)
        let items = NumberedItems(questions)
        for tier in Tier.allCases {
            let found = questions.indices.filter { isFree[$0] }.map { place in
                (place, tier.candidates(for: questions[place], table, codebook))
            }
            .map { place, candidates in
                let totals = candidates.filter { !items.include($0) }
                if totals.isEmpty, let item = candidates.first,
                    !passedOver.contains(where: { $0.column == questions[place].column })
                {
                    let column = questions[place].column
                    passedOver.append(
                        PassedOver(column: column, name: header[column], variable: item.variable, isItem: true)
                    )
                }
                return (place, totals)
            }
            for (place, candidates) in found where !candidates.isEmpty {
                isFree[place] = false
                // Against what a mapping file or a better name has settled a candidate does not count.
                let open = candidates.filter { candidate in
                    guard let match = matches[candidate.variable], !settled.contains(candidate.variable) else {
                        return matches[candidate.variable] == nil
                    }
                    return match.question.map { question in found.contains { $0.0 == question } } ?? false
                }
                guard let first = open.first else {
                    // That a platform's id gives way to one that was asked for goes without saying.
                    if tier == .platform { continue }
                    passedOver += candidates.prefix(1).map {
                        PassedOver(
                            column: questions[place].column,
                            name: header[questions[place].column],
                            variable: $0.variable
                        )
                    }
                    continue
                }
                let column = questions[place].column
                guard open.count == 1 else {
                    let ids = open.map { codebook.variables[$0.variable].id }
                    let conflict = BindingError.ambiguous(column: column, name: header[column], variables: ids)
                    guard keepsConflicts else { throw conflict }
                    conflicts.append(conflict)
                    continue
                }
                if let earlier = matches[first.variable] {
                    let conflict = BindingError.twice(
                        variable: codebook.variables[first.variable].id,
                        columns: [earlier.column, column],
                        names: [header[earlier.column], header[column]]
                    )
                    guard keepsConflicts else { throw conflict }
                    conflicts.append(conflict)
                    continue
                }
                let unit: MeasurementUnit?
                do {
                    unit = try Self.unit(of: questions[place], for: first, header[column], codebook, table)
                } catch {
                    guard keepsConflicts else { throw error }
                    conflicts.append(error)
                    continue
                }
                matches[first.variable] = Match(
                    question: place,
                    column: column,
                    reason: first.reason,
                    origin: first.origin,
                    evidence: first.name,
                    unit: unit
                )
            }
        }
        let answering = Set(matches.compactMap { $0?.column })
        passedOver.removeAll { $0.isItem && answering.contains($0.column) }
        for case .twice(let variable, _, _) in conflicts { codebook.position(of: variable).map { matches[$0] = nil } }
        guard keepsConflicts || matches.contains(where: { $0 != nil }) else {
            throw BindingError.nothing(names: header, expected: codebook.variables.map(\.id))
        }
        let used = Set(matches.compactMap { $0?.question }.flatMap { questions[$0].columns + [questions[$0].column] })
        unbound = header.indices.filter { !used.contains($0) }.map { header[$0] }
    }

    /// The unit that a question names and that is not the variable's own.
    private static func unit(
        of question: Question,
        for candidate: Tier.Candidate,
        _ title: String,
        _ codebook: Codebook,
        _ table: NameTable
    ) throws(BindingError) -> MeasurementUnit? {
        if let unit = candidate.unit { return unit }
        guard candidate.reason != .id, let own = table.unit(of: candidate.variable) else { return nil }
        // A name that is the variable's asks in the variable's unit. What else the file says may name another one.
        let others = question.names.filter { table.variable(for: $0.text)?.variable != candidate.variable }
        let units = MeasurementUnit.named(in: [], own.dimension).union(
            others.reduce(into: Set()) { units, name in
                units.formUnion(MeasurementUnit.named(in: normalisedWords(name.text), own.dimension))
            }
        )
        guard units.count < 2 else {
            let names = MeasurementUnit.allCases.filter(units.contains).map(\.rawValue)
            throw .units(
                column: question.column,
                name: title,
                variable: codebook.variables[candidate.variable].id,
                units: names
            )
        }
        return units.first == own ? nil : units.first
    }
}

/// Tells items such as `phq_2`, which stands beside `phq_1`, from totals such as `PHQ-2`.
private struct NumberedItems {
    /// The spellings of all names that end in the number 1, without it.
    private let stems: Set<String>

    init(_ questions: [Question]) {
        stems = questions.reduce(into: []) { stems, question in
            for name in question.names {
                guard name.text.utf8.contains(UInt8(ascii: "1")), let (stem, number) = Self.split(name.text),
                    number == "1"
                else { continue }
                stems.insert(stem)
            }
        }
    }

    /// Whether what looks like a variable's name is one of numbered items. The variable's own id never is.
    func include(_ candidate: Tier.Candidate) -> Bool {
        guard !stems.isEmpty, [.alias, .spelling].contains(candidate.reason),
            let (stem, number) = Self.split(candidate.name)
        else { return false }
        return number != "1" && stems.contains(stem)
    }

    private static func split(_ name: String) -> (stem: String, number: String)? {
        let spelling = normalisedSpelling(name)
        let number = String(spelling.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard !number.isEmpty, number.count < spelling.count else { return nil }
        return (String(spelling.dropLast(number.count)), number)
    }
}

/// How much a name says, from most to least.
private enum Tier: CaseIterable {
    case header, text, unit, phrase, platform

    struct Candidate {
        var variable: Int
        var reason: Binding.Reason
        var origin: Question.Name.Origin
        var name: String
        var unit: MeasurementUnit?
    }

    /// The variables that a question can mean, each once.
    func candidates(for question: Question, _ table: NameTable, _ codebook: Codebook) -> [Candidate] {
        // A platform's own column is taken for the record id alone, and only here.
        guard question.isPlatforms == (self == .platform) else { return [] }
        var found: [Candidate] = []
        for name in question.names {
            let candidates: [NameTable.Candidate] =
                switch self {
                case .header: name.origin == .header ? [table.variable(for: name.text)].compactMap(\.self) : []
                // What the header's own cell means was looked up before: nothing, or the question would not be free.
                case .text: name.origin == .header ? [] : [table.variable(for: name.text)].compactMap(\.self)
                case .platform: [table.variable(for: name.text)].compactMap(\.self)
                case .unit: table.variables(forUnitOf: name.text)
                case .phrase: table.variables(inText: name.text)
                }
            for candidate in candidates where !found.contains(where: { $0.variable == candidate.variable }) {
                let reason = self == .platform ? .platform : candidate.reason
                found.append(
                    Candidate(
                        variable: candidate.variable,
                        reason: reason,
                        origin: name.origin,
                        name: candidate.name,
                        unit: candidate.unit
                    )
                )
            }
        }
        return found.filter { candidate in
            question.isPlatforms
                ? candidate.variable == codebook.recordID : codebook.variables[candidate.variable].type.takes(question)
        }
    }
}

extension VariableType {
    /// Whether a question's columns can hold an answer of the type: options of their own are for sets, and one alone for a yes or no.
    package func takes(_ question: Question) -> Bool {
        switch self {
        case .set: true
        case .boolean: question.options.count < 2
        default: question.options.isEmpty
        }
    }
}

extension Binding.Match {
    /// Why the column was taken, for a person.
    package var explanation: String {
        let place =
            switch origin {
            case .header: "its name"
            case .path: "its name within its group"
            case .text: "its text"
            case .label: "its label in the dictionary"
            }
        let why =
            switch reason {
            case .id: "\(place) is the variable's id"
            case .alias: "\(place) is the alias \"\(evidence)\""
            case .spelling: "\(place) is \"\(evidence)\" but for spelling"
            case .unit: "\(place) is \"\(evidence)\" but for the unit"
            case .phrase: "\(place) contains \"\(evidence)\""
            case .platform: "it is the platform's own id"
            case .mapping, .computed: evidence
            }
        return unit.map { "\(why), in \($0.rawValue)" } ?? why
    }
}
