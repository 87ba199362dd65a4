// Checks a rule set for everything that would make it wrong or misleading, and reports all of it at once.

internal import Codebook
internal import FEEL

extension RuleSet {
    /// Every problem of the rule set, in the order of the file. O(size of the rule set + examples).
    package func check() -> [Problem] {
        var check = RuleSetCheck(self)
        check.names()
        check.codebook()
        check.parameters()
        check.groupsAndAdvice()
        check.expressions()
        if !check.problems.contains(where: { $0.severity == .error }) {
            check.ranges()
            check.examples()
        }
        return check.problems.sorted {
            ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column)
        }
    }
}

/// A check under way.
struct RuleSetCheck {
    let ruleSet: RuleSet
    private(set) var problems: [Problem] = []
    /// Every name that some expression, group or rule uses.
    private var used: Set<String> = []

    init(_ ruleSet: RuleSet) { self.ruleSet = ruleSet }

    mutating func report(_ severity: Problem.Severity = .error, at place: Place, _ message: String) {
        problems.append(Problem(severity, at: place, message))
    }

    func suggestion(_ name: String, among known: [String], otherwise: String) -> String {
        closestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? otherwise
    }

    // MARK: Names

    /// Names that mean two things, or that conditions could not mention.
    mutating func names() {
        var first: [String: (what: String, place: Place)] = [:]
        let variables = zip(ruleSet.codebook.variables, ruleSet.variablePlaces).map { ($0.id, "variable", $1) }
        let parameters = ruleSet.allParameters.map { ($0.id, "parameter", $0.place) }
        let derived = ruleSet.derived.map { ($0.id, "derived variable", $0.place) }
        let causes = ruleSet.causes.map { ($0.id, "cause", $0.place) }
        let flags = ruleSet.flags.map { ($0.id, "flag", $0.place) }
        for (id, what, place) in variables + parameters + derived + causes + flags {
            if let earlier = first[id] {
                report(
                    at: place,
                    "'\(id)' is a \(earlier.what) already (line \(earlier.place.line)); choose another name"
                )
            } else {
                first[id] = (what, place)
            }
            checkSpelling(of: id, what, at: place)
        }
        for cause in ruleSet.causes { checkRules(cause.rules, of: "cause '\(cause.id)'", ownID: cause.id) }
        for flag in ruleSet.flags { checkRules(flag.rules, of: "flag '\(flag.id)'", ownID: flag.id) }
        var groups: Set<String> = []
        for group in ruleSet.groups {
            if !groups.insert(group.id).inserted {
                report(at: group.place, "there are two groups '\(group.id)'; choose another name for one")
            }
            checkSpelling(of: group.id, "group", at: group.place)
        }
    }

    private mutating func checkRules(_ rules: [Rule], of owner: String, ownID: String) {
        var known: Set<String> = []
        for rule in rules {
            if !known.insert(rule.id).inserted {
                report(at: rule.place, "\(owner) has two rules '\(rule.id)'; choose another name for one")
            }
            // A lone condition's rule has its owner's id.
            if rule.id != ownID { checkSpelling(of: rule.id, "rule", at: rule.place) }
        }
    }

    private static let reserved: Set<String> = [
        "and", "or", "not", "if", "then", "else", "in", "between", "true", "false", "null", "abs", "min", "max",
        "floor",
        "ceiling", "count", "list", "round",
    ]

    mutating func checkSpelling(of id: String, _ what: String, at place: Place) {
        let fits =
            id.unicodeScalars.allSatisfy {
                $0 == "_" || ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
            }
            && id.unicodeScalars.first.map { !("0"..."9").contains($0) } == true
        if !fits {
            report(
                at: place,
                "the \(what) id '\(id)' must be made of letters a-z, digits and '_', and not begin with a digit"
            )
        } else if Self.reserved.contains(id) {
            report(at: place, "'\(id)' is a word of the condition language; choose another \(what) id")
        }
    }

    // MARK: Codebook and parameters

    /// Aliases and codes that two claim, sets that are too large, ranges the wrong way round.
    mutating func codebook() {
        var claims: [String: Int] = [:]
        for (position, variable) in ruleSet.codebook.variables.enumerated() {
            for name in [variable.id] + variable.aliases {
                let spelling = normalisedSpelling(name)
                if let other = claims[spelling], other != position {
                    report(
                        at: ruleSet.variablePlaces[position],
                        "'\(name)' names both '\(ruleSet.codebook.variables[other].id)' and '\(variable.id)' "
                            + "(case, spaces, punctuation and accents do not count); give the alias to one of them"
                    )
                } else {
                    claims[spelling] = position
                }
            }
            checkWords(of: variable, at: ruleSet.variablePlaces[position])
        }
    }

    private mutating func checkWords(of variable: Variable, at place: Place) {
        var meanings: [String: String] = [:]
        func claim(_ word: String, _ meaning: String) -> String? {
            let known = meanings.updateValue(meaning, forKey: word.lowercased())
            return known == nil || known == meaning
                ? nil : "'\(word)' of '\(variable.id)' means both \(known ?? "") and \(meaning); keep one"
        }
        var found: [String?] = []
        switch variable.type {
        case .boolean(let yes, let no):
            found += yes.map { claim($0, "yes") } + no.map { claim($0, "no") }
        case .category(let codes), .set(let codes, _):
            for code in codes { found += ([code.id] + code.spellings).map { claim($0, code.id) } }
            if case .set(_, let separator) = variable.type {
                if codes.count > 64 {
                    found.append("the set '\(variable.id)' has \(codes.count) codes; at most 64 are possible")
                }
                if codes.isEmpty { found.append("the set '\(variable.id)' has no codes; list them under codes") }
                if separator.isEmpty {
                    found.append("the separator of '\(variable.id)' is empty; use \";\" for instance")
                }
            }
        default: break
        }
        for (kind, words) in ruleSet.codebook.missingWords {
            // A variable's own words for missing answers come first, whatever kind they are of.
            let own = Set(variable.missingWords.values.joined().map { $0.lowercased() })
            found += words.filter { !own.contains($0.lowercased()) }.map { claim($0, "\(kind.rawValue) (missing)") }
        }
        for (kind, words) in variable.missingWords { found += words.map { claim($0, kind.rawValue) } }
        for problem in found.compactMap(\.self) { report(at: place, problem) }
    }

    /// Values out of range, profiles that name unknown parameters.
    mutating func parameters() {
        for parameter in ruleSet.allParameters {
            if let problem = outOfRange(parameter.value, parameter) { report(at: parameter.place, problem) }
        }
        for profile in ruleSet.profiles {
            for (id, value, place) in profile.values {
                guard let parameter = ruleSet.allParameters.first(where: { $0.id == id }) else {
                    let hint = suggestion(
                        id,
                        among: ruleSet.allParameters.map(\.id),
                        otherwise: "define it under parameters"
                    )
                    report(at: place, "profile '\(profile.name)' sets '\(id)', which is no parameter; \(hint)")
                    continue
                }
                if let problem = outOfRange(value, parameter) { report(at: place, problem) }
            }
        }
    }

    private func outOfRange(_ value: Double, _ parameter: Parameter) -> String? {
        guard let range = parameter.range, !range.contains(value) else { return nil }
        return "\(parameter.id) = \(describe(value)) is out of its range, "
            + "\(describe(range.lowerBound)) to \(describe(range.upperBound)); correct one of them"
    }

    // MARK: Groups and advice

    /// Bands out of order, labels that do not fit, unknown variables, groups and advice.
    mutating func groupsAndAdvice() {
        let variables = ruleSet.codebook.variables
        for group in ruleSet.groups {
            used.insert(group.variable)
            let variable = variables.first { $0.id == group.variable }
            guard variable != nil || ruleSet.derived.contains(where: { $0.id == group.variable }) else {
                let known = variables.map(\.id) + ruleSet.derived.map(\.id)
                let hint = suggestion(group.variable, among: known, otherwise: "define it under variables")
                report(at: group.place, "group '\(group.id)' is of '\(group.variable)', which is no variable; \(hint)")
                continue
            }
            if let problem = problem(of: group, variable) { report(at: group.place, "group '\(group.id)' \(problem)") }
        }
        for id in ruleSet.summariseBy where !ruleSet.groups.contains(where: { $0.id == id }) {
            let hint = suggestion(id, among: ruleSet.groups.map(\.id), otherwise: "define it under groups")
            report(at: .start, "summarise_by names '\(id)', which is no group; \(hint)")
        }
        if Set(ruleSet.summariseBy).count < ruleSet.summariseBy.count {
            report(at: .start, "summarise_by names a group twice; keep one")
        }
        if ruleSet.summariseBy.count > 3 {
            report(at: .start, "summarise_by names more than three groups; keep up to three")
        }
        let known = Set(ruleSet.advice.map(\.id))
        for cause in ruleSet.causes {
            for id in cause.advice where !known.contains(id) {
                let hint = suggestion(id, among: ruleSet.advice.map(\.id), otherwise: "write it under advice")
                report(at: cause.place, "cause '\(cause.id)' names the advice '\(id)', which is not there; \(hint)")
            }
        }
        flagAdvice(known)
        for general in ruleSet.generalAdvice {
            for id in [general.id, general.instead].compactMap(\.self) where !known.contains(id) {
                report(at: general.place, "general_advice names '\(id)', which is not there; write it under advice")
            }
        }
    }

    private static let maximumBands = 1000

    private func problem(of group: Group, _ variable: Variable?) -> String? {
        let isNumber: Bool =
            switch variable?.type {
            case .number, nil: true
            default: false
            }
        if isNumber, group.bands.isEmpty { return "needs bands: the lower bounds of all bands but the first" }
        if !isNumber, !group.bands.isEmpty { return "has bands, but '\(group.variable)' is no number; remove them" }
        if case .set = variable?.type { return "is of a set, whose codes overlap; group by a category or a number" }
        if zip(group.bands, group.bands.dropFirst()).contains(where: { $0 >= $1 }) {
            return "has bands out of order; write them from low to high, each once"
        }
        if group.labels.count > Self.maximumBands {
            return "has \(group.labels.count) groups; at most \(Self.maximumBands) are possible"
        }
        if isNumber, group.labels.count != group.bands.count + 1 {
            return "has \(group.labels.count) labels for \(group.bands.count + 1) bands; write one for each"
        }
        if Set(group.labels).count != group.labels.count { return "has a label twice; tell its bands apart" }
        if let label = group.labels.first(where: { $0 == "all" || $0 == "unknown" }) {
            return "has the label '\(label)', which outputs use themselves; choose another"
        }
        return nil
    }

    // MARK: Expressions

    /// Names and types of all expressions, causes before their turn, unused definitions, and rules that a missing answer can make true.
    mutating func expressions() {
        var compiler = Compiler(program: Program())
        var scope = Scope()
        var columns = 0
        for parameter in ruleSet.allParameters { scope.meanings[parameter.id] = .constant(parameter.value) }
        for variable in ruleSet.codebook.variables {
            scope.meanings[variable.id] = .column(columns, variable.type.valueType)
            columns += 1
        }
        for cause in ruleSet.causes where scope.meanings[cause.id] == nil {
            scope.meanings[cause.id] = .unusable(because: "causes are decided in order, and this one comes later")
        }
        derived(&compiler, &scope)
        if let population = ruleSet.population {
            _ = compiler.compileCondition(population.syntax, in: scope)
            collect(&compiler, population)
        }
        var earlier: Set<String> = []
        let all = Set(ruleSet.causes.map(\.id))
        for cause in ruleSet.causes {
            for rule in cause.rules {
                check(rule, of: cause, earlier: earlier, all: all)
                if let when = rule.when { condition(when, ofRule: "\(cause.id).\(rule.id)", &compiler, scope) }
            }
            scope.meanings[cause.id] = .compiled(Operand(.boolean, at: compiler.program.add(.unknownCondition)))
            earlier.insert(cause.id)
        }
        for general in ruleSet.generalAdvice {
            guard let unless = general.unless else { continue }
            _ = compiler.compileCondition(unless.syntax, in: scope)
            collect(&compiler, unless)
        }
        flags(&compiler, &scope)
        unused()
    }

    private mutating func check(_ rule: Rule, of cause: Cause, earlier: Set<String>, all: Set<String>) {
        if rule.when == nil, rule.noneOf.isEmpty {
            report(
                at: rule.place,
                "the rule '\(cause.id).\(rule.id)' has neither 'when' nor 'none_of'; write a condition"
            )
        }
        for id in rule.noneOf where !earlier.contains(id) {
            let isLater = all.contains(id)
            let hint =
                isLater
                ? "causes are decided in order, and this one comes later or is the cause itself"
                : "it is no cause; " + suggestion(id, among: earlier.sorted(), otherwise: "define it before this cause")
            report(at: rule.place, "none_of names '\(id)': \(hint)")
        }
    }

    private mutating func derived(_ compiler: inout Compiler, _ scope: inout Scope) {
        let ids = Set(ruleSet.derived.map(\.id))
        var open = ruleSet.derived
        while !open.isEmpty {
            let waiting = Set(open.map(\.id))
            guard
                let next = open.firstIndex(where: { $0.value.syntax.names.intersection(ids).isDisjoint(with: waiting) })
            else {
                for item in open { used.formUnion(item.value.syntax.names) }
                let circle = circle(in: open)
                for item in open {
                    if circle.contains(item.id) {
                        let names = open.map(\.id).filter(circle.contains).joined(separator: ", ")
                        let what =
                            circle.count == 1 ? "variable \(names) reads itself" : "variables \(names) read each other"
                        report(at: item.place, "the derived \(what) in a circle; break it")
                    }
                    scope.meanings[item.id] = .compiled(Operand(.null, at: compiler.program.add(.unknownCondition)))
                }
                return
            }
            let item = open.remove(at: next)
            let operand = compiler.compile(item.value.syntax, in: scope)
            collect(&compiler, item.value)
            if let operand, operand.type != .number, item.range != nil {
                report(at: item.place, "'\(item.id)' has a range but is \(operand.type.name); remove the range")
            }
            scope.meanings[item.id] = .compiled(operand ?? Operand(.null, at: compiler.program.add(.unknownCondition)))
        }
    }

    /// Those of some derived variables that read themselves, directly or through others: not those that merely read such.
    private func circle(in variables: [DerivedVariable]) -> Set<String> {
        var rest = variables
        while true {
            let read = rest.reduce(into: Set<String>()) { $0.formUnion($1.value.syntax.names) }
            let inside = rest.filter { read.contains($0.id) }
            if inside.count == rest.count { return Set(rest.map(\.id)) }
            rest = inside
        }
    }

    /// The condition of a cause's or a flag's rule, which should not become true for want of an answer.
    mutating func condition(_ when: Expression, ofRule name: String, _ compiler: inout Compiler, _ scope: Scope) {
        let step = compiler.compileCondition(when.syntax, in: scope)
        collect(&compiler, when)
        if let step, step < compiler.program.instructions.count, compiler.program.asksForMissing(step) {
            report(
                .warning,
                at: when.place,
                "the rule '\(name)' can become true because an answer is missing ('= null' or 'if')"
            )
        }
    }

    /// Takes over what the compiler found in an expression.
    mutating func collect(_ compiler: inout Compiler, _ expression: Expression) {
        used.formUnion(expression.syntax.names)
        for diagnostic in compiler.diagnostics {
            let place = Expression.place(
                of: diagnostic.span.lowerBound,
                in: expression.text,
                at: expression.place,
                isVerbatim: expression.isVerbatim
            )
            report(diagnostic.severity == .error ? .error : .warning, at: place, diagnostic.message)
        }
        compiler.diagnostics = []
    }

    private mutating func unused() {
        for parameter in ruleSet.allParameters where !used.contains(parameter.id) {
            report(
                .warning,
                at: parameter.place,
                "the parameter '\(parameter.id)' is not used; remove it or use it in a rule"
            )
        }
        for derived in ruleSet.derived where !used.contains(derived.id) {
            report(
                .warning,
                at: derived.place,
                "the derived variable '\(derived.id)' is not used; remove it or use it in a rule"
            )
        }
    }

    // MARK: Meaning

    /// Rules that can never hold, or always do.
    mutating func ranges() {
        let all = Set(ruleSet.codebook.variables.indices)
        guard let plan = try? ruleSet.plan(collected: all, withFlags: true) else { return }
        var ranges: [Int: Interval] = [:]
        for (column, variable) in plan.columnVariables.enumerated() {
            if let range = ruleSet.codebook.variables[variable].range {
                ranges[column] = Interval(range.lowerBound, range.upperBound)
            }
        }
        var analysis = RangeAnalysis(plan.program, columnRanges: ranges)
        let causes = zip(ruleSet.causes, plan.causes).map { ($0.id, $0.rules, $1.rules) }
        let flags = zip(ruleSet.flags, plan.flags).map { ($0.id, $0.rules, $1.rules) }
        for (owner, rules, positions) in causes + flags {
            for (rule, position) in zip(rules, positions) {
                guard let position else { continue }
                let found = analysis.possibilities(of: position)
                let place = rule.when?.place ?? rule.place
                if !found.canHold {
                    report(
                        .warning,
                        at: place,
                        "the rule '\(owner).\(rule.id)' can never hold for plausible answers; check its bounds"
                    )
                } else if !found.canFail {
                    report(
                        .warning,
                        at: place,
                        "the rule '\(owner).\(rule.id)' always holds for plausible answers; check its bounds"
                    )
                }
            }
        }
    }

    /// Examples that fail, or that cannot be run.
    mutating func examples() {
        for test in ruleSet.tests {
            if let profile = test.profile, !ruleSet.profileNames.contains(profile) {
                let hint = suggestion(profile, among: ruleSet.profileNames, otherwise: "define it under profiles")
                report(
                    at: test.place,
                    "the test \"\(test.name)\" names the profile '\(profile)', which is not there; \(hint)"
                )
            }
        }
        do {
            // A test whose profile is not there was reported above.
            for outcome in try ruleSet.runTests()
            where outcome.test.profile.map(ruleSet.profileNames.contains) ?? true {
                for failure in outcome.failures {
                    report(at: outcome.test.place, "the test \"\(outcome.test.name)\" fails: \(failure)")
                }
            }
        } catch {
            report(at: .start, error.message)
        }
    }
}

extension Program {
    /// Whether a missing answer can make a condition true: whether `= null` or `if` stands in it.
    func asksForMissing(_ position: Int) -> Bool {
        var open = [position]
        var seen: Set<Int> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            switch instructions[next] {
            case .isMissing, .setIsMissing: return true
            case .chooseNumber(_, _, let otherwise), .chooseText(_, _, let otherwise),
                .chooseCondition(_, _, let otherwise):
                // With an unknown condition the else branch is taken; where that is null, the result is unknown as well.
                switch instructions[otherwise] {
                case .unknownNumber, .unknownText, .unknownCondition: open += instructions[next].operands
                default: return true
                }
            default: open += instructions[next].operands
            }
        }
        return false
    }
}
