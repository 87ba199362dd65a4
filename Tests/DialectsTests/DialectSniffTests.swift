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

    @Test(
        "Where no number can have a comma, fields need not be read",
        arguments: [
            ("a,b\n1,2\n1.5,x\n", false), ("a,b\n\"x, y\",2\n", false), ("a,b\n\"x\",\"y\"\n\"1\",\"2\"\n", false),
            ("a,b\n\"x\",12,\"y\"\n", false), ("a,b\n\"\",12,\"\"\n", false), ("a,b\n\"1,5 kg\",2\n", false),
            ("a,b\n\"1,5\",2\n", true), ("a,b\n2, \" -1,5 \"\n", true), ("\"1,5\"", true), ("a\r\"1,234.5\"\r", true),
        ]
    )
    func quotedCommas(_ text: String, _ may: Bool) { #expect(Array(text.utf8).mayHaveQuotedCommas == may) }

    @Test("No number with a comma is missed, whatever the fields and quotes")
    func noneMissed() {
        var random = SeededRandom(seed: 4)
        let pieces = [
            "1", "23", ",", ",", ".", "-", "\"", "\"", "\"\"", " ", "\t", "\n", "\r\n", "x", ",\"1,5\"", "\n\" 2,25\"",
        ]
        var found = (with: 0, without: 0)
        for _ in 0..<3000 {
            let text =
                "a,b\n"
                + (0..<Int.random(in: 0...16, using: &random)).map { _ in
                    pieces.randomElement(using: &random) ?? ""
                }.joined()
            var hasNumber = false
            _ = SampleReading(Array(text.utf8), delimiter: 0x2C) { _, cell in
                let isCommaNumber = ![.blank, .other].contains(NumberShape(trimmed(cell))) && cell.contains(0x2C)
                hasNumber = hasNumber || isCommaNumber
            }
            let may = Array(text.utf8).mayHaveQuotedCommas
            #expect(may || !hasNumber, "\(text.debugDescription)")
            if hasNumber { found.with += 1 }
            if !may { found.without += 1 }
        }
        #expect(found.with > 100 && found.without > 100)
    }

    private func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        return Array(cell.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
