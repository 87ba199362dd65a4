// A few words looked up by their bytes, in any case, without a String per cell.

/// Maps words to meanings.
///
/// A word of up to sixteen bytes is two integers, its letters in lower case, so looking one up costs a comparison of integers per word of the table.
/// Longer words, and those beyond ASCII, are compared as texts.
final class WordTable {
    private struct ShortWord {
        var key: PackedWord
        var meaning: Int
    }

    /// A word of up to seven bytes with its length in the eighth.
    private struct TinyWord {
        var key: UInt64
        var meaning: Int
    }

    // Invariant: the first `tinyCount` of `tinyCapacity` are initialised: the words of up to seven bytes among the short ones.
    private var tinyWords: UnsafeMutablePointer<TinyWord>
    private var tinyCount = 0
    private var tinyCapacity = 8
    private var longWords: [(word: [UInt8], meaning: Int)] = []
    // Invariant: the first `shortCount` of `shortCapacity` are initialised.
    private var shortWords: UnsafeMutablePointer<ShortWord>
    private var shortCount = 0
    private var shortCapacity = 16

    /// Whether some word could be read as a number.
    private(set) var hasNumbers = false

    init() {
        shortWords = .allocate(capacity: shortCapacity)
        tinyWords = .allocate(capacity: tinyCapacity)
    }

    deinit {
        shortWords.deallocate()
        tinyWords.deallocate()
    }

    /// Adds a word; of equal words the first stays.
    func add(_ text: String, meaning: Int) {
        let word = Array(text.lowercased().utf8)
        word.withUnsafeBufferPointer { bytes in
            guard self.meaning(of: bytes) == nil else { return }
            if decodeNumber(bytes) != .notANumber { hasNumbers = true }
            guard bytes.count <= PackedWord.capacity else { return longWords.append((word, meaning)) }
            if shortCount == shortCapacity {
                shortCapacity *= 2
                let larger = UnsafeMutablePointer<ShortWord>.allocate(capacity: shortCapacity)
                larger.moveInitialize(from: shortWords, count: shortCount)
                shortWords.deallocate()
                shortWords = larger
            }
            (shortWords + shortCount).initialize(to: ShortWord(key: PackedWord(bytes), meaning: meaning))
            shortCount += 1
            if bytes.count > 0, bytes.count < 8 {
                let raw = bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
                addTiny(PackedWord.tagged(raw, count: bytes.count), meaning)
            }
        }
    }

    private func addTiny(_ key: UInt64, _ meaning: Int) {
        if tinyCount == tinyCapacity {
            tinyCapacity *= 2
            let larger = UnsafeMutablePointer<TinyWord>.allocate(capacity: tinyCapacity)
            larger.moveInitialize(from: tinyWords, count: tinyCount)
            tinyWords.deallocate()
            tinyWords = larger
        }
        (tinyWords + tinyCount).initialize(to: TinyWord(key: key, meaning: meaning))
        tinyCount += 1
    }

    /// The meaning of a word.
    @inline(__always)
    func meaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= PackedWord.capacity else { return textMeaning(of: bytes) }
        let key = PackedWord(bytes)
        if let known = meaning(of: key) { return known }
        // Only text beyond ASCII can change its length, or more than one bit, with its case.
        return key.isASCII ? nil : textMeaning(of: bytes)
    }

    /// The meaning of a word of up to seven bytes; nil for longer ones, whatever they mean. At least 8 bytes from its start on must be readable.
    @inline(__always)
    func meaning(ofShortWord bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count > 0, bytes.count < 8, let start = bytes.baseAddress else { return nil }
        let word = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
        let key = PackedWord.tagged(word & ~(~0 &<< UInt64(8 * bytes.count)), count: bytes.count)
        for index in 0..<tinyCount where tinyWords[index].key == key { return tinyWords[index].meaning }
        return nil
    }

    @inline(__always)
    private func meaning(of key: PackedWord) -> Int? {
        for index in 0..<shortCount where shortWords[index].key == key { return shortWords[index].meaning }
        return nil
    }

    @inline(never)
    private func textMeaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        // No case mapping makes a text more than three times as long or short in UTF-8.
        let longest = longWords.map(\.word.count).max() ?? PackedWord.capacity
        guard bytes.count <= 3 * longest, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = Array(text.lowercased().utf8)
        if let known = longWords.first(where: { $0.word == lowered }) { return known.meaning }
        guard lowered.count <= PackedWord.capacity else { return nil }
        return lowered.withUnsafeBufferPointer { meaning(of: PackedWord($0)) }
    }
}

/// A word of up to sixteen bytes, ASCII letters in lower case, as integers that are equal where the words are.
struct PackedWord: Equatable {
    static let capacity = 16

    private let first: UInt64
    private let last: UInt64
    private let count: Int

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        count = bytes.count
        guard let start = bytes.baseAddress, count > 0 else {
            (first, last) = (0, 0)
            return
        }
        // Two loads inside the bytes hold them all, with an overlap where there are fewer than both could hold.
        let raw = UnsafeRawPointer(start)
        if count >= 8 {
            first = Self.lowercased(UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)))
            last = Self.lowercased(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)))
        } else if count >= 4 {
            first = Self.lowercased(UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))))
            last = Self.lowercased(
                UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
            )
        } else {
            let (middle, end) = (UInt64(start[count / 2]), UInt64(start[count - 1]))
            first = Self.lowercased(UInt64(start[0]) | middle << 8 | end << 16)
            last = 0
        }
    }

    /// A word of up to seven bytes, the first in the lowest place, with its length in the highest.
    @inline(__always)
    static func tagged(_ word: UInt64, count: Int) -> UInt64 { lowercased(word) | UInt64(count) &<< 56 }

    /// Whether all bytes are ASCII.
    @inline(__always)
    var isASCII: Bool { (first | last) & 0x8080_8080_8080_8080 == 0 }

    /// Sets bit 5 of every byte from A to Z, eight at a time: the additions carry into bit 7 from A on, and past Z.
    @inline(__always)
    private static func lowercased(_ key: UInt64) -> UInt64 {
        let sevens = key & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = sevens &+ 0x3F3F_3F3F_3F3F_3F3F
        let pastZ = sevens &+ 0x2525_2525_2525_2525
        return key | ((fromA ^ pastZ) & ~key & 0x8080_8080_8080_8080) >> 2
    }
}
