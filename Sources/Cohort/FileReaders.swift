// One worker's readers of one file: cells as they stand, and recipes for those that are not.

internal import CSVReading
internal import Codebook
internal import Columns
internal import Exports
internal import FEEL
internal import Mappings
internal import RuleSets

/// What one worker reads one file with.
package final class FileReaders {
    /// How the file is read.
    let binding: FileBinding
    /// Its place among the inputs, from 0.
    let index: Int
    /// For each needed column of the plan the reader of its cells, unless it has a recipe.
    let cells: CellReaders
    /// For each needed column its recipe, where it has one.
    let recipes: [RecipeReader?]
    /// How many rows were left out, by reason.
    private(set) var excluded: [ExclusionReason: Int] = [:]

    /// Makes readers; `openTexts` numbers the values of open categories, by column, over all files.
    init(
        _ binding: FileBinding,
        _ index: Int,
        _ plan: Plan,
        _ openTexts: [Int: OpenTexts],
        _ batch: ColumnBatch,
        _ kernel: ColumnKernel
    ) {
        self.binding = binding
        self.index = index
        let codebook = binding.intake.codebook
        let cells = plan.neededColumns.enumerated().map { slot, column -> CellReader? in
            let variable = plan.columnVariables[column]
            guard binding.slots.recipe(of: variable, in: binding.intake) == nil else { return nil }
            let reader = CellReader(
                codebook.variables[variable],
                in: codebook,
                column: column,
                pool: plan.program.texts,
                openTexts: openTexts[column],
                kernel: kernel
            )
            reader.readsDecimalCommas =
                binding.header.dialect.decimalMark(ofColumn: binding.slots.columns[slot]) == .comma
            return reader
        }
        self.cells = CellReaders(cells, over: batch, kernel: kernel)
        recipes = plan.neededColumns.map { column in
            let variable = plan.columnVariables[column]
            guard let recipe = binding.slots.recipe(of: variable, in: binding.intake) else { return nil }
            return RecipeReader(
                recipe,
                codebook.variables[variable],
                in: codebook,
                column: column,
                pool: plan.program.texts,
                openTexts: openTexts[column]
            )
        }
    }

    /// The slots that the recipe of a needed column takes.
    func slots(ofRecipe slot: Int) -> Range<Int> {
        binding.slots.recipes[slot] ?? binding.slots.first + slot..<binding.slots.first + slot + 1
    }

    /// A run without the rows that the platform marks as none to count and those of `repeats`, which are counted by reason.
    func leavingOut(_ run: RecordRun, repeats: LeftOutRecords? = nil) -> RecordRun {
        let exclusions = binding.slots.exclusions
        guard !exclusions.isEmpty || repeats != nil else { return run }
        return run.leavingOut { record in
            var reason = exclusions.first { exclusion, slot in
                exclusion.holds(of: trimmed(run.cell(record: record, slot: slot)))
            }?.exclusion.reason
            if reason == nil, repeats?.contains(run.number(of: record)) == true { reason = .repeated }
            guard let reason else { return false }
            excluded[reason, default: 0] += 1
            return true
        }
    }
}
