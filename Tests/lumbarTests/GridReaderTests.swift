// A reader who takes a summary by two groupings at once and tries to narrow what is suppressed.

import Testing

/// Everything that follows from the counts of one cause, as equations over states of records in each group of both groupings.
private struct GridReader {
    /// The states that a record can be in for a cause, and the counts that are made of them.
    private static let measures: [String: [Int]] = [
        "records": [0, 1, 2, 3, 4], "present": [0, 2], "absent": [1, 3], "undetermined": [4], "complete": [0, 1],
        "complete_present": [0],
    ]

    private var program: LinearProgram
    private let hidden: [(name: String, variable: Int)]
    /// How many counts are suppressed.
    var hiddenCount: Int { hidden.count }
    /// Whether any records agree with what is shown.
    var isPossible: Bool { program.isFeasible }

    init(_ rows: [[String: String]], by groupings: [String]) {
        let groups = groupings.map { grouping in Set(rows.compactMap { $0[grouping] }).subtracting(["all"]).sorted() }
        let leaves = groups[0].flatMap { first in groups[1].map { [first, $0] } }
        var count = leaves.count * 5
        var equations: [(terms: [(variable: Int, factor: Double)], value: Double)] = []
        var hidden: [(name: String, variable: Int)] = []
        for row in rows {
            let inside = leaves.indices.filter { leaf in
                zip(groupings, leaves[leaf]).allSatisfy { row[$0] == "all" || row[$0] == $1 }
            }
            for (measure, states) in Self.measures.sorted(by: { $0.key < $1.key }) {
                let terms = inside.flatMap { leaf in states.map { (variable: leaf * 5 + $0, factor: 1.0) } }
                if row[measure] == "suppressed" {
                    let name = groupings.compactMap { row[$0] }.joined(separator: ", ")
                    hidden.append(("\(row["cause"] ?? "") \(name) \(measure)", count))
                    equations.append((terms + [(count, -1)], 0))
                    count += 1
                } else if let value = Double(row[measure] ?? "") {
                    equations.append((terms, value))
                }
            }
        }
        self.hidden = hidden
        program = LinearProgram(variables: count, equations: equations)
    }

    /// The suppressed counts that can be narrowed to fewer than k values, those aside that can only be 0.
    mutating func exposed(minimum: Int) -> [String] {
        hidden.compactMap { name, variable in
            let range = program.range(of: variable)
            if range.upperBound == .infinity { return nil }
            let (low, high) = (
                Int((range.lowerBound - 1e-6).rounded(.up)), Int((range.upperBound + 1e-6).rounded(.down))
            )
            return high - low + 1 < minimum && high > 0 ? "\(name) is one of \(low) to \(high)" : nil
        }
    }
}

@Suite("What a reader finds out from a summary by two groupings")
struct GridReaderTests {
    private static let rules = """
        ruleset: two
        version: 1
        variables:
          record_id: {type: text}
          sex: {type: category, codes: {female: [], male: [], other: []}}
          age_years: {type: number, range: [0, 120]}
          technique_score: {type: number, range: [0, 10]}
          warm_up_minutes: {type: number, range: [0, 180]}
          hamstring_tightness: {type: number, range: [0, 3]}
          pain_severity: {type: number, range: [0, 10]}
        population: {label: With pain, when: pain_severity > 0}
        causes:
          - {id: technique, label: Technique, category: primary, when: technique_score < 5}
          - {id: preparation, label: Preparation, category: primary, when: warm_up_minutes < 8 or hamstring_tightness >= 2}
          - {id: age, label: Age, category: contributing, when: age_years >= 50}
        groups:
          sex: {label: Sex, of: sex}
          age: {label: Age group, of: age_years, bands: [30, 50]}
        """

    private static func rows(_ records: Int, _ seed: Int, minimum: Int) throws -> [String: [[String: String]]] {
        let folder = try ScratchFolder()
        try folder.write((Self.rules + "\n").utf8, to: "two.yaml")
        let run = try CommandLine(
            "lumbar generate --records \(records) --seed \(seed) | lumbar summarise --rules $TMP/two.yaml --by sex,age --quiet "
                + "--format csv --min-cell \(minimum)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        return Dictionary(grouping: PlainTable(run.lines).rows) { $0["cause"] ?? "" }
    }

    /// Few records, in which little can be shown, and cohorts in which only few counts are small: of these some have records that are decided without being complete in
    /// groups in which nobody is undetermined.
    private static let cases = [(40, 1, 3), (100, 2, 5), (200, 7, 5), (400, 3, 10), (700, 2, 5)]

    @Test("No suppressed count can be narrowed to fewer than k values", arguments: cases)
    func attack(records: Int, seed: Int, minimum: Int) throws {
        for (cause, rows) in try Self.rows(records, seed, minimum: 0) {
            let reader = GridReader(rows, by: ["sex", "age"])
            #expect(reader.hiddenCount == 0 && reader.isPossible, "the reader's knowledge of \(cause) is wrong")
        }
        let causes = try Self.rows(records, seed, minimum: minimum)
        #expect(causes.count == 3)
        for (cause, rows) in causes {
            var reader = GridReader(rows, by: ["sex", "age"])
            #expect(reader.hiddenCount > 0 && reader.isPossible, "\(cause)")
            #expect(reader.exposed(minimum: minimum) == [])
        }
    }

    @Test("With a third of the suppressed counts told, the same reader does find out")
    func control() throws {
        let open = try Self.rows(200, 7, minimum: 0)
        let closed = try Self.rows(200, 7, minimum: 5)
        var found = 0
        for (cause, rows) in closed {
            let told = rows.enumerated().map { index, row in
                index % 3 == 0 ? open[cause]?[index] ?? row : row
            }
            var reader = GridReader(told, by: ["sex", "age"])
            #expect(reader.isPossible)
            found += reader.exposed(minimum: 5).count
        }
        #expect(found > 0)
    }
}
