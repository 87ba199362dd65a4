// `lumbar generate`: a synthetic cohort with known causes.

import ArgumentParser
import CSVReading
import Cohort
import Foundation
import Synchronization
import Synthesis

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "A synthetic cohort with known causes, for trials and benchmarks.",
        discussion: "The same seed gives the same bytes on every platform. No real person's answers are in it."
    )

    @Option(help: ArgumentHelp("How many records.", valueName: "n"))
    var records: Int

    @Option(help: ArgumentHelp("The seed.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"), completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp("Write the causes that each record was built to have to this CSV file.", valueName: "file"),
        completion: .file()
    )
    var truth: String?

    @Option(help: ArgumentHelp("The number of threads (default: one per processor).", valueName: "n"))
    var threads: Int?

    /// How many records a thread makes at a time.
    private static let chunk = 4096

    func validate() throws {
        guard (0...10_000_000_000).contains(records) else {
            throw ValidationError("'--records' takes a number from 0 to 10000000000")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("'--threads' takes a number from 1 to 1024")
        }
    }

    func run() throws {
        let destination = try OutputFile(path: output)
        let truthFile = try truth.map { try OutputFile(path: $0) }
        try destination.write(CohortGenerator.header)
        try truthFile?.write(CohortGenerator.truthHeader)
        let generator = CohortGenerator(seed: seed)
        let (records, chunk) = (records, Self.chunk)
        let turnstile = Turnstile()
        let next = Atomic(0)
        let failure = Mutex<(any Error)?>(nil)
        onWorkers(threads ?? ProcessInfo.processInfo.activeProcessorCount) { _ in
            var rows: [UInt8] = []
            var truths: [UInt8] = []
            while failure.withLock({ $0 == nil }) {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                let start = number * chunk
                guard start < records else { return }
                let range = start..<min(start + chunk, records)
                rows.removeAll(keepingCapacity: true)
                truths.removeAll(keepingCapacity: true)
                if truthFile == nil {
                    generator.appendRecords(range, to: &rows)
                } else {
                    generator.appendRecords(range, to: &rows, truth: &truths)
                }
                turnstile.enter(number)
                defer { turnstile.leave() }
                guard failure.withLock({ $0 == nil }) else { return }
                do {
                    try destination.write(rows)
                    try truthFile?.write(truths)
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        try truthFile?.finish()
        try destination.finish()
    }
}
