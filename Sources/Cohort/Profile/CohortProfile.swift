// What a cohort's files hold, before anyone looks at causes.

internal import CSVReading
internal import Codebook
internal import Columns
internal import FEEL
internal import RuleSets

/// The profile of a cohort: answers by variable, repeated subjects and records, and what the rules can decide.
package struct CohortProfile: Sendable {
    /// For each column of the plan's batch, in the order of `Plan.neededColumns`.
    package internal(set) var variables: [VariableProfile] = []
    /// Eligible records, and those in which the population is undetermined.
    package internal(set) var eligible = 0
    /// For each cause, eligible records in which it is present or absent; and for each of its rules, those in which the rule is true or false.
    package internal(set) var decidedCauses: [Int] = []
    package internal(set) var decidedRules: [[Int]] = []
    /// Eligible records in which every assessed cause is decided.
    package internal(set) var decidedRecords = 0
    /// For each cause and needed column, the undetermined verdicts that wait for the answer, and those that wait for nothing else.
    package internal(set) var waiting: [[Int]] = []
    package internal(set) var waitingOnly: [[Int]] = []
    /// For each needed column, records in which the answer is all that some undetermined cause waits for.
    package internal(set) var settling: [Int] = []
    /// Subjects with more than one row, by the record id.
    package internal(set) var repeatedSubjects = Repeats()
    /// Rows that are equal in every column but the id's and the platform's own.
    package internal(set) var repeatedRecords = Repeats()
    /// Rows that are blank in all of those.
    package internal(set) var blankRecords = 0

    /// The profile of no records.
    static func empty(_ plan: Plan) -> CohortProfile {
        var profile = CohortProfile()
        let none = Array(repeating: 0, count: plan.neededColumns.count)
        profile.variables = none.map { _ in VariableProfile() }
        profile.decidedCauses = plan.causes.map { _ in 0 }
        profile.decidedRules = plan.causes.map { $0.rules.map { _ in 0 } }
        profile.waiting = plan.causes.map { _ in none }
        (profile.waitingOnly, profile.settling) = (profile.waiting, none)
        return profile
    }

    static func += (left: inout CohortProfile, right: CohortProfile) {
        for index in left.variables.indices { left.variables[index] += right.variables[index] }
        left.eligible += right.eligible
        left.decidedRecords += right.decidedRecords
        for cause in left.decidedCauses.indices {
            left.decidedCauses[cause] += right.decidedCauses[cause]
            for rule in left.decidedRules[cause].indices {
                left.decidedRules[cause][rule] += right.decidedRules[cause][rule]
            }
            for slot in left.waiting[cause].indices {
                left.waiting[cause][slot] += right.waiting[cause][slot]
                left.waitingOnly[cause][slot] += right.waitingOnly[cause][slot]
            }
        }
        for slot in left.settling.indices { left.settling[slot] += right.settling[slot] }
        left.blankRecords += right.blankRecords
    }
}
