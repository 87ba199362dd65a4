// The small pictures of tables.

import Charts
import Testing

@Suite("Intervals in tables")
struct IntervalGlyphTests {
    @Test(
        "The dot lies where the share is, the bar from end to end of the interval",
        arguments: [
            (0.25, 0.2...0.3, 0.5, "x1=\"48.8\"", "x2=\"71.2\"", "cx=\"60\""),
            (0.5, 0.4...0.6, 0.5, "x1=\"93.6\"", "x2=\"116\"", "cx=\"116\""),
            (0, 0...0.1, 1, "x1=\"4\"", "x2=\"15.2\"", "cx=\"4\""),
        ] as [(Double, ClosedRange<Double>, Double, String, String, String)]
    )
    func places(
        _ value: Double,
        _ interval: ClosedRange<Double>,
        _ greatest: Double,
        _ low: String,
        _ high: String,
        _ dot: String
    ) {
        let text = IntervalGlyph(value: value, interval: interval, greatest: greatest).fragment
        for part in [low, high, dot, "aria-hidden=\"true\""] { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(!text.contains("style="))
    }
}
