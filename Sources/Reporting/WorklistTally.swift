// One worker's search for the records that a clinician should look at first.

package import Cohort
internal import CSVReading
internal import Codebook
internal import Columns
internal import FEEL
internal import RuleSets

/// Finds the records of one evaluator's batches that belong on the list. One worker uses one tally.
///
/// Memory is bounded whatever the cohort's size: of the records that share their most pressing reason the first `limit` are kept, the others only
/// counted.
package final class WorklistTally {
    /// What was found so far.
    package private(set) var list: Worklist

    private let plan: Plan
    private let evaluator: Evaluator
    private let answers: SingleAnswers
    private let findings: PlainFindings
    /// What has a verdict that an answer can settle: the assessed flags, then the assessed causes.
    private let subjects: [(id: String, label: String, position: Int)]

    /// Makes a tally for the batches of one evaluator, which keeps up to `limit` records for each reason.
    package init(_ batch: ClassifiedBatch, limit: Int) {
        plan = batch.plan
        evaluator = batch.evaluator
        list = Worklist(plan.ruleSet, limit: limit)
        answers = SingleAnswers(evaluator, over: evaluator.batch, columns: Array(plan.columnVariables.indices))
        findings = PlainFindings(plan, evaluator)
        let flags = zip(plan.ruleSet.flags, plan.flags).map { ($0.id, $0.label, $1.position) }
        let causes = zip(plan.ruleSet.causes, plan.causes).map { ($0.id, $0.label, $1.position) }
        subjects = (flags + causes).compactMap { id, label, position in position.map { (id, label, $0) } }
    }

    /// Adds the batch's records. O(causes × steps × records / 64 + what is kept).
    package func add(_ batch: ClassifiedBatch) {
        let absent = batch.file.slots.absent
        let settled = settledVerdicts(leavingOut: absent)
        for word in 0..<evaluator.batch.wordCount {
            let present = evaluator.batch.present(inWord: word)
            let (eligible, outside) = population(word, present)
            if !absent.isEmpty { list.unasked[batch.fileIndex, default: 0] += eligible.nonzeroBitCount }
            let flagged = plan.anyFlag.map { evaluator.truth(of: $0)[word] & present } ?? 0
            list.flaggedOutside += (flagged & outside).nonzeroBitCount
            // Whether there is pain may be unknown: a flag stands all the same.
            var masks = [flagged & ~outside]
            masks += plan.worklist.map { step in step.map { evaluator.truth(of: $0)[word] & eligible } ?? 0 }
            masks.append(settled.reduce(0) { $0 | $1.masks[word] })
            var left: UInt64 = 0
            for (reason, mask) in masks.enumerated() {
                list.counts[reason] += mask.nonzeroBitCount
                list.firstCounts[reason] += (mask & ~left).nonzeroBitCount
                left |= mask
            }
            while left != 0 {
                let bit = left.trailingZeroBitCount
                left &= left &- 1
                let own = masks.indices.filter { masks[$0] >> UInt64(bit) & 1 != 0 }
                keep(batch, word * 64 + bit, own, settled)
            }
        }
    }

    /// The records of a word that belong to the population, and those that do not.
    private func population(_ word: Int, _ present: UInt64) -> (eligible: UInt64, outside: UInt64) {
        guard let population = plan.population else { return (present, 0) }
        return (evaluator.truth(of: population)[word] & present, evaluator.falsity(of: population)[word] & present)
    }

    /// An undetermined verdict that one answer settles: on which subject, the column that it takes, and the records, 64 to a word.
    private typealias Settled = (subject: Int, column: Int, masks: [UInt64])

    /// The verdicts that an answer to a question of the file settles; `absent` are the variables that it has no column for.
    private func settledVerdicts(leavingOut absent: Set<Int>) -> [Settled] {
        let words = evaluator.batch.wordCount
        var found: [Settled] = []
        for (index, subject) in subjects.enumerated() {
            var columns: [Int: [UInt64]] = [:]
            answers.trace(subject.position) { word in
                population(word, evaluator.batch.present(inWord: word)).eligible
            } _: { word, column, _, settled in
                guard settled != 0, !absent.contains(plan.columnVariables[column]) else { return }
                columns[column, default: Array(repeating: 0, count: words)][word] = settled
            }
            found += columns.sorted { $0.key < $1.key }.map { (index, $0.key, $0.value) }
        }
        return found
    }

    private func keep(_ batch: ClassifiedBatch, _ record: Int, _ own: [Int], _ settled: [Settled]) {
        guard let first = own.first else { return }
        let number = batch.number(of: record)
        // A worker meets records in input order, so the first ones are those that it has.
        guard list.entries[first].count < list.limit else { return }
        let bit = UInt64(record % 64)
        let verdicts = settled.filter { $0.masks[record / 64] >> bit & 1 != 0 }
        let columns = Set(verdicts.map(\.column)).sorted()
        let open = columns.map { column in
            (
                variable: plan.ruleSet.codebook.variables[plan.columnVariables[column]],
                settles: verdicts.filter { $0.column == column }.map { subjects[$0.subject] }.map { ($0.id, $0.label) }
            )
        }
        let flags = zip(plan.ruleSet.flags, plan.flags).filter {
            plan.verdict($1.position, evaluator, record: record) == .present
        }.map(\.0)
        list.entries[first].append(
            WorklistEntry(
                number: number,
                recordID: batch.name(of: record),
                path: batch.path,
                line: batch.run.line(of: batch.first + record),
                reasons: own,
                flags: flags.map(\.id),
                why: why(batch, record, own, flags, open),
                open: open,
                advice: plan.advice(evaluator, record: record)
            )
        )
    }

    private func why(
        _ batch: ClassifiedBatch,
        _ record: Int,
        _ own: [Int],
        _ flags: [RedFlag],
        _ open: [(variable: Variable, settles: [(id: String, label: String)])]
    ) -> String {
        let openText = { (column: Int) in batch.openText(column, record) }
        return own.map { place in
            switch list.reasons[place].kind {
            case .redFlag:
                "Red flag\(flags.count == 1 ? "" : "s"): \(flags.map { described($0, record, openText) }.joined(separator: "; "))."
            case .rule(let index):
                rule(index, list.reasons[place].label, record, openText)
            case .openVerdict:
                open.map { variable, settles in
                    let labels = settles.map { "\"\($0.label)\"" }.joined(separator: " and ")
                    return "An answer to \"\(variable.label)\" settles \(labels), whatever it is."
                }.joined(separator: " ")
            }
        }.joined(separator: " ")
    }

    /// A flag, and why it stands where its label does not say.
    private func described(_ flag: RedFlag, _ record: Int, _ openText: (Int) -> String?) -> String {
        guard flag.rules.count > 1, let place = plan.ruleSet.flags.firstIndex(where: { $0.id == flag.id }) else {
            return flag.label
        }
        var phrases: [String] = []
        for case let step? in plan.flags[place].rules where hasBit(evaluator.truth(of: step), record) {
            for phrase in findings.list(step, isRule: true, record, openText) where !phrases.contains(phrase) {
                phrases.append(phrase)
            }
        }
        return phrases.isEmpty ? flag.label : "\(flag.label), since \(phrases.joined(separator: " and "))"
    }

    private func rule(_ index: Int, _ label: String, _ record: Int, _ openText: (Int) -> String?) -> String {
        guard let step = plan.worklist[index] else { return "\(label)." }
        let phrases = findings.list(step, isRule: true, record, openText)
        return phrases.isEmpty ? "\(label)." : "\(label): \(phrases.joined(separator: " and "))."
    }
}
