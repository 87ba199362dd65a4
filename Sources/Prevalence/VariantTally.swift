// Counts of every cause under many variants of a rule set, that merge by addition.

internal import Columns
package import FEEL
package import RuleSets

/// One worker's counts over all records, without groups, for each of several plans that are parts of one program.
///
/// What variants have in common is counted once: causes with the same verdict and the same complete records in the same population.
package struct VariantTally: Sendable {
    /// What is counted.
    private struct Subject: Hashable {
        var population: Int?
        var position: Int
        var completeColumns: [Int]
        var completeSteps: [Int]
    }

    private var subjects: [Subject] = []
    private var counts: [Counts] = []
    private var populations: [Int?] = []
    private var eligibilities: [Tally.EligibilityCounts] = []
    /// For each plan and cause, its subject; nil if it is not assessed.
    private var places: [[Int?]] = []
    private var populationPlaces: [Int] = []

    /// Makes an empty tally.
    package init(_ plans: [Plan]) {
        var known: [Subject: Int] = [:]
        for plan in plans {
            let population = populations.firstIndex(of: plan.population) ?? populations.count
            if population == populations.count {
                populations.append(plan.population)
                eligibilities.append(Tally.EligibilityCounts())
            }
            populationPlaces.append(population)
            places.append(
                plan.causes.map { cause in
                    guard let position = cause.position else { return nil }
                    let subject = Subject(
                        population: plan.population,
                        position: position,
                        completeColumns: cause.completeColumns.sorted(),
                        completeSteps: cause.completeSteps.sorted()
                    )
                    if let place = known[subject] { return place }
                    known[subject] = subjects.count
                    subjects.append(subject)
                    counts.append(Counts())
                    return subjects.count - 1
                }
            )
        }
    }

    /// Counts the records of an evaluator's batch. O(subjects × records / 64).
    package mutating func add(_ evaluator: Evaluator) {
        let batch = evaluator.batch
        let words = batch.wordCount
        for (index, population) in populations.enumerated() {
            for word in 0..<words {
                let present = batch.present(inWord: word)
                let yes = (population.map { evaluator.truth(of: $0)[word] } ?? ~0) & present
                let no = (population.map { evaluator.falsity(of: $0)[word] } ?? 0) & present
                eligibilities[index].eligible += yes.nonzeroBitCount
                eligibilities[index].notEligible += no.nonzeroBitCount
                eligibilities[index].undetermined += (present & ~yes & ~no).nonzeroBitCount
            }
        }
        for (index, subject) in subjects.enumerated() {
            let (truth, falsity) = (evaluator.truth(of: subject.position), evaluator.falsity(of: subject.position))
            let population = subject.population.map { evaluator.truth(of: $0) }
            var count = Counts()
            for word in 0..<words {
                let eligible = (population?[word] ?? ~0) & batch.present(inWord: word)
                var complete = eligible
                for column in subject.completeColumns { complete &= batch.answered(column)[word] }
                for step in subject.completeSteps { complete &= ~evaluator.unknown(step, word: word) }
                count.records += eligible.nonzeroBitCount
                count.present += (eligible & truth[word]).nonzeroBitCount
                count.absent += (eligible & falsity[word]).nonzeroBitCount
                count.complete += complete.nonzeroBitCount
                count.completePresent += (complete & truth[word]).nonzeroBitCount
            }
            counts[index] += count
        }
    }

    /// Adds the counts of another worker's tally of the same plans.
    package static func += (left: inout VariantTally, right: VariantTally) {
        for index in left.counts.indices { left.counts[index] += right.counts[index] }
        for index in left.eligibilities.indices {
            left.eligibilities[index].eligible += right.eligibilities[index].eligible
            left.eligibilities[index].notEligible += right.eligibilities[index].notEligible
            left.eligibilities[index].undetermined += right.eligibilities[index].undetermined
        }
    }

    /// The counts of a cause under a plan, both by position; nil if it is not assessed.
    package func counts(plan: Int, cause: Int) -> Counts? { places[plan][cause].map { counts[$0] } }

    /// Eligible, not eligible and undetermined records under a plan.
    package func eligibility(plan: Int) -> Tally.EligibilityCounts { eligibilities[populationPlaces[plan]] }
}
