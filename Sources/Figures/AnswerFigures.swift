// Which answers are missing, by variable and kind, with what small counts could be found from taken out.

package import Codebook
internal import Disclosure
package import Prevalence
package import RuleSets

/// The answers to each variable, as far as they may be shown.
///
/// Answers missing from a variable can be the very records that a cause, a group or the population leaves open: where those are hidden, so is every count of
/// the variables that they are computed from.
package struct AnswerFigures: Sendable {
    /// The answers to one variable.
    package struct Answers: Sendable {
        /// The variable.
        package let variable: Variable
        /// Records with an answer, and records without one.
        package let answered: Shown<Int>, missing: Shown<Int>
        /// Those of them in which something could not be read or was implausible.
        package let unusable: Shown<Int>
        /// Those without one by kind, in the order of `MissingKind`.
        package let kinds: [(kind: MissingKind, records: Shown<Int>)]
    }

    /// The values of one derived variable.
    package struct DerivedValues: Sendable {
        /// The variable.
        package let variable: DerivedVariable
        /// Values that could be computed, and those of them that are implausible, so missing.
        package let computable: Shown<Int>, implausible: Shown<Int>
    }

    /// For each variable the records without an answer, by kind.
    package typealias Missing = [(variable: Variable, kinds: [(kind: MissingKind, records: Int)])]

    /// The variables that were read, in codebook order.
    package let answers: [Answers]
    /// Answers that could not be read or were implausible, of all variables.
    package let unusable: Shown<Int>
    /// The derived variables with a range.
    package let derived: [DerivedValues]

    /// Decides what is shown.
    ///
    /// - Parameters:
    ///   - missing: For each variable that was read the records without an answer, by kind.
    ///   - summary: What was counted besides.
    ///   - records: How many records were read and not rejected.
    ///   - account: The account that is shown beside the answers.
    ///   - ruleSet: What knows which variables causes and groups read.
    ///   - figures: The figures that are shown beside them; nil if there are none.
    ///   - hiddenGroupings: The variables of further groupings of which the records without a group are hidden.
    ///   - minimum: The smallest count that is shown; 0 shows all.
    package init(
        _ missing: Missing,
        _ summary: Summary,
        records: Int,
        _ account: AccountFigures,
        _ ruleSet: RuleSet,
        _ figures: Figures?,
        hiddenGroupings: Set<String> = [],
        minimum: Int
    ) {
        var sensitive = Self.variables(thatGiveAwayWhatIsHiddenIn: figures, ruleSet)
        for id in hiddenGroupings { sensitive.formUnion(ruleSet.collectedVariables(readBy: id)) }
        if !account.isWhole, let population = ruleSet.population {
            for name in population.syntax.names { sensitive.formUnion(ruleSet.collectedVariables(readBy: name)) }
        }
        let answers = missing.map { variable, kinds in
            let isSensitive = sensitive.contains(variable.id)
            return Self.answers(variable, kinds, records, account, minimum, hidesAll: isSensitive)
        }
        self.answers = answers
        let unusable = missing.reduce(0) { sum, entry in
            sum + entry.kinds.filter(\.kind.isUnusable).reduce(0) { $0 + $1.records }
        }
        let isAnyHidden = answers.contains(where: \.unusable.isHidden)
        self.unusable = isAnyHidden || minimum.hides(unusable) ? .hidden : .value(unusable)
        derived = summary.derived.map { variable, computable, implausible in
            let isSensitive = !ruleSet.collectedVariables(readBy: variable.id).isDisjoint(with: sensitive)
            let isSmall = [computable, implausible, computable - implausible].contains { minimum.hides($0) }
            return DerivedValues(
                variable: variable,
                computable: isSensitive || isSmall ? .hidden : .value(computable),
                implausible: isSensitive || isSmall ? .hidden : .value(implausible)
            )
        }
    }

    /// The variables that a cause reads of which the complete records are hidden, and those of groupings of which the records without a group are.
    private static func variables(thatGiveAwayWhatIsHiddenIn figures: Figures?, _ ruleSet: RuleSet) -> Set<String> {
        guard let figures, figures.choices.minimumCell > 0 else { return [] }
        var found: Set<String> = []
        for (position, entry) in figures.summary.causes.enumerated() where entry.isAssessed {
            let figure = figures.overall(cause: position)
            guard figure[.complete].isHidden || figure[.undetermined].isHidden else { continue }
            found.formUnion(ruleSet.collectedVariables(readBy: entry.cause.id))
        }
        for (dimension, grouping) in figures.summary.dimensions.enumerated() {
            let isHidden = figures.summary.cells.enumerated().contains { position, cell in
                cell[dimension] == grouping.groups.count - 1 && cell.count { $0 != nil } == 1
                    && (figures.disclosure?.isHidden(cell: position) ?? false)
            }
            guard isHidden, let group = ruleSet.groups.first(where: { $0.id == grouping.id }) else { continue }
            found.formUnion(ruleSet.collectedVariables(readBy: group.variable))
        }
        return found
    }

    private static func answers(
        _ variable: Variable,
        _ kinds: [(kind: MissingKind, records: Int)],
        _ records: Int,
        _ account: AccountFigures,
        _ minimum: Int,
        hidesAll: Bool
    ) -> Answers {
        let missing = kinds.reduce(0) { $0 + $1.records }
        let unusable = kinds.filter(\.kind.isUnusable).reduce(0) { $0 + $1.records }
        let counts = [records - missing, missing, unusable] + kinds.map(\.records)
        let isHidden = counts.indices.map { _ in hidesAll }
        let hidden = minimum > 0 && !hidesAll ? hiddenCounts(counts, kinds.map(\.kind), records, minimum) : isHidden
        func shown(_ place: Int) -> Shown<Int> { hidden[place] ? .hidden : .value(counts[place]) }
        return Answers(
            variable: variable,
            // With those without an answer it would say how many records there are.
            answered: account.kept.isHidden ? .hidden : shown(0),
            missing: shown(1),
            unusable: shown(2),
            kinds: kinds.indices.map { (kinds[$0].kind, shown($0 + 3)) }
        )
    }

    /// Which of a variable's counts are hidden: answered, missing, unusable, and the kinds that add up to them.
    private static func hiddenCounts(_ counts: [Int], _ kinds: [MissingKind], _ records: Int, _ minimum: Int) -> [Bool]
    {
        let all = counts.map { _ in true }
        let unusable = kinds.indices.filter { kinds[$0].isUnusable }.map { $0 + 3 }
        let worded = kinds.indices.filter { !kinds[$0].isUnusable }.map { $0 + 3 }
        guard let rule = try? MinimumCell(minimum, records: max(minimum, records)),
            let table = try? AdditiveTable(
                counts: counts + [records],
                lines: [
                    AdditiveTable.Line(total: counts.count, parts: [0, 1]),
                    AdditiveTable.Line(total: 1, parts: [2] + worded),
                    AdditiveTable.Line(total: 2, parts: unusable),
                ]
            ),
            let suppression = try? Suppression(table, rule: rule, sparing: [counts.count]),
            !suppression.isHidden(counts.count)
        else { return all }
        return Array(suppression.hidden.prefix(counts.count))
    }
}

extension MissingKind {
    /// Whether there was something in the cell that could not be used.
    package var isUnusable: Bool { self == .unparseable || self == .implausible }
}

extension RuleSet {
    /// The collected variables that a name stands for or is computed from: a variable, a derived variable or a cause.
    package func collectedVariables(readBy name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        var seen: Set<String> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if codebook.position(of: next) != nil { found.insert(next) }
            if let variable = derived.first(where: { $0.id == next }) { open += variable.value.syntax.names }
            if let cause = cause(next) {
                for rule in cause.rules { open += rule.namesRead.union(rule.noneOf) }
            }
        }
        return found
    }
}
