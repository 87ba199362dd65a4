// One record given by hand, run through a plan: what tests and trials of a rule set need.

internal import Codebook
internal import Columns
package import FEEL

/// A plan with registers for one record at a time.
package final class RecordTrial {
    /// The plan.
    package let plan: Plan
    /// The results of the last run.
    package let evaluator: Evaluator
    private let batch: ColumnBatch

    /// Makes a trial of a plan.
    package init(_ plan: Plan) {
        self.plan = plan
        batch = ColumnBatch(kinds: plan.columnKinds)
        evaluator = Evaluator(plan.program, over: batch)
    }

    /// Runs a record whose answers are given by variable id; an implausible number counts as missing. Throws if an answer does not
    /// fit its variable.
    package func run(_ answers: some Sequence<(variable: String, answer: GivenAnswer)>) throws(RuleSetError) {
        batch.start(count: 1)
        for (name, answer) in answers {
            guard let position = plan.ruleSet.codebook.position(of: name),
                let column = plan.column(ofVariable: position)
            else {
                let known = plan.ruleSet.codebook.variables.map(\.id)
                let hint =
                    closestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? "define it under variables"
                throw RuleSetError(message: "there is no variable '\(name)'; \(hint)")
            }
            let variable = plan.ruleSet.codebook.variables[position]
            if let problem = fill(column, variable, answer) { throw RuleSetError(message: problem) }
        }
        evaluator.run()
    }

    /// Writes an answer; returns what is wrong with it, if anything.
    private func fill(_ column: Int, _ variable: Variable, _ answer: GivenAnswer) -> String? {
        switch (answer, variable.type) {
        case (.missing, _): return nil
        case (.number(let value), .number):
            if let range = variable.range, !range.contains(value) { return nil }
            batch.numbers(column)[0] = value
        case (.boolean(let value), .boolean):
            if value { setBit(batch.truths(column), 0) }
        case (.text(let code), .category(let codes)) where !codes.isEmpty:
            guard codes.contains(where: { $0.id == code }) else { return foreign(code, codes, variable) }
            batch.texts(column)[0] = plan.program.texts.identifier(of: code) ?? OpenTexts.other
        case (.text(let text), .category), (.text(let text), .text):
            batch.texts(column)[0] = plan.program.texts.identifier(of: text) ?? OpenTexts.other
        case (.text(let code), .set(let codes, _)):
            guard let bit = codes.firstIndex(where: { $0.id == code }) else { return foreign(code, codes, variable) }
            batch.sets(column)[0] = 1 << UInt64(bit)
        case (.set(let listed), .set(let codes, _)):
            var set: UInt64 = 0
            for code in listed {
                guard let bit = codes.firstIndex(where: { $0.id == code }) else {
                    return foreign(code, codes, variable)
                }
                set |= 1 << UInt64(bit)
            }
            batch.sets(column)[0] = set
        default:
            return "'\(variable.id)' takes \(variable.type.valueType.name), not \(answer.description)"
        }
        setBit(batch.answered(column), 0)
        return nil
    }

    private func foreign(_ code: String, _ codes: [VariableType.Code], _ variable: Variable) -> String {
        let known = codes.map(\.id)
        let hint =
            closestName(to: code, among: known).map { "did you mean '\($0)'?" }
            ?? "they are \(known.joined(separator: ", "))"
        return "'\(code)' is none of the codes of '\(variable.id)'; \(hint)"
    }

    // MARK: Results

    /// Whether the record belongs to the population.
    package var eligibility: Eligibility { plan.eligibility(evaluator, record: 0) }

    /// The verdicts on the causes, in order.
    package var verdicts: [Verdict] { plan.verdicts(evaluator, record: 0) }

    /// The verdicts on the flags, in order; none where the plan has none.
    package var flagVerdicts: [Verdict] { plan.flagVerdicts(evaluator, record: 0) }
}

extension Plan {
    /// Whether a record of an evaluator's batch belongs to the population.
    package func eligibility(_ evaluator: Evaluator, record: Int) -> Eligibility {
        guard let population else { return .yes }
        if hasBit(evaluator.truth(of: population), record) { return .yes }
        return hasBit(evaluator.falsity(of: population), record) ? .no : .undetermined
    }

    /// The verdict of a condition step for a record; not assessed if there is no step.
    package func verdict(_ position: Int?, _ evaluator: Evaluator, record: Int) -> Verdict {
        guard let position else { return .notAssessed }
        if hasBit(evaluator.truth(of: position), record) { return .present }
        return hasBit(evaluator.falsity(of: position), record) ? .absent : .undetermined
    }

    /// The verdicts on all causes for a record, in order.
    package func verdicts(_ evaluator: Evaluator, record: Int) -> [Verdict] {
        causes.map { verdict($0.position, evaluator, record: record) }
    }

    /// The verdicts on all flags for a record, in order.
    package func flagVerdicts(_ evaluator: Evaluator, record: Int) -> [Verdict] {
        flags.map { verdict($0.position, evaluator, record: record) }
    }

    /// Which causes are contributing ones, in order.
    package var contributing: [Bool] { ruleSet.causes.map { $0.category == .contributing } }
}

extension GivenAnswer: CustomStringConvertible {
    /// How a message shows the answer.
    package var description: String {
        switch self {
        case .missing: "null"
        case .number(let value): describe(value)
        case .boolean(let value): value ? "true" : "false"
        case .text(let text): "\"\(text)\""
        case .set(let codes): "[\(codes.joined(separator: ", "))]"
        }
    }
}
