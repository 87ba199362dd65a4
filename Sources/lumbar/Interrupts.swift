// Ctrl-C: whatever is going on ends at once, and nothing half-written stays behind.

import Dispatch
import Foundation

/// Ends the program on SIGINT and SIGTERM.
enum Interrupts {
    // Kept for the program's lifetime: a source that is let go of stops watching.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Starts watching. The handler runs on a thread of its own, so work that is stuck in a read cannot hold it up.
    static func watch() {
        let queue = DispatchQueue(label: "lumbar.interrupts", qos: .userInteractive)
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                OutputFile.discardAll()
                Progress.clearLine()
                _exit(Failure.Code.interrupted.rawValue)
            }
            source.resume()
            sources.append(source)
        }
    }
}
