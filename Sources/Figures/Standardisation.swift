// What a user may choose about standardisation by age.

package import Statistics

/// The standard population and the bands of age that a cohort is standardised by.
package struct Standardisation: Sendable, Hashable {
    /// What the population is called in a text.
    package var population: String
    /// The id and the label of the variable of age.
    package var variable: String, variableLabel: String
    /// The bands, youngest first, and each one's share of the standard population. The shares add up to 1.
    package var bands: [AgeBand], shares: [Double]

    /// Maps bands that begin at `bounds`, each of which ends where the next begins, to a standard population.
    ///
    /// - Throws: If a band is not made up of whole bands of the standard, with bounds that would do.
    package init(
        _ population: StandardPopulation,
        variable: String,
        variableLabel: String,
        bounds: [Double]
    ) throws(StatisticsError) {
        self.population = population.title
        (self.variable, self.variableLabel) = (variable, variableLabel)
        var bands: [AgeBand] = []
        for (index, lower) in bounds.enumerated() {
            bands.append(try AgeBand(from: lower, to: index + 1 < bounds.count ? bounds[index + 1] : nil))
        }
        self.bands = bands
        shares = try population.shares(of: bands)
    }
}

/// How many eligible records standardisation leaves out.
package struct StandardisationFacts: Sendable, Hashable {
    /// Those without an age, and those younger than the first band.
    package var withoutAge: Shown<Int>, tooYoung: Shown<Int>
}
