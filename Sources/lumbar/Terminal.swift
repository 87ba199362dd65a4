// What is known of the terminal that someone reads on.

import Foundation
import Reporting

/// The terminal of a run.
enum Terminal {
    /// Whether it takes escape codes: a dumb one prints them.
    static var takesEscapes: Bool {
        let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
        return !kind.isEmpty && kind != "dumb"
    }

    /// Whether the user wants no colour (<https://no-color.org>).
    private static var isPlain: Bool {
        ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    }

    /// The columns of standard output, where that is a terminal that knows.
    fileprivate static var columns: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    fileprivate static var showsColour: Bool { takesEscapes && !isPlain }
}

/// How a table is written to standard output: as wide as the terminal, and emphasised unless that is not wanted. What goes to a file or a pipe has
/// 80 columns and no emphasis.
func terminalStyle(isTerminal: Bool) -> TableStyle {
    guard isTerminal, let columns = Terminal.columns else { return TableStyle() }
    return TableStyle(width: columns, usesColour: Terminal.showsColour)
}
