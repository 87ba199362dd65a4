// Taking turns in block order.

internal import Dispatch
internal import Synchronization

/// Lets callers through one at a time, in the order of the numbers 0, 1, 2, …
///
/// Whoever holds a number waits only for smaller ones, so it never locks up, however few threads the callers run on.
package final class Turnstile: Sendable {
    private struct State {
        var turn = 0
        var waiting: [Int: DispatchSemaphore] = [:]
    }

    private let state = Mutex(State())

    /// A turnstile that waits for number 0.
    package init() {}

    /// Returns once every number below `number` has been through.
    package func enter(_ number: Int) {
        let semaphore: DispatchSemaphore? = state.withLock { state in
            if state.turn == number { return nil }
            let semaphore = DispatchSemaphore(value: 0)
            state.waiting[number] = semaphore
            return semaphore
        }
        semaphore?.wait()
    }

    /// Lets the next number through. The caller has entered.
    package func leave() {
        let next = state.withLock { state in
            state.turn += 1
            return state.waiting.removeValue(forKey: state.turn)
        }
        next?.signal()
    }
}
