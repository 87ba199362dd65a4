// Where the causes of a rule set cut a number: counts on either side of a threshold are published, so finer ones must not cross it.

internal import FEEL
internal import RuleSets

extension Plan {
    /// Whether every count that is published besides, of causes under any rule set of the plan, cuts the grouping's number at the grouping's bounds or not at all.
    func cutsOnlyAtBounds(_ group: Group) -> Bool {
        let others = (groups + describedGroups).map(\.group).filter { $0.id != group.id }
        guard !others.contains(where: { $0.variable == group.variable && $0.bands != group.bands }) else {
            return false
        }
        return ([ruleSet] + alternatives.map(\.ruleSet)).allSatisfy {
            $0.cutsOnlyAtBounds(group, others.map(\.variable))
        }
    }
}

extension RuleSet {
    fileprivate func cutsOnlyAtBounds(_ group: Group, _ grouped: [String]) -> Bool {
        let name = group.variable
        let rules = causes.flatMap(\.rules)
        let used = rules.reduce(into: Set(grouped)) { $0.formUnion($1.namesRead) }
        // A number that is computed from nothing else could cut it anywhere.
        let own = collectedVariables(readBy: name)
        let isDerived = derived.contains { $0.id == name }
        for other in used where other != name && cause(other) == nil {
            let read = collectedVariables(readBy: other)
            let isOtherDerived = derived.contains { $0.id == other }
            guard !read.isEmpty, isDerived || isOtherDerived else { continue }
            let isPart = isDerived && read.count > 1 && read.isSubset(of: own)
            let isWhole = isOtherDerived && own.count > 1 && own.isSubset(of: read)
            if read == own || isPart || isWhole { return false }
        }
        let bounds = Set(group.bands)
        return rules.allSatisfy { rule in rule.when.map { cuts($0.syntax, name, onlyAt: bounds) } ?? true }
    }

    /// Whether a condition tells values of a number apart at these bounds only.
    private func cuts(_ syntax: Syntax, _ name: String, onlyAt bounds: Set<Double>) -> Bool {
        guard syntax.names.contains(name) else { return true }
        switch syntax.kind {
        case .conjunction(let parts), .disjunction(let parts):
            return parts.allSatisfy { cuts($0, name, onlyAt: bounds) }
        case .comparison(let comparison, let left, let right):
            if case .name(name) = left.kind, let bound = constant(right) {
                return [.greaterOrEqual, .less].contains(comparison) && bounds.contains(bound)
            }
            if case .name(name) = right.kind, let bound = constant(left) {
                return [.lessOrEqual, .greater].contains(comparison) && bounds.contains(bound)
            }
            return false
        default: return false
        }
    }

    private func constant(_ syntax: Syntax) -> Double? {
        switch syntax.kind {
        case .number(let value): value
        case .name(let name): allParameters.first { $0.id == name }?.value
        default: nil
        }
    }
}
