// The worklist: the right records in the right order, for the reasons that they have, whatever the threads.

import Foundation
import Testing

@Suite("Worklist")
struct WorklistTests {
    @Test(
        "The sample's list",
        arguments: [
            Golden("worklist-flags.txt", "lumbar worklist SampleData/flags.csv"),
            Golden("worklist-flags.json", "lumbar worklist SampleData/flags.csv --format json --limit 3"),
            Golden("worklist-flags.md", "lumbar worklist SampleData/flags.csv --format markdown"),
            Golden(
                "worklist-clinic.txt",
                "lumbar worklist SampleData/clinic.csv --rules SampleData/clinic.yaml --limit 2"
            ),
            Golden("worklist-cohort.csv", "lumbar worklist SampleData/cohort.csv --format csv --limit 40"),
            Golden("help-worklist.txt", "lumbar help worklist"),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    @Test("The sample's list as a person wrote it down")
    func expected() throws {
        let run = try CommandLine("lumbar worklist SampleData/flags.csv --format csv -q")
        #expect(run.code == 0, "\(run.error)")
        let rows = Table(run.text)
        let expected = Table(String(decoding: try packageFile("SampleData/flags.expected-worklist.csv"), as: UTF8.self))
        #expect(rows.rows.count == expected.rows.count)
        for (found, wanted) in zip(rows.rows, expected.rows) {
            for column in ["record_id", "reasons", "flags", "ask", "settles"] {
                #expect(found[column] == wanted[column], "\(column) of \(wanted["record_id"] ?? "")")
            }
        }
    }

    @Test(
        "Bytes depend neither on threads nor on where the input comes from",
        arguments: ["csv", "json", "table", "markdown"]
    )
    func threads(_ format: String) throws {
        let options = "--format \(format) --limit 25 -q"
        let one = try CommandLine("lumbar worklist \(options) --threads 1 < SampleData/cohort.csv")
        #expect(one.code == 0)
        for threads in [2, 5] {
            let more = try CommandLine("cat SampleData/cohort.csv | lumbar worklist \(options) --threads \(threads)")
            expectEqual(more.output, one.output)
        }
    }

    @Test("Counts and lists agree with classify, counted another way")
    func counts() throws {
        let run = try CommandLine("lumbar worklist SampleData/cohort.csv --format json --limit 100000 -q")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        let list = try #require(object["worklist"] as? [[String: Any]])
        let reasons = try #require(object["reasons"] as? [[String: Any]])
        let classified = Table(try CommandLine("lumbar classify SampleData/cohort.csv -q").text)
        let answers = Table(String(decoding: try packageFile("SampleData/cohort.csv"), as: UTF8.self))
        var wanted: [String: Int] = [:]
        for (row, answer) in zip(classified.rows, answers.rows) {
            // Plausible answers only.
            let number = { (column: String) -> Double? in
                let cell = (answer[column] ?? "").trimmingCharacters(in: .whitespaces)
                let highest: Double = column == "pain_weeks" ? 5000 : column == "age_years" ? 120 : 10
                return Double(cell).flatMap { (0...highest).contains($0) ? $0 : nil }
            }
            if row["eligible"] != "no", (number("age_years") ?? 99) < 18, (number("pain_weeks") ?? 0) > 3 {
                wanted["red_flag", default: 0] += 1
            }
            guard row["eligible"] == "yes" else { continue }
            if row["suspected_spinal_condition"] == "present" { wanted["suspected_spinal_condition", default: 0] += 1 }
            if (number("pain_weeks") ?? 0) > 12 { wanted["chronic_pain", default: 0] += 1 }
            if (number("pain_severity") ?? 0) >= 7 { wanted["severe_pain", default: 0] += 1 }
        }
        for reason in reasons {
            let id = try #require(reason["reason"] as? String)
            let listed = list.count { ($0["reasons"] as? [String])?.contains(id) == true }
            #expect(reason["records"] as? Int == listed, "\(id)")
            if id != "one_answer" { #expect(listed == wanted[id], "\(id)") }
        }
        let order = reasons.compactMap { $0["reason"] as? String }
        let keys = list.map { entry in
            let first = (entry["reasons"] as? [String])?.first ?? ""
            return [order.firstIndex(of: first) ?? -1, entry["number"] as? Int ?? -1]
        }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test("Nobody on the list for a flag, severe pain or a spinal condition is told to keep moving")
    func advice() throws {
        for file in ["SampleData/flags.csv", "SampleData/cohort.csv"] {
            let run = try CommandLine("lumbar worklist \(file) --format json --limit 100000 -q")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
            let verdicts = Dictionary(
                Table(try CommandLine("lumbar classify \(file) -q").text).rows.map { ($0["record_id"] ?? "", $0) }
            ) { first, _ in first }
            var told = 0
            for entry in try #require(object["worklist"] as? [[String: Any]]) {
                let advice = (entry["advice"] as? [String] ?? []).joined(separator: " ")
                guard advice.contains("do not stop") else { continue }
                told += 1
                let reasons = Set(entry["reasons"] as? [String] ?? [])
                #expect(reasons.isDisjoint(with: ["red_flag", "severe_pain", "suspected_spinal_condition"]))
                let row = try #require(verdicts[entry["record_id"] as? String ?? ""])
                #expect(row["spinal_condition"] == "absent")
                #expect(row["suspected_spinal_condition"] == "absent")
            }
            #expect(told > 0 || file.contains("flags"))
        }
    }

    @Test("A limit out of range and an unknown file are errors")
    func errors() throws {
        #expect(try CommandLine("lumbar worklist SampleData/flags.csv --limit 0").code == 64)
        #expect(try CommandLine("lumbar worklist nothing.csv").code == 66)
    }

    @Test("A file without any column for flags says so")
    func noFlags() throws {
        let run = try CommandLine("printf 'pain_severity\\n8\\n2\\n' | lumbar worklist -q")
        #expect(run.text.contains("Severe pain: pain severity is 8 (at least 7)."))
        #expect(run.text.contains("The file asks about no red flag, so none can stand."))
        #expect(run.text.contains("See a clinician before you train on."))
    }
}

/// A CSV text as rows by column.
struct Table {
    let rows: [[String: String]]
    let cells: [[String]]

    init(_ text: String) {
        var lines: [[String]] = [[""]]
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            let line = lines.count - 1
            let field = lines[line].count - 1
            switch scalar {
            case "\"" where isQuoted && next == "\"":
                lines[line][field] += "\""
                next = scalars.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: lines[line].append("")
            case "\n" where !isQuoted: lines.append([""])
            default: lines[line][field].unicodeScalars.append(scalar)
            }
        }
        if lines.last == [""] { lines.removeLast() }
        cells = lines
        let names = lines.first ?? []
        rows = lines.dropFirst().map { line in Dictionary(zip(names, line)) { first, _ in first } }
    }
}
