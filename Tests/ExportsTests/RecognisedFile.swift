// A file whose layout was recognised, and what reading it with that layout gave.

import CSVReading
import Codebook
import Exports
import Foundation
import Synchronization

/// The layout of some bytes, and the records behind its header.
struct RecognisedFile {
    let layout: Layout
    let header: Header
    /// How many records were read, rejected ones included.
    let records: Int
    let rejected: Int
    /// Line, byte and number of each record that was not rejected.
    let places: [[Int]]

    init(_ source: ByteSource, as platform: Platform? = nil, delimiter: Character = ",", blockBytes: Int = 1 << 20)
        throws
    {
        let found = Mutex<(Layout?, Header?)>((nil, nil))
        var options = ReadingOptions()
        options.delimiter = delimiter.asciiValue ?? 0
        options.blockBytes = blockBytes
        let reader = try CohortReader(
            [source],
            options: options,
            headerRows: { first, _, _ in
                let layout = Layout(first, platform: platform)
                found.withLock { $0.0 = layout }
                return layout.headerRows
            },
            projection: { header, _, _ in
                found.withLock { $0.1 = header }
                return []
            }
        )
        var worker = reader.makeWorker()
        var places: [[Int]] = []
        while let block = try worker.next() {
            for run in block.runs {
                for record in 0..<run.count {
                    places.append([run.line(of: record), run.byte(of: record), run.number(of: record)])
                }
            }
        }
        guard case (let layout?, let header?) = found.withLock({ $0 }) else { throw CocoaError(.fileReadUnknown) }
        self.layout = layout
        self.header = header
        records = reader.totals.records
        rejected = reader.totals.rejected
        self.places = places
    }

    init(_ text: String, as platform: Platform? = nil, blockBytes: Int = 1 << 20) throws {
        try self.init(.bytes(Array(text.utf8), name: "text"), as: platform, blockBytes: blockBytes)
    }

    /// The multiple choices as `name: option option` or `name: joined by ";"`.
    var choices: [String] {
        layout.multipleChoices.map { question in
            let names = question.options.compactMap(\.names.first).joined(separator: "|")
            return "\(question.names[0].text): \(names)\(question.separators.joined())"
        }
    }
}

/// A file of the shared data, which lies beside the repository; nil where it does not.
func sharedData(_ path: String) -> String? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
    let file = root.appendingPathComponent("shared/data/\(path)").standardizedFileURL.path
    return FileManager.default.fileExists(atPath: file) ? file : nil
}
