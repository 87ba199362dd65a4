// What a rule set says of a record.

/// What holds of a cause in a record.
package enum Verdict: String, Sendable, CaseIterable {
    /// One of its rules holds.
    case present
    /// All of its rules fail.
    case absent
    /// Neither: an answer that it takes is missing.
    case undetermined
    /// The file has no columns for any of its rules.
    case notAssessed = "not_assessed"
}

/// Whether a record belongs to the population.
package enum Eligibility: String, Sendable, CaseIterable {
    case yes
    case no
    /// An answer that it takes is missing.
    case undetermined
}

/// The first matching explanation of a record's pain.
package enum MainCause: Sendable, Hashable {
    /// The cause of this position in the rule set.
    case cause(Int)
    /// None is present, and one that could come first is undetermined.
    case undetermined
    /// Only contributing causes are present.
    case contributingOnly
    /// No cause is present.
    case unexplained

    /// How outputs name it.
    package func name(in causes: [Cause]) -> String {
        switch self {
        case .cause(let position): causes[position].id
        case .undetermined: "undetermined"
        case .contributingOnly: "contributing_only"
        case .unexplained: "unexplained"
        }
    }

    /// The main cause, and whether it is certain, from the verdicts on all causes in order. O(causes).
    package static func of(
        _ verdicts: some Collection<Verdict>,
        contributing: some Collection<Bool>
    ) -> (cause: MainCause, isCertain: Bool) {
        var isOpen = false
        var isUndetermined = false
        var hasContributing = false
        for (position, (verdict, isContributing)) in zip(verdicts, contributing).enumerated() {
            if isContributing {
                hasContributing = hasContributing || verdict == .present
                continue
            }
            if verdict == .present { return (.cause(position), !isOpen) }
            isUndetermined = isUndetermined || verdict == .undetermined
            isOpen = isOpen || verdict == .undetermined || verdict == .notAssessed
        }
        if isUndetermined { return (.undetermined, false) }
        return (hasContributing ? .contributingOnly : .unexplained, !isOpen)
    }
}
