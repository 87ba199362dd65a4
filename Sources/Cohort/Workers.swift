// The one place where threads start.

internal import Dispatch

/// Calls `body` once for each worker, from 0, on as many threads as there are processors for, and returns when all are done.
///
/// The closure is `@Sendable` here because the one that Dispatch takes is not so on Linux, and a data race would compile there.
package func onWorkers(_ count: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1 else { return body(0) }
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
}

/// Calls `body` on another thread, and returns at once.
package func inBackground(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue.global(qos: .userInitiated).async(execute: body)
}
