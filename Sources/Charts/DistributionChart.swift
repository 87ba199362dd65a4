// How many of a cohort are in each group: bars with their numbers, several distributions side by side on one scale.

/// Small multiples of bars.
package struct DistributionChart: Sendable {
    /// One distribution.
    package struct Panel: Sendable {
        /// What is distributed, and its unit or what it is among.
        package var title: String, subtitle: String
        package var bars: [Bar]
        /// The same in finer detail, above the bars.
        package var histogram: Histogram?

        package init(title: String, subtitle: String = "", bars: [Bar], histogram: Histogram? = nil) {
            self.title = title
            self.subtitle = subtitle
            self.bars = bars
            self.histogram = histogram
        }
    }

    /// One group.
    package struct Bar: Sendable {
        package var label: String
        /// Its share from 0 to 1; nil where it is not shown.
        package var share: Double?
        /// Its numbers as text, such as `725 (18 %)`.
        package var text: String
        /// Whether it stands for those of whom it is not known: paler.
        package var isUnknown: Bool

        package init(label: String, share: Double?, text: String, isUnknown: Bool = false) {
            self.label = label
            self.share = share
            self.text = text
            self.isUnknown = isUnknown
        }
    }

    /// What stands around it.
    package var frame: ChartFrame
    package var panels: [Panel]

    package init(frame: ChartFrame, panels: [Panel]) {
        self.frame = frame
        self.panels = panels
    }

    /// The chart drawn: as many panels side by side as have room. O(bars).
    package func drawing(_ options: ChartOptions = ChartOptions()) -> Drawing {
        DistributionPainter(self, options).drawing
    }
}
