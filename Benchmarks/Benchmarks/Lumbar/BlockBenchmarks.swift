// The stages from cells to counts, over one batch in the processor's caches again and again.

import Benchmark
import LumbarStages

/// A batch, and the bytes that its records have on average, for a speed that compares with the other stages'.
private final class Block {
    let stages: BlockStages
    let bytes: Int

    init() throws {
        let cohort = try StageCohort(RepeatedSample.shared.get().text)
        stages = try BlockStages(cohort)
        bytes = cohort.bytes.count / cohort.records * stages.records
    }
}

func addBlockBenchmarks() {
    add("3 decode") { $0.decode() }
    add("4 evaluate") { $0.evaluate() }
    add("5 tally") { $0.tally() }
}

private func add(_ name: String, _ stage: @escaping @Sendable (BlockStages) -> Void) {
    let rounds = 200
    Benchmark(name) { benchmark, block in
        benchmark.measure(bytes: block.bytes * rounds, records: block.stages.records * rounds) {
            for _ in 0..<rounds { stage(block.stages) }
        }
    } setup: {
        try Block()
    }
}
