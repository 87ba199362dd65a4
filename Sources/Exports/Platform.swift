// The platforms whose exports are known.

/// A survey platform, or none.
package enum Platform: String, Sendable, CaseIterable {
    /// One header row, one column per question.
    case plain
    case redcap
    case qualtrics
    case surveymonkey
    case limesurvey
    case googleForms = "google-forms"
    case kobo

    /// The platform's own name.
    package var title: String {
        switch self {
        case .plain: "plain CSV"
        case .redcap: "REDCap"
        case .qualtrics: "Qualtrics"
        case .surveymonkey: "SurveyMonkey"
        case .limesurvey: "LimeSurvey"
        case .googleForms: "Google Forms"
        case .kobo: "KoboToolbox"
        }
    }
}
