// What a reader finds out from combinations of causes and a summary of the same records: an attack by linear programming on what is suppressed.

import Foundation
import Testing

/// A reader who writes down everything published as equations over kinds of records: for each cause present, absent, or without an answer. The last cause is a
/// contributing one.
private struct CombinationReader {
    private let causes: [String]
    /// For each kind of records the answer to each cause: 0 for absent, 1 for present, 2 for none.
    private let kinds: [[Int]]
    private var equations: [(terms: [(variable: Int, factor: Double)], value: Double)] = []
    /// The causes that are told apart, and the combinations that are listed, in these.
    private(set) var told: [Int] = []
    private(set) var listed: Set<[Int]> = []
    /// How many values were published.
    private(set) var known = 0
    /// The main causes whose numbers are hidden.
    private(set) var hiddenMainCauses: [String] = []

    init(
        _ causes: [String],
        summary: [[String: String]],
        combinations: [[String: String]],
        mainCauses: [[String: Any]] = []
    ) throws {
        self.causes = causes
        kinds = causes.reduce([[]]) { kinds, _ in kinds.flatMap { kind in (0...2).map { kind + [$0] } } }
        told = causes.indices.filter { index in
            combinations.contains { $0["kind"] == "alone" && $0["causes"] == causes[index] }
        }
        for row in summary {
            let cause = try #require(causes.firstIndex(of: row["cause"] ?? ""))
            read(row["records"]) { _ in true }
            read(row["present"]) { $0[cause] == 1 }
            read(row["absent"]) { $0[cause] == 0 }
            read(row["undetermined"]) { $0[cause] == 2 }
            read(row["complete"]) { $0[cause] != 2 }
            read(row["complete_present"]) { $0[cause] == 1 }
        }
        for entry in mainCauses {
            let name = try #require(entry["cause"] as? String)
            if let records = entry["records"] as? Int {
                read(String(records)) { kind in Self.mainCause(kind, causes) == name }
            } else {
                hiddenMainCauses.append(name)
            }
        }
        for row in combinations { readDomains(row) }
        for row in combinations where row["kind"] == "combination" { listed.insert(Set(members(row)).sorted()) }
        for row in combinations { read(row, records: summary.first?["records"]) }
    }

    /// The main cause of a kind of records.
    static func mainCause(_ kind: [Int], _ causes: [String]) -> String {
        let sought = kind.dropLast()
        if let first = sought.firstIndex(of: 1) { return causes[first] }
        if sought.contains(2) { return "undetermined" }
        return kind.last == 1 ? "contributing_only" : "unexplained"
    }

    /// How many records the reader finds there can be with a main cause.
    func range(ofMainCause name: String) -> ClosedRange<Int>? {
        range { kind in Self.mainCause(kind, causes) == name }
    }

    private func members(_ row: [String: String]) -> [Int] {
        (row["causes"] ?? "").split(separator: ";").compactMap { causes.firstIndex(of: String($0)) }
    }

    /// The combination of a kind of records, in the causes that are told apart; nil if an answer is missing.
    func combination(_ kind: [Int]) -> [Int]? {
        kind.contains(2) ? nil : told.filter { kind[$0] == 1 }
    }

    private mutating func read(_ row: [String: String], records: String?) {
        let own = members(row)
        let number = Int(row["number"] ?? "") ?? 0
        let (told, listed) = (told, listed)
        func combination(_ kind: [Int]) -> [Int]? { kind.contains(2) ? nil : told.filter { kind[$0] == 1 } }
        func isComplete(_ kind: [Int]) -> Bool { !kind.contains(2) }
        func count(_ kind: [Int]) -> Int { kind.count { $0 == 1 } }
        var domain: ([Int]) -> Bool = isComplete
        let event: ([Int]) -> Bool
        switch row["kind"] {
        case "combination": event = { combination($0) == own }
        case "other_combinations": event = { combination($0).map { !listed.contains($0) } ?? false }
        case "alone": event = { combination($0) == own }
        case "with_others": event = { kind in combination(kind).map { $0 != own && $0.contains(own[0]) } ?? false }
        case "number": event = { isComplete($0) && count($0) == number }
        case "at_least":
            event = { isComplete($0) && count($0) >= number }
            read(Self.share(row["bound_low"], of: records)) { count($0) >= number }
            read(Self.share(row["bound_high"], of: records)) { kind in kind.count { $0 != 0 } >= number }
        default:
            let (first, second) = (own[0], own[1])
            domain = { $0[first] != 2 && $0[second] != 2 }
            let wanted = row["kind"] == "pair" ? (1, 1) : row["kind"] == "first_only" ? (1, 0) : (0, 1)
            event = { $0[first] == wanted.0 && $0[second] == wanted.1 }
            read(Self.share(row["bound_high"], of: records)) { $0[first] != 0 && $0[second] != 0 }
        }
        // A record is decided if it is complete, where causes read one answer each.
        for with in ["decided_with", "complete_with"] { read(row[with]) { domain($0) && event($0) } }
    }

    private mutating func readDomains(_ row: [String: String]) {
        let own = members(row)
        let isOfPairs = ["pair", "first_only", "second_only"].contains(row["kind"])
        for all in ["decided", "complete"] {
            read(row[all]) { kind in isOfPairs ? own.allSatisfy { kind[$0] != 2 } : !kind.contains(2) }
        }
    }

    private static func share(_ text: String?, of records: String?) -> String? {
        guard let share = Double(text ?? ""), let records = Double(records ?? "") else { return nil }
        return String(Int((share * records).rounded()))
    }

    private mutating func read(_ value: String?, _ isCounted: ([Int]) -> Bool) {
        guard let value = Double(value ?? "") else { return }
        known += 1
        equations.append((kinds.indices.filter { isCounted(kinds[$0]) }.map { ($0, 1) }, value))
    }

    /// How many records the reader finds there can be of the kinds that are counted; nil if what is known contradicts itself.
    func range(_ isCounted: ([Int]) -> Bool) -> ClosedRange<Int>? {
        let terms = kinds.indices.filter { isCounted(kinds[$0]) }.map { (variable: $0, factor: 1.0) }
        var program = LinearProgram(
            variables: kinds.count + 1,
            equations: equations + [(terms + [(kinds.count, -1)], 0)]
        )
        guard program.isFeasible else { return nil }
        let range = program.range(of: kinds.count)
        let low = Int((range.lowerBound - 1e-6).rounded(.up))
        return low...max(low, range.upperBound == .infinity ? .max / 2 : Int((range.upperBound + 1e-6).rounded(.down)))
    }
}

@Suite("What a reader finds out from combinations")
struct CombinationReaderTests {
    private static let causes = ["a", "b", "c", "d"]

    /// Records with three or four causes, each by itself and of its own frequency; some answers are missing in half of the files.
    private static func file(_ seed: UInt64, causes: Int) -> [[Int]] {
        var random = Draws(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let shares = (0..<causes).map { _ in [0.04, 0.1, 0.3, 0.5].randomElement(using: &random) ?? 0.3 }
        let missing = seed % 2 == 0 ? 0 : 0.1
        return (0..<Int.random(in: 30...160, using: &random)).map { _ in
            shares.map { share in
                if Double.random(in: 0..<1, using: &random) < missing { return 2 }
                return Double.random(in: 0..<1, using: &random) < share ? 1 : 0
            }
        }
    }

    /// A folder with the records and a rule set for them.
    private static func folder(_ records: [[Int]]) throws -> ScratchFolder {
        let ids = Array(causes.prefix(records.first?.count ?? 0))
        let folder = try ScratchFolder()
        let rules =
            ["ruleset: few", "version: 1", "variables:", "  record_id: {type: text}"]
            + ids.map { "  is_\($0): {type: boolean}" } + ["causes:"]
            + ids.map {
                let category = $0 == ids.last ? "contributing" : "primary"
                return "  - {id: \($0), label: \($0.uppercased()), category: \(category), when: is_\($0)}"
            }
        try folder.write((rules.joined(separator: "\n") + "\n").utf8, to: "few.yaml")
        let lines =
            ["record_id," + ids.map { "is_\($0)" }.joined(separator: ",")]
            + records.enumerated().map { number, answers in
                "\(number)," + answers.map { ["no", "yes", ""][$0] }.joined(separator: ",")
            }
        try folder.write((lines.joined(separator: "\n") + "\n").utf8, to: "few.csv")
        return folder
    }

    private static func reader(
        _ records: [[Int]],
        minimum: Int,
        listedAll: Bool = false,
        mainCausesAll: Bool = false
    ) throws -> (reader: CombinationReader, rows: [[String: String]]) {
        let ids = Array(causes.prefix(records.first?.count ?? 0))
        let folder = try Self.folder(records)
        let line = "lumbar summarise $TMP/few.csv --rules $TMP/few.yaml --quiet --min-cell \(minimum) --format"
        let summary = try CommandLine("\(line) csv", in: folder)
        // Of an option that is given twice the last holds.
        let everything = " --min-cell 0"
        let mainCauses = try CommandLine("\(line) json\(mainCausesAll ? everything : "")", in: folder)
        let object = try SummaryJSON(mainCauses).object
        let combinations = try CommandLine("\(line) csv --combinations\(listedAll ? everything : "")", in: folder)
        #expect(summary.code == 0 && combinations.code == 0, "\(summary.error)\(combinations.error)")
        var rows = PlainTable(combinations.lines).rows
        if listedAll {
            rows = rows.filter {
                $0["kind"] == "alone" || $0["kind"] == "combination" && Int($0["complete_with"] ?? "") ?? 0 >= minimum
            }
            for index in rows.indices where rows[index]["kind"] == "alone" {
                rows[index] = rows[index].filter { $0.key == "kind" || $0.key == "causes" }
            }
        }
        let reader = try CombinationReader(
            ids,
            summary: PlainTable(summary.lines).rows,
            combinations: rows,
            mainCauses: try #require(object["main_causes"] as? [[String: Any]])
        )
        return (reader, rows)
    }

    /// The hidden main causes of which a reader can tell the number of records to fewer than k values.
    private static func exposedMainCauses(_ reader: CombinationReader, minimum: Int) throws -> [String] {
        try reader.hiddenMainCauses.compactMap { name in
            let range = try #require(reader.range(ofMainCause: name), "it contradicts itself")
            // What must be nothing is no one's secret.
            return range.count < minimum && range != 0...0 ? "\(name) is one of \(range)" : nil
        }
    }

    /// What the attack finds: combinations of which a reader can tell the count to fewer than k values, though they are not listed.
    private static func exposed(_ reader: CombinationReader, _ records: [[Int]], minimum: Int) throws -> [String] {
        var counts: [[Int]: Int] = [:]
        for record in records { if let own = reader.combination(record) { counts[own, default: 0] += 1 } }
        return try counts.filter { !reader.listed.contains($0.key) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .compactMap { combination, count in
                let range = try #require(
                    reader.range { reader.combination($0) == combination },
                    "it contradicts itself"
                )
                #expect(range.contains(count), "the reader's knowledge is wrong")
                return range.count < minimum ? "\(combination): \(count) is one of \(range)" : nil
            }
    }

    /// What the attack finds of small counts of pairs of causes, one without the other, and numbers of causes.
    private static func exposedUnions(_ reader: CombinationReader, _ records: [[Int]], minimum: Int) throws -> [String]
    {
        let causes = records.first?.indices ?? 0..<0
        var counted: [(name: String, isCounted: ([Int]) -> Bool)] = []
        for (first, second) in causes.flatMap({ first in causes.filter { $0 > first }.map { (first, $0) } }) {
            for (x, y) in [(1, 1), (1, 0), (0, 1)] {
                counted.append(("\(first) \(x) and \(second) \(y)", { $0[first] == x && $0[second] == y }))
            }
        }
        for number in 0...causes.count {
            counted.append(("\(number)", { kind in !kind.contains(2) && kind.count { $0 == 1 } == number }))
            counted.append(("at least \(number)", { kind in !kind.contains(2) && kind.count { $0 == 1 } >= number }))
        }
        return try counted.compactMap { name, isCounted in
            let count = records.count(where: isCounted)
            guard (1..<minimum).contains(count) else { return nil }
            let range = try #require(reader.range(isCounted), "it contradicts itself")
            #expect(range.contains(count), "the reader's knowledge is wrong")
            return range.count < minimum ? "\(name): \(count) is one of \(range)" : nil
        }
    }

    @Test(
        "No combination that is not listed can be narrowed to fewer than k values",
        arguments: 1...40 as ClosedRange<UInt64>
    )
    func attack(seed: UInt64) throws {
        let records = Self.file(seed, causes: 3 + Int(seed % 4) / 2)
        let minimum = 3 + Int(seed % 3)
        let (reader, rows) = try Self.reader(records, minimum: minimum)
        #expect(reader.known > 10)
        for row in rows {
            for (column, text) in row where column.hasSuffix("with") || column == "decided" || column == "complete" {
                #expect(!(1..<minimum).contains(Int(text) ?? 0), "\(row)")
            }
        }
        let exposed = try Self.exposed(reader, records, minimum: minimum)
        #expect(exposed == [], "\(exposed) \(reader.listed) \(reader.hiddenMainCauses)")
        #expect(try Self.exposedMainCauses(reader, minimum: minimum) == [])
        #expect(try Self.exposedUnions(reader, records, minimum: minimum) == [], "\(reader.listed)")
    }

    @Test(
        "A report, which lists combinations, shows the same main causes as a summary, which does not",
        arguments: 1...8 as ClosedRange<UInt64>
    )
    func sameMainCauses(seed: UInt64) throws {
        let folder = try Self.folder(Self.file(seed, causes: 3 + Int(seed % 4) / 2))
        let choices = "$TMP/few.csv --rules $TMP/few.yaml --quiet --min-cell \(3 + Int(seed % 3)) --format"
        let summary = try CommandLine("lumbar summarise \(choices) json", in: folder)
        let report = try CommandLine("lumbar report \(choices) markdown", in: folder)
        #expect(report.code == 0, "\(report.error)")
        let inSummary = try #require(try SummaryJSON(summary).object["main_causes"] as? [[String: Any]])
            .map { $0["records"] as? Int }
        // "| Label | 22.2 % (6) |", or "‹hidden›" instead.
        let inReport = report.lines.drop { $0 != "| Explanation | Records |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
            .map { line in line.split(separator: "(").last.flatMap { Int($0.prefix { $0 != ")" }) } }
        #expect(inSummary.count > 4 && inReport == inSummary)
    }

    @Test("With every combination of k records or more listed, a reader finds out main causes that are hidden")
    func controlOfMainCauses() throws {
        var found = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            let minimum = 3 + Int(seed % 3)
            let (reader, _) = try Self.reader(
                Self.file(seed, causes: 3 + Int(seed % 4) / 2),
                minimum: minimum,
                listedAll: true
            )
            found += try Self.exposedMainCauses(reader, minimum: minimum).count
        }
        #expect(found > 0)
    }

    @Test(
        "With the number of every main cause, a reader finds out combinations that are not listed, and small counts of pairs"
    )
    func controlOfCombinations() throws {
        var (found, unions) = (0, 0)
        for seed in 1...12 as ClosedRange<UInt64> {
            let minimum = 3 + Int(seed % 3)
            let records = Self.file(seed, causes: 3 + Int(seed % 4) / 2)
            let (reader, _) = try Self.reader(records, minimum: minimum, mainCausesAll: true)
            found += try Self.exposed(reader, records, minimum: minimum).count
            unions += try Self.exposedUnions(reader, records, minimum: minimum).count
        }
        #expect(found > 0 && unions > 0)
    }

    @Test("What is listed tells nothing of the rest: with everything but three causes at once listed, it would")
    func control() throws {
        // Without the combinations that are listed, those of two causes and more follow from how common each cause is.
        let counts: [([Int], Int)] = [
            ([0, 0, 0], 50), ([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 30), ([1, 1, 0], 5), ([1, 0, 1], 5),
            ([0, 1, 1], 5), ([1, 1, 1], 1),
        ]
        let records = counts.flatMap { Array(repeating: $0.0, count: $0.1) }
        let (reader, rows) = try Self.reader(records, minimum: 5)
        #expect(try Self.exposed(reader, records, minimum: 5) == [])
        #expect(rows.contains { $0["kind"] == "combination" })
        let summary = ["a", "b", "c"].enumerated().map { index, cause in
            [
                "cause": cause, "records": "166",
                "present": String(records.count { $0[index] == 1 }),
                "complete": "166",
            ]
        }
        let names = ["", "a", "b", "c", "a;b"]
        let published = zip(names, counts).map { name, count in
            ["kind": "combination", "causes": name, "complete": "166", "complete_with": String(count.1)]
        }
        let told = ["a", "b", "c"].map { ["kind": "alone", "causes": $0] }
        let open = try CombinationReader(["a", "b", "c"], summary: summary, combinations: published + told)
        #expect(try Self.exposed(open, records, minimum: 5).contains("[0, 1, 2]: 1 is one of 1...1"))
    }
}

/// SplitMix64: the same draws for a seed everywhere.
private struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
