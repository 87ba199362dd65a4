// The generator's truth: what it says about a record is what the definitions say about the record's answers.

import Testing

@Suite("The truth of a synthetic cohort")
struct CohortTruthTests {
    @Test("On complete answers every definition holds just where the truth says so", arguments: Definition.all)
    func truthIsWhatTheDefinitionsSay(definition: Definition) {
        let wrong = SyntheticCohort.complete.eligible.filter { record, truth in
            truth[definition.cause] != (definition.holds(record) ? "yes" : "no")
        }
        #expect(wrong.map { $0.truth["record_id"] } == [])
    }

    @Test("Every rule makes its cause present in some records, all on its own in some", arguments: Definition.all)
    func everyRuleOccurs(definition: Definition) {
        let records = SyntheticCohort.complete.eligible.map(\.record)
        for rule in definition.rules {
            let alone = records.contains { record in
                rule.holds(record) && definition.rules.count { $0.holds(record) } == 1
            }
            #expect(alone, "\(rule.id)")
        }
    }

    @Test("A record is eligible if it has pain, and only then has causes")
    func eligibilityIsPain() {
        let complete = SyntheticCohort.complete
        let wrong = zip(complete.cohort.rows, complete.truth.rows).filter { record, truth in
            let causes = Set(truth.cells.dropFirst(2))
            let inPain = record["pain_severity", >, 0]
            return truth["record_id"] != record["record_id"] || truth["eligible"] != (inPain ? "yes" : "no")
                || !(inPain ? causes.isSubset(of: ["yes", "no"]) : causes == [""])
        }
        #expect(wrong.map { $0.1.cells } == [])
    }

    @Test("Leaving answers out or messing up cells changes neither the truth nor another answer")
    func missingAnswersLeaveTheRestAlone() {
        let complete = SyntheticCohort.complete.cohort.rows
        let incomplete = SyntheticCohort.incomplete
        #expect(incomplete.truth.rows.map(\.cells) == SyntheticCohort.complete.truth.rows.map(\.cells))
        #expect(SyntheticCohort.messy.truth.rows.map(\.cells) == SyntheticCohort.complete.truth.rows.map(\.cells))
        let changed = zip(complete, incomplete.cohort.rows).filter { whole, partial in
            zip(whole.cells, partial.cells).contains { $1 != $0 && !$1.isEmpty }
        }
        #expect(changed.map { $0.1.cells } == [])
    }

    @Test("About one cell in a thousand is messy, and reads as the answer that was given or as none")
    func messyCellsNeverMislead() {
        var odd = 0
        let header = SyntheticCohort.messy.cohort.header
        for (whole, messy) in zip(SyntheticCohort.complete.cohort.rows, SyntheticCohort.messy.cohort.rows) {
            for (column, (answer, cell)) in zip(header, zip(whole.cells, messy.cells))
            where cell != answer && cell != "" {
                odd += 1
                #expect(reads(cell, as: answer, in: column) || isMissing(cell, in: column), "\(column): \(cell)")
            }
        }
        let cells = Double(header.count * SyntheticCohort.messy.cohort.rows.count)
        #expect((0.0005...0.0015).contains(Double(odd) / cells))
    }

    private func reads(_ cell: String, as answer: String, in column: String) -> Bool {
        let text = cell.lowercased().filter { $0 != " " }
        let spellings = ["yes": ["yes", "y", "true", "1"], "no": ["no", "n", "false", "0"]]
        return text == answer.filter { $0 != " " } || (spellings[answer] ?? []).contains(text)
    }

    private func isMissing(_ cell: String, in column: String) -> Bool {
        if ["na", "n/a", ".", "-"].contains(cell.lowercased()) { return true }
        if let range = plausibleRanges[column] {
            // No number at all, or one that is out of range.
            return Double(cell).map { !range.contains($0) } ?? true
        }
        return ["?", "unclear", "see notes"].contains(cell) && column != "training_type"
    }
}
