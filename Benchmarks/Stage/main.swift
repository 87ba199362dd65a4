// One measurement on one thread, printed as one line of JSON:
//
//     stage scan FILE [best|avx2|portable]      finds all structure in the file's bytes, which are in memory
//     stage summarise FILE [best|portable|plain] the main job, reading the file (or - for standard input)
//     stage recognise FILE [best|portable|plain] the same, with compression, encoding and dialect found out first
//     stage decide FILE                         decode, evaluate and tally a batch over and over

import Foundation
import LumbarStages

let arguments = CommandLine.arguments
guard arguments.count >= 3, let kernel = StageKernel(rawValue: arguments.count > 3 ? arguments[3] : "best") else {
    let usage = "usage: stage scan|summarise|recognise|decide FILE [best|portable|plain]\n"
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}

/// The seconds that some work takes, by the wall clock and of the processor.
func seconds(_ work: () throws -> Void) rethrows -> (wall: Double, processor: Double) {
    let start = clock()
    let duration = try ContinuousClock().measure(work)
    let wall = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    return (wall, Double(clock() - start) / Double(CLOCKS_PER_SEC))
}

/// The nanoseconds per record that a stage of a block takes: the least of many rounds.
func nanoseconds(_ block: BlockStages, _ stage: () -> Void) -> Double {
    (0..<2000).map { _ in seconds(stage).wall * 1e9 / Double(block.records) }.min() ?? 0
}

func measure() throws -> [String: Double] {
    switch arguments[1] {
    case "summarise", "recognise":
        var counts = (read: 0, rejected: 0)
        let recognises = arguments[1] == "recognise"
        let taken = try seconds {
            counts = try WholeJob.summarise(path: arguments[2], kernel: kernel, recognises: recognises)
        }
        return [
            "seconds": taken.wall, "processor_seconds": taken.processor,
            "records": Double(counts.read), "rejected": Double(counts.rejected),
        ]
    case "scan":
        let cohort = try StageCohort(Array(Data(contentsOf: URL(fileURLWithPath: arguments[2]))))
        var separators = 0
        let taken = seconds { separators = cohort.scan(kernel) ?? 0 }
        return [
            "seconds": taken.wall, "processor_seconds": taken.processor,
            "records": Double(cohort.records), "separators": Double(separators),
        ]
    default:
        let cohort = try StageCohort(Array(Data(contentsOf: URL(fileURLWithPath: arguments[2]))))
        let block = try BlockStages(cohort, kernel)
        return [
            "rules": Double(cohort.rules), "steps": Double(cohort.steps),
            "decode": nanoseconds(block, block.decode),
            "evaluate": nanoseconds(block, block.evaluate),
            "tally": nanoseconds(block, block.tally),
        ]
    }
}

do {
    let json = try JSONSerialization.data(withJSONObject: measure(), options: [.sortedKeys])
    print(String(decoding: json, as: UTF8.self))
} catch {
    FileHandle.standardError.write(Data("stage: \(error)\n".utf8))
    exit(1)
}
