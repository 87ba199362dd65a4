// Records that are added 64 at a time give the same sums as those added one by one, in every kernel.

import Columns
import Testing

@testable import Statistics

@Suite("Weighted records in blocks")
struct WeightedBlockTests {
    static let kernels = ColumnKernel.allCases.filter(\.isSupported)

    /// Weights of every form: small decimals, some whose squares have more than 64 bits, the largest ones, and such as are no decimals.
    private static func weight(_ random: inout some RandomNumberGenerator) -> Double {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: 99_999_999.999999
        case 1: Double(Int.random(in: 4_000_000_000...90_000_000_000, using: &random)) / 1e6
        case 2: Double.random(in: 0.1...9, using: &random)
        case 3: 1
        default: Double(Int.random(in: 1...5000, using: &random)) / 100
        }
    }

    @Test(
        "of any number of outcomes, cells and units",
        arguments: kernels,
        [(SurveyDesign.clusters, 12), (.records, 12), (.clusters, 1), (.records, 3), (.clusters, 16), (.records, 16)]
    )
    func blocks(kernel: ColumnKernel, _ kind: (design: SurveyDesign, outcomes: Int)) throws {
        var random = SystemRandomNumberGenerator()
        let (design, outcomes) = kind
        var one = SurveyTally(design: design, outcomes: outcomes)
        // Parts of it, which are merged, in cells of other numbers.
        var parts = (0..<3).map { _ in SurveyTally(design: design, outcomes: outcomes, kernel: kernel) }
        let places = [[0, 1, 2, 3, 4], [4, 0, 3, 1, 2], [2, 4, 0, 3, 1]]
        let units = (0..<12).map { SamplingUnit(stratum: "\($0 % 3)", psu: design == .clusters ? "\($0)" : "") }
        let numbers = units.map { unit in
            let number = one.number(of: unit)
            for index in parts.indices { #expect(parts[index].number(of: unit) == number) }
            return Int32(number)
        }
        let lowest: UInt64 = 1 << UInt64(outcomes) - 1
        for round in 0..<30 {
            let part = round % 3
            var block = Block()
            for _ in 0..<64 * Int.random(in: 1...3, using: &random) {
                let isChosen = Int.random(in: 0..<4, using: &random) > 0
                let isOutside = !isChosen && Bool.random(using: &random)
                // Whatever stands in places of records that are not chosen may not matter.
                let value = isChosen ? Self.weight(&random) : [.nan, -1, -.infinity, 1e300].randomElement() ?? 0
                let (unit, cell) = (Int.random(in: 0..<12, using: &random), Int.random(in: 0..<5, using: &random))
                let present = UInt64.random(in: 0 ... .max, using: &random) & lowest
                let absent = UInt64.random(in: 0 ... .max, using: &random) & lowest & ~present
                block.append(
                    value,
                    unit: isChosen || isOutside ? numbers[unit] : -7,
                    cell: isChosen ? Int32(cell) : 1000,
                    facts: present | absent | present << UInt64(outcomes),
                    isChosen: isChosen,
                    isOutside: isOutside
                )
                if isOutside { one.addOutside(unit: Int(numbers[unit]), answered: present | absent) }
                guard isChosen else { continue }
                let weight = try SamplingWeight(value)
                one.add(
                    weight,
                    unit: Int(numbers[unit]),
                    cell: places[part][cell],
                    present: present,
                    absent: absent
                )
            }
            block.add(to: &parts[part])
        }
        var sum = SurveyTally(design: design, outcomes: outcomes)
        for (part, cells) in zip(parts, places) { sum.merge(part, cellNumbers: cells) }
        #expect(sum.cellCount == one.cellCount)
        let (expected, found) = (
            try SurveyEstimator(one, singlePSU: .centred), try SurveyEstimator(sum, singlePSU: .centred)
        )
        for outcome in 0..<outcomes {
            for cells in [[0], [1], [2], [3], [4], [0, 1, 2, 3, 4]] {
                let estimate = try expected.estimate(outcome: outcome, cells: cells)
                #expect(estimate != nil)
                #expect(try found.estimate(outcome: outcome, cells: cells) == estimate)
            }
        }
    }

    /// The arrays of a block.
    private struct Block {
        var weights: [Double] = [], units: [Int32] = [], cells: [Int32] = [], facts: [UInt64] = []
        var chosen: [UInt64] = [], outside: [UInt64] = []

        mutating func append(
            _ weight: Double,
            unit: Int32,
            cell: Int32,
            facts: UInt64,
            isChosen: Bool = true,
            isOutside: Bool = false
        ) {
            let (word, bit) = (weights.count / 64, UInt64(1) << UInt64(weights.count % 64))
            if word == chosen.count {
                chosen.append(0)
                outside.append(0)
            }
            chosen[word] |= isChosen ? bit : 0
            outside[word] |= isOutside ? bit : 0
            weights.append(weight)
            units.append(unit)
            cells.append(cell)
            self.facts.append(facts)
        }

        func add(to tally: inout SurveyTally) {
            withPointers(chosen, outside) { chosen, outside in
                withPointers(units, cells) { units, cells in
                    withPointers(weights, facts) { weights, facts in
                        tally.add(
                            SurveyTally.Block(
                                words: self.chosen.count,
                                chosen: chosen,
                                outside: outside,
                                weights: weights,
                                units: units,
                                cells: cells,
                                facts: facts
                            )
                        )
                    }
                }
            }
        }

        private func withPointers<A, B>(
            _ first: [A],
            _ second: [B],
            _ body: (UnsafePointer<A>, UnsafePointer<B>) -> Void
        ) {
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in
                    if let first = first.baseAddress, let second = second.baseAddress { body(first, second) }
                }
            }
        }
    }

    @Test("Sums that run over 64 bits are carried", arguments: kernels)
    func carries(kernel: ColumnKernel) throws {
        // 2^64 millionths are passed after some 184,000 records.
        var tally = SurveyTally(design: .records, outcomes: 3, kernel: kernel)
        let unit = Int32(tally.number(of: SamplingUnit()))
        var block = Block()
        for record in 0..<64 {
            block.append(99_999_999.999999, unit: unit, cell: 0, facts: record % 3 == 0 ? 0b110_111 : 0b001_111)
        }
        for _ in 0..<9375 { block.add(to: &tally) }
        let estimate = try #require(try SurveyEstimator(tally).estimate(outcome: 2, cells: [0]))
        #expect(estimate.records == 600_000)
        #expect(estimate.sumOfWeights == 59_999_999_999_999.4)
        // A third of the records, rounded to whole ones of each 64: 22.
        #expect(agrees(estimate.prevalence, 22.0 / 64, within: 1e-15))
    }

    @Test("Counts by unit are the same after they were moved, and merged", arguments: kernels)
    func unitCounts(kernel: ColumnKernel) {
        var random = SystemRandomNumberGenerator()
        var (small, large, merged) = (UnitCounts(mostRecords: 100), UnitCounts(), UnitCounts())
        var expected = Array(repeating: 0, count: 5 * 16)
        for _ in 0..<5 {
            small.addUnit()
            large.addUnit()
            merged.addUnit()
        }
        for _ in 0..<20 {
            let units = (0..<64).map { _ in Int32.random(in: 0..<5, using: &random) }
            let answered = (0..<64).map { _ in UInt64.random(in: 0 ... .max, using: &random) }
            let chosen = UInt64.random(in: 0 ... .max, using: &random)
            small.add(chosen: chosen, units: units, answered: answered, kernel)
            for record in 0..<64 where chosen >> UInt64(record) & 1 == 1 {
                large.add(unit: Int(units[record]), answered: answered[record])
                for outcome in 0..<16 where answered[record] >> UInt64(outcome) & 1 == 1 {
                    expected[Int(units[record]) * 16 + outcome] += 1
                }
            }
        }
        merged.merge(small, unitNumbers: [3, 1, 0, 2, 4])
        for (unit, other) in [3, 1, 0, 2, 4].enumerated() {
            for outcome in 0..<16 {
                #expect(small.count(unit: unit, outcome: outcome) == expected[unit * 16 + outcome])
                #expect(large.count(unit: unit, outcome: outcome) == expected[unit * 16 + outcome])
                #expect(merged.count(unit: other, outcome: outcome) == expected[unit * 16 + outcome])
            }
        }
    }
}
