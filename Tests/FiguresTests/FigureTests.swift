// What a figure says under each choice.

import Figures
import Prevalence
import RuleSets
import Statistics
import Testing

@Suite("Figures")
struct FigureTests {
    /// A summary of 300 generated records.
    private func figure(_ change: (inout StatisticsChoices) throws -> Void) throws -> (Figure, Counts) {
        let summary = try DisclosureOfSummariesTests.summary(records: 300, seed: 8, groups: ["age_group"])
        var choices = StatisticsChoices()
        try change(&choices)
        return (try Figures(summary, choices).overall(cause: 1), summary.causes[1].counts[0])
    }

    @Test("Undetermined records are excluded, or counted as absent or as present")
    func undetermined() throws {
        let (excluded, counts) = try figure { _ in }
        #expect(excluded.prevalence == Double(counts.completePresent) / Double(counts.complete))
        let (absent, _) = try figure { $0.undetermined = .absent }
        #expect(absent.prevalence == counts.bounds?.lowerBound)
        let (present, _) = try figure { $0.undetermined = .present }
        #expect(present.prevalence == counts.bounds?.upperBound)
    }

    @Test("The interval is of the method and level chosen", arguments: IntervalMethod.allCases)
    func intervals(method: IntervalMethod) throws {
        let level = try ConfidenceLevel(0.9)
        let (found, counts) = try figure {
            $0.interval = method
            $0.level = level
        }
        #expect(
            found.interval == method.interval(events: counts.completePresent, total: counts.complete, level: level)
        )
    }

    @Test("A cause that is defined by the variable of the groups is so by definition there, and nowhere else")
    func tautology() throws {
        let summary = try DisclosureOfSummariesTests.summary(records: 300, seed: 8, groups: ["age_group", "sex"])
        let figures = try Figures(summary)
        let older = try #require(summary.causes.firstIndex { $0.cause.id == "older_age" })
        for (position, cell) in summary.cells.enumerated() {
            #expect(figures.figure(cause: older, cell: position).isByDefinition == (cell[0] != nil))
            #expect(!figures.figure(cause: 1, cell: position).isByDefinition)
        }
    }
}
