// What a mapping file says: how one project's columns answer the variables of a rule set.

package import Codebook
package import RuleSets

/// A mapping of columns onto variables.
package struct Mapping: Sendable {
    /// How the cells of a column are read.
    package struct Treatment: Sendable {
        /// The unit of its numbers.
        package var unit: MeasurementUnit?
        /// Whether its numbers have a decimal comma; nil: as the whole file.
        package var hasDecimalComma: Bool?
        /// The codes that its values stand for, in any case: a code of the variable, or `yes` and `no`.
        package var codes: [(value: String, code: String)] = []
        /// The values that stand for a missing answer, by kind.
        package var missing: [MissingKind: [String]] = [:]
        /// What separates several options in one cell.
        package var separators: [String] = []
        /// What it means that no option is ticked: a code of the variable, or nothing. Without it the answer is missing.
        package var unchecked: String?

        /// Reads cells as they are.
        package init() {}
    }

    /// What a column is used for.
    package enum Use: Sendable {
        case ignored
        /// It answers the variable of this position.
        case variable(Int)
        /// It is a number or a text that expressions can use by a name.
        case named(String, isText: Bool)
    }

    /// One column of the file.
    package struct Column: Sendable {
        /// Its header, a question's name or text, or `#` and its number from 1.
        package var header: String
        /// What it is used for.
        package var use: Use
        /// How its cells are read.
        package var treatment: Treatment
        /// Where the mapping says so.
        package var place: Place

        /// Makes a column.
        package init(header: String, use: Use, treatment: Treatment, place: Place) {
            self.header = header
            self.use = use
            self.treatment = treatment
            self.place = place
        }
    }

    /// A variable that is computed.
    package struct Computed: Sendable {
        /// The variable's position.
        package var variable: Int
        /// Its value, from named columns and other variables.
        package var value: Expression

        /// Makes a computed variable.
        package init(variable: Int, value: Expression) {
            self.variable = variable
            self.value = value
        }
    }

    /// The file, for messages.
    package var path: String
    /// The values that stand for a missing answer in any column, by kind.
    package var missing: [MissingKind: [String]]
    /// Whether all numbers have a decimal comma; nil: as each column shows.
    package var hasDecimalComma: Bool?
    /// The columns, in the file's order.
    package var columns: [Column]
    /// The computed variables, in the file's order.
    package var computed: [Computed]

    /// Makes a mapping.
    package init(
        path: String,
        missing: [MissingKind: [String]] = [:],
        hasDecimalComma: Bool? = nil,
        columns: [Column] = [],
        computed: [Computed] = []
    ) {
        self.path = path
        self.missing = missing
        self.hasDecimalComma = hasDecimalComma
        self.columns = columns
        self.computed = computed
    }
}
