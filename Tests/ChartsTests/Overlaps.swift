// Whether texts of a drawing touch each other or leave it.

import Testing

@testable import Charts

/// Whether two convex shapes have an area in common, found by looking for a line that separates them.
func overlap(_ first: [Point], _ second: [Point]) -> Bool {
    for shape in [first, second] {
        for (index, start) in shape.enumerated() {
            let end = shape[(index + 1) % shape.count]
            let normal = Point(end.y - start.y, start.x - end.x)
            func reach(_ points: [Point]) -> (low: Double, high: Double) {
                let along = points.map { $0.x * normal.x + $0.y * normal.y }
                return (along.min() ?? 0, along.max() ?? 0)
            }
            let (a, b) = (reach(first), reach(second))
            // Boxes may touch; rounding is none of their fault.
            if a.high <= b.low + 1e-6 || b.high <= a.low + 1e-6 { return false }
        }
    }
    return true
}

/// Expects that no two texts overlap and that all of them lie on the drawing.
func expectLegible(_ drawing: Drawing, sourceLocation: SourceLocation = #_sourceLocation) {
    let labels = drawing.labels
    for (index, label) in labels.enumerated() {
        for corner in label.corners {
            #expect(
                corner.x >= 0 && corner.x <= drawing.width && corner.y >= 0 && corner.y <= drawing.height,
                "“\(label.text)” leaves the drawing",
                sourceLocation: sourceLocation
            )
        }
        for other in labels[(index + 1)...] where overlap(label.corners, other.corners) {
            Issue.record("“\(label.text)” overlaps “\(other.text)”", sourceLocation: sourceLocation)
        }
    }
}

@Suite("The test for overlaps itself")
struct OverlapTests {
    private func square(_ x: Double, _ y: Double) -> [Point] {
        [Point(x, y), Point(x + 2, y), Point(x + 2, y + 2), Point(x, y + 2)]
    }

    @Test("Squares and a slanted box")
    func shapes() {
        #expect(overlap(square(0, 0), square(1, 1)))
        #expect(!overlap(square(0, 0), square(2, 0)))
        #expect(!overlap(square(0, 0), square(0, 3)))
        let diamond = [Point(3, 1), Point(5, 3), Point(3, 5), Point(1, 3)]
        // Its upright frame overlaps the square, it does not.
        #expect(!overlap(square(0, 0), diamond))
        #expect(overlap(square(2, 2), diamond))
    }
}
