// Finds the columns that a computed variable's expression reads.

internal import CSVReading
internal import Codebook
internal import Exports
internal import RuleSets

/// Makes computations for one file.
struct ComputationMaker {
    let codebook: Codebook
    let mapping: Mapping
    let finder: ColumnFinder
    let maker: RecipeMaker
    /// The variables as this file answers them, with their recipes, and their columns.
    let variables: [Variable]
    let recipes: [Int: Recipe]
    let binding: Binding

    /// The computation of a variable.
    func computation(_ computed: Mapping.Computed) throws(IntakeError) -> Computation {
        var inputs: [Computation.Input] = []
        for name in computed.value.syntax.names.sorted() {
            var input = try input(name, of: computed)
            input.hasDecimalComma = maker.dialect.decimalMark(ofColumn: input.column) == .comma
            inputs.append(input)
        }
        return Computation(value: computed.value, inputs: inputs)
    }

    private func input(_ name: String, of computed: Mapping.Computed) throws(IntakeError) -> Computation.Input {
        for (place, use) in finder.uses {
            guard case .named(name, let isText) = use.use else { continue }
            let variable = Variable(id: name, label: name, type: isText ? .category([]) : .number)
            let question = finder.layout.questions[place]
            let result = maker.recipe(for: question, variable, unit: nil, use.treatment)
            return .init(name: name, variable: result.variable, column: question.column, recipe: result.recipe)
        }
        let id = codebook.variables[computed.variable].id
        guard let position = codebook.position(of: name), let match = binding.matches[position] else {
            throw IntakeError(
                at: computed.value.place,
                message: "'\(id)' is computed from '\(name)', for which the file has no column"
            )
        }
        guard match.reason != .computed else {
            throw IntakeError(
                at: computed.value.place,
                message:
                    "'\(id)' is computed from '\(name)', which is computed itself; write its expression here instead"
            )
        }
        return .init(
            name: name,
            variable: variables[position],
            column: match.column,
            recipe: recipes[position]
        )
    }
}
