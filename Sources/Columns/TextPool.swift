// The texts that a rule set names, numbered, so that comparing two of them is comparing two integers.

/// Numbers texts from 0 in order of first mention.
package struct TextPool: Sendable {
    /// The texts, by identifier.
    package private(set) var texts: [String] = []
    // By bytes: texts that merely look alike ("é" in one code point or two) are two texts.
    private var identifiers: [[UInt8]: UInt32] = [:]

    /// Makes an empty pool.
    package init() {}

    /// The identifier of a text, given out now if it is new.
    package mutating func intern(_ text: String) -> UInt32 {
        let bytes = Array(text.utf8)
        if let known = identifiers[bytes] { return known }
        let identifier = UInt32(texts.count)
        texts.append(text)
        identifiers[bytes] = identifier
        return identifier
    }

    /// The identifier of a text that was interned before.
    package func identifier(of text: String) -> UInt32? { identifiers[Array(text.utf8)] }
}
