// Bounds on what a file may ask of the YAML reader: the file is untrusted.

internal import RuleSets

/// The bounds of a file.
enum YAMLBounds {
    /// The largest file, in bytes.
    static let maximumBytes = 1 << 20
    /// The most nodes after aliases are expanded.
    static let maximumNodes = 200_000

    /// What makes a text unfit to be read at all. Nesting is bounded by libyaml itself (1,000 levels).
    static func problem(in text: String, subject: String) -> Problem? {
        if text.utf8.count > maximumBytes {
            return Problem(at: .start, "the file is larger than \(maximumBytes / 1024) KiB; is it \(subject)?")
        }
        if text.utf8.contains(0) { return Problem(at: .start, "the file holds NUL bytes; save it as plain UTF-8 text") }
        guard text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        for (index, line) in linesOf(text).enumerated() {
            guard line.utf8.contains(UInt8(ascii: "&")), let column = deepAnchor(in: Array(line.unicodeScalars)) else {
                continue
            }
            return Problem(
                at: Place(line: index + 1, column: column),
                "an anchor ('&') must stand before a single value, or before a short list without lists in it, on the same line"
            )
        }
        return nil
    }

    /// The column of the first anchor of a line whose value could hold an alias, or that is large.
    ///
    /// Yams hashes the keys of mappings, with all that aliases make of them, while it reads, so what aliases stand for must be bounded before. Where
    /// every anchor is on a scalar, or on a list or mapping of plain words that ends on the same line, no alias stands for another.
    private static func deepAnchor(in line: [Unicode.Scalar]) -> Int? {
        for (index, scalar) in line.enumerated() where scalar == "&" {
            // In the middle of a word it is a letter like others.
            let isToken = index == 0 || " \t[{,:?-".unicodeScalars.contains(line[index - 1])
            guard isToken, index + 1 < line.count, line[index + 1] != " " else { continue }
            let value = line[index...].drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
            switch value.first {
            case nil, "#", "*", "&", "!", "|", ">", "-", "?": return index + 1
            case "[", "{":
                let close: Unicode.Scalar = value.first == "[" ? "]" : "}"
                let inside = value.dropFirst().prefix(maximumAnchoredLength).prefix { $0 != close }
                let isClosed = inside.endIndex < value.endIndex && value[inside.endIndex] == close
                guard isClosed, !inside.contains(where: "[]{}*&\"'#".unicodeScalars.contains) else { return index + 1 }
            default: break
            }
        }
        return nil
    }

    /// The longest list or mapping that an anchor can stand before, in characters.
    private static let maximumAnchoredLength = 1000
}
