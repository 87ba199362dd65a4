// The flow of records as a diagram: what came in, what left at each step and why, what remained (STROBE, item 13).

/// Steps from top to bottom, with what leaves between them to the side, and how many remain complete at the end.
package struct FlowChart: Sendable {
    /// What remains at a point.
    package struct Step: Sendable {
        /// What it is, and how many.
        package var label: String, count: String
        /// What to say of it besides, a line each.
        package var details: [String]
        /// What leaves before the next step.
        package var leaving: [Leaving]

        package init(label: String, count: String, details: [String] = [], leaving: [Leaving] = []) {
            self.label = label
            self.count = count
            self.details = details
            self.leaving = leaving
        }
    }

    /// Records that leave for one reason.
    package struct Leaving: Sendable {
        package var reason: String, count: String

        package init(reason: String, count: String) {
            self.reason = reason
            self.count = count
        }
    }

    /// How many of those that remain are complete for something.
    package struct Completeness: Sendable {
        package var label: String
        /// The share from 0 to 1; nil where it is not shown or there is none.
        package var share: Double?
        /// The count and the share as text, or why there is none.
        package var text: String
        /// Whether it is not shown.
        package var isHidden: Bool

        package init(label: String, share: Double?, text: String, isHidden: Bool = false) {
            self.label = label
            self.share = share
            self.text = text
            self.isHidden = isHidden
        }
    }

    /// What stands around it.
    package var frame: ChartFrame
    package var steps: [Step]
    /// What the last part is called, and its rows.
    package var completenessTitle: String
    package var completeness: [Completeness]

    package init(
        frame: ChartFrame,
        steps: [Step],
        completenessTitle: String,
        completeness: [Completeness]
    ) {
        self.frame = frame
        self.steps = steps
        self.completenessTitle = completenessTitle
        self.completeness = completeness
    }

    /// The chart drawn. O(steps and rows).
    package func drawing(_ options: ChartOptions = ChartOptions()) -> Drawing {
        FlowPainter(self, options).drawing
    }
}
