// What `validate` says of a cohort, before it is put into a format.

package import Cohort
internal import CSVReading
internal import Codebook
internal import Exports
internal import Figures
internal import Mappings
internal import Prevalence
internal import RuleSets

/// A finding that a person should look at.
struct ValidationFinding {
    /// What kind it is, for other programs.
    var kind: String
    /// The variable, if it is about one.
    var variable: String?
    var text: String
}

/// The profile of a cohort as sections of tables.
package struct ValidationReport {
    let result: RunResult
    let profile: CohortProfile

    /// Makes a report of a run with its profile.
    package init(_ result: RunResult, _ profile: CohortProfile) {
        (self.result, self.profile) = (result, profile)
    }

    /// The share of each measure that `--fail-on` can limit: of records (or of cells, for unreadable ones), from 0 to 1.
    package static let limits = ["rejected", "excluded", "unreadable", "undecided", "repeats", "duplicates"]

    /// The value of a limited measure.
    package func share(_ limit: String) -> Double {
        let read = Double(max(1, result.recordsRead))
        switch limit {
        case "rejected": return Double(result.recordsRejected) / read
        case "excluded":
            let excluded = result.excluded.reduce(0) { $0 + $1.records }
            return Double(excluded) / Double(max(1, result.recordsRead + excluded))
        case "unreadable":
            let cells = result.missing.reduce(0) { $0 + unreadable($1.kinds) }
            return Double(cells) / (read * Double(max(1, result.missing.count)))
        case "undecided": return 1 - Double(profile.decidedRecords) / Double(max(1, profile.eligible))
        case "repeats": return Double(profile.repeatedSubjects.rows - profile.repeatedSubjects.different) / read
        default: return Double(profile.repeatedRecords.rows - profile.repeatedRecords.different) / read
        }
    }

    func unreadable(_ kinds: [(kind: MissingKind, records: Int)]) -> Int {
        kinds.filter { $0.kind == .unparseable || $0.kind == .implausible }.reduce(0) { $0 + $1.records }
    }

    // MARK: Flow

    /// From rows read to records decided.
    var flow: [(step: String, records: Int)] {
        let eligibility = result.summary.eligibility
        let excluded = result.excluded.map { ("left out: \($0.reason.rawValue)", $0.records) }
        let rows = result.recordsRead + result.excluded.reduce(0) { $0 + $1.records }
        let rejected = result.rejects.filter { !$0.isRepaired }.map { ("rejected: \($0.reason.rawValue)", $0.count) }
        return [("rows", rows)] + excluded + rejected + [
            ("outside the population", eligibility.notEligible),
            ("population undetermined", eligibility.undetermined),
            ("in the population", eligibility.eligible),
            ("of these, every assessed cause decided", profile.decidedRecords),
        ]
    }

    // MARK: Variables

    /// One variable of the codebook.
    struct VariableLine {
        var variable: Variable
        /// The columns that answer it, by file; empty if it is not collected.
        var column: String
        var why: String
        var answered: Int
        var missing: [(kind: MissingKind, records: Int)]
        var profile: VariableProfile?
    }

    var variables: [VariableLine] {
        let plan = result.plan
        return plan.ruleSet.codebook.variables.enumerated().compactMap { position, variable in
            guard position != plan.ruleSet.codebook.recordID else { return nil }
            // Without a question that only red flags ask, nothing is missing.
            if plan.ruleSet.codebook.flagPositions.contains(position), !plan.collected.contains(position) { return nil }
            let matches = result.bindings.compactMap { file in file.binding.matches[position].map { (file, $0) } }
            guard let (file, match) = matches.first,
                let slot = plan.neededColumns.firstIndex(where: { plan.columnVariables[$0] == position })
            else {
                return VariableLine(variable: variable, column: "", why: "", answered: 0, missing: [])
            }
            let name = file.header.names.indices.contains(match.column) ? file.header.names[match.column] : ""
            return VariableLine(
                variable: variable,
                column: name,
                why: match.explanation,
                answered: profile.variables[slot].answered,
                missing: result.missing[slot].kinds.filter { $0.records > 0 },
                profile: profile.variables[slot]
            )
        }
    }

    // MARK: Findings

    /// What a person should look at, in codebook order, then the cohort as a whole.
    var findings: [ValidationFinding] {
        var found: [ValidationFinding] = []
        for line in variables {
            guard let profile = line.profile else { continue }
            let id = line.variable.id
            for kind in [MissingKind.unparseable, .implausible] {
                let records = line.missing.first { $0.kind == kind }?.records ?? 0
                guard records > 0 else { continue }
                let examples = (profile.unreadable[kind] ?? []).map { "\"\($0.text)\" (\($0.path):\($0.line))" }
                found.append(
                    ValidationFinding(
                        kind: kind.rawValue,
                        variable: id,
                        text: "\(id): \(grouped(records)) \(kind.rawValue), such as \(examples.joined(separator: ", "))"
                    )
                )
            }
            if let (unit, cells) = profile.likelyUnit, let own = line.variable.unit {
                found.append(
                    ValidationFinding(
                        kind: "unit",
                        variable: id,
                        text:
                            "\(id): \(grouped(cells)) of \(grouped(profile.implausibleNumbers)) implausible numbers would be plausible in "
                            + "\(unit.rawValue); if they are, say so in a mapping file (unit: \(unit.rawValue)), the variable is in \(own)"
                    )
                )
            }
            if profile.mangled > 0 {
                found.append(
                    ValidationFinding(
                        kind: "mangled",
                        variable: id,
                        text:
                            "\(id): \(grouped(profile.mangled)) cells look as if a spreadsheet had turned ranges or long numbers into dates or "
                            + "powers (such as 25-Jun); export the answers as text, or recode them in a mapping file"
                    )
                )
            }
        }
        for (variable, computable, implausible) in result.summary.derived where implausible * 20 > computable {
            found.append(
                ValidationFinding(
                    kind: "derived",
                    variable: variable.id,
                    text:
                        "\(variable.id): \(grouped(implausible)) of \(grouped(computable)) values are implausible: are the units of "
                        + "\(variable.value.syntax.names.sorted().joined(separator: " and ")) mixed up?"
                )
            )
        }
        let subjects = profile.repeatedSubjects
        if subjects.different > 0 {
            let example = subjects.examples.map {
                "\"\($0.first.text)\" (lines \($0.first.line) and \($0.again.line) of \($0.again.path))"
            }
            found.append(
                ValidationFinding(
                    kind: "repeats",
                    text:
                        "\(grouped(subjects.different)) subjects have more than one row, \(grouped(subjects.rows)) in all, such as "
                        + "\(example.joined(separator: ", ")); each row counts as a record"
                )
            )
        }
        for file in result.bindings {
            let instruments = file.header.names.filter { $0.hasPrefix("redcap_repeat_") || $0 == "redcap_event_name" }
            guard !instruments.isEmpty else { continue }
            found.append(
                ValidationFinding(
                    kind: "instruments",
                    text:
                        "\(file.path): \(instruments.joined(separator: ", ")): events and repeated instruments give several rows per subject, in "
                        + "which other instruments are blank"
                )
            )
        }
        let records = profile.repeatedRecords
        if records.different > 0 {
            let example = records.examples.map { "lines \($0.first.line) and \($0.again.line) of \($0.again.path)" }
            found.append(
                ValidationFinding(
                    kind: "duplicates",
                    text:
                        "\(grouped(records.rows - records.different)) records are equal to an earlier one in every column that was read, such as "
                        + example.joined(separator: ", ")
                )
            )
        }
        found += result.bindings.flatMap { file in
            file.intake.remarks.map { ValidationFinding(kind: "remark", text: "\(file.path): \($0)") }
        }
        return found
    }

    // MARK: Rules

    /// For each cause and its rules the share of the population in which it is decided; nil where it is not assessed.
    var decided: [(subject: String, isCause: Bool, records: Int?)] {
        zip(result.plan.ruleSet.causes, result.plan.causes).enumerated().flatMap { index, pair in
            let (cause, planned) = pair
            let rules = cause.rules.enumerated().map { rule, entry in
                (
                    subject: "\(cause.id).\(entry.id)", isCause: false,
                    records: planned.rules[rule].map { _ in profile.decidedRules[index][rule] }
                )
            }
            let own = (
                subject: cause.id, isCause: true, records: planned.position.map { _ in profile.decidedCauses[index] }
            )
            return [own] + (cause.rules.count > 1 ? rules : [])
        }
    }

    // MARK: The next question

    /// Unanswered items by the undetermined verdicts that wait for them, most first.
    var nextAnswers: [(variable: Variable, waiting: Int, alone: Int, records: Int, causes: [(id: String, alone: Int)])]
    {
        let plan = result.plan
        return plan.neededColumns.indices.map { slot in
            let variable = plan.ruleSet.codebook.variables[plan.columnVariables[plan.neededColumns[slot]]]
            let causes = plan.ruleSet.causes.indices.filter { profile.waiting[$0][slot] > 0 }
                .map { (id: plan.ruleSet.causes[$0].id, alone: profile.waitingOnly[$0][slot]) }
            return (
                variable, profile.waiting.reduce(0) { $0 + $1[slot] }, profile.waitingOnly.reduce(0) { $0 + $1[slot] },
                profile.settling[slot], causes
            )
        }
        .filter { $0.waiting > 0 }.enumerated()
        .sorted {
            ($1.element.alone, $1.element.waiting, $0.offset) < ($0.element.alone, $0.element.waiting, $1.offset)
        }
        .map(\.element)
    }

    /// Items that the files do not have, by what could be assessed if they did: causes, then rules.
    var nextItems: [(variable: Variable, causes: [String], rules: Int)] {
        let plan = result.plan
        func assessed(_ plan: Plan) -> (causes: Set<String>, rules: Int) {
            let ids = zip(plan.ruleSet.causes, plan.causes).filter { $1.position != nil }.map { $0.0.id }
            return (Set(ids), plan.causes.reduce(0) { $0 + $1.rules.count { $0 != nil } })
        }
        let now = assessed(plan)
        return plan.ruleSet.codebook.variables.enumerated().compactMap { position, variable in
            guard !plan.collected.contains(position), position != plan.ruleSet.codebook.recordID,
                !plan.ruleSet.codebook.flagPositions.contains(position),
                let more = try? plan.ruleSet.plan(collected: plan.collected.union([position]))
            else { return nil }
            let then = assessed(more)
            guard then.rules > now.rules else { return nil }
            let causes = plan.ruleSet.causes.map(\.id).filter { then.causes.contains($0) && !now.causes.contains($0) }
            return (variable, causes, then.rules - now.rules)
        }
        .enumerated().sorted {
            ($1.element.causes.count, $1.element.rules, $0.offset) < (
                $0.element.causes.count, $0.element.rules, $1.offset
            )
        }
        .map(\.element)
    }
}
