// The whole jobs from a user's side: a cohort file in, prevalence by age and weight group or a row per record out.

import Benchmark
import LumbarKit

func addWholeJobBenchmarks() {
    for threads in [1, 2] {
        let suffix = "\(threads) thread\(threads == 1 ? "" : "s")"
        add("6 summarise, \(suffix)") { classifier, path in
            try classifier.summarise(paths: [path], threads: threads).recordsRead
        }
        add("7 classify, \(suffix)") { classifier, path in
            try classifier.classify(paths: [path], threads: threads, write: { blackHole($0) }).read
        }
    }
}

private func add(_ name: String, _ job: @escaping @Sendable (Classifier, _ path: String) throws -> Int) {
    Benchmark(name) { benchmark, file in
        let sample = try RepeatedSample.shared.get()
        let classifier = try Classifier()
        var read = 0
        try benchmark.measure(bytes: sample.text.count, records: sample.records) {
            read = try job(classifier, file.path)
        }
        if read != sample.records { benchmark.error("records were lost") }
    } setup: {
        try SampleFile(RepeatedSample.shared.get())
    }
}
