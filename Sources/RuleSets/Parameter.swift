// Thresholds and the profiles that set them.

/// A threshold with its source and strength of evidence.
package struct Parameter: Sendable {
    /// The name that conditions use.
    package var id: String
    /// The name that people read.
    package var label: String
    /// The value in force.
    package var value: Double
    /// The rule set's own value, which holds unless a profile or a run sets another.
    package let ownValue: Double
    /// The unit of the value.
    package var unit: String?
    /// The values that make sense.
    package var range: ClosedRange<Double>?
    /// How well supported the value is, in the rule set's words.
    package var strength: String?
    /// Where the value comes from.
    package var source: String?
    /// Where it stands.
    package var place: Place

    /// Makes a parameter.
    package init(
        id: String,
        label: String,
        value: Double,
        unit: String? = nil,
        range: ClosedRange<Double>? = nil,
        strength: String? = nil,
        source: String? = nil,
        place: Place
    ) {
        self.id = id
        self.label = label
        self.value = value
        ownValue = value
        self.unit = unit
        self.range = range
        self.strength = strength
        self.source = source
        self.place = place
    }
}

/// A named set of parameter values.
package struct Profile: Sendable {
    /// Its name.
    package var name: String
    /// The values that differ from the parameters' own, each with its place.
    package var values: [(parameter: String, value: Double, place: Place)]

    /// Makes a profile.
    package init(
        name: String,
        values: [(parameter: String, value: Double, place: Place)]
    ) {
        self.name = name
        self.values = values
    }
}
