// Who a record is about: age, sex, height, sport, and how they train. All else depends on it.

enum Sex: Int {
    case female, male, other
}

enum TrainingType: Int {
    case strength, running, cycling, swimming, groupFitness, yoga, teamSport, racketSport, rowing, hiking

    var name: StaticString {
        switch self {
        case .strength: "strength training (weights)"
        case .running: "running outdoors"
        case .cycling: "indoor cycling"
        case .swimming: "swimming laps"
        case .groupFitness: "group fitness class"
        case .yoga: "yoga and pilates"
        case .teamSport: "team sport (football)"
        case .racketSport: "racket sport (tennis)"
        case .rowing: "rowing machine"
        case .hiking: "hiking and walking"
        }
    }
}

/// How someone comes to the session: it decides about load, technique and unaccustomed effort together.
enum Habit {
    case regular, beginner, returning
}

/// A person, who is drawn before any cause.
struct Person {
    let age: Int
    let sex: Sex
    /// In tenths of a centimetre.
    let height: Int
    let training: TrainingType
    let habit: Habit
    let hasPain: Bool

    var isAdult: Bool { age >= 18 }

    /// The band of age that tables of probabilities are given for: below 18, 18–29, then by decades, 70 and above.
    var ageBand: Int {
        age < 18 ? 0 : min(6, max(1, age / 10 - 1))
    }
}
