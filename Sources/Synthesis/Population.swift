// The population that people are drawn from.

/// Draws people: age first, then what depends on it.
struct Population {
    func person(from stream: inout RandomStream) -> Person {
        let age = stream.draw(ages)
        let sex = stream.pick(sexes)
        return Person(
            age: age,
            sex: sex,
            height: height(age: age, sex: sex, from: &stream),
            training: stream.pick(age < 35 ? youngSports : age < 60 ? middleSports : olderSports),
            habit: stream.pick(habits),
            hasPain: stream.chance(perMille: age < 30 ? 820 : age < 60 ? 855 : 880)
        )
    }

    private func height(age: Int, sex: Sex, from stream: inout RandomStream) -> Int {
        let deviation = stream.draw(heightDeviations)
        // `other` lies between the two means.
        let adultMean =
            switch sex {
            case .female: 1645
            case .male: 1780
            case .other: 1710
            }
        // Growth ends at about 18; from 50 on a centimetre is lost each decade.
        let growth = max(0, 18 - age) * (sex == .male ? 52 : 36)
        let loss = max(0, age - 50)
        return adultMean - growth - loss + deviation
    }

    private let ages: Quantiles = [12, 18, 22, 25, 28, 31, 34, 37, 40, 43, 47, 51, 55, 59, 64, 70, 91]

    /// Tenths of a centimetre from the mean: close to normal with a standard deviation of 68.
    private let heightDeviations: Quantiles = [
        -190, -104, -78, -60, -46, -33, -22, -11, 0, 11, 22, 33, 46, 60, 78, 104, 190,
    ]

    private let sexes: [Sex] =
        Array(repeating: .female, count: 31) + Array(repeating: .male, count: 32) + [.other]

    private let habits: [Habit] = [
        .regular, .regular, .regular, .regular, .regular, .regular, .regular,
        .beginner, .beginner, .returning,
    ]

    private let youngSports: [TrainingType] = [
        .strength, .strength, .strength, .strength, .strength, .running, .running, .running,
        .teamSport, .teamSport, .groupFitness, .cycling, .swimming, .racketSport, .rowing, .yoga,
    ]

    private let middleSports: [TrainingType] = [
        .strength, .strength, .strength, .strength, .running, .running, .running, .groupFitness,
        .groupFitness, .cycling, .cycling, .yoga, .swimming, .racketSport, .hiking, .rowing,
    ]

    private let olderSports: [TrainingType] = [
        .strength, .strength, .running, .groupFitness, .groupFitness, .cycling, .cycling, .cycling,
        .yoga, .yoga, .swimming, .swimming, .hiking, .hiking, .hiking, .racketSport,
    ]
}
