// A few words looked up by their bytes, in any case, without a String per cell.

/// Maps words to meanings. Looking one up costs a comparison per word of the same length.
struct WordTable {
    // Words in lower case, by length in bytes.
    private var byLength: [[(word: [UInt8], meaning: Int)]] = []

    /// Adds a word; of equal words the first stays.
    mutating func add(_ text: String, meaning: Int) {
        let word = Array(text.lowercased().utf8)
        while byLength.count <= word.count { byLength.append([]) }
        guard !byLength[word.count].contains(where: { $0.word == word }) else { return }
        byLength[word.count].append((word, meaning))
    }

    /// The meaning of a word.
    func meaning(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if bytes.count < byLength.count {
            for (word, meaning) in byLength[bytes.count] where matches(word, bytes) { return meaning }
        }
        // Only text beyond ASCII can change its length with its case.
        guard bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let lowered = Array(text.lowercased().utf8)
        guard lowered.count < byLength.count else { return nil }
        return byLength[lowered.count].first { $0.word == lowered }?.meaning
    }

    @inline(__always)
    private func matches(_ word: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            let isUpper = byte &- UInt8(ascii: "A") < 26
            if word[index] != (isUpper ? byte | 0x20 : byte) { return false }
        }
        return true
    }
}
