// The fields of a YAML mapping, taken one by one; what nobody takes is reported as unknown.

internal import FEEL
package import RuleSets
package import Yams

/// The lines of a text, as `Character.isNewline` tells them. O(bytes), and where nothing but LF ends a line without a look at characters.
func linesOf(_ text: String) -> [Substring] {
    var before: (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
        // VT, FF and CR; U+0085; U+2028 and U+2029.
        let isOther =
            (0x0B...0x0D).contains(byte) || (before.1 == 0xC2 && byte == 0x85)
            || (before == (0xE2, 0x80) && (byte == 0xA8 || byte == 0xA9))
        if isOther { return text.split(omittingEmptySubsequences: false) { $0.isNewline } }
        before = (before.1, byte)
    }
    return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
}

/// Collects the problems found while a file is read.
package final class ProblemLog {
    /// The problems, in the order in which they were found.
    package private(set) var problems: [Problem] = []
    private var nodes = 0
    /// The lines of the file, for finding where an expression's characters stand.
    let lines: [Substring]

    /// An empty log for a file's text.
    package init(text: String) {
        lines = linesOf(text)
    }

    /// Adds a problem.
    package func report(_ severity: Problem.Severity = .error, at place: Place, _ message: String) {
        problems.append(Problem(severity, at: place, message))
    }

    // Where the last look into a line ended: places come in order, so a long line is not walked from its start each time.
    private var lastPlace = Place(line: 0, column: 1)
    private var lastIndex = "".unicodeScalars.startIndex

    /// The rest of a line from a place on.
    func text(from place: Place) -> Substring.UnicodeScalarView.SubSequence {
        let line = lines[place.line - 1].unicodeScalars
        if place.line != lastPlace.line || place.column < lastPlace.column {
            lastPlace = Place(line: place.line, column: 1)
            lastIndex = line.startIndex
        }
        lastIndex =
            line.index(lastIndex, offsetBy: place.column - lastPlace.column, limitedBy: line.endIndex) ?? line.endIndex
        lastPlace = place
        return line[lastIndex...]
    }

    /// Counts a node that is visited, and says whether there is room for it: aliases can make a small file very large.
    func admit() -> Bool {
        nodes += 1
        if nodes == YAMLBounds.maximumNodes {
            report(
                at: .start,
                "aliases expand this file to more than \(YAMLBounds.maximumNodes) values; write it with fewer"
            )
        }
        return nodes < YAMLBounds.maximumNodes
    }
}

extension Node {
    /// Where the node begins.
    package var place: Place { mark.map { Place(line: $0.line, column: $0.column) } ?? .start }

    /// What a message calls the node.
    package var shape: String {
        switch self {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a group of named values"
        case .alias: "an alias"
        }
    }

    /// The text of a scalar as it stands, whatever YAML would make of it: `yes` is the text `yes`, `1:30` is no number.
    package var text: String? { scalar?.string }

    /// Whether the node is empty or a plain `null`.
    package var isNull: Bool {
        guard let scalar else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}

/// The fields of one mapping.
package final class Fields {
    /// What the mapping describes, for messages.
    package let subject: String
    /// Where the mapping begins.
    package let place: Place
    private let log: ProblemLog
    private var values: [(key: String, value: Node, place: Place)] = []
    private var known: Set<String> = []

    /// Opens a mapping; what is none is reported and has no fields.
    package init(_ node: Node, _ subject: String, _ log: ProblemLog) {
        self.subject = subject
        self.log = log
        place = node.place
        guard let mapping = node.mapping else {
            log.report(at: node.place, "\(subject) is \(node.shape) where named values ('key: value') should stand")
            return
        }
        values = entries(mapping)
    }

    private func entries(_ mapping: Node.Mapping) -> [(key: String, value: Node, place: Place)] {
        mapping.compactMap { key, value in
            guard log.admit() else { return nil }
            guard let text = key.text else {
                log.report(at: key.place, "a key of \(subject) is \(key.shape); write a plain word")
                return nil
            }
            return (text, value, key.place)
        }
    }

    /// Whether there is a field of that name.
    package func contains(_ key: String) -> Bool { values.contains { $0.key == key } }

    /// Takes a field; nil if it is not there.
    package func take(_ key: String) -> Node? {
        known.insert(key)
        return values.first { $0.key == key }?.value
    }

    /// Takes a field that must be there.
    package func require(_ key: String) -> Node? {
        if let node = take(key) { return node }
        log.report(at: place, "\(subject) has no '\(key)'; add it")
        return nil
    }

    /// Takes a text.
    package func text(_ key: String) -> String? { take(key).flatMap { text(of: $0, key) } }

    /// Takes a text that must be there.
    package func requiredText(_ key: String) -> String? { require(key).flatMap { text(of: $0, key) } }

    private func text(of node: Node, _ key: String) -> String? {
        if let text = node.text, !node.isNull { return text }
        log.report(at: node.place, "'\(key)' of \(subject) is \(node.isNull ? "empty" : node.shape); write a text")
        return nil
    }

    /// Reads a node as a number.
    package func number(_ node: Node, _ key: String) -> Double? {
        if let text = node.text, let value = Double(text), value.isFinite { return value }
        log.report(
            at: node.place,
            "'\(key)' of \(subject) is \(node.text.map { "'\($0)'" } ?? node.shape), which is no number"
        )
        return nil
    }

    /// Takes a list, or nothing; a single value is a list of one.
    package func list(_ key: String) -> [Node] { take(key).map { list($0) } ?? [] }

    /// The items of a list; a single value is a list of one, nothing an empty one.
    package func list(_ node: Node) -> [Node] {
        if node.isNull { return [] }
        guard let sequence = node.sequence else { return [node] }
        return sequence.filter { _ in log.admit() }
    }

    /// Takes a list of texts.
    package func texts(_ key: String) -> [String] {
        list(key).compactMap { text(of: $0, key) }
    }

    /// The texts of a list node; an empty text is one.
    package func words(_ node: Node, _ key: String) -> [String] {
        list(node).compactMap { item in
            if let text = item.text { return text }
            log.report(at: item.place, "'\(key)' of \(subject) holds \(item.shape); write texts")
            return nil
        }
    }

    /// Takes a mapping's entries, in order.
    package func entries(_ key: String) -> [(key: String, value: Node, place: Place)] {
        guard let node = take(key), !node.isNull else { return [] }
        guard let mapping = node.mapping else {
            log.report(
                at: node.place,
                "'\(key)' of \(subject) is \(node.shape) where named values ('key: value') should stand"
            )
            return []
        }
        return entries(mapping)
    }

    /// Takes `[low, high]`.
    package func range(_ key: String) -> ClosedRange<Double>? {
        guard let node = take(key) else { return nil }
        let ends = list(node).compactMap { number($0, key) }
        if ends.count == 2, ends[0] <= ends[1] { return ends[0]...ends[1] }
        log.report(at: node.place, "'\(key)' of \(subject) must be [lowest, highest]")
        return nil
    }

    /// Takes an expression of the condition language.
    package func expression(_ key: String) -> Expression? {
        take(key).flatMap { Self.expression($0, key: key, subject, log) }
    }

    /// Reads a node as an expression of the condition language; `key` of `subject` is what messages call it.
    package static func expression(_ node: Node, key: String, _ subject: String, _ log: ProblemLog) -> Expression? {
        guard let scalar = node.scalar, !node.isNull else {
            log.report(
                at: node.place,
                "'\(key)' of \(subject) is \(node.isNull ? "empty" : node.shape); write an expression"
            )
            return nil
        }
        let (start, isVerbatim) = position(of: scalar, at: node.place, log)
        do {
            let syntax = try Parser.parse(scalar.string)
            return Expression(text: scalar.string, syntax: syntax, place: start, isVerbatim: isVerbatim)
        } catch {
            let place = Expression.place(
                of: error.span.lowerBound,
                in: scalar.string,
                at: start,
                isVerbatim: isVerbatim
            )
            log.report(at: place, error.message)
            return nil
        }
    }

    /// Where the text of a scalar begins, and whether it stands there letter by letter.
    private static func position(
        of scalar: Node.Scalar,
        at place: Place,
        _ log: ProblemLog
    ) -> (Place, isVerbatim: Bool) {
        guard log.lines.indices.contains(place.line - 1) else { return (place, false) }
        let isQuoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
        let column = place.column + (isQuoted ? 1 : 0)
        let isVerbatim = log.text(from: Place(line: place.line, column: column)).starts(
            with: scalar.string.unicodeScalars
        )
        return (isVerbatim ? Place(line: place.line, column: column) : place, isVerbatim)
    }

    /// Reports the fields that nobody has taken.
    package func finish() {
        for (key, _, place) in values where !known.contains(key) {
            let hint =
                closestName(to: key, among: known.sorted()).map { "did you mean '\($0)'?" }
                ?? "known are \(known.sorted().joined(separator: ", "))"
            log.report(at: place, "\(subject) has no field '\(key)'; \(hint)")
        }
    }
}
