// Inputs that are large in one way or another: they must neither take memory nor time out of proportion.

import CSVReading
import Testing

@Suite("Large inputs", .timeLimit(.minutes(2)))
struct LargeInputTests {
    private static let mebi = 1 << 20

    /// A text as a piece, to be written some number of times.
    private func piece(_ text: String, _ times: Int = 1) -> (bytes: [UInt8], times: Int) { (Array(text.utf8), times) }

    private func mebibyte(of byte: String) -> String { String(repeating: byte, count: Self.mebi) }

    @Test("A line of 100 MB is one reject, from a file or a pipe", arguments: ["file", "pipe"])
    func longLine(kind: String) {
        let pieces = [piece("a,b\n1,2\n3,"), piece(mebibyte(of: "x"), 100), piece("\n4,5\n")]
        let folder = TemporaryFolder()
        let cohort = ReadingPlan(workers: 2).read([kind == "file" ? folder.file(pieces) : folder.pipe(pieces)])
        #expect(cohort.texts == [["1", "2"], ["4", "5"]])
        #expect(cohort.reasons == ["3: record_too_long 2"])
        #expect(cohort.records.map(\.byte) == [4, 11 + 100 * Self.mebi])
        #expect(cohort.records.map(\.line) == [2, 4])
    }

    @Test("A line of many megabytes of spaces is a blank line", arguments: ["\n", "\r\n", "\r"])
    func longBlankLine(lineEnd: String) {
        let folder = TemporaryFolder()
        let pieces = [piece("a,b\n1,2\n"), piece(mebibyte(of: " "), 9), piece(lineEnd + "4,5\n")]
        let cohort = ReadingPlan().read([folder.pipe(pieces)])
        #expect(cohort.texts == [["1", "2"], ["4", "5"]])
        #expect(cohort.reasons == [])
        #expect(cohort.records.map(\.number) == [1, 2])
    }

    @Test("A field of 3 MiB is too long for a record unless the limit is raised", arguments: ["x", "\n"])
    func longField(byte: String) {
        let folder = TemporaryFolder()
        let input = folder.file([
            piece("a,b,c\n1,2,3\n4,\""), piece(mebibyte(of: "\(byte)"), 3), piece("\",6\n7,8,9\n"),
        ])
        var plan = ReadingPlan(workers: 2)
        let cohort = plan.read([input])
        #expect(cohort.reasons.first == "3: record_too_long 2")
        #expect(cohort.texts.first == ["1", "2", "3"])
        #expect(cohort.texts.last == ["7", "8", "9"])

        plan.options.maxRecordBytes = 4 * Self.mebi
        let raised = plan.read([input])
        #expect(raised.reasons == [])
        #expect(raised.records.map { $0.cells.map(\.count) } == [[1, 1, 1], [1, 3 * Self.mebi, 1], [1, 1, 1]])
        #expect(raised.records.map(\.line) == [2, 3, byte == "\n" ? 4 + 3 * Self.mebi : 4])
    }

    @Test("A quote left open that meets a fitting one thousands of lines later costs one line")
    func quoteLeftOpen() {
        let row = "1,2,3,4,5\n"
        let text =
            "a,b,c,d,e\n" + row + "\"open,2,3,4,5\n" + String(repeating: row, count: 20_000) + "x\",2,3,4,5\n" + row
        for blockBytes in [1 << 10, 1 << 16, 1 << 20] {
            var plan = ReadingPlan(workers: 2)
            plan.options.blockBytes = blockBytes
            let cohort = plan.read(text)
            #expect(cohort.records.count == 20_002)
            #expect(cohort.reasons == ["3: swallowed_lines 1", "20004: stray_quote 1"])
        }
    }

    @Test("With few columns it costs the lines up to the limit of a record at most, and time stays linear")
    func quoteLeftOpenInNarrowFile() {
        let row = "1,2\n"
        let text = "a,b\n\"open,2\n" + String(repeating: row, count: 900_000)
        let cohort = ReadingPlan(workers: 2).read(text)
        #expect(cohort.records.count == 900_000)
        #expect(cohort.reasons == ["2: record_too_long 1"])
    }

    @Test(
        "Inputs made to be read again and again are read in linear time",
        arguments: [
            "\"\n\",", "\"\n", "\"\"\n\"", "\"\r", "a\r", "\",\"\n", "\"1,2,3,4,5\n", "1,2,3,4,5\n\"", "x\"\n",
            "\"x\"\n\"y\n",
        ]
    )
    func adversarial(unit: String) {
        let times = 5 * Self.mebi / 2 / unit.utf8.count
        let body = String(repeating: unit, count: times)
        let clock = ContinuousClock()
        var records = Set<[Int]>()
        for (blockBytes, workers) in [(1 << 20, 1), (1 << 18, 2)] {
            var plan = ReadingPlan(workers: workers)
            plan.options.blockBytes = blockBytes
            plan.columns = []
            let time = clock.measure {
                let cohort = plan.read("a,b,c,d,e\n" + body)
                records.insert([cohort.records.count, cohort.rejects.count])
            }
            // Quadratic would be hours.
            #expect(time < .seconds(60))
        }
        #expect(records.count == 1)
    }
}
