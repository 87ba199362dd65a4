// How small a count may be to be published.

/// The rule that counts from 1 to below `size` are not published.
package struct MinimumCell: Sendable, Hashable {
    /// The smallest count that may be shown, k. CMS uses 11, many registries 5 or 10.
    package let size: Int
    /// Whether counts of 0 are hidden too.
    package let hidesZeros: Bool

    /// Makes a rule for a cohort of `records` records.
    ///
    /// - Throws: If k is below 2, which hides nothing, or above the number of records, which hides everything.
    package init(_ size: Int, hidesZeros: Bool = false, records: Int) throws(DisclosureError) {
        guard size >= 2 else {
            throw DisclosureError("a smallest cell of \(size) hides nothing: give 2 or more, such as 5, 10 or 11")
        }
        guard size <= records else {
            throw DisclosureError(
                "the cohort has fewer records than a smallest cell of \(size), so that nothing could be shown: give a smaller one"
            )
        }
        self.size = size
        self.hidesZeros = hidesZeros
    }

    /// Whether a count must be hidden for its own sake.
    package func hides(_ count: Int) -> Bool {
        count == 0 ? hidesZeros : count < size
    }
}
