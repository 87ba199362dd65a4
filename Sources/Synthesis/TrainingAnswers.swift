// Answers about training: load and rest, technique, flexibility, warm-up, attention.

/// The rules of overtraining, any of which makes it present.
struct LoadRules: OptionSet {
    let rawValue: Int

    static let returnAfterBreak = LoadRules(rawValue: 1 << 0)
    static let loadSpike = LoadRules(rawValue: 1 << 1)
    static let noRestDays = LoadRules(rawValue: 1 << 2)
    static let sameMusclesTooSoon = LoadRules(rawValue: 1 << 3)
}

/// Draws the answers about training.
struct TrainingAnswers {
    /// Each variable is drawn from where its rule holds, or from where it does not: a cause that is present gets one or
    /// more of its rules, an absent one none.
    func draw(_ answers: inout Answers, of person: Person, with causes: CauseSet, from stream: inout RandomStream) {
        drawLoad(&answers, loadRules(of: person, causes, from: &stream), from: &stream)

        answers[.techniqueScore] = stream.draw(causes.contains(.improperTechnique) ? poor : sound)
        answers[.warmUpMinutes] =
            causes.contains(.insufficientWarmUp) ? stream.pick(shortWarmUps) : stream.draw(warmUps)

        let places = causes.contains(.limitedFlexibility) ? stream.pick(tightPlaces) : 0
        answers[.hamstringTightness] = stream.pick(places & 1 != 0 ? tight : loose)
        answers[.hipFlexorTightness] = stream.pick(places & 2 != 0 ? tight : loose)

        answers.set(.distracted, causes.contains(.distraction))
        answers.set(.performanceMedication, causes.contains(.medication))
    }

    private func loadRules(
        of person: Person,
        _ causes: CauseSet,
        from stream: inout RandomStream
    ) -> LoadRules {
        guard causes.contains(.overtraining) else { return [] }
        return stream.pick(person.habit == .returning ? returningRules : usualRules)
    }

    private func drawLoad(_ answers: inout Answers, _ rules: LoadRules, from stream: inout RandomStream) {
        let away = rules.contains(.returnAfterBreak)
        let weeks = away ? stream.draw(breaks) : stream.pick(regularity)
        answers[.weeksSinceRegularTraining] = weeks

        // The weeks before a break's end hold little load, so the first week after it stands out.
        let spike = away ? spikesAfterBreak : spikes
        answers[.loadChangePercent] = stream.draw(rules.contains(.loadSpike) ? spike : steadyLoads)

        answers[.restDaysPerWeek] = rules.contains(.noRestDays) ? 0 : stream.pick(away ? manyRestDays : restDays)

        if rules.contains(.sameMusclesTooSoon) {
            answers[.hoursSinceSameMuscles] = stream.draw(soon)
        } else {
            let rested = stream.draw(rested)
            answers[.hoursSinceSameMuscles] = min(1999, rested + (away ? weeks * 100 : 0))
        }
    }

    private let returningRules: [LoadRules] = [
        .returnAfterBreak, .returnAfterBreak, .returnAfterBreak, .returnAfterBreak,
        [.returnAfterBreak, .loadSpike], [.returnAfterBreak, .loadSpike], [.returnAfterBreak, .loadSpike],
        [.returnAfterBreak, .loadSpike], [.returnAfterBreak, .loadSpike], [.returnAfterBreak, .loadSpike],
        [.returnAfterBreak, .sameMusclesTooSoon], [.returnAfterBreak, .loadSpike, .sameMusclesTooSoon],
    ]
    private let usualRules: [LoadRules] = [
        .loadSpike, .loadSpike, .loadSpike, .loadSpike, .loadSpike, .noRestDays, .noRestDays,
        .sameMusclesTooSoon, .sameMusclesTooSoon, .sameMusclesTooSoon, .sameMusclesTooSoon, .sameMusclesTooSoon,
        [.noRestDays, .sameMusclesTooSoon], [.noRestDays, .sameMusclesTooSoon], [.loadSpike, .sameMusclesTooSoon],
        [.loadSpike, .noRestDays, .sameMusclesTooSoon], .returnAfterBreak,
    ]

    // Two weeks and more; below two weeks.
    private let breaks: Quantiles = [2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 10, 12, 16, 24, 40, 150]
    private let regularity = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]

    // Tenths of a per cent: up to 30 %, and above.
    private let steadyLoads: Quantiles = [
        -900, -300, -190, -120, -70, -40, -20, 0, 0, 20, 50, 80, 110, 150, 200, 250, 300,
    ]
    private let spikes: Quantiles = [
        301, 310, 325, 340, 360, 380, 400, 425, 450, 485, 520, 570, 640, 730, 860, 1100, 2400,
    ]
    private let spikesAfterBreak: Quantiles = [
        301, 350, 400, 450, 500, 560, 630, 700, 790, 890, 1000, 1150, 1350, 1600, 2000, 2700, 6000,
    ]

    private let restDays = [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5]
    private let manyRestDays = [2, 3, 3, 4, 4, 5, 5, 6, 7]

    // Hours: less than 48, and 48 or more.
    private let soon: Quantiles = [4, 10, 14, 18, 20, 22, 23, 24, 24, 24, 26, 28, 32, 36, 40, 44, 47]
    private let rested: Quantiles = [48, 48, 48, 50, 54, 60, 66, 70, 72, 72, 76, 84, 96, 110, 130, 168, 400]

    // Tenths of a point: below 5, and from 5.
    private let poor: Quantiles = [0, 10, 16, 20, 24, 28, 30, 33, 35, 37, 39, 40, 42, 44, 46, 48, 49]
    private let sound: Quantiles = [
        50, 52, 55, 58, 60, 63, 66, 69, 70, 73, 76, 80, 82, 86, 90, 95, 100,
    ]

    // Minutes: below 5, and from 5.
    private let shortWarmUps = [0, 0, 0, 0, 1, 2, 2, 3, 3, 4]
    private let warmUps: Quantiles = [5, 5, 5, 5, 6, 8, 10, 10, 10, 10, 12, 15, 15, 15, 20, 25, 45]

    // Which muscles are tight: the first bit stands for the hamstrings, the second for the hip flexors.
    private let tightPlaces = [1, 1, 2, 2, 3]

    // Codes: marked or severe, and none or mild.
    private let tight = [2, 2, 2, 3]
    private let loose = [0, 0, 0, 1, 1]
}
