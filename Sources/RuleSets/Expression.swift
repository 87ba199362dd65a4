// Expressions of the condition language and where they stand.

package import FEEL

/// A place in a rule-set file, both counted from 1.
package struct Place: Sendable, Hashable {
    /// The line.
    package var line: Int
    /// The column, in characters.
    package var column: Int

    /// Makes a place.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where nothing better is known.
    package static let start = Place(line: 1, column: 1)
}

/// An expression of the condition language, as it stands in a rule set.
package struct Expression: Sendable {
    /// Its text.
    package var text: String
    /// Its syntax tree.
    package var syntax: Syntax
    /// The place of each UTF-8 offset of the text.
    package var place: Place
    /// Whether the text stands on one line of the file as it is, so that offsets are columns.
    package var isVerbatim: Bool

    /// Makes an expression.
    package init(text: String, syntax: Syntax, place: Place, isVerbatim: Bool) {
        self.text = text
        self.syntax = syntax
        self.place = place
        self.isVerbatim = isVerbatim
    }

    /// The place of an offset in an expression's text.
    package static func place(of offset: Int, in text: String, at start: Place, isVerbatim: Bool) -> Place {
        guard isVerbatim else { return start }
        let characters = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self).count
        return Place(line: start.line, column: start.column + characters)
    }
}
