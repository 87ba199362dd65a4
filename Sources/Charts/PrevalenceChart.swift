// A dot plot of shares with their intervals and bounds, in sections.

/// How common each of several things is: a dot with its interval, the bounds for what is undetermined behind it in a paler line, and the numbers
/// beside it.
package struct PrevalenceChart: Sendable {
    /// Rows under one heading.
    package struct Section: Sendable {
        package var title: String
        package var rows: [Row]

        package init(title: String, rows: [Row]) {
            self.title = title
            self.rows = rows
        }
    }

    /// One share.
    package struct Row: Sendable {
        /// What it is the share of.
        package var label: String
        /// What is known of it.
        package var state: State
        /// What a pointer over it shows: all of its numbers in a sentence.
        package var detail: String

        package init(label: String, state: State, detail: String) {
            self.label = label
            self.state = state
            self.detail = detail
        }
    }

    /// What is known of a share.
    package enum State: Sendable {
        case estimate(Estimate)
        /// It is not shown; the text says so in two or three words.
        case hidden(String)
        /// There is none, or it means nothing; the text says why in two or three words. There may be bounds all the same.
        case none(String, bounds: ClosedRange<Double>?)
    }

    /// A share and what goes with it, all of them from 0 to 1.
    package struct Estimate: Sendable {
        package var value: Double
        package var interval: ClosedRange<Double>?
        package var bounds: ClosedRange<Double>?
        /// The share and its interval as text, such as `48.0 %` and `46.3–49.7`, and the counts behind it.
        package var text: String, intervalText: String, countText: String

        package init(
            value: Double,
            interval: ClosedRange<Double>?,
            bounds: ClosedRange<Double>?,
            text: String,
            intervalText: String,
            countText: String
        ) {
            self.value = value
            self.interval = interval
            self.bounds = bounds
            self.text = text
            self.intervalText = intervalText
            self.countText = countText
        }
    }

    /// What stands around it.
    package var frame: ChartFrame
    /// What the interval is called, such as `95 % CI`.
    package var intervalTitle: String
    /// The sections; a section without a title has no heading.
    package var sections: [Section]

    package init(
        frame: ChartFrame,
        intervalTitle: String,
        sections: [Section]
    ) {
        self.frame = frame
        self.intervalTitle = intervalTitle
        self.sections = sections
    }

    /// The chart drawn. O(rows).
    package func drawing(_ options: ChartOptions = ChartOptions()) -> Drawing {
        PrevalencePainter(self, options).drawing
    }

    /// The greatest share that has a place on the axis.
    var greatest: Double {
        sections.flatMap(\.rows).reduce(0) { greatest, row in
            switch row.state {
            case .estimate(let estimate):
                max(greatest, estimate.value, estimate.interval?.upperBound ?? 0, estimate.bounds?.upperBound ?? 0)
            case .hidden: greatest
            case .none(_, let bounds): max(greatest, bounds?.upperBound ?? 0)
            }
        }
    }
}
