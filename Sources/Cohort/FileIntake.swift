// One file's intake, laid out over the slots in which the reader hands over cells.

internal import CSVReading
internal import Codebook
package import Exports
internal import Mappings
internal import RuleSets

/// Which slots of a file's records hold what.
package struct FileSlots: Sendable {
    /// The slot of the first needed column; the others follow it.
    package internal(set) var first = 0
    /// For each needed column of the plan the slots that its recipe takes; nil where the cell in the column's own slot is read as it stands.
    package internal(set) var recipes: [Range<Int>?] = []
    /// The slot of the record id, if it is wanted and there.
    package internal(set) var id: Int?
    /// The exclusions that hold, and the slots of their cells.
    package internal(set) var exclusions: [(exclusion: RowExclusion, slot: Int)] = []
    /// The columns, from 0, that answer no variable and are kept all the same; their cells are in the slots behind `firstUnbound`.
    package internal(set) var unbound: [Int] = []
    /// The slot of the first of them.
    package internal(set) var firstUnbound = 0
    /// The variables, by position, that the plan needs and the file has no column for.
    package internal(set) var absent: Set<Int> = []
    /// The slots of the columns that say how the sample was drawn.
    package internal(set) var design = DesignColumns.Places()
    /// For each slot from the first on the column, from 0.
    package internal(set) var columns: [Int] = []

    /// Lays out what a plan needs: a slot for each needed column, then the record id, then what recipes, exclusions and the design take.
    init(
        _ plan: Plan,
        _ intake: Intake,
        first: Int,
        needsRecordID: Bool,
        exclusions wanted: [RowExclusion],
        unbound: [Int] = [],
        design wantedColumns: DesignColumns.Places = .init()
    ) {
        self.first = first
        let needed = plan.neededColumns.map { plan.columnVariables[$0] }
        columns = needed.map { intake.columns(of: $0)?.first ?? 0 }
        if needsRecordID, let variable = plan.ruleSet.codebook.recordID, let match = intake.binding.matches[variable] {
            id = first + columns.count
            columns.append(match.column)
        }
        absent = Set(needed.filter { intake.binding.matches[$0] == nil })
        for variable in needed {
            guard let recipe = recipe(of: variable, in: intake) else {
                recipes.append(nil)
                continue
            }
            let start = first + columns.count
            recipes.append(start..<start + recipe.columns.count)
            columns += recipe.columns
        }
        for exclusion in wanted {
            exclusions.append((exclusion, first + columns.count))
            columns.append(exclusion.column)
        }
        func slot(_ column: Int?) -> Int? {
            guard let column else { return nil }
            columns.append(column)
            return first + columns.count - 1
        }
        design.weights = slot(wantedColumns.weights)
        design.strata = slot(wantedColumns.strata)
        design.psu = slot(wantedColumns.psu)
        firstUnbound = first + columns.count
        self.unbound = unbound
        columns += unbound
    }

    /// How a variable is read in the file; nil where its cell is read as it stands.
    func recipe(of variable: Int, in intake: Intake) -> Recipe? {
        absent.contains(variable) ? .absent : intake.recipes[variable]
    }
}
