// A program of the engine and nothing else, to see what the engine links: it counts the records of standard input.

internal import CSVReading
internal import Cohort
internal import Exports
internal import Reporting
internal import Synthesis

@main
struct Main {
    static func main() throws {
        let reader = try CohortReader([.standardInput]) { _, _, _ in [] }
        var worker = reader.makeWorker()
        var records = 0
        while let block = try worker.next() { records += block.recordCount }
        print(records)
    }
}
