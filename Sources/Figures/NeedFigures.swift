// Which missing answers leave causes open, with small counts taken out.

internal import Codebook
package import Prevalence
package import RuleSets

/// For each cause the answers that its open records wait for.
package struct NeedFigures: Sendable {
    /// One answer that records wait for.
    package struct Need: Sendable {
        /// The variable's id and label.
        package var variable: String, label: String
        /// Records that wait for its answer, and those that wait for nothing else.
        package var records: Shown<Int>, alone: Shown<Int>
    }

    /// One cause, or the population.
    package struct Subject: Sendable {
        /// The cause's id; `population` for that.
        package var id: String
        /// What people read.
        package var label: String
        /// How many records it is open in.
        package var open: Shown<Int>
        /// The answers that any of them waits for, in codebook order.
        package var needs: [Need]
    }

    /// The assessed causes in order, then the population.
    package let subjects: [Subject]

    /// Takes out what is small.
    ///
    /// A count goes if it is small, or if what it leaves of the open records is; with the open records of a cause, all of its counts go. Of two variables the
    /// overlap follows from both counts, so that it must not be small either. What the account of the run hides of the population is hidden here.
    package init(_ tally: NeedTally, _ plan: Plan, _ figures: Figures, _ account: AccountFigures) {
        let minimum = figures.choices.minimumCell
        let variables = plan.columnVariables.map { plan.ruleSet.codebook.variables[$0] }
        let names = plan.ruleSet.causes.map { ($0.id, $0.label) } + [("population", "Membership of the population")]
        subjects = names.enumerated().compactMap { position, name in
            let isCause = position < plan.causes.count
            guard isCause ? plan.causes[position].position != nil : plan.population != nil else { return nil }
            let open = tally.open[position]
            let found = tally.counts[position].enumerated().filter { $0.element.records > 0 }
            // Those that wait for more than one answer are a count too.
            let several = open - found.reduce(0) { $0 + $1.element.alone }
            let isAnyAloneHidden = minimum.hides(several)
            let overlap = found.count == 2 ? found[0].element.records + found[1].element.records - open : 0
            let isHidden =
                (isCause ? figures.overall(cause: position)[.undetermined].isHidden : !account.isWhole)
                || minimum.hides(open) || minimum.hides(overlap)
            return Subject(
                id: name.0,
                label: name.1,
                open: isHidden ? .hidden : .value(open),
                needs: found.map { column, count in
                    let hidesRecords = isHidden || minimum.hides(count.records) || minimum.hides(open - count.records)
                    let hidesAlone =
                        hidesRecords || isAnyAloneHidden || minimum.hides(count.alone)
                        || minimum.hides(count.records - count.alone)
                    return Need(
                        variable: variables[column].id,
                        label: variables[column].label,
                        records: hidesRecords ? .hidden : .value(count.records),
                        alone: hidesAlone ? .hidden : .value(count.alone)
                    )
                }
            )
        }
    }
}
