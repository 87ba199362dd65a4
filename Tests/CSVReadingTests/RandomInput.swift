// Inputs for property tests: noise heavy on what matters in CSV, and CSV with mutations. The same seed, the same bytes.

/// SplitMix64: small, good enough, and the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes inputs.
struct RandomInput {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func column(below count: Int) -> Int? { count > 0 ? number(0...(count - 1)) : nil }

    mutating func happens(_ percent: Int) -> Bool { number(1...100) <= percent }

    private static let alphabet: [[UInt8]] =
        ["\"", "\"", "\"", ",", ",", "\r", "\n", "\n", "\r\n", " ", "\t", "a", "b1", "\"\"", "\",\"", ";", "\0"]
        .map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0x80], [0xE2, 0x82, 0xAC]]

    private static let lineEnds = ["\n", "\n", "\n", "\r\n", "\r"]

    mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in pick(Self.alphabet) }
    }

    /// A field, quoted or not, that may hold line ends, delimiters and whole lines of `width` fields.
    private mutating func field(_ width: Int, _ lineEnd: String) -> String {
        let spaces = happens(10) ? pick([" ", "  ", "\t"]) : ""
        var value = pick(["", "1", "22", "x y", "female", " ", "3.5", "ü"])
        guard happens(30) else { return spaces + value + spaces }
        for _ in 0..<number(0...3) {
            value += pick([
                ",", "\"\"", lineEnd, "text", ";", repeated("7", width) + lineEnd, repeated("\"\"", width) + lineEnd,
            ])
        }
        return spaces + "\"" + value + "\"" + spaces
    }

    private func repeated(_ field: String, _ width: Int) -> String {
        Array(repeating: field, count: width).joined(separator: ",")
    }

    /// A file with a header of `width` columns, then CSV, noise, or CSV with some bytes changed.
    mutating func file(width: Int) -> [UInt8] {
        let header = happens(10) ? "\u{FEFF}" : ""
        let names = (0..<width).map { happens(20) ? "\"c\($0)\"" : "c\($0)" }
        let lineEnd = pick(Self.lineEnds)
        var bytes = Array((header + names.joined(separator: ",") + lineEnd).utf8)
        let kind = number(0...4)
        if kind == 0 { return bytes + noise(number(0...60)) }
        if kind == 4 { return bytes + plainRecords(width: width, lineEnd: lineEnd) }
        for _ in 0..<number(0...14) {
            if happens(8) { bytes += Array(pick(["", " ", "\t ", lineEnd]).utf8) }
            if happens(5) {
                // Blank, or all but blank, and perhaps longer than any record.
                let spaces = [number(0...60), number(0...60)].map { String(repeating: " ", count: $0) }
                bytes += Array((spaces.joined(separator: pick(["", "x", "\t"])) + lineEnd).utf8)
            }
            if happens(10), kind > 1 { bytes += noise(number(0...8)) }
            let fields = happens(12) ? number(1...8) : width
            let record = (0..<fields).map { _ in field(width, happens(80) ? lineEnd : pick(Self.lineEnds)) }
            bytes += Array((record.joined(separator: ",") + (happens(90) ? lineEnd : pick(Self.lineEnds))).utf8)
        }
        if happens(30) { bytes.removeLast(min(number(0...4), bytes.count)) }
        return kind == 3 ? mutated(bytes) : bytes
    }

    /// Short plain records with a few quotes strewn in, so that quotes left open swallow whole records.
    private mutating func plainRecords(width: Int, lineEnd: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<number(0...14) { bytes += Array((repeated(pick(["1", "x"]), width) + lineEnd).utf8) }
        for _ in 0..<number(1...4) where !bytes.isEmpty {
            let starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: ",") || bytes[$0] == 10 }.map { $0 + 1 }
            bytes.insert(UInt8(ascii: "\""), at: happens(80) ? pick(starts) : number(0...bytes.count))
        }
        return bytes
    }

    /// A few bytes removed, inserted or changed.
    private mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<number(1...4) where !bytes.isEmpty {
            let place = number(0...(bytes.count - 1))
            switch number(0...2) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(contentsOf: pick(Self.alphabet), at: place)
            default: bytes.replaceSubrange(place...place, with: pick(Self.alphabet))
            }
        }
        return bytes
    }
}
