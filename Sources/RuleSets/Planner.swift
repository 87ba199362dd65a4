// Builds a plan: which rules can be assessed with the columns there are, and their program.

internal import Codebook
internal import Columns
internal import FEEL

extension RuleSet {
    /// Makes the rule set ready for files with columns for the `collected` variables (positions in the codebook), grouped by the
    /// groupings named, with its red flags if they are asked for. Throws if a grouping does not exist or an expression does not compile,
    /// which a checked rule set's do.
    package func plan(
        collected: Set<Int>,
        groupedBy groupIDs: [String] = [],
        describedBy describedIDs: [String] = [],
        withFlags: Bool = false
    ) throws(RuleSetError) -> Plan {
        try plan(
            collected: collected,
            groupedBy: groupIDs,
            describedBy: describedIDs,
            withFlags: withFlags,
            extending: nil
        )
    }

    /// The plan, its steps added to a program that stands already.
    func plan(
        collected: Set<Int>,
        groupedBy groupIDs: [String],
        describedBy describedIDs: [String] = [],
        withFlags: Bool = false,
        extending program: Program?
    ) throws(RuleSetError) -> Plan {
        var planner = Planner(self, collected: collected, extending: program)
        try planner.addDerived()
        try planner.addPopulation()
        for cause in causes { try planner.add(cause) }
        if withFlags { try planner.addFlags() }
        for advice in generalAdvice { try planner.add(advice) }
        for id in groupIDs { try planner.addGroup(id) }
        planner.addAgeGroup()
        try planner.checkCells()
        for id in describedIDs { planner.describe(by: id) }
        return planner.finish()
    }
}

/// Builds a plan part by part.
struct Planner {
    private let ruleSet: RuleSet
    private var plan: Plan
    /// Compiles all expressions into one program.
    var compiler: Compiler
    /// What the names in expressions mean, as far as the plan has come.
    var scope = Scope()
    /// For every name that cannot be used for want of columns, the ids of the variables that lack one.
    private var lacking: [String: Set<String>] = [:]
    private var causePositions: [String: Int] = [:]

    init(
        _ ruleSet: RuleSet,
        collected: Set<Int>,
        typeMismatchIsNull: Bool = false,
        extending program: Program? = nil
    ) {
        self.ruleSet = ruleSet
        var program = program ?? Program()
        for variable in ruleSet.codebook.variables {
            if case .category(let codes) = variable.type { for code in codes { _ = program.texts.intern(code.id) } }
        }
        plan = Plan(ruleSet: ruleSet, collected: collected, program: Program())
        compiler = Compiler(program: program, typeMismatchIsNull: typeMismatchIsNull)
        for parameter in ruleSet.allParameters { scope.meanings[parameter.id] = .constant(parameter.value) }
        for (position, variable) in ruleSet.codebook.variables.enumerated() {
            guard collected.contains(position) else {
                lacking[variable.id] = [variable.id]
                continue
            }
            guard position != ruleSet.codebook.recordID else { continue }
            scope.meanings[variable.id] = .column(plan.columnKinds.count, variable.type.valueType)
            plan.columnKinds.append(variable.type.columnKind)
            plan.columnVariables.append(position)
        }
    }

    /// What an expression lacks: variables without a column, by id.
    private func missingVariables(_ names: Set<String>) -> Set<String> {
        names.reduce(into: []) { $0.formUnion(lacking[$1] ?? []) }
    }

    private func listed(_ variables: Set<String>) -> String {
        let ordered = ruleSet.codebook.variables.map(\.id).filter(variables.contains)
        return "no column for " + ordered.joined(separator: ", ")
    }

    private func failure(_ what: String) -> RuleSetError {
        RuleSetError(message: "\(what): " + compiler.diagnostics.map(\.message).joined(separator: "; "))
    }

    mutating func addDerived() throws(RuleSetError) {
        var open = Array(ruleSet.derived.enumerated())
        let ids = Set(ruleSet.derived.map(\.id))
        while !open.isEmpty {
            // A derived variable is ready once every other that it reads is.
            let waiting = Set(open.map(\.element.id))
            guard
                let next = open.firstIndex(where: {
                    $0.element.value.syntax.names.intersection(ids).isDisjoint(with: waiting)
                })
            else {
                throw RuleSetError(
                    message:
                        "derived variables read each other in a circle: \(waiting.sorted().joined(separator: ", "))"
                )
            }
            let (index, derived) = open.remove(at: next)
            let missing = missingVariables(derived.value.syntax.names)
            guard missing.isEmpty else {
                lacking[derived.id] = missing
                continue
            }
            guard let operand = compiler.compile(derived.value.syntax, in: scope) else { throw failure(derived.id) }
            var position = operand.position
            if operand.type == .number, let range = derived.range {
                position = compiler.program.add(.plausible(position, Interval(range.lowerBound, range.upperBound)))
            }
            scope.meanings[derived.id] = .compiled(Operand(operand.type, at: position))
            plan.derived.append(
                Plan.PlannedDerived(index: index, type: operand.type, position: position, unchecked: operand.position)
            )
        }
    }

    mutating func addPopulation() throws(RuleSetError) {
        guard let population = ruleSet.population else { return }
        let missing = missingVariables(population.syntax.names)
        guard missing.isEmpty else {
            plan.populationLeftOut = listed(missing)
            return
        }
        guard let position = compiler.compileCondition(population.syntax, in: scope) else {
            throw failure("population")
        }
        plan.population = position
    }

    mutating func add(_ cause: Cause) throws(RuleSetError) {
        var planned = Plan.PlannedCause(position: nil, rules: [], completeColumns: [], completeSteps: [])
        var reasons: [(rule: Rule, because: String)] = []
        for rule in cause.rules {
            let names = rule.when?.syntax.names ?? []
            let unassessed = names.filter { name in
                causePositions[name].map { plan.causes[$0].position == nil } ?? false
            }
            let missing = missingVariables(names)
            let assessedOthers = rule.noneOf.compactMap { causePositions[$0] }.filter {
                plan.causes[$0].position != nil
            }
            if !missing.isEmpty {
                reasons.append((rule, listed(missing)))
            } else if !unassessed.isEmpty {
                reasons.append((rule, "\(unassessed.sorted().joined(separator: ", ")) not assessed"))
            } else if rule.when == nil, !rule.noneOf.isEmpty, assessedOthers.isEmpty {
                reasons.append((rule, "none of \(rule.noneOf.joined(separator: ", ")) assessed"))
            } else {
                let position = try compile(rule, of: cause, noneOf: assessedOthers)
                planned.rules.append(position)
                addReads(names, assessedOthers, to: &planned)
                for other in rule.noneOf where causePositions[other].map({ plan.causes[$0].position == nil }) ?? false {
                    plan.notAssessed.append(
                        ("\(cause.id).\(rule.id)", "\(other) not assessed, so not among those it rules out")
                    )
                }
                continue
            }
            planned.rules.append(nil)
        }
        let assessed = planned.rules.compactMap(\.self)
        if assessed.isEmpty {
            plan.notAssessed.append(
                (cause.id, Set(reasons.map(\.because)).count == 1 ? reasons[0].because : listed(lackedBy(cause)))
            )
        } else {
            planned.position = compiler.program.any(assessed)
            for (rule, because) in reasons { plan.notAssessed.append(("\(cause.id).\(rule.id)", because)) }
        }
        causePositions[cause.id] = plan.causes.count
        plan.causes.append(planned)
        // A cause that is not assessed has no meaning here: rules that read it are left out before they are compiled.
        if let position = planned.position { scope.meanings[cause.id] = .compiled(Operand(.boolean, at: position)) }
    }

    private func lackedBy(_ cause: Cause) -> Set<String> {
        missingVariables(cause.rules.reduce(into: []) { $0.formUnion($1.when?.syntax.names ?? []) })
    }

    private mutating func compile(_ rule: Rule, of cause: Cause, noneOf others: [Int]) throws(RuleSetError) -> Int {
        var parts: [Int] = []
        if let when = rule.when {
            guard let position = compiler.compileCondition(when.syntax, in: scope) else {
                throw failure("\(cause.id).\(rule.id)")
            }
            parts.append(position)
        }
        for other in others {
            if let position = plan.causes[other].position { parts.append(compiler.program.add(.not(position))) }
        }
        return compiler.program.all(parts)
    }

    /// Notes what must be answered for a record to be complete for a rule.
    private mutating func addReads(_ names: Set<String>, _ others: [Int], to cause: inout Plan.PlannedCause) {
        for name in names {
            switch scope.meanings[name] {
            case .column(let column, _): cause.completeColumns.insert(column)
            case .compiled(let operand) where causePositions[name] == nil: cause.completeSteps.insert(operand.position)
            default: break
            }
        }
        for earlier in others + names.compactMap({ causePositions[$0] }) {
            cause.completeColumns.formUnion(plan.causes[earlier].completeColumns)
            cause.completeSteps.formUnion(plan.causes[earlier].completeSteps)
        }
    }

    /// Adds the flags and the reasons of the worklist. A rule that lacks a column, or all of the flags one of which it asks for, is left out.
    mutating func addFlags() throws(RuleSetError) {
        var assessed: [String: Int] = [:]
        for flag in ruleSet.flags {
            var planned = Plan.PlannedFlag(position: nil, rules: [])
            for rule in flag.rules {
                let names = rule.when?.syntax.names ?? []
                let others = rule.anyOf.compactMap { assessed[$0] }
                guard missingVariables(names).isEmpty, names.allSatisfy({ scope.meanings[$0] != nil }),
                    rule.anyOf.isEmpty || !others.isEmpty
                else {
                    planned.rules.append(nil)
                    continue
                }
                var parts: [Int] = []
                if let when = rule.when {
                    guard let position = compiler.compileCondition(when.syntax, in: scope) else {
                        throw failure("\(flag.id).\(rule.id)")
                    }
                    parts.append(position)
                }
                if !rule.anyOf.isEmpty { parts.append(compiler.program.any(others)) }
                planned.rules.append(compiler.program.all(parts))
            }
            let rules = planned.rules.compactMap(\.self)
            if !rules.isEmpty {
                let position = compiler.program.any(rules)
                planned.position = position
                assessed[flag.id] = position
                scope.meanings[flag.id] = .compiled(Operand(.boolean, at: position))
            }
            plan.flags.append(planned)
        }
        let positions = plan.flags.compactMap(\.position)
        if !positions.isEmpty { plan.anyFlag = compiler.program.any(positions) }
        for reason in ruleSet.flagSection.worklist {
            guard reason.when.syntax.names.allSatisfy({ scope.meanings[$0] != nil }) else {
                plan.worklist.append(nil)
                continue
            }
            guard let position = compiler.compileCondition(reason.when.syntax, in: scope) else {
                throw failure("worklist: \(reason.id)")
            }
            plan.worklist.append(position)
        }
    }

    /// Adds what speaks against a piece of advice. For want of a column it is unknown, not no: one part that is known can still decide.
    mutating func add(_ advice: GeneralAdvice) throws(RuleSetError) {
        guard let unless = advice.unless else {
            plan.generalAdvice.append(nil)
            return
        }
        var scope = scope
        let lacking = unless.syntax.names.filter { scope.meanings[$0] == nil }
        for name in lacking {
            scope.meanings[name] = .compiled(Operand(.null, at: compiler.program.add(.unknownCondition)))
        }
        guard let position = compiler.compileCondition(unless.syntax, in: scope) else {
            // A set that is not there cannot be asked what it contains.
            guard !lacking.isEmpty else { throw failure("general_advice") }
            compiler.diagnostics = []
            plan.generalAdvice.append(nil)
            return
        }
        plan.generalAdvice.append(position)
    }

    mutating func addGroup(_ id: String) throws(RuleSetError) {
        guard let group = ruleSet.groups.first(where: { $0.id == id }) else {
            let known = ruleSet.groups.map(\.id)
            let hint =
                closestName(to: id, among: known).map { "did you mean '\($0)'?" }
                ?? "there are \(known.joined(separator: ", "))"
            throw RuleSetError(message: "there is no group '\(id)'; \(hint)")
        }
        plan.groups.append(Plan.PlannedGroup(group: group, kind: kind(of: group)))
    }

    /// Plans a grouping by which the population is described by itself.
    mutating func describe(by id: String) {
        guard let group = ruleSet.groups.first(where: { $0.id == id }) else { return }
        let planned = Plan.PlannedGroup(group: group, kind: kind(of: group))
        if case .open = planned.kind {
            plan.describedTexts.append(planned)
        } else {
            plan.describedGroups.append(planned)
        }
    }

    /// Plans the grouping that the run standardises by, if it does.
    mutating func addAgeGroup() {
        plan.ageGroup = ruleSet.ageGroup.map { Plan.PlannedGroup(group: $0, kind: kind(of: $0)) }
    }

    /// Refuses groups that make more cells than a table can have.
    func checkCells() throws(RuleSetError) {
        var cells = 1
        for group in plan.groups {
            // An open category has up to 100 groups, and every grouping has one for unknown.
            let (product, overflows) = cells.multipliedReportingOverflow(by: max(100, group.group.labels.count) + 1)
            guard !overflows, product <= Self.maximumCells else {
                throw RuleSetError(
                    message: "the groups make more than \(Self.maximumCells) cells; use fewer or coarser ones (--by)"
                )
            }
            cells = product
        }
    }

    private static let maximumCells = 2_000_000

    private mutating func kind(of group: Group) -> Plan.PlannedGroup.Kind {
        switch scope.meanings[group.variable] {
        case .column(let column, .number):
            return .bands(step: compiler.program.add(.numberColumn(column)), bounds: group.bands)
        case .column(let column, .boolean): return .boolean(step: compiler.program.add(.booleanColumn(column)))
        case .column(let column, .text(let codes)):
            guard let codes else { return .open(column: column) }
            return .codes(column: column, identifiers: codes.compactMap(compiler.program.texts.identifier(of:)))
        case .compiled(let operand) where operand.type == .number:
            return .bands(step: operand.position, bounds: group.bands)
        case .compiled(let operand) where operand.type == .boolean: return .boolean(step: operand.position)
        default: return .unknown
        }
    }

    consuming func finish() -> Plan {
        plan.program = compiler.program
        var needed = Set(plan.program.instructions.compactMap(\.column))
        for group in plan.groups + plan.describedGroups + plan.describedTexts {
            switch group.kind {
            case .codes(let column, _), .open(let column): needed.insert(column)
            default: break
            }
        }
        plan.neededColumns = needed.sorted()
        return plan
    }
}
