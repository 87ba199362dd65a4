// One file's intake, laid out over the slots in which the reader hands over cells.

internal import CSVReading
internal import Codebook
package import Exports
internal import Mappings
internal import RuleSets

/// Which slots of a file's records hold what.
package struct FileSlots: Sendable {
    /// For each needed column of the plan the slots that its recipe takes; nil where the cell in the column's own slot is read as it stands.
    package internal(set) var recipes: [Range<Int>?] = []
    /// The slot of the record id, if it is wanted and there.
    package internal(set) var id: Int?
    /// The exclusions that hold, and the slots of their cells.
    package internal(set) var exclusions: [(exclusion: RowExclusion, slot: Int)] = []
    /// For each slot the column, from 0.
    package internal(set) var columns: [Int] = []

    /// Lays out what a plan needs: a slot for each needed column, then the record id, then what recipes and exclusions take.
    init(_ plan: Plan, _ intake: Intake, needsRecordID: Bool, exclusions wanted: [RowExclusion]) {
        let needed = plan.neededColumns.map { plan.columnVariables[$0] }
        columns = needed.map { intake.columns(of: $0)?.first ?? 0 }
        if needsRecordID, let variable = plan.ruleSet.codebook.recordID, let match = intake.binding.matches[variable] {
            id = columns.count
            columns.append(match.column)
        }
        for variable in needed {
            guard let recipe = intake.recipes[variable] else {
                recipes.append(nil)
                continue
            }
            recipes.append(columns.count..<columns.count + recipe.columns.count)
            columns += recipe.columns
        }
        for exclusion in wanted {
            exclusions.append((exclusion, columns.count))
            columns.append(exclusion.column)
        }
    }
}
