// Which of several things occur together in a record: combinations with their counts, after the UpSet plot.

/// Combinations of sets, the most common first.
///
/// After A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot, H. Pfister (2014), UpSet: Visualization of Intersecting Sets, IEEE TVCG 20(12).
package struct CoOccurrenceChart: Sendable {
    /// One combination: these sets and no other.
    package struct Combination: Sendable {
        /// The sets, by position; none of them is a combination too.
        package var sets: [Int]
        /// What it is called where there is no room for the dots of all sets.
        package var label: String
        /// How many records have it.
        package var count: Int
        /// The count, and the share if it may be said, as text; and all of it in words.
        package var countText: String, shareText: String, detail: String

        package init(
            sets: [Int],
            label: String,
            count: Int,
            countText: String,
            shareText: String,
            detail: String
        ) {
            self.sets = sets
            self.label = label
            self.count = count
            self.countText = countText
            self.shareText = shareText
            self.detail = detail
        }
    }

    /// What stands around it.
    package var frame: ChartFrame
    /// The sets' labels.
    package var sets: [String]
    package var combinations: [Combination]
    /// What the combinations that are not drawn have in common; nil if all are drawn.
    package var rest: Combination?

    package init(
        frame: ChartFrame,
        sets: [String],
        combinations: [Combination],
        rest: Combination?
    ) {
        self.frame = frame
        self.sets = sets
        self.combinations = combinations
        self.rest = rest
    }

    /// The chart drawn: dots and bars, or in a narrow drawing a list with bars. O(sets × combinations).
    package func drawing(_ options: ChartOptions = ChartOptions()) -> Drawing {
        CoOccurrencePainter(self, options).drawing
    }
}
