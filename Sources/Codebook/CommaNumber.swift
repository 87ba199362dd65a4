// Numbers with a decimal comma.

/// Reads a number as `decodeNumber` does, but with a comma before the decimals; linear in the bytes.
///
/// A point is read, too, where it cannot mark thousands: `1.5` is one and a half, `1.234` is not a number, since where commas stand before
/// decimals it may well be meant as one thousand two hundred and thirty-four.
package func decodeCommaNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> DecodedNumber {
    let comma = UInt8(ascii: ",")
    let point = UInt8(ascii: ".")
    guard let place = bytes.firstIndex(of: comma) else {
        return mayHaveThousands(bytes, point) ? .notANumber : decodeNumber(bytes)
    }
    guard !bytes.contains(point) else { return .notANumber }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { copy in
        _ = copy.initialize(fromContentsOf: bytes)
        copy[place] = point
        // A second comma is left, and no number has one.
        return decodeNumber(UnsafeBufferPointer(copy))
    }
}

/// Whether bytes are one to three digits, the first no zero, a mark and three more digits, a sign aside.
package func mayHaveThousands(_ bytes: UnsafeBufferPointer<UInt8>, _ mark: UInt8) -> Bool {
    guard bytes.count >= 5, bytes[bytes.count - 4] == mark else { return false }
    var whole = bytes[..<(bytes.count - 4)]
    if let sign = whole.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { whole = whole.dropFirst() }
    guard let first = whole.first, first != UInt8(ascii: "0"), whole.count <= 3 else { return false }
    return whole.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
}
