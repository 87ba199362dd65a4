// A reader who takes a whole published JSON summary, knows how its counts hang together, and tries to narrow what is suppressed.

import Foundation
import Testing

/// Everything that follows from a summary's counts, as equations over kinds of records in each group.
private struct Reader {
    /// The kinds of records that a cause tells apart: complete and present, complete and absent, decided though incomplete, undetermined.
    private enum Kind: Int, CaseIterable {
        case completePresent, completeAbsent, present, absent, undetermined

        static let measures: [String: [Kind]] = [
            "records": allCases, "present": [.completePresent, .present], "absent": [.completeAbsent, .absent],
            "undetermined": [.undetermined], "complete": [.completePresent, .completeAbsent],
            "complete_present": [.completePresent],
        ]
    }

    private var count = 0
    private var equations: [(terms: [(variable: Int, factor: Double)], value: Double)] = []
    /// What is suppressed: a name, and its variable.
    private(set) var hidden: [(name: String, variable: Int)] = []

    private mutating func variable() -> Int {
        count += 1
        return count - 1
    }

    /// The sum of some variables as a variable of its own.
    private mutating func sum(_ parts: [Int]) -> Int {
        let total = variable()
        equations.append((parts.map { ($0, 1) } + [(total, -1)], 0))
        return total
    }

    /// Knows that one sum is at most another.
    private mutating func know(_ small: [Int], isAtMost large: [Int]) {
        let slack = variable()
        equations.append((small.map { ($0, 1) } + [(slack, 1)] + large.map { ($0, -1) }, 0))
    }

    /// Reads a summary of at most one grouping, `contributing` being the causes that are never the main cause.
    init(_ object: [String: Any], contributing: Set<String>, mainCauses: [[String: Any]]? = nil) throws {
        let cells = try #require(object["cells"] as? [[String: Any]])
        let dimension = try #require(object["groups"] as? [String: [String]]).first
        let groups = dimension?.value ?? ["all"]
        func group(_ cell: [String: Any]) -> String { dimension.flatMap { cell[$0.key] as? String } ?? "all" }
        var causes: [String] = []
        for cell in cells { if let id = cell["cause"] as? String, !causes.contains(id) { causes.append(id) } }

        // Kinds of every cause in every group; records are the same for all causes.
        var kinds: [String: [String: [Int]]] = [:]
        var outcomes: [String: [Int]] = [:]
        let searched = causes.filter { !contributing.contains($0) }
        let names = searched + ["undetermined", "contributing_only", "unexplained"]
        for group in groups {
            let records = variable()
            for cause in causes {
                let own = Kind.allCases.map { _ in variable() }
                kinds[cause, default: [:]][group] = own
                equations.append((own.map { ($0, 1) } + [(records, -1)], 0))
            }
            func have(_ cause: String) -> [Int] { Self.parts("present", kinds[cause]?[group] ?? []) }
            func open(_ cause: String) -> [Int] { Self.parts("undetermined", kinds[cause]?[group] ?? []) }
            let main = names.map { _ in variable() }
            for (name, variable) in zip(names, main) { outcomes[name, default: []].append(variable) }
            equations.append((main.map { ($0, 1) } + [(records, -1)], 0))
            // A main cause is present; a cause that is present is the main one or comes after it.
            for (index, cause) in searched.enumerated() {
                know([main[index]], isAtMost: have(cause))
                know(have(cause), isAtMost: Array(main[...index]))
            }
            let explained = Array(main[..<searched.count])
            let (undetermined, only) = (main[searched.count], main[searched.count + 1])
            know([undetermined], isAtMost: searched.flatMap(open))
            for cause in searched { know(open(cause) + have(cause), isAtMost: explained + [undetermined]) }
            know([only], isAtMost: causes.filter(contributing.contains).flatMap(have))
            for cause in causes where contributing.contains(cause) {
                know(have(cause), isAtMost: explained + [undetermined, only])
            }
        }
        for cell in cells {
            let cause = try #require(cell["cause"] as? String)
            let within = group(cell) == "all" ? groups : [group(cell)]
            for (measure, _) in Kind.measures {
                let parts = within.flatMap { Self.parts(measure, kinds[cause]?[$0] ?? []) }
                read(cell[measure], parts, "\(cause) \(group(cell)) \(measure)")
            }
        }
        let published = try #require(mainCauses ?? object["main_causes"] as? [[String: Any]])
        for entry in published {
            let name = try #require(entry["cause"] as? String)
            read(entry["records"], outcomes[name] ?? [], "main cause \(name)")
        }
    }

    private static func parts(_ measure: String, _ kinds: [Int]) -> [Int] {
        (Kind.measures[measure] ?? []).compactMap { kinds.indices.contains($0.rawValue) ? kinds[$0.rawValue] : nil }
    }

    /// Takes in a published value of a sum, or that it is suppressed.
    private mutating func read(_ value: Any?, _ parts: [Int], _ name: String) {
        if let value = value as? Int {
            equations.append((parts.map { ($0, 1) }, Double(value)))
        } else {
            hidden.append((name, sum(parts)))
        }
    }

    /// The values that each suppressed count can have, as far as linear programming tells.
    func ranges() -> [(name: String, low: Int, high: Int)]? {
        var program = LinearProgram(variables: count, equations: equations)
        guard program.isFeasible else { return nil }
        return hidden.map { name, variable in
            let range = program.range(of: variable)
            let high = range.upperBound == .infinity ? Int.max / 2 : Int((range.upperBound + 1e-6).rounded(.down))
            return (name, Int((range.lowerBound - 1e-6).rounded(.up)), high)
        }
    }
}

@Suite("What a reader finds out from a whole summary")
struct DisclosureReaderTests {
    private static let rules = """
        ruleset: four
        version: 1
        variables:
          record_id: {type: text}
          sex: {type: category, codes: {female: [], male: [], other: []}}
          technique_score: {type: number, range: [0, 10]}
          warm_up_minutes: {type: number, range: [0, 180]}
          hamstring_tightness: {type: number, range: [0, 3]}
          rest_days_per_week: {type: number, range: [0, 7]}
          distracted: {type: boolean}
          pain_severity: {type: number, range: [0, 10]}
        causes:
          - {id: technique, label: Technique, category: primary, when: technique_score < 5}
          - {id: preparation, label: Preparation, category: primary, when: warm_up_minutes < 8 or hamstring_tightness >= 2}
          - {id: rest, label: Rest, category: secondary, when: rest_days_per_week < 2 and pain_severity > 2}
          - {id: distraction, label: Distraction, category: contributing, when: distracted}
        """
    private static let groups = """

        groups:
          sex: {label: Sex, of: sex}
        summarise_by: [sex]
        """

    private static func summary(_ records: Int, _ seed: Int, _ isGrouped: Bool, minimum: Int) throws -> [String: Any] {
        let folder = try ScratchFolder()
        try folder.write((Self.rules + (isGrouped ? Self.groups : "") + "\n").utf8, to: "four.yaml")
        let run = try CommandLine(
            "lumbar generate --records \(records) --seed \(seed) | lumbar summarise --rules $TMP/four.yaml --quiet --format json "
                + "--min-cell \(minimum)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        return try SummaryJSON(run).object
    }

    /// In these some groups have decided records that are not complete, and nobody undetermined.
    private static let large: [(records: Int, seed: Int, isGrouped: Bool, minimum: Int)] = [
        (600, 1, true, 5), (600, 2, true, 5),
    ]
    private static let cases: [(records: Int, seed: Int, isGrouped: Bool, minimum: Int)] =
        (1...12).map { (15 + 7 * $0, $0, false, 3 + $0 % 3) }
        + (1...5).map { (20 + 11 * $0, 20 + $0, true, 3 + $0 % 3) }
        + large

    @Test("No suppressed count, of main causes neither, can be narrowed to fewer than k values", arguments: cases)
    func attack(records: Int, seed: Int, isGrouped: Bool, minimum: Int) throws {
        let truth = try Self.summary(records, seed, isGrouped, minimum: 0)
        let open = try Reader(truth, contributing: ["distraction"])
        #expect(open.hidden.isEmpty && open.ranges() != nil, "the reader's knowledge is wrong")
        let object = try Self.summary(records, seed, isGrouped, minimum: minimum)
        let ranges = try #require(try Reader(object, contributing: ["distraction"]).ranges())
        #expect(!ranges.isEmpty || !isGrouped)
        for range in ranges {
            // What is nothing and must be is no one's secret.
            if range.low == 0 && range.high == 0 { continue }
            #expect(range.high - range.low + 1 >= minimum, "\(range.name): \(range.low) to \(range.high)")
        }
    }

    @Test("With all main causes published, the same reader does find out")
    func control() throws {
        var found = 0
        for (records, seed, isGrouped, minimum) in Self.cases where !isGrouped {
            let truth = try Self.summary(records, seed, isGrouped, minimum: 0)
            let object = try Self.summary(records, seed, isGrouped, minimum: minimum)
            let mainCauses = try #require(truth["main_causes"] as? [[String: Any]])
            let reader = try Reader(object, contributing: ["distraction"], mainCauses: mainCauses)
            let ranges = try #require(reader.ranges())
            found += ranges.count { $0.high > 0 && $0.high - $0.low + 1 < minimum }
        }
        #expect(found > 0)
    }
}
