// What is asked of each subject: variables, their types and codes, and the kinds of missing answers.

/// One question of a cohort.
package struct Variable: Sendable {
    /// The name that conditions and headers use.
    package var id: String
    /// The name that people read.
    package var label: String
    /// What an answer is.
    package var type: VariableType
    /// The unit of a number.
    package var unit: String?
    /// The plausible numbers, ends included; others are missing answers of the kind `implausible`.
    package var range: ClosedRange<Double>?
    /// Other names that a header may use.
    package var aliases: [String]
    /// Words of this variable alone that stand for a missing answer.
    package var missingWords: [MissingKind: [String]]

    /// Makes a variable.
    package init(
        id: String,
        label: String,
        type: VariableType,
        unit: String? = nil,
        range: ClosedRange<Double>? = nil,
        aliases: [String] = [],
        missingWords: [MissingKind: [String]] = [:]
    ) {
        self.id = id
        self.label = label
        self.type = type
        self.unit = unit
        self.range = range
        self.aliases = aliases
        self.missingWords = missingWords
    }
}

/// What an answer to a variable is.
package enum VariableType: Sendable {
    case number
    /// A yes or no, in the words given, which match in any case.
    case boolean(yes: [String], no: [String])
    /// One of some codes, or any text if there are none.
    case category([Code])
    /// Any number of codes (at most 64 in all), joined by a separator.
    case set([Code], separator: String)
    case text

    /// A value of a category or set.
    package struct Code: Sendable {
        /// The name that conditions and outputs use.
        package var id: String
        /// Other spellings in files. They and the id match in any case.
        package var spellings: [String]

        /// Makes a code.
        package init(id: String, spellings: [String]) {
            self.id = id
            self.spellings = spellings
        }
    }

    /// The words for yes and no unless a variable has its own.
    package static let plainBoolean = VariableType.boolean(
        yes: ["yes", "y", "true", "1"],
        no: ["no", "n", "false", "0"]
    )
}

/// Why an answer is missing. All kinds decide alike: what they leave open is unknown.
package enum MissingKind: String, Sendable, CaseIterable {
    /// The file has no column for it.
    case notCollected = "not_collected"
    case blank
    case declined
    case dontKnow = "dont_know"
    case notApplicable = "not_applicable"
    /// The cell cannot be read as the variable's type.
    case unparseable
    /// The value lies outside the variable's plausible range.
    case implausible

    /// The kinds that a rule set can give words for.
    package static let worded: [MissingKind] = [.blank, .declined, .dontKnow, .notApplicable]
}

/// The variables of a rule set, in its order.
package struct Codebook: Sendable {
    /// The variables.
    package let variables: [Variable]
    /// The words for a missing answer in every column but the record id's, in any case.
    package let missingWords: [MissingKind: [String]]
    /// The position of the record id among the variables, if there is one: the text variable `record_id`.
    package let recordID: Int?
    /// The positions of the variables that only red flags ask for. They come last, and a file without them lacks nothing.
    package let flagPositions: Range<Int>
    private let positions: [String: Int]
    private let namesOnce = NamesOnce()

    /// Makes a codebook; of variables that share an id the first is found. The last `flagVariables` of them are those that only red flags
    /// ask for.
    package init(
        variables: [Variable],
        missingWords: [MissingKind: [String]] = [.blank: ["", "NA", "N/A", ".", "-"]],
        flagVariables: Int = 0
    ) {
        self.variables = variables
        self.missingWords = missingWords
        flagPositions = variables.count - flagVariables..<variables.count
        positions = Dictionary(variables.enumerated().map { ($1.id, $0) }) { first, _ in first }
        recordID = positions["record_id"]
    }

    /// The position of a variable.
    package func position(of id: String) -> Int? { positions[id] }

    /// Every name under which a file can mean a variable: put together when this is first asked, which takes a millisecond or two.
    var names: NameTable { namesOnce.table(self) }

    /// Puts the names of variables together ahead of time, on another thread perhaps.
    package func prepareNames() { _ = names }
}
