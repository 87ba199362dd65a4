// Every kernel compares and bands as the plain loops do.

import Columns
import Testing

@Suite("Column kernels") struct ColumnKernelTests {
    /// Numbers where comparisons could go wrong, and their neighbours.
    static let numbers: [Double] = [
        0, -0.0, 1, -1, 25, 24.999999999999996, 25.000000000000004, 1e308, -1e308, .infinity, -.infinity, .nan,
        .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]

    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// 128 numbers drawn from the list above.
    private func draw(_ random: inout some RandomNumberGenerator) -> [Double] {
        (0..<128).map { _ in Self.numbers.randomElement(using: &random) ?? 0 }
    }

    @Test("comparisons of all pairs agree with Swift's operators", arguments: kernels, ColumnKernel.Relation.allCases)
    func comparisons(kernel: ColumnKernel, relation: ColumnKernel.Relation) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<100 {
            let (left, right) = (draw(&random), draw(&random))
            let limit = Self.numbers.randomElement(using: &random) ?? 0
            left.withUnsafeBufferPointer { a in
                right.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress else { return }
                    for start in [0, 64] {
                        let both = kernel.compare(.each(a), relation, .each(b), from: start)
                        let to = kernel.compare(.each(a), relation, .all(limit), from: start)
                        let from = kernel.compare(.all(limit), relation, .each(b), from: start)
                        for record in 0..<64 {
                            let (x, y) = (left[start + record], right[start + record])
                            #expect((both >> UInt64(record) & 1 == 1) == holds(relation, x, y), "\(x) \(y)")
                            #expect((to >> UInt64(record) & 1 == 1) == holds(relation, x, limit), "\(x) \(limit)")
                            #expect((from >> UInt64(record) & 1 == 1) == holds(relation, limit, y), "\(limit) \(y)")
                        }
                    }
                }
            }
        }
    }

    private func holds(_ relation: ColumnKernel.Relation, _ left: Double, _ right: Double) -> Bool {
        switch relation {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        }
    }

    @Test("a choice takes the number of either side as it stands", arguments: kernels)
    func choices(kernel: ColumnKernel) {
        var random = SystemRandomNumberGenerator()
        for chosen in [0, .max, 1, 1 << 63] + (0..<50).map({ _ in UInt64.random(in: 0 ... .max, using: &random) }) {
            let (yes, no) = (draw(&random), draw(&random))
            var chosenNumbers = Array(repeating: 7.0, count: 64)
            kernel.choose(chosen, yes, no, into: &chosenNumbers)
            for record in 0..<64 {
                let expected = chosen >> UInt64(record) & 1 == 1 ? yes[record] : no[record]
                #expect(chosenNumbers[record].bitPattern == expected.bitPattern)
            }
        }
    }

    @Test("a band is how many bounds are reached, and unknown comes last", arguments: kernels)
    func bands(kernel: ColumnKernel) {
        var random = SystemRandomNumberGenerator()
        for bounds: [Double] in [[], [18], [0, 1, 25, 25.000000000000004]] {
            let size = UInt32(bounds.count + 2)
            for _ in 0..<50 {
                let values = draw(&random)
                let known = UInt64.random(in: 0 ... .max, using: &random)
                var cells = (0..<64).map { UInt32($0 % 7) }
                kernel.addBands(of: values, known: known, bounds: bounds, size: size, to: &cells)
                for record in 0..<64 {
                    let isKnown = known >> UInt64(record) & 1 == 1
                    let band = isKnown ? UInt32(bounds.filter { values[record] >= $0 }.count) : size - 1
                    #expect(cells[record] == UInt32(record % 7) * size + band)
                }
            }
        }
    }
}

extension ColumnKernelTests {
    @Test("facts are counted in the cell of their record", arguments: kernels)
    func facts(kernel: ColumnKernel) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let facts = (0..<64).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
            let places = (0..<64).map { _ in Int32.random(in: 0..<5, using: &random) }
            let chosen = UInt64.random(in: 0 ... .max, using: &random)
            var counters = Array(repeating: UInt16(7), count: 5 * 64)
            kernel.countFacts(facts, chosen: chosen, places: places, in: &counters)
            for place in 0..<5 {
                for fact in 0..<64 {
                    let expected = (0..<64).count { record in
                        chosen >> UInt64(record) & 1 == 1 && Int(places[record]) == place
                            && facts[record] >> UInt64(fact) & 1 == 1
                    }
                    #expect(counters[place * 64 + fact] == UInt16(7 + expected))
                }
            }
        }
    }
}
