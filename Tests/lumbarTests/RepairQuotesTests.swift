// `--repair-quotes`: what is kept, what is said of it, and that it adds up.

import Foundation
import Testing

@Suite("--repair-quotes")
struct RepairQuotesTests {
    static let file = """
        record_id,age_years,pain_severity,notes
        1,60,4,height 5'10"
        2,61,4,"ab"c
        3,62,4,"Smith, John" jr
        4,63,4,fine

        """

    @Test("Repaired records are kept and listed with the rejects")
    func listed() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.file.utf8, to: "in.csv")
        let run = try CommandLine("lumbar convert --raw $TMP/in.csv --repair-quotes --rejects $TMP/r.csv", in: folder)
        #expect(
            run.lines == [
                "record_id,age_years,pain_severity,notes", #"1,60,4,"height 5'10""""#, #"2,61,4,"""ab""c""#,
                "4,63,4,fine",
            ]
        )
        #expect(run.error.contains("in.csv:2: 1 record repaired that would be rejected for stray_quote"))
        #expect(run.error.contains("in.csv:4: 1 record rejected for text_after_quote"))
        let rejects = try folder.read("r.csv").split(separator: "\n").dropFirst()
        let fields = rejects.map { $0.split(separator: ",").dropFirst().prefix(4).joined(separator: " ") }
        #expect(fields == ["2 40 1 repaired", "3 60 2 repaired", "4 73 3 text_after_quote"])
    }

    @Test("The summary counts them among the records read, not among the rejected")
    func summary() throws {
        let folder = try ScratchFolder()
        try folder.write(Self.file.utf8, to: "in.csv")
        let run = try CommandLine("lumbar summarise $TMP/in.csv --repair-quotes --format json --quiet", in: folder)
        let summary = try SummaryJSON(run)
        try summary.expectAccounted()
        let records = try #require(summary.object["records"] as? [String: Int])
        #expect(records["read"] == 4)
        #expect(records["rejected"] == 1)
        #expect(records["repaired"] == 2)
        let plain = try SummaryJSON(try CommandLine("lumbar summarise $TMP/in.csv --format json --quiet", in: folder))
        #expect((plain.object["records"] as? [String: Int])?["repaired"] == nil)
    }

    @Test("A warning of quotes suggests it; --strict does not mind repairs")
    func suggested() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years,notes\n60,5'10\"\n".utf8, to: "in.csv")
        #expect(try CommandLine("lumbar convert --raw $TMP/in.csv", in: folder).error.contains("--repair-quotes keeps"))
        #expect(try CommandLine("lumbar convert --raw $TMP/in.csv --strict", in: folder).code == 65)
        #expect(try CommandLine("lumbar convert --raw $TMP/in.csv --strict --repair-quotes", in: folder).code == 0)
        try folder.write("age_years,notes\n60\n".utf8, to: "few.csv")
        #expect(try !CommandLine("lumbar convert --raw $TMP/few.csv", in: folder).error.contains("--repair-quotes"))
    }

    @Test("Any number of threads, a file or a pipe: the same bytes", arguments: ["classify", "convert --raw"])
    func deterministic(_ command: String) throws {
        let folder = try ScratchFolder()
        var random = SeededRandom(seed: 5)
        var text = "record_id,age_years,pain_severity,notes,sex\n"
        for record in 0..<60_000 {
            let note =
                ["fine", "5'10\"", "\"ab\"c", "\"a\nb\"", "\"open", "\"x, y\" z"].randomElement(using: &random) ?? ""
            text += "\(record),\(record % 90),4,\(note),f\n"
        }
        try folder.write(text.utf8, to: "in.csv")
        let results = try ["--threads 1 $TMP/in.csv", "--threads 2 $TMP/in.csv", "--threads 7 - < $TMP/in.csv"].map {
            way in
            let run = try CommandLine(
                "lumbar \(command) --quiet --repair-quotes --rejects $TMP/r.csv \(way)",
                in: folder
            )
            let rejects = try folder.read("r.csv").replacing("\(folder.path)/in.csv", with: "-")
            return (run.output, rejects)
        }
        #expect(results[0].1.contains(",repaired,"))
        for result in results.dropFirst() {
            expectEqual(result.0, results[0].0)
            #expect(result.1 == results[0].1)
        }
    }
}
