// Tallies of parts of a cohort, put together in any order, are the tally of the whole.

import Codebook
import Columns
import FEEL
import Prevalence
import RuleSetFiles
import RuleSets
import Testing

@Suite("Tallies")
struct TallyTests {
    static let text = """
        ruleset: x
        version: 1
        variables:
          a: {type: number}
          c: {type: boolean}
          s: {type: category, codes: [left, right]}
        population: {when: a > 0}
        causes:
          - {id: big, when: a > 10}
          - {id: yes, when: c}
          - {id: none, category: contributing, none_of: [big, yes]}
        groups:
          size: {of: a, bands: [5, 15]}
          side: {of: s}
        """

    private struct Answers {
        var a: Double?
        var c: Bool?
        var s: UInt32?
    }

    /// A tally of some records.
    private func tally(_ plan: Plan, _ records: ArraySlice<Answers>) -> Tally {
        let batch = ColumnBatch(kinds: plan.columnKinds)
        let evaluator = Evaluator(plan.program, over: batch)
        var tally = Tally(plan, openTexts: [:])
        var rest = records
        while !rest.isEmpty {
            let part = Array(rest.prefix(ColumnBatch.capacity))
            rest = rest.dropFirst(part.count)
            batch.start(count: part.count)
            for (record, answers) in part.enumerated() {
                if let a = answers.a {
                    batch.numbers(0)[record] = a
                    setBit(batch.answered(0), record)
                }
                if let c = answers.c {
                    if c { setBit(batch.truths(1), record) }
                    setBit(batch.answered(1), record)
                }
                if let s = answers.s {
                    batch.texts(2)[record] = s
                    setBit(batch.answered(2), record)
                }
            }
            evaluator.run()
            tally.add(evaluator, batch)
        }
        return tally
    }

    private func plan() throws -> Plan {
        let file = RuleSetFile(path: "x.yaml", bytes: Array(Self.text.utf8))
        let ruleSet = try #require(file.ruleSet, "\(file.problems)")
        return try ruleSet.plan(collected: [0, 1, 2], groupedBy: ["size", "side"])
    }

    private func records(_ count: Int) -> [Answers] {
        (0..<count).map { index in
            var answers = Answers()
            if index % 7 != 0 { answers.a = Double(index % 23 - 2) }
            if index % 5 != 0 { answers.c = index % 3 == 0 }
            if index % 11 != 0 { answers.s = UInt32(index % 2) }
            return answers
        }
    }

    @Test("Parts in any order give the same summary", arguments: [1, 63, 64, 65, 1000, 1023, 1024, 1025, 3001])
    func merging(_ count: Int) throws {
        let plan = try plan()
        let all = records(count)
        let whole = try Summary(plan, [(tally(plan, all[...]), [:])])
        let cuts = [0, count / 7, count / 3, count / 2, count]
        let parts = zip(cuts, cuts.dropFirst()).map { tally(plan, all[$0..<$1]) }
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            let merged = try Summary(plan, order.map { (parts[$0], [:]) })
            #expect(merged.causes.map(\.counts) == whole.causes.map(\.counts))
            #expect(merged.eligibility == whole.eligibility)
            #expect(merged.mainCauses.map(\.records) == whole.mainCauses.map(\.records))
            #expect(merged.cells == whole.cells)
        }
    }

    @Test("Counts are those of plain counting, in every cell", arguments: [64, 1025, 3001])
    func plainCounting(_ count: Int) throws {
        let plan = try plan()
        let all = records(count)
        let summary = try Summary(plan, [(tally(plan, all[...]), [:])])
        let eligible = all.filter { ($0.a ?? 0) > 0 }
        #expect(summary.eligibility.eligible == eligible.count)
        #expect(summary.eligibility.undetermined == all.count { $0.a == nil })
        #expect(summary.eligibility.notEligible == all.count { $0.a.map { $0 <= 0 } ?? false })
        for (cell, counts) in zip(summary.cells, summary.causes[1].counts) {
            let inside = eligible.filter { record in
                let size = record.a.map { $0 < 5 ? 0 : $0 < 15 ? 1 : 2 } ?? 3
                let side = record.s.map(Int.init) ?? 2
                return (cell[0] ?? size) == size && (cell[1] ?? side) == side
            }
            let expected = Counts(
                records: inside.count,
                present: inside.count { $0.c == true },
                absent: inside.count { $0.c == false },
                complete: inside.count { $0.c != nil },
                completePresent: inside.count { $0.c == true }
            )
            #expect(counts == expected, "\(cell)")
        }
        #expect(summary.mainCauses.map(\.name) == ["big", "yes", "undetermined", "contributing_only", "unexplained"])
        #expect(summary.mainCauses.reduce(0) { $0 + $1.records } == eligible.count)
    }

    @Test("No tally at all is a summary of no records, with every cell")
    func empty() throws {
        let summary = try Summary(try plan(), [])
        #expect(summary.cells.count == 1 + 4 + 3 + 12)
        #expect(summary.causes.allSatisfy { $0.counts.allSatisfy { $0 == Counts() } })
    }
}
