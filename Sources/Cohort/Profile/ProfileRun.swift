// A run that profiles a cohort.

internal import RuleSets
internal import Synchronization

extension CohortRun {
    /// Runs over all records as ``run(onBatch:inOrder:)`` does, and profiles them.
    ///
    /// - Parameters:
    ///   - watchesRepeats: Whether to look for repeated subjects and records. It takes 32 to 64 bytes of memory per subject and 21 to 43 per record.
    ///   - inOrder: Called for each block in input order.
    /// - Returns: The run's result, and the profile.
    /// - Throws: What `run` throws.
    package func profile(
        watchesRepeats: Bool = true,
        inOrder: OrderedBody? = nil
    ) throws -> (result: RunResult, profile: CohortProfile) {
        let tallies = ProfileTallies()
        let watch = watchesRepeats ? ProfileTally.Watch() : nil
        let result = try run(
            onBatch: { batch, own, _ in
                let tally = (own as? ProfileTally) ?? tallies.make(batch, watch)
                own = tally
                tally.add(batch)
            },
            inOrder: inOrder
        )
        var profile = tallies.merged(result.plan)
        if let watch {
            profile.repeatedSubjects = watch.subjects.found
            profile.repeatedRecords = watch.records.found
        }
        return (result, profile)
    }
}

/// The tallies of all workers.
private final class ProfileTallies: Sendable {
    /// A tally that only its worker touches until the run is over.
    private struct Entry: @unchecked Sendable {
        let tally: ProfileTally
    }

    private let all = Mutex<[Entry]>([])

    func make(_ batch: ClassifiedBatch, _ watch: ProfileTally.Watch?) -> ProfileTally {
        let entry = Entry(tally: ProfileTally(batch, watch))
        all.withLock { $0.append(entry) }
        return entry.tally
    }

    func merged(_ plan: Plan) -> CohortProfile {
        var sum = CohortProfile.empty(plan)
        for entry in all.withLock({ $0 }) { sum += entry.tally.profile }
        return sum
    }
}
