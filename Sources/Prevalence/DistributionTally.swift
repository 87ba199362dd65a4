// How many records of the population each group has, grouping by grouping: counts that merge by addition.

internal import Columns
package import FEEL
package import RuleSets

/// One worker's count of the records in each group of the groupings that describe the population (`Plan.describedGroups`).
package struct DistributionTally: Sendable {
    /// The counts of each grouping, by group; the last is of records that a missing answer leaves without one.
    package private(set) var counts: [[Int]]

    /// Makes an empty tally.
    package init(_ plan: Plan) {
        counts = plan.describedGroups.map { Array(repeating: 0, count: GroupIndex([$0]).cellCount) }
    }

    /// Counts records of the population; `places` is the worker's own. O(groupings × records).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator, _ places: DistributionPlaces) {
        let batch = evaluator.batch
        for (grouping, index) in places.indexes.enumerated() {
            index.fill(places.groups, evaluator, batch)
            counts[grouping].withUnsafeMutableBufferPointer { counts in
                for word in 0..<batch.wordCount {
                    let present = batch.present(inWord: word)
                    var left = plan.population.map { evaluator.truth(of: $0)[word] & present } ?? present
                    while left != 0 {
                        counts[Int(places.groups[word * 64 + left.trailingZeroBitCount])] += 1
                        left &= left &- 1
                    }
                }
            }
        }
    }

    /// Adds the counts of another worker's tally of the same plan.
    package static func += (left: inout DistributionTally, right: DistributionTally) {
        for grouping in left.counts.indices {
            for group in left.counts[grouping].indices { left.counts[grouping][group] += right.counts[grouping][group] }
        }
    }
}

/// Where one worker finds the groups of a batch's records.
package final class DistributionPlaces {
    fileprivate let indexes: [GroupIndex]
    /// The group of each record of a batch: initialised memory of `ColumnBatch.capacity` numbers that lives as long as this object.
    fileprivate let groups: UnsafeMutablePointer<UInt32>

    /// Makes room for a worker.
    package init(_ plan: Plan) {
        indexes = plan.describedGroups.map { GroupIndex([$0]) }
        groups = .allocate(capacity: ColumnBatch.capacity)
        groups.initialize(repeating: 0, count: ColumnBatch.capacity)
    }

    deinit { groups.deallocate() }
}
