// Masks of 64 records turned into words of 64 facts, one per record.

/// Transposes a 64 × 64 matrix of bits in place: bit `c` of word `r` becomes bit `r` of word `c`.
///
/// Source: Warren, Hacker's Delight (2nd ed. 2013), 7–3: exchanges ever smaller blocks off the diagonal, in 6 rounds of 32 steps.
package func transpose(_ rows: UnsafeMutablePointer<UInt64>) {
    // A round for each size, spelled out so that the steps within a block become vector instructions.
    exchange(rows, 32, 0x0000_0000_FFFF_FFFF)
    exchange(rows, 16, 0x0000_FFFF_0000_FFFF)
    exchange(rows, 8, 0x00FF_00FF_00FF_00FF)
    exchange(rows, 4, 0x0F0F_0F0F_0F0F_0F0F)
    exchange(rows, 2, 0x3333_3333_3333_3333)
    exchange(rows, 1, 0x5555_5555_5555_5555)
}

/// Exchanges, in each block of 2 · `size` rows, the bits outside `mask` of the upper rows with those inside it of the lower ones.
@inline(__always)
private func exchange(_ rows: UnsafeMutablePointer<UInt64>, _ size: Int, _ mask: UInt64) {
    var block = 0
    while block < 64 {
        for row in block..<(block &+ size) {
            let exchanged = ((rows[row] &>> UInt64(size)) ^ rows[row &+ size]) & mask
            rows[row] ^= exchanged &<< UInt64(size)
            rows[row &+ size] ^= exchanged
        }
        block &+= 2 &* size
    }
}

/// For 64 records at a time, which of any number of facts hold for each: 64 facts to a word.
package final class RecordFacts {
    /// How many words each record has.
    package let wordsPerRecord: Int
    @usableFromInline let facts: Int
    // Invariant: 64 words for each word that a record has; the word `w` of record `r` is at `64 * w + r`.
    @usableFromInline let planes: UnsafeMutablePointer<UInt64>

    /// Makes room for a number of facts.
    package init(facts: Int) {
        self.facts = facts
        wordsPerRecord = max(1, (facts + 63) / 64)
        planes = .allocate(capacity: 64 * wordsPerRecord)
    }

    deinit { planes.deallocate() }

    /// Takes the masks of 64 records, one per fact, from `mask`.
    @inlinable @inline(__always)
    package func load(_ mask: (Int) -> UInt64) {
        for fact in 0..<facts { planes[fact] = mask(fact) }
        for rest in facts..<64 * wordsPerRecord { planes[rest] = 0 }
        for word in 0..<wordsPerRecord { transpose(planes + 64 * word) }
    }

    /// Takes the masks of 64 records, one per fact, that `fill` writes; those that it does not write are empty.
    @inlinable @inline(__always)
    package func load(filling fill: (_ masks: UnsafeMutablePointer<UInt64>) -> Void) {
        planes.update(repeating: 0, count: 64 * wordsPerRecord)
        fill(planes)
        for word in 0..<wordsPerRecord { transpose(planes + 64 * word) }
    }

    /// The first word of each of the 64 records.
    package var words: UnsafePointer<UInt64> { UnsafePointer(planes) }

    /// Facts 64·`word` to 64·`word` + 63 of a record, the first in the lowest bit.
    @inlinable @inline(__always)
    package func word(_ word: Int, ofRecord record: Int) -> UInt64 { planes[64 * word + record] }
}
