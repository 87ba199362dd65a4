// What a command counts itself, a tally per worker, added up when all are done.

import Synchronization

/// The tallies of a run's workers.
final class WorkerTallies<Tally>: Sendable {
    /// A worker's own tally.
    final class Own {
        var value: Tally

        init(_ value: Tally) { self.value = value }
    }

    // Only its worker touches a tally until the run is over; then only `sum` does.
    private struct Kept: @unchecked Sendable {
        var tallies: [Own] = []
    }

    private let kept = Mutex(Kept())

    /// The worker's tally, made on its first batch and kept in `own`.
    func tally(_ own: inout AnyObject?, _ make: () -> Tally) -> Own {
        if let tally = own as? Own { return tally }
        let tally = Own(make())
        own = tally
        let entry = Kept(tallies: [tally])
        kept.withLock { $0.tallies += entry.tallies }
        return tally
    }

    /// All tallies added to an empty one. To be called when the run is over.
    func sum<Sum>(_ empty: Sum, _ add: (inout Sum, Tally) -> Void) -> Sum {
        kept.withLock { $0 }.tallies.reduce(into: empty) { add(&$0, $1.value) }
    }
}
