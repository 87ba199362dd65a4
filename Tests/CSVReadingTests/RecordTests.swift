// The contract of reading, case by case: what becomes a record, what is rejected, and where it says so.

import CSVReading
import Testing

@Suite("Records and rejects")
struct RecordTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var input: String
        var records: [[String]]
        var rejects: [String] = []

        init(_ what: String, _ input: String, _ records: [[String]], rejects: [String] = []) {
            testDescription = what
            self.input = input
            self.records = records
            self.rejects = rejects
        }
    }

    private static let five = "a,b,c,d,e\n"

    static let cases: [Case] = [
        Case("a header only", "a,b\n", []),
        Case("a header without a line end", "a,b", []),
        Case("LF", "a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]]),
        Case("CRLF", "a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
        Case("CR", "a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
        Case("all line ends mixed", "a,b\r1,2\n3,4\r\n5,6", [["1", "2"], ["3", "4"], ["5", "6"]]),
        Case("no final line end", "a,b\n1,2", [["1", "2"]]),
        Case("no final line end behind a delimiter", "a,b\n1,", [["1", ""]]),
        Case("no final line end behind a quote", "a,b\n1,\"2\"", [["1", "2"]]),
        Case("a byte-order mark", "\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
        Case("a byte-order mark before a quoted name", "\u{FEFF}\"a\",b\n1,2\n", [["1", "2"]]),
        Case("blank lines", "\n \na,b\n\n1,2\n \t \n\r\n3,4\n\n", [["1", "2"], ["3", "4"]]),
        Case("spaces around a field", "a,b\n 1\t, 2 \n", [["1", "2"]]),
        Case("spaces inside quotes", "a,b\n \" 1 \" ,2\n", [[" 1 ", "2"]]),
        Case("spaces inside a field", "a,b\n1 1,2\n", [["1 1", "2"]]),
        Case("empty fields", "a,b\n,\n\"\",\"\"\n", [["", ""], ["", ""]]),
        Case("doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", [["say \"hi\"", "2"]]),
        Case("delimiters and line ends inside quotes", "a,b\n\"1,\n2\r\n3\r4\",x\n", [["1,\n2\r\n3\r4", "x"]]),
        Case("a NUL", "a,b\n1\0,2\n", [["1\0", "2"]]),
        Case(
            "too few and too many fields",
            "a,b\n1\n1,2\n1,2,3\n",
            [["1", "2"]],
            rejects: ["2: too_few_fields", "4: too_many_fields 3"]
        ),
        Case(
            "a stray quote costs its line",
            "a,b\n5'11\",2\n3,4\n",
            [["3", "4"]],
            rejects: ["2: stray_quote 1"]
        ),
        Case(
            "text after a closing quote costs its line",
            "a,b\n1,\"2\"x\n3,4\n",
            [["3", "4"]],
            rejects: ["2: text_after_quote 2"]
        ),
        Case(
            "a quote after a closing quote and a space",
            "a,b\n1,\"2\" \"\n3,4\n",
            [["3", "4"]],
            rejects: ["2: text_after_quote 2"]
        ),
        Case(
            "a quote never closed costs its line",
            "a,b\n1,2\n\"3,4\n5,6\n7,8\n",
            [["1", "2"], ["5", "6"], ["7", "8"]],
            rejects: ["3: unclosed_quote 1"]
        ),
        Case(
            "a quote opened in the last line",
            "a,b\n1,2\n3,\"4",
            [["1", "2"]],
            rejects: ["3: unclosed_quote 2"]
        ),
        Case(
            "a quote opened as the last byte",
            "a,b\n1,2\n\"",
            [["1", "2"]],
            rejects: ["3: unclosed_quote 1"]
        ),
        Case(
            "a quote left open that meets another one which does not fit",
            "a,b\n\"1,2\n3,4\n\"5\",6\n7,8\n",
            [["3", "4"], ["5", "6"], ["7", "8"]],
            rejects: ["2: text_after_quote 1"]
        ),
        Case(
            "two whole records inside quotes, five columns",
            five + "\"1,2,3,4,5\n1,2,3,4,5\n6,7,8,9,0\nx\",2,3,4,5\n",
            [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "0"]],
            rejects: ["2: swallowed_lines 1", "5: stray_quote 1"]
        ),
        Case(
            "one whole record inside quotes cannot be told from an answer",
            five + "\"1,2,3,4,5\n1,2,3,4,5\nx\",2,3,4,5\n",
            [["1,2,3,4,5\n1,2,3,4,5\nx", "2", "3", "4", "5"]]
        ),
        Case(
            "whole records in two fields of one record",
            five + "\"x\n1,2,3,4,5\n\",\"y\n1,2,3,4,5\n\",3,4,5\n",
            [["x\n1,2,3,4,5\n", "y\n1,2,3,4,5\n", "3", "4", "5"]]
        ),
        Case(
            "whole records inside quotes, four columns",
            "a,b,c,d\n\"x\n1,2,3,4\n1,2,3,4\n\",2,3,4\n",
            [["x\n1,2,3,4\n1,2,3,4\n", "2", "3", "4"]]
        ),
        Case(
            "lines of another width inside quotes",
            five + "1,2,3,4,\"one, two\nthree\n1,2,3\nfour, five, six\n\"\n",
            [["1", "2", "3", "4", "one, two\nthree\n1,2,3\nfour, five, six\n"]]
        ),
    ]

    @Test(arguments: cases)
    func reads(_ test: Case) {
        for blockBytes in [1, 7, 1 << 20] {
            for workers in [1, 3] {
                var plan = ReadingPlan(workers: workers)
                plan.options.blockBytes = blockBytes
                let cohort = plan.read(test.input)
                #expect(cohort.error == nil)
                #expect(cohort.texts == test.records)
                #expect(cohort.reasons == test.rejects)
            }
        }
    }

    @Test("Numbers count rejects but not blank lines; lines and bytes are those of the file")
    func places() {
        let cohort = ReadingPlan().read("\u{FEFF}a,b\r\n\r\n1,2\r\n\r\nbad\r\n\"3\r\n\",4\r\n5,6")
        #expect(cohort.records.map(\.number) == [1, 3, 4])
        #expect(cohort.records.map(\.line) == [3, 6, 8])
        #expect(cohort.records.map(\.byte) == [10, 22, 31])
        #expect(cohort.rejects.map(\.record) == [2])
        #expect(cohort.rejects.map(\.byte) == [17])
    }

    @Test("Only the wanted columns are kept, in the order asked for, even twice")
    func projection() {
        var plan = ReadingPlan()
        plan.columns = [2, 0, 2]
        #expect(plan.read("a,b,c\n1,2,3\n4,5,6\n").texts == [["3", "1", "3"], ["6", "4", "6"]])
        plan.columns = []
        #expect(plan.read("a,b,c\n1,2,3\n4,5,6\n").texts == [[], []])
    }

    @Test("Invalid UTF-8 is passed on in cells and repaired in names")
    func invalidText() {
        let cohort = ReadingPlan().read([.bytes([0x61, 0xFF, 0x2C, 0x62, 0x0A, 0xFF, 0x2C, 0xC3, 0x0A], name: "text")])
        #expect(cohort.headers == [Header(names: ["a\u{FFFD}", "b"], line: 1)])
        #expect(cohort.records.map(\.cells) == [[[0xFF], [0xC3]]])
    }

    @Test("The text of a reject is its first line, at most 4 KiB")
    func rejectText() {
        var plan = ReadingPlan()
        plan.options.keepsRejectText = true
        let long = String(repeating: "x", count: 5000)
        let cohort = plan.read("a,b\n\"1\nx\"y,2\r\n\(long)\n")
        #expect(
            cohort.rejects.map { String(decoding: $0.text, as: UTF8.self) } == [
                "\"1", "x\"y,2", String(long.prefix(4096)),
            ]
        )
        plan.options.keepsRejectText = false
        #expect(plan.read("a,b\n1\n").rejects.map(\.text) == [[]])
    }

    @Test(
        "A record may have as many raw bytes as the limit says, its line end aside",
        arguments: ["\n", "\r\n", "\r", ""]
    )
    func limit(lineEnd: String) {
        var plan = ReadingPlan()
        plan.options.maxRecordBytes = 8
        #expect(plan.read("a,b\n123,4567" + lineEnd).texts == [["123", "4567"]])
        #expect(plan.read("a,b\n123,45678" + lineEnd).reasons == ["2: record_too_long 2"])
        #expect(plan.read("a,b\n\"1\n\",456" + lineEnd).texts == [["1\n", "456"]])
        #expect(plan.read("a,b\n\"1\n\",4567" + lineEnd).reasons == ["2: record_too_long 2", "3: unclosed_quote 1"])
    }

    @Test("Every reason has words for a person")
    func messages() {
        for reason in RejectReason.allCases {
            let reject = Reject(
                fileIndex: 0,
                line: 1,
                byte: 0,
                record: 1,
                reason: reason,
                column: 1,
                fields: 3,
                width: 2
            )
            #expect(reject.message.count > 20)
        }
    }
}
