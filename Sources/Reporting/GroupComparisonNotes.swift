// What a reader must know of comparisons between groups: methods, domain, and why something is missing.

internal import Cohort
internal import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension GroupComparisonReport {
    /// The methods: domain, tests, ratios.
    package var methods: [String] {
        guard choices.weighting != nil else {
            return [
                "Domain: \(choices.domain); records of unknown group are in no test. Groups differ: Pearson's χ² test without continuity correction, Fisher's exact "
                    + "test where an expected count is below 5 (‡: below 5, with too many tables to enumerate). Trend: Cochran–Armitage over the groups' order, scores 1, "
                    + "2, 3 …, two-sided. Holm and BH (Benjamini–Hochberg): p values adjusted over the causes tested, for each grouping and test apart.",
                "Ratio: of prevalences, with Katz' log interval; odds ratio with Woolf's; both at \(choices.level.percentage) %. ° marks those with a zero cell, "
                    + "where 0.5 was added to all four. The prevalence ratio is the one to read in cross-sectional data.",
            ]
        }
        return [
            "Domain: \(choices.domain), with a weight; records of unknown group are in no test.",
            "F: whether groups differ, by Pearson's χ² of the weighted table with Rao and Scott's second-order correction for the design (1984), as an F test on d and "
                + "d·df degrees of freedom, d at most the groups less 1; Fisher's exact test does not apply to weighted records. Trend: Wald test of the weighted "
                + "least-squares slope of the cause (1 or 0) on the groups' order, scores 1, 2, 3 …, its variance linearised, t on df − 1, two-sided. df: sampling units "
                + "less strata with a record of the groups\(figures.designFacts?.design == .records ? ", each record a unit" : ""). Holm and BH (Benjamini–Hochberg): "
                + "p values adjusted over the causes tested, for each grouping and test apart.",
            "Share: weighted prevalence. Ratio: of two of these, and of their odds; intervals at \(choices.level.percentage) % by linearisation on the log scale, with "
                + "the covariance of both groups under the design (Binder 1983) and t on df. No ratio: nobody in a group has the cause, or everybody, so that the "
                + "logarithm does not exist. The prevalence ratio is the one to read in cross-sectional data.",
        ]
    }

    /// Footnotes of a page; `isShort` where the page shows the ratios of one cause alone.
    func notes(isShort: Bool) -> [String] {
        var notes = methods
        if let design = DesignReport(figures) { notes[0] += " " + design.sample }
        let others = comparisons.flatMap { comparison in
            comparison.entries.filter(comparison.isOtherReference).map { entry in
                let (groups, label) = (dimension(comparison).groups, lowercasedStart(dimension(comparison).label))
                return "\(cause(entry).label) by \(label) with \(groups[entry.referenceGroup])"
            }
        }
        if !others.isEmpty {
            notes.append(
                "Each cause is compared with the first group that has records in its domain: \(others.joined(separator: "; "))."
            )
        }
        if comparisons.contains(where: { $0.entries.contains { $0.gap == .byDefinition } }) {
            notes.append(
                "By definition: the cause is defined by the variable that forms the groups; there is nothing to test."
            )
        }
        for comparison in comparisons {
            let partly = comparison.entries.filter { $0.gap != .byDefinition && isPartlyDefined(comparison, $0) }
            guard !partly.isEmpty else { continue }
            notes.append(
                "Partly by definition, by \(dimension(comparison).label.lowercased()): \(partly.map { cause($0).label }.joined(separator: "; ")). Their rules read the "
                    + "variable that forms the groups, so that these differ by construction; such tests and ratios say little."
            )
        }
        if choices.showsReliability { notes.append(Reliability.noteBesideTests) }
        if choices.minimumCell > 0 {
            notes.append(
                "\(hiddenSign): a count of a group is suppressed, and so everything computed from it; adjusted p values are over the others."
            )
        }
        if isShort {
            notes.append(
                "The ratios of all causes are in the CSV, JSON and Markdown output; --cause picks another here."
            )
        }
        notes.append(
            "Groups are compared as they are: nothing is adjusted for other variables. \(RunResult.disclaimer)"
        )
        return notes
    }
}
