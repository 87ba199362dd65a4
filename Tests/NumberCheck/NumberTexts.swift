// Texts that look like numbers, some of them made to be hard.

/// SplitMix64: the same numbers in every run.
package struct SplitMix {
    private var state: UInt64

    /// Begins a sequence.
    package init(state: UInt64) { self.state = state }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below a bound of at least 1.
    package mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % max(1, bound) }
}

/// Makes one text after the other.
struct NumberTexts {
    /// The text that was made last, at most 80 bytes.
    private(set) var text: [UInt8] = []
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// Makes the next text.
    mutating func advance() {
        text.removeAll(keepingCapacity: true)
        switch random.below(16) {
        case 0...2: write(digits: random.below(5))
        case 3...6: writeAnswer()
        case 7: writeShort()
        case 8: writeNeighbour()
        case 9: writeLong()
        case 10: writeHalfway()
        case 11, 12: writeWithExponent()
        case 13: writeShortestDigits()
        case 14: writeAtTheEdge()
        default: writeNoise()
        }
    }

    private mutating func sign() {
        switch random.below(6) {
        case 0: text.append(UInt8(ascii: "-"))
        case 1: text.append(random.below(4) == 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
        default: break
        }
    }

    private mutating func write(digits: Int) {
        // Leading zeros, too.
        for _ in 0..<digits { text.append(UInt8(ascii: "0") + UInt8(random.below(random.below(8) == 0 ? 1 : 10))) }
    }

    private mutating func write(_ number: some BinaryInteger) { text += Array(String(number).utf8) }

    /// What people answer: `-12.5`.
    private mutating func writeAnswer() {
        sign()
        write(digits: random.below(5))
        if random.below(4) > 0 { text.append(UInt8(ascii: ".")) }
        write(digits: random.below(5))
    }

    /// Up to nine bytes, with a point and a sign anywhere: around what the kernels read.
    private mutating func writeShort() {
        write(digits: random.below(10))
        if !text.isEmpty, random.below(4) > 0 { text[random.below(text.count)] = UInt8(ascii: ".") }
        if !text.isEmpty, random.below(4) == 0 { text[0] = UInt8(ascii: "-") }
    }

    /// Around 2^53 and other powers of two, with a point somewhere.
    private mutating func writeNeighbour() {
        sign()
        let power = random.below(3) == 0 ? 53 : 20 + random.below(43)
        let first = text.count
        write((UInt64(1) << UInt64(power)) &+ UInt64(random.below(9)) &- 4)
        if random.below(2) == 0 { text.insert(UInt8(ascii: "."), at: first + random.below(text.count - first + 1)) }
    }

    /// More digits than a double holds.
    private mutating func writeLong() {
        sign()
        write(digits: random.below(30))
        if random.below(3) > 0 { text.append(UInt8(ascii: ".")) }
        write(digits: random.below(45))
    }

    /// The middle between two neighbouring doubles, exactly or all but: an odd number of 54 bits divided by a power of two.
    private mutating func writeHalfway() {
        sign()
        let odd = UInt128((random.next() >> 10) | 1 << 53 | 1)
        let power = random.below(32)
        // a / 2^n is a × 5^n with n decimals.
        var scaled = odd
        for _ in 0..<power { scaled *= 5 }
        let first = text.count
        write(scaled &+ UInt128(random.below(3)) &- 1)
        while text.count - first <= power { text.insert(UInt8(ascii: "0"), at: first) }
        if power > 0 { text.insert(UInt8(ascii: "."), at: text.count - power) }
        if random.below(4) == 0 { text.append(UInt8(ascii: "1")) }
    }

    /// Any exponent, up to overflow and down to subnormal numbers and zero.
    private mutating func writeWithExponent() {
        sign()
        write(digits: random.below(20))
        if random.below(2) == 0 { text.append(UInt8(ascii: ".")) }
        write(digits: random.below(6))
        text.append(random.below(2) == 0 ? UInt8(ascii: "e") : UInt8(ascii: "E"))
        if random.below(2) == 0 { text.append(random.below(3) == 0 ? UInt8(ascii: "+") : UInt8(ascii: "-")) }
        switch random.below(4) {
        case 0: write(300 + random.below(30))
        case 1: write(digits: random.below(6))
        default: write(random.below(30))
        }
    }

    /// The shortest digits of any double, or digits just beside them.
    private mutating func writeShortestDigits() {
        text += Array(Double(bitPattern: random.next() & 0xFFEF_FFFF_FFFF_FFFF).description.utf8)
        guard random.below(2) == 0, let last = text.lastIndex(where: { $0 >= 0x31 && $0 <= 0x38 }) else { return }
        text[last] = text[last] - 1 + 2 * UInt8(random.below(2))
    }

    /// Where doubles end.
    private mutating func writeAtTheEdge() {
        let edges = [
            "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "4.9e-324", "2.47e-324",
            "2.4e-324",
            "2.2250738585072014e-308", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.5", "0.1",
            "1e22", "1e23",
        ]
        text += Array(edges[random.below(edges.count)].utf8)
        if random.below(2) == 0 { text[random.below(text.count)] = UInt8(ascii: "0") + UInt8(random.below(10)) }
    }

    /// Anything of the characters that matter, and bytes that do not.
    private mutating func writeNoise() {
        let characters = Array("0123456789..--+eExX ,nif\t".utf8)
        for _ in 0..<random.below(12) {
            text.append(random.below(20) == 0 ? UInt8(random.below(256)) : characters[random.below(characters.count)])
        }
    }
}
