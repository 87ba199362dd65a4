// One row per record: its main cause, the verdict on every cause, and why.

internal import Codebook
package import Cohort
internal import Columns
internal import FEEL
package import RuleSets

/// The contents of one row, before a format is put on it.
struct ClassificationRow {
    var recordID: String
    var eligibility: Eligibility
    /// The main cause by name; empty where the record is not eligible.
    var mainCause: String
    var isCertain: Bool?
    var verdicts: [Verdict?]
    var reasons: [String]
    var missing: [String]
    /// The record in plain language, where that was asked for.
    var explanation: String?
}

/// Writes the rows of `classify`. One worker uses one writer.
package final class ClassificationWriter {
    private let plan: Plan
    private let needs: NeedTrace
    private let contributing: [Bool]
    /// The name of each assessed rule and its step, in the rule set's order.
    private let rules: [(name: String, position: Int)]
    /// The id of each collected variable and its column, in codebook order.
    private let variables: [(id: String, column: Int)]

    // What the fast way to CSV needs: 64 records at a time, a word of facts per record.
    private let buffer = RowBuffer()
    private let sentences: SentenceWriter?
    private let present: RecordFacts
    private let absent: RecordFacts
    private let holding: RecordFacts
    private let needed: RecordFacts
    /// By whether the cause is present (1), absent (2) and assessed (4).
    private let verdictTexts = ConstantTexts(
        (0..<8).map { facts -> String in
            let verdict: Verdict =
                facts & 1 != 0 ? .present : facts & 2 != 0 ? .absent : facts & 4 != 0 ? .undetermined : .notAssessed
            return verdict.rawValue + ","
        }
    )
    /// For each 64 causes, which may be the main cause, which contribute, and which are assessed.
    private let masks: [(own: UInt64, contributing: UInt64, assessed: UInt64)]
    private let mainTexts: ConstantTexts
    private let ruleTexts: ConstantTexts
    private let variableTexts: ConstantTexts
    /// The most bytes that a row can have besides its id.
    private let largestRow: Int

    /// Makes a writer for the batches of one evaluator. With `explains` each row ends with a sentence that says why.
    package init(_ batch: ClassifiedBatch, explains: Bool = false) {
        plan = batch.plan
        sentences = explains ? SentenceWriter(batch) : nil
        needs = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        contributing = plan.contributing
        masks = stride(from: 0, to: plan.causes.count, by: 64).map { [plan, contributing] first in
            func mask(_ test: (Int) -> Bool) -> UInt64 {
                (first..<min(first + 64, plan.causes.count)).reduce(0) { $0 | (test($1) ? 1 : 0) << UInt64($1 - first) }
            }
            return (mask { !contributing[$0] }, mask { contributing[$0] }, mask { plan.causes[$0].position != nil })
        }
        rules = zip(plan.ruleSet.causes, plan.causes).flatMap { cause, planned in
            zip(cause.rules, planned.rules).compactMap { rule, position in
                position.map { ("\(cause.id).\(rule.id)", $0) }
            }
        }
        variables = plan.columnVariables.enumerated().map { (batch.plan.ruleSet.codebook.variables[$1].id, $0) }
        let causes = plan.ruleSet.causes
        present = RecordFacts(facts: causes.count)
        absent = RecordFacts(facts: causes.count)
        holding = RecordFacts(facts: rules.count)
        needed = RecordFacts(facts: variables.count)
        mainTexts = ConstantTexts(causes.map(\.id) + ["undetermined", "contributing_only", "unexplained"])
        ruleTexts = ConstantTexts(rules.map(\.name))
        variableTexts = ConstantTexts(variables.map(\.id))
        largestRow =
            64 + mainTexts.totalCount + causes.count * 16 + ruleTexts.totalCount + rules.count
            + variableTexts.totalCount
            + variables.count
    }

    /// The header of the CSV contract.
    package static func header(_ ruleSet: RuleSet) -> String {
        columns(ruleSet, explains: false).joined(separator: ",") + "\n"
    }

    /// The columns of the CSV contract, and behind them that of the sentence where it was asked for.
    static func columns(_ ruleSet: RuleSet, explains: Bool) -> [String] {
        ["record_id", "eligible", "main_cause", "main_cause_certain"] + ruleSet.causes.map(\.id)
            + ["reasons", "missing"] + (explains ? ["explanation"] : [])
    }

    /// Finds, for all records of the batch, which missing answers leave causes (or eligibility) open.
    private func trace(_ batch: ClassifiedBatch) {
        needs.start()
        for word in 0..<batch.evaluator.batch.wordCount {
            var eligible = batch.evaluator.batch.present(inWord: word)
            if let population = plan.population {
                needs.need(population, word: word, mask: eligible)
                eligible &= batch.evaluator.truth(of: population)[word]
            }
            for cause in plan.causes {
                if let position = cause.position { needs.need(position, word: word, mask: eligible) }
            }
        }
        needs.follow()
    }

    // MARK: CSV

    /// Appends the batch's rows as CSV. O(records × causes + what is written).
    package func appendCSV(_ batch: ClassifiedBatch, to rows: inout [UInt8]) {
        trace(batch)
        sentences?.prepare(batch)
        buffer.removeAll()
        let evaluator = batch.evaluator
        for word in 0..<evaluator.batch.wordCount {
            var (eligible, ineligible) = (~UInt64(0), UInt64(0))
            if let population = plan.population {
                (eligible, ineligible) = (
                    evaluator.truth(of: population)[word], evaluator.falsity(of: population)[word]
                )
            }
            present.load { cause in plan.causes[cause].position.map { evaluator.truth(of: $0)[word] } ?? 0 }
            absent.load { cause in plan.causes[cause].position.map { evaluator.falsity(of: $0)[word] } ?? 0 }
            holding.load { rule in evaluator.truth(of: rules[rule].position)[word] }
            needed.load { variable in needs.needed(column: variables[variable].column)[word] }
            for bit in 0..<min(64, batch.count - 64 * word) {
                appendID(batch, 64 * word + bit)
                if eligible &>> UInt64(bit) & 1 != 0 {
                    append(",yes,")
                    appendVerdicts(bit)
                } else {
                    append(ineligible &>> UInt64(bit) & 1 != 0 ? ",no," : ",undetermined,")
                    for _ in 0..<plan.causes.count + 3 { buffer.append(UInt8(ascii: ",")) }
                }
                if ineligible &>> UInt64(bit) & 1 == 0 { append(joined: variableTexts, where: needed, bit) }
                if let sentences { append(field: sentences.sentence(batch, 64 * word + bit)) }
                buffer.append(0x0A)
            }
        }
        rows.append(contentsOf: buffer.contents)
    }

    /// Appends the record's id or number, and makes room for the rest of its row.
    private func appendID(_ batch: ClassifiedBatch, _ record: Int) {
        guard let id = batch.id(of: record) else {
            buffer.reserve(20 + largestRow)
            return append(String(batch.number(of: record)))
        }
        if id.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x41 < 26 || $0 &- 0x61 < 26 }) {
            buffer.reserve(id.count + largestRow)
            return buffer.append(id)
        }
        var field: [UInt8] = []
        field.append(repairedField: id)
        buffer.reserve(field.count + largestRow)
        field.withUnsafeBufferPointer { buffer.append($0) }
    }

    /// Appends a comma, a text as a field, and room for a line end.
    private func append(field text: String) {
        var field: [UInt8] = [UInt8(ascii: ",")]
        field.append(field: text)
        buffer.reserve(field.count + 1)
        field.withUnsafeBufferPointer { buffer.append($0) }
    }

    @inline(__always)
    private func append(_ text: StaticString) {
        buffer.append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func append(_ text: String) {
        var text = text
        text.withUTF8 { buffer.append($0) }
    }

    /// Appends the main cause, the verdicts and the reasons of a record, each with a comma behind it.
    private func appendVerdicts(_ bit: Int) {
        let causes = plan.causes.count
        var main: Int?
        var (isOpen, isUndetermined, hasContributing) = (false, false, false)
        for word in masks.indices {
            let (yes, no) = (present.word(word, ofRecord: bit), absent.word(word, ofRecord: bit))
            let found = yes & masks[word].own
            let open = ~(yes | no) & masks[word].own & (found == 0 ? ~0 : (found & (0 &- found)) &- 1)
            isOpen = isOpen || open != 0
            isUndetermined = isUndetermined || open & masks[word].assessed != 0
            hasContributing = hasContributing || yes & masks[word].contributing != 0
            if found != 0 {
                main = 64 * word + found.trailingZeroBitCount
                break
            }
        }
        let unexplained = isUndetermined ? causes : hasContributing ? causes + 1 : causes + 2
        buffer.append(constant: mainTexts[main ?? unexplained])
        append(isOpen ? ",no," : ",yes,")
        for word in masks.indices {
            var (yes, no) = (present.word(word, ofRecord: bit), absent.word(word, ofRecord: bit))
            var assessed = masks[word].assessed
            for _ in 64 * word..<min(64 * word + 64, causes) {
                buffer.append(
                    short: verdictTexts[Int(truncatingIfNeeded: yes & 1 | (no & 1) << 1 | (assessed & 1) << 2)]
                )
                (yes, no, assessed) = (yes >> 1, no >> 1, assessed >> 1)
            }
        }
        append(joined: ruleTexts, where: holding, bit)
        buffer.append(UInt8(ascii: ","))
    }

    /// Appends the texts of the facts that hold, joined by `;`.
    private func append(joined texts: ConstantTexts, where facts: RecordFacts, _ record: Int) {
        var isFirst = true
        for word in 0..<facts.wordsPerRecord {
            var left = facts.word(word, ofRecord: record)
            while left != 0 {
                if !isFirst { buffer.append(UInt8(ascii: ";")) }
                buffer.append(constant: texts[64 * word + left.trailingZeroBitCount])
                left &= left &- 1
                isFirst = false
            }
        }
    }

    // MARK: Other formats

    /// The batch's rows for the other formats.
    func rows(_ batch: ClassifiedBatch) -> [ClassificationRow] {
        trace(batch)
        sentences?.prepare(batch)
        return (0..<batch.count).map { record in
            let eligibility = plan.eligibility(batch.evaluator, record: record)
            let verdicts = plan.verdicts(batch.evaluator, record: record)
            let main = MainCause.of(verdicts, contributing: contributing)
            let isEligible = eligibility == .yes
            return ClassificationRow(
                recordID: batch.id(of: record).map(repairedText) ?? String(batch.number(of: record)),
                eligibility: eligibility,
                mainCause: isEligible ? main.cause.name(in: plan.ruleSet.causes) : "",
                isCertain: isEligible ? main.isCertain : nil,
                verdicts: isEligible ? verdicts : verdicts.map { _ in nil },
                reasons: isEligible
                    ? rules.filter { hasBit(batch.evaluator.truth(of: $0.position), record) }.map {
                        $0.name
                    }
                    : [],
                missing: eligibility == .no
                    ? []
                    : variables.filter { hasBit(needs.needed(column: $0.column), record) }.map {
                        $0.id
                    },
                explanation: sentences?.sentence(batch, record)
            )
        }
    }
}
