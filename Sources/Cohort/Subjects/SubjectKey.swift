// A subject's id in sixteen bytes, so that a table of subjects has a size that can be told.

/// What subjects are told apart by.
///
/// An id of up to fifteen bytes is kept as it is, so that nothing is ever taken for it. Of a longer one 120 bits of its hash are kept (MurmurHash3, x64,
/// 128 bits; Appleby 2011): of n such ids two are taken for one with a probability of about n² / 2^121, which is 4 in 10^25 for a million.
struct SubjectKey: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64

    /// The key of an id.
    init(_ id: UnsafeBufferPointer<UInt8>) {
        guard id.count > 15 else {
            let (low, high) = words(id, from: 0)
            (first, second) = (low, high | UInt64(id.count) << 56)
            return
        }
        let hash = murmurHash(id)
        (first, second) = (hash.first, hash.second | 0xFF << 56)
    }
}

/// Sixteen bytes from a place on as two words, zeros behind the end.
private func words(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (UInt64, UInt64) {
    var (low, high) = (UInt64(0), UInt64(0))
    for index in start..<min(start + 8, bytes.count) { low |= UInt64(bytes[index]) << UInt64(8 * (index - start)) }
    for index in min(start + 8, bytes.count)..<min(start + 16, bytes.count) {
        high |= UInt64(bytes[index]) << UInt64(8 * (index - start - 8))
    }
    return (low, high)
}

/// MurmurHash3 for x64 with 128 bits and the seed 0, after Austin Appleby's public-domain reference.
func murmurHash(_ bytes: UnsafeBufferPointer<UInt8>) -> (first: UInt64, second: UInt64) {
    func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
    func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
        word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return word ^ word >> 33
    }
    let (one, two) = (UInt64(0x87C3_7B91_1142_53D5), UInt64(0x4CF5_AD43_2745_937F))
    var (first, second) = (UInt64(0), UInt64(0))
    for start in stride(from: 0, to: bytes.count, by: 16) {
        let (low, high) = words(bytes, from: start)
        first ^= rotated(low &* one, 31) &* two
        // What is left behind the last sixteen bytes is mixed in without the steps that follow.
        guard start + 16 <= bytes.count else {
            second ^= rotated(high &* two, 33) &* one
            break
        }
        first = (rotated(first, 27) &+ second) &* 5 &+ 0x52DC_E729
        second ^= rotated(high &* two, 33) &* one
        second = (rotated(second, 31) &+ first) &* 5 &+ 0x3849_5AB5
    }
    first ^= UInt64(bytes.count)
    second ^= UInt64(bytes.count)
    first &+= second
    second &+= first
    (first, second) = (mixed(first), mixed(second))
    first &+= second
    second &+= first
    return (first, second)
}
