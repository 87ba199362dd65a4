// Lines that are malformed for their quotes, read with their quotes as text.

import CSVReading
import Testing

@Suite("Repairing quotes")
struct QuoteRepairTests {
    /// Reads lines below a header of three columns.
    private func read(_ lines: String, repairs: Bool = true) -> ReadCohort {
        var plan = ReadingPlan()
        plan.options.repairsQuotes = repairs
        return plan.read("a,b,c\n" + lines)
    }

    @Test(
        "A line that fits with its quotes as text is kept",
        arguments: [
            (#"1,5'10",x"#, ["1", #"5'10""#, "x"]),
            (#"1,"ab"c,x"#, ["1", #""ab"c"#, "x"]),
            (#"1,"open,x"#, ["1", #""open"#, "x"]),
            (#""1","5'10"","x""#, ["1", #""5'10"""#, "x"]),
            (#" "1" ,   a"b   ,"say ""no""""#, ["1", #"a"b"#, #"say "no""#]),
            ("\",a\"b,\"\"", ["\"", "a\"b", ""]),
            (#"a"b,,"#, [#"a"b"#, "", ""]),
        ]
    )
    func kept(_ line: String, _ cells: [String]) {
        for end in ["\n", "\r\n", "\r", ""] {
            let cohort = read(line + end)
            #expect(cohort.texts == [cells])
            #expect(cohort.rejects.map(\.isRepaired) == [true])
            #expect(cohort.records.map(\.number) == [1])
            #expect(read(line + end, repairs: false).texts == [])
        }
    }

    @Test(
        "A line that does not fit stays rejected, for its first reason",
        arguments: [
            (#"1,"Smith, John" jr,x"#, "2: text_after_quote 2"), (#"a"b"#, "2: stray_quote 1"),
            (#"1,2"#, "2: too_few_fields"),
            (#"1,2,3,a"b"#, "2: stray_quote 4"),
        ]
    )
    func rejected(_ line: String, _ reason: String) {
        let cohort = read(line + "\n4,5,6\n")
        #expect(cohort.reasons == [reason])
        #expect(cohort.rejects.map(\.isRepaired) == [false])
        #expect(cohort.texts == [["4", "5", "6"]])
    }

    @Test("A quote left open costs no line, nor do those that it would swallow")
    func open() {
        let cohort = read("1,\"open,x\n2,fine,y\n3,3,z\n")
        #expect(cohort.texts == [["1", "\"open", "x"], ["2", "fine", "y"], ["3", "3", "z"]])
    }

    @Test("A line longer than a record may be is not repaired, wherever blocks end", arguments: [1, 7, 1000])
    func tooLong(_ blockBytes: Int) {
        var plan = ReadingPlan()
        plan.options.repairsQuotes = true
        plan.options.maxRecordBytes = 8
        plan.options.blockBytes = blockBytes
        let cohort = plan.read("a,b\nx\"y,1234\nx\"y,12345\n1,2\n")
        #expect(cohort.texts == [["x\"y", "1234"], ["1", "2"]])
        #expect(cohort.rejects.map(\.isRepaired) == [true, false])
    }

    @Test("Read, kept, rejected and repaired add up")
    func totals() throws {
        var options = ReadingOptions()
        options.repairsQuotes = true
        let text = "a,b\n1,2\nx\"y,2\nx\"y\n3\n"
        let reader = try CohortReader([.bytes(Array(text.utf8), name: "x")], options: options) { _, _, _ in [] }
        var worker = reader.makeWorker()
        var kept = 0
        while let block = try worker.next() { kept += block.recordCount }
        #expect(reader.totals == ReadingTotals(records: 4, rejected: 2, repaired: 1))
        #expect(kept == 2)
    }
}
