// The one error of reading: an input that cannot be opened, breaks off, or cannot be used, and where.

/// Why an input as a whole cannot be read. A single bad record is never an error; it is a ``Reject``.
package struct InputError: Error, Sendable, Equatable {
    /// What went wrong, as far as the caller's reaction (its exit code) depends on it.
    package enum Kind: Sendable, Equatable {
        /// The input does not exist, is a directory, or may not be read.
        case cannotOpen
        /// Reading broke off part-way.
        case readFailed
        /// The bytes could be read, but they are not a usable CSV file.
        case unusable
    }

    /// What went wrong.
    package var kind: Kind
    /// The input as the user named it.
    package var path: String
    /// The line, from 1, if one is to blame.
    package var line: Int?
    /// The number of the field, from 1, if one is to blame.
    package var column: Int?
    /// What is wrong and what to do about it, for a person.
    package var message: String

    package init(_ kind: Kind, path: String, line: Int? = nil, column: Int? = nil, message: String) {
        self.kind = kind
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }
}

extension InputError: CustomStringConvertible {
    /// `path:line:column: message`, without the parts that are unknown.
    package var description: String {
        var place = path
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        return "\(place): \(message)"
    }
}
