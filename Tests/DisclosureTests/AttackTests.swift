// The attack's ranges against integer programming by another solver. Oracle/ranges.py writes the cases.

import Disclosure
import Foundation
import Testing

@Suite("Attacks on hidden counts")
struct AttackTests {
    struct Case {
        let kind: Substring
        let table: AdditiveTable
        let hidden: [Int]
        let least: Int
        let lower: [Int?], upper: [Int?]
    }

    static func cases() throws -> [Case] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/ranges.csv")
        let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        return try rows.map { row in
            let fields = row.split(separator: ",", omittingEmptySubsequences: false)
            func numbers(_ text: Substring) -> [Int?] {
                text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
            }
            let lines = try fields[2].split(separator: "|").map { line in
                let sides = line.split(separator: "=")
                return AdditiveTable.Line(
                    total: try #require(Int(sides[0])),
                    parts: sides[1].split(separator: "+").compactMap { Int($0) }
                )
            }
            return Case(
                kind: fields[0],
                table: try AdditiveTable(counts: numbers(fields[1]).compactMap { $0 }, lines: lines),
                hidden: numbers(fields[3]).compactMap { $0 },
                least: try #require(Int(fields[4])),
                lower: numbers(fields[5]),
                upper: numbers(fields[6])
            )
        }
    }

    @Test(
        "Bounds hold every value that is possible; in two-way tables, and wherever they are tight, they are the range"
    )
    func ranges() throws {
        let cases = try Self.cases()
        #expect(cases.count > 100)
        var (tight, all) = (0, 0)
        for one in cases {
            let attack = Attack(one.table, isHidden: Self.mask(one), least: one.least)
            #expect(attack.ranges.count == one.hidden.count)
            for (index, cell) in one.hidden.enumerated() {
                let range = try #require(attack.ranges[cell])
                let (lower, upper) = (try #require(one.lower[index]), one.upper[index] ?? .max)
                #expect(range.lower <= lower && lower <= range.provenLower)
                #expect((range.provenUpper ?? .max) <= upper && upper <= (range.upper ?? .max))
                all += 1
                if range.isTight { tight += 1 } else { #expect(one.kind != "two-way") }
            }
        }
        // Three-way tables have vertices that are no whole counts, but rarely at the ends of a range.
        #expect(Double(tight) / Double(all) > 0.99, "\(tight) of \(all)")
    }

    @Test("What is proven early is true as well")
    func early() throws {
        for one in try Self.cases().prefix(60) {
            let full = Attack(one.table, isHidden: Self.mask(one), least: one.least)
            for enough in [2, 11] {
                let attack = Attack(one.table, isHidden: Self.mask(one), least: one.least, enough: enough)
                for cell in one.hidden {
                    let early = try #require(attack.ranges[cell]), whole = try #require(full.ranges[cell])
                    if one.kind == "two-way" {
                        #expect(((early.provenCount ?? .max) >= enough) == ((whole.provenCount ?? .max) >= enough))
                    }
                    #expect((early.provenUpper ?? .max) <= (whole.upper ?? .max) && early.provenLower >= whole.lower)
                }
            }
        }
    }

    private static func mask(_ one: Case) -> [Bool] {
        let hidden = Set(one.hidden)
        return one.table.counts.indices.map(hidden.contains)
    }
}
