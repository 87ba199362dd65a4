// Numbers are what C's strtod makes of them, and nothing but ASCII decimals is one.

import Codebook
import Foundation
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

    @Test("A million random and awkward texts read as strtod reads them")
    func agreesWithLibrary() {
        var random = SplitMix(state: 42)
        var wrong: [String] = []
        var text: [UInt8] = []
        let digits = Array("0123456789".utf8)
        for round in 0..<1_000_000 {
            text.removeAll(keepingCapacity: true)
            if random.below(3) == 0 { text.append(random.below(4) == 0 ? UInt8(ascii: "+") : UInt8(ascii: "-")) }
            // Mostly short answers, sometimes more digits than a double holds.
            let whole = round % 10 == 0 ? random.below(25) : random.below(5)
            let decimals = round % 7 == 0 ? random.below(30) : random.below(4)
            for _ in 0..<whole { text.append(digits[random.below(10)]) }
            if decimals > 0 || random.below(5) == 0 { text.append(UInt8(ascii: ".")) }
            for _ in 0..<decimals { text.append(digits[random.below(random.below(2) == 0 ? 10 : 1)]) }
            if random.below(6) == 0 {
                text.append(random.below(2) == 0 ? UInt8(ascii: "e") : UInt8(ascii: "E"))
                if random.below(2) == 0 { text.append(random.below(2) == 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")) }
                for _ in 0..<random.below(4) { text.append(digits[random.below(10)]) }
            }
            if !agrees(text), wrong.count < 10 { wrong.append(String(decoding: text, as: UTF8.self)) }
        }
        #expect(wrong == [])
    }

    @Test("Halfway cases and the neighbours of powers of two")
    func halfway() {
        var random = SplitMix(state: 7)
        var wrong: [String] = []
        for _ in 0..<20_000 {
            let bits = random.next() & 0x7FEF_FFFF_FFFF_FFFF
            let value = Double(bitPattern: bits)
            var texts = [value.description, "\(value)".replacing("e+", with: "e")]
            // The 17 digits of a double, and digits just beside them.
            texts.append(String(format: "%.17g", value))
            texts.append(String(format: "%.20e", value))
            let exact = UInt64(1) << UInt64(random.below(63))
            texts += ["\(exact &- 1)", "\(exact)", "\(exact &+ 1)", "\(exact).5", "0.\(exact)"]
            wrong += texts.filter { !agrees(Array($0.utf8)) }
        }
        #expect(wrong.prefix(10) == [])
    }

    /// Whether a text reads as the contract's grammar and `strtod` have it.
    private func agrees(_ text: [UInt8]) -> Bool {
        let found = text.withUnsafeBufferPointer { decodeNumber($0) }
        guard isNumber(text) else { return found == .notANumber }
        var terminated = text.map { CChar(bitPattern: $0) } + [0]
        let value = strtod(&terminated, nil)
        guard value.isFinite else { return found == .overflow }
        guard case .value(let own) = found else { return false }
        return own.bitPattern == (value == 0 ? 0 : value.bitPattern)
    }

    /// The contract's grammar, written as plainly as can be.
    private func isNumber(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix { (48...57).contains($0) }
        rest = rest.dropFirst(whole.count)
        var decimals: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            decimals = rest.prefix { (48...57).contains($0) }
            rest = rest.dropFirst(decimals.count)
        }
        guard whole.count + decimals.count > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy { (48...57).contains($0) }
    }
}

/// SplitMix64: the same numbers in every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below a bound of at least 1.
    mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % max(1, bound) }
}
