// How a sample was drawn, as far as standard errors need to know.

/// What the records' columns say about how the sample was drawn.
package enum SurveyDesign: Sendable, Hashable {
    /// Every record was drawn by itself: weights, and strata if there is a column of them.
    case records
    /// Records were drawn by primary sampling unit (PSU) within strata, or within the one stratum that the whole file then is.
    case clusters
}

/// What to do where a stratum has a single PSU, whose spread nobody can tell.
package enum SinglePSUPolicy: String, CaseIterable, Sendable {
    /// Refuse.
    case error
    /// The stratum adds nothing to the variance, as if its PSU had been certain to be drawn.
    case certainty
    /// The PSU's spread around the mean of the whole sample stands for that around its stratum's, which is on the safe side.
    case centred
}

/// Where a record was drawn: the stratum and the PSU in it. Without such a column the text is empty.
///
/// PSUs are told apart by both: unit 1 of stratum 75 is not unit 1 of stratum 76, which is how most files number them (R's `nest = TRUE`).
package struct SamplingUnit: Sendable, Hashable, Comparable {
    /// The stratum's code.
    package var stratum: String
    /// The PSU's code within the stratum; empty for designs of records.
    package var psu: String

    /// Makes a unit.
    package init(stratum: String = "", psu: String = "") {
        self.stratum = stratum
        self.psu = psu
    }

    /// The order in which variances are added up, so that the order of records cannot show.
    package static func < (left: SamplingUnit, right: SamplingUnit) -> Bool {
        (left.stratum, left.psu) < (right.stratum, right.psu)
    }
}
