// What a paper's methods say about a survey design.

internal import Figures
internal import Prevalence
internal import Statistics

/// The paragraphs on weights and on how the sample was drawn.
struct DesignMethods {
    private let facts: DesignFacts
    private let weighting: Weighting
    private let report: DesignReport

    /// Nil if records are not weighted.
    init?(_ figures: Figures) {
        guard let report = DesignReport(figures), let facts = figures.designFacts,
            let weighting = figures.choices.weighting
        else { return nil }
        (self.facts, self.weighting, self.report) = (facts, weighting, report)
    }

    /// One paragraph.
    var paragraphs: [String] { [report.sample + " " + variance + " " + interval] }

    private var variance: String {
        let units =
            switch (facts.design, weighting.strata) {
            case (.clusters, nil): "between the sampling units"
            case (.clusters, _): "between the sampling units within strata"
            case (.records, nil): "between records, each a sampling unit of its own"
            case (.records, _): "between records within strata, each record a sampling unit of its own"
            }
        let freedom =
            facts.design == .clusters
            ? "sampling units less strata with a record of the group" : "records of the group less their strata"
        return
            "Variances are by Taylor linearisation \(units), with replacement at the first stage and no finite-population correction (Binder 1983); degrees of "
            + "freedom are \(freedom). The design effect is that of R's survey package (Lumley 2004), the variance over that of a simple random sample of as "
            + "many records, the finite-population factor included; beside it stands Kish's, n·Σw²/(Σw)². The effective sample size is p(1−p)/variance."
    }

    private var interval: String {
        switch weighting.interval {
        case .logit: "Logit intervals take t with the design's degrees of freedom."
        case .kornGraubard:
            "Korn–Graubard intervals are Clopper–Pearson's with the effective sample size, adjusted by degrees of freedom and at most n (Korn and Graubard 1998)."
        }
    }
}
