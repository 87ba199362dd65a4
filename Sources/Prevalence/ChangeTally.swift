// Which records have another verdict under another rule set, and by which rule: counts that merge by addition.

package import FEEL
package import RuleSets
internal import Columns

/// What one rule set says of a cause in a record, population included.
package enum RecordState: String, Sendable, CaseIterable {
    case present, absent, undetermined
    case notAssessed = "not_assessed"
    case notEligible = "not_eligible"
    case eligibilityUndetermined = "eligibility_undetermined"

    /// Whether the record belongs to the population.
    package var isEligible: Bool { self != .notEligible && self != .eligibilityUndetermined }
}

/// A plan with what ran its program over the records at hand.
package typealias DecidedPlan = (plan: Plan, evaluator: Evaluator)

/// A change of verdict that some of 64 records share.
package struct Change {
    /// The position of the cause among those compared.
    package var cause: Int
    /// What the first rule set says.
    package var from: RecordState
    /// What the second says.
    package var to: RecordState
    /// The records.
    package var records: UInt64
    /// The rules that make the change, each with its records, in order.
    package var rules: [(name: String, records: UInt64)]
}

/// One worker's count of changes between two rule sets.
///
/// A rule makes a change *to* present if it holds under the second rule set and not under the first, *from* present the other way round; from absent to
/// undetermined if it is open under the second only, and back if under the first only. Several rules can make the same change. Where the population changes,
/// that is named instead.
package struct ChangeTally: Sendable {
    /// A cause that both rule sets have.
    package struct ComparedCause: Sendable {
        /// Its id.
        package var id: String
        /// Its position in each rule set.
        package var positions: (first: Int, second: Int)
        /// The names of its rules, those of the first rule set first, and after them `population`.
        package var rules: [String]
        /// The step of each rule, where it has one.
        var steps: [(first: Int?, second: Int?)]
    }

    /// The causes that are compared, in the first rule set's order.
    package let causes: [ComparedCause]
    /// For each cause, how many records have which state under the first and the second rule set.
    private var states: [[Int]]
    /// For each cause and rule, how many records it changes, by states.
    private var ruleChanges: [[[Int]]]
    /// How many records change in any cause.
    package private(set) var changedRecords = 0
    /// How many records have another main cause, or one under one rule set only.
    package private(set) var changedMainCauses = 0

    /// Whether both rule sets have the same causes in the same order and roles, so that a main cause changes only where a verdict does.
    private let hasSameCauses: Bool

    private static let kinds = RecordState.allCases.count
    /// What stands for a change of the population instead of a rule.
    package static let population = "population"

    /// Makes an empty tally for two plans.
    package init(_ first: Plan, _ second: Plan) {
        let seconds = Dictionary(second.ruleSet.causes.enumerated().map { ($1.id, $0) }) { first, _ in first }
        causes = first.ruleSet.causes.enumerated().compactMap { position, cause in
            guard let other = seconds[cause.id] else { return nil }
            let (left, right) = (first.causes[position].rules, second.causes[other].rules)
            let rightIDs = second.ruleSet.causes[other].rules.map(\.id)
            var names: [String] = []
            var steps: [(Int?, Int?)] = []
            for (index, rule) in cause.rules.enumerated() {
                names.append("\(cause.id).\(rule.id)")
                steps.append((left[index], rightIDs.firstIndex(of: rule.id).flatMap { right[$0] }))
            }
            let leftIDs = Set(cause.rules.map(\.id))
            for (index, id) in rightIDs.enumerated() where !leftIDs.contains(id) {
                names.append("\(cause.id).\(id)")
                steps.append((nil, right[index]))
            }
            return ComparedCause(
                id: cause.id,
                positions: (position, other),
                rules: names + [Self.population],
                steps: steps
            )
        }
        let roles = { (plan: Plan) in plan.ruleSet.causes.map { [$0.id, "\($0.category == .contributing)"] } }
        hasSameCauses = roles(first) == roles(second)
        states = causes.map { _ in Array(repeating: 0, count: Self.kinds * Self.kinds) }
        ruleChanges = causes.map {
            Array(repeating: Array(repeating: 0, count: Self.kinds * Self.kinds), count: $0.rules.count)
        }
    }

    /// How many records have a state under the first rule set and one under the second.
    package func records(cause: Int, from: RecordState, to: RecordState) -> Int {
        states[cause][Self.place(from, to)]
    }

    /// How many of them a rule changes, by its position in `ComparedCause.rules`.
    package func records(cause: Int, rule: Int, from: RecordState, to: RecordState) -> Int {
        ruleChanges[cause][rule][Self.place(from, to)]
    }

    private static func place(_ from: RecordState, _ to: RecordState) -> Int { index(from) * kinds + index(to) }

    private static func index(_ state: RecordState) -> Int {
        switch state {
        case .present: 0
        case .absent: 1
        case .undetermined: 2
        case .notAssessed: 3
        case .notEligible: 4
        case .eligibilityUndetermined: 5
        }
    }

    /// Counts the changes in the 64 records of a word and hands each to `body`. O(causes), and O(rules) where anything changes.
    package mutating func add(_ first: DecidedPlan, _ second: DecidedPlan, word: Int, _ body: (Change) -> Void) {
        let present = first.evaluator.batch.present(inWord: word)
        var changed: UInt64 = 0
        for (index, cause) in causes.enumerated() {
            let left = Self.masks(first, cause: cause.positions.first, word, present)
            let right = Self.masks(second, cause: cause.positions.second, word, present)
            for (from, a) in zip(RecordState.allCases, left) where a != 0 {
                for (to, b) in zip(RecordState.allCases, right) where a & b != 0 {
                    let place = Self.place(from, to)
                    states[index][place] += (a & b).nonzeroBitCount
                    guard from != to else { continue }
                    changed |= a & b
                    var change = Change(cause: index, from: from, to: to, records: a & b, rules: [])
                    for rule in cause.rules.indices {
                        let records = a & b & Self.blame(rule, of: cause, from, to, first, second, word)
                        guard records != 0 else { continue }
                        ruleChanges[index][rule][place] += records.nonzeroBitCount
                        change.rules.append((cause.rules[rule], records))
                    }
                    body(change)
                }
            }
        }
        changedRecords += changed.nonzeroBitCount
        guard changed != 0 || !hasSameCauses else { return }
        changedMainCauses += Self.mainCauseChanges(first, second, word, present).nonzeroBitCount
    }

    /// The records of a word in each state, in the order of `RecordState.allCases`.
    private static func masks(_ side: DecidedPlan, cause: Int, _ word: Int, _ present: UInt64) -> [UInt64] {
        let (yes, no) = eligibility(side, word, present)
        let outside = [no, present & ~yes & ~no]
        guard let position = side.plan.causes[cause].position else { return [0, 0, 0, yes] + outside }
        let (truth, falsity) = (side.evaluator.truth(of: position)[word], side.evaluator.falsity(of: position)[word])
        return [yes & truth, yes & falsity, yes & ~truth & ~falsity, 0] + outside
    }

    private static func eligibility(_ side: DecidedPlan, _ word: Int, _ present: UInt64) -> (yes: UInt64, no: UInt64) {
        guard let population = side.plan.population else { return (present, 0) }
        return (
            side.evaluator.truth(of: population)[word] & present, side.evaluator.falsity(of: population)[word] & present
        )
    }

    /// The records in which a rule makes a change from one state to another.
    private static func blame(
        _ rule: Int,
        of cause: ComparedCause,
        _ from: RecordState,
        _ to: RecordState,
        _ first: DecidedPlan,
        _ second: DecidedPlan,
        _ word: Int
    ) -> UInt64 {
        guard from.isEligible, to.isEligible else { return rule == cause.steps.count ? ~0 : 0 }
        guard rule < cause.steps.count else { return 0 }
        let (left, right) = cause.steps[rule]
        func holds(_ step: Int?, _ side: DecidedPlan) -> UInt64 { step.map { side.evaluator.truth(of: $0)[word] } ?? 0 }
        func isOpen(_ step: Int?, _ side: DecidedPlan) -> UInt64 {
            step.map { side.evaluator.unknown($0, word: word) } ?? 0
        }
        switch (from, to) {
        case (_, .present): return holds(right, second) & ~holds(left, first)
        case (.present, _): return holds(left, first) & ~holds(right, second)
        case (_, .undetermined): return isOpen(right, second) & ~isOpen(left, first)
        case (.undetermined, _): return isOpen(left, first) & ~isOpen(right, second)
        default: return 0
        }
    }

    // MARK: Main causes

    private static func mainCauseChanges(
        _ first: DecidedPlan,
        _ second: DecidedPlan,
        _ word: Int,
        _ present: UInt64
    ) -> UInt64 {
        let (left, right) = (mainCauses(first, word, present), mainCauses(second, word, present))
        return left.reduce(present) { rest, entry in rest & ~(entry.value & (right[entry.key] ?? 0)) }
    }

    /// Where the search for a main cause can end.
    private enum Outcome: Hashable {
        case cause(id: String)
        case undetermined, contributingOnly, unexplained, notEligible, eligibilityUndetermined
    }

    /// The records of a word by the outcome of the search for the main cause.
    private static func mainCauses(_ side: DecidedPlan, _ word: Int, _ present: UInt64) -> [Outcome: UInt64] {
        let (yes, no) = eligibility(side, word, present)
        var outcomes: [Outcome: UInt64] = [.notEligible: no, .eligibilityUndetermined: present & ~yes & ~no]
        var open = yes
        var (undetermined, contributing) = (UInt64(0), UInt64(0))
        for (cause, planned) in zip(side.plan.ruleSet.causes, side.plan.causes) {
            guard let position = planned.position else { continue }
            let truth = side.evaluator.truth(of: position)[word]
            if cause.category == .contributing {
                contributing |= truth
            } else {
                outcomes[.cause(id: cause.id)] = open & truth
                open &= ~truth
                undetermined |= side.evaluator.unknown(position, word: word)
            }
        }
        outcomes[.undetermined] = open & undetermined
        outcomes[.contributingOnly] = open & ~undetermined & contributing
        outcomes[.unexplained] = open & ~undetermined & ~contributing
        return outcomes
    }

    /// Adds the counts of another worker's tally of the same plans.
    package static func += (left: inout ChangeTally, right: ChangeTally) {
        for cause in left.causes.indices {
            for place in left.states[cause].indices { left.states[cause][place] += right.states[cause][place] }
            for rule in left.ruleChanges[cause].indices {
                for place in left.ruleChanges[cause][rule].indices {
                    left.ruleChanges[cause][rule][place] += right.ruleChanges[cause][rule][place]
                }
            }
        }
        left.changedRecords += right.changedRecords
        left.changedMainCauses += right.changedMainCauses
    }
}
