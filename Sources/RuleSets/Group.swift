// Groupings of records.

/// A grouping of records.
package struct Group: Sendable {
    /// Its name in outputs and `--by`.
    package var id: String
    /// The name that people read.
    package var label: String
    /// The variable, collected or derived, that it groups by.
    package var variable: String
    /// The lower bounds of all bands but the first; empty for a category or boolean.
    package var bands: [Double]
    /// The labels of the bands, one more than there are bounds.
    package var labels: [String]
    /// Where it stands.
    package var place: Place

    /// Makes a grouping.
    package init(
        id: String,
        label: String,
        variable: String,
        bands: [Double],
        labels: [String],
        place: Place
    ) {
        self.id = id
        self.label = label
        self.variable = variable
        self.bands = bands
        self.labels = labels
        self.place = place
    }
}
