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
        case "undecided": return 1 - Double(decidedRecords) / Double(max(1, profile.eligible))
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
            (
                isAnythingAssessed ? "of these, every assessed cause decided" : "of these, any cause assessed",
                decidedRecords
            ),
        ]
    }

    /// Whether any cause has a rule that the files have columns for.
    private var isAnythingAssessed: Bool { result.plan.causes.contains { $0.position != nil } }

    /// Records of the population in which every assessed cause is decided; none if none is assessed.
    private var decidedRecords: Int { isAnythingAssessed ? profile.decidedRecords : 0 }

    /// One line that says how many records there are.
    var headline: String {
        let names = result.inputs.map { $0.path.split(separator: "/").last.map(String.init) ?? $0.path }
        let files = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        let read = result.recordsRead
        return
            "\(files): \(grouped(read)) record\(read == 1 ? "" : "s") read, \(grouped(result.summary.eligibility.eligible)) in the population"
    }

    // MARK: Variables

    /// One variable of the codebook.
    struct VariableLine {
        var variable: Variable
        /// Its plausible range, in the first file if a dictionary narrows it there.
        var range: ClosedRange<Double>? { fileVariable?.range ?? variable.range }
        /// The variable as the first file answers it.
        var fileVariable: Variable?
        /// The column that answers it, or those that it is computed from; empty if it is not collected.
        var column: String
        /// The unit in which the first file's numbers are read, where it is not the variable's.
        var unit: MeasurementUnit?
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
            let names = file.header.names
            let columns = match.reason == .computed ? file.intake.columns(of: position) ?? [] : [match.column]
            var unit: MeasurementUnit?
            if case .cell(let recipe)? = file.intake.recipes[position] { unit = recipe.unit }
            return VariableLine(
                variable: variable,
                fileVariable: file.intake.codebook.variables[position],
                column: columns.filter(names.indices.contains).map { names[$0] }.joined(separator: "; "),
                unit: unit,
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
                let what = kind.rawValue + (kind == .implausible ? outside(line) : "")
                found.append(
                    ValidationFinding(
                        kind: kind.rawValue,
                        variable: id,
                        text: "\(id): \(grouped(records)) \(what), such as \(examples.joined(separator: ", "))"
                    )
                )
            }
            let named = profile.namedUnits.values.reduce(0, +)
            if named * 20 > line.answered, let target = line.variable.unit {
                let units = MeasurementUnit.allCases.compactMap { unit in
                    profile.namedUnits[unit].map { "\(unit.rawValue) \(grouped($0))" }
                }
                found.append(
                    ValidationFinding(
                        kind: "unit",
                        variable: id,
                        text:
                            "\(id): \(grouped(named)) unreadable \(named == 1 ? "cell names its unit" : "cells name their unit") "
                            + "(\(units.joined(separator: ", "))); with 'unit: \(target)' for \"\(line.column)\" in a mapping file (--map), which is what "
                            + "plain numbers are in then, such cells are converted by their own"
                    )
                )
            }
            let unreadable = unreadable(line.missing) - named
            if unreadable > 0, unreadable > line.answered {
                found.append(
                    ValidationFinding(
                        kind: "other_answers",
                        variable: id,
                        text:
                            "\(id): more cells are unreadable than answered, so \"\(line.column)\" holds something else, such as codes or bands: recode or "
                            + "ignore it in a mapping file (--write-map drafts one)"
                    )
                )
            }
            if let text = likelyUnit(line, profile) {
                found.append(ValidationFinding(kind: "unit", variable: id, text: "\(id): \(text)"))
            }
            if profile.mangled > 0 {
                found.append(
                    ValidationFinding(
                        kind: "mangled",
                        variable: id,
                        text:
                            "\(id): \(grouped(profile.mangled)) \(profile.mangled == 1 ? "cell looks" : "cells look") as if a spreadsheet had turned ranges or long numbers into dates or "
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
        let paths = result.bindings.map(\.path)
        if subjects.different > 0 {
            let examples = subjects.examples.map { "\"\($0.name)\" (\(describe($0.first, $0.again, paths)))" }
            found.append(
                ValidationFinding(
                    kind: "repeats",
                    text:
                        "\(grouped(subjects.different)) \(subjects.different == 1 ? "subject has" : "subjects have") more than one row, "
                        + "\(grouped(subjects.rows)) rows in all, such as \(examples.joined(separator: ", ")); each row counts as a record unless "
                        + "--one-per-subject says which one to keep"
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
            let extra = records.rows - records.different
            let examples = records.examples.map { describe($0.first, $0.again, paths) }
            found.append(
                ValidationFinding(
                    kind: "duplicates",
                    text:
                        "\(grouped(extra)) \(extra == 1 ? "row is" : "rows are") equal to an earlier one in every column but the id"
                        + "\(result.bindings.contains { $0.layout.platform != .plain } ? " and the platform's own" : ""), such as "
                        + "\(examples.joined(separator: ", ")): were answers sent twice, or hardly any given?"
                )
            )
        }
        if profile.blankRecords > 0 {
            found.append(
                ValidationFinding(
                    kind: "blank_rows",
                    text:
                        "\(grouped(profile.blankRecords)) \(profile.blankRecords == 1 ? "row has" : "rows have") no answer at all; "
                        + "they count as records that nothing is known of"
                )
            )
        }
        found += result.ownUnits.map { own in
            ValidationFinding(kind: "own_unit", variable: own.variable, text: "\(own.path): \(own.description)")
        }
        found += result.bindings.flatMap { file in
            file.intake.remarks.map { ValidationFinding(kind: "remark", text: "\(file.path): \($0)") }
        }
        return found
    }

    /// The plausible range, in the unit in which the file has it.
    private func outside(_ line: VariableLine) -> String {
        guard let range = line.range else { return "" }
        guard let unit = line.unit, let own = line.variable.unit.flatMap(MeasurementUnit.init(named:)) else {
            return " (outside \(describe(range.lowerBound)) to \(describe(range.upperBound)))"
        }
        let bounds = [range.lowerBound, range.upperBound].map {
            describe((own.convert($0, to: unit) * 100).rounded() / 100)
        }
        return " (outside \(bounds[0]) to \(bounds[1]) \(unit.rawValue))"
    }

    /// What to do about implausible numbers that another unit would make plausible; nil where no unit does.
    private func likelyUnit(_ line: VariableLine, _ profile: VariableProfile) -> String? {
        guard let (unit, cells) = profile.likelyUnit, let own = line.variable.unit,
            let target = MeasurementUnit(named: own), let range = line.range
        else { return nil }
        let read = line.unit ?? target
        let fit =
            "\(grouped(cells)) of \(grouped(profile.implausibleNumbers)) implausible numbers would be plausible in \(unit.rawValue)"
        // A few answers that happen to be plausible, too, do not make a mixture.
        guard line.answered * 10 > cells else {
            return "\(fit); if they are, say so in a mapping file (unit: \(unit.rawValue)), the variable is in \(own)"
        }
        let (number, factor) = (read.convert(1, to: target), unit.convert(1, to: target))
        let isSmall = factor > number
        let bound = target.convert(isSmall ? range.lowerBound : range.upperBound, to: read)
        func times(_ factor: Double) -> String { factor == 1 ? "x" : "x * \(describe(factor))" }
        return
            "\(fit), the \(grouped(line.answered)) answers are plausible in \(read.rawValue): are both units in the column? Correct them where they "
            + "are from, or name the column x in a mapping file (name: x) and compute '\(line.variable.id)' there: "
            + "if x \(isSmall ? "<" : ">") \(describe(bound)) then \(times(factor)) else \(times(number))"
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

    /// For each cause that is not decided everywhere what to ask for: the unanswered items that most of its verdicts wait for alone, or the columns for want
    /// of which it is not assessed. The causes are in the rule set's order.
    var nextByCause: [(cause: String, undetermined: Int?, asked: [(text: String, alone: Int?)])] {
        let plan = result.plan
        return plan.ruleSet.causes.indices.compactMap { cause in
            let id = plan.ruleSet.causes[cause].id
            guard plan.causes[cause].position != nil else {
                let because = plan.notAssessed.filter { $0.subject == id }.map { ($0.because, Int?.none) }
                return (id, nil, because)
            }
            let undetermined = profile.eligible - profile.decidedCauses[cause]
            guard undetermined > 0 else { return nil }
            let slots = plan.neededColumns.indices.filter { profile.waiting[cause][$0] > 0 }.sorted {
                (profile.waitingOnly[cause][$1], profile.waiting[cause][$1], $0)
                    < (profile.waitingOnly[cause][$0], profile.waiting[cause][$0], $1)
            }
            let asked = slots.prefix(2).map { slot in
                let variable = plan.ruleSet.codebook.variables[plan.columnVariables[plan.neededColumns[slot]]]
                return (text: variable.id, alone: Int?.some(profile.waitingOnly[cause][slot]))
            }
            return (id, undetermined, asked.isEmpty ? [("an implausible answer", nil)] : asked)
        }
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
