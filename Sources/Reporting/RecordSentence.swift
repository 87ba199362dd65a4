// One record in plain language: which explanation matches first and why, what else is present, and which answers would settle what is open.

package import Cohort
internal import Codebook
internal import Columns
internal import FEEL
internal import RuleSets

/// Writes the sentences of the records of one evaluator's batches. One worker uses one writer.
package final class SentenceWriter {
    private let plan: Plan
    private let evaluator: Evaluator
    private let answers: SingleAnswers
    private let findings: PlainFindings
    /// For each cause, for each column that it waits for in some record of the batch: the records that need its answer, and those that it settles.
    private var waiting: [[Int: [(needed: UInt64, settled: UInt64)]]] = []
    private let contributing: [Bool]
    private let labels: [String]

    /// Makes a writer for the batches of one evaluator.
    package init(_ batch: ClassifiedBatch) {
        plan = batch.plan
        evaluator = batch.evaluator
        let columns = Array(plan.columnVariables.indices)
        answers = SingleAnswers(evaluator, over: evaluator.batch, columns: columns)
        findings = PlainFindings(plan, evaluator)
        contributing = plan.contributing
        labels = plan.ruleSet.causes.map(\.label)
    }

    /// Finds what the batch's records wait for. To be called once per batch, before its sentences are asked for.
    package func prepare(_ batch: ClassifiedBatch) {
        let words = evaluator.batch.wordCount
        waiting = plan.causes.map { cause in
            var columns: [Int: [(needed: UInt64, settled: UInt64)]] = [:]
            guard let position = cause.position else { return columns }
            answers.trace(position) { word in
                eligible(word)
            } _: { word, column, needed, settled in
                columns[column, default: Array(repeating: (0, 0), count: words)][word] = (needed, settled)
            }
            return columns
        }
    }

    private func eligible(_ word: Int) -> UInt64 {
        let present = evaluator.batch.present(inWord: word)
        return plan.population.map { evaluator.truth(of: $0)[word] & present } ?? present
    }

    // MARK: Sentences

    /// The sentences for a record of the batch that was prepared last. O(what is said).
    package func sentence(_ batch: ClassifiedBatch, _ record: Int) -> String {
        var text = ""
        let openText = { (column: Int) in batch.openText(column, record) }
        let eligibility = plan.eligibility(evaluator, record: record)
        appendFlags(eligibility, record, to: &text)
        switch eligibility {
        case .no:
            text += "Outside the population"
            appendPopulation(record, openText, to: &text)
        case .undetermined:
            text += "Whether this record belongs to the population is not known"
            appendPopulation(record, openText, to: &text)
        case .yes:
            let verdicts = plan.verdicts(evaluator, record: record)
            let main = MainCause.of(verdicts, contributing: contributing)
            appendMain(main, verdicts, record, openText, to: &text)
            appendOthers(main.cause, verdicts, record, openText, to: &text)
            appendOpen(main, verdicts, record, to: &text)
        }
        return text
    }

    private func appendFlags(_ eligibility: Eligibility, _ record: Int, to text: inout String) {
        guard plan.anyFlag != nil else { return }
        var standing: [String] = []
        var open: [String] = []
        for (flag, planned) in zip(plan.ruleSet.flags, plan.flags) {
            switch plan.verdict(planned.position, evaluator, record: record) {
            case .present: standing.append(flag.label)
            case .undetermined: open.append(flag.label)
            case .absent, .notAssessed: break
            }
        }
        if !standing.isEmpty {
            text += "Red flag\(standing.count == 1 ? "" : "s"): \(standing.joined(separator: "; ")). "
        }
        // Whoever has no pain is not asked on.
        guard !open.isEmpty, eligibility != .no else { return }
        text += "Red flag\(open.count == 1 ? "" : "s") not ruled out: \(open.joined(separator: "; ")). "
    }

    private func appendPopulation(_ record: Int, _ openText: (Int) -> String?, to text: inout String) {
        guard let population = plan.population else { return text += "." }
        let why = findings.list(population, record, openText)
        text += why.isEmpty ? "." : ": \(why.joined(separator: " and "))."
    }

    private func appendMain(
        _ main: (cause: MainCause, isCertain: Bool),
        _ verdicts: [Verdict],
        _ record: Int,
        _ openText: (Int) -> String?,
        to text: inout String
    ) {
        switch main.cause {
        case .cause(let position):
            text += main.isCertain ? "First matching explanation: " : "First matching explanation, not certain: "
            text += labels[position]
            appendReasons(position, record, openText, to: &text)
            text += "."
        case .undetermined: text += "No explanation matches so far."
        case .contributingOnly: text += "No explanation matches, only what contributes."
        case .unexplained: text += "No definition is met."
        }
        let unassessed = before(main.cause).filter { verdicts[$0] == .notAssessed }.map { labels[$0] }
        if !unassessed.isEmpty { text += " The file cannot tell: \(unassessed.joined(separator: "; "))." }
    }

    /// The causes that could be the main one in place of what was found.
    private func before(_ main: MainCause) -> [Int] {
        let end = if case .cause(let position) = main { position } else { contributing.count }
        return (0..<end).filter { !contributing[$0] }
    }

    private func appendReasons(
        _ cause: Int,
        _ record: Int,
        _ openText: (Int) -> String?,
        to text: inout String
    ) {
        var reasons: [String] = []
        for case let rule? in plan.causes[cause].rules where hasBit(evaluator.truth(of: rule), record) {
            for reason in findings.list(rule, isRule: true, record, openText) where !reasons.contains(reason) {
                reasons.append(reason)
            }
        }
        if !reasons.isEmpty { text += ", since " + reasons.joined(separator: " and ") }
    }

    private func appendOthers(
        _ main: MainCause,
        _ verdicts: [Verdict],
        _ record: Int,
        _ openText: (Int) -> String?,
        to text: inout String
    ) {
        var isFirst = true
        for (cause, verdict) in verdicts.enumerated() where verdict == .present && main != .cause(cause) {
            text += isFirst ? (main == .contributingOnly ? " Present: " : " Also present: ") : "; "
            isFirst = false
            text += labels[cause]
            appendReasons(cause, record, openText, to: &text)
        }
        if !isFirst { text += "." }
    }

    private func appendOpen(
        _ main: (cause: MainCause, isCertain: Bool),
        _ verdicts: [Verdict],
        _ record: Int,
        to text: inout String
    ) {
        let open = verdicts.indices.filter { verdicts[$0] == .undetermined }
        let first = before(main.cause).filter { verdicts[$0] == .undetermined }
        let rest = open.filter { !first.contains($0) }
        if !first.isEmpty {
            let isBefore = if case .cause = main.cause { true } else { false }
            text += isBefore ? " Open, and before it: " : " Open: "
            text += first.map { described($0, record) }.joined(separator: "; ") + "."
        }
        if !rest.isEmpty {
            text += first.isEmpty ? " Open: " : " Also open: "
            text += rest.map { described($0, record) }.joined(separator: "; ") + "."
        }
    }

    /// An open cause with what it waits for.
    private func described(_ cause: Int, _ record: Int) -> String {
        let (word, bit) = (record / 64, UInt64(record % 64))
        let columns = waiting[cause].keys.filter { column in
            (waiting[cause][column]?[word].needed ?? 0) >> bit & 1 != 0
        }.sorted()
        let names = columns.map { findings.label(ofColumn: $0) }
        guard let only = columns.first else { return "\(labels[cause]) (not defined for these answers)" }
        if columns.count == 1, (waiting[cause][only]?[word].settled ?? 0) >> bit & 1 != 0 {
            return "\(labels[cause]) (settled by an answer to \"\(names[0])\", whatever it is)"
        }
        return "\(labels[cause]) (not answered: \(names.joined(separator: ", ")))"
    }
}
