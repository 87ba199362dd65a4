// Which advice fits a record.

package import FEEL

extension Plan {
    /// The ids of the advice for a record, each once: that of the red flags that stand, then general advice, then that of the causes present; the
    /// latter two for records of the population only.
    ///
    /// General advice that something speaks against is given only where it is known that nothing does: a missing answer, a missing column
    /// and a flag that may stand all keep it back. O(advice + flags + causes).
    package func advice(_ evaluator: Evaluator, record: Int) -> [String] {
        var ids: [String] = []
        func add(_ more: some Sequence<String>) { for id in more where !ids.contains(id) { ids.append(id) } }
        for (flag, planned) in zip(ruleSet.flags, flags)
        where verdict(planned.position, evaluator, record: record) == .present {
            add(flag.advice)
        }
        guard eligibility(evaluator, record: record) == .yes else { return ids }
        // Where no flag was asked about, none keeps advice back.
        let flagged = anyFlag.map { verdict($0, evaluator, record: record) } ?? .absent
        for (general, position) in zip(ruleSet.generalAdvice, generalAdvice) {
            let against: Verdict =
                general.unless == nil
                ? .absent : position.map { verdict($0, evaluator, record: record) } ?? .undetermined
            switch against {
            case .absent:
                if flagged == .absent || !ruleSet.flagSection.withhold.contains(general.id) { add([general.id]) }
            case .present: if let instead = general.instead { add([instead]) }
            // Whether it would do harm is not known, so it is not given.
            case .undetermined, .notAssessed: break
            }
        }
        for (cause, planned) in zip(ruleSet.causes, causes)
        where verdict(planned.position, evaluator, record: record) == .present {
            add(cause.advice)
        }
        return ids
    }
}
