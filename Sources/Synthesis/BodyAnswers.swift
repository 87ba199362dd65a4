// Answers about the body: age, sex, height, weight, spinal conditions, walking.

/// The codes of `spinal_conditions` as bits, in the codebook's order; none of them is `none`.
struct SpinalConditions: OptionSet {
    let rawValue: Int

    static let osteochondrosis = SpinalConditions(rawValue: 1 << 0)
    static let osteoarthritis = SpinalConditions(rawValue: 1 << 1)
    static let scoliosis = SpinalConditions(rawValue: 1 << 2)
    static let otherDeviation = SpinalConditions(rawValue: 1 << 3)
    static let hyperlordosis = SpinalConditions(rawValue: 1 << 4)

    static let codes: [StaticString] = [
        "osteochondrosis", "osteoarthritis", "scoliosis", "other_deviation", "hyperlordosis",
    ]
}

/// Draws the answers about the body.
struct BodyAnswers {
    func draw(_ answers: inout Answers, of person: Person, with causes: CauseSet, from stream: inout RandomStream) {
        answers[.ageYears] = person.age
        answers[.sex] = person.sex.rawValue
        answers[.heightCm] = person.height
        answers[.trainingType] = person.training.rawValue
        answers[.weightKg] = weight(of: person, overweight: causes.contains(.overweight), from: &stream)
        answers[.spinalConditions] = conditions(of: person, causes, from: &stream).rawValue

        let slower = causes.contains(.overweight) ? 10 : 0
        let minutes = stream.draw(walking) - slower - max(0, person.age - 65)
        answers[.dailyWalkMinutes] = max(0, minutes) / 5 * 5
    }

    /// The weight in tenths of a kilogram.
    ///
    /// With the height in tenths of a centimetre, 25 kg/m² lie at height² / 4000. Integers decide which side a weight is
    /// on, and doubles agree: where `weight_kg * 10000 / (height_cm * height_cm)` is exactly 25, the height is a multiple
    /// of 20 cm and the weight a whole number of kilograms, so nothing is rounded; elsewhere it differs from 25 by more
    /// than one part in ten million, far more than rounding does.
    private func weight(of person: Person, overweight: Bool, from stream: inout RandomStream) -> Int {
        let square = person.height * person.height
        guard person.isAdult else {
            return (stream.draw(youngBMI) + 4 * person.age) * square / 1_000_000
        }
        let least = (square + 3999) / 4000
        if overweight {
            let excess = stream.draw(excessBMI) * (14 + person.ageBand) / 16
            return max(least, (250 + excess) * square / 1_000_000)
        }
        return min(least - 1, stream.draw(normalBMI) * square / 1_000_000)
    }

    private func conditions(
        of person: Person,
        _ causes: CauseSet,
        from stream: inout RandomStream
    ) -> SpinalConditions {
        guard causes.contains(.spinalCondition) else { return [] }
        return stream.pick(person.age < 40 ? youngSpines : olderSpines)
    }

    // Body-mass index in tenths of kg/m²: below 25; what is above 25, which grows with age; and of the young, to which
    // their age adds.
    private let normalBMI: Quantiles = [
        165, 185, 193, 199, 204, 208, 212, 216, 219, 223, 226, 230, 234, 237, 241, 245, 250,
    ]
    private let excessBMI: Quantiles = [
        0, 4, 8, 11, 15, 19, 23, 28, 33, 39, 46, 54, 64, 77, 95, 125, 240,
    ]
    private let youngBMI: Quantiles = [
        100, 115, 122, 128, 133, 138, 142, 146, 150, 155, 160, 166, 173, 182, 194, 212, 260,
    ]

    private let walking: Quantiles = [
        0, 5, 10, 15, 20, 25, 30, 30, 35, 40, 45, 50, 60, 75, 90, 120, 300,
    ]

    private let youngSpines: [SpinalConditions] = [
        .scoliosis, .scoliosis, .scoliosis, .scoliosis, .hyperlordosis, .hyperlordosis, .otherDeviation,
        .otherDeviation, .osteochondrosis, .osteochondrosis, [.scoliosis, .hyperlordosis], .osteoarthritis,
    ]
    private let olderSpines: [SpinalConditions] = [
        .osteochondrosis, .osteochondrosis, .osteochondrosis, .osteochondrosis, .osteoarthritis, .osteoarthritis,
        .osteoarthritis, .osteoarthritis, [.osteochondrosis, .osteoarthritis], .scoliosis, .otherDeviation,
        [.osteochondrosis, .osteoarthritis, .scoliosis], [.osteoarthritis, .otherDeviation], .hyperlordosis,
        [.osteochondrosis, .scoliosis], .hyperlordosis,
    ]
}
