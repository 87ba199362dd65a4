// Standard populations, and how a cohort's age bands map onto their bands.

/// How many people of a standard population are in each band of age.
package struct StandardPopulation: Sendable {
    /// What it is called in a text.
    package let title: String
    /// Its bands, youngest first, and the people in each; only the proportions count.
    package let bands: [(band: AgeBand, people: Double)]

    /// Makes a standard population of one's own, its bands in any order.
    ///
    /// - Throws: If there is no band, two bands overlap, or a number of people is not a number above 0.
    package init(title: String, bands: [(band: AgeBand, people: Double)]) throws(StatisticsError) {
        self.title = title
        self.bands = bands.sorted { $0.band.lower < $1.band.lower }
        guard !bands.isEmpty else {
            throw StatisticsError("\(title) has no age bands: give each band's ages and people")
        }
        for (band, people) in bands where !(people > 0 && people.isFinite) {
            throw StatisticsError(
                "\(title) has \(short(people)) people in the age band \(band.label): give a number above 0"
            )
        }
        for (young, old) in zip(self.bands, self.bands.dropFirst()) where young.band.overlaps(old.band) {
            throw StatisticsError(
                "the age bands \(young.band.label) and \(old.band.label) of \(title) overlap: give every age to one band"
            )
        }
    }

    private init(title: String, people: [Double]) {
        self.title = title
        let bounds = [0, 1] + stride(from: 5.0, through: 85, by: 5)
        bands = people.enumerated().map { index, people in
            (AgeBand(bounds[index], index + 1 < bounds.count ? bounds[index + 1] : nil), people)
        }
    }

    /// The populations that come with the program, by the names that users write.
    package enum Name: String, CaseIterable, Sendable {
        case who2000, us2000, europe2013, segi
    }

    /// A population that comes with the program. Numbers are per million, as published by the US National Cancer Institute's SEER
    /// program, "Standard Populations – 19 Age Groups", seer.cancer.gov/stdpopulations.
    package init(_ name: Name) {
        switch name {
        case .who2000:
            // Ahmad OB et al. (2001), Age standardization of rates: a new WHO standard, GPE discussion paper 31.
            self.init(
                title: "WHO 2000–2025 world standard population",
                people: [
                    17917, 70652, 86870, 85970, 84670, 82171, 79272, 76073, 71475, 65877, 60379, 53681, 45484, 37187,
                    29590,
                    22092, 15195, 9097, 6348,
                ]
            )
        case .us2000:
            // Klein RJ, Schoenborn CA (2001), Age adjustment using the 2000 projected US population, Healthy People Statistical Notes 20.
            self.init(
                title: "2000 US standard population",
                people: [
                    13818, 55317, 72533, 73032, 72169, 66478, 64529, 71044, 80762, 81851, 72118, 62716, 48454, 38793,
                    34264,
                    31773, 26999, 17842, 15508,
                ]
            )
        case .europe2013:
            // Eurostat (2013), Revision of the European Standard Population. Its open band, 85+, is the sum of its last three.
            self.init(
                title: "2013 European standard population",
                people: [
                    10000, 40000, 55000, 55000, 55000, 60000, 60000, 65000, 70000, 70000, 70000, 70000, 65000, 60000,
                    55000,
                    50000, 40000, 25000, 25000,
                ]
            )
        case .segi:
            // Segi M (1960), Cancer mortality for selected sites in 24 countries; Doll R et al. (1966).
            self.init(
                title: "Segi 1960 world standard population",
                people: [
                    24000, 96000, 100_000, 90000, 90000, 80000, 80000, 60000, 60000, 60000, 60000, 50000, 40000, 40000,
                    30000,
                    20000, 10000, 5000, 5000,
                ]
            )
        }
    }

    /// Each cohort band's share of the standard population, among the ages that the cohort's bands cover.
    ///
    /// - Parameter cohort: The bands of the cohort, in the order in which the shares are wanted.
    /// - Returns: The shares, which add up to 1.
    /// - Throws: If cohort bands overlap, or one is not made up of whole bands of the standard.
    package func shares(of cohort: [AgeBand]) throws(StatisticsError) -> [Double] {
        let sorted = cohort.sorted { $0.lower < $1.lower }
        for (young, old) in zip(sorted, sorted.dropFirst()) where young.overlaps(old) {
            throw StatisticsError("the age bands \(young.label) and \(old.label) overlap: give every age to one band")
        }
        var people: [Double] = []
        for band in cohort {
            let parts = bands.filter { band.overlaps($0.band) }
            guard parts.allSatisfy({ band.contains($0.band) }), isFilled(band, by: parts.map(\.band)) else {
                throw StatisticsError(
                    "the age band \(band.label) is not made up of whole bands of the \(title): cut ages at its bounds, \(boundsText)"
                )
            }
            people.append(parts.reduce(0) { $0 + $1.people })
        }
        let total = people.reduce(0, +)
        return people.map { $0 / total }
    }

    /// Whether the parts, youngest first, leave no age of the band out.
    private func isFilled(_ band: AgeBand, by parts: [AgeBand]) -> Bool {
        guard parts.first?.lower == band.lower, let last = parts.last, last.upper == band.upper else { return false }
        return zip(parts, parts.dropFirst()).allSatisfy { $0.upper == $1.lower }
    }

    private var boundsText: String {
        let bounds = bands.map { short($0.band.lower) }.joined(separator: ", ")
        return bands.last?.band.upper.map { "\(bounds), \(short($0))" } ?? bounds
    }
}
