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
        [(SurveyDesign.clusters, 12), (.records, 12), (.clusters, 1), (.records, 3), (.clusters, 32), (.records, 32)]
    )
    func blocks(kernel: ColumnKernel, _ kind: (design: SurveyDesign, outcomes: Int)) throws {
        var random = SystemRandomNumberGenerator()
        let (design, outcomes) = kind
        var one = SurveyTally(design: design, outcomes: outcomes)
        var block = SurveyTally(design: design, outcomes: outcomes, kernel: kernel)
        let units = (0..<12).map { SamplingUnit(stratum: "\($0 % 3)", psu: design == .clusters ? "\($0)" : "") }
        let numbers = units.map { unit in
            let number = one.number(of: unit)
            #expect(block.number(of: unit) == number)
            return Int32(number)
        }
        let lowest: UInt64 = 1 << UInt64(outcomes) - 1
        for _ in 0..<40 {
            let chosen = UInt64.random(in: 0 ... .max, using: &random) | .random(in: 0 ... .max, using: &random)
            var (weights, of, cells, answers) = ([Double](), [Int32](), [Int32](), [UInt64]())
            for record in 0..<64 {
                weights.append(Self.weight(&random))
                of.append(numbers[Int.random(in: 0..<12, using: &random)])
                cells.append(Int32.random(in: 0..<5, using: &random))
                let present = UInt64.random(in: 0 ... .max, using: &random) & lowest
                let absent = UInt64.random(in: 0 ... .max, using: &random) & lowest & ~present
                answers.append(present | absent << UInt64(outcomes))
                guard chosen >> UInt64(record) & 1 == 1 else { continue }
                let weight = try SamplingWeight(weights[record])
                one.add(weight, unit: Int(of[record]), cell: Int(cells[record]), present: present, absent: absent)
            }
            block.add(chosen: chosen, weights: weights, units: of, cells: cells, answers: answers)
        }
        #expect(block.cellCount == one.cellCount)
        let (expected, found) = (
            try SurveyEstimator(one, singlePSU: .centred), try SurveyEstimator(block, singlePSU: .centred)
        )
        for outcome in 0..<outcomes {
            for cells in [[0], [1], [2], [3], [4], [0, 1, 2, 3, 4]] {
                let estimate = try expected.estimate(outcome: outcome, cells: cells)
                #expect(estimate != nil)
                #expect(try found.estimate(outcome: outcome, cells: cells) == estimate)
            }
        }
    }

    @Test("Sums that run over 64 bits are carried", arguments: kernels)
    func carries(kernel: ColumnKernel) throws {
        // 2^64 millionths are passed after some 184,000 records.
        var tally = SurveyTally(design: .records, outcomes: 3, kernel: kernel)
        let unit = Int32(tally.number(of: SamplingUnit()))
        let weights = Array(repeating: 99_999_999.999999, count: 64)
        for _ in 0..<9375 {
            tally.add(
                chosen: .max,
                weights: weights,
                units: Array(repeating: unit, count: 64),
                cells: Array(repeating: 0, count: 64),
                answers: (0..<64).map { $0 % 3 == 0 ? 0b001_110 : 0b110_001 }
            )
        }
        let estimate = try #require(try SurveyEstimator(tally).estimate(outcome: 2, cells: [0]))
        #expect(estimate.records == 600_000)
        #expect(estimate.sumOfWeights == 59_999_999_999_999.4)
        // A third of the records, rounded to whole ones of each 64: 22.
        #expect(agrees(estimate.prevalence, 22.0 / 64, within: 1e-15))
    }
}
