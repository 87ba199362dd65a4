// What every chart has around it: a heading above, notes below, and the same in words for those who do not see it.

/// What stands around a chart.
package struct ChartFrame: Sendable, Hashable {
    /// The heading, and what stands below it, such as what the shares are among.
    package var title: String, subtitle: String
    /// The main message with its numbers, for those who do not see the chart.
    package var message: String
    /// What a reader must know besides, below the chart.
    package var notes: [String]

    package init(title: String, subtitle: String, message: String, notes: [String]) {
        (self.title, self.subtitle, self.message, self.notes) = (title, subtitle, message, notes)
    }

    /// What is left free at the edges, in user units.
    static let margin = 10.0
}

extension Canvas {
    /// Draws a title and what stands below it; returns where the chart begins.
    mutating func heading(_ title: String, _ subtitle: String, _ options: ChartOptions, margin: Double) -> Double {
        guard options.hasHeading else { return margin }
        let width = options.width - 2 * margin
        var y = margin
        for line in lines(title, .heading, width: width) {
            text(line, at: Point(margin, y + TextStyle.heading.ascent), .heading)
            y += TextStyle.heading.lineHeight
        }
        if !subtitle.isEmpty {
            for line in lines(subtitle, .small, width: width) {
                text(line, at: Point(margin, y + TextStyle.small.ascent), .small, .muted)
                y += TextStyle.small.lineHeight
            }
        }
        return y + 10
    }

    /// Draws notes from `y` on; returns where they end.
    mutating func notes(_ notes: [String], from y: Double, width: Double, margin: Double) -> Double {
        var y = y
        for note in notes {
            for line in lines(note, .small, width: width - 2 * margin) {
                text(line, at: Point(margin, y + TextStyle.small.ascent), .small, .muted)
                y += TextStyle.small.lineHeight
            }
        }
        return y
    }
}
