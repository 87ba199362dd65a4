// A variable that a mapping file computes from columns and other variables.

package import Codebook
package import RuleSets

/// An expression and what its names are read from.
package struct Computation: Sendable {
    /// Something that the expression reads.
    package struct Input: Sendable {
        /// Its name in the expression.
        package var name: String
        /// What its cells are read as.
        package var variable: Variable
        /// The column, if the cells are read as they stand.
        package var column: Int
        /// What is done to them otherwise. Never a computation.
        package var recipe: Recipe?
        /// Whether cells that are read as they stand have decimal commas.
        package var hasDecimalComma = false

        package init(name: String, variable: Variable, column: Int, recipe: Recipe?) {
            self.name = name
            self.variable = variable
            self.column = column
            self.recipe = recipe
        }

        /// The columns that it takes.
        package var columns: [Int] { recipe?.columns ?? [column] }
    }

    /// The expression.
    package var value: Expression
    /// What it reads, in codebook order, then by name.
    package var inputs: [Input]

    package init(value: Expression, inputs: [Input]) {
        self.value = value
        self.inputs = inputs
    }

    /// The columns of all inputs, one after the other.
    package var columns: [Int] { inputs.flatMap(\.columns) }
}
