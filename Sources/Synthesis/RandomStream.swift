// A stream of random integers for one purpose of one record, a pure function of seed, record and purpose.

/// Random integers by SplitMix64 (Steele, Lea, Flood 2014): a counter, mixed. Integer arithmetic only, so every
/// platform draws the same values.
struct RandomStream {
    /// What a stream is drawn for: one of four. Streams are apart so that blanking or messing up cells leaves the values alone.
    enum Purpose: UInt64 {
        case values, missing, messy, notes
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var counter: UInt64

    /// Starts a stream at a point of the counter's cycle of 2⁶⁴ that seed, record and purpose decide.
    init(seed: UInt64, record: Int, purpose: Purpose) {
        let place = UInt64(truncatingIfNeeded: record) &* 4 &+ purpose.rawValue
        counter = Self.mixed(Self.mixed(seed &+ Self.step) &+ place &* Self.step)
    }

    /// 64 random bits.
    mutating func next() -> UInt64 {
        counter &+= Self.step
        return Self.mixed(counter)
    }

    /// An integer of `0 ..< bound`, evenly.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(truncatingIfNeeded: bound)).high)
    }

    /// True in `perMille` of a thousand draws; never at 0 or less, always at 1000 or more.
    mutating func chance(perMille: Int) -> Bool {
        below(1000) < perMille
    }

    /// An element of `table`, which is not empty, evenly: an element that stands in it twice is drawn twice as often.
    mutating func pick<Element>(_ table: [Element]) -> Element {
        table[below(table.count)]
    }

    /// A value of the distribution.
    mutating func draw(_ distribution: Quantiles) -> Int {
        distribution.value(at: next())
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
