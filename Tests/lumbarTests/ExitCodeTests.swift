// How every kind of run ends: the exit code, and what is said about it.

import Foundation
import Testing

/// A line, the code that it must end with, and a part of what it must say on standard error.
struct Ending: CustomTestStringConvertible, Sendable {
    let code: Int32
    let line: String
    let says: String

    init(_ code: Int32, _ line: String, says: String = "") {
        self.code = code
        self.line = line
        self.says = says
    }

    var testDescription: String { "\(code): \(line)" }
}

@Suite("Exit codes")
struct ExitCodeTests {
    static let cohort = "SampleData/cohort.csv"
    static let malformed = "SampleData/malformed.csv"

    @Test(
        "Each line ends with its code and says why",
        arguments: [
            // 64: wrong usage
            Ending(64, "lumbar summarise --bogus", says: "Unknown option '--bogus'"),
            Ending(64, "lumbar diagnose", says: "diagnose"),
            Ending(64, "lumbar summarise \(cohort) --format xml", says: "xml"),
            Ending(64, "lumbar summarise \(cohort) --threads 0", says: "from 1 to 1024"),
            Ending(64, "lumbar summarise \(cohort) --delimiter ,,", says: "no delimiter"),
            Ending(64, "lumbar summarise \(cohort) --delimiter '\"'", says: "no delimiter"),
            Ending(64, "lumbar summarise \(cohort) --delimiter é", says: "no delimiter"),
            Ending(64, "lumbar summarise \(cohort) --by age_grup", says: "did you mean 'age_group'?"),
            Ending(64, "lumbar summarise \(cohort) --by sex,sex", says: "twice"),
            Ending(64, "lumbar summarise \(cohort) --by sex,age_group,weight_group,body_weight", says: "one to three"),
            Ending(64, "lumbar summarise \(cohort) --cause overtrainin", says: "there is no cause 'overtrainin'"),
            Ending(64, "lumbar summarise \(cohort) --profile literatur", says: "did you mean 'literature'?"),
            Ending(64, "lumbar summarise \(cohort) --set layof_weeks=3", says: "did you mean 'layoff_weeks'?"),
            Ending(64, "lumbar summarise \(cohort) --set layoff_weeks=53", says: "from 0 to 52"),
            Ending(64, "lumbar summarise \(cohort) --set layoff_weeks=three", says: "NAME=VALUE"),
            Ending(64, "lumbar summarise \(cohort) --set layoff_weeks", says: "NAME=VALUE"),
            Ending(64, "lumbar summarise \(cohort) --set layoff_weeks=nan", says: "NAME=VALUE"),
            Ending(64, "lumbar classify - - < \(cohort)", says: "only once"),
            Ending(64, "lumbar explain \(cohort)", says: "--id"),
            Ending(64, "lumbar explain \(cohort) --id P0000001 --format csv", says: "json"),
            Ending(64, "lumbar convert --raw --codebook /dev/null \(cohort)", says: "--raw"),
            Ending(64, "lumbar generate --records=-1", says: "from 0 to"),
            Ending(64, "lumbar generate --records many", says: "many"),
            Ending(64, "lumbar rules show --profile literature", says: "as it is"),
            Ending(64, "lumbar rules check a.yaml --rules b.yaml", says: "once"),
            Ending(64, "lumbar rules eval 'x' --given '[1]'", says: "JSON object"),
            // What a command finds while it runs names its own help.
            Ending(64, "lumbar summarise \(cohort) --by nope", says: "See 'lumbar summarise --help'"),
            Ending(64, "lumbar chart heatmap \(cohort) --cause nope", says: "See 'lumbar chart heatmap --help'"),
            // 65: the data or the rule set is not usable
            Ending(65, "lumbar classify < /dev/null", says: "the input is empty"),
            Ending(65, "printf '\\n  \\n\\t\\n' | lumbar classify", says: "the input is empty"),
            Ending(65, "printf 'foo,bar\\n1,2\\n' | lumbar classify", says: "-:1: no column of the header is known"),
            Ending(65, "printf 'age_years;sex\\n1;m\\n' | lumbar classify --delimiter comma", says: "delimiter"),
            Ending(65, "printf 'sex,age_years,Age\\nm,1,2\\n' | lumbar classify", says: "-:1:3: columns 2"),
            Ending(65, "printf '\\n\\nsex,age_years,Age\\nm,1,2\\n' | lumbar classify", says: "-:3:3: columns 2"),
            Ending(65, "printf 'a\"b,age_years\\n1,2\\n' | lumbar classify", says: "-:1:1: the header cannot be read"),
            Ending(65, "printf 'age_years,\"sex\\n1,2\\n' | lumbar classify", says: "-:1:2: the header cannot be read"),
            Ending(65, "lumbar classify --strict --quiet \(malformed)", says: "\(malformed):4: 1 record rejected"),
            Ending(65, "lumbar convert --raw --strict \(malformed)", says: "--strict"),
            Ending(65, "lumbar summarise --strict \(malformed)", says: "--strict"),
            Ending(
                65,
                "lumbar explain \(cohort) --id nobody",
                says: "no record that could be read has the id 'nobody'"
            ),
            Ending(65, "lumbar summarise \(cohort) --rules \(cohort)", says: "error: this is not valid YAML"),
            Ending(65, "lumbar rules check \(cohort)", says: "1 error"),
            Ending(65, "lumbar rules test \(cohort)", says: "the rule set cannot be used"),
            // A rule set and a mapping are both YAML files, and easily taken for each other.
            Ending(
                65,
                "lumbar summarise \(cohort) --map SampleData/clinic.yaml",
                says: "clinic.yaml:2:1: error: this is a rule set"
            ),
            Ending(
                65,
                "lumbar summarise \(cohort) --rules SampleData/exports/excel-european.yaml",
                says: "excel-european.yaml:2:1: error: this is a mapping of columns, not a rule set: pass it with --map"
            ),
            Ending(65, "lumbar rules eval 'hight > 3'", says: "did you mean 'height_cm'?"),
            Ending(65, "lumbar classify \(cohort) SampleData/boundaries.csv \(malformed)", says: "has no column for"),
            Ending(
                65,
                "lumbar convert --raw \(cohort) \(malformed)",
                says: "\(malformed):1: the header is not that of"
            ),
            // 66: an input cannot be opened
            Ending(
                66,
                "lumbar classify nowhere.csv",
                says: "nowhere.csv: cannot open the input: there is no such file"
            ),
            Ending(66, "lumbar classify SampleData", says: "SampleData: cannot open the input: this is a directory"),
            Ending(66, "lumbar classify < SampleData", says: "this is a directory"),
            Ending(66, "lumbar classify \(cohort) nowhere.csv", says: "nowhere.csv"),
            Ending(66, "lumbar convert --raw nowhere.csv", says: "nowhere.csv"),
            Ending(66, "lumbar explain nowhere.csv --id 1", says: "nowhere.csv"),
            Ending(66, "lumbar summarise \(cohort) --rules nowhere.yaml", says: "nowhere.yaml"),
            Ending(66, "lumbar rules check SampleData", says: "this is a directory"),
            // 73: an output cannot be created
            Ending(73, "lumbar classify \(cohort) -o nowhere/x.csv", says: "nowhere/x.csv: cannot create the output"),
            Ending(73, "lumbar classify \(cohort) -o SampleData", says: "it is a directory"),
            Ending(73, "lumbar classify \(cohort) --rejects nowhere/x.csv", says: "cannot create the output"),
            Ending(73, "lumbar generate --records 1 -o nowhere/x.csv", says: "cannot create the output"),
            Ending(73, "lumbar generate --records 1 --truth nowhere/x.csv", says: "cannot create the output"),
            // 0: not an error, however odd it looks
            Ending(0, "printf 'age_years,pain_severity\\n' | lumbar classify"),
            Ending(0, "printf 'age_years,pain_severity' | lumbar summarise"),
            Ending(0, "lumbar classify \(malformed)", says: "\(malformed):4: 1 record rejected for stray_quote"),
            Ending(0, "lumbar generate --records 0"),
            Ending(0, "lumbar --version"),
            Ending(0, "lumbar --help"),
        ]
    )
    func ending(_ ending: Ending) throws {
        let run = try CommandLine(ending.line)
        #expect(run.code == ending.code, "\(run.error)")
        #expect(ending.says.isEmpty || run.error.contains(ending.says), "\(run.error)")
    }

    @Test(
        "Whatever fails before a record was read prints no half result",
        arguments: [
            "classify nowhere.csv", "classify < /dev/null", "classify --format json < /dev/null",
            "summarise < /dev/null",
            "convert --raw < /dev/null", "explain nowhere.csv --id 1", "classify \(cohort) --rules \(cohort)",
            "summarise \(cohort) --by nothing", "rules test \(cohort)",
        ]
    )
    func noOutput(_ line: String) throws {
        let run = try CommandLine("lumbar \(line)")
        #expect(run.code != 0)
        #expect(run.text == "")
    }

    #if os(Linux)
        @Test(
            "A full disk is 74",
            arguments: [
                "lumbar classify \(cohort) > /dev/full", "lumbar classify \(cohort) -o /dev/full",
                "lumbar summarise \(cohort) > /dev/full", "lumbar summarise \(cohort) --format json -o /dev/full",
                "lumbar explain \(cohort) --id P0000001 > /dev/full", "lumbar convert --raw \(cohort) > /dev/full",
                "lumbar generate --records 10000 > /dev/full",
                "lumbar generate --records 10 --truth /dev/full > /dev/null",
                "lumbar classify \(malformed) --rejects /dev/full > /dev/null", "lumbar rules show > /dev/full",
                "lumbar rules list > /dev/full", "lumbar rules check > /dev/full", "lumbar rules eval 1 > /dev/full",
            ]
        )
        func fullDisk(_ line: String) throws {
            let run = try CommandLine(line)
            #expect(run.code == 74)
            #expect(run.error.contains("writing failed: No space left on device"), "\(run.error)")
        }
    #endif

    @Test(
        "A reader that has seen enough is no error",
        arguments: [
            "lumbar generate --records 3000000", "lumbar classify \(cohort) \(cohort) \(cohort)",
            "lumbar convert --raw \(cohort) \(cohort)", "lumbar rules show",
        ]
    )
    func readerLeaves(_ line: String) throws {
        let run = try CommandLine("{ \(line); echo $? >&2; } | head -n 1")
        #expect(run.lines.count == 1)
        #expect(run.error.split(separator: "\n").last == "0", "\(run.error)")
        #expect(!run.error.contains("lumbar: standard"))
        #expect(run.seconds < 20)
    }

    @Test("Heights in inches and weights in pounds are told from centimetres and kilograms")
    func units() throws {
        let folder = try ScratchFolder()
        // Heights in inches are at the edge of what is plausible in centimetres; what is left makes impossible body-mass indices.
        let rows = (0..<50).map { "\($0),40,\(60 + $0 % 15),\(140 + $0),4\n" }.joined()
        try folder.write("record_id,age_years,height_cm,weight_kg,pain_severity\n\(rows)".utf8, to: "inches.csv")
        for command in ["summarise", "classify"] {
            let run = try CommandLine("lumbar \(command) $TMP/inches.csv -o $TMP/out.csv", in: folder)
            #expect(run.code == 65)
            #expect(run.error.contains("100 % of the values of bmi lie outside 10 to 100"), "\(run.error)")
            #expect(run.error.contains("height_cm in cm and weight_kg in kg"))
            #expect(!folder.names.contains("out.csv"))
            let again = try CommandLine("lumbar \(command) $TMP/inches.csv --allow-implausible", in: folder)
            #expect(again.code == 0)
        }
    }

    @Test("A fifth of implausible values is let pass, more is not", arguments: [(20, Int32(0)), (21, 65)])
    func unitsThreshold(implausible: Int, code: Int32) throws {
        let rows = (0..<100).map { $0 < implausible ? "65,150\n" : "170,65\n" }.joined()
        let folder = try ScratchFolder()
        try folder.write("height_cm,weight_kg\n\(rows)".utf8, to: "some.csv")
        #expect(try CommandLine("lumbar summarise $TMP/some.csv", in: folder).code == code)
    }

    @Test("A file that may not be read is 66", .enabled(if: getuid() != 0))
    func unreadable() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years\n1\n".utf8, to: "secret.csv")
        let run = try CommandLine("chmod 000 $TMP/secret.csv; lumbar classify $TMP/secret.csv", in: folder)
        #expect(run.code == 66)
        #expect(run.error.contains("it may not be read"))
    }
}
