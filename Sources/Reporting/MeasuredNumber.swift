// Numbers with what they count or measure: one day, two days.

/// A number as people read it, with its unit behind it: `2 days`, `1 day`, `1 kg`. A rule set gives units as text: behind exactly 1 a word that is
/// certainly the plural of a unit stands in the singular, and everything else, abbreviations above all, as it is.
func measured(_ number: String, _ unit: String?) -> String {
    guard let unit, !unit.isEmpty else { return number }
    return "\(number) \(number == "1" ? singular(unit) : unit)"
}

/// Records with their number: `1 record`, `2 records`.
func recordText(_ count: Int) -> String { "\(grouped(count)) record\(count == 1 ? "" : "s")" }

/// A unit behind 1. Its first word is what is counted: `sessions per week`, `minutes a day`, `steps/day`.
private func singular(_ unit: String) -> String {
    let word = unit.prefix { $0.isLetter }
    let rest = unit.dropFirst(word.count)
    guard rest.isEmpty || ["/", " per ", " a "].contains(where: rest.hasPrefix) else { return unit }
    if let one = irregular[String(word)] { return one + rest }
    return regular.contains(word.lowercased()) ? "\(word.dropLast())\(rest)" : unit
}

/// Plurals that end in an s which their singular has not.
private let regular: Set<String> = [
    "seconds", "minutes", "hours", "days", "nights", "weeks", "months", "quarters", "years", "decades",
    "sessions", "workouts", "trainings", "repetitions", "sets", "rounds", "steps", "jumps", "lifts",
    "points", "units", "levels", "grades", "degrees", "beats", "breaths",
    "drinks", "cigarettes", "cups", "meals", "tablets", "doses", "visits", "episodes", "events",
    "millimetres", "millimeters", "centimetres", "centimeters", "metres", "meters", "kilometres", "kilometers",
    "miles", "yards", "grams", "grammes", "kilograms", "kilogrammes", "pounds", "stones", "tonnes", "tons",
    "millilitres", "milliliters", "litres", "liters",
    "calories", "kilocalories", "joules", "kilojoules", "newtons", "watts",
]

private let irregular = ["feet": "foot", "inches": "inch"]
