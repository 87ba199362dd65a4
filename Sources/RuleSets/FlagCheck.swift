// Checks the flags of a rule set: what their conditions and the worklist's may use, and the advice that they name.

internal import FEEL

extension RuleSetCheck {
    /// Conditions of flags, which may use earlier flags, and of the worklist.
    mutating func flags(_ compiler: inout Compiler, _ scope: inout Scope) {
        for flag in ruleSet.flags where scope.meanings[flag.id] == nil {
            scope.meanings[flag.id] = .unusable(because: "flags are decided in order, and this one comes later")
        }
        var earlier: [String] = []
        for flag in ruleSet.flags {
            for rule in flag.rules {
                let name = "\(flag.id).\(rule.id)"
                if rule.when == nil, rule.anyOf.isEmpty {
                    report(at: rule.place, "the rule '\(name)' has neither 'when' nor 'any_of'; write a condition")
                }
                for id in rule.anyOf where !earlier.contains(id) {
                    let hint = suggestion(id, among: earlier, otherwise: "define that flag before this one")
                    report(at: rule.place, "any_of of '\(name)' names '\(id)', which is no earlier flag; \(hint)")
                }
                if let when = rule.when { condition(when, ofRule: name, &compiler, scope) }
            }
            scope.meanings[flag.id] = .compiled(Operand(.boolean, at: compiler.program.add(.unknownCondition)))
            earlier.append(flag.id)
        }
        var reasons: Set<String> = ["red_flag", "one_answer"]
        for reason in ruleSet.flagSection.worklist {
            checkSpelling(of: reason.id, "reason", at: reason.place)
            if !reasons.insert(reason.id).inserted {
                report(at: reason.place, "the worklist has a reason '\(reason.id)' already; choose another name")
            }
            _ = compiler.compileCondition(reason.when.syntax, in: scope)
            collect(&compiler, reason.when)
        }
    }

    /// Advice that flags name or withhold; `known` is all there is.
    mutating func flagAdvice(_ known: Set<String>) {
        for flag in ruleSet.flags {
            for id in flag.advice where !known.contains(id) {
                let hint = suggestion(id, among: ruleSet.advice.map(\.id), otherwise: "write it under advice")
                report(at: flag.place, "flag '\(flag.id)' names the advice '\(id)', which is not there; \(hint)")
            }
        }
        let general = ruleSet.generalAdvice.map(\.id)
        for id in ruleSet.flagSection.withhold where !general.contains(id) {
            let hint = suggestion(id, among: general, otherwise: "only general_advice can be withheld")
            report(
                at: ruleSet.flagSection.place,
                "the flags withhold '\(id)', which is no general advice; \(hint)"
            )
        }
    }
}
