// Numbers are what C's strtod makes of them: the plain decoder and every kernel against it.

internal import Codebook
internal import Columns

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads texts in every way there is and keeps those that are read wrongly.
package struct NumberCheck {
    /// A text and who reads it wrongly.
    package private(set) var differences: [String] = []
    /// How many texts were numbers.
    package private(set) var numbers = 0

    private var texts: NumberTexts
    private let kernels = ColumnKernel.allCases.filter { $0 != .plain && $0.isSupported }

    /// A check of texts that depend on nothing but a seed.
    package init(seed: UInt64) { texts = NumberTexts(seed: seed) }

    /// Checks so many texts, a multiple of 64; stops at the tenth that is read wrongly.
    package mutating func run(_ count: Int) {
        var bytes: [UInt8] = []
        var slices: [CellSlice] = []
        for _ in 0..<(count / 64) {
            bytes.removeAll(keepingCapacity: true)
            slices.removeAll(keepingCapacity: true)
            for _ in 0..<64 {
                texts.advance()
                slices.append(CellSlice(offset: UInt32(bytes.count), length: UInt32(texts.text.count)))
                bytes += texts.text
                bytes.append(0)
            }
            bytes += Array(repeating: UInt8(ascii: "7"), count: CellColumn.readableBytesBehind)
            bytes.withUnsafeBufferPointer { bytes in
                slices.withUnsafeBufferPointer { slices in
                    guard let base = bytes.baseAddress, let first = slices.baseAddress else { return }
                    check(CellColumn(bytes: base, first: first, stride: 1, count: 64))
                }
            }
            if differences.count >= 10 { return }
        }
    }

    /// Checks 64 cells, each of which is followed by a NUL.
    private mutating func check(_ cells: CellColumn) {
        let expected = (0..<64).map { reference(cells[$0]) }
        for record in 0..<64 where decodeNumber(cells[record]) != expected[record] { note("plain", cells[record]) }
        numbers += expected.count { $0 != .notANumber }
        for kernel in kernels {
            var values = Array(repeating: 0.0, count: 64)
            let everything = -Double.greatestFiniteMagnitude ... .greatestFiniteMagnitude
            let outcome = kernel.readNumbers(cells, in: everything, into: &values)
            for record in 0..<64 {
                let bit: UInt64 = 1 << UInt64(record)
                let isOnce = [outcome.blank, outcome.answered, outcome.left].count { $0 & bit != 0 } == 1
                let isBlank = outcome.blank & bit != 0
                // `==` takes -0.0 for 0.0, so the bits are compared.
                let isRight =
                    if outcome.answered & bit == 0 { true } else if case .value(let value) = expected[record] {
                        value.bitPattern == values[record].bitPattern
                    } else { false }
                if !isOnce || !isRight || isBlank != cells[record].isEmpty { note(kernel.rawValue, cells[record]) }
            }
        }
    }

    private mutating func note(_ reader: String, _ text: UnsafeBufferPointer<UInt8>) {
        differences.append("\(reader): \(String(decoding: text, as: UTF8.self))")
    }

    /// What the contract's grammar and `strtod` make of a text that a NUL follows.
    private func reference(_ text: UnsafeBufferPointer<UInt8>) -> DecodedNumber {
        guard isNumber(text), let start = text.baseAddress else { return .notANumber }
        let value = start.withMemoryRebound(to: CChar.self, capacity: text.count + 1) { strtod($0, nil) }
        return value.isFinite ? .value(value == 0 ? 0 : value) : .overflow
    }

    /// The contract's grammar, written as plainly as can be.
    private func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
        var rest = text[...]
        if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var decimals = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            decimals = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(decimals)
        }
        guard whole.count + decimals > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }
}
