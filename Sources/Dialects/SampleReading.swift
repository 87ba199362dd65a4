// A sample of a file's text, read as CSV with a delimiter that is being tried.

internal import CSVReading

/// How a sample's records read with one delimiter.
struct SampleReading {
    /// How many records there are, and how many of them are well-formed and as wide as the header.
    private(set) var records = 0
    private(set) var fitting = 0

    /// The share of the records that fit; 1 if there are none.
    var share: Double { records == 0 ? 1 : Double(fitting) / Double(records) }

    /// How a sample is read: whatever its lines hold.
    static func options(_ text: [UInt8], _ delimiter: UInt8) -> ReadingOptions {
        var options = ReadingOptions()
        options.delimiter = delimiter
        options.blockBytes = text.count + 1
        options.maxRecordBytes = text.count + 1
        return options
    }

    /// Reads a sample, and hands each record's cells on if they are wanted. Nil if even the header cannot be read.
    ///
    /// The reader is the one that reads the file afterwards, so that the two cannot disagree.
    init?(
        _ text: [UInt8],
        delimiter: UInt8,
        onCell: ((_ column: Int, UnsafeBufferPointer<UInt8>) -> Void)? = nil
    ) {
        let keepsCells = onCell != nil
        do {
            let options = Self.options(text, delimiter)
            let reader = try CohortReader([.bytes(text, name: "sample")], options: options) { header, _, _ in
                keepsCells ? Array(header.names.indices) : []
            }
            var worker = reader.makeWorker()
            while let block = try worker.next() {
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
    }
}
