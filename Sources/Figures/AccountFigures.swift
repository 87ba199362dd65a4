// How many records were read, and what became of them, with small counts taken out.

internal import Disclosure
package import Prevalence

/// The account of a run: read = rejected + eligible + not eligible + eligibility undetermined.
package struct AccountFigures: Sendable, Hashable {
    /// Each count.
    package let read: Shown<Int>, rejected: Int, eligible: Int, notEligible: Shown<Int>, undetermined: Shown<Int>

    /// Takes out what is small.
    ///
    /// A small count outside the population hides the other one too, since their sum follows from the rest; and where that sum is small, also how many records
    /// were read. Rejected records are lines that could not be read, not people with an answer; they are in no other count, and stay.
    package init(read: Int, rejected: Int, _ eligibility: Tally.EligibilityCounts, minimum: Int) {
        self.rejected = rejected
        eligible = eligibility.eligible
        let outside = [eligibility.notEligible, eligibility.undetermined]
        let isHidden = outside.contains(where: minimum.hides)
        notEligible = isHidden ? .hidden : .value(outside[0])
        undetermined = isHidden ? .hidden : .value(outside[1])
        self.read = minimum.hides(outside.reduce(0, +)) ? .hidden : .value(read)
    }

    /// Whether all is shown.
    package var isWhole: Bool { !notEligible.isHidden }

    /// How many records were read and not rejected.
    package var kept: Shown<Int> { read.map { $0 - rejected } }
}
