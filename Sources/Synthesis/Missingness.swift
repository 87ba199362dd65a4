// Which answers a record lacks: at a rate of each variable's own, more from careless people, and pages at a time.

/// Leaves answers out.
struct Missingness {
    /// Makes answers blank. What was drawn stays the truth; the written record knows less.
    func leaveOut(_ answers: inout Answers, from stream: inout RandomStream) {
        if !answers.isBlank(.painWeeks), stream.chance(perMille: answers[.painWeeks] > 12 ? 350 : 80) {
            // The episode still lasts, so that its length is not known yet.
            answers.makeBlank(.painDurationHours)
        }
        skipSingly(&answers, from: &stream)

        let pages = stream.below(1000)
        if pages < 20 {
            // A page on mood that was passed over.
            skip(.phq2Score, through: .anxietyDiagnosis, &answers)
        } else if pages < 30 {
            // A questionnaire that was given up before its end.
            skip(stream.pick(giveUpAt), through: .dailyWalkMinutes, &answers)
        }
    }

    private func skip(_ first: Variable, through last: Variable, _ answers: inout Answers) {
        for variable in Variable.columns[first.rawValue...last.rawValue] {
            answers.makeBlank(variable)
        }
    }

    /// Skips each variable by itself, spending 16 random bits on each.
    private func skipSingly(_ answers: inout Answers, from stream: inout RandomStream) {
        let columns = Variable.columns.count
        let person = stream.below(thresholds.count / columns) * columns
        var skipped: UInt32 = 0
        var bits: UInt64 = 0
        for column in 0..<columns {
            bits = column % 4 == 0 ? stream.next() : bits &>> 16
            // No branch on the draw: which answers are left out cannot be foreseen.
            let skips: UInt32 = bits & 0xFFFF < thresholds[person + column] ? 1 : 0
            skipped |= skips &<< UInt32(truncatingIfNeeded: column)
        }
        answers.makeBlank(columns: skipped)
    }

    private let giveUpAt = Array(Variable.columns[Variable.restDaysPerWeek.rawValue...])

    /// Of ten people six skip half as much as the average, three the average, and one four times as much. For each of
    /// the ten: the probability by variable, in 65,536ths.
    private let thresholds: [UInt64] = [1, 1, 1, 1, 1, 1, 2, 2, 2, 8].flatMap { halves in
        Variable.columns.map { UInt64(perMille($0) * halves * 65_536 / 2000) }
    }

    /// How many of a thousand records lack the variable by itself, on average over people.
    private static func perMille(_ variable: Variable) -> Int {
        switch variable {
        case .ageYears, .sex, .painSeverity, .trainingType: 22
        case .weightKg, .loadChangePercent, .techniqueScore, .hipFlexorTightness, .painWeeks: 65
        case .phq9Score, .gad7Score: 90
        case .hoursSinceSameMuscles, .painOnsetHours, .dailyWalkMinutes: 55
        default: 40
        }
    }
}
