// What goes into the classification of one record, and what comes out.

internal import RuleSets

/// An answer to a variable.
public enum Answer: Sendable, Hashable {
    /// No answer.
    case missing
    /// A number, in the variable's unit.
    case number(Double)
    /// A yes or no.
    case boolean(Bool)
    /// A code of a category, or any text where the category is open.
    case text(String)
    /// The codes of a set.
    case set([String])

    var given: GivenAnswer {
        switch self {
        case .missing: .missing
        case .number(let value): .number(value)
        case .boolean(let value): .boolean(value)
        case .text(let text): .text(text)
        case .set(let codes): .set(codes)
        }
    }
}

/// The verdicts on one record.
public struct Classification: Sendable {
    /// What holds of a cause.
    public enum Verdict: String, Sendable {
        /// One of its rules holds.
        case present
        /// All of its rules fail.
        case absent
        /// A missing answer leaves it open.
        case undetermined
    }

    /// Whether the record belongs to the rule set's population; nil where a missing answer leaves that open.
    public let isEligible: Bool?
    /// The verdict on each cause, by id; empty unless the record is eligible.
    public let verdicts: [String: Verdict]
    /// The first matching explanation as `lumbar classify` prints it; nil unless the record is eligible.
    public let mainCause: String?
    /// Whether no missing answer could put another cause before it.
    public let isMainCauseCertain: Bool

    init(_ trial: RecordTrial, _ ruleSet: RuleSet) {
        let eligibility = trial.eligibility
        let verdicts = trial.verdicts
        isEligible = eligibility == .undetermined ? nil : eligibility == .yes
        guard eligibility == .yes else {
            (self.verdicts, mainCause, isMainCauseCertain) = ([:], nil, false)
            return
        }
        let main = MainCause.of(verdicts, contributing: trial.plan.contributing)
        // Every variable is collected here, so no cause is left out for want of a column.
        self.verdicts = Dictionary(
            zip(ruleSet.causes.map(\.id), verdicts.compactMap { Verdict(rawValue: $0.rawValue) })
        ) { first, _ in first }
        mainCause = main.cause.name(in: ruleSet.causes)
        isMainCauseCertain = main.isCertain
    }
}
