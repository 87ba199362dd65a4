// A rule set made ready for files that have certain columns: one program, and where its results stand.

internal import Codebook
package import Columns
package import FEEL

/// What a run over files with the same variables computes, and where to find the results.
package struct Plan: Sendable {
    /// The rule set, with its parameters in force.
    package let ruleSet: RuleSet
    /// Which variables have a column, by position in the codebook.
    package let collected: Set<Int>
    /// The program.
    package internal(set) var program: Program
    /// The kinds of the batch's columns.
    package internal(set) var columnKinds: [ColumnKind] = []
    /// The variable of each column of the batch, by position in the codebook.
    package internal(set) var columnVariables: [Int] = []
    /// The columns that must be filled: what the program and the groups read.
    package internal(set) var neededColumns: [Int] = []
    /// The step of the population's condition; nil if every record belongs to it.
    package internal(set) var population: Int?
    /// Why the population's condition is left out, if it is.
    package internal(set) var populationLeftOut: String?
    /// The causes, in the rule set's order.
    package internal(set) var causes: [PlannedCause] = []
    /// The red flags, in the rule set's order; empty where they were not asked for.
    package internal(set) var flags: [PlannedFlag] = []
    /// The step that holds where one of the assessed flags does; nil if none is assessed.
    package internal(set) var anyFlag: Int?
    /// The step of each reason of the worklist; nil for want of a column. Empty where flags were not asked for.
    package internal(set) var worklist: [Int?] = []
    /// The derived variables that can be computed.
    package internal(set) var derived: [PlannedDerived] = []
    /// The step of what speaks against each piece of general advice; nil if nothing does, or the file cannot tell.
    package internal(set) var generalAdvice: [Int?] = []
    /// The groups asked for, in order.
    package internal(set) var groups: [PlannedGroup] = []
    /// The groupings by which the population is described one by one, besides.
    package internal(set) var describedGroups: [PlannedGroup] = []
    /// The open categories by which it is described.
    package internal(set) var describedTexts: [PlannedGroup] = []
    /// The grouping by age that the run standardises by.
    package internal(set) var ageGroup: PlannedGroup?
    /// What is left out for want of columns: causes by id, rules as `cause.rule`.
    package internal(set) var notAssessed: [(subject: String, because: String)] = []
    /// The plans of variants of the rule set, over the same columns and as parts of the same program.
    package internal(set) var alternatives: [Plan] = []

    /// A cause in a plan.
    package struct PlannedCause: Sendable {
        /// The step of its verdict; nil if it is not assessed.
        package var position: Int?
        /// The step of each of its rules; nil for a rule that is left out.
        package var rules: [Int?]
        /// The columns that must be answered for a record to be complete for the cause.
        package var completeColumns: Set<Int>
        /// The steps of derived variables that must be known for a record to be complete for the cause.
        package var completeSteps: Set<Int>
    }

    /// A red flag in a plan.
    package struct PlannedFlag: Sendable {
        /// The step of its verdict; nil if it is not assessed.
        package var position: Int?
        /// The step of each of its rules; nil for a rule that is left out.
        package var rules: [Int?]
    }

    /// A derived variable in a plan.
    package struct PlannedDerived: Sendable {
        /// Its position in the rule set.
        package var index: Int
        /// Its type.
        package var type: ValueType
        /// The step of its value, range applied.
        package var position: Int
        /// The step of its value before the range is applied.
        package var unchecked: Int
    }

    /// A grouping in a plan.
    package struct PlannedGroup: Sendable {
        /// The grouping.
        package var group: Group
        /// How records are told apart.
        package var kind: Kind

        /// How the records of a grouping are told apart.
        package enum Kind: Sendable {
            /// By a number step and the lower bounds of the bands after the first.
            case bands(step: Int, bounds: [Double])
            /// By a text column and the identifiers of its codes.
            case codes(column: Int, identifiers: [UInt32])
            /// By the values of a text column as they come.
            case open(column: Int)
            /// By a condition step: yes, then no.
            case boolean(step: Int)
            /// All records are in the group `unknown`.
            case unknown
        }
    }

    /// The same plan with every collected variable read, whether a rule or group needs it or not.
    package func readingAllColumns() -> Plan {
        var plan = self
        plan.neededColumns = Array(columnVariables.indices)
        return plan
    }

    /// The same plan with only some variables read, for whoever fills columns and decides nothing.
    package func reading(only variables: Set<Int>) -> Plan {
        var plan = self
        plan.neededColumns = columnVariables.indices.filter { variables.contains(columnVariables[$0]) }
        return plan
    }

    /// The same plan by other groups: those that are not of the variable of age, then the bands of age. Nil if nothing is standardised.
    package var byAge: Plan? {
        guard let ageGroup else { return nil }
        var plan = self
        plan.groups = groups.filter { $0.group.variable != ageGroup.group.variable } + [ageGroup]
        plan.ageGroup = nil
        return plan
    }

    /// The column of a variable, if it is collected.
    package func column(ofVariable position: Int) -> Int? { columnVariables.firstIndex(of: position) }

    init(ruleSet: RuleSet, collected: Set<Int>, program: Program) {
        self.ruleSet = ruleSet
        self.collected = collected
        self.program = program
    }
}
