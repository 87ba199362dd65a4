// Whole numbers of up to 128 bits as the nearest doubles.

extension Double {
    /// The double nearest to a whole number, ties to even. The conversion of the standard library, which is generic, takes many times longer.
    init(nearestTo number: UInt128) {
        let high = UInt64(truncatingIfNeeded: number >> 64)
        guard high != 0 else {
            self = Double(UInt64(truncatingIfNeeded: number))
            return
        }
        // The highest 64 bits, with a last one that stands for all below: they only break ties.
        let shift = 64 - high.leadingZeroBitCount
        let window = UInt64(truncatingIfNeeded: number >> UInt128(shift))
        let isSticky = number << UInt128(128 - shift) != 0
        self = Double(window | (isSticky ? 1 : 0)) * Double(sign: .plus, exponent: shift, significand: 1)
    }
}
