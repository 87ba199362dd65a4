// Every name under which a file can mean a variable.

internal import Synchronization

/// The names of a codebook's variables, made once for all copies of it.
final class NamesOnce: Sendable {
    private let made = Mutex<NameTable?>(nil)

    /// The names of the codebook that this is part of.
    func table(_ codebook: Codebook) -> NameTable {
        made.withLock { made in
            let table = made ?? NameTable(codebook)
            made = table
            return table
        }
    }
}

/// The names of a codebook's variables.
struct NameTable: Sendable {
    private var ids: [String: Int] = [:]
    private var aliases: [String: Int] = [:]
    private var spellings: [String: (variable: Int, name: String)] = [:]
    /// Names without the unit at their end, and the variables in whose own unit they are.
    private var unitless: [String: [(variable: Int, name: String)]] = [:]
    /// The words of the names that mean a variable even in a longer text.
    private var phrases: [(words: [String], name: String, variable: Int)] = []
    /// The places of phrases by their first words.
    private var phrasesByWord: [String: [Int]] = [:]
    private let units: [MeasurementUnit?]

    init(_ codebook: Codebook) {
        units = codebook.variables.map { $0.unit.flatMap(MeasurementUnit.init(named:)) }
        for (position, variable) in codebook.variables.enumerated() {
            ids[variable.id] = position
            for alias in variable.aliases where aliases[alias] == nil { aliases[alias] = position }
            for name in [variable.id] + variable.aliases {
                let spelling = normalisedSpelling(name)
                guard !spelling.isEmpty else { continue }
                if spellings[spelling] == nil { spellings[spelling] = (position, name) }
                let words = normalisedWords(name)
                // Fewer words are too easily part of another question.
                if words.count > 3 || (words.count > 2 && name.contains("?")) {
                    phrasesByWord[words[0], default: []].append(phrases.count)
                    phrases.append((words, name, position))
                }
                guard let unit = units[position] else { continue }
                var rest = words
                if let split = MeasurementUnit.split(words), split.unit == unit { rest = split.rest }
                let known = unitless[rest.joined(), default: []]
                if !known.contains(where: { $0.variable == position }) {
                    unitless[rest.joined(), default: []].append((position, name))
                }
            }
        }
    }

    /// A variable that a name can mean.
    struct Candidate {
        var variable: Int
        var reason: Binding.Reason
        /// The variable's own name that was found.
        var name: String
        /// The unit that the name gives, where it is not the variable's.
        var unit: MeasurementUnit?
    }

    /// The variable of a whole name.
    func variable(for name: String) -> Candidate? {
        if let position = ids[name] { return Candidate(variable: position, reason: .id, name: name) }
        if let position = aliases[name] { return Candidate(variable: position, reason: .alias, name: name) }
        return spellings[normalisedSpelling(name)].map {
            Candidate(variable: $0.variable, reason: .spelling, name: $0.name)
        }
    }

    /// The variables that a name means but for the unit at its end.
    func variables(forUnitOf name: String) -> [Candidate] {
        guard let (rest, unit) = MeasurementUnit.split(normalisedWords(name)) else { return [] }
        return (unitless[rest.joined()] ?? []).compactMap { variable, name in
            guard let own = units[variable], own.dimension == unit.dimension else { return nil }
            return Candidate(variable: variable, reason: .unit, name: name, unit: unit == own ? nil : unit)
        }
    }

    /// The variables one of whose phrases a text contains, the longest for each; phrases inside longer ones that were found do not count.
    func variables(inText text: String) -> [Candidate] {
        let words = normalisedWords(text)
        guard words.count > 2 else { return [] }
        // In the phrases' own order, each once.
        var places: Set<Int> = []
        for (start, word) in words.enumerated() {
            for place in phrasesByWord[word] ?? [] where words[start...].starts(with: phrases[place].words) {
                places.insert(place)
            }
        }
        let found = places.sorted().map { phrases[$0] }
        return found.enumerated().compactMap { place, phrase in
            for (other, longer) in found.enumerated() where other != place {
                if longer.words.count > phrase.words.count, longer.words.contains(phrase.words) { return nil }
                if longer.variable == phrase.variable, other < place, longer.words.count >= phrase.words.count {
                    return nil
                }
                if longer.variable == phrase.variable, longer.words.count > phrase.words.count { return nil }
            }
            return Candidate(variable: phrase.variable, reason: .phrase, name: phrase.name)
        }
    }

    /// The unit of a variable, if it is one of those that can be converted.
    func unit(of variable: Int) -> MeasurementUnit? { units[variable] }
}
