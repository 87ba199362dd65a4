// Tries an expression out on values given by hand.

internal import Codebook
internal import Columns
package import FEEL

/// What an expression came to.
package enum TrialValue: Sendable, Hashable {
    /// Unknown.
    case null
    case number(Double)
    case boolean(Bool)
    case text(String)
}

/// Why an expression could not be tried out.
package enum TrialError: Error, Sendable {
    /// The expression has problems.
    case expression([Diagnostic])
    /// A value that was given does not fit, or the rule set does not.
    case given(String)
}

extension RuleSet {
    /// The value of an expression over given values, as the FEEL standard has it: what does not fit is null.
    ///
    /// The rule set's variables, derived variables and parameters can be used by name; a variable that is not given has no answer. Other
    /// names that are given are columns of the type of their value. The expression runs as the same compiled program that rules do.
    package func evaluate(_ text: String, given: [String: GivenAnswer]) throws(TrialError) -> TrialValue {
        let extended = extended(by: given)
        let syntax: Syntax
        do { syntax = try Parser.parse(text) } catch { throw .expression([error]) }
        var planner = Planner(extended, collected: Set(extended.codebook.variables.indices), typeMismatchIsNull: true)
        let trial: RecordTrial
        let operand: Operand
        do {
            try planner.addDerived()
            guard let compiled = planner.compiler.compile(syntax, in: planner.scope) else {
                throw TrialError.expression(planner.compiler.diagnostics)
            }
            operand = compiled
            // Any text that is given can be the result, so all of them are numbered.
            for answer in given.values {
                if case .text(let text) = answer { _ = planner.compiler.program.texts.intern(text) }
            }
            trial = RecordTrial(planner.finish())
            try trial.run(given.sorted { $0.key < $1.key }.map { (variable: $0.key, answer: $0.value) })
        } catch let error as RuleSetError {
            throw .given(error.message)
        } catch let error as TrialError {
            throw error
        } catch {
            throw .given("\(error)")
        }
        switch operand.type {
        case .null, .list: return .null
        case .set: throw .given("the expression is a set; ask 'list contains(set, \"code\")' or 'count(set)'")
        default: break
        }
        switch trial.evaluator.value(of: operand.position, record: 0) {
        case nil: return .null
        case .number(let value): return .number(value)
        case .boolean(let value): return .boolean(value)
        case .text(let identifier): return .text(trial.plan.program.texts.texts[Int(identifier)])
        }
    }

    /// The rule set with a variable for every given name that it does not have.
    private func extended(by given: [String: GivenAnswer]) -> RuleSet {
        var result = self
        var variables = codebook.variables
        for (name, answer) in given.sorted(by: { $0.key < $1.key }) where codebook.position(of: name) == nil {
            let type: VariableType
            switch answer {
            case .missing, .number: type = .number
            case .boolean: type = .plainBoolean
            case .text(let text): type = .category([VariableType.Code(id: text, spellings: [])])
            case .set(let codes): type = .set(codes.map { VariableType.Code(id: $0, spellings: []) }, separator: ";")
            }
            variables.append(Variable(id: name, label: name, type: type))
        }
        result.codebook = Codebook(variables: variables, missingWords: codebook.missingWords)
        return result
    }
}
