// The main job from a user's side: a cohort file in, prevalence by age and weight group out.

import Benchmark
import Foundation
import LumbarKit

/// The sample cohort's records, over and over: large enough that starting up does not count.
private struct RepeatedSample {
    static let repetitions = 40

    let path: String
    let bytes: Int
    let records: Int

    init() throws {
        let sample = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../SampleData/cohort.csv").standardizedFileURL
        let text = try Data(contentsOf: sample)
        guard let end = text.firstIndex(of: 0x0A) else { throw CocoaError(.fileReadCorruptFile) }
        var cohort = Data(text[...end])
        for _ in 0..<Self.repetitions { cohort += text[(end + 1)...] }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lumbar-benchmark-\(getpid()).csv")
        try cohort.write(to: file)
        path = file.path
        bytes = cohort.count
        records = 5000 * Self.repetitions
    }
}

let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident, .throughput],
        warmupIterations: 1,
        maxDuration: .seconds(10),
        maxIterations: 20
    )
    for threads in [1, 2] {
        Benchmark("summarise 26 MB, \(threads) thread\(threads == 1 ? "" : "s")", configuration: configuration) {
            benchmark,
            sample in
            let classifier = try Classifier()
            benchmark.startMeasurement()
            let summary = try classifier.summarise(paths: [sample.path], threads: threads)
            benchmark.stopMeasurement()
            guard summary.recordsRead == sample.records else { return benchmark.error("records were lost") }
            blackHole(summary)
        } setup: {
            try RepeatedSample()
        } teardown: {
            try? FileManager.default.removeItem(
                at: FileManager.default.temporaryDirectory.appendingPathComponent("lumbar-benchmark-\(getpid()).csv")
            )
        }
    }
}
