// A sweep is what as many summaries would say, in one pass.

import Testing

@Suite("sweep")
struct SweepTests {
    @Test(
        "What it prints",
        arguments: [
            Golden("sweep-cohort.txt", "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..4:1"),
            Golden(
                "sweep-cohort-two.txt",
                "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..3:1 --set older_age_years=50..70:10"
            ),
            Golden(
                "sweep-cohort-two.md",
                "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..3:1 --set older_age_years=50..70:10 --format markdown"
            ),
            Golden(
                "sweep-cohort.md",
                "lumbar sweep SampleData/cohort.csv --quiet --set older_age_years=50..70:10 --set layoff_weeks=3 --format markdown"
            ),
            Golden(
                "sweep-cohort.json",
                "lumbar sweep SampleData/cohort.csv --quiet --set older_age_years=59.5..60.5:0.5 --ci clopper-pearson --format json"
            ),
            Golden(
                "sweep-cohort-hidden.txt",
                "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..10:1 --min-cell 11"
            ),
            Golden("help-sweep.txt", "lumbar help sweep"),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    @Test(
        "Two parameters: the table says which goes down and which across, and claims no intervals that it does not show"
    )
    func axes() throws {
        let sweep = "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..3:1"
        let two = try CommandLine("\(sweep) --set older_age_years=50..70:10").text
        #expect(two.contains("\nOlder age\nrows: layoff_weeks; columns: older_age_years\n"), "\(two)")
        let words = two.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("(n/N). Its 95 % Wilson interval is in the CSV and JSON output, and so are the bounds."))
        #expect(!words.contains("Open:"))
        let one = try CommandLine(sweep).text
        #expect(!one.contains("rows:") && one.contains("Open:"))
    }

    /// The rows of a sweep as CSV without their parameter columns, by those columns.
    private func rows(_ text: String, parameters: Int) -> [String: [String]] {
        Dictionary(
            grouping: text.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        ) { $0[1...parameters].joined(separator: ",") }
        .mapValues { rows in rows.map { ([$0[0]] + $0.dropFirst(1 + parameters)).joined(separator: ",") } }
    }

    /// The margin of a summary.
    private func summary(_ options: String) throws -> [String] {
        let run = try CommandLine("lumbar summarise \(options) --quiet --by sex --format csv")
        #expect(run.code == 0, "\(run.error)")
        return run.lines.dropFirst().filter { $0.split(separator: ",")[1] == "all" }
            .map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return ([fields[0]] + fields.dropFirst(2)).joined(separator: ",")
            }
    }

    @Test(
        "Every value says what a summary with that value says",
        arguments: [
            ("layoff_weeks", "0..6:1.5", ["0", "1.5", "3", "4.5", "6"], ""),
            ("older_age_years", "40..80:20", ["40", "60", "80"], "--profile literature"),
            (
                "max_load_increase_percent", "10..30:10", ["10", "20", "30"],
                "--set layoff_weeks=4 --undetermined present"
            ),
        ]
    )
    func agrees(_ name: String, _ range: String, _ values: [String], _ options: String) throws {
        let file = "SampleData/cohort.csv"
        let sweep = try CommandLine("lumbar sweep \(file) --quiet --set \(name)=\(range) \(options) --format csv")
        #expect(sweep.code == 0, "\(sweep.error)")
        let found = rows(sweep.text, parameters: 1)
        #expect(Set(found.keys) == Set(values))
        for value in values {
            expectAgreement(found[value], try summary("\(file) \(options) --set \(name)=\(value)"))
        }
    }

    /// Expects the rows of a summary, behind which a sweep says how intervals were computed even where that is the default.
    private func expectAgreement(
        _ found: [String]?,
        _ expected: [String]?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found?.count == expected?.count && found != nil, sourceLocation: sourceLocation)
        for (row, wanted) in zip(found ?? [], expected ?? []) {
            let isSame = row == wanted || row.hasPrefix("\(wanted),wilson,0.95,exclude,") || row == "\(wanted),,,,,,,"
            #expect(isSame, "\(row)", sourceLocation: sourceLocation)
        }
    }

    @Test("Two parameters make every combination")
    func combinations() throws {
        let run = try CommandLine(
            "lumbar sweep SampleData/cohort.csv --quiet --set overweight_bmi=25..27:1 --set older_age_years=60..65:5 --format csv"
        )
        let found = rows(run.text, parameters: 2)
        #expect(found.count == 6)
        for (bmi, age) in [("25", "65"), ("26", "60"), ("27", "65")] {
            let expected = try summary("SampleData/cohort.csv --set overweight_bmi=\(bmi) --set older_age_years=\(age)")
            expectAgreement(found["\(bmi),\(age)"], expected)
        }
    }

    @Test("Threads and pipes never show")
    func threads() throws {
        let line = "lumbar sweep --quiet --set layoff_weeks=1..4:1 --format json"
        let one = try CommandLine("\(line) --threads 1 - < SampleData/cohort.csv")
        let four = try CommandLine("cat SampleData/cohort.csv | \(line) --threads 4 -")
        #expect(one.code == 0)
        expectEqual(four.output, one.output)
    }

    @Test("With a smallest cell, no shown value is small, nor is the step from one shown value to another")
    func smallCells() throws {
        let run = try CommandLine(
            "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=0..20:0.5 --min-cell 11 --format csv"
        )
        #expect(run.code == 0, "\(run.error)")
        var shown: [Substring: [[Int]]] = [:]
        for line in run.lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard !fields.contains("suppressed") else {
                #expect(fields.dropFirst(2).prefix(11).allSatisfy { $0 == "suppressed" })
                continue
            }
            let counts = fields[2..<8].compactMap { Int($0) }
            for other in shown[fields[0]] ?? [] {
                for (a, b) in zip(counts, other) { #expect(a == b || abs(a - b) > 10, "\(line)") }
            }
            #expect(!counts.contains { (1...10).contains($0) }, "\(line)")
            shown[fields[0], default: []].append(counts)
        }
        #expect(run.text.contains("suppressed"))
    }

    @Test(
        "What cannot be swept, and what it says",
        arguments: [
            ("", "name a parameter and its values"),
            ("--set layoff_weeks=1..4:1 --weights w", "weighted figures are given by summarise and report"),
            ("--set layoff_weeks=1..4:1 --strata region", "weighted figures are given by summarise and report"),
            ("--set layoff_weeks=1..4:1 --psu clinic", "weighted figures are given by summarise and report"),
            ("--set layoff_weeks=3", "name a parameter and its values"),
            ("--set layoff_weeks=1..4", "NAME=FROM..TO:STEP"),
            ("--set layoff_weeks=1..4:0", "a step that is not above 0"),
            ("--set layoff_weeks=1..4:-1", "a step that is not above 0"),
            ("--set layoff_weeks=4..1:1", "ends before it begins"),
            ("--set layoff_weeks=1..x:1", "NAME=FROM..TO:STEP"),
            ("--set layoff_weeks=1..4:1:1", "NAME=FROM..TO:STEP"),
            ("--set layoff_weeks=0..52:0.001", "52001 values"),
            ("--set layoff_weeks=50..53:1", "layoff_weeks = 53 is out of range; it must lie from 0 to 52"),
            ("--set layof_weeks=1..4:1", "did you mean 'layoff_weeks'"),
            ("--set layoff_weeks=1..2:1 --set layoff_weeks=3..4:1", "swept twice"),
            (
                "--set layoff_weeks=1..2:1 --set older_age_years=60..61:1 --set min_rest_days=1..2:1",
                "one or two parameters, not 3"
            ),
            ("--set layoff_weeks=0..40:1 --set older_age_years=50..80:1", "1271 combinations"),
            ("--set layoff_weeks=1..2:1 --set older_age_years=60..61:1 --min-cell 5", "one parameter"),
        ]
    )
    func refused(_ options: String, _ message: String) throws {
        let run = try CommandLine("lumbar sweep SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == 64)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test("A smallest cell above the cohort's size is an error")
    func tooSmall() throws {
        let run = try CommandLine(
            "lumbar sweep SampleData/cohort.csv --quiet --set layoff_weeks=1..4:1 --min-cell 6000"
        )
        #expect(run.code == 65)
        #expect(run.error.contains("the cohort has fewer records than a smallest cell of"))
    }
}
