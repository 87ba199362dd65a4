// The stages before any cell is looked at: finding all structure, and reading records.

import Benchmark
import LumbarStages

func addReadingBenchmarks() {
    for kernel in [StageKernel.best, .avx2, .portable] {
        Benchmark("1 scan, \(kernel) kernel") { benchmark, cohort in
            benchmark.measure(bytes: cohort.bytes.count, records: cohort.records) { blackHole(cohort.scan(kernel)) }
        } setup: {
            try StageCohort(RepeatedSample.shared.get().text)
        }
    }
    for kernel in [StageKernel.best, .plain] {
        Benchmark("2 parse, \(kernel == .plain ? "libcsv" : "best kernel")") { benchmark, cohort in
            var records = 0
            try benchmark.measure(bytes: cohort.bytes.count, records: cohort.records) {
                records = try cohort.read(kernel)
            }
            if records != cohort.records { benchmark.error("records were lost") }
        } setup: {
            try StageCohort(RepeatedSample.shared.get().text)
        }
    }
}
