// Records as Lumbar understands them, as plain CSV.

internal import Codebook
package import Cohort
internal import Columns
internal import FEEL
internal import Mappings
internal import RuleSets
internal import Synchronization

/// Writes the rows of `convert`: RFC 4180 with commas and LF, quotes only where needed. One worker uses one writer for the batches of one run.
///
/// Read again, the rows give the same verdicts and the same summary as the files that they come from: every number is the same double, every code the same
/// code, and what had no answer, for whatever reason, is blank.
package final class CanonicalWriter {
    private let header: CanonicalHeader
    private let secondLook: SecondLook
    private let joined: JoinedTexts
    private var files: [Int: [CanonicalSpelling]] = [:]

    /// Makes a writer of rows under a header.
    package init(_ batch: ClassifiedBatch, _ header: CanonicalHeader, _ joined: JoinedTexts) {
        self.header = header
        self.joined = joined
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
                append(text: batch.unboundCell(record, place), to: &rows)
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
        case .number:
            let start = rows.count
            spelling.append(number: answers.numbers(column)[record], to: &rows)
            // Beside a kept column with decimal commas the point of 71.125 could mark thousands; that of 71.1250 cannot.
            if !header.kept.isEmpty, rows[start...].withUnsafeBufferPointer({ mayHaveThousands($0, UInt8(ascii: ".")) })
            {
                rows.append(UInt8(ascii: "0"))
            }
        case .boolean: rows.append(contentsOf: hasBit(answers.truths(column), record) ? spelling.yes : spelling.no)
        case .set: rows.append(contentsOf: spelling.set(answers.sets(column)[record]))
        case .text where spelling.isOpen:
            if var text = secondLook.text(batch, record, slot: slot) {
                text.withUTF8 { append(text: trimmed($0), to: &rows) }
            } else {
                append(text: batch.cell(record, slot: slot), to: &rows)
            }
        case .text: rows.append(contentsOf: spelling.text(answers.texts(column)[record]))
        }
    }

    /// Appends a text. One whose lines a reader would take for records that an open quote swallowed is written on one line.
    private func append(text: UnsafeBufferPointer<UInt8>, to rows: inout [UInt8]) {
        guard looksLikeRecords(text) else { return rows.append(repairedField: text) }
        joined.count.add(1, ordering: .relaxed)
        text.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }.withUnsafeBufferPointer { rows.append(repairedField: $0) }
    }

    /// Whether two or more of a text's inner lines have at least as many commas as a row of the output: quotes can make fewer fields of them, never more.
    private func looksLikeRecords(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let commas = header.width - 1
        guard text.count > 2 * commas, text.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return false }
        let lines = text.split { $0 == 0x0A || $0 == 0x0D }.dropFirst().dropLast()
        return lines.count { line in line.count { $0 == UInt8(ascii: ",") } >= commas } > 1
    }
}

/// How many texts of several lines were written on one, over all workers.
package final class JoinedTexts: Sendable {
    fileprivate let count = Atomic(0)

    /// None so far.
    package init() {}

    /// Their number once all rows were written.
    package var number: Int { count.load(ordering: .relaxed) }
}
