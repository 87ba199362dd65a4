// A sum of floating-point numbers that is exact, and rounded only when it is read.

/// A small superaccumulator: a fixed-point number wide enough for every double, in words that overlap.
///
/// Word i stands for its value times 2^(32i − 1074). A number is cut into pieces of 32 bits that are added to neighbouring words; carries
/// wait in the words' upper halves and are passed on before they could overflow. Addition is exact, so the order of the numbers and the way
/// the sums of parts are merged cannot show. Source: Neal RM (2015), Fast exact summation using small and large superaccumulators,
/// arXiv:1505.05571.
///
/// - Complexity: Adding a number is O(1); adding a sum and reading are O(`wordCount`). A sum takes 8 · `wordCount` = 560 bytes, so where
///   many are held at a time, `FixedSum` (16 bytes) stands in as long as its range allows.
package struct ExactSum: Sendable {
    /// The largest double ends at bit 2098 of the fixed-point number, a square of a weight far below; the rest is room for carries.
    static let wordCount = 70
    /// The exponent of the lowest bit.
    static let lowestExponent = -1074
    private static let pieceMask: Int64 = 0xFFFF_FFFF

    private var words = [Int64](repeating: 0, count: ExactSum.wordCount)
    /// How many pieces went into any word since carries were last passed on: at most 2^30, of 32 bits each.
    private var pending = 0
    /// What infinities and NaN add up to.
    private var special = 0.0

    /// A sum of nothing.
    package init() {}

    /// Adds a number. Infinities and NaN have the effect that they have on an ordinary sum.
    package mutating func add(_ number: Double) {
        guard number.isFinite else {
            special += number
            return
        }
        let biased = Int(number.exponentBitPattern)
        let significand = number.significandBitPattern | (biased == 0 ? 0 : 1 << 52)
        add(UInt128(significand), exponent: max(biased, 1) - 1 + Self.lowestExponent, isNegative: number.sign == .minus)
    }

    /// Adds magnitude · 2^exponent; its lowest bit must lie at or above 2^−1074, and its highest below 2^1024.
    mutating func add(_ magnitude: UInt128, exponent: Int, isNegative: Bool = false) {
        let position = exponent - Self.lowestExponent
        precondition(position >= 0 && position + 128 - magnitude.leadingZeroBitCount <= 2098)
        passCarriesBefore(1)
        // The lowest piece is short by the bits that the position lies above its word's lowest.
        let shift = position % 32
        var rest = magnitude
        var word = position / 32
        var piece = Int64(truncatingIfNeeded: rest << UInt128(shift)) & Self.pieceMask
        rest >>= UInt128(32 - shift)
        while true {
            // |word| < 2^62 + 2^32 by the bound on `pending`.
            words[word] &+= isNegative ? -piece : piece
            guard rest != 0 else { break }
            piece = Int64(truncatingIfNeeded: rest) & Self.pieceMask
            rest >>= 32
            word += 1
        }
    }

    /// Adds another sum.
    package static func += (left: inout ExactSum, right: ExactSum) {
        left.passCarriesBefore(right.pending + 2)
        for index in left.words.indices { left.words[index] &+= right.words[index] }
        left.special += right.special
    }

    /// Makes room for `count` more pieces per word.
    private mutating func passCarriesBefore(_ count: Int) {
        if pending + count > 1 << 30 {
            passCarries()
            // What is left in a word after carries is less than one piece.
            pending = 1
        }
        pending += count
    }

    /// Leaves 32 bits in every word but the highest, which takes the sign.
    private mutating func passCarries() {
        for index in 0..<(Self.wordCount - 1) {
            let carry = words[index] >> 32
            words[index] &= Self.pieceMask
            words[index + 1] &+= carry
        }
    }

    /// The sum, rounded once to the nearest double, ties to even.
    package var rounded: Double {
        guard special == 0 else { return special }
        var sum = self
        sum.passCarries()
        let isNegative = (sum.words.last ?? 0) < 0
        if isNegative {
            for index in sum.words.indices { sum.words[index] = 0 &- sum.words[index] }
            sum.passCarries()
        }
        return isNegative ? -sum.roundedMagnitude : sum.roundedMagnitude
    }

    /// The value of words that are all in 0..<2^32.
    private var roundedMagnitude: Double {
        guard let top = words.lastIndex(where: { $0 != 0 }) else { return 0 }
        // The highest three words hold the 53 bits that count and at least 11 more; any bit below only breaks ties.
        let first = max(top - 2, 0)
        var window: UInt128 = 0
        for index in (first...top).reversed() { window = window << 32 | UInt128(UInt64(words[index])) }
        if words[..<first].contains(where: { $0 != 0 }) { window |= 1 }
        let highest = 127 - window.leadingZeroBitCount
        // Doubles have no bits below the lowest, so that there is nothing to drop where the sum is that small.
        let dropped = max(highest - 52, 0)
        var significand = UInt64(window >> UInt128(dropped))
        if dropped > 0 {
            let remainder = window & ((1 << UInt128(dropped)) - 1)
            let half: UInt128 = 1 << UInt128(dropped - 1)
            if remainder > half || (remainder == half && significand & 1 == 1) { significand += 1 }
        }
        // A significand's implicit bit adds one to the exponent; so does one that was rounded up to the next power of two.
        let exponent = UInt64(first * 32 + dropped)
        let pattern = exponent << 52 + significand
        return pattern >= 0x7FF << 52 ? .infinity : Double(bitPattern: pattern)
    }
}
