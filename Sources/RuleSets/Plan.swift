// A rule set made ready for files that have certain columns: one program, and where its results stand.

package import Codebook
package import Columns
package import FEEL

/// What a run over files with the same variables computes, and where to find the results.
package struct Plan: Sendable {
    /// The rule set, with its parameters in force.
    package let ruleSet: RuleSet
    /// Which variables have a column, by position in the codebook.
    package let collected: Set<Int>
    /// The program.
    package fileprivate(set) var program: Program
    /// The kinds of the batch's columns.
    package fileprivate(set) var columnKinds: [ColumnKind] = []
    /// The variable of each column of the batch, by position in the codebook.
    package fileprivate(set) var columnVariables: [Int] = []
    /// The columns that must be filled: what the program and the groups read.
    package fileprivate(set) var neededColumns: [Int] = []
    /// The step of the population's condition; nil if every record belongs to it.
    package fileprivate(set) var population: Int?
    /// Why the population's condition is left out, if it is.
    package fileprivate(set) var populationLeftOut: String?
    /// The causes, in the rule set's order.
    package fileprivate(set) var causes: [PlannedCause] = []
    /// The derived variables that can be computed.
    package fileprivate(set) var derived: [PlannedDerived] = []
    /// The groups asked for, in order.
    package fileprivate(set) var groups: [PlannedGroup] = []
    /// What is left out for want of columns: causes by id, rules as `cause.rule`.
    package fileprivate(set) var notAssessed: [(subject: String, because: String)] = []

    /// A cause in a plan.
    package struct PlannedCause: Sendable {
        /// The step of its verdict; nil if it is not assessed.
        package var position: Int?
        /// The step of each of its rules; nil for a rule that is left out.
        package var rules: [Int?]
        /// The columns that must be answered for a record to be complete for the cause.
        package var completeColumns: Set<Int>
        /// The steps of derived variables that must be known for a record to be complete for the cause.
        package var completeSteps: Set<Int>
    }

    /// A derived variable in a plan.
    package struct PlannedDerived: Sendable {
        /// Its position in the rule set.
        package var index: Int
        /// Its type.
        package var type: ValueType
        /// The step of its value, range applied.
        package var position: Int
        /// The step of its value before the range is applied.
        package var unchecked: Int
    }

    /// A grouping in a plan.
    package struct PlannedGroup: Sendable {
        /// The grouping.
        package var group: Group
        /// How records are told apart.
        package var kind: Kind

        /// How the records of a grouping are told apart.
        package enum Kind: Sendable {
            /// By a number step and the lower bounds of the bands after the first.
            case bands(step: Int, bounds: [Double])
            /// By a text column and the identifiers of its codes.
            case codes(column: Int, identifiers: [UInt32])
            /// By the values of a text column as they come.
            case open(column: Int)
            /// By a condition step: yes, then no.
            case boolean(step: Int)
            /// All records are in the group `unknown`.
            case unknown
        }
    }

    /// The column of a variable, if it is collected.
    package func column(ofVariable position: Int) -> Int? { columnVariables.firstIndex(of: position) }

    fileprivate init(ruleSet: RuleSet, collected: Set<Int>, program: Program) {
        self.ruleSet = ruleSet
        self.collected = collected
        self.program = program
    }
}

extension RuleSet {
    /// Makes the rule set ready for files with columns for the `collected` variables (positions in the codebook), grouped by the
    /// groupings named. Throws if a grouping does not exist or an expression does not compile, which a checked rule set's do.
    package func plan(collected: Set<Int>, groupedBy groupIDs: [String] = []) throws(RuleSetError) -> Plan {
        var planner = Planner(self, collected: collected)
        try planner.addDerived()
        try planner.addPopulation()
        for cause in causes { try planner.add(cause) }
        for id in groupIDs { try planner.addGroup(id) }
        return planner.finish()
    }
}

/// Builds a plan part by part.
private struct Planner {
    private let ruleSet: RuleSet
    private var plan: Plan
    private var compiler: Compiler
    private var scope = Scope()
    /// For every name that cannot be used for want of columns, the ids of the variables that lack one.
    private var lacking: [String: Set<String>] = [:]
    private var causePositions: [String: Int] = [:]

    init(_ ruleSet: RuleSet, collected: Set<Int>) {
        self.ruleSet = ruleSet
        var texts = TextPool()
        for variable in ruleSet.codebook.variables {
            if case .category(let codes) = variable.type { for code in codes { _ = texts.intern(code.id) } }
        }
        plan = Plan(ruleSet: ruleSet, collected: collected, program: Program())
        compiler = Compiler(program: Program(texts: texts))
        for parameter in ruleSet.parameters { scope.meanings[parameter.id] = .constant(parameter.value) }
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
            guard let next = open.firstIndex(where: { $0.element.value.syntax.names.intersection(ids).isDisjoint(with: waiting) })
            else {
                throw RuleSetError(message: "derived variables read each other in a circle: \(waiting.sorted().joined(separator: ", "))")
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
        guard let position = compiler.compileCondition(population.syntax, in: scope) else { throw failure("population") }
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
            let assessedOthers = rule.noneOf.compactMap { causePositions[$0] }.filter { plan.causes[$0].position != nil }
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
                    plan.notAssessed.append(("\(cause.id).\(rule.id)", "\(other) not assessed, so not among those it rules out"))
                }
                continue
            }
            planned.rules.append(nil)
        }
        let assessed = planned.rules.compactMap(\.self)
        if assessed.isEmpty {
            plan.notAssessed.append((cause.id, Set(reasons.map(\.because)).count == 1 ? reasons[0].because : listed(lackedBy(cause))))
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
            guard let position = compiler.compileCondition(when.syntax, in: scope) else { throw failure("\(cause.id).\(rule.id)") }
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

    mutating func addGroup(_ id: String) throws(RuleSetError) {
        guard let group = ruleSet.groups.first(where: { $0.id == id }) else {
            let known = ruleSet.groups.map(\.id)
            let hint = closestName(to: id, among: known).map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))"
            throw RuleSetError(message: "there is no group '\(id)'; \(hint)")
        }
        plan.groups.append(Plan.PlannedGroup(group: group, kind: kind(of: group)))
    }

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
        for group in plan.groups {
            switch group.kind {
            case .codes(let column, _), .open(let column): needed.insert(column)
            default: break
            }
        }
        plan.neededColumns = needed.sorted()
        return plan
    }
}

extension VariableType {
    /// How a batch holds values of the type.
    package var columnKind: ColumnKind {
        switch self {
        case .number: .number
        case .boolean: .boolean
        case .category, .text: .text
        case .set: .set
        }
    }

    /// The type of the variable in a condition.
    package var valueType: ValueType {
        switch self {
        case .number: .number
        case .boolean: .boolean
        case .category(let codes): .text(codes: codes.isEmpty ? nil : codes.map(\.id))
        case .set(let codes, _): .set(codes: codes.map(\.id))
        case .text: .text(codes: nil)
        }
    }
}
