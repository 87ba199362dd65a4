// What an attempt to read one record came to.

/// The outcome of reading one record from a line start.
struct Attempt: Equatable {
    enum Outcome: Equatable {
        /// A well-formed record, whatever its number of fields.
        case record(fields: Int)
        /// A line with nothing in it.
        case blank
        /// Not a record; the defect says why.
        case malformed(Defect)
        /// The window ends inside quotes and more of the input follows.
        case incomplete
    }

    var outcome: Outcome
    /// Where reading goes on.
    var next: Int
    /// How many lines lie between the attempt's start and `next`.
    var lines: Int
}
