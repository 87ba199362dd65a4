// The three intervals of an unweighted proportion, by name and against R.

import Statistics
import Testing

@Suite("Interval methods")
struct IntervalMethodTests {
    @Test(
        "Every method agrees with R on every row of the reference table",
        .enabled(if: ReferenceTable.isSharedHere),
        arguments: [
            (IntervalMethod.wilson, "wilson"), (.clopperPearson, "cp"), (.logit, "logit"),
        ]
    )
    func reference(method: IntervalMethod, column: String) throws {
        let rows = try ReferenceTable.shared("statistics/binomial_ci.csv").rows
        #expect(rows.count > 20)
        for row in rows {
            let interval = method.interval(events: row.count("x"), total: row.count("n"))
            #expect(agrees(interval?.lowerBound, row.number(column + "_l")), "\(row)")
            #expect(agrees(interval?.upperBound, row.number(column + "_u")), "\(row)")
        }
    }

    // Source: scipy 1.17.1 `binomtest(x, n).proportion_ci(level, method="exact")` and `"wilson"`.
    @Test(
        "Agree with scipy at other levels",
        arguments: [
            (IntervalMethod.clopperPearson, 13, 29, 0.9, 0.28927148455705715, 0.6156078147564336),
            (.clopperPearson, 0, 12, 0.99, 0.0, 0.35694591658242797),
            (.clopperPearson, 340, 1911, 0.99, 0.15594950389267906, 0.20151212519013248),
            (.wilson, 13, 29, 0.9, 0.30734680960187705, 0.598032512965373),
            (.wilson, 340, 1911, 0.99, 0.15650834546825862, 0.201555067863482),
        ]
    )
    func otherLevels(method: IntervalMethod, events: Int, total: Int, level: Double, low: Double, high: Double) throws {
        let interval = method.interval(events: events, total: total, level: try ConfidenceLevel(level))
        #expect(agrees(interval?.lowerBound, low, within: 1e-12))
        #expect(agrees(interval?.upperBound, high, within: 1e-12))
    }

    @Test("Where there is no answer, none is given", arguments: IntervalMethod.allCases)
    func nothing(method: IntervalMethod) {
        #expect(method.interval(events: 0, total: 0) == nil)
        #expect(method.interval(events: 3, total: 2) == nil)
        #expect(method.interval(events: -1, total: 2) == nil)
        #expect((method.interval(events: 0, total: 9) == nil) == (method == .logit))
        #expect((method.interval(events: 9, total: 9) == nil) == (method == .logit))
    }

    @Test("A wrong name is an error that lists the right ones")
    func names() throws {
        #expect(try IntervalMethod(named: "clopper-pearson") == .clopperPearson)
        #expect(throws: StatisticsError("there is no interval named wald; there are wilson, clopper-pearson, logit")) {
            try IntervalMethod(named: "wald")
        }
    }
}
