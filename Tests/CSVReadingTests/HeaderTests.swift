// Headers: what they may look like, and what makes a file unusable.

import CSVReading
import Testing

@Suite("Headers")
struct HeaderTests {
    @Test(
        "Inputs without a usable header",
        arguments: [
            ("", nil, nil),
            ("\u{FEFF}", nil, nil),
            ("\n \n\r\n", nil, nil),
            ("a,b\"c\n1,2\n", 1, 2),
            ("\n\n\"a\"b,c\n", 3, 1),
            ("a,\"b\n1,2\n", 1, 2),
            ("a,bcdefghijklmnopq\n", 1, 2),
        ] as [(String, Int?, Int?)]
    )
    func unusable(input: String, line: Int?, column: Int?) {
        var plan = ReadingPlan()
        plan.options.maxHeaderBytes = 16
        let cohort = plan.read(input)
        #expect(cohort.error?.kind == .unusable)
        #expect(cohort.error?.path == "text")
        #expect(cohort.error?.line == line)
        #expect(cohort.error?.column == column)
        #expect(cohort.records.isEmpty)
    }

    @Test("Names are unquoted, may span lines, and may come after blank lines")
    func names() {
        let cohort = ReadingPlan().read("\n\"a \"\"1\"\"\", b ,\"c\nd\"\n1,2,3\n")
        #expect(cohort.headers == [Header(names: ["a \"1\"", "b", "c\nd"], line: 2)])
        #expect(cohort.records.map(\.line) == [4])
    }

    @Test("A header may have more bytes than a record")
    func longerThanRecords() {
        var plan = ReadingPlan()
        plan.options.maxRecordBytes = 8
        #expect(plan.read("a long name,another\n1,2\n").texts == [["1", "2"]])
    }

    @Test("A blank line longer than any header is a blank line", arguments: ["\n", "\r\n", "\r"])
    func longBlankLine(lineEnd: String) {
        var plan = ReadingPlan()
        plan.options.maxHeaderBytes = 10
        for spaces in [10, 11, 12, 65_535, 65_536, 200_000] {
            let blank = String(repeating: " ", count: spaces)
            let cohort = plan.read(blank + lineEnd + "a,b" + lineEnd + "1,2")
            #expect(cohort.error == nil)
            #expect(cohort.headers == [Header(names: ["a", "b"], line: 2)])
            #expect(cohort.records.map(\.byte) == [spaces + 3 + 2 * lineEnd.utf8.count])
            #expect(plan.read(blank + "a,b\n").error?.kind == (spaces < 8 ? nil : .unusable))
            #expect(plan.read(blank).error?.line == nil)
        }
    }

    @Test("A million columns")
    func manyColumns() {
        let names = (0..<1_000_000).map { "c\($0)" }.joined(separator: ",")
        let cells = Array(repeating: "7", count: 1_000_000).joined(separator: ",")
        var plan = ReadingPlan(workers: 2)
        plan.columns = [999_999, 0]
        let cohort = plan.read(names + "\n" + cells + "\n1,2\n" + cells + ",8\n")
        #expect(cohort.headers.first?.names.count == 1_000_000)
        #expect(cohort.headers.first?.names.last == "c999999")
        #expect(cohort.texts == [["7", "7"]])
        #expect(cohort.reasons == ["3: too_few_fields", "4: too_many_fields 1000001"])
    }
}
