// Cells that real surveys have and clean ones do not: words for missing, stray spaces, other spellings, nonsense.

/// One cell of a record that is odd.
struct MessyCell {
    let variable: Variable
    let oddity: Oddity

    /// What is odd. Each oddity reads as the value that was drawn, or as a missing answer; none reads as another value,
    /// so that the truth stays the truth.
    enum Oddity {
        /// Spaces around the value.
        case padded
        /// Another text in the value's place.
        case replaced(StaticString)
    }
}

/// Draws messy cells.
struct MessyCells {
    /// One record in 32 has an odd cell: about one cell in a thousand.
    func cell(of answers: Answers, from stream: inout RandomStream) -> MessyCell? {
        guard stream.below(32) == 0 else { return nil }
        let variable = stream.pick(Variable.columns)
        return MessyCell(variable: variable, oddity: oddity(of: variable, answers, from: &stream))
    }

    private func oddity(
        of variable: Variable,
        _ answers: Answers,
        from stream: inout RandomStream
    ) -> MessyCell.Oddity {
        let kind = stream.below(4)
        if kind == 0 || answers.isBlank(variable) { return .replaced(stream.pick(missingWords)) }
        if kind == 1 { return .padded }
        switch variable.form {
        case .whole, .tenths: return .replaced(kind == 2 ? variable.implausible : stream.pick(vague))
        case .training: return .padded
        case _ where kind == 2: return .replaced(stream.pick(nonsense))
        case .boolean: return .replaced(stream.pick(answers[variable] == 1 ? yes : no))
        case .sex: return .replaced(stream.pick(sexes[answers[variable]]))
        case .conditions: return .padded
        }
    }

    private let missingWords: [StaticString] = ["NA", "n/a", "N/A", "na", ".", "-"]
    private let vague: [StaticString] = ["about 5", "5-10", "<5", "7h", "many", "?", "5, maybe 6", "ca. 3"]
    private let nonsense: [StaticString] = ["?", "unclear", "see notes"]
    private let yes: [StaticString] = ["Yes", "YES", "y", "Y", "true", "TRUE", "1"]
    private let no: [StaticString] = ["No", "NO", "n", "N", "false", "FALSE", "0"]
    private let sexes: [[StaticString]] = [["Female", "FEMALE"], ["Male", "MALE"], ["Other", "OTHER"]]
}

extension Variable {
    /// A number outside the plausible range.
    fileprivate var implausible: StaticString {
        switch self {
        case .ageYears: "999"
        case .heightCm: "1.75"
        case .painSeverity, .techniqueScore: "55"
        case .painDurationHours: "999999"
        case .restDaysPerWeek: "-1"
        default: "99999"
        }
    }
}
