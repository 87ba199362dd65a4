// Speed in bytes and in records, which the benchmark package does not measure by itself.

import Benchmark

extension BenchmarkMetric {
    static let megabytesPerSecond = BenchmarkMetric.custom("MB/s", polarity: .prefersLarger, useScalingFactor: false)
    static let thousandRecordsPerSecond = BenchmarkMetric.custom(
        "1000 records/s",
        polarity: .prefersLarger,
        useScalingFactor: false
    )
}

extension Benchmark {
    /// Measures work on a known number of bytes and records.
    func measure(bytes: Int, records: Int, _ work: () throws -> Void) rethrows {
        startMeasurement()
        let duration = try ContinuousClock().measure(work)
        stopMeasurement()
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        measurement(.megabytesPerSecond, Int(Double(bytes) / seconds / 1e6))
        measurement(.thousandRecordsPerSecond, Int(Double(records) / seconds / 1e3))
    }
}
