// A progress line on standard error, where that is a terminal.

import Dispatch
import Foundation

/// Shows how far a run is, with its rate and the time left.
final class Progress {
    private let timer: (any DispatchSourceTimer)?

    /// Starts showing, unless standard error is no terminal or the user wants quiet.
    init(isQuiet: Bool, total: Int?, done: @escaping @Sendable () -> Int) {
        guard !isQuiet, Self.canShow else {
            timer = nil
            return
        }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "lumbar.progress"))
        let start = DispatchTime.now().uptimeNanoseconds
        timer.schedule(deadline: .now() + 0.5, repeating: 0.2)
        timer.setEventHandler {
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            Self.write("\r\u{1B}[K" + Self.line(done: done(), total: total, seconds: seconds))
        }
        timer.resume()
        self.timer = timer
    }

    private static var canShow: Bool { isatty(STDERR_FILENO) == 1 && Terminal.takesEscapes }

    /// What the line says.
    static func line(done: Int, total: Int?, seconds: Double) -> String {
        let rate = Double(done) / max(seconds, 1e-9)
        let speed = "\(Int(rate / 1e6)) MB/s"
        guard let total, total > 0 else { return "\(done / 1_000_000) MB read, \(speed)" }
        let share = min(100, done * 100 / total)
        let left = Int((Double(max(0, total - done)) / max(rate, 1)).rounded(.up))
        return
            "\(share) % of \(total / 1_000_000) MB, \(speed), \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
    }

    /// Stops showing and clears the line.
    func stop() {
        guard let timer else { return }
        timer.cancel()
        Self.clearLine()
    }

    /// Clears the line, if there can be one.
    static func clearLine() {
        if canShow { write("\r\u{1B}[K") }
    }

    private static func write(_ text: String) {
        var bytes = Array(text.utf8)
        _ = Foundation.write(STDERR_FILENO, &bytes, bytes.count)
    }
}
