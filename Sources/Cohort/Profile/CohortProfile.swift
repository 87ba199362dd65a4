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
    /// Subjects, by a hash of their id, with the places of their first two records.
    var subjects: [UInt64: Repeats] = [:]
    /// Whole records, by a hash of their cells.
    var records: [UInt64: Repeats] = [:]

    /// How often something occurs, and the first two places.
    struct Repeats: Sendable {
        var count = 0
        var first: [CellExample] = []

        static func += (left: inout Repeats, right: Repeats) {
            left.count += right.count
            left.first = Array((left.first + right.first).sorted().prefix(2))
        }
    }

    /// What occurs more than once: how many subjects (or records) do, how many rows they have, and the first of them.
    package struct Repeated: Sendable {
        /// How many different ones occur more than once.
        package var different = 0
        /// How many rows they have in all.
        package var rows = 0
        /// The second row of the first of them, and where its first row stands.
        package var examples: [(first: CellExample, again: CellExample)] = []
    }

    /// Subjects with more than one row.
    package var repeatedSubjects: Repeated { Self.repeated(subjects) }
    /// Rows that are equal to an earlier row, in all columns that were read.
    package var repeatedRecords: Repeated { Self.repeated(records) }

    private static func repeated(_ all: [UInt64: Repeats]) -> Repeated {
        let found = all.values.filter { $0.count > 1 }
        let examples = found.compactMap { $0.first.count == 2 ? (first: $0.first[0], again: $0.first[1]) : nil }
        return Repeated(
            different: found.count,
            rows: found.reduce(0) { $0 + $1.count },
            examples: Array(examples.sorted { $0.again < $1.again }.prefix(3))
        )
    }

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
        left.subjects.merge(right.subjects) { $0 + $1 }
        left.records.merge(right.records) { $0 + $1 }
    }
}

private func + (left: CohortProfile.Repeats, right: CohortProfile.Repeats) -> CohortProfile.Repeats {
    var sum = left
    sum += right
    return sum
}
