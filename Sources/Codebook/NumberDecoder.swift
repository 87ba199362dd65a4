// Bytes to numbers, exactly.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What a cell holds, read as a number.
package enum DecodedNumber: Sendable, Equatable {
    /// The double nearest to the decimal.
    case value(Double)
    /// A number too large for a double.
    case overflow
    /// Anything else.
    case notANumber
}

/// Reads an optional sign, ASCII digits with an optional point, and an optional exponent, and nothing else; linear in the bytes.
///
/// The result is what C's `strtod` gives for the same text, with minus zero as zero. Up to 2^53 and 22 decimals the product or quotient of two exact
/// doubles is correctly rounded (Clinger 1990), which covers nearly every answer; the rest goes to `strtod` itself.
package func decodeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedNumber {
    var position = 0
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        isNegative = sign == UInt8(ascii: "-")
        position = 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var sawPoint = false
    while position < bytes.count {
        let byte = bytes[position]
        let digit = byte &- UInt8(ascii: "0")
        if digit <= 9 {
            // At most 18 digits are taken, so the mantissa stays below 2^63; more go to strtod.
            if digits < 18 { mantissa = mantissa &* 10 &+ UInt64(digit) }
            digits += 1
            if sawPoint { decimals += 1 }
        } else if byte == UInt8(ascii: "."), !sawPoint {
            sawPoint = true
        } else {
            break
        }
        position += 1
    }
    guard digits > 0 else { return .notANumber }
    let hasExponent = position < bytes.count
    if hasExponent, !isExponent(bytes[position...]) { return .notANumber }
    if !hasExponent, digits <= 18, mantissa <= 1 << 53, decimals <= 22 {
        let magnitude = Double(mantissa) / powersOfTen[decimals]
        return .value(isNegative && magnitude != 0 ? -magnitude : magnitude)
    }
    return decodeByLibrary(bytes)
}

/// Whether bytes are an exponent: `e`, an optional sign, digits.
private func isExponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let mark = bytes.first, mark | 0x20 == UInt8(ascii: "e") else { return false }
    var rest = bytes.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
}

/// Reads bytes whose syntax was checked with `strtod`. The program never sets a locale, so the point is the decimal mark.
private func decodeByLibrary(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedNumber {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
        for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
        text[bytes.count] = 0
        guard let start = text.baseAddress else { return .notANumber }
        let value = strtod(start, nil)
        if value.isInfinite { return .overflow }
        return .value(value == 0 ? 0 : value)
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21,
    1e22,
]
