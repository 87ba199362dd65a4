// Why a figure cannot be given.

/// What is wrong with a request or with the data, for the person who asked.
package struct StatisticsError: Error, Sendable, Hashable {
    /// One or two sentences: what is wrong, and what can be done.
    package var message: String

    /// Makes an error.
    package init(_ message: String) {
        self.message = message
    }
}
