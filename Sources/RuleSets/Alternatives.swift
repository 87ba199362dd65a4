// Variants of a rule set in one program: what their parameters leave alone is computed once.

internal import FEEL

extension RuleSet {
    /// The plan of this rule set, with those of variants that differ from it in the values of parameters only.
    ///
    /// All of them read the same columns and are parts of one program, whose equal steps are shared: a batch of records is decoded and run
    /// once, and every plan finds its results there. Groups and flags are planned for this rule set only.
    package func plan(
        collected: Set<Int>,
        groupedBy groups: [String],
        describedBy described: [String] = [],
        withFlags: Bool = false,
        alternatives: [RuleSet]
    ) throws(RuleSetError) -> Plan {
        var plan = try plan(
            collected: collected,
            groupedBy: groups,
            describedBy: described,
            withFlags: withFlags
        )
        guard !alternatives.isEmpty else { return plan }
        var needed = Set(plan.neededColumns)
        var others: [Plan] = []
        for variant in alternatives {
            var other = try variant.plan(collected: collected, groupedBy: [], extending: plan.program)
            plan.program = other.program
            needed.formUnion(other.neededColumns)
            // Every plan takes the finished program below; until then there is one.
            other.program = Program()
            others.append(other)
        }
        plan.neededColumns = needed.sorted()
        for index in others.indices {
            others[index].program = plan.program
            others[index].neededColumns = plan.neededColumns
        }
        plan.alternatives = others
        return plan
    }
}
