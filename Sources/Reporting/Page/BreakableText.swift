// Where long words of a table may end a line.

internal import Markup

/// Words that would make a table wider than the page get places to break at; copied, they are as before.
enum BreakableText {
    /// The longest run of characters that stays whole.
    private static let longest = 30

    /// A text as nodes. Ranges (`low..high`) break behind their dots first.
    static func nodes(_ text: String) -> [Node] {
        guard text.utf8.count > longest else { return [.text(text)] }
        var pieces = [""]
        for word in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if word.offset > 0 { pieces[pieces.count - 1] += " " }
            guard word.element.count > longest else {
                pieces[pieces.count - 1] += word.element
                continue
            }
            let parts = parts(word.element)
            pieces[pieces.count - 1] += parts[0]
            pieces += parts.dropFirst().map(String.init)
        }
        return pieces.enumerated().flatMap { place, piece -> [Node] in
            (place == 0 ? [] : [.element(.wbr, [:], [])]) + [.text(piece)]
        }
    }

    /// A long word in parts.
    private static func parts(_ word: Substring) -> [Substring] {
        var (parts, rest): ([Substring], Substring) = ([], word)
        while rest.count > longest {
            let reach = rest.prefix(longest)
            let dots = reach.indices.last { reach[$0] == "." && reach[..<$0].last == "." }
            let end = dots.map(reach.index(after:)) ?? reach.endIndex
            parts.append(rest[..<end])
            rest = rest[end...]
        }
        return parts + (rest.isEmpty ? [] : [rest])
    }
}
