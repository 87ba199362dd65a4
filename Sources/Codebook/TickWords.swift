// The words with which platforms say that an option was ticked, and that it was not.

/// The words of an option's own column, in lower case.
package enum TickWords {
    /// The option was chosen.
    package static let ticked: Set<String> = [
        "1", "yes", "y", "true", "checked", "selected", "x", "ja", "oui", "sí", "si", "wahr", "vrai", "verdadero",
    ]
    /// It was not.
    package static let unticked: Set<String> = [
        "0", "no", "n", "false", "unchecked", "not selected", "nein", "non", "falsch", "faux", "falso",
    ]

    /// Whether a cell says that an option of some names was chosen; nil where it says neither. A blank cell says that it was not.
    package static func isTicked(_ cell: String, names: [String]) -> Bool? {
        let word = cell.lowercased()
        if word.isEmpty || unticked.contains(word) { return false }
        if ticked.contains(word) { return true }
        let spelling = normalisedSpelling(cell)
        return !spelling.isEmpty && names.contains { normalisedSpelling($0) == spelling } ? true : nil
    }
}
