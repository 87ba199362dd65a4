// The questions of a file as its header shows them: what binding goes by.

/// One question of a file: the columns that hold its answer, and everything that the file calls it.
package struct Question: Sendable, Hashable {
    /// Something that the file calls the question.
    package struct Name: Sendable, Hashable {
        /// Where it stands. Earlier ones say more.
        package enum Origin: Int, Sendable, Hashable, Comparable {
            /// The header's cell.
            case header
            /// The last part of a path of groups: `q` of `g1/sg1/q`.
            case path
            /// The text of the question, from another header row or around an option.
            case text
            /// The label in a data dictionary.
            case label

            package static func < (left: Origin, right: Origin) -> Bool { left.rawValue < right.rawValue }
        }

        /// The name.
        package var text: String
        /// Where it stands.
        package var origin: Origin

        /// Makes a name.
        package init(_ text: String, _ origin: Origin) {
            self.text = text
            self.origin = origin
        }
    }

    /// One option of a question that takes several, in a column of its own.
    package struct Option: Sendable, Hashable {
        /// The column, from 0.
        package var column: Int
        /// What the file calls the option: its code, its label or both.
        package var names: [String]

        /// Makes an option.
        package init(column: Int, names: [String]) {
            self.column = column
            self.names = names
        }
    }

    /// The column, from 0, that stands for the question in messages: its cell, or its first option.
    package var column: Int
    /// Its names, in the order in which they are tried.
    package var names: [Name]
    /// Its options, where each has a column of its own.
    package var options: [Option]
    /// What separates the options in one cell that holds several; empty where a cell holds one answer. A space separates codes.
    package var separators: [String]
    /// Whether the column is the platform's own: it is taken for the record id if nothing else is, and for nothing else.
    package var isPlatforms: Bool

    /// Makes a question.
    package init(
        column: Int,
        names: [Name],
        options: [Option] = [],
        separators: [String] = [],
        isPlatforms: Bool = false
    ) {
        self.column = column
        self.names = names
        self.options = options
        self.separators = separators
        self.isPlatforms = isPlatforms
    }

    /// Whether one subject can choose several options.
    package var takesSeveral: Bool { !options.isEmpty || !separators.isEmpty }
    /// All columns that hold a part of the answer.
    package var columns: [Int] { options.isEmpty ? [column] : options.map(\.column) }
}

extension Question {
    /// The questions of a plain file: one for each column, under the header's name.
    package static func plain(_ header: [String]) -> [Question] {
        header.enumerated().map { Question(column: $0, names: [Name($1, .header)]) }
    }
}
