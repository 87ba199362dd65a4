// Figures as people read them, hidden ones as a sign.

internal import Figures
internal import Statistics

/// What stands for a hidden value where people read.
let hiddenSign = "‹hidden›"

/// A value as text: a dash if there is none, and a sign if it is hidden.
func text<Value>(_ shown: Shown<Value>, _ format: (Value) -> String) -> String {
    switch shown {
    case .value(let value): format(value)
    case .none: "–"
    case .hidden: hiddenSign
    }
}

extension Reliability {
    /// Behind a value that the standards would not show.
    static let unreliableMark = "*"
    /// Behind a value with a footnote, or for review.
    static let reviewMark = "†"

    /// The mark with a letter for each reason; empty for a value that is reliable.
    var mark: String {
        let letters = (verdict == .show ? "" : Self.letter(reason)) + reviews.map(Self.letter).joined()
        return letters.isEmpty ? "" : (verdict == .suppress ? Self.unreliableMark : Self.reviewMark) + letters
    }

    private static func letter(_ reason: Reason) -> String {
        switch reason {
        case .fewRecords: "a"
        case .wide: "b"
        case .wideForValue: "c"
        case .noInterval: "d"
        case .wideForComplement: "e"
        case .narrow, .precise: ""
        }
    }

    private static func letter(_ review: Review) -> String {
        switch review {
        case .fewDegreesOfFreedom: "f"
        case .extreme: "g"
        }
    }

    /// What the marks mean.
    static var note: String {
        func list(_ reasons: [Reason]) -> String {
            reasons.map { "\(letter($0)) \($0.footnote)" }.joined(separator: "; ")
        }
        let reviews = [Review.fewDegreesOfFreedom, .extreme].map { "\(letter($0)) \($0.footnote)" }
        return
            "By the NCHS Data Presentation Standards for Proportions: \(unreliableMark) not reliable enough to be shown there: "
            + "\(list([.fewRecords, .wide, .wideForValue, .noInterval])). \(reviewMark) to be read with care: \(list([.wideForComplement])); "
            + "\(reviews.joined(separator: "; "))."
    }

    /// The same where ratios and tests stand beside the values.
    static var noteBesideTests: String {
        note + " The standards are for proportions: ratios and tests have no mark, nor has what is so by definition."
    }
}

extension Optional<Reliability> {
    /// The mark; empty where nothing was judged, too.
    var mark: String { map(\.mark) ?? "" }
}

extension Figure {
    /// The mark behind the prevalence; empty for a reliable one.
    var mark: String { reliability.mark }
}
