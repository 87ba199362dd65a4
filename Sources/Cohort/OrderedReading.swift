// The workers of a run: each makes something of its blocks, and what they write is handed on in input order.

package import CSVReading
internal import Synchronization

/// Takes the rows that were written for a block and the block's rejects: in input order, and never twice at once.
package typealias OrderedBody = @Sendable (_ rows: [UInt8], _ rejects: [Reject], _ path: String) throws -> Void

/// Reads all blocks of a cohort on several workers.
struct OrderedReading: Sendable {
    let reader: CohortReader
    let threads: Int

    /// Runs until every block has been handed on, or something fails.
    ///
    /// - Parameters:
    ///   - start: Makes what a worker keeps from block to block.
    ///   - onBlock: Called on the worker's thread for each of its blocks; appends rows.
    ///   - inOrder: Takes the rows and rejects of each block.
    /// - Returns: What the workers kept, in no particular order, and the rejects by reason.
    /// - Throws: What reading or a closure threw first.
    func run<Own: Sendable>(
        start: @Sendable () -> Own,
        onBlock: @Sendable (inout Own, CommittedBlock, _ rows: inout [UInt8]) throws -> Void,
        inOrder: OrderedBody?
    ) throws -> (workers: [Own], rejects: [RejectCount]) {
        let turnstile = Turnstile()
        let ledger = Mutex(RejectLedger())
        let failure = Mutex<(any Error)?>(nil)
        let finished = Mutex<[Own]>([])
        onWorkers(max(1, threads)) { _ in
            var worker = reader.makeWorker()
            var own = start()
            var rows: [UInt8] = []
            do {
                while let block = try worker.next() {
                    // Every block passes the turnstile exactly once, whatever fails, or the workers behind it would wait for ever.
                    rows.removeAll(keepingCapacity: true)
                    let outcome = Result { try onBlock(&own, block, &rows) }
                    turnstile.enter(block.sequence)
                    defer { turnstile.leave() }
                    try outcome.get()
                    guard failure.withLock({ $0 == nil }) else { continue }
                    ledger.withLock { $0.add(block.rejects, path: block.layout.path) }
                    try inOrder?(rows, block.rejects, block.layout.path)
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
                reader.cancel()
            }
            finished.withLock { $0.append(own) }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return (finished.withLock { $0 }, ledger.withLock { $0.counts })
    }
}
