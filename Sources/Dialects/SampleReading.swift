// A sample of a file's text, read as CSV with a delimiter that is being tried.

internal import CSVReading
internal import Synchronization

/// How a sample reads with one delimiter.
struct SampleReading {
    /// How many columns the header has.
    var columns: Int
    /// How many records there are, and how many of them are well-formed and as wide as the header.
    var records: Int
    var fitting: Int

    /// The share of the records that fit; 1 if there are none.
    var share: Double { records == 0 ? 1 : Double(fitting) / Double(records) }

    /// The header has fewer columns than are wanted.
    private struct TooFewColumns: Error {}

    /// Reads a sample, and hands each record's cells on if they are wanted. Nil if even the header cannot be read, is blank, or has fewer columns.
    ///
    /// The reader is the one that reads the file afterwards, so that the two cannot disagree.
    init?(
        _ text: [UInt8],
        delimiter: UInt8,
        leastColumns: Int = 1,
        onCell: ((_ column: Int, UnsafeBufferPointer<UInt8>) -> Void)? = nil
    ) {
        var options = ReadingOptions()
        options.delimiter = delimiter
        options.blockBytes = text.count + 1
        options.maxRecordBytes = text.count + 1
        let keepsCells = onCell != nil
        (columns, records, fitting) = (0, 0, 0)
        var isBlank = false
        do {
            let reader = try CohortReader([.bytes(text, name: "sample")], options: options) { header, _, _ in
                guard header.names.count >= leastColumns else { throw TooFewColumns() }
                return keepsCells ? Array(header.names.indices) : []
            }
            var worker = reader.makeWorker()
            while let block = try worker.next() {
                columns = block.layout.width
                isBlank = block.layout.header.names.allSatisfy { $0.allSatisfy(\.isWhitespace) }
                guard let onCell else { continue }
                for run in block.runs {
                    for record in 0..<run.count {
                        for slot in 0..<run.slots { onCell(slot, run.cell(record: record, slot: slot)) }
                    }
                }
            }
            records = reader.totals.records
            fitting = records - reader.totals.rejected
        } catch {
            return nil
        }
        if isBlank { return nil }
    }
}
