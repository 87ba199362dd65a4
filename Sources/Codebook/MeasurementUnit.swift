// Units of measurement that answers come in, and how many of one make another.

/// A unit of mass, length or time.
package enum MeasurementUnit: String, Sendable, CaseIterable {
    case kilogram = "kg"
    case gram = "g"
    case pound = "lb"
    case stone = "st"
    /// Stones and pounds: `11 st 4 lb`.
    case stoneAndPound = "st-lb"
    case centimetre = "cm"
    case millimetre = "mm"
    case metre = "m"
    case inch = "in"
    case foot = "ft"
    /// Feet and inches: `5'11"`, `5 ft 11 in`.
    case footAndInch = "ft-in"
    /// Feet and inches with a dash between them, `5-11`, which is read so only where it is asked for.
    case footDashInch = "ft-dash-in"
    case minute = "minutes"
    case hour = "hours"
    case day = "days"
    case week = "weeks"
    case month = "months"
    case year = "years"

    /// What is measured.
    package enum Dimension: Sendable { case mass, length, time }

    /// What the unit measures.
    package var dimension: Dimension {
        switch self {
        case .kilogram, .gram, .pound, .stone, .stoneAndPound: .mass
        case .centimetre, .millimetre, .metre, .inch, .foot, .footAndInch, .footDashInch: .length
        case .minute, .hour, .day, .week, .month, .year: .time
        }
    }

    /// The unit in kilograms, centimetres or hours: exact, but for the month, which is a twelfth of a year of 365.25 days. Of two units in
    /// one answer it is the first.
    package var size: Double {
        switch self {
        case .kilogram, .centimetre, .hour: 1
        case .gram: 0.001
        case .pound: 0.45359237
        case .stone, .stoneAndPound: 6.35029318
        case .millimetre: 0.1
        case .metre: 100
        case .inch: 2.54
        case .foot, .footAndInch, .footDashInch: 30.48
        case .minute: 1.0 / 60
        case .day: 24
        case .week: 168
        case .month: 730.5
        case .year: 8766
        }
    }

    /// A number of this unit in another one of the same dimension, rounded to nine decimals so that 1.13 m are 113 cm.
    package func convert(_ value: Double, to other: MeasurementUnit) -> Double {
        let converted = value * size / other.size
        // Beyond that, nine decimals are more than a double has.
        guard abs(converted) < 1e6 else { return converted }
        return (converted * 1e9).rounded() / 1e9
    }

    /// The unit of a name, as codebooks and mapping files write it.
    package init?(named name: String) {
        let word = normalisedSpelling(name)
        if let unit = Self.allCases.first(where: { normalisedSpelling($0.rawValue) == word }) {
            self = unit
        } else if let unit = Self.allCases.first(where: { $0.words.contains(word) }) {
            self = unit
        } else {
            return nil
        }
    }

    /// The words, as normalised spellings, that mean the unit wherever they stand. Singular words such as `day` stand in "per day", too.
    package var words: [String] {
        switch self {
        case .kilogram:
            ["kg", "kgs", "kilogram", "kilograms", "kilogramme", "kilogrammes", "kilogramm", "kilogramos", "kilos"]
        case .gram: ["gram", "grams", "gramm", "gramos", "grammes"]
        case .pound: ["lb", "lbs", "pound", "pounds", "libras"]
        case .stone: ["stone", "stones"]
        case .stoneAndPound, .footAndInch, .footDashInch: []
        case .centimetre:
            [
                "cm", "cms", "centimetre", "centimetres", "centimeter", "centimeters", "zentimeter", "zentimetern",
                "centimetros",
            ]
        case .millimetre: ["mm", "millimetre", "millimetres", "millimeter", "millimeters", "milimetros"]
        case .metre: ["metre", "metres", "meter", "meters", "metern", "metros"]
        case .inch: ["inch", "inches", "zoll", "pulgadas", "pouces"]
        case .foot: ["ft", "feet", "foot", "pies", "pieds"]
        case .minute: ["min", "mins", "minutes", "minuten", "minutos"]
        case .hour: ["hrs", "hours", "stunden", "horas", "heures"]
        case .day: ["days", "tage", "tagen", "dias", "jours"]
        case .week: ["weeks", "wochen", "semanas", "semaines"]
        case .month: ["months", "monate", "monaten", "meses", "mois"]
        case .year: ["years", "jahre", "jahren", "anos", "ans", "annees"]
        }
    }

    /// Shorter words that mean the unit only where nothing else stands beside them: in brackets or at a name's end.
    private var shortWords: [String] {
        switch self {
        case .metre: ["m"]
        case .inch: ["in"]
        case .stone: ["st"]
        case .hour: ["h"]
        case .gram: ["g"]
        default: []
        }
    }

    /// The unit of a dimension that a word behind a number means, short words such as `m` and singular ones such as `day` among them.
    package static func named(behindNumber name: String, _ dimension: Dimension) -> MeasurementUnit? {
        let word = normalisedSpelling(name)
        return allCases.first { unit in
            unit.dimension == dimension
                && (unit.rawValue == word || unit.words.contains(word) || unit.shortWords.contains(word)
                    || dimension == .time && unit.rawValue.dropLast() == word)
        }
    }

    /// The units of a dimension that a text names: by words anywhere, by short words at its end. Feet with inches are one unit.
    package static func named(in words: [String], _ dimension: Dimension) -> Set<MeasurementUnit> {
        var units: Set<MeasurementUnit> = []
        for unit in allCases where unit.dimension == dimension {
            if words.contains(where: unit.words.contains) { units.insert(unit) }
            if let last = words.last, words.count > 1, unit.shortWords.contains(last) { units.insert(unit) }
        }
        if units.contains(.foot), units.contains(.inch) { units.subtract([.foot, .inch]); units.insert(.footAndInch) }
        if units.contains(.stone), units.contains(.pound) {
            units.subtract([.stone, .pound]); units.insert(.stoneAndPound)
        }
        return units
    }

    /// The unit that each word at a name's end means: of several the first.
    private static let unitOfWord: [String: MeasurementUnit] = {
        let words = allCases.flatMap { unit in (unit.words + unit.shortWords).map { ($0, unit) } }
        return Dictionary(words) { first, _ in first }
    }()

    /// A name without the unit at its end, and that unit: `height` and inches of `height_in`, `weight` and pounds of `Weight in lbs`.
    package static func split(_ words: [String]) -> (rest: [String], unit: MeasurementUnit)? {
        guard let last = words.last, words.count > 1 else { return nil }
        guard let unit = unitOfWord[last] else { return nil }
        var rest = words.dropLast()
        for small in ["in", "en"] where rest.last == small && rest.count > 1 { rest = rest.dropLast() }
        return (Array(rest), unit)
    }
}
