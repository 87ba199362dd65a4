// Exact sums against exact rational arithmetic, in any order and any grouping. Oracle/sums.py writes the cases.

import Testing

@testable import Statistics

@Suite("Exact sums")
struct ExactSumTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let kind: String
        let numbers: [Double]
        let sum: Double
        let squares: Double?

        var testDescription: String { "\(kind), \(numbers.count) numbers" }
    }

    static func cases() throws -> [Case] {
        try ReferenceTable.fixture("sums.csv").rows.map { row in
            Case(
                kind: row["kind"],
                numbers: row["numbers"].split(separator: ";").compactMap { Double($0) },
                sum: row.number("sum"),
                squares: Double(row["squares"])
            )
        }
    }

    static func sum(_ numbers: some Sequence<Double>) -> ExactSum {
        var sum = ExactSum()
        for number in numbers { sum.add(number) }
        return sum
    }

    @Test("Sums are those of exact arithmetic, rounded once")
    func rounding() throws {
        let cases = try Self.cases()
        #expect(cases.count == 200)
        for one in cases { #expect(Self.sum(one.numbers).rounded == one.sum, "\(one.kind) \(one.numbers)") }
    }

    @Test("Neither the order of the numbers nor the way parts are merged shows")
    func order() throws {
        var random = SystemRandomNumberGenerator()
        for one in try Self.cases() {
            let shuffled = one.numbers.shuffled(using: &random)
            let cut = Int.random(in: 0...shuffled.count, using: &random)
            var merged = Self.sum(shuffled[cut...])
            merged += Self.sum(shuffled[..<cut])
            #expect(merged.rounded == one.sum)
        }
    }

    @Test("Carries are passed on before they overflow: doubled 40 times, a sum is 2^40 times as large")
    func carries() {
        for start in [1.0, -1, 0x1.FFFF_FFFF_FFFF_Fp-300, 0.1, -12345.678] {
            var sum = Self.sum([start])
            for _ in 0..<40 { sum += sum }
            #expect(sum.rounded == start * 0x1p40)
        }
    }

    @Test("Infinities and NaN do what they do in an ordinary sum, and too large a sum is infinite")
    func specials() {
        #expect(Self.sum([1, .infinity]).rounded == .infinity)
        #expect(Self.sum([.infinity, -.infinity]).rounded.isNaN)
        #expect(Self.sum([.greatestFiniteMagnitude, .greatestFiniteMagnitude]).rounded == .infinity)
        #expect(Self.sum([.greatestFiniteMagnitude, 1e290, -.greatestFiniteMagnitude]).rounded == 1e290)
        #expect(ExactSum().rounded == 0)
    }

    @Test("Weights and their squares: narrow and wide sums are those of exact arithmetic")
    func weights() throws {
        for one in try Self.cases() where one.kind == "weights" {
            let weights = try one.numbers.filter { $0 > 0 }.map { try SamplingWeight($0) }
            let narrow = (Self.total(FixedSum.self, weights), Self.total(FixedSquareSum.self, weights))
            let wide = (Self.total(WideSum.self, weights), Self.total(WideSquareSum.self, weights))
            #expect(narrow.0.rounded == one.sum && wide.0.rounded == one.sum && narrow.0.widened.rounded == one.sum)
            let squares = try #require(one.squares)
            #expect(narrow.1.rounded == squares && wide.1.rounded == squares && narrow.1.widened.rounded == squares)
        }
    }

    @Test("Narrow and wide sums agree over the whole range of narrow ones")
    func narrowRange() throws {
        for exponent in -28..<46 {
            let numbers = [1, 0x1.FFFF_FFFF_FFFF_Fp0, 0x1.8000_0000_0000_1p0].map {
                $0 * Double(sign: .plus, exponent: exponent, significand: 1)
            }
            let weights = try (numbers + [3, 0x1p-28]).map { try SamplingWeight($0) }
            #expect(weights.allSatisfy { $0.fixed != nil })
            #expect(Self.total(FixedSum.self, weights).rounded == Self.total(WideSum.self, weights).rounded)
            #expect(Self.total(FixedSquareSum.self, weights).rounded == Self.total(WideSquareSum.self, weights).rounded)
        }
        #expect(try SamplingWeight(0x1p48).fixed == nil)
        #expect(try SamplingWeight(0x1.FFFF_FFFF_FFFF_Fp47).fixed != nil)
        #expect(try SamplingWeight(0x1.FFFF_FFFF_FFFF_Fp-29).fixed == nil)
        #expect(try SamplingWeight(0x1p-80).fixed == 1)
    }

    private static func total<Sum: WeightSum>(_ type: Sum.Type, _ weights: [SamplingWeight]) -> Sum {
        weights.reduce(into: Sum()) { $0 += Sum($1) }
    }
}

@Suite("Sampling weights")
struct SamplingWeightTests {
    @Test(
        "What is no weight says why",
        arguments: [
            (nil, SamplingWeight.Problem.missing), (.nan, .notANumber), (-1, .negative), (-.infinity, .negative),
            (0, .zero), (-0.0, .zero), (.infinity, .outOfRange), (1e300, .outOfRange),
            (.leastNonzeroMagnitude, .outOfRange),
        ] as [(Double?, SamplingWeight.Problem)]
    )
    func problems(value: Double?, problem: SamplingWeight.Problem) {
        #expect(throws: problem) { try SamplingWeight(value) }
    }

    @Test("A weight of zero and a missing one do not end the run; the others do")
    func zero() {
        #expect(SamplingWeight.Problem.allCases.filter { !$0.isError } == [.missing, .zero])
    }
}

@Suite("Rounded sums")
struct RoundedSumTests {
    @Test("Whole numbers of up to 128 bits become the nearest doubles, ties to even, as the standard library has it")
    func nearest() {
        var random = SystemRandomNumberGenerator()
        for bits in 0..<128 {
            for _ in 0..<40 {
                let largest = UInt128.max >> UInt128(127 - bits)
                let number = UInt128.random(in: 0...largest, using: &random)
                #expect(Double(nearestTo: number) == Double(number))
            }
            // Halfway between two doubles, and one beside it on either side.
            guard bits > 54 else { continue }
            let one: UInt128 = 1
            let (high, low) = (one << UInt128(bits), one << UInt128(bits - 53))
            let tie = high | low
            for number in [tie - 1, tie, tie + 1] { #expect(Double(nearestTo: number) == Double(number)) }
        }
    }
}
