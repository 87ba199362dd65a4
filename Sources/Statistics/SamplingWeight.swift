// The weight of a record in a survey, and what a column of weights must not hold.

internal import Columns

/// How many people of the population a record stands for: a positive number.
///
/// Most files give weights with a few decimals. Such a weight is added up as the decimal that was written, in whole millionths; any other as
/// the binary number that it was read as, significand · 2^exponent with an odd significand. Either is exact.
package struct SamplingWeight: Sendable, Hashable {
    /// The weight.
    package let value: Double
    /// The weight in millionths, where a decimal of at most six places below 140 million is read as it; else 0.
    let millionths: UInt64

    /// The odd integer that, times 2^`exponent`, is the weight.
    var significand: UInt64 {
        // Normal, by the range.
        let whole = value.significandBitPattern | 1 << 52
        return whole >> UInt64(whole.trailingZeroBitCount)
    }

    /// The exponent of the significand's lowest bit.
    var exponent: Int { Int(value.exponent) - 52 + (value.significandBitPattern | 1 << 52).trailingZeroBitCount }

    /// Why a number is no weight.
    package enum Problem: Error, Sendable, Hashable, CaseIterable {
        /// The cell has no answer: nobody knows how many people the record stands for.
        case missing
        /// The cell holds something that is not a number.
        case notANumber
        /// The weight is below zero.
        case negative
        /// The weight is 0: by the usual convention the record is not in the sample that the weights describe.
        case zero
        /// The weight is not between 2^−200 and 2^200.
        case outOfRange

        /// Whether the run must end: the column holds what no weight can be, so it is the wrong one or is damaged. A record without a weight is
        /// left out and counted. One of weight 0 stays in the design, where it adds nothing to any sum, and is counted.
        package var isError: Bool { self != .zero && self != .missing }

        /// What is wrong, as the end of a sentence that begins with the column and the place.
        package var message: String {
            switch self {
            case .missing: "the weight is missing: the record is in no weighted figure"
            case .notANumber:
                "the weight is not a number: correct the cell, or leave it blank to keep the record out of weighted figures"
            case .negative:
                "the weight is negative, but a record cannot stand for fewer than no people: correct the cell, or leave it blank to keep the record out of weighted figures"
            case .zero: "the weight is 0: the record adds nothing to weighted figures"
            case .outOfRange:
                "the weight is too large or too small to be one (from 6e-61 to 1.6e60, or 0): correct the cell, or leave it blank to keep the record out of weighted figures"
            }
        }
    }

    /// Makes a weight; nil stands for a missing answer.
    package init(_ value: Double?) throws(Problem) {
        guard let value else { throw .missing }
        guard !value.isNaN else { throw .notANumber }
        guard value >= 0 else { throw .negative }
        guard value > 0 else { throw .zero }
        guard value >= 0x1p-200, value <= 0x1p200 else { throw .outOfRange }
        self.init(positive: value)
    }

    /// Makes a weight of a number from 2^−200 to 2^200, which is not checked.
    package init(positive value: Double) {
        self.value = value
        millionths = ColumnKernel.millionths(of: value) ?? 0
    }

    /// The numbers that can be weights, 0 aside.
    package static let range = 0x1p-200...0x1p200
}
