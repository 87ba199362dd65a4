// A second look at single cells, for what a batch's columns do not keep: why an answer is missing, and which text an open one is.

package import Codebook
internal import CSVReading
internal import Columns
internal import Mappings
package import RuleSets

/// Reads single cells of a batch's records once more, on the plain path. One worker uses one.
package final class SecondLook {
    private let plain: Pipeline
    private var readers: [Int: FileReaders] = [:]

    /// Makes one for the batches of a plan.
    package init(_ plan: Plan) {
        plain = Pipeline(plan, kernel: .plain)
    }

    private func readers(_ batch: ClassifiedBatch) -> FileReaders {
        if let known = readers[batch.fileIndex] { return known }
        let made = plain.makeFile(batch.file)
        readers[batch.fileIndex] = made
        return made
    }

    /// Why a record has no answer in a needed column, by its place in `Plan.neededColumns`; nil if it has one.
    package func kind(_ batch: ClassifiedBatch, _ record: Int, slot: Int) -> MissingKind? {
        plain.kind(in: batch.run, record: batch.first + record, slot: slot, readers(batch))
    }

    /// The text of an open answer that is not its cell as it stands; nil where it is.
    package func text(_ batch: ClassifiedBatch, _ record: Int, slot: Int) -> String? {
        let readers = readers(batch)
        return readers.recipes[slot]?.text(
            readers.slots(ofRecipe: slot).map { batch.run.cell(record: batch.first + record, slot: $0) }
        )
    }
}
