// Answers about the pain: its onset, course and severity, and the effort before it.

/// Draws the answers about pain.
struct PainAnswers {
    /// A person without pain answers `pain_severity` with 0 and is not asked the other questions on pain.
    func draw(_ answers: inout Answers, of person: Person, with causes: CauseSet, from stream: inout RandomStream) {
        answers.set(.unaccustomedEffort, stream.chance(perMille: person.habit == .regular ? 130 : 350))
        guard person.hasPain else {
            answers[.painSeverity] = 0
            answers.makeBlank(.painOnsetHours)
            answers.makeBlank(.painDurationHours)
            answers.makeBlank(.painOnlyOnUse)
            answers.makeBlank(.painWeeks)
            return
        }
        // Where nothing else explains the pain, lasting pain is the suspected spinal condition itself.
        let chronic =
            causes.explainsPain
            ? stream.chance(perMille: chronicShare(of: person, causes))
            : causes.contains(.suspectedSpinalCondition)
        if causes.contains(.delayedOnsetSoreness) {
            drawSoreness(&answers, from: &stream)
        } else {
            drawOtherPain(&answers, chronic: chronic, from: &stream)
        }
        drawPainWeeks(&answers, chronic: chronic, from: &stream)
    }

    private func chronicShare(of person: Person, _ causes: CauseSet) -> Int {
        if causes.contains(.delayedOnsetSoreness) { return 40 }
        return 60 + 45 * person.ageBand + (causes.contains(.spinalCondition) ? 250 : 0)
    }

    /// The typical course: all five conditions hold.
    private func drawSoreness(_ answers: inout Answers, from stream: inout RandomStream) {
        answers[.painOnsetHours] = stream.draw(nextDay)
        answers[.painDurationHours] = stream.draw(twoDays)
        answers[.painSeverity] = stream.pick(moderate)
        answers.set(.painOnlyOnUse, true)
        answers.set(.unaccustomedEffort, true)
    }

    /// Any other course: at least one of the five conditions fails, if need be the one that a draw picks.
    private func drawOtherPain(_ answers: inout Answers, chronic: Bool, from stream: inout RandomStream) {
        answers[.painOnsetHours] = stream.draw(chronic ? chronicOnsets : acuteOnsets)
        answers[.painDurationHours] = stream.draw(chronic ? chronicDurations : acuteDurations)
        answers[.painSeverity] = stream.pick(chronic ? chronicSeverities : acuteSeverities)
        answers.set(.painOnlyOnUse, stream.chance(perMille: chronic ? 220 : 420))

        guard hasTypicalCourse(answers) else { return }
        switch stream.below(4) {
        case 0: answers.set(.unaccustomedEffort, false)
        case 1: answers.set(.painOnlyOnUse, false)
        case 2: answers[.painSeverity] = stream.pick(severe)
        default: answers[.painDurationHours] = stream.draw(longer)
        }
    }

    private func hasTypicalCourse(_ answers: Answers) -> Bool {
        (8...48).contains(answers[.painOnsetHours]) && (1...6).contains(answers[.painSeverity])
            && answers[.painDurationHours] <= 48 && answers[.painOnlyOnUse] == 1 && answers[.unaccustomedEffort] == 1
    }

    /// More than 12 weeks if and only if `chronic`; an episode is no longer than the pain has been there.
    private func drawPainWeeks(_ answers: inout Answers, chronic: Bool, from stream: inout RandomStream) {
        let weeks = stream.draw(chronic ? chronicWeeks : acuteWeeks)
        answers[.painWeeks] = max(weeks, answers[.painDurationHours] / 168)
    }

    // Hours. Soreness starts 8 to 48 hours after training and is gone within 48; other pain has no such bounds.
    private let nextDay: Quantiles = [8, 10, 12, 14, 16, 18, 20, 22, 24, 24, 24, 26, 28, 32, 36, 40, 48]
    private let twoDays: Quantiles = [6, 12, 18, 20, 22, 24, 24, 26, 30, 34, 36, 36, 40, 44, 46, 48, 48]
    private let longer: Quantiles = [
        49, 50, 52, 54, 56, 60, 64, 68, 72, 72, 76, 84, 96, 110, 130, 160, 200,
    ]
    private let acuteOnsets: Quantiles = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 6, 10, 16, 24, 36, 96]
    private let acuteDurations: Quantiles = [
        1, 4, 8, 12, 20, 24, 30, 36, 48, 60, 72, 90, 110, 140, 180, 260, 700,
    ]
    private let chronicOnsets: Quantiles = [0, 0, 0, 0, 1, 1, 2, 2, 4, 6, 8, 12, 18, 24, 30, 48, 168]
    private let chronicDurations: Quantiles = [
        6, 24, 36, 48, 72, 90, 120, 150, 190, 240, 300, 380, 480, 620, 800, 1100, 1950,
    ]

    private let moderate = [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6]
    private let severe = [7, 7, 8]
    private let acuteSeverities = [1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 9]
    private let chronicSeverities = [2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 9, 10]

    // Weeks: up to 12, and above. No acute episode lasts 12 weeks.
    private let acuteWeeks: Quantiles = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 12]
    private let chronicWeeks: Quantiles = [
        13, 14, 16, 18, 20, 24, 26, 30, 40, 52, 60, 80, 104, 156, 230, 400, 1500,
    ]
}
