// The columns of a synthetic cohort: the codebook's variables in its order, and how the value of each is written.

/// A variable that is answered, in the order of the header. `record_id` comes before the first one, `notes` after the
/// last.
enum Variable: Int, CaseIterable {
    case ageYears
    case sex
    case heightCm
    case weightKg
    case trainingType
    case weeksSinceRegularTraining
    case loadChangePercent
    case restDaysPerWeek
    case hoursSinceSameMuscles
    case unaccustomedEffort
    case techniqueScore
    case warmUpMinutes
    case hamstringTightness
    case hipFlexorTightness
    case distracted
    case phq2Score
    case gad2Score
    case phq9Score
    case gad7Score
    case depressionDiagnosis
    case anxietyDiagnosis
    case performanceMedication
    case spinalConditions
    case painOnsetHours
    case painDurationHours
    case painSeverity
    case painOnlyOnUse
    case painWeeks
    case dailyWalkMinutes

    /// How a value, which is always an integer here, becomes the text of a cell.
    enum Form {
        /// Digits.
        case whole
        /// Tenths of the unit: a point before the last digit, left out with that digit where it is zero.
        case tenths
        /// 0 is `no`, 1 is `yes`.
        case boolean
        /// The raw value of a `Sex`.
        case sex
        /// The raw value of a `TrainingType`.
        case training
        /// The raw value of a set of `SpinalConditions`.
        case conditions
    }

    /// All variables, made once.
    static let columns = allCases

    var form: Form {
        switch self {
        case .sex: .sex
        case .trainingType: .training
        case .spinalConditions: .conditions
        case .heightCm, .weightKg, .loadChangePercent, .techniqueScore: .tenths
        case .unaccustomedEffort, .distracted, .depressionDiagnosis, .anxietyDiagnosis, .performanceMedication,
            .painOnlyOnUse:
            .boolean
        default: .whole
        }
    }

    /// The header's name: the codebook's id.
    var id: String {
        switch self {
        case .ageYears: "age_years"
        case .sex: "sex"
        case .heightCm: "height_cm"
        case .weightKg: "weight_kg"
        case .trainingType: "training_type"
        case .weeksSinceRegularTraining: "weeks_since_regular_training"
        case .loadChangePercent: "load_change_percent"
        case .restDaysPerWeek: "rest_days_per_week"
        case .hoursSinceSameMuscles: "hours_since_same_muscles"
        case .unaccustomedEffort: "unaccustomed_effort"
        case .techniqueScore: "technique_score"
        case .warmUpMinutes: "warm_up_minutes"
        case .hamstringTightness: "hamstring_tightness"
        case .hipFlexorTightness: "hip_flexor_tightness"
        case .distracted: "distracted"
        case .phq2Score: "phq2_score"
        case .gad2Score: "gad2_score"
        case .phq9Score: "phq9_score"
        case .gad7Score: "gad7_score"
        case .depressionDiagnosis: "depression_diagnosis"
        case .anxietyDiagnosis: "anxiety_diagnosis"
        case .performanceMedication: "performance_medication"
        case .spinalConditions: "spinal_conditions"
        case .painOnsetHours: "pain_onset_hours"
        case .painDurationHours: "pain_duration_hours"
        case .painSeverity: "pain_severity"
        case .painOnlyOnUse: "pain_only_on_use"
        case .painWeeks: "pain_weeks"
        case .dailyWalkMinutes: "daily_walk_minutes"
        }
    }
}
