// What a paper says about a run: methods, definitions, and the flow of records (STROBE items 7, 11, 12c, 13 and 14b).

package import Cohort
internal import CSVReading
internal import Codebook
internal import Exports
internal import FEEL
package import Figures
internal import Prevalence
internal import RuleSets
internal import Statistics

/// The methods of a summary as Markdown, every number of them from the run.
package struct MethodsText {
    private let result: RunResult
    private let figures: Figures
    private let provenance: Provenance
    private let pages: [String]

    /// Describes a run; `pages` are the methods of the pages beside the summary.
    package init(_ result: RunResult, _ figures: Figures, _ provenance: Provenance, of pages: [String] = []) {
        self.pages = pages
        self.result = result
        self.figures = figures
        self.provenance = provenance
    }

    private var ruleSet: RuleSet { result.plan.ruleSet }
    private var summary: Summary { result.summary }
    private var choices: StatisticsChoices { figures.choices }
    private var assessed: [Int] { summary.causes.indices.filter { summary.causes[$0].isAssessed } }

    /// How many answers could not be read or were implausible, where something else decides whether that may be shown.
    var unusable: Shown<Int>?

    /// Methods, definitions and flow.
    package var markdown: String {
        let sections = [
            ("Methods", paragraphs.flatMap { [escapedMarkdown($0), ""] }), ("Definitions", definitions),
            ("Thresholds", thresholds), ("Flow of records", flow), ("Missing answers", missingAnswers),
        ]
        return sections.map { title, lines in
            (["## \(title)", ""] + lines.dropLast()).map { $0 + "\n" }.joined()
        }
        .joined(separator: "\n")
    }

    // MARK: Methods

    var paragraphs: [String] {
        [source, population, groups, statistics] + (DesignMethods(figures)?.paragraphs ?? [])
            + [StandardisedReport(figures)?.methods].compactMap(\.self) + pages + [missing, limits]
    }

    private var source: String {
        let files = result.inputs.count == 1 ? "one CSV file" : "\(result.inputs.count) CSV files"
        return
            "Records were read from \(files) and classified with Lumbar \(provenance.version) under the rule set \(ruleSet.id) "
            + "\(ruleSet.version), profile \(ruleSet.profile) (SHA-256 \(provenance.ruleSetHash)). A cause is present in a record if any of its rules "
            + "holds, absent if all of them fail, and undetermined if a missing answer leaves that open (three-valued logic)."
    }

    private var population: String {
        guard let population = ruleSet.population else { return "Population: all records." }
        if let because = result.plan.populationLeftOut {
            return
                "All records were summarised, since the population (\(population.text)) could not be told: \(because)."
        }
        let label = ruleSet.populationLabel.map { "\($0) (\(population.text))" } ?? population.text
        return "Population: \(label). Records outside it, and those of unknown eligibility, were not summarised."
    }

    private var groups: String {
        guard !result.plan.groups.isEmpty else { return "Records were not grouped." }
        let listed = zip(result.plan.groups, summary.dimensions).map { planned, dimension in
            let cut =
                planned.group.bands.isEmpty
                ? "by its values"
                : "cut at \(planned.group.bands.map { describe($0) }.joined(separator: ", ")), lower ends included"
            let labels = dimension.groups.dropLast().joined(separator: ", ")
            return "\(dimension.label) (\(dimension.variable), \(cut): \(labels))"
        }
        return
            "Groups: \(listed.joined(separator: "; ")). Records whose group a missing answer leaves open form a group of their own (unknown)."
    }

    private var statistics: String {
        var text =
            choices.weighting == nil
            ? "Prevalence is n/N, the share of records with the cause among \(choices.domain), with its \(choices.intervalTitle)."
            : "Prevalence is Σwy/Σw, the weighted share of records with the cause among \(choices.domain), with its \(choices.intervalTitle); "
                + "n/N beside it are unweighted counts."
        if choices.undetermined == .exclude {
            text +=
                " A record is complete for a cause if every variable that the cause's rules read has a value, derived ones and those of earlier causes included."
        }
        if choices.showsReliability {
            text +=
                " Reliability was judged by the NCHS Data Presentation Standards for Proportions (Vital Health Stat 2(175))."
        }
        if let disclosure = figures.disclosure {
            text +=
                " Counts from 1 to \(disclosure.minimum - 1) were suppressed, with those that would give them away (\(grouped(disclosure.hiddenCount)) counts); "
                + "no suppressed count can be narrowed to fewer than \(disclosure.minimum) values from what is shown."
        }
        return text
    }

    private var missing: String {
        let handling =
            switch choices.undetermined {
            case .exclude:
                "Missing answers were never counted as no, and none were imputed (complete-case analysis by cause)."
            case .absent: "As a sensitivity analysis, undetermined records were counted as without the cause."
            case .present: "As a sensitivity analysis, undetermined records were counted as having the cause."
            }
        let totals = result.missing.map { (id: $0.variable.id, kinds: $0.kinds) }
        let unusable = totals.reduce(0) { sum, entry in
            sum
                + entry.kinds.filter { $0.kind == .unparseable || $0.kind == .implausible }.reduce(0) {
                    $0 + $1.records
                }
        }
        return handling
            + " Bounds give the share if all undetermined records were without the cause, or with it (Manski bounds)."
            + " They are of all records, decided or not, so that a share among complete ones can lie outside them. \(unusableText(unusable))"
    }

    private func unusableText(_ count: Int) -> String {
        let shown = unusable ?? (choices.isSmall(count) ? .hidden : .value(count))
        guard !shown.isHidden else {
            return "How many answers could not be read or were implausible is hidden; they counted as missing."
        }
        return
            "\(Reporting.text(shown, grouped)) answers that could not be read or were implausible counted as missing."
    }

    private var limits: String {
        "The results describe answers in a data set: which records meet a definition. They are no diagnoses, and no cause is proved by them."
    }

    // MARK: Tables

    private func table(_ header: [String], _ alignment: [String], _ rows: [[String]]) -> [String] {
        ["| \(header.joined(separator: " | ")) |", "| \(alignment.joined(separator: " | ")) |"]
            + rows.map { "| \($0.map(escapedMarkdown).joined(separator: " | ")) |" } + [""]
    }

    private var definitions: [String] {
        var rows: [[String]] = []
        for (cause, planned) in zip(ruleSet.causes, result.plan.causes) {
            for (rule, position) in zip(cause.rules, planned.rules) {
                var parts =
                    rule.when.map { [$0.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")] } ?? []
                if !rule.noneOf.isEmpty { parts.append("none of \(rule.noneOf.joined(separator: ", "))") }
                let assessed = position == nil ? " (not assessed)" : ""
                rows.append([cause.label, rule.id + assessed, parts.joined(separator: "; "), rule.because ?? ""])
            }
        }
        var lines = table(["Cause", "Rule", "Present where", "Because"], ["---", "---", "---", "---"], rows)
        let derived = ruleSet.derived.map { variable in
            let range =
                variable.range.map { ", plausible from \(describe($0.lowerBound)) to \(describe($0.upperBound))" } ?? ""
            return [variable.id, variable.value.text, (variable.unit ?? "") + range]
        }
        if !derived.isEmpty { lines += table(["Derived variable", "Value", "Unit"], ["---", "---", "---"], derived) }
        return lines
    }

    private var thresholds: [String] {
        table(
            ["Threshold", "Value", "Evidence", "Source"],
            ["---", "---", "---", "---"],
            ruleSet.parameters.map {
                [
                    "\($0.id): \($0.label)", $0.textInForce, $0.strength ?? "",
                    $0.source ?? "",
                ]
            }
        )
    }

    /// How many records have no answer to each variable that anything read.
    private var missingAnswers: [String] {
        let read = result.recordsRead - result.recordsRejected
        let rows = result.missing.map { variable, kinds in
            let missing = kinds.reduce(0) { $0 + $1.records }
            let isHidden = figures.missing(missing, of: read, account).isHidden
            let share = read == 0 ? "" : " (\(percent(Double(missing) / Double(read))))"
            return ["\(variable.id): \(variable.label)", isHidden ? hiddenMark : grouped(missing) + share]
        }
        let kept = text(account.kept)
        return table(["Variable", "Missing of \(kept) records read and not rejected"], ["---", "---:"], rows)
    }

    private var account: AccountFigures { result.account(hidingBelow: choices.minimumCell) }

    private func text(_ count: Shown<Int>) -> String { count.isHidden ? hiddenMark : Reporting.text(count, grouped) }

    private var flow: [String] {
        var rows = result.excluded.map { excluded in
            let isHidden = (1..<max(1, choices.minimumCell)).contains(excluded.records)
            return [
                "Rows left out beforehand: \(excluded.reason.rawValue)",
                isHidden ? hiddenMark : grouped(excluded.records),
            ]
        }
        rows.append(["Records read", text(account.read)])
        rows += result.rejects.filter { !$0.isRepaired }.map { ["Rejected: \($0.reason.rawValue)", grouped($0.count)] }
        if let repaired = result.recordsRepaired, repaired > 0 {
            rows.append(["Kept with quotes read as text", grouped(repaired)])
        }
        rows += [
            ["Outside the population", text(account.notEligible)],
            ["Of unknown eligibility", text(account.undetermined)],
            ["Summarised", grouped(account.eligible)],
        ]
        rows += assessed.map { cause in
            let complete = figures.overall(cause: cause)[.complete]
            return [
                "Complete for: \(summary.causes[cause].cause.label)",
                text(complete),
            ]
        }
        let others = summary.causes.filter { !$0.isAssessed }.map { ["Not assessed: \($0.cause.label)", ""] }
        return table(["Stage", "Records"], ["---", "---:"], rows + others)
    }
}
