// Picks one record out of a batch and explains it.

package import Cohort
internal import CSVReading
internal import Codebook
internal import FEEL
internal import RuleSets

extension ClassifiedBatch {
    /// Whether a record goes by a name: its id, or its number where it has no id.
    package func isNamed(_ name: String, record: Int) -> Bool {
        guard let id = id(of: record), !id.isEmpty else { return String(number(of: record)) == name }
        return id.elementsEqual(name.utf8) || repairedText(id) == name
    }

    /// Explains a record. O(rules × size of their conditions).
    package func explain(_ record: Int) -> ExplainedRecord {
        let kinds = missingKinds(ofRecord: record)
        var texts: [Int: String] = [:]
        for (slot, column) in plan.neededColumns.enumerated() {
            texts[column] = recodedText(record, slot: slot) ?? repairedText(cell(record, slot: slot))
        }
        let explainer = Explainer(plan, evaluator, record: record) { texts[$0] }
        return ExplainedRecord(
            recordID: id(of: record).flatMap { $0.isEmpty ? nil : repairedText($0) } ?? String(number(of: record)),
            number: number(of: record),
            path: path,
            line: run.line(of: first + record),
            missingKinds: kinds.mapValues(\.rawValue),
            explanation: explainer.explanation()
        )
    }
}
