// Advice that holds whatever the cause, unless something speaks against it.

/// A piece of general advice.
package struct GeneralAdvice: Sendable {
    /// The id of its text.
    package var id: String
    /// Where this holds the advice is not given; nor where this is unknown.
    package var unless: Expression?
    /// The id of the advice that is given in its stead where `unless` holds.
    package var instead: String?
    /// Where it stands.
    package var place: Place

    /// Makes a piece of general advice.
    package init(id: String, unless: Expression? = nil, instead: String? = nil, place: Place) {
        self.id = id
        self.unless = unless
        self.instead = instead
        self.place = place
    }
}
