// Counts and what they say.

import Prevalence
import Statistics
import Testing

@Suite("Counts")
struct CountsTests {
    @Test("Undetermined is what is left of the records")
    func undetermined() {
        #expect(Counts(records: 10, present: 3, absent: 5, complete: 6, completePresent: 2).undetermined == 2)
    }

    @Test("Prevalence and its interval are among complete records, bounds among all")
    func figures() {
        let counts = Counts(records: 10, present: 3, absent: 5, complete: 8, completePresent: 2)
        #expect(counts.prevalence == 0.25)
        #expect(counts.interval == wilsonInterval(events: 2, total: 8))
        #expect(counts.bounds == 0.3...0.5)
    }

    @Test("A fraction with nothing below the line is none")
    func nothing() {
        #expect(Counts().prevalence == nil)
        #expect(Counts().interval == nil)
        #expect(Counts().bounds == nil)
        let none = Counts(records: 4, present: 1, absent: 0, complete: 0, completePresent: 0)
        #expect(none.prevalence == nil)
        #expect(none.interval == nil)
        #expect(none.bounds == 0.25...1)
    }

    @Test("Counts add up")
    func addition() {
        var sum = Counts(records: 10, present: 3, absent: 5, complete: 6, completePresent: 2)
        sum += Counts(records: 1, present: 1, absent: 0, complete: 1, completePresent: 1)
        #expect(sum == Counts(records: 11, present: 4, absent: 5, complete: 7, completePresent: 3))
    }
}
