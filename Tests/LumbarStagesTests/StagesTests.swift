// The stages that the benchmarks measure do the program's work: the same records, whatever the instructions.

import Foundation
import LumbarStages
import Testing

@Suite("Stages")
struct StagesTests {
    private let cohort: StageCohort

    init() throws {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../SampleData/cohort.csv").standardizedFileURL
        cohort = try StageCohort(Array(Data(contentsOf: sample)))
    }

    @Test("The sample has 5,000 records, and every kernel reads them", arguments: StageKernel.allCases)
    func reading(kernel: StageKernel) throws {
        #expect(cohort.records == 5000)
        #expect(try cohort.read(kernel) == 5000)
    }

    @Test("Every scanner finds the separators of 31 fields in each record")
    func scanning() {
        #expect(cohort.scan(.best) == 31 * 5000)
        #expect(cohort.scan(.portable) == 31 * 5000)
        #expect(cohort.scan(.plain) == nil)
    }

    @Test("The stages of a block go over a full batch, again and again")
    func block() throws {
        let stages = try BlockStages(cohort)
        for _ in 0..<3 {
            stages.decode()
            stages.evaluate()
            stages.tally()
        }
        #expect(stages.records == 1024)
        #expect(cohort.rules > 20)
        #expect(cohort.steps > cohort.rules)
    }

    @Test(
        "The whole job reads every record, whatever the instructions",
        arguments: [StageKernel.best, .portable, .plain]
    )
    func wholeJob(kernel: StageKernel) throws {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../SampleData/cohort.csv").standardizedFileURL
        let counts = try WholeJob.summarise(path: sample.path, kernel: kernel)
        #expect(counts.read == 5000 && counts.rejected == 0)
    }
}
