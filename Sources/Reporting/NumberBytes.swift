// Numbers as bytes: the fewest digits that read back.

internal import RuleSets

extension [UInt8] {
    /// Appends a number with the fewest digits that read back to it, whole ones without a point: `5`, `167.8`, `1e-07`.
    ///
    /// Most numbers of surveys are integers divided by a small power of ten. Such a quotient is correctly rounded, so it is the double nearest to the
    /// decimal, and the decimal reads back; the others take the way over a text.
    mutating func append(number value: Double) {
        var scale = 1.0
        for decimals in 0...4 {
            let scaled = (value * scale).rounded()
            if scaled.magnitude < 1e15, scaled / scale == value {
                return append(decimal: Int(scaled), decimals: decimals)
            }
            scale *= 10
        }
        append(text: describe(value))
    }

    /// Appends an integer with its last `decimals` digits behind a point.
    private mutating func append(decimal value: Int, decimals: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var left = value.magnitude
        let start = count
        // Backwards, the last digit first, at least one of them before the point.
        repeat {
            if count - start == decimals, decimals > 0 { append(UInt8(ascii: ".")) }
            append(UInt8(ascii: "0") + UInt8(left % 10))
            left /= 10
        } while left > 0 || count - start <= decimals
        self[start...].reverse()
    }
}
