// Everything that a report tells, and the order in which it is told.

package import Cohort
internal import CSVReading
internal import Codebook
package import Figures
package import Prevalence
package import RuleSets
internal import Statistics

/// A finished run as a story.
package struct CohortStory {
    /// What is told besides the run itself.
    package struct Facts {
        /// The figures of every cause and group.
        package var figures: Figures
        /// How many records were read and left out.
        package var account: AccountFigures
        /// Which answers are missing.
        package var answers: AnswerFigures
        /// Which of them leave causes open.
        package var needs: NeedFigures
        /// Which causes occur together; nil if there are too many combinations to count.
        package var combinations: CombinationFigures?
        /// The groups that describe the population besides.
        package var distributions: [DistributionFigures]
        /// The numbers by which records are grouped, in finer detail.
        package var values: [ValueFigures]
        /// What changes under another profile; nil if the rule set has none that changes anything.
        package var profiles: ProfileComparison?
        /// What made the report.
        package var origin: ReportOrigin
        /// The records to look at first; nil unless they were asked for.
        package var worklist: Worklist?

        /// Gathers the facts.
        package init(
            figures: Figures,
            account: AccountFigures,
            answers: AnswerFigures,
            needs: NeedFigures,
            combinations: CombinationFigures?,
            distributions: [DistributionFigures],
            values: [ValueFigures],
            profiles: ProfileComparison?,
            origin: ReportOrigin
        ) {
            self.figures = figures
            self.account = account
            self.answers = answers
            self.needs = needs
            self.combinations = combinations
            self.distributions = distributions
            self.values = values
            self.profiles = profiles
            self.origin = origin
        }
    }

    let result: RunResult
    let facts: Facts

    /// Makes the story of a run.
    package init(_ result: RunResult, _ facts: Facts) {
        self.result = result
        self.facts = facts
    }

    var figures: Figures { facts.figures }
    var account: AccountFigures { facts.account }
    var summary: Summary { result.summary }
    var ruleSet: RuleSet { result.plan.ruleSet }
    var choices: StatisticsChoices { figures.choices }
    var eligible: Shown<Int> { .value(account.eligible) }
    /// The assessed causes by position, most common first.
    var ranked: [Int] { figures.ranked }
    func label(_ cause: Int) -> String { summary.causes[cause].cause.label }

    /// The smallest count that is shown; 0 shows all.
    var minimum: Int { facts.origin.minimumCell }

    /// The story in its order.
    package var story: Story {
        guard !isTooSmall else { return smallStory }
        let sections: [Story.Section?] = [
            about, cohort, flow, prevalence, groups, together, mainCauses, thresholds, missing, rejected, records,
            definitions,
            methods,
            provenance,
        ]
        return Story(title: ruleSet.title, warnings: warnings, brief: brief, sections: sections.compactMap(\.self))
    }

    /// Whether the whole population is too small for anything about it to be shown.
    private var isTooSmall: Bool { (1..<max(1, minimum)).contains(account.eligible) }

    /// What is left where nothing may be shown of the population.
    private var smallStory: Story {
        var about = about
        about.finding =
            "Fewer than \(minimum) records belong to the population, so that nothing about them is shown (--min-cell 0 shows all)."
        return Story(title: ruleSet.title, warnings: warnings, brief: [], sections: [about, definitions, provenance])
    }

    private var warnings: [String] {
        let hiding =
            minimum > 0
            ? "Counts from 1 to \(minimum - 1), and those that would give them away, are hidden: a small group in one clinic identifies people. "
                + "\(hiddenSign) stands where something is hidden; it is neither 0 nor missing."
            : "Nothing is hidden here, however small: a count of one or two records can identify people. "
                + "Do not pass this report on before you have thought of that (--min-cell hides small counts)."
        let listing =
            facts.worklist == nil
            ? []
            : [
                "Single records are listed here, with what they answered (--include-records). Treat this report as you treat the records themselves, and pass it on "
                    + "only to people who may see them."
            ]
        return [
            "This is no diagnosis and does not replace a clinician. It describes answers in a data set: which records meet the definition of a cause. "
                + "No cause is proved by it, for anyone.",
            hiding,
        ] + listing
    }

    /// A share with its counts in a sentence: `48.0 % (1,644 of 3,425)`; nil if it is hidden or there is none.
    func share(_ part: Shown<Int>, of whole: Shown<Int>) -> String? {
        guard let part = part.value, let whole = whole.value, whole > 0 else { return nil }
        return "\(percent(Double(part) / Double(whole))) (\(grouped(part)) of \(grouped(whole)))"
    }

    /// A number of records with its noun.
    func records(_ count: Int) -> String { recordText(count) }
    func records(_ count: Shown<Int>) -> String {
        count.value.map { records($0) } ?? "\(hiddenSign) records"
    }
}

/// What made a report, for those who want to make it again.
package struct ReportOrigin: Sendable {
    /// The program and the rule set.
    package var provenance: Provenance
    /// The file of the rule set; nil for the built-in one.
    package var ruleSetPath: String?
    /// The command line.
    package var command: String
    /// The inputs' hashes: bytes and SHA-256 in hexadecimal digits, in the order of the inputs.
    package var inputs: [(path: String, bytes: Int, sha256: String)]
    /// The smallest count that is shown; 0 shows all.
    package var minimumCell: Int

    /// Makes an origin.
    package init(
        provenance: Provenance,
        ruleSetPath: String?,
        command: String,
        inputs: [(path: String, bytes: Int, sha256: String)],
        minimumCell: Int
    ) {
        self.provenance = provenance
        self.ruleSetPath = ruleSetPath
        self.command = command
        self.inputs = inputs
        self.minimumCell = minimumCell
    }
}

/// What changes under another profile of the same rule set.
package struct ProfileComparison {
    /// The other profile, and the rule set with its values in force.
    package var name: String
    package var plan: Plan
    /// What is compared, and what changes.
    package var causes: [ChangeTally.ComparedCause]
    package var changes: ChangeFigures

    /// Makes a comparison.
    package init(name: String, plan: Plan, causes: [ChangeTally.ComparedCause], changes: ChangeFigures) {
        self.name = name
        self.plan = plan
        self.causes = causes
        self.changes = changes
    }
}
