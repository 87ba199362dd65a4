// Which causes a person has: drawn before any answer, by probabilities that depend on the person and on each other.

/// Draws the causes of a person.
struct CauseDraws {
    /// Age decides older age. The two that are definitions of pain (soreness, suspected spinal condition) stay off for
    /// someone without pain.
    func causes(of person: Person, from stream: inout RandomStream) -> CauseSet {
        var causes = CauseSet()
        let band = person.ageBand
        causes.set(.olderAge, person.age >= 60)
        let heavier = person.sex == .male ? 50 : 0
        causes.set(.overweight, person.isAdult && stream.chance(perMille: overweight[band] + heavier))
        causes.set(.spinalCondition, stream.chance(perMille: spinal[band] + (causes.contains(.overweight) ? 25 : 0)))

        drawTraining(&causes, of: person, from: &stream)
        drawMind(&causes, of: person, from: &stream)

        let loaded = causes.contains(.overtraining) ? 90 : 0
        let unused = person.habit == .regular ? 80 : 210
        causes.set(
            .delayedOnsetSoreness,
            person.hasPain && stream.chance(perMille: unused + loaded - (band > 4 ? 40 : 0))
        )
        let lasting = stream.chance(perMille: chronicUnexplained[band])
        causes.set(.suspectedSpinalCondition, person.hasPain && !causes.explainsPain && lasting)
        return causes
    }

    private func drawTraining(_ causes: inout CauseSet, of person: Person, from stream: inout RandomStream) {
        let load =
            switch person.habit {
            case .regular: 230
            case .beginner: 380
            case .returning: 850
            }
        causes.set(.overtraining, stream.chance(perMille: load))
        let skill = person.training == .strength || person.training == .rowing ? 60 : 0
        causes.set(.improperTechnique, stream.chance(perMille: skill + (person.habit == .beginner ? 400 : 140)))
        let stiff = person.training == .running || person.training == .cycling ? 60 : 0
        let supple = person.training == .yoga ? 90 : 0
        causes.set(.limitedFlexibility, stream.chance(perMille: stiffness[person.ageBand] + stiff - supple))
        causes.set(.insufficientWarmUp, stream.chance(perMille: person.age < 40 ? 250 : 180))
    }

    private func drawMind(_ causes: inout CauseSet, of person: Person, from stream: inout RandomStream) {
        let female = person.sex == .female ? 50 : 0
        let ill = causes.contains(.spinalCondition) ? 60 : 0
        causes.set(.depressionOrAnxiety, stream.chance(perMille: mood[person.ageBand] + female + ill))
        let low = causes.contains(.depressionOrAnxiety)
        causes.set(.distraction, stream.chance(perMille: (person.age < 30 ? 170 : 120) + (low ? 90 : 0)))
        causes.set(.medication, stream.chance(perMille: medicated[person.ageBand] + (low ? 90 : 0)))
    }

    // Per mille, by band of age: below 18, 18–29, 30–39, 40–49, 50–59, 60–69, 70 and above.
    private let overweight = [0, 290, 410, 490, 550, 580, 590]
    private let spinal = [45, 65, 105, 160, 240, 330, 420]
    private let stiffness = [130, 160, 190, 220, 250, 280, 310]
    private let mood = [220, 230, 200, 190, 180, 140, 130]
    private let medicated = [30, 50, 60, 90, 140, 200, 260]
    private let chronicUnexplained = [100, 160, 230, 290, 340, 390, 430]
}
