// How any chart is drawn: its heading, what is its own, and its notes.

/// Draws one kind of chart within its frame.
protocol ChartPainter {
    /// What stands around the chart.
    var frame: ChartFrame { get }
    var options: ChartOptions { get }
    var canvas: Canvas { get set }
    /// The width in user units; by default what the options say.
    var width: Double { get }
    /// What is left free above the notes.
    var gapAboveNotes: Double { get }

    /// Draws all between heading and notes, from `top` on; returns where it ends.
    mutating func paintContents(from top: Double) -> Double
}

extension ChartPainter {
    static var margin: Double { ChartFrame.margin }
    var width: Double { options.width }
    var gapAboveNotes: Double { 10 }

    /// The finished drawing: heading, contents and notes from top to bottom.
    var drawing: Drawing {
        var painter = self
        let top = painter.canvas.heading(frame.title, frame.subtitle, options, margin: Self.margin)
        let bottom = painter.paintContents(from: top)
        let end = painter.canvas.notes(
            frame.notes,
            from: bottom + gapAboveNotes,
            width: options.width,
            margin: Self.margin
        )
        return Drawing(
            painter.canvas,
            width: width,
            height: end + Self.margin,
            title: frame.title,
            message: frame.message
        )
    }
}
