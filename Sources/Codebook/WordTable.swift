// A few words looked up by their bytes, in any case, without a String per cell.

internal import Columns

/// Maps words to meanings.
///
/// A word of up to sixteen bytes is two integers, its letters in lower case, so looking one up costs a comparison of integers per word of the table.
/// Longer words, and those beyond ASCII, are compared as texts.
final class WordTable {
    private struct ShortWord {
        var key: PackedWord
        var meaning: Int
    }

    /// The words of up to seven bytes once more, as the column kernels compare them.
    private(set) var shortest = ColumnKernel.ShortWords()
    private var longWords: [(word: [UInt8], meaning: Int)] = []
    private var longestWord = 0
    // Invariant: the first `shortCount` of `shortCapacity` are initialised.
    private var shortWords: UnsafeMutablePointer<ShortWord>
    private var shortCount = 0
    private var shortCapacity = 16

    /// Whether some word could be read as a number.
    private(set) var hasNumbers = false

    private let kernelMeaning: (Int) -> UInt64

    /// Makes an empty table. `kernelMeaning` is what the column kernels give for a meaning.
    init(kernelMeaning: @escaping (Int) -> UInt64 = { UInt64($0) }) {
        self.kernelMeaning = kernelMeaning
        shortWords = .allocate(capacity: shortCapacity)
    }

    deinit {
        shortWords.deallocate()
    }

    /// Adds a word; of equal words the first stays.
    func add(_ text: String, meaning: Int) {
        let word = Array(text.lowercased().utf8)
        word.withUnsafeBufferPointer { bytes in
            guard self.meaning(of: bytes) == nil else { return }
            if decodeNumber(bytes) != .notANumber { hasNumbers = true }
            guard bytes.count <= PackedWord.capacity else {
                longestWord = max(longestWord, bytes.count)
                return longWords.append((word, meaning))
            }
            if shortCount == shortCapacity {
                shortCapacity *= 2
                let larger = UnsafeMutablePointer<ShortWord>.allocate(capacity: shortCapacity)
                larger.moveInitialize(from: shortWords, count: shortCount)
                shortWords.deallocate()
                shortWords = larger
            }
            (shortWords + shortCount).initialize(to: ShortWord(key: PackedWord(bytes), meaning: meaning))
            shortCount += 1
            shortest.add(word, meaning: kernelMeaning(meaning))
        }
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

    @inline(__always)
    private func meaning(of key: PackedWord) -> Int? {
        for index in 0..<shortCount where shortWords[index].key == key { return shortWords[index].meaning }
        return nil
    }

    @inline(never)
    private func textMeaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        // No case mapping makes a text more than three times as long or short in UTF-8.
        guard bytes.count <= 3 * max(longestWord, PackedWord.capacity) else { return nil }
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return longWords.first { $0.word.count == bytes.count && isEqual($0.word, bytes) }?.meaning
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lowered = Array(text.lowercased().utf8)
        if let known = longWords.first(where: { $0.word == lowered }) { return known.meaning }
        guard lowered.count <= PackedWord.capacity else { return nil }
        return lowered.withUnsafeBufferPointer { meaning(of: PackedWord($0)) }
    }

    /// Whether ASCII text is a word of the same length, but for its case.
    private func isEqual(_ word: [UInt8], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in word.indices {
            let byte = text[index]
            let isCapital = byte &- UInt8(ascii: "A") < 26
            if word[index] != (isCapital ? byte | 0x20 : byte) { return false }
        }
        return true
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
