// Counts that add up, and how.

/// Why cells cannot be hidden as asked.
package struct DisclosureError: Error, Sendable, Hashable {
    /// One or two sentences: what is wrong, and what can be done.
    package var message: String

    /// Makes an error.
    package init(_ message: String) {
        self.message = message
    }
}

/// All counts of a publication, and every line along which they add up.
///
/// Cells are numbered. A cell is whatever a reader could learn: what is printed, and also what follows from it, such as the records without a
/// cause where those with it and all records are printed.
package struct AdditiveTable: Sendable {
    /// One cell that is the sum of others.
    package struct Line: Sendable, Hashable {
        /// The cell that is the sum.
        package var total: Int
        /// The cells that add up to it.
        package var parts: [Int]

        /// Makes a line.
        package init(total: Int, parts: [Int]) {
            self.total = total
            self.parts = parts
        }

        /// The total and the parts.
        var cells: [Int] { [total] + parts }
    }

    /// The counts, by cell.
    package let counts: [Int]
    /// The lines.
    package let lines: [Line]

    /// Makes a table.
    ///
    /// - Throws: If a count is negative, a line names a cell twice or one that there is not, or does not add up. These are mistakes of the
    ///   program that made the table, not of its user.
    package init(counts: [Int], lines: [Line]) throws(DisclosureError) {
        if let negative = counts.first(where: { $0 < 0 }) { throw DisclosureError("a count of \(negative) is below 0") }
        for line in lines {
            let cells = line.cells
            guard cells.allSatisfy(counts.indices.contains), Set(cells).count == cells.count else {
                throw DisclosureError("a line names a cell twice, or one that there is not")
            }
            let sum = line.parts.reduce(0) { $0 + counts[$1] }
            guard sum == counts[line.total] else {
                throw DisclosureError(
                    "the parts of cell \(line.total) add up to \(sum), not to its \(counts[line.total])"
                )
            }
        }
        self.counts = counts
        self.lines = lines
    }
}
