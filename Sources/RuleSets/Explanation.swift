// Why a record has the verdicts that it has, read off the compiled conditions.

internal import Codebook
internal import Columns
package import FEEL

/// The explanation of one record.
package struct Explanation: Sendable {
    /// Whether the record belongs to the population.
    package var eligibility: Eligibility
    /// What decides that, if the rule set has a population that the file can tell.
    package var population: [Finding]
    /// The main cause by name.
    package var mainCause: String
    /// Whether the main cause is certain.
    package var isCertain: Bool
    /// The causes, in order.
    package var causes: [CauseExplanation]
    /// The red flags, in order; empty where the plan has none.
    package var flags: [FlagExplanation]
    /// What to do, in the rule set's words: that of the flags that stand and, for a record of the population, general advice and that of the causes
    /// present.
    package var advice: [String]

    /// One cause of a record.
    package struct CauseExplanation: Sendable {
        /// The cause.
        package var cause: Cause
        /// The verdict on it.
        package var verdict: Verdict
        /// Its rules.
        package var rules: [RuleExplanation]
    }

    /// One red flag of a record.
    package struct FlagExplanation: Sendable {
        /// The flag.
        package var flag: RedFlag
        /// `present` where it stands.
        package var verdict: Verdict
        /// Its rules.
        package var rules: [RuleExplanation]
    }

    /// One rule of a record.
    package struct RuleExplanation: Sendable {
        /// The rule.
        package var rule: Rule
        /// `present` where it holds, `absent` where it fails.
        package var verdict: Verdict
        /// The answers that it reads.
        package var values: [Value]
        /// What made it hold, or how far it is from holding.
        package var findings: [Finding]
        /// The unanswered variables that leave it open.
        package var missing: [String]
        /// The smallest set of those whose answers can decide it.
        package var decidedBy: [String]
    }

    /// An answer that a rule reads.
    package struct Value: Sendable, Hashable {
        /// The variable.
        package var name: String
        /// The answer for a person; nil where there is none.
        package var text: String?
    }

    /// One comparison: what was found, and what would have had to be.
    package struct Finding: Sendable, Hashable {
        /// What the comparison is about.
        package var subject: String
        /// What was found; nil where it is unknown.
        package var value: String?
        /// Whether the comparison holds; nil where that is unknown.
        package var holds: Bool?
        /// For which values it holds.
        package var condition: String
        /// Why the value is unknown though no answer is missing.
        package var because: String?

        /// The finding in words: `load_change_percent is 28, holds above 30`.
        package var sentence: String {
            guard let value else {
                return "\(subject) has no value" + (because.map { " (\($0))" } ?? "") + ", holds \(condition)"
            }
            guard holds == true else { return "\(subject) is \(value), holds \(condition)" }
            // "if yes", "where missing" and "with scoliosis" would only say again what the value says.
            let isPlain = ["if ", "where ", "with"].contains(where: condition.hasPrefix)
            return "\(subject) is \(value)" + (isPlain ? "" : ", which is \(condition)")
        }
    }
}

/// Explains the records of an evaluator's batch.
package struct Explainer {
    private let plan: Plan
    private let evaluator: Evaluator
    private let record: Int
    private let openText: (Int) -> String?
    private let derivedNames: [Int: String]
    private let causeNames: [Int: String]

    /// Prepares to explain a record of the batch that an evaluator of the plan's program has run over. `openText` gives the text of an open
    /// category's cell, by column.
    package init(_ plan: Plan, _ evaluator: Evaluator, record: Int, openText: @escaping (Int) -> String?) {
        self.plan = plan
        self.evaluator = evaluator
        self.record = record
        self.openText = openText
        derivedNames = Dictionary(plan.derived.map { ($0.position, plan.ruleSet.derived[$0.index].id) }) { first, _ in
            first
        }
        let causes = zip(plan.ruleSet.causes, plan.causes).map { ($0.id, $1.position) }
        let flags = zip(plan.ruleSet.flags, plan.flags).map { ($0.id, $1.position) }
        causeNames = Dictionary((causes + flags).compactMap { id, position in position.map { ($0, id) } }) { first, _ in
            first
        }
    }

    /// The whole explanation.
    package func explanation() -> Explanation {
        let verdicts = plan.verdicts(evaluator, record: record)
        let main = MainCause.of(verdicts, contributing: plan.contributing)
        let causes = zip(plan.ruleSet.causes, plan.causes).enumerated().map { index, pair in
            Explanation.CauseExplanation(
                cause: pair.0,
                verdict: verdicts[index],
                rules: zip(pair.0.rules, pair.1.rules).map { rule($0, at: $1) }
            )
        }
        let flags = zip(plan.ruleSet.flags, plan.flags).map { flag, planned in
            Explanation.FlagExplanation(
                flag: flag,
                verdict: plan.verdict(planned.position, evaluator, record: record),
                rules: zip(flag.rules, planned.rules).map { rule($0, at: $1) }
            )
        }
        let eligibility = plan.eligibility(evaluator, record: record)
        return Explanation(
            eligibility: eligibility,
            population: plan.population.map { findings($0) } ?? [],
            mainCause: main.cause.name(in: plan.ruleSet.causes),
            isCertain: main.isCertain,
            causes: causes,
            flags: flags,
            advice: plan.advice(evaluator, record: record).compactMap { id in
                plan.ruleSet.advice.first { $0.id == id }?.text
            }
        )
    }

    private func rule(_ rule: Rule, at position: Int?) -> Explanation.RuleExplanation {
        let verdict = plan.verdict(position, evaluator, record: record)
        return Explanation.RuleExplanation(
            rule: rule,
            verdict: verdict,
            values: values(of: rule),
            findings: position.map { findings($0, isRule: true) } ?? [],
            missing: verdict == .undetermined ? position.map { ordered(missing(below: $0)) } ?? [] : [],
            decidedBy: verdict == .undetermined ? position.map { ordered(smallestSet(deciding: $0)) } ?? [] : []
        )
    }

    private func ordered(_ variables: Set<Int>) -> [String] {
        variables.sorted().map { plan.ruleSet.codebook.variables[$0].id }
    }

    // MARK: Values

    private func values(of rule: Rule) -> [Explanation.Value] {
        let names = rule.when?.syntax.names ?? []
        let collected = plan.columnVariables.enumerated().compactMap { column, variable -> Explanation.Value? in
            let id = plan.ruleSet.codebook.variables[variable].id
            return names.contains(id) ? Explanation.Value(name: id, text: text(ofColumn: column)) : nil
        }
        let derived = plan.derived.compactMap { planned -> Explanation.Value? in
            let id = plan.ruleSet.derived[planned.index].id
            return names.contains(id) ? Explanation.Value(name: id, text: text(of: planned.position)) : nil
        }
        return collected + derived
    }

    private func text(of position: Int) -> String? {
        switch evaluator.value(of: position, record: record) {
        case nil: nil
        case .number(let value): describe(rounded(value))
        case .boolean(let value): value ? "yes" : "no"
        case .text(let identifier):
            plan.program.texts.texts.indices.contains(Int(identifier)) ? plan.program.texts.texts[Int(identifier)] : nil
        }
    }

    /// A computed value to six decimals: enough to be read, with no dust of binary fractions.
    private func rounded(_ value: Double) -> Double {
        let scaled = (value * 1e6).rounded() / 1e6
        return scaled.isFinite && abs(value) < 1e9 ? scaled : value
    }

    private func text(ofColumn column: Int) -> String? {
        let batch = evaluator.batch
        guard batch.isAnswered(column, record: record) else { return nil }
        switch batch.kinds[column] {
        case .number: return describe(batch.numbers(column)[record])
        case .boolean: return hasBit(batch.truths(column), record) ? "yes" : "no"
        case .text:
            let identifier = Int(batch.texts(column)[record])
            return plan.program.texts.texts.indices.contains(identifier)
                ? plan.program.texts.texts[identifier] : openText(column)
        case .set:
            let codes = codes(ofColumn: column)
            return codes.indices.filter { batch.sets(column)[record] & 1 << UInt64($0) != 0 }.map { codes[$0] }.joined(
                separator: ", "
            )
        }
    }

    private func codes(ofColumn column: Int) -> [String] {
        switch plan.ruleSet.codebook.variables[plan.columnVariables[column]].type {
        case .set(let codes, _), .category(let codes): codes.map(\.id)
        default: []
        }
    }

    private func name(ofColumn column: Int) -> String {
        plan.ruleSet.codebook.variables[plan.columnVariables[column]].id
    }

    // MARK: Findings

    private func outcome(_ position: Int) -> Bool? {
        if case .boolean(let value) = evaluator.value(of: position, record: record) { value } else { nil }
    }

    /// The comparisons that decide a condition: of a true one those that make it true, of a false one those that keep it from it, of an
    /// unknown one those that are unknown.
    ///
    /// An earlier cause is one finding; `isRule` says that the step is the rule to explain itself, which a cause with a single rule shares.
    private func findings(_ position: Int, isNegated: Bool = false, isRule: Bool = false) -> [Explanation.Finding] {
        if let cause = causeNames[position], !isRule { return [causeFinding(cause, position, isNegated)] }
        let own = outcome(position)
        switch plan.program.instructions[position] {
        case .and(let a, let b), .or(let a, let b):
            return [a, b].filter { outcome($0) == own }.flatMap { findings($0, isNegated: isNegated) }
        case .not(let a): return findings(a, isNegated: !isNegated)
        default: return [leaf(position, isNegated)]
        }
    }

    private func causeFinding(_ cause: String, _ position: Int, _ isNegated: Bool) -> Explanation.Finding {
        let verdict = plan.verdict(position, evaluator, record: record)
        return Explanation.Finding(
            subject: cause,
            value: verdict.rawValue,
            holds: outcome(position).map { $0 != isNegated },
            condition: isNegated ? "if absent" : "if present"
        )
    }

    private func leaf(_ position: Int, _ isNegated: Bool) -> Explanation.Finding {
        let (subject, value, condition) = parts(of: position, isNegated)
        return Explanation.Finding(
            subject: subject,
            value: value,
            holds: outcome(position).map { $0 != isNegated },
            condition: condition,
            because: isUnknown(position) && missing(below: position).isEmpty ? reason(forUnknown: position) : nil
        )
    }

    /// Why a step is unknown though every answer below it is there.
    private func reason(forUnknown position: Int) -> String? {
        let instruction = plan.program.instructions[position]
        switch instruction {
        case .plausible(let inner, _) where !isUnknown(inner):
            return "it would be \(text(of: inner) ?? ""), which is implausible"
        case .chooseNumber(let test, _, let otherwise) where outcome(test) == false && isUnknown(otherwise):
            let finding = leaf(test, false)
            return "\(finding.subject) is \(finding.value ?? ""), and a value is defined only \(finding.condition)"
        case .arithmetic where !instruction.operands.contains(where: isUnknown): return "it cannot be computed"
        default:
            return instruction.operands.lazy.filter(isUnknown).compactMap(reason(forUnknown:)).first
        }
    }

    private func parts(of position: Int, _ isNegated: Bool) -> (subject: String, value: String?, condition: String) {
        let program = plan.program
        let not = isNegated ? "not " : ""
        switch program.instructions[position] {
        case .booleanColumn(let column):
            return (name(ofColumn: column), text(ofColumn: column), isNegated ? "if no" : "if yes")
        case .compare(let symbol, let a, let b):
            return (name(of: a), text(of: a), Self.words(isNegated ? symbol.opposite : symbol) + " " + operand(b))
        case .equalTexts(let a, let b), .equalConditions(let a, let b):
            return (name(of: a), text(of: a), (isNegated ? "other than " : "equal to ") + operand(b))
        case .inside(let value, let low, let high, let ends):
            let from = (ends.includesLow ? "from " : "above ") + operand(low)
            let to = (ends.includesHigh ? " to " : " and below ") + operand(high)
            return (name(of: value), text(of: value), not + from + to)
        case .contains(let column, let bit):
            let codes = codes(ofColumn: column)
            return (
                name(ofColumn: column), text(ofColumn: column),
                (isNegated ? "without " : "with ") + (codes.indices.contains(bit) ? codes[bit] : "")
            )
        case .isMissing(let a):
            return (name(of: a), text(of: a) ?? "missing", isNegated ? "where answered" : "where missing")
        case .setIsMissing(let column):
            return (
                name(ofColumn: column), text(ofColumn: column) ?? "missing",
                isNegated ? "where answered" : "where missing"
            )
        default: return (name(of: position), text(of: position), isNegated ? "if no" : "if yes")
        }
    }

    /// A constant as it is, anything else by name and with its value.
    private func operand(_ position: Int) -> String {
        switch plan.program.instructions[position] {
        case .number, .text, .boolean: return text(of: position) ?? ""
        default: return name(of: position) + (text(of: position).map { " (\($0))" } ?? " (not known)")
        }
    }

    private static func words(_ symbol: ComparisonOperator) -> String {
        switch symbol {
        case .equal: "equal to"
        case .notEqual: "other than"
        case .less: "below"
        case .lessOrEqual: "at or below"
        case .greater: "above"
        case .greaterOrEqual: "at or above"
        }
    }

    /// A step as an author would write it.
    private func name(of position: Int) -> String {
        if let derived = derivedNames[position] { return derived }
        if let cause = causeNames[position] { return cause }
        let instruction = plan.program.instructions[position]
        let parts = instruction.operands.map { name(of: $0) }
        switch instruction {
        case .numberColumn(let column), .textColumn(let column), .booleanColumn(let column):
            return name(ofColumn: column)
        case .number, .text, .boolean: return text(of: position) ?? ""
        case .negate: return "-\(parts[0])"
        case .arithmetic(let symbol, _, _): return "(\(parts[0]) \(symbol.rawValue) \(parts[1]))"
        case .minimum: return "min(\(parts.joined(separator: ", ")))"
        case .maximum: return "max(\(parts.joined(separator: ", ")))"
        case .absolute: return "abs(\(parts[0]))"
        case .floor: return "floor(\(parts[0]))"
        case .ceiling: return "ceiling(\(parts[0]))"
        case .roundHalfUp: return "round half up(\(parts.joined(separator: ", ")))"
        case .count(let column): return "count(\(name(ofColumn: column)))"
        case .plausible: return parts[0]
        case .chooseNumber, .chooseText, .chooseCondition: return "(if \(parts[0]) then \(parts[1]) else \(parts[2]))"
        case .unknownNumber, .unknownText, .unknownCondition: return "null"
        default: return "the condition"
        }
    }

    // MARK: What is missing

    private func isUnknown(_ position: Int) -> Bool { evaluator.value(of: position, record: record) == nil }

    private func unansweredVariable(_ instruction: Instruction) -> Int? {
        guard let column = instruction.column, !evaluator.batch.isAnswered(column, record: record) else { return nil }
        return plan.columnVariables[column]
    }

    /// The unanswered variables under the unknown parts of a step.
    private func missing(below position: Int) -> Set<Int> {
        var found: Set<Int> = []
        var seen: Set<Int> = []
        var open = [position]
        while let next = open.popLast() {
            guard seen.insert(next).inserted, isUnknown(next) else { continue }
            if let variable = unansweredVariable(plan.program.instructions[next]) { found.insert(variable) }
            open += plan.program.instructions[next].operands
        }
        return found
    }

    /// The smallest set of unanswered variables that, answered in the right way, decide an unknown condition.
    private func smallestSet(deciding position: Int) -> Set<Int> {
        let sets = decidingSets(position)
        return smaller(sets.true, sets.false) ?? []
    }

    /// For an unknown condition the smallest sets of unanswered variables that can make it true, and false; nil where no answers can.
    ///
    /// An `and` takes all of its unknown parts to become true, and the cheapest of them to become false; an `or` the other way round. A comparison
    /// takes all that it lacks. Parts that share variables are counted as if they did not conflict.
    private func decidingSets(_ position: Int) -> (true: Set<Int>?, false: Set<Int>?) {
        switch plan.program.instructions[position] {
        case .and(let a, let b):
            let parts = [a, b].filter(isUnknown).map { decidingSets($0) }
            return (all(parts.map(\.true)), parts.map(\.false).reduce(nil, smaller))
        case .or(let a, let b):
            let parts = [a, b].filter(isUnknown).map { decidingSets($0) }
            return (parts.map(\.true).reduce(nil, smaller), all(parts.map(\.false)))
        case .not(let a):
            let sets = decidingSets(a)
            return (sets.false, sets.true)
        default:
            let lacking = missing(below: position)
            return lacking.isEmpty ? (nil, nil) : (lacking, lacking)
        }
    }

    private func smaller(_ a: Set<Int>?, _ b: Set<Int>?) -> Set<Int>? {
        guard let a else { return b }
        guard let b else { return a }
        return b.count < a.count ? b : a
    }

    private func all(_ sets: [Set<Int>?]) -> Set<Int>? {
        sets.reduce([]) { joined, set in
            guard let joined, let set else { return nil }
            return joined.union(set)
        }
    }
}

extension ComparisonOperator {
    /// The operator that holds where this one fails.
    fileprivate var opposite: ComparisonOperator {
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
