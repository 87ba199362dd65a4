// Exact sums of weights and of their squares, narrow as long as the weights allow and wide beyond.

/// An exact sum of weights, or of their squares.
protocol WeightSum: Sendable {
    /// The sum of nothing.
    init()
    /// What one record adds.
    init(_ weight: SamplingWeight)
    static func += (left: inout Self, right: Self)
    /// The sum, rounded once to the nearest double.
    var rounded: Double { get }
    /// The same sum in the wide form.
    var widened: ExactSum { get }
}

/// The two sums in one precision.
protocol WeightPrecision {
    associatedtype Sum: WeightSum
    associatedtype SquareSum: WeightSum
}

/// Weights as whole multiples of 2^−80 below 2^48: fits weights of at least 2^−28 whatever their digits, with a total below 2.8 · 10^14.
enum NarrowPrecision: WeightPrecision {
    typealias Sum = FixedSum
    typealias SquareSum = FixedSquareSum
    /// The exponent of the lowest bit of a sum.
    static let lowestExponent = -80
}

/// Every weight there is.
enum WidePrecision: WeightPrecision {
    typealias Sum = WideSum
    typealias SquareSum = WideSquareSum
}

extension SamplingWeight {
    /// The weight in multiples of 2^−80, if it is one of them and below 2^48.
    var fixed: UInt128? {
        let shift = exponent - NarrowPrecision.lowestExponent
        guard shift >= 0, shift + 64 - significand.leadingZeroBitCount <= 128 else { return nil }
        return UInt128(significand) << UInt128(shift)
    }
}

/// A sum of weights in 16 bytes. The caller sees to it that all weights fit and that their total stays below 2^128.
struct FixedSum: WeightSum {
    private(set) var units: UInt128 = 0

    init() {}

    init(_ weight: SamplingWeight) { units = weight.fixed ?? 0 }

    static func += (left: inout FixedSum, right: FixedSum) { left.units &+= right.units }

    // The conversion rounds to nearest, ties to even; scaling by a power of two is exact, since nothing here is near the subnormal range.
    var rounded: Double { Double(units) * 0x1p-80 }

    var widened: ExactSum {
        var sum = ExactSum()
        sum.add(units, exponent: NarrowPrecision.lowestExponent)
        return sum
    }
}

/// A sum of squared weights in 32 bytes, in multiples of 2^−160: below the square of the total, it fits where the total does.
struct FixedSquareSum: WeightSum {
    private var high: UInt128 = 0
    private var low: UInt128 = 0

    init() {}

    init(_ weight: SamplingWeight) {
        let square = UInt128(weight.significand) &* UInt128(weight.significand)
        let shift = 2 * (weight.exponent - NarrowPrecision.lowestExponent)
        // Shifting by more than the width gives 0, and by a negative number shifts the other way.
        low = square << shift
        high = square >> (128 - shift)
    }

    static func += (left: inout FixedSquareSum, right: FixedSquareSum) {
        let (low, carries) = left.low.addingReportingOverflow(right.low)
        left.low = low
        left.high &+= right.high &+ (carries ? 1 : 0)
    }

    var rounded: Double {
        guard high != 0 else { return Double(low) * 0x1p-160 }
        let shift = high.leadingZeroBitCount
        // Bits below the window only break ties, so that one sticky bit stands for them all.
        let window = high << shift | low >> (128 - shift)
        let isSticky = low << shift != 0
        return Double(window | (isSticky ? 1 : 0)) * Double(sign: .plus, exponent: 128 - 160 - shift, significand: 1)
    }

    var widened: ExactSum {
        var sum = ExactSum()
        sum.add(low, exponent: -160)
        sum.add(high, exponent: -32)
        return sum
    }
}

/// A sum of weights of any size.
struct WideSum: WeightSum {
    private(set) var widened = ExactSum()

    init() {}

    init(_ sum: ExactSum) { widened = sum }

    init(_ weight: SamplingWeight) { widened.add(UInt128(weight.significand), exponent: weight.exponent) }

    static func += (left: inout WideSum, right: WideSum) { left.widened += right.widened }

    var rounded: Double { widened.rounded }
}

/// A sum of squares of weights of any size.
struct WideSquareSum: WeightSum {
    private(set) var widened = ExactSum()

    init() {}

    init(_ sum: ExactSum) { widened = sum }

    init(_ weight: SamplingWeight) {
        widened.add(UInt128(weight.significand) &* UInt128(weight.significand), exponent: 2 * weight.exponent)
    }

    static func += (left: inout WideSquareSum, right: WideSquareSum) { left.widened += right.widened }

    var rounded: Double { widened.rounded }
}
