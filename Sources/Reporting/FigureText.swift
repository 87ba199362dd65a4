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
}

extension Figure {
    /// The mark behind the prevalence; empty for a reliable one.
    var mark: String {
        guard let reliability else { return "" }
        switch reliability.verdict {
        case .suppress: return Reliability.unreliableMark
        case .footnote: return Reliability.reviewMark
        case .show: return reliability.reviews.isEmpty ? "" : Reliability.reviewMark
        }
    }
}
