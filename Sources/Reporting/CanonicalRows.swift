// Records as Lumbar understands them, as plain CSV.

internal import Codebook
package import Cohort
internal import Columns
internal import FEEL
internal import Mappings
internal import RuleSets

/// Writes the rows of `convert`: RFC 4180 with commas and LF, quotes only where needed. One worker uses one writer for the batches of one run.
///
/// Read again, the rows give the same verdicts and the same summary as the files that they come from: every number is the same double, every code the same
/// code, and what had no answer, for whatever reason, is blank.
package final class CanonicalWriter {
    private let header: CanonicalHeader
    private let secondLook: SecondLook
    private var files: [Int: [CanonicalSpelling]] = [:]

    /// Makes a writer of rows under a header.
    package init(_ batch: ClassifiedBatch, _ header: CanonicalHeader) {
        self.header = header
        secondLook = SecondLook(batch.plan)
    }

    /// How a file's answers are spelled. Its own words for missing answers count, too: kept columns may have it taken for the same platform's again.
    private func spellings(_ batch: ClassifiedBatch) throws -> [CanonicalSpelling] {
        if let known = files[batch.fileIndex] { return known }
        let own = CanonicalHeader(batch.plan, batch.file, hasKinds: header.hasKinds)
        if let problem = header.problem(with: own, batch.path) { throw problem }
        let codebook = batch.file.intake.codebook
        let made = header.variables.map {
            CanonicalSpelling(codebook.variables[$0], in: codebook, pool: batch.plan.program.texts)
        }
        files[batch.fileIndex] = made
        return made
    }

    /// Appends a batch's rows; O(what is written). Throws a `RunError` where the batch is of a file that the header does not fit.
    package func append(_ batch: ClassifiedBatch, to rows: inout [UInt8]) throws {
        let spellings = try spellings(batch)
        let columns = batch.plan.neededColumns
        for record in 0..<batch.count {
            let start = rows.count
            if header.recordID != nil { appendID(batch, record, to: &rows) }
            for (slot, column) in columns.enumerated() {
                if slot > 0 || header.recordID != nil { rows.append(UInt8(ascii: ",")) }
                guard batch.evaluator.batch.isAnswered(column, record: record) else { continue }
                append(batch, record, slot: slot, column: column, spellings[slot], to: &rows)
            }
            if header.hasKinds {
                for (slot, column) in columns.enumerated() {
                    rows.append(UInt8(ascii: ","))
                    if batch.evaluator.batch.isAnswered(column, record: record) { continue }
                    if let kind = secondLook.kind(batch, record, slot: slot) { rows.append(text: kind.rawValue) }
                }
            }
            for place in header.kept.indices {
                rows.append(UInt8(ascii: ","))
                rows.append(repairedField: batch.unboundCell(record, place))
            }
            // A blank line is no record.
            if rows.count == start { rows.append(text: "\"\"") }
            rows.append(0x0A)
        }
    }

    /// The record's id as `classify` gives it: the file's, blank where it is blank there, or the record's number where the file has none.
    private func appendID(_ batch: ClassifiedBatch, _ record: Int, to rows: inout [UInt8]) {
        if let id = batch.id(of: record) {
            rows.append(repairedField: id)
        } else {
            rows.append(number: Double(batch.number(of: record)))
        }
    }

    private func append(
        _ batch: ClassifiedBatch,
        _ record: Int,
        slot: Int,
        column: Int,
        _ spelling: CanonicalSpelling,
        to rows: inout [UInt8]
    ) {
        let answers = batch.evaluator.batch
        switch answers.kinds[column] {
        case .number: spelling.append(number: answers.numbers(column)[record], to: &rows)
        case .boolean: rows.append(contentsOf: hasBit(answers.truths(column), record) ? spelling.yes : spelling.no)
        case .set: rows.append(contentsOf: spelling.set(answers.sets(column)[record]))
        case .text where spelling.isOpen:
            if var text = secondLook.text(batch, record, slot: slot) {
                text.withUTF8 { rows.append(field: trimmed($0)) }
            } else {
                rows.append(field: batch.cell(record, slot: slot))
            }
        case .text: rows.append(contentsOf: spelling.text(answers.texts(column)[record]))
        }
    }
}
