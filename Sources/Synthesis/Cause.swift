// The causes of the built-in rule set, in its order, and sets of them.

/// A cause that a synthetic record has or has not: what the truth file reports.
enum Cause: UInt16, CaseIterable {
    case delayedOnsetSoreness
    case overtraining
    case improperTechnique
    case limitedFlexibility
    case insufficientWarmUp
    case spinalCondition
    case suspectedSpinalCondition
    case distraction
    case depressionOrAnxiety
    case medication
    case olderAge
    case overweight

    /// All causes, made once.
    static let columns = allCases

    /// The header's name: the rule set's id.
    var id: String {
        switch self {
        case .delayedOnsetSoreness: "delayed_onset_soreness"
        case .overtraining: "overtraining"
        case .improperTechnique: "improper_technique"
        case .limitedFlexibility: "limited_flexibility"
        case .insufficientWarmUp: "insufficient_warm_up"
        case .spinalCondition: "spinal_condition"
        case .suspectedSpinalCondition: "suspected_spinal_condition"
        case .distraction: "distraction"
        case .depressionOrAnxiety: "depression_or_anxiety"
        case .medication: "medication"
        case .olderAge: "older_age"
        case .overweight: "overweight"
        }
    }
}

/// The causes that one record has.
struct CauseSet {
    private var bits: UInt16 = 0

    func contains(_ cause: Cause) -> Bool {
        bits &>> cause.rawValue & 1 == 1
    }

    mutating func set(_ cause: Cause, _ holds: Bool) {
        let bit: UInt16 = 1 &<< cause.rawValue
        bits = holds ? bits | bit : bits & ~bit
    }

    /// Whether a cause before `suspectedSpinalCondition` explains the pain, which rules that one out.
    var explainsPain: Bool {
        bits & ((1 << Cause.suspectedSpinalCondition.rawValue) - 1) != 0
    }
}
