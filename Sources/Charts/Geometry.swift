// Points and boxes on a drawing: x grows to the right, y downwards, both in user units.

/// A place.
package struct Point: Sendable, Hashable {
    package var x: Double, y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle.
package struct Box: Sendable, Hashable {
    package var left: Double, top: Double, width: Double, height: Double

    package init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    package var right: Double { left + width }
    package var bottom: Double { top + height }
    package var centre: Point { Point(left + width / 2, top + height / 2) }

    /// The box made smaller on every side.
    func inset(by margin: Double) -> Box {
        Box(left: left + margin, top: top + margin, width: width - 2 * margin, height: height - 2 * margin)
    }
}
