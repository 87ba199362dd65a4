// Numbers the values of an open category as they are met.

package import Columns

/// One worker's numbering of the values of one open category: the texts of a pool keep their identifiers, further values get the
/// next ones while there is room, and every value beyond that shares `other`.
package final class OpenTexts {
    /// The identifier of values that were not numbered.
    package static let other = UInt32.max

    /// The values numbered beyond the pool, in order of appearance; the first has the identifier `poolCount`.
    package private(set) var values: [[UInt8]] = []
    /// How many texts the pool has.
    package let poolCount: Int
    /// Whether a value was met for which there was no room.
    package private(set) var isFull = false

    private let room: Int
    private var groups: [UInt32] = []
    private var groupNumbers: [UInt32: UInt32] = [:]
    /// What came before, found without a look at every byte.
    private let memo = CellMemo()
    private var identifiers: [UInt64: [(bytes: [UInt8], identifier: UInt32)]] = [:]

    /// Makes a numbering with room for some values beyond a pool's.
    package init(pool: TextPool, room: Int) {
        self.room = room
        poolCount = pool.texts.count
        for (identifier, text) in pool.texts.enumerated() {
            let bytes = Array(text.utf8)
            let hash = bytes.withUnsafeBufferPointer(Self.hash)
            identifiers[hash, default: []].append((bytes, UInt32(identifier)))
        }
    }

    /// The identifier of a value. O(its length), and less for a value of 8 to 32 bytes that came before.
    func identifier(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let key = CellMemo.Key(bytes) else { return number(bytes) }
        if let known = memo.reading(of: key) { return UInt32(truncatingIfNeeded: known.set) }
        let identifier = number(bytes)
        memo.remember(key, CellMemo.Reading(kind: nil, set: UInt64(identifier)))
        return identifier
    }

    private func number(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let hash = Self.hash(bytes)
        if let known = identifiers[hash]?.first(where: { $0.bytes.elementsEqual(bytes) }) { return known.identifier }
        guard values.count < room else {
            isFull = true
            return Self.other
        }
        let identifier = UInt32(poolCount + values.count)
        values.append(Array(bytes))
        identifiers[hash, default: []].append((Array(bytes), identifier))
        return identifier
    }

    /// The number, from 0, of an identifier among the groups that this numbering makes of the values met so far.
    ///
    /// Pool texts count as they are met, as further values do, so that texts that only rules mention are no groups.
    package func groupNumber(of identifier: UInt32) -> UInt32 {
        guard identifier != Self.other else { return .max }
        if let known = groupNumbers[identifier] { return known }
        let number = UInt32(groups.count)
        groups.append(identifier)
        groupNumbers[identifier] = number
        return number
    }

    /// The values that have a group number, in its order, as bytes, given the pool's texts.
    package func groupValues(pool: [String]) -> [[UInt8]] {
        groups.map { identifier in
            let position = Int(identifier)
            return position < poolCount ? Array(pool[position].utf8) : values[position - poolCount]
        }
    }

    /// FNV-1a.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
