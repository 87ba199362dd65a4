// What `make bench` measures: each stage alone, then the whole jobs, all on the sample cohort's records over and over.

import Benchmark

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput, .peakMemoryResident, .megabytesPerSecond, .thousandRecordsPerSecond],
        warmupIterations: 1,
        maxDuration: .seconds(3),
        maxIterations: 100
    )
    addReadingBenchmarks()
    addBlockBenchmarks()
    addWholeJobBenchmarks()
}
