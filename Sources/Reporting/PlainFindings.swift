// What makes a condition hold, or leaves it open, in the words of the variables' labels.

internal import Codebook
internal import Columns
internal import FEEL
internal import RuleSets

/// Puts the findings of a plan's conditions into words. What does not depend on the record is worded once.
final class PlainFindings {
    private let plan: Plan
    private let evaluator: Evaluator
    private var leaves: [Int: Leaf] = [:]
    private let ownLabels: [Int: String]
    private let derived: [Int: DerivedVariable]

    /// A comparison in words: around its value, if that is shown.
    private enum Leaf {
        case fixed(String)
        case value(before: String, step: Int, unit: String?, after: String, bounds: [Double])
        case text(before: String, column: Int)
    }

    init(_ plan: Plan, _ evaluator: Evaluator) {
        self.plan = plan
        self.evaluator = evaluator
        let causes = zip(plan.ruleSet.causes, plan.causes).map { ($0.label, $1.position) }
        let flags = zip(plan.ruleSet.flags, plan.flags).map { ($0.label, $1.position) }
        ownLabels = Dictionary((causes + flags).compactMap { label, position in position.map { ($0, label) } }) {
            first,
            _ in first
        }
        derived = Dictionary(plan.derived.map { ($0.position, plan.ruleSet.derived[$0.index]) }) { first, _ in first }
    }

    /// The findings that decide a condition in a record, one phrase each: of a true or false one those that make it so, of an unknown one those
    /// that are unknown. `isRule` says that the step is a rule, which a cause of one rule shares.
    func list(
        _ position: Int,
        isRule: Bool = false,
        _ record: Int,
        _ openText: (Int) -> String?
    ) -> [String] {
        var found: [String] = []
        var ruledOut = 0
        collect(position, isRule, record, openText, &found, &ruledOut)
        if ruledOut > 0 {
            found.append(
                ruledOut == 1 ? "one other explanation is absent" : "\(ruledOut) other explanations are absent"
            )
        }
        return found
    }

    private func collect(
        _ position: Int,
        _ isRule: Bool,
        _ record: Int,
        _ openText: (Int) -> String?,
        _ found: inout [String],
        _ ruledOut: inout Int
    ) {
        let own = outcome(position, record)
        if !isRule, let label = ownLabels[position] {
            switch own {
            case false: ruledOut += 1
            case true: found.append("\"\(label)\" is present")
            case nil: found.append("\"\(label)\" is open")
            }
            return
        }
        switch plan.program.instructions[position] {
        case .and(let a, let b), .or(let a, let b):
            for part in [a, b] where outcome(part, record) == own {
                collect(part, false, record, openText, &found, &ruledOut)
            }
        case .not(let a): collect(a, false, record, openText, &found, &ruledOut)
        default: found.append(words(position, own, record, openText))
        }
    }

    private func outcome(_ position: Int, _ record: Int) -> Bool? {
        if case .boolean(let value) = evaluator.value(of: position, record: record) { value } else { nil }
    }

    // MARK: Comparisons

    private func words(
        _ position: Int,
        _ outcome: Bool?,
        _ record: Int,
        _ openText: (Int) -> String?
    ) -> String {
        guard let outcome else {
            return names(below: position, record).map { "\($0) was not answered" }.joined(separator: " and ")
        }
        let key = position * 2 + (outcome ? 1 : 0)
        let leaf: Leaf
        if let known = leaves[key] {
            leaf = known
        } else {
            leaf = makeLeaf(position, outcome)
            leaves[key] = leaf
        }
        switch leaf {
        case .fixed(let text): return text
        case .value(let before, let step, let unit, let after, let bounds):
            return before + measured(value(step, record, bounds), unit) + after
        case .text(let before, let column):
            let identifier = Int(evaluator.batch.texts(column)[record])
            let texts = plan.program.texts.texts
            let shown = texts.indices.contains(identifier) ? texts[identifier] : openText(column) ?? "something else"
            return before + shown
        }
    }

    private func makeLeaf(_ position: Int, _ outcome: Bool) -> Leaf {
        switch plan.program.instructions[position] {
        case .booleanColumn(let column):
            return .fixed("\"\(label(ofColumn: column))\" was answered \(outcome ? "yes" : "no")")
        case .compare(let symbol, let a, let b):
            let relation = Self.words(outcome ? symbol : symbol.contrary)
            let after = " (\(relation) \(operand(b)))"
            let bounds = [plan.program.constant(b)].compactMap(\.self)
            let before = "\(lowercasedStart(name(a))) is "
            return .value(before: before, step: a, unit: unit(a), after: after, bounds: bounds)
        case .inside(let a, let low, let high, let ends):
            let from = (ends.includesLow ? "from " : "above ") + operand(low)
            let to = (ends.includesHigh ? " to " : " and below ") + operand(high)
            let after = " (\(outcome ? "" : "not ")\(from)\(to))"
            let bounds = [low, high].compactMap(plan.program.constant)
            let before = "\(lowercasedStart(name(a))) is "
            return .value(before: before, step: a, unit: unit(a), after: after, bounds: bounds)
        case .contains(let column, let bit):
            let codes = codes(ofColumn: column)
            let code = codes.indices.contains(bit) ? codes[bit] : ""
            let verb = outcome ? "include" : "do not include"
            return .fixed("\(lowercasedStart(label(ofColumn: column))) \(verb) \(code)")
        case .equalTexts(let a, _):
            if case .textColumn(let column) = plan.program.instructions[a] {
                return .text(before: "\(lowercasedStart(label(ofColumn: column))) is ", column: column)
            }
            return .fixed("\(name(position)) \(outcome ? "holds" : "does not hold")")
        case .isMissing(let a): return .fixed("\(lowercasedStart(name(a))) \(outcome ? "is missing" : "is there")")
        case .setIsMissing(let column):
            return .fixed("\(lowercasedStart(label(ofColumn: column))) \(outcome ? "is missing" : "is there")")
        default: return .fixed("\(name(position)) \(outcome ? "holds" : "does not hold")")
        }
    }

    private static func words(_ symbol: ComparisonOperator) -> String {
        switch symbol {
        case .equal: "exactly"
        case .notEqual: "other than"
        case .less: "below"
        case .lessOrEqual: "at most"
        case .greater: "above"
        case .greaterOrEqual: "at least"
        }
    }

    /// A number of a record: an answer as it is, a computed value to two decimals unless that would make it a bound that it is not.
    private func value(_ step: Int, _ record: Int, _ bounds: [Double]) -> String {
        guard case .number(let value) = evaluator.value(of: step, record: record) else { return "unknown" }
        if case .numberColumn = plan.program.instructions[step] { return describe(value) }
        guard abs(value) < 1e9 else { return describe(value) }
        let hundredths = (value * 100).rounded() / 100
        return describe(bounds.contains(hundredths) && hundredths != value ? (value * 1e6).rounded() / 1e6 : hundredths)
    }

    private func operand(_ position: Int) -> String {
        switch plan.program.instructions[position] {
        case .number(let bits): describe(Double(bitPattern: bits))
        case .boolean(let value): value ? "yes" : "no"
        case .text(let identifier):
            plan.program.texts.texts.indices.contains(Int(identifier)) ? plan.program.texts.texts[Int(identifier)] : ""
        default: lowercasedStart(name(position))
        }
    }

    // MARK: Names

    /// What people call a column's variable.
    func label(ofColumn column: Int) -> String {
        plan.ruleSet.codebook.variables[plan.columnVariables[column]].label
    }

    private func codes(ofColumn column: Int) -> [String] {
        switch plan.ruleSet.codebook.variables[plan.columnVariables[column]].type {
        case .set(let codes, _), .category(let codes): codes.map(\.id)
        default: []
        }
    }

    private func name(_ position: Int) -> String {
        if let own = derived[position] { return own.label }
        if let label = ownLabels[position] { return label }
        let instruction = plan.program.instructions[position]
        if let column = instruction.column { return label(ofColumn: column) }
        switch instruction {
        case .plausible(let a, _), .absolute(let a), .floor(let a), .ceiling(let a), .negate(let a): return name(a)
        case .number, .boolean, .text: return operand(position)
        default: return instruction.yield == .number ? computedName(position) : "a condition of the rule"
        }
    }

    /// What a number that the rule set computes without naming it is made of.
    private func computedName(_ position: Int) -> String {
        var labels: [String] = []
        func collect(_ step: Int) {
            let instruction = plan.program.instructions[step]
            if let label = derived[step]?.label ?? instruction.column.map(label(ofColumn:)) {
                if !labels.contains(label) { labels.append(label) }
            } else {
                instruction.operands.forEach(collect)
            }
        }
        collect(position)
        guard let last = labels.popLast() else { return "a number of the rule" }
        let others = labels.map(lowercasedStart).joined(separator: ", ")
        return "what is computed from " + (others.isEmpty ? "" : others + " and ") + lowercasedStart(last)
    }

    /// The unit of a value, if it is to stand behind it: not that of a scale, nor one that the label names already.
    private func unit(_ position: Int) -> String? {
        let found: (label: String, unit: String?)
        if let own = derived[position] {
            found = (own.label, own.unit)
        } else if case .numberColumn(let column) = plan.program.instructions[position] {
            let variable = plan.ruleSet.codebook.variables[plan.columnVariables[column]]
            found = (variable.label, variable.unit)
        } else {
            return nil
        }
        guard let unit = found.unit, !["points", "grade"].contains(unit), !found.label.lowercased().contains(unit)
        else {
            return nil
        }
        return unit
    }

    /// The unanswered variables under a step, by label.
    private func names(below position: Int, _ record: Int) -> [String] {
        var columns: Set<Int> = []
        var open = [position]
        while let next = open.popLast() {
            guard evaluator.value(of: next, record: record) == nil else { continue }
            let instruction = plan.program.instructions[next]
            if let column = instruction.column, !evaluator.batch.isAnswered(column, record: record) {
                columns.insert(column)
            }
            open += instruction.operands
        }
        return columns.sorted().map { lowercasedStart(label(ofColumn: $0)) }
    }
}

extension ComparisonOperator {
    /// The operator that holds where this one fails.
    fileprivate var contrary: ComparisonOperator {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }
}

/// A label within a sentence: `Pain severity` becomes `pain severity`, `PHQ-2 score` stays.
func lowercasedStart(_ label: String) -> String {
    let second = label.dropFirst().first
    guard let first = label.first, second == nil || second?.isLowercase == true || second == " " else { return label }
    return first.lowercased() + label.dropFirst()
}
