// What is shown of the answers to an open category: the most common ones, and the others together.

package import Prevalence
package import RuleSets

extension DistributionFigures {
    /// The most answers that are listed.
    private static let listed = 10
    /// The longest answer that is shown whole, in characters.
    private static let longest = 60

    /// The answers that enough records give, most common first; all others are one group, and unanswered records the last.
    ///
    /// An answer that few give is never shown, not even its text: it could name a person. Where the others, or the unanswered records, are too few to be
    /// shown, they are counted together with the rarest answer listed, or with each other, so that no hidden count follows from the total.
    ///
    /// - Parameters:
    ///   - group: The grouping by the category.
    ///   - answers: The counts.
    ///   - minimum: The smallest count that is shown; 0 shows all.
    package init(_ group: Group, _ answers: OpenTally.Category, minimum: Int) {
        let unanswered = answers.unanswered
        let ordered = answers.hasTooMany ? [] : Self.ordered(answers.records)
        var shown = Array(ordered.filter { $0.records >= max(1, minimum) }.prefix(Self.listed))
        var others = answers.answered - shown.reduce(0) { $0 + $1.records }
        var takesUnanswered = minimum.hides(unanswered)
        if takesUnanswered { others += unanswered }
        while minimum.hides(others), let rarest = shown.popLast() { others += rarest.records }
        if minimum.hides(others), !takesUnanswered {
            takesUnanswered = true
            others += unanswered
        }
        self.group = group
        named = shown.count
        var groups = shown.map { (label: Self.label($0.answer), records: Shown.value($0.records)) }
        if others > 0 {
            let name = answers.hasTooMany ? "answers of more than \(maximumOpenAnswers) kinds" : Self.others
            groups.append((takesUnanswered ? name + Self.orUnknown : name, .value(others)))
        }
        self.groups = groups + [("unknown", takesUnanswered ? .hidden : .value(unanswered))]
    }

    private static let others = "other answers", orUnknown = ", or unknown"

    /// Most common first; of equals the first in the order of their bytes.
    private static func ordered(_ records: [[UInt8]: Int]) -> [(answer: [UInt8], records: Int)] {
        records.map { (answer: $0.key, records: $0.value) }.sorted { left, right in
            left.records != right.records
                ? left.records > right.records : left.answer.lexicographicallyPrecedes(right.answer)
        }
    }

    /// An answer as a label. What means something else in this place is marked as an answer.
    private static func label(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let short = text.count > longest ? text.prefix(longest - 1) + "…" : text
        return ["unknown", others, others + orUnknown].contains(short) ? short + " (answer)" : short
    }
}
