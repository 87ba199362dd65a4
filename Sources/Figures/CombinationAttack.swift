// What a reader finds out about combinations that are not listed, from those that are and from how common each cause is.

/// The attack on combinations that are counted together.
///
/// A reader may know how many records the others have in all and with each cause, and does know that none of them has a listed combination. A count stays unknown
/// if other records can be imagined that agree with all of that and in which it is another. They are made by exchanging causes between records: of a record and
/// another that differ in a cause the one takes the other's answer, so that no cause becomes more or less common. Where neither becomes one of a listed
/// combination, a reader cannot tell which of the two is the truth.
///
/// So many records with a combination can be made of others, as long as each is used once, and so many be unmade: all counts between are possible.
struct CombinationAttack {
    /// Of more combinations than this nothing is proven: 2^14.
    private static let most = 1 << 14
    /// So many records are tried for one that is to become one of the combination, the most alike first.
    private static let tries = 512

    /// The combinations that are not listed but met, the most common first, and their records.
    private let others: [(combination: UInt64, records: Int)]
    private let listed: Set<UInt64>
    private let minimum: Int

    init(others: [UInt64: Int], listed: Set<UInt64>, minimum: Int) {
        self.others = others.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { ($0.key, $0.value) }
        self.listed = listed
        self.minimum = minimum
    }

    /// Whether a count could be narrowed to fewer than k values, for all that is proven.
    ///
    /// Where no combination is listed this is so for none, by the bounds of Fréchet (1940); see ``CombinationDisclosure``.
    ///
    /// - Complexity: O(combinations²) where nothing is found.
    var findsAny: Bool {
        guard !listed.isEmpty else { return false }
        guard others.count <= Self.most else { return true }
        return others.indices.contains { !isProtected($0) }
    }

    /// Whether k values are proven for a count.
    private func isProtected(_ index: Int) -> Bool {
        let rest = minimum - 1 - unmade(index, enough: minimum - 1)
        return rest <= 0 || made(index, enough: rest) >= rest
    }

    private func isFree(_ combination: UInt64, besides target: UInt64) -> Bool {
        combination != target && !listed.contains(combination)
    }

    /// How many of a combination's records can be made into others, by an exchange of one cause each; no more than `enough` are looked for.
    private func unmade(_ index: Int, enough: Int) -> Int {
        let (target, records) = others[index]
        var left = others.map(\.records)
        var count = 0
        for bit in bits where isFree(target ^ bit, besides: target) {
            for (donor, other) in others.enumerated() where donor != index {
                guard (other.combination ^ target) & bit != 0, isFree(other.combination ^ bit, besides: target) else {
                    continue
                }
                let taken = min(left[donor], min(records, enough) - count)
                left[donor] -= taken
                count += taken
                if count >= min(records, enough) { return count }
            }
        }
        return count
    }

    /// How many records of a combination can be made of others; no more than `enough` are looked for.
    private func made(_ index: Int, enough: Int) -> Int {
        let target = others[index].combination
        var left = others.map(\.records)
        left[index] = 0
        var byDistance = Array(repeating: [Int](), count: UInt64.bitWidth + 1)
        for (position, other) in others.enumerated() where position != index {
            byDistance[(other.combination ^ target).nonzeroBitCount].append(position)
        }
        var count = 0
        for position in byDistance.joined().prefix(Self.tries) {
            while left[position] > 0, count < enough {
                left[position] -= 1
                guard take(others[position].combination ^ target, for: target, &left) else {
                    left[position] += 1
                    break
                }
                count += 1
            }
            if count >= enough { break }
        }
        return count
    }

    /// Takes from records that agree with the target what a record lacks that differs from it in some causes: from one, or for each cause from one. False, and
    /// nothing taken, if there are none.
    private func take(_ difference: UInt64, for target: UInt64, _ left: inout [Int]) -> Bool {
        func donor(_ causes: UInt64, _ left: [Int]) -> Int? {
            others.indices.first {
                left[$0] > 0 && (others[$0].combination ^ target) & causes == 0
                    && isFree(others[$0].combination ^ causes, besides: target)
            }
        }
        if let one = donor(difference, left) {
            left[one] -= 1
            return true
        }
        let before = left
        var rest = difference
        while rest != 0 {
            let bit = rest & (~rest &+ 1)
            rest ^= bit
            guard let one = donor(bit, left) else {
                left = before
                return false
            }
            left[one] -= 1
        }
        return true
    }

    /// The causes that tell the combinations apart, a bit each.
    private var bits: [UInt64] {
        let all = others.reduce(UInt64(0)) { $0 | $1.combination }
        return (0..<UInt64(UInt64.bitWidth)).map { 1 << $0 }.filter { all & $0 != 0 }
    }
}
