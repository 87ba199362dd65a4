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
/// The result is what C's `strtod` gives for the same text, with minus zero as zero.
package func decodeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedNumber {
    if let value = decodePlainNumber(bytes) { return .value(value) }
    return isNumber(bytes) ? decodeByLibrary(bytes) : .notANumber
}

/// Reads a number of at most 18 digits without an exponent whose digits, the point left out, make an integer of at most 2^53; nil for
/// anything else, numbers included.
///
/// Such an integer, and a power of ten up to 10^22, are doubles, and the quotient of two doubles is correctly rounded (Clinger 1990), so the
/// result is the double nearest to the decimal.
@inline(__always)
func decodePlainNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count > 0, bytes.count <= 20, var next = bytes.baseAddress else { return nil }
    let end = next + bytes.count
    let isNegative = next.pointee == UInt8(ascii: "-")
    if isNegative || next.pointee == UInt8(ascii: "+") { next += 1 }
    var mantissa: UInt64 = 0
    var point: UnsafePointer<UInt8>?
    let start = next
    while next < end {
        let digit = next.pointee &- UInt8(ascii: "0")
        if digit <= 9 {
            // At most 20 bytes: what wraps around here has more than 18 digits and is refused below.
            mantissa = mantissa &* 10 &+ UInt64(digit)
        } else if next.pointee == UInt8(ascii: "."), point == nil {
            point = next
        } else {
            return nil
        }
        next += 1
    }
    let digits = end - start - (point == nil ? 0 : 1)
    guard digits > 0, digits <= 18, mantissa <= 1 << 53 else { return nil }
    var magnitude = Double(mantissa)
    if let point { magnitude /= powerOfTen(end - point - 1) }
    return isNegative && magnitude != 0 ? -magnitude : magnitude
}

/// 10 to the power of 0 to 18, exactly.
@inline(__always)
private func powerOfTen(_ exponent: Int) -> Double {
    switch exponent {
    case 0: 1
    case 1: 10
    case 2: 100
    default: powersOfTen[exponent]
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
]

/// Whether bytes are a number by the contract's grammar.
private func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = bytes[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var digits = whole.count
    if rest.first == UInt8(ascii: ".") {
        let decimals = rest.dropFirst().prefix(while: isDigit)
        digits += decimals.count
        rest = rest.dropFirst(1 + decimals.count)
    }
    guard digits > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

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
