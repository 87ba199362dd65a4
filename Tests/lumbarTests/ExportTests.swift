// The sample exports: seven platforms' files of the same 200 respondents, which must come to the same.

import Foundation
import Testing

@Suite("Exports of survey platforms")
struct ExportTests {
    /// A sample export and the options that it takes.
    struct Sample: CustomTestStringConvertible, Sendable {
        let file: String
        var options = ""
        /// What standard error must say.
        let says: [String]

        var testDescription: String { file }
        var arguments: String { "SampleData/exports/\(file) \(options)" }
    }

    static let samples = [
        Sample(
            file: "redcap.csv",
            options: "--dictionary SampleData/exports/redcap_dictionary.csv",
            says: [
                "read as a REDCap export", "several options in 'spine' (6 columns)",
                "'height' is in m by its name: converted to cm",
            ]
        ),
        Sample(
            file: "qualtrics.csv",
            says: ["read as a Qualtrics export", "3 header rows", "rows left out: 1 preview, 5 unfinished"]
        ),
        Sample(
            file: "surveymonkey.csv",
            says: ["read as a SurveyMonkey export", "2 header rows"]
        ),
        Sample(file: "limesurvey.csv", says: ["read as a LimeSurvey export", "rows left out: 3 unsubmitted"]),
        Sample(file: "google-forms.csv", says: ["read as a Google Forms export", "(joined by ', ')"]),
        Sample(
            file: "kobo.csv",
            options: "--delimiter semicolon",
            says: ["read as a KoboToolbox export", "(6 columns)"]
        ),
        Sample(
            file: "excel-european.csv",
            options: "--map SampleData/exports/excel-european.yaml",
            says: ["read as UTF-8, semicolons, decimal commas"]
        ),
    ]

    @Test("All samples give the summary and the verdicts of the plain file", arguments: samples)
    func same(_ sample: Sample) throws {
        for command in [
            "summarise --format csv", "summarise --by sex,training_type --format csv", "classify",
            "classify --format json",
        ] {
            let plain = try CommandLine("lumbar \(command) SampleData/exports/plain.csv --quiet")
            let export = try CommandLine("lumbar \(command) \(sample.arguments)")
            #expect(export.code == 0, "\(export.error)")
            expectEqual(export.output, plain.output)
            for text in sample.says { #expect(export.error.contains(text), "\(export.error)") }
        }
    }

    @Test("The number of threads, the size of blocks and a pipe change nothing", arguments: samples)
    func threads(_ sample: Sample) throws {
        let one = try CommandLine("lumbar summarise \(sample.arguments) --format json --threads 1")
        for threads in [2, 5] {
            let many = try CommandLine("lumbar summarise \(sample.arguments) --format json --threads \(threads)")
            expectEqual(many.output, one.output)
            #expect(many.error == one.error)
        }
        let file = try CommandLine("lumbar classify \(sample.arguments) --quiet")
        let piped = try CommandLine(
            "cat SampleData/exports/\(sample.file) | lumbar classify - \(sample.options) --quiet"
        )
        expectEqual(piped.output, file.output)
    }

    @Test("Rows that are left out are counted beside the records, and can be kept")
    func excluded() throws {
        func records(_ options: String) throws -> (records: [String: Int], excluded: [[String: Any]]) {
            let run = try CommandLine("lumbar summarise SampleData/exports/qualtrics.csv --format json \(options)")
            let json = try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
            return (json["records"] as? [String: Int] ?? [:], json["excluded"] as? [[String: Any]] ?? [])
        }
        let usual = try records("")
        #expect(usual.records["read"] == 200)
        #expect(usual.records.reduce(0) { $0 + ($1.key == "read" ? 0 : $1.value) } == 200)
        #expect(usual.excluded.map { $0["reason"] as? String } == ["preview", "unfinished"])
        #expect(usual.excluded.map { $0["count"] as? Int } == [1, 5])
        let all = try records("--keep-excluded")
        #expect(all.records["read"] == 206)
        #expect(all.excluded.isEmpty)
    }

    @Test("Records keep the numbers, lines and bytes of the file, header rows and left-out rows or not")
    func places() throws {
        let folder = try ScratchFolder()
        let text = """
            StartDate,Status,Finished,ResponseId,Q1,Q2
            Start Date,Response Type,Finished,Response ID,"How old
            are you?",How severe is your pain?
            "{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}","{""ImportId"":""e""}","{""ImportId"":""f""}"
            2024,1,1,R_1,30,4
            2024,0,1,R_2,31
            2024,0,1,R_3,61,4

            """
        try folder.write(text.utf8, to: "q.csv")
        let run = try CommandLine("lumbar classify $TMP/q.csv --rejects $TMP/r.csv", in: folder)
        #expect(run.lines.dropFirst().map { $0.prefix(8) } == ["R_3,yes,"])
        let byte = text.utf8.count - "2024,0,1,R_2,31\n2024,0,1,R_3,61,4\n".utf8.count
        #expect(try folder.read("r.csv").contains("q.csv,6,\(byte),2,too_few_fields"))
        let explained = try CommandLine("lumbar explain $TMP/q.csv --id R_3", in: folder)
        #expect(explained.text.contains("q.csv:7)"), "\(explained.text)")
    }

    @Test("'--layout plain' reads header rows as records; an unknown layout is wrong usage")
    func layoutOption() throws {
        let folder = try ScratchFolder()
        let text = """
            StartDate,Status,Finished,age_years
            Start Date,Response Type,Finished,Age
            "{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}"
            2024,0,1,31

            """
        try folder.write(text.utf8, to: "q.csv")
        let recognised = try CommandLine("lumbar classify $TMP/q.csv --quiet", in: folder)
        #expect(recognised.lines.count == 2, "\(recognised.error)")
        let plain = try CommandLine("lumbar classify $TMP/q.csv --layout plain --quiet", in: folder)
        #expect(plain.lines.count == 4, "\(plain.error)")
        // Without its second header row nothing tells what Qualtrics asked.
        let unknown = try CommandLine("lumbar classify SampleData/exports/qualtrics.csv --layout plain")
        #expect(unknown.code == 65)
        #expect(unknown.error.contains("only the record id is known"), "\(unknown.error)")
        #expect(try CommandLine("lumbar classify SampleData/exports/kobo.csv --layout odk").code == 64)
        let forced = try CommandLine("lumbar classify SampleData/exports/google-forms.csv --layout google-forms")
        #expect(forced.code == 0)
        #expect(forced.error.contains("read as a Google Forms export: 1 header row"))
    }

    @Test("A mapping's decimal mark counts for more than the file's own, and expressions read decimal commas")
    func decimals() throws {
        let folder = try ScratchFolder()
        try folder.write("pain_severity;a;b\n4;1,5;1\n4;2,5;1\n5,5;0,5;1\n".utf8, to: "in.csv")
        try folder.write("columns: {a: {name: x}, b: {name: y}}\ncompute: {phq2_score: x + y}\n".utf8, to: "sum.yaml")
        let sum = try CommandLine("lumbar classify $TMP/in.csv --map $TMP/sum.yaml --quiet", in: folder)
        #expect(sum.lines.dropFirst().map { $0.contains("depression_or_anxiety.phq2") } == [false, true, false])
        try folder.write("decimal: point\ncolumns: {a: ignore}\n".utf8, to: "point.yaml")
        let point = try CommandLine("lumbar classify $TMP/in.csv --map $TMP/point.yaml --quiet", in: folder)
        #expect(point.lines.dropFirst().map { $0.split(separator: ",")[1] } == ["yes", "yes", "undetermined"])
    }

    @Test("A dictionary of another project, a file that is none, and a mapping of another file are refused")
    func refused() throws {
        let folder = try ScratchFolder()
        let other = "Variable / Field Name,Form Name,Field Type,Field Label\npid,a,text,Id\nshoe,a,text,Shoe size\n"
        try folder.write(other.utf8, to: "other.csv")
        let foreign = try CommandLine(
            "lumbar summarise SampleData/exports/redcap.csv --dictionary $TMP/other.csv",
            in: folder
        )
        #expect(foreign.code == 65)
        #expect(foreign.error.contains("its record id 'pid' is none of them; is it of another project?"))
        let none = try CommandLine("lumbar summarise SampleData/exports/redcap.csv --dictionary SampleData/clinic.csv")
        #expect(none.code == 65)
        #expect(none.error.contains("this is no REDCap data dictionary"))
        let mapping = try CommandLine(
            "lumbar summarise SampleData/exports/kobo.csv --map SampleData/exports/excel-european.yaml"
        )
        #expect(mapping.code == 65)
        #expect(mapping.error.contains("excel-european.yaml:5:3: the file has no column \"Ungewohnte Belastung\""))
        #expect(mapping.error.contains("kobo.csv"))
        #expect(try CommandLine("lumbar summarise SampleData/clinic.csv --map /nowhere.yaml").code == 66)
    }

    @Test("The samples are what their script makes of the generator's records", .enabled(if: ExportTests.hasPython))
    func made() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "cp SampleData/exports/make.py $TMP && lumbar generate --records 200 --seed 12 | python3 $TMP/make.py",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        for name in folder.names where name.hasSuffix(".csv") {
            let committed = try packageFile("SampleData/exports/\(name)")
            expectEqual(Array(try Data(contentsOf: folder.url(name))), committed)
        }
    }

    static let hasPython = (try? CommandLine("python3 -c 'import csv'"))?.code == 0
}
