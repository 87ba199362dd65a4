// What a reader finds out about combinations that are not listed, from those that are and from how common each cause is.

/// The attack on combinations that are counted together.
///
/// A reader may know how many records the others have in all and with each cause, and does know that none of them has a listed combination. A count stays unknown
/// if other records can be imagined that agree with all of that and in which it is another. They are made by exchanging causes between records: of a record and
/// another that differ in a cause the one takes the other's answer, so that no cause becomes more or less common. Where neither becomes one of a listed
/// combination, a reader cannot tell which of the two is the truth. Nor may the exchange change a number of main causes that is shown.
///
/// So many records with a combination can be made of others, as long as each is used once, and so many be unmade: all counts between are possible.
struct CombinationAttack {
    /// Of more combinations than this nothing is proven: 2^14.
    static let most = 1 << 14
    /// So many records are tried for one that is to become one of the combination, the most alike first.
    private static let tries = 512

    /// The combinations that are not listed but met, all causes told apart, the most common first, and their records.
    private let others: [(combination: UInt64, records: Int)]
    private let records: [Int]
    /// The causes that are told apart in what is listed.
    private let told: UInt64
    private let listed: Set<UInt64>
    /// The causes that tell the combinations apart, a bit each.
    private let bits: [UInt64]
    /// Whether each combination is listed, by its bits; empty where there are too many causes for that.
    private let isListed: [Bool]
    private let outcomes: MainCauseOutcomes
    /// Whether numbers of main causes are shown that exchanges could change.
    private let tellsOverlaps: Bool
    private let minimum: Int

    init(others: [UInt64: Int], told: UInt64, listed: Set<UInt64>, _ outcomes: MainCauseOutcomes, minimum: Int) {
        self.others = others.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { ($0.key, $0.value) }
        records = self.others.map(\.records)
        self.told = told
        self.listed = listed
        let all = others.keys.reduce(0, |) & told
        bits = (0..<UInt64(UInt64.bitWidth)).map { 1 << $0 }.filter { all & $0 != 0 }
        var isListed = Array(repeating: false, count: told < 1 << 16 ? Int(told) + 1 : 0)
        if !isListed.isEmpty { for combination in listed { isListed[Int(combination)] = true } }
        self.isListed = isListed
        self.outcomes = outcomes
        tellsOverlaps = outcomes.tellsOverlaps
        self.minimum = minimum
    }

    /// Whether a count could be narrowed to fewer than k values, for all that is proven.
    ///
    /// - Complexity: O(combinations²) where nothing is found.
    var findsAny: Bool { places.contains { !isProtected($0, $1) } }

    /// Whether k values are proven for how many records have one of several combinations, by exchanges of one cause each. O(combinations²) where they are not.
    func proves(_ union: CombinationUnion) -> Bool {
        func isListed(_ combination: UInt64) -> Bool { listed.contains(combination & told) }
        var left = records
        var count = 0
        for (place, one) in others.enumerated().prefix(Self.tries) {
            for (donor, other) in others.enumerated().prefix(Self.tries).dropFirst(place + 1)
            where left[place] > 0 && left[donor] > 0 {
                var difference = one.combination ^ other.combination
                while difference != 0 {
                    let bit = difference & (~difference &+ 1)
                    difference ^= bit
                    let after = (one.combination ^ bit, other.combination ^ bit)
                    let members = [after.0, after.1].count(where: union.contains)
                    guard
                        abs(members - [one.combination, other.combination].count { union.contains($0) }) == 1,
                        !isListed(after.0), !isListed(after.1),
                        agrees(one.combination, other.combination, exchanging: bit)
                    else { continue }
                    let taken = min(left[place], left[donor], minimum - 1 - count)
                    left[place] -= taken
                    left[donor] -= taken
                    count += taken
                    break
                }
                if count >= minimum - 1 { return true }
            }
        }
        return false
    }

    /// Those of some combinations for whose counts no k values are proven. O(combinations²).
    func unproven(_ combinations: some Sequence<UInt64>) -> Set<UInt64> {
        let places = places
        return Set(combinations.filter { target in places[target].map { !isProtected(target, $0) } ?? false })
    }

    /// For each combination of the causes that are told apart, where its records are.
    private var places: [UInt64: [Int]] {
        others.indices.reduce(into: [:]) { $0[others[$1].combination & told, default: []].append($1) }
    }

    /// Whether k values are proven for a count.
    private func isProtected(_ target: UInt64, _ own: [Int]) -> Bool {
        let rest = minimum - 1 - unmade(target, own, enough: minimum - 1)
        return rest <= 0 || made(target, own, enough: rest) >= rest
    }

    private func isFree(_ combination: UInt64, besides target: UInt64) -> Bool {
        let own = combination & told
        return own != target && !(isListed.isEmpty ? listed.contains(own) : isListed[Int(own)])
    }

    /// Whether all shown numbers of main causes stay if two records exchange some causes in which they differ.
    private func agrees(_ one: UInt64, _ other: UInt64, exchanging bits: UInt64) -> Bool {
        // What follows from how common each cause is stays, since no exchange makes one more common.
        if !tellsOverlaps { return true }
        func outcome(_ combination: UInt64) -> Int { outcomes.outcome(present: combination) }
        return outcomes.agrees(
            (outcome(one), outcome(other)),
            (outcome(one ^ bits), outcome(other ^ bits))
        )
    }

    /// How many of a combination's records can be made into others, by an exchange of one cause each; no more than `enough` are looked for.
    private func unmade(_ target: UInt64, _ own: [Int], enough: Int) -> Int {
        var left = records
        var count = 0
        for bit in bits where isFree(target ^ bit, besides: target) {
            for (donor, other) in others.enumerated() where other.combination & told != target {
                guard (other.combination ^ target) & bit != 0, isFree(other.combination ^ bit, besides: target) else {
                    continue
                }
                for place in own where agrees(others[place].combination, other.combination, exchanging: bit) {
                    let taken = min(left[donor], left[place], enough - count)
                    left[donor] -= taken
                    left[place] -= taken
                    count += taken
                }
                if count >= enough { return count }
            }
        }
        return count
    }

    /// How many records of a combination can be made of others; no more than `enough` are looked for.
    private func made(_ target: UInt64, _ own: [Int], enough: Int) -> Int {
        var left = records
        for place in own { left[place] = 0 }
        var byDistance = Array(repeating: [Int](), count: UInt64.bitWidth + 1)
        for (position, other) in others.enumerated() where other.combination & told != target {
            byDistance[((other.combination ^ target) & told).nonzeroBitCount].append(position)
        }
        var count = 0
        for position in byDistance.joined().prefix(Self.tries) {
            while left[position] > 0, count < enough {
                left[position] -= 1
                guard take(others[position].combination, for: target, &left) else {
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
    private func take(_ record: UInt64, for target: UInt64, _ left: inout [Int]) -> Bool {
        func donor(_ causes: UInt64, for record: UInt64, _ left: [Int]) -> Int? {
            others.indices.first {
                left[$0] > 0 && (others[$0].combination ^ target) & causes == 0
                    && isFree(others[$0].combination ^ causes, besides: target)
                    && agrees(record, others[$0].combination, exchanging: causes)
            }
        }
        let difference = (record ^ target) & told
        if let one = donor(difference, for: record, left) {
            left[one] -= 1
            return true
        }
        let before = left
        var (record, rest) = (record, difference)
        while rest != 0 {
            let bit = rest & (~rest &+ 1)
            rest ^= bit
            guard let one = donor(bit, for: record, left) else {
                left = before
                return false
            }
            record ^= bit
            left[one] -= 1
        }
        return true
    }
}
