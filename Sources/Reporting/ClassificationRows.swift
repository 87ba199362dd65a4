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
    private let present: RecordFacts
    private let absent: RecordFacts
    private let holding: RecordFacts
    private let needed: RecordFacts
    private let verdictTexts = ConstantTexts(Verdict.allCases.map { $0.rawValue + "," })
    private let mainTexts: ConstantTexts
    private let ruleTexts: ConstantTexts
    private let variableTexts: ConstantTexts
    /// The most bytes that a row can have besides its id.
    private let largestRow: Int

    /// Makes a writer for the batches of one evaluator.
    package init(_ batch: ClassifiedBatch) {
        plan = batch.plan
        needs = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        contributing = plan.contributing
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
        (["record_id", "eligible", "main_cause", "main_cause_certain"] + ruleSet.causes.map(\.id) + [
            "reasons", "missing",
        ])
        .joined(separator: ",") + "\n"
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
        var main = causes + 2
        var (isOpen, isUndetermined, hasContributing, isFound) = (false, false, false, false)
        for cause in 0..<causes {
            let (isPresent, isAbsent) = (holds(present, cause, bit), holds(absent, cause, bit))
            if contributing[cause] {
                hasContributing = hasContributing || isPresent
            } else if isPresent {
                (main, isFound) = (cause, true)
                break
            } else if !isAbsent {
                isOpen = true
                isUndetermined = isUndetermined || plan.causes[cause].position != nil
            }
        }
        if !isFound, isUndetermined { main = causes } else if !isFound, hasContributing { main = causes + 1 }
        buffer.append(mainTexts[main])
        append(isOpen ? ",no," : ",yes,")
        for cause in 0..<causes {
            let verdict =
                holds(present, cause, bit)
                ? 0 : holds(absent, cause, bit) ? 1 : plan.causes[cause].position != nil ? 2 : 3
            buffer.append(verdictTexts[verdict])
        }
        append(joined: ruleTexts, where: holding, bit)
        buffer.append(UInt8(ascii: ","))
    }

    @inline(__always)
    private func holds(_ facts: RecordFacts, _ fact: Int, _ record: Int) -> Bool {
        facts.word(fact >> 6, ofRecord: record) &>> UInt64(fact & 63) & 1 != 0
    }

    /// Appends the texts of the facts that hold, joined by `;`.
    private func append(joined texts: ConstantTexts, where facts: RecordFacts, _ record: Int) {
        var isFirst = true
        for word in 0..<facts.wordsPerRecord {
            var left = facts.word(word, ofRecord: record)
            while left != 0 {
                if !isFirst { buffer.append(UInt8(ascii: ";")) }
                buffer.append(texts[64 * word + left.trailingZeroBitCount])
                left &= left &- 1
                isFirst = false
            }
        }
    }

    // MARK: Other formats

    /// The batch's rows for the other formats.
    func rows(_ batch: ClassifiedBatch) -> [ClassificationRow] {
        trace(batch)
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
                    }
            )
        }
    }
}
