// Short texts as machine words: the cells that make up most of a cohort are stored eight bytes at a time.

/// A text of at most seven bytes, packed so that it is written by one store and without a branch on its length.
struct Word {
    /// The text, its first byte lowest; the highest byte is the text's length.
    private let packed: UInt64

    init(_ text: String) {
        var word: UInt64 = 0
        var length: UInt64 = 0
        for byte in text.utf8.prefix(7) {
            word |= UInt64(byte) << (8 * length)
            length += 1
        }
        packed = word | length << 56
    }

    /// The text in the first `length` bytes in memory, then bytes that do not count.
    var bytes: UInt64 { packed.littleEndian }

    var length: Int { Int(truncatingIfNeeded: packed >> 56) }
}

/// The words that cells are put together from. The last word of a table stands for a missing answer and is empty.
struct Words {
    /// The numbers from 0 to 1999 in decimal.
    let numbers = (0..<2000).map { Word(String($0)) } + [Word("")]

    /// By value: 0 is no, 1 is yes.
    let booleans = [Word("no"), Word("yes"), Word("")]

    /// By raw value.
    let sexes = [Word("female"), Word("male"), Word("other"), Word("")]

    /// The numbers from 0 to 999 in three digits: the lower groups of a long number.
    let threeDigits = (1000..<2000).map { Word(String(String($0).dropFirst())) }

    /// What follows the whole part of a number: nothing for no tenth, else a point and the digit.
    let tenths = (0..<10).map { Word($0 == 0 ? "" : ".\($0)") }

    let none = Word("none")
}
