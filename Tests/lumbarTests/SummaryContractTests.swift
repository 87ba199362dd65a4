// The contracts of `summarise`: every cell, every count, every sum.

import Foundation
import Testing

/// A table of CSV whose records are one line each, by column name.
struct PlainTable {
    let header: [String]
    let rows: [[String: String]]

    init(_ lines: [String]) {
        let cells = lines.map(Self.cells)
        let header = cells.first ?? []
        self.header = header
        rows = cells.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}

/// The JSON of a summary.
struct SummaryJSON {
    let object: [String: Any]

    init(_ run: CommandLine) throws {
        object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    /// Expects that every record that was read went somewhere.
    func expectAccounted(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let records = try #require(object["records"] as? [String: Int])
        let parts = ["rejected", "eligible", "not_eligible", "eligibility_undetermined"].map { records[$0] ?? -1 }
        #expect(parts.reduce(0, +) == records["read"], sourceLocation: sourceLocation)
        let rejects = try #require(object["rejects"] as? [[String: Any]])
        #expect(
            rejects.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == records["rejected"],
            sourceLocation: sourceLocation
        )
        let mainCauses = try #require(object["main_causes"] as? [[String: Any]])
        #expect(
            mainCauses.reduce(0) { $0 + ($1["records"] as? Int ?? 0) } == records["eligible"],
            sourceLocation: sourceLocation
        )
    }
}

@Suite("The contracts of summarise")
struct SummaryContractTests {
    static let causes = [
        "delayed_onset_soreness", "overtraining", "improper_technique", "limited_flexibility", "insufficient_warm_up",
        "spinal_condition", "suspected_spinal_condition", "distraction", "depression_or_anxiety", "medication",
        "older_age", "overweight",
    ]
    static let groups = [
        "age_group": ["<18", "18-29", "30-39", "40-49", "50-59", "60-69", "70+", "unknown"],
        "weight_group": ["underweight", "normal", "overweight", "obese_1", "obese_2", "obese_3", "unknown"],
        "sex": ["female", "male", "other", "unknown"],
        "body_weight": ["<60", "60-69", "70-79", "80-89", "90-99", "100+", "unknown"],
    ]
    static let figures = [
        "records", "present", "absent", "undetermined", "complete", "complete_present", "prevalence", "ci_low",
        "ci_high", "bound_low", "bound_high",
    ]

    /// The cells of the contract's order: all; a; b; c; ab; ac; bc; abc.
    static func cells(_ dimensions: [String]) -> [[String]] {
        let subsets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].filter {
            $0.allSatisfy { $0 < dimensions.count }
        }
        return subsets.flatMap { subset in
            subset.reduce([Array(repeating: "all", count: dimensions.count)]) { cells, dimension in
                cells.flatMap { cell in
                    (groups[dimensions[dimension]] ?? []).map { label in
                        var cell = cell
                        cell[dimension] = label
                        return cell
                    }
                }
            }
        }
    }

    static let groupings = [
        ["age_group", "weight_group"], ["sex"], ["body_weight", "age_group"], ["sex", "weight_group", "age_group"],
    ]

    @Test("Header, order of rows and every cell", arguments: groupings, ["cohort", "boundaries"])
    func rows(_ dimensions: [String], _ file: String) throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/\(file).csv --by \(dimensions.joined(separator: ",")) --format csv"
        )
        let table = PlainTable(run.lines)
        #expect(table.header == ["cause"] + dimensions + Self.figures)
        let expected = Self.causes.flatMap { cause in Self.cells(dimensions).map { [cause] + $0 } }
        #expect(table.rows.map { row in (["cause"] + dimensions).map { row[$0] ?? "" } } == expected)
    }

    @Test("Margins are sums, and counts fit one another", arguments: groupings)
    func sums(_ dimensions: [String]) throws {
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --by \(dimensions.joined(separator: ",")) --format csv"
        )
        let rows = PlainTable(run.lines).rows
        func count(_ row: [String: String], _ name: String) -> Int { Int(row[name] ?? "") ?? -1 }
        for name in Self.figures.prefix(6) {
            // Summing out the last dimension gives its margin.
            let last = dimensions[dimensions.count - 1]
            var sums: [[String]: Int] = [:]
            for row in rows where row[last] != "all" {
                sums[(["cause"] + dimensions.dropLast()).map { row[$0] ?? "" }, default: 0] += count(row, name)
            }
            for row in rows where row[last] == "all" {
                let key = (["cause"] + dimensions.dropLast()).map { row[$0] ?? "" }
                #expect(sums[key] == count(row, name), "\(key) \(name)")
            }
        }
        for row in rows {
            let (records, present, absent) = (count(row, "records"), count(row, "present"), count(row, "absent"))
            #expect(count(row, "undetermined") == records - present - absent)
            let (complete, both) = (count(row, "complete"), count(row, "complete_present"))
            #expect(both <= complete && both <= present && complete <= present + absent)
            expect(row["prevalence"], is: complete == 0 ? nil : Double(both) / Double(complete))
            let interval = complete == 0 ? nil : Self.wilson(both, complete)
            expect(row["ci_low"], is: interval?.low)
            expect(row["ci_high"], is: interval?.high)
            expect(row["bound_low"], is: records == 0 ? nil : Double(present) / Double(records))
            expect(row["bound_high"], is: records == 0 ? nil : Double(records - absent) / Double(records))
        }
    }

    private func expect(_ text: String?, is value: Double?) {
        guard let value else {
            #expect(text == "")
            return
        }
        let found = Double(text ?? "") ?? .nan
        #expect(abs(found - value) <= 1e-12)
        // The shortest digits that read back to the value, whole numbers without a point.
        #expect(found.description == text || "\(text ?? "").0" == found.description)
    }

    /// The interval by its other form, (2x + z² ± z√(z² + 4x(1 − x/n))) / 2(n + z²).
    private static func wilson(_ events: Int, _ total: Int) -> (low: Double, high: Double) {
        let (x, n, z) = (Double(events), Double(total), 1.959963984540054)
        let spread = z * (z * z + 4 * x * (1 - x / n)).squareRoot()
        return ((2 * x + z * z - spread) / (2 * (n + z * z)), (2 * x + z * z + spread) / (2 * (n + z * z)))
    }

    @Test("The table of the oracle, which DuckDB calculated")
    func oracle() throws {
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv --format csv")
        let expected = try packageFile("Tests/lumbarTests/Oracle/cohort.summary.csv")
        let theirs = String(decoding: expected, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(run.lines.count == theirs.count)
        #expect(run.lines.first == theirs.first)
        for (ours, theirs) in zip(run.lines, theirs).dropFirst() {
            let (ours, theirs) = (
                ours.split(separator: ",", omittingEmptySubsequences: false),
                theirs.split(separator: ",", omittingEmptySubsequences: false)
            )
            #expect(ours.prefix(9) == theirs.prefix(9))
            for (mine, other) in zip(ours, theirs).dropFirst(9) {
                let difference = (Double(mine) ?? 0) - (Double(other) ?? 0)
                #expect(mine.isEmpty == other.isEmpty && abs(difference) <= 1e-12)
            }
        }
    }

    @Test("The verdicts of the oracle on every record")
    func oracleVerdicts() throws {
        let run = try CommandLine("lumbar classify SampleData/cohort.csv | cut -d , -f 1-16")
        expectEqual(run.output, try packageFile("Tests/lumbarTests/Oracle/cohort.classify.csv"))
    }

    static let samples = [
        "SampleData/cohort.csv", "SampleData/boundaries.csv", "SampleData/malformed.csv",
        "SampleData/clinic.csv --rules SampleData/clinic.yaml", "SampleData/cohort.csv SampleData/boundaries.csv",
    ]

    @Test("Every record is accounted for, and the cells of JSON are the rows of CSV", arguments: samples)
    func json(_ sample: String) throws {
        let run = try CommandLine("lumbar summarise \(sample) --quiet --format json")
        let json = try SummaryJSON(run)
        try json.expectAccounted()
        #expect(
            json.object.keys.sorted() == [
                "cells", "groups", "inputs", "main_causes", "not_assessed", "records", "rejects", "ruleset",
                "statistics",
                "tool",
            ]
        )
        let table = PlainTable(try CommandLine("lumbar summarise \(sample) --quiet --format csv").lines)
        let cells = try JSONDecoder().decode(Cells.self, from: Data(run.output)).cells
        #expect(cells.count == table.rows.count)
        for (cell, row) in zip(cells, table.rows) {
            #expect(Set(cell.keys) == Set(table.header))
            let wrong = table.header.filter { name in
                switch cell[name] {
                case .text(let text): text != row[name]
                case .number(let number): number != Double(row[name] ?? "")
                default: row[name] != ""
                }
            }
            #expect(wrong == [], "\(row)")
        }
    }

    private struct Cells: Decodable {
        var cells: [[String: Scalar]]
    }

    private enum Scalar: Decodable {
        case null
        case text(String)
        case number(Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .number(try container.decode(Double.self))
            }
        }
    }

    @Test("Rows of classify and counts of summarise tell the same story", arguments: samples)
    func rowsAndCounts(_ sample: String) throws {
        let rows = PlainTable(try CommandLine("lumbar classify \(sample) --quiet").lines).rows
        let json = try SummaryJSON(try CommandLine("lumbar summarise \(sample) --quiet --format json"))
        let records = try #require(json.object["records"] as? [String: Int])
        #expect(rows.count == (records["read"] ?? 0) - (records["rejected"] ?? 0))
        #expect(rows.count { $0["eligible"] == "yes" } == records["eligible"])
        for main in try #require(json.object["main_causes"] as? [[String: Any]]) {
            let cause = main["cause"] as? String
            #expect(rows.count { $0["main_cause"] == cause } == main["records"] as? Int, "\(cause ?? "")")
        }
        for cell in try #require(json.object["cells"] as? [[String: Any]]) {
            let names = Set(cell.keys).subtracting(Self.figures + ["cause"])
            guard names.allSatisfy({ cell[$0] as? String == "all" }), let cause = cell["cause"] as? String else {
                continue
            }
            for verdict in ["present", "absent", "undetermined"] {
                let count = rows.count { $0[cause] == verdict }
                #expect((cell[verdict] as? Int ?? 0) == count, "\(cause) \(verdict)")
            }
        }
    }

    @Test("Provenance: the bytes of the inputs, and the hash of the rule-set file")
    func provenance() throws {
        let json = try SummaryJSON(
            try CommandLine(
                "lumbar summarise SampleData/clinic.csv --rules SampleData/clinic.yaml --profile cautious --quiet --format json"
            )
        )
        let inputs = try #require(json.object["inputs"] as? [[String: Any]])
        #expect(inputs.first?["path"] as? String == "SampleData/clinic.csv")
        #expect(inputs.first?["bytes"] as? Int == (try packageFile("SampleData/clinic.csv").count))
        let ruleset = try #require(json.object["ruleset"] as? [String: Any])
        let hash = try CommandLine(
            "{ sha256sum SampleData/clinic.yaml || shasum -a 256 SampleData/clinic.yaml; } 2>/dev/null | cut -c 1-64"
        )
        #expect(ruleset["sha256"] as? String == hash.lines.first)
        #expect(ruleset["profile"] as? String == "cautious")
        #expect((ruleset["parameters"] as? [String: Double]) == ["max_growth": 1.1, "worn_shoe_km": 500])
    }

    @Test("A value called like a margin cannot be taken for one", arguments: ["all", "unknown"])
    func reservedLabels(_ value: String) throws {
        let run = try CommandLine(
            "printf 'age_years,training_type\\n30,\(value)\\n30,\\n30,yoga\\n' | lumbar summarise --by training_type --format csv"
        )
        let labels = run.lines.filter { $0.hasPrefix("older_age,") }.map { $0.split(separator: ",")[1] }
        #expect(Set(labels).count == labels.count, "\(labels)")
    }

    @Test("Values of an open category are told apart by their bytes, whichever comes first")
    func sameLooks() throws {
        // Two ways of writing é, which Swift's `String` holds for equal.
        let rows = ["cafe\u{301}", "caf\u{E9}"].map { "30,\($0)\n" }
        let outputs = try [rows, rows.reversed()].map { rows in
            let folder = try ScratchFolder()
            try folder.write(("age_years,training_type\n" + rows.joined()).utf8, to: "in.csv")
            return try CommandLine("lumbar summarise $TMP/in.csv --by training_type --format csv", in: folder).output
        }
        expectEqual(outputs[1], outputs[0])
    }

    @Test("The hash is that of the file's bytes, a byte-order mark included")
    func hashOfBytes() throws {
        let folder = try ScratchFolder()
        try folder.write([0xEF, 0xBB, 0xBF] + (try packageFile("SampleData/clinic.yaml")), to: "rules.yaml")
        let run = try CommandLine(
            "lumbar summarise SampleData/clinic.csv --rules $TMP/rules.yaml --quiet --format json",
            in: folder
        )
        let ruleset = try #require(try SummaryJSON(run).object["ruleset"] as? [String: Any])
        let hash = try CommandLine(
            "{ sha256sum $TMP/rules.yaml || shasum -a 256 $TMP/rules.yaml; } 2>/dev/null | cut -c 1-64",
            in: folder
        )
        #expect(ruleset["sha256"] as? String == hash.lines.first)
    }
}
