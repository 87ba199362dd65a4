// A few words looked up by their bytes, in any case, without a String per cell.

/// Maps words to meanings.
///
/// A word of up to eight bytes is one integer, its letters in lower case, so looking one up costs a comparison of integers per short word of the
/// table. Longer words, and those beyond ASCII, are compared as bytes.
final class WordTable {
    private struct ShortWord {
        var key: UInt64
        var length: Int
        var meaning: Int
    }

    private var longWords: [(word: [UInt8], meaning: Int)] = []
    // Invariant: the first `shortCount` of `shortCapacity` are initialised.
    private var shortWords: UnsafeMutablePointer<ShortWord>
    private var shortCount = 0
    private var shortCapacity = 16

    init() { shortWords = .allocate(capacity: shortCapacity) }

    deinit { shortWords.deallocate() }

    /// Whether some word could be read as a number.
    private(set) var hasNumbers = false

    /// Adds a word; of equal words the first stays.
    func add(_ text: String, meaning: Int) {
        let word = Array(text.lowercased().utf8)
        word.withUnsafeBufferPointer { bytes in
            guard self.meaning(of: bytes) == nil else { return }
            if decodeNumber(bytes) != .notANumber { hasNumbers = true }
            guard bytes.count <= 8 else { return longWords.append((word, meaning)) }
            if shortCount == shortCapacity {
                shortCapacity *= 2
                let larger = UnsafeMutablePointer<ShortWord>.allocate(capacity: shortCapacity)
                larger.moveInitialize(from: shortWords, count: shortCount)
                shortWords.deallocate()
                shortWords = larger
            }
            (shortWords + shortCount).initialize(
                to: ShortWord(key: packedWord(bytes), length: bytes.count, meaning: meaning)
            )
            shortCount += 1
        }
    }

    /// The meaning of a word.
    @inline(__always)
    func meaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= 8 else { return longMeaning(of: bytes) }
        let key = packedWord(bytes)
        for index in 0..<shortCount where shortWords[index].key == key && shortWords[index].length == bytes.count {
            return shortWords[index].meaning
        }
        // Only text beyond ASCII can change its length, or more than one bit, with its case.
        return key & 0x8080_8080_8080_8080 == 0 ? nil : longMeaning(of: bytes)
    }

    @inline(never)
    private func longMeaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if bytes.count <= 8, !bytes.contains(where: { $0 >= 0x80 }) { return nil }
        if longWords.isEmpty, bytes.count > 24 { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = Array(text.lowercased().utf8)
        if let known = longWords.first(where: { $0.word == lowered }) { return known.meaning }
        guard lowered.count <= 8 else { return nil }
        let key = lowered.withUnsafeBufferPointer(packedWord)
        for index in 0..<shortCount where shortWords[index].key == key && shortWords[index].length == lowered.count {
            return shortWords[index].meaning
        }
        return nil
    }
}

/// Up to eight bytes as one integer, the first in the lowest place, ASCII letters in lower case.
@inline(__always)
func packedWord(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return 0 }
    let raw = UnsafeRawPointer(start)
    let count = bytes.count
    var key: UInt64
    // Overlapping loads inside the bytes: the parts that overlap are the same.
    if count >= 8 {
        key = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    } else if count >= 4 {
        let low = UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
        let high = UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
        key = low | high << UInt64(8 * (count - 4))
    } else {
        key =
            UInt64(start[0]) | UInt64(start[count / 2]) << UInt64(8 * (count / 2)) | UInt64(start[count - 1])
            << UInt64(8 * (count - 1))
    }
    // Sets bit 5 of every byte from A to Z, eight at a time: the additions carry into bit 7 from A on, and past Z.
    let sevens = key & 0x7F7F_7F7F_7F7F_7F7F
    let fromA = sevens &+ 0x3F3F_3F3F_3F3F_3F3F
    let pastZ = sevens &+ 0x2525_2525_2525_2525
    key |= ((fromA ^ pastZ) & ~key & 0x8080_8080_8080_8080) >> 2
    return key
}
