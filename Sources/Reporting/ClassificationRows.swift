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
    private let causeIDs: [[UInt8]]
    private let contributing: [Bool]
    /// The name of each rule and its step, in the rule set's order.
    private let rules: [(name: [UInt8], position: Int)]
    /// The id of each collected variable and its column, in codebook order.
    private let variables: [(id: [UInt8], column: Int)]
    private static let verdictNames = Verdict.allCases.map { Array($0.rawValue.utf8) }

    /// Makes a writer for the batches of one evaluator.
    package init(_ batch: ClassifiedBatch) {
        plan = batch.plan
        needs = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        causeIDs = plan.ruleSet.causes.map { Array($0.id.utf8) }
        contributing = plan.contributing
        rules = zip(plan.ruleSet.causes, plan.causes).flatMap { cause, planned in
            zip(cause.rules, planned.rules).compactMap { rule, position in
                position.map { (Array("\(cause.id).\(rule.id)".utf8), $0) }
            }
        }
        variables = plan.columnVariables.enumerated().map { column, variable in
            (Array(batch.plan.ruleSet.codebook.variables[variable].id.utf8), column)
        }
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

    /// Appends the batch's rows as CSV. O(records × (causes + rules + variables)).
    package func appendCSV(_ batch: ClassifiedBatch, to rows: inout [UInt8]) {
        trace(batch)
        let comma = UInt8(ascii: ",")
        for record in 0..<batch.count {
            if let id = batch.id(of: record) {
                rows.append(repairedField: id)
            } else {
                rows.append(text: String(batch.number(of: record)))
            }
            rows.append(comma)
            let eligibility = plan.eligibility(batch.evaluator, record: record)
            rows.append(text: eligibility.rawValue)
            rows.append(comma)
            if eligibility == .yes {
                appendVerdicts(batch, record, to: &rows)
            } else {
                for _ in 0..<causeIDs.count + 3 { rows.append(comma) }
            }
            if eligibility != .no {
                rows.append(joined: variables.map(\.id)) { hasBit(needs.needed(column: variables[$0].column), record) }
            }
            rows.append(0x0A)
        }
    }

    private func appendVerdicts(_ batch: ClassifiedBatch, _ record: Int, to rows: inout [UInt8]) {
        let comma = UInt8(ascii: ",")
        let verdicts = plan.verdicts(batch.evaluator, record: record)
        let main = MainCause.of(verdicts, contributing: contributing)
        if case .cause(let position) = main.cause {
            rows.append(contentsOf: causeIDs[position])
        } else {
            rows.append(text: main.cause.name(in: plan.ruleSet.causes))
        }
        rows.append(text: main.isCertain ? ",yes," : ",no,")
        for verdict in verdicts {
            rows.append(text: verdict.rawValue)
            rows.append(comma)
        }
        var isFirst = true
        for (name, position) in rules where hasBit(batch.evaluator.truth(of: position), record) {
            if !isFirst { rows.append(UInt8(ascii: ";")) }
            rows.append(contentsOf: name)
            isFirst = false
        }
        rows.append(comma)
    }

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
                        String(decoding: $0.name, as: UTF8.self)
                    }
                    : [],
                missing: eligibility == .no
                    ? []
                    : variables.filter { hasBit(needs.needed(column: $0.column), record) }.map {
                        String(decoding: $0.id, as: UTF8.self)
                    }
            )
        }
    }
}
