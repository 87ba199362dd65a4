// The weight of a record in a survey, and what a column of weights must not hold.

/// How many people of the population a record stands for: a positive number.
///
/// It is kept as significand · 2^exponent with an odd significand, the form in which it is added up exactly.
package struct SamplingWeight: Sendable, Hashable {
    /// The weight.
    package let value: Double
    /// The odd integer that, times 2^`exponent`, is the weight.
    let significand: UInt64
    /// The exponent of the significand's lowest bit.
    let exponent: Int

    /// Why a number is no weight.
    package enum Problem: Error, Sendable, Hashable, CaseIterable {
        /// The cell has no answer.
        case missing
        /// The cell holds something that is not a number.
        case notANumber
        /// The weight is below zero.
        case negative
        /// The weight is 0: by the usual convention the record is not in the sample that the weights describe.
        case zero
        /// The weight is not between 2^−200 and 2^200.
        case outOfRange

        /// Whether the run must end. A record with weight zero is left out and counted; with any other problem nobody knows how many people
        /// the record stands for, and to leave it out would bias every estimate.
        package var isError: Bool { self != .zero }

        /// What is wrong, as the end of a sentence that begins with the column and the place.
        package var message: String {
            switch self {
            case .missing: "the weight is missing: give every record one, or remove records that are not in the sample"
            case .notANumber: "the weight is not a number"
            case .negative: "the weight is negative: a record cannot stand for fewer than no people"
            case .zero: "the weight is 0: the record is left out"
            case .outOfRange: "the weight is too large or too small to be one"
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
        self.value = value
        // Normal, by the range.
        let whole = value.significandBitPattern | 1 << 52
        let zeros = whole.trailingZeroBitCount
        significand = whole >> UInt64(zeros)
        exponent = Int(value.exponent) - 52 + zeros
    }
}
