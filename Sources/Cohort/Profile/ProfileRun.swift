// A run that profiles a cohort.

internal import RuleSets
internal import Synchronization

extension CohortRun {
    /// Runs over all records as ``run(onBatch:inOrder:)`` does, and profiles them.
    ///
    /// - Parameters:
    ///   - watchesRepeats: Whether to look for repeated subjects and records, which takes some 100 bytes of memory per record.
    ///   - inOrder: Called for each block in input order.
    /// - Returns: The run's result, and the profile.
    /// - Throws: What `run` throws.
    package func profile(
        watchesRepeats: Bool = true,
        inOrder: OrderedBody? = nil
    ) throws -> (result: RunResult, profile: CohortProfile) {
        let tallies = ProfileTallies()
        let result = try run(
            onBatch: { batch, own, _ in
                let tally = (own as? ProfileTally) ?? tallies.make(batch, watchesRepeats: watchesRepeats)
                own = tally
                tally.add(batch)
            },
            inOrder: inOrder
        )
        return (result, tallies.merged(result.plan))
    }
}

/// The tallies of all workers.
private final class ProfileTallies: Sendable {
    /// A tally that only its worker touches until the run is over.
    private struct Entry: @unchecked Sendable {
        let tally: ProfileTally
    }

    private let all = Mutex<[Entry]>([])

    func make(_ batch: ClassifiedBatch, watchesRepeats: Bool) -> ProfileTally {
        let entry = Entry(tally: ProfileTally(batch, watchesRepeats: watchesRepeats))
        all.withLock { $0.append(entry) }
        return entry.tally
    }

    func merged(_ plan: Plan) -> CohortProfile {
        var sum = CohortProfile.empty(plan)
        for entry in all.withLock({ $0 }) { sum += entry.tally.profile }
        return sum
    }
}
