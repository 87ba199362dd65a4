// Rows that are left out: those that a platform marks as no finished answer, and those that repeat a subject.

/// Why a row is left out.
package enum ExclusionReason: String, Sendable, CaseIterable {
    /// Someone tried the survey out.
    case preview
    /// The respondent did not reach the end.
    case unfinished
    /// The respondent did not submit the answers.
    case unsubmitted
    /// Another row stands for its subject.
    case repeated
}

/// A column that says which rows to leave out.
package struct RowExclusion: Sendable, Hashable {
    /// What a cell must be for its row to be left out.
    package enum Test: Sendable, Hashable {
        /// One of some words, in any case.
        case isOneOf(Set<String>)
        /// Blank.
        case isBlank
        /// A whole number below a bound.
        case isBelow(Int)
    }

    /// Why.
    package var reason: ExclusionReason
    /// The column, from 0.
    package var column: Int
    /// What its cell must be.
    package var test: Test

    /// Makes an exclusion.
    package init(_ reason: ExclusionReason, column: Int, _ test: Test) {
        self.reason = reason
        self.column = column
        self.test = test
    }

    /// Whether a row is left out for its cell in the column, given without spaces around it.
    package func holds(of cell: UnsafeBufferPointer<UInt8>) -> Bool {
        switch test {
        case .isBlank: return cell.isEmpty
        case .isOneOf(let words):
            // No word is as long; a longer cell is none of them.
            guard cell.count <= 64 else { return false }
            return words.contains(String(decoding: cell, as: UTF8.self).lowercased())
        case .isBelow(let bound):
            guard cell.count <= 18 else { return false }
            return Int(String(decoding: cell, as: UTF8.self)).map { $0 < bound } ?? false
        }
    }
}
