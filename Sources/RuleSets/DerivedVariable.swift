// Variables that are computed from others.

/// A variable that is computed from others.
package struct DerivedVariable: Sendable {
    /// The name that conditions use.
    package var id: String
    /// The name that people read.
    package var label: String
    /// The unit of the value.
    package var unit: String?
    /// How it is computed.
    package var value: Expression
    /// The plausible values, ends included; others are missing.
    package var range: ClosedRange<Double>?
    /// Where it stands.
    package var place: Place

    /// Makes a derived variable.
    package init(
        id: String,
        label: String,
        unit: String? = nil,
        value: Expression,
        range: ClosedRange<Double>? = nil,
        place: Place
    ) {
        self.id = id
        self.label = label
        self.unit = unit
        self.value = value
        self.range = range
        self.place = place
    }
}
