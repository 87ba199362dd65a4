// What delimiters and decimal marks are recognised, and where the sniff asks instead.

import CSVReading
import Testing

@testable import Dialects

@Suite("Recognising dialects")
struct DialectSniffTests {
    @Test(
        "The delimiter with which the records fit the header",
        arguments: [
            ("a,b,c\n1,2,3\n", ","), ("a;b;c\n1,5;2;3\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"),
            ("\"a\";\"b, c\"\n\"1\";\"2\"\n", ";"),
            // Delimiters inside answers and questions.
            ("id,options\n1,a;b;c\n2,d;e\n", ","), ("How long, on average, do you train?;Age\n1,5;30\n2;31\n", ";"),
            ("id,text\n1,\"a;b;c\nd;e;f\"\n", ","), ("a,b;c,d,e,f\n1,2;3,4,5,6\n", ","),
            // Mostly broken, or nothing but a header.
            ("a,b,c\n\"\n\"\n\",\n", ","), ("a;b\n", ";"), ("a,b,c,d;e", ","),
        ]
    )
    func delimiter(_ text: String, _ delimiter: String) {
        guard case .sure(let found, _) = DelimiterSniff(Array(text.utf8)) else {
            Issue.record("not sure of \(text.debugDescription)")
            return
        }
        #expect([found] == Array(delimiter.utf8))
    }

    @Test("One column is one column", arguments: ["age_years\n30\n", "", "\n \t\n", "a b\n1,5\n"])
    func oneColumn(_ text: String) { #expect(DelimiterSniff(Array(text.utf8)) == .oneColumn) }

    @Test(
        "Where two would do, both are named",
        arguments: ["a,b;c\n1,2;3\n", "a;b|c\n", "a,b\tc,d\n1,2\t3,4\n"]
    )
    func unsure(_ text: String) {
        guard case .unsure(let candidates) = DelimiterSniff(Array(text.utf8)) else {
            Issue.record("sure of \(text.debugDescription)")
            return
        }
        #expect(candidates.count == 2)
        for candidate in candidates {
            #expect(DelimiterSniff.question(candidates).contains("--delimiter \(candidate.delimiter.name) ("))
        }
    }

    @Test(
        "The shapes of numbers",
        arguments: [
            ("", NumberShape.blank), ("12", .whole), ("-7", .whole), ("1.5", .decimal(0x2E)), ("1,5", .decimal(0x2C)),
            ("0,125", .decimal(0x2C)), ("1234,567", .decimal(0x2C)), ("1,2345", .decimal(0x2C)), (".5", .decimal(0x2E)),
            ("1,234", .doubtful(0x2C)), ("-123,456", .doubtful(0x2C)), ("1.234", .doubtful(0x2E)),
            ("1,234,567", .thousands(0x2C)), ("1,234.5", .thousands(0x2C)), ("1.234,5", .thousands(0x2E)),
            ("1,2,3", .other), ("12.5.2020", .other), ("7 kg", .other), ("-", .other), (",", .other), ("5,", .other),
        ]
    )
    func shapes(_ cell: String, _ shape: NumberShape) { #expect(NumberShape(Array(cell.utf8)) == shape) }

    /// A file, its delimiter, and what is to be found: the mark, columns with points beside commas, doubtful columns.
    struct Decimals: Sendable, CustomTestStringConvertible {
        var text: String
        var delimiter: String = ";"
        var mark: DecimalMark
        var points: Set<Int> = []
        var doubts: Set<Int> = []
        var testDescription: String { text }
    }

    @Test(
        "Decimal commas are found, and never guessed where they may mark thousands",
        arguments: [
            Decimals(text: "a;b\n1,5;2\n", mark: .comma), Decimals(text: "a;b\n1.5;2\n", mark: .point),
            Decimals(text: "a;b\n1;2\n", mark: .point),
            Decimals(text: "a;b\n1,234;2\n", mark: .point, doubts: [0]),
            Decimals(text: "a;b\n1,234;2\n1,5;2\n", mark: .comma),
            Decimals(text: "a;b\n1,234;2,5\n", mark: .comma),
            Decimals(text: "a;b\n1,234;2.5\n", mark: .point), Decimals(text: "a;b\n1,234;2.25\n", mark: .point),
            Decimals(text: "a;b\n1,234;2.\n", mark: .point), Decimals(text: "a;b\n1,234;.5\n", mark: .point),
            Decimals(text: "a;b\n1,234;2.125\n", mark: .point, doubts: [0]),
            Decimals(text: "a;b\n1,234;2.x\n", mark: .point, doubts: [0]),
            Decimals(text: "a;b\n1,234,567;2\n1,234;3\n", mark: .point),
            Decimals(text: "a,b,c\n1.54,\"1,54\",x\n1.84,\"1,84\",y\n", delimiter: ",", mark: .comma, points: [0]),
            Decimals(text: "a,b,c\n1.54,\"1,54\",\"1,234\"\n", delimiter: ",", mark: .comma, points: [0], doubts: [2]),
            // A slip among many whole numbers, and lists of codes.
            Decimals(
                text: "a,b\n" + String(repeating: "1,2\n", count: 30) + "\"4,5\",2\n",
                delimiter: ",",
                mark: .point
            ),
            Decimals(text: "a,b\n\"1,2,3\",x\n\"1,2\",x\n\"1,2,4\",y\n\"2,3,4\",x\n", delimiter: ",", mark: .point),
        ]
    )
    func decimals(_ example: Decimals) {
        let sniff = DecimalSniff(Array(example.text.utf8), delimiter: Array(example.delimiter.utf8)[0])
        #expect(sniff.mark == example.mark)
        #expect(sniff.pointColumns == example.points)
        #expect(Set(sniff.doubtfulColumns.keys) == example.doubts)
    }
}
