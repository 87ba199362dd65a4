// Answers about mood: screening scores that go together, and diagnoses.

/// The rules of depression or anxiety, any of which makes it present.
struct MoodRules: OptionSet {
    let rawValue: Int

    static let phq2 = MoodRules(rawValue: 1 << 0)
    static let gad2 = MoodRules(rawValue: 1 << 1)
    static let phq9 = MoodRules(rawValue: 1 << 2)
    static let gad7 = MoodRules(rawValue: 1 << 3)
    static let depression = MoodRules(rawValue: 1 << 4)
    static let anxiety = MoodRules(rawValue: 1 << 5)
}

/// Draws the answers about mood.
struct MoodAnswers {
    /// One level of distress stands behind all four scores, so they correlate among the healthy too. PHQ-2 is the first
    /// two questions of PHQ-9, GAD-2 of GAD-7: the short score is never above the long one, nor further below it than
    /// the other questions can give.
    func draw(_ answers: inout Answers, with causes: CauseSet, from stream: inout RandomStream) {
        let rules = causes.contains(.depressionOrAnxiety) ? stream.pick(moodRules) : []
        let distress = stream.pick(levels)

        let phq2 = short(rules.contains(.phq2), distress, from: &stream)
        let gad2 = short(rules.contains(.gad2), distress, from: &stream)
        answers[.phq2Score] = phq2
        answers[.gad2Score] = gad2
        answers[.phq9Score] = long(rules.contains(.phq9), phq2, otherQuestions: 7, distress, from: &stream)
        answers[.gad7Score] = long(rules.contains(.gad7), gad2, otherQuestions: 5, distress, from: &stream)

        answers.set(.depressionDiagnosis, rules.contains(.depression))
        answers.set(.anxietyDiagnosis, rules.contains(.anxiety))
    }

    /// A score of two questions: 3 to 6 if its rule holds, else 0 to 2.
    private func short(_ holds: Bool, _ distress: Int, from stream: inout RandomStream) -> Int {
        holds ? stream.pick(highShort) : min(2, max(0, distress + stream.pick(shortSpread)))
    }

    /// A score of all questions: 10 or more if its rule holds, else 9 or less. A question gives 0 to 3 points.
    private func long(
        _ holds: Bool,
        _ short: Int,
        otherQuestions: Int,
        _ distress: Int,
        from stream: inout RandomStream
    ) -> Int {
        if holds {
            min(short + 3 * otherQuestions, max(short, 10) + stream.pick(highSpread))
        } else {
            min(9, short + distress + stream.pick(lowSpread))
        }
    }

    private let levels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
    private let highShort = [3, 3, 3, 4, 4, 5, 6]
    private let shortSpread = [-1, 0, 0, 0, 1]
    private let highSpread = [0, 0, 1, 1, 2, 3, 4, 6, 8, 11]
    private let lowSpread = [0, 0, 1, 1, 2, 3]

    private let moodRules: [MoodRules] = [
        .phq2, .gad2, .phq9, .gad7, .depression, .anxiety,
        [.phq2, .phq9], [.phq2, .phq9], [.gad2, .gad7], [.gad2, .gad7],
        [.phq2, .phq9, .gad2, .gad7], [.phq2, .phq9, .gad2, .gad7], [.phq9, .gad7],
        [.phq2, .phq9, .depression], [.gad2, .gad7, .anxiety], [.phq2, .phq9, .gad2, .gad7, .depression, .anxiety],
    ]
}
