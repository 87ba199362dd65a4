// The kinds of value that a column of a batch can hold.

/// What one column of a batch holds for each record.
package enum ColumnKind: Sendable, Hashable {
    /// IEEE doubles; finite wherever the record has an answer.
    case number
    /// One bit per record.
    case boolean
    /// Identifiers of texts, as a `TextPool` gives them out.
    case text
    /// Sets of at most 64 codes, one bit per code in the variable's own order.
    case set
}
