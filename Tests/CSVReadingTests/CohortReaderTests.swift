// Reading as a whole: several files, workers, totals, cancelling, and a caller who refuses.

import CSVReading
import Dispatch
import Synchronization
import Testing

@Suite("Reading a cohort")
struct CohortReaderTests {
    private func bytes(_ text: String, _ name: String) -> ByteSource { .bytes(Array(text.utf8), name: name) }

    @Test("Files are read in order; numbers run on, lines and bytes start again", arguments: [1, 4])
    func severalFiles(workers: Int) {
        let cohort = ReadingPlan(workers: workers).read([
            bytes("a,b\n1,2\n3\n", "one"), bytes("\n\nb\n4\n5", "two"), bytes("c\n", "three"), bytes("d\n6\n", "four"),
        ])
        #expect(cohort.headers.map(\.names) == [["a", "b"], ["b"], ["c"], ["d"]])
        #expect(cohort.texts == [["1", "2"], ["4"], ["5"], ["6"]])
        #expect(cohort.records.map(\.fileIndex) == [0, 1, 1, 3])
        #expect(cohort.records.map(\.number) == [1, 3, 4, 5])
        #expect(cohort.records.map(\.line) == [2, 4, 5, 2])
        #expect(cohort.records.map(\.byte) == [4, 4, 6, 2])
        #expect(cohort.reasons == ["3: too_few_fields"])
    }

    @Test("A quote left open at the end of a file does not reach into the next")
    func quoteAtFileEnd() {
        let cohort = ReadingPlan(workers: 2).read([bytes("a\n\"1\n2\n", "one"), bytes("a\n3\"\n4\n", "two")])
        #expect(cohort.texts == [["2"], ["4"]])
        #expect(cohort.reasons == ["2: unclosed_quote 1", "2: stray_quote 1"])
    }

    @Test("Totals, sizes and progress add up")
    func totals() throws {
        let reader = try CohortReader([bytes("a\n1\n2,3\n\n4\n", "one"), bytes("\u{FEFF}a\n5\n", "two")]) { _, _, _ in
            [0]
        }
        #expect(reader.totalBytes == 18)
        var worker = reader.makeWorker()
        while try worker.next() != nil {}
        #expect(reader.totals == ReadingTotals(records: 4, rejected: 1))
        #expect(reader.inputs == [InputSize(path: "one", bytes: 11), InputSize(path: "two", bytes: 7)])
        #expect(reader.bytesRead == 18)
    }

    @Test("No sources are no records")
    func nothing() {
        #expect(ReadingPlan(workers: 2).read([]) == ReadCohort())
    }

    struct Refusal: Error {}

    @Test("A caller may refuse a file; one worker says so and all end", arguments: [1, 2, 8])
    func refusal(workers: Int) throws {
        let sources = [bytes("a\n1\n2\n", "one"), bytes("b\n3\n", "two"), bytes("c\n4\n", "three")]
        let reader = try CohortReader(sources) { header, _, _ in
            if header.names == ["b"] { throw Refusal() }
            return [0]
        }
        let refusals = Atomic(0)
        let records = Atomic(0)
        let work: @Sendable (Int) -> Void = { _ in
            var worker = reader.makeWorker()
            do {
                while let block = try worker.next() { records.add(block.recordCount, ordering: .relaxed) }
            } catch {
                if error is Refusal { refusals.add(1, ordering: .relaxed) }
            }
        }
        DispatchQueue.concurrentPerform(iterations: workers, execute: work)
        #expect(refusals.load(ordering: .relaxed) == 1)
        #expect(records.load(ordering: .relaxed) == 2)
    }

    @Test("Cancelling ends all workers", arguments: [1, 4])
    func cancelling(workers: Int) throws {
        var options = ReadingOptions()
        options.blockBytes = 100
        let text = "a\n" + String(repeating: "1\n", count: 100_000)
        let reader = try CohortReader([bytes(text, "one")], options: options) { _, _, _ in [0] }
        let work: @Sendable (Int) -> Void = { _ in
            var worker = reader.makeWorker()
            while let block = try? worker.next() {
                if block.sequence == 10 { reader.cancel() }
            }
        }
        DispatchQueue.concurrentPerform(iterations: workers, execute: work)
        #expect(reader.totals.records >= 10)
        #expect(reader.totals.records < 100_000)
    }

    @Test("A quote or a line end cannot be the delimiter", arguments: ["\"", "\n", "\r"])
    func delimiter(text: String) {
        var plan = ReadingPlan()
        plan.options.delimiter = Array(text.utf8)[0]
        #expect(plan.read("a\n").error?.kind == .unusable)
    }

    @Test("Sizes out of range are brought into it")
    func sizes() {
        var plan = ReadingPlan()
        plan.options.blockBytes = 0
        plan.options.maxRecordBytes = -5
        plan.options.maxHeaderBytes = .max
        #expect(plan.read("a,b\n1,2\n3\n").reasons == ["2: record_too_long 1", "3: too_few_fields"])
    }
}
