// What people are told of a survey design: standard errors and design effects of each cause, and how records were weighted.

internal import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// The weighted figures of all causes, over all records.
struct DesignReport {
    private let figures: Figures
    private let facts: DesignFacts
    private let weighting: Weighting

    /// Nil if records are not weighted.
    init?(_ figures: Figures) {
        guard let facts = figures.designFacts, let weighting = figures.choices.weighting else { return nil }
        (self.figures, self.facts, self.weighting) = (figures, facts, weighting)
    }

    /// What the columns are called.
    static let titles = ["SE", "deff", "Kish", "n eff.", "df"]

    /// The numbers of a cause under them, as text.
    func cells(_ cause: Int) -> [String] {
        guard let weighted = figures.overall(cause: cause).weighted else { return [] }
        func shown(_ value: (WeightedEstimate) -> String?) -> String { text(weighted.estimate.map(value)) { $0 } }
        return [
            shown { $0.standardError.map { "\(twoDecimals($0 * 100)) %" } },
            shown { $0.designEffect.map(twoDecimals) },
            shown { twoDecimals($0.kishDesignEffect) },
            shown { $0.effectiveSize.map { grouped(Int($0.rounded())) } },
            shown { grouped($0.degreesOfFreedom) },
        ]
    }

    /// A table for the terminal.
    func lines(_ style: TableStyle) -> [String] {
        let widths = [10, 10, 10, 10, 10]
        let labelWidth = style.width - widths.reduce(0, +)
        func row(_ label: String, _ cells: [String]) -> String {
            label.padded(to: labelWidth) + zip(cells, widths).map { $0.inColumn($1) }.joined()
        }
        var lines = [style.bold(row("Survey design", Self.titles))]
        for cause in figures.ranked {
            let labels = wrapped(figures.summary.causes[cause].cause.label, width: labelWidth - 1, indent: "  ")
            lines.append(row(labels.first ?? "", cells(cause)))
            lines += labels.dropFirst()
        }
        return lines
    }

    /// A section of Markdown.
    var markdown: [String] {
        var lines = [
            "## Survey design", "", "| Cause | \(Self.titles.joined(separator: " | ")) |",
            "| --- |" + Self.titles.map { _ in " ---: |" }.joined(),
        ]
        for cause in figures.ranked {
            let label = escapedMarkdown(figures.summary.causes[cause].cause.label)
            lines.append("| \(([label] + cells(cause)).joined(separator: " | ")) |")
        }
        return lines
    }

    /// What the columns mean, and how records were weighted.
    var notes: [String] {
        var notes = [sample]
        notes.append(
            "SE: standard error by linearisation. deff: the variance over that of a simple random sample of as many records (as R's survey package has "
                + "it, with the finite-population factor). Kish: the design effect of unequal weights alone, n·Σw²/(Σw)². n eff.: p(1−p)/variance. df: "
                + "degrees of freedom." + (weighting.weights == nil ? " Without weights there is no deff." : "")
        )
        return notes
    }

    /// How the sample was drawn, and who is in no weighted figure.
    var sample: String {
        let weights = weighting.weights.map { "Weighted by \($0)" } ?? "Every record has the weight 1"
        let strata = weighting.strata.map { ", strata \($0) (\(grouped(facts.strata)))" } ?? ""
        let psu =
            weighting.psu.map { name in
                ", sampling units \(name) (\(grouped(facts.units))\(weighting.strata == nil ? "" : ", told apart within strata"))"
            } ?? ""
        var text = "\(weights)\(strata)\(psu); n/N are unweighted counts, and groups are domains of the whole design."
        if facts.lonelyStrata > 0 {
            let many = facts.lonelyStrata == 1 ? "1 stratum has" : "\(grouped(facts.lonelyStrata)) strata have"
            let what =
                weighting.singlePSU == .centred
                ? "its distance from the mean of the whole sample was taken (adjust)"
                : "it adds nothing to the variance (certainty)"
            text += " \(many) a single sampling unit: \(what)."
        }
        func count(_ records: Int) -> String {
            (1..<max(1, figures.choices.minimumCell)).contains(records)
                ? "Fewer than \(figures.choices.minimumCell)" : grouped(records)
        }
        if facts.eligible.missing > 0 {
            text += " \(count(facts.eligible.missing)) of the population without a weight: in no weighted figure."
        }
        if facts.eligible.zero > 0 {
            text += " \(count(facts.eligible.zero)) of the population with weight 0: part of the design, but of no sum."
        }
        return text
    }
}
