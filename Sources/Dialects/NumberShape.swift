// What a cell says about how numbers are written.

/// The shape of a cell, with regard to the mark before decimals.
enum NumberShape: Equatable {
    /// Nothing at all.
    case blank
    /// No number.
    case other
    /// Digits without any mark.
    case whole
    /// A number with decimals behind a point, or behind a comma, whatever the language: `1.5`, `0,125`.
    case decimal(UInt8)
    /// Decimals or thousands: `1,234`, `1.234`.
    case doubtful(UInt8)
    /// Thousands, marked by this byte: `1,234,567`, `1,234.5`.
    case thousands(UInt8)

    /// The shape of a cell without the spaces around it.
    init(_ cell: some Collection<UInt8>) {
        var rest = cell[...]
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.isEmpty {
            self = cell.isEmpty ? .blank : .other
            return
        }
        // Most cells are no number from their first byte on, or have no mark.
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isNumber = rest.allSatisfy { digits.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        guard isNumber, rest.contains(where: { !digits.contains($0) }) else {
            self = isNumber ? .whole : .other
            return
        }
        // The digits between marks, and the marks.
        var groups = [0]
        var marks: [UInt8] = []
        for byte in rest {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                groups[groups.count - 1] += 1
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), marks.count < 12 {
                marks.append(byte)
                groups.append(0)
            } else {
                self = .other
                return
            }
        }
        self = Self.shape(groups, marks, startsWithZero: rest.first == UInt8(ascii: "0"))
    }

    private static func shape(_ groups: [Int], _ marks: [UInt8], startsWithZero: Bool) -> NumberShape {
        guard let first = marks.first, let last = marks.last else { return .whole }
        let looksGrouped = (1...3).contains(groups[0]) && !startsWithZero
        if marks.count == 1 {
            guard groups[1] > 0 || (first == UInt8(ascii: ".") && groups[0] > 0) else { return .other }
            return looksGrouped && groups[1] == 3 ? .doubtful(first) : .decimal(first)
        }
        // Groups of three all the way, but for the decimals behind another mark.
        let whole = last == first ? groups[...] : groups.dropLast()
        let isGrouped = looksGrouped && whole.dropFirst().allSatisfy { $0 == 3 }
        let sameMarks = (last == first ? marks[...] : marks.dropLast()).allSatisfy { $0 == first }
        return isGrouped && sameMarks ? .thousands(first) : .other
    }
}
