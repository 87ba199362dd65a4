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

    /// The text of a record's cell in a column of the batch, as it is read.
    func openText(_ column: Int, _ record: Int) -> String? {
        plan.neededColumns.firstIndex(of: column).map { slot in
            recodedText(record, slot: slot) ?? repairedText(cell(record, slot: slot))
        }
    }

    /// The record's id, or its number where it has none.
    func name(of record: Int) -> String {
        id(of: record).flatMap { $0.isEmpty ? nil : repairedText($0) } ?? String(number(of: record))
    }

    /// Explains a record. O(rules × size of their conditions + records of the batch).
    package func explain(_ record: Int) -> ExplainedRecord {
        let kinds = missingKinds(ofRecord: record)
        let explainer = Explainer(plan, evaluator, record: record) { self.openText($0, record) }
        let sentences = SentenceWriter(self)
        sentences.prepare(self)
        return ExplainedRecord(
            recordID: name(of: record),
            number: number(of: record),
            path: path,
            line: run.line(of: first + record),
            missingKinds: kinds.mapValues(\.rawValue),
            sentence: sentences.sentence(self, record),
            explanation: explainer.explanation()
        )
    }
}
