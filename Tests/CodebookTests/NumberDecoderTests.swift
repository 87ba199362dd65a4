// Numbers are what C's strtod makes of them, and nothing but ASCII decimals is one.

import Codebook
import NumberCheck
import Testing

@Suite("Reading numbers")
struct NumberDecoderTests {
    private func decode(_ text: String) -> DecodedNumber {
        Array(text.utf8).withUnsafeBufferPointer { decodeNumber($0) }
    }

    @Test(
        "The contract's table",
        arguments: [
            ("0", .value(0)), ("-0", .value(0)), ("+0", .value(0)), ("7", .value(7)), ("-7", .value(-7)),
            ("+7", .value(7)),
            ("1.5", .value(1.5)), (".5", .value(0.5)), ("5.", .value(5)), ("-.5", .value(-0.5)), ("007", .value(7)),
            ("1e3", .value(1000)), ("1E3", .value(1000)), ("1e+3", .value(1000)), ("1e-3", .value(0.001)),
            ("1.e2", .value(100)),
            ("0.1", .value(0.1)), ("170.4", .value(170.4)), ("9007199254740993", .value(9007199254740992)),
            ("123456789012345678901234567890", .value(1.2345678901234568e29)), ("1e308", .value(1e308)),
            ("1e400", .overflow), ("-1e400", .overflow), ("1e-400", .value(0)), ("-1e-400", .value(0)),
            ("4.9e-324", .value(.leastNonzeroMagnitude)), ("2e-324", .value(0)), ("1.7976931348623159e308", .overflow),
            ("0e999999999999999999999", .value(0)), ("1e999999999999999999999", .overflow),
            ("1e-999999999999999999999", .value(0)), ("", .notANumber), ("-", .notANumber), ("+", .notANumber),
            (".", .notANumber), ("e", .notANumber), ("1e", .notANumber), ("1e+", .notANumber), ("e5", .notANumber),
            ("1.2.3", .notANumber), ("--1", .notANumber), ("+-1", .notANumber), ("1-", .notANumber),
            ("1,5", .notANumber),
            ("1 000", .notANumber), ("1_000", .notANumber), ("0x10", .notANumber), ("0X1P3", .notANumber),
            ("nan", .notANumber),
            ("NAN", .notANumber), ("inf", .notANumber), ("Infinity", .notANumber), ("1f", .notANumber),
            ("1d", .notANumber),
            ("１２", .notANumber), ("٣", .notANumber), ("−1", .notANumber), ("1\u{0}", .notANumber), ("1\n", .notANumber),
            (" 1", .notANumber), ("1 ", .notANumber), ("1e5.5", .notANumber), ("1e 5", .notANumber), ("½", .notANumber),
        ] as [(String, DecodedNumber)]
    )
    func table(_ text: String, _ expected: DecodedNumber) {
        #expect(decode(text) == expected)
        if case .value(let value) = decode(text), value == 0 { #expect(value.sign == .plus) }
    }

    @Test("A million random and awkward texts read as strtod reads them, in every way there is")
    func agreesWithLibrary() {
        var check = NumberCheck(seed: 1_000_000)
        check.run(1_000_000)
        #expect(check.differences == [])
        #expect(check.numbers > 500_000)
    }
}
