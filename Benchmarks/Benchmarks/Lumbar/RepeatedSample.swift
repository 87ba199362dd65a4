// The cohort that is measured on.

import Foundation

/// The sample cohort's records, over and over: large enough that starting up does not count.
struct RepeatedSample: Sendable {
    /// The CSV file.
    let text: [UInt8]
    let records: Int

    private static let repetitions = 40

    /// Made once for all benchmarks of a process.
    static let shared = Result { try RepeatedSample() }

    private init() throws {
        let sample = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../SampleData/cohort.csv").standardizedFileURL
        let once = try [UInt8](Data(contentsOf: sample))
        guard let headerEnd = once.firstIndex(of: UInt8(ascii: "\n")) else { throw CocoaError(.fileReadCorruptFile) }
        let body = once[(headerEnd + 1)...]
        var text = Array(once[...headerEnd])
        for _ in 0..<Self.repetitions { text += body }
        self.text = text
        records = 5000 * Self.repetitions
    }
}

/// The same in a file, which is removed when the last reference goes.
final class SampleFile: Sendable {
    let path: String

    init(_ sample: RepeatedSample) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lumbar-\(UUID().uuidString).csv")
        try Data(sample.text).write(to: file)
        path = file.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
