// Whether a file with commas between its fields may have numbers with commas in them, without reading the fields.

extension [UInt8] {
    /// Whether there is an opening quote, behind it what numbers consist of with a comma in it, and another quote.
    ///
    /// A number with a comma is not in a field of such a file in any other way, so that without one there is no such number. Where there is one, the
    /// fields tell.
    ///
    /// - Complexity: Linear, a few steps for each quote.
    var mayHaveQuotedCommas: Bool {
        withUnsafeBufferPointer { bytes in
            var place = 0
            while let quote = bytes.firstPlace(of: UInt8(ascii: "\""), from: place) {
                place = quote + 1
                // Blanks may be before an opening quote, and a byte-order mark before the first.
                let isOpening = quote == 0 || [0x2C, 0x0A, 0x0D, 0x20, 0x09, 0xBF].contains(bytes[quote - 1])
                guard isOpening else { continue }
                var end = place
                var (hasDigit, hasComma) = (false, false)
                scan: while end < bytes.count {
                    switch bytes[end] {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
                    case UInt8(ascii: ","): hasComma = true
                    case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), 0x20, 0x09: break
                    default: break scan
                    }
                    end += 1
                }
                if hasDigit, hasComma, end < bytes.count, bytes[end] == UInt8(ascii: "\"") { return true }
            }
            return false
        }
    }
}
