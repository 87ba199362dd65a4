// What a reader of a summary must know beside its numbers.

internal import Cohort
internal import Codebook
internal import Exports
internal import CSVReading
internal import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

extension RunResult {
    /// One line that says how many records the summary is about.
    func headline(_ choices: StatisticsChoices = StatisticsChoices()) -> String {
        let account = account(hidingBelow: choices.minimumCell)
        var parts = ["\(text(account.read, grouped)) record\(account.read.value == 1 ? "" : "s") read"]
        if account.rejected > 0 { parts.append("\(grouped(account.rejected)) rejected") }
        if account.notEligible.value != 0 {
            parts.append("\(text(account.notEligible, grouped)) outside the population")
        }
        if account.undetermined.value != 0 {
            parts.append("\(text(account.undetermined, grouped)) of unknown eligibility")
        }
        parts.append("\(grouped(account.eligible)) summarised")
        return parts.joined(separator: ", ")
    }

    /// The population in words.
    var populationText: String {
        if let because = plan.populationLeftOut {
            return "all records (\(because), so the population could not be told)"
        }
        guard let population = plan.ruleSet.population else { return "all records" }
        return plan.ruleSet.populationLabel ?? population.text
    }

    /// Footnotes: what was not assessed, what is undetermined and by which answers, what was rejected, and how to read the figures; `cause` is the position
    /// of the cause that is shown by group.
    func footnotes(_ figures: Figures, cause: Int?) -> [String] {
        var notes: [String] = []
        notes.append(domainNote(figures.choices))
        notes += DesignReport(figures)?.notes ?? []
        if let standardised = StandardisedReport(figures) { notes.append(standardised.note) }
        notes += figureNotes(figures)
        if let cause, summary.cells.indices.contains(where: { figures.figure(cause: cause, cell: $0).isByDefinition }) {
            notes.append("By definition: the cause is defined by the variable that forms the groups.")
        }
        if let because = plan.populationLeftOut {
            notes.append("Every record counts as in the population: \(because).")
        }
        let causes = Set(plan.ruleSet.causes.map(\.id))
        for (subject, because) in plan.notAssessed where causes.contains(subject) {
            notes.append("Not assessed: \(plan.ruleSet.cause(subject)?.label ?? subject) (\(because)).")
        }
        let rules = plan.notAssessed.filter { !causes.contains($0.subject) }
        if !rules.isEmpty {
            notes.append(
                "Rules left out: " + rules.map { "\($0.subject) (\($0.because))" }.joined(separator: "; ") + "."
            )
        }
        if let missing = missingNote(figures) { notes.append(missing) }
        for (variable, computable, implausible) in summary.derived where implausible > 0 {
            let isHidden = [implausible, computable - implausible].contains { figures.choices.isSmall($0) }
            let count = isHidden ? hiddenSign : grouped(implausible)
            notes.append("\(variable.label): \(count) of \(grouped(computable)) values implausible, so missing.")
        }
        if !excluded.isEmpty {
            let counts = excluded.map { "\(grouped($0.records)) \($0.reason.rawValue)" }.joined(separator: ", ")
            notes.append("Rows left out before anything was counted: \(counts).")
        }
        for reject in rejects {
            let what = reject.isRepaired ? "Kept with quotes read as text, else rejected for" : "Rejected for"
            notes.append(
                "\(what) \(reject.reason.rawValue): \(grouped(reject.count)); the first is \(reject.firstFile):\(reject.firstLine)."
            )
        }
        notes.append(Self.disclaimer)
        return notes
    }

    static let disclaimer =
        "This describes answers in a data set: which records meet the definition of a cause. It is no diagnosis and does not replace a clinician."

    /// Footnotes under figures of several variants of a rule set, or of several rule sets; `showIntervals` where intervals and the share open stand beside
    /// each prevalence.
    func notes(onVariantsWith figures: VariantFigures, showIntervals: Bool) -> [String] {
        var notes = [domainNote(figures.choices, showIntervals: showIntervals)]
        if figures.choices.minimumCell > 0 {
            notes.append(
                "\(hiddenSign) stands for what is suppressed: counts from 1 to \(figures.choices.minimumCell - 1), and those that differ by as little "
                    + "from what is shown beside them."
            )
        }
        if figures.choices.showsReliability { notes.append(Reliability.note) }
        if let because = plan.populationLeftOut {
            notes.append("Every record counts as in the population: \(because).")
        }
        return notes + [Self.disclaimer]
    }

    /// What prevalence is a share of, and what its interval is.
    private func domainNote(_ choices: StatisticsChoices, showIntervals: Bool = true) -> String {
        let interval =
            choices.interval == .wilson && choices.weighting == nil
            ? "\(choices.level.percentage) % Wilson interval" : choices.intervalTitle
        let beside =
            showIntervals
            ? ", with its \(interval)." : ". Its \(interval) is in the CSV and JSON output, and so are the bounds."
        let open =
            showIntervals
            ? " Open: \(choices.weighting == nil ? "" : "unweighted ")share of all records in which a missing answer leaves the cause undetermined."
            : ""
        let weighted = choices.weighting == nil ? "" : "weighted, "
        switch choices.undetermined {
        case .exclude:
            return
                "Prevalence is \(weighted)among complete records, those in which everything that the cause's rules read was answered (n/N)"
                + "\(beside)\(open) Unknown is never counted as no."
        case .absent, .present:
            return
                "Sensitivity analysis: prevalence is \(weighted)among all eligible records (n/N), those in which the cause is undetermined counted as "
                + "\(choices.undetermined.rawValue)\(beside)\(open)"
        }
    }

    /// What marks and missing numbers mean.
    private func figureNotes(_ figures: Figures) -> [String] {
        var notes: [String] = []
        if let disclosure = figures.disclosure {
            notes.append(
                "\(hiddenSign) stands for what is suppressed: counts from 1 to \(disclosure.minimum - 1), and those that would give them away "
                    + "(\(grouped(disclosure.hiddenCount)) counts in all)."
            )
        }
        if figures.choices.showsReliability {
            notes.append(Reliability.note)
        }
        return notes
    }

    /// The answers most often missing, and how many could not be read.
    private func missingNote(_ figures: Figures) -> String? {
        let read = recordsRead - recordsRejected
        let account = account(hidingBelow: figures.choices.minimumCell)
        guard read > 0 else { return nil }
        let totals = missing.map { variable, kinds in
            let unreadable = kinds.filter { $0.kind == .unparseable || $0.kind == .implausible }.reduce(0) {
                $0 + $1.records
            }
            return (label: variable.id, all: kinds.reduce(0) { $0 + $1.records }, unreadable: unreadable)
        }
        let shown = totals.filter { $0.all > 0 && !figures.missing($0.all, of: read, account).isHidden }
        let most = shown.enumerated().sorted {
            ($1.element.all, $0.offset) < ($0.element.all, $1.offset)
        }
        let listed = most.prefix(4).map { "\($0.element.label) \(wholePercent(Double($0.element.all) / Double(read)))" }
        let unreadable = totals.reduce(0) { $0 + $1.unreadable }
        let count = figures.choices.isSmall(unreadable) ? hiddenSign : grouped(unreadable)
        let parts = [
            listed.isEmpty ? nil : "Most often missing: \(listed.joined(separator: ", ")).",
            unreadable > 0 ? "\(count) answers could not be read or were implausible." : nil,
        ]
        let note = parts.compactMap(\.self).joined(separator: " ")
        return note.isEmpty ? nil : note
    }
}
