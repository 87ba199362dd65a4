// Bounds on what a rule-set file may ask of the YAML reader: the file is untrusted.

internal import RuleSets

/// The bounds of a rule-set file.
enum YAMLBounds {
    /// The largest file, in bytes.
    static let maximumBytes = 1 << 20
    /// The most nodes after aliases are expanded.
    static let maximumNodes = 200_000

    /// What makes a text unfit to be read at all. Nesting is bounded by libyaml itself (1,000 levels).
    static func problem(in text: String) -> Problem? {
        if text.utf8.count > maximumBytes {
            return Problem(at: .start, "the file is larger than \(maximumBytes / 1024) KiB; is it a rule set?")
        }
        if text.utf8.contains(0) { return Problem(at: .start, "the file holds NUL bytes; save it as plain UTF-8 text") }
        // Keys are hashed with all that aliases make of them while the file is read, so with aliases only plain keys are allowed.
        guard text.contains("&") else { return nil }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where hasComplexKey(line) {
            return Problem(
                at: Place(line: index + 1, column: 1),
                "a key must be a plain word where the file uses anchors ('&')"
            )
        }
        return nil
    }

    private static func hasComplexKey(_ line: Substring) -> Bool {
        let body = line.drop { $0 == " " || $0 == "-" }
        if body.hasPrefix("? ") || body == "?" { return true }
        var isAlias = false
        var closes = false
        for character in body {
            switch character {
            case "*": (isAlias, closes) = (true, false)
            case "]", "}": (isAlias, closes) = (false, true)
            case ":" where isAlias || closes: return true
            case " ": break
            case "_", "-": closes = false
            default:
                closes = false
                if !character.isLetter, !character.isNumber { isAlias = false }
            }
        }
        return false
    }
}
