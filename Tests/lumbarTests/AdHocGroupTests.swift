// summarise --by over any variable, and --bands.

import Testing

@Suite("Any group")
struct AdHocGroupTests {
    @Test("Bands of one's own give the rows that the rule set's group of the same bands gives")
    func sameBands() throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --format csv --ci logit"
        let own = try CommandLine("\(line) --by age_years,sex --bands age_years=18,30,40,50,60,70")
        let group = try CommandLine("\(line) --by age_group,sex")
        #expect(own.code == 0, "\(own.error)")
        // What is defined by the variable is so by definition there, too.
        expectEqual(Array(own.text.replacing("cause,age_years,", with: "cause,age_group,").utf8), group.output)
        #expect(own.lines.contains { $0.hasPrefix("older_age,60-69,all,") && $0.contains(",yes") })
    }

    @Test("Bands of one's own count what DuckDB counts")
    func oracle() throws {
        // Made by Tests/Oracle/duckdb_bands.py.
        let expected = try packageFile("Tests/lumbarTests/Oracle/cohort.bands.csv")
        let run = try CommandLine(
            "lumbar summarise SampleData/cohort.csv --quiet --format csv --by age_years,technique_score --bands age_years=18,35,50 "
                + "--bands technique_score=4,7.5 | cut -d , -f 1-9"
        )
        #expect(run.lines.count == 1 + 12 * (4 + 2) * (3 + 2))
        expectEqual(run.output, expected)
    }

    @Test("A number without bands is the rule set's group of it")
    func ownGroup() throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --format csv --by"
        expectEqual(try CommandLine("\(line) age_years").output, try CommandLine("\(line) age_group").output)
    }

    @Test("Booleans, categories, derived variables and none")
    func kinds() throws {
        let line = "lumbar summarise SampleData/cohort.csv --quiet --format csv"
        let run = try CommandLine("\(line) --by distracted,bmi --bands bmi=18.5,25")
        #expect(run.code == 0, "\(run.error)")
        let table = PlainTable(run.lines)
        #expect(Set(table.rows.compactMap { $0["distracted"] }) == ["all", "yes", "no", "unknown"])
        #expect(Set(table.rows.compactMap { $0["bmi"] }) == ["all", "<18.5", "18.5-<25", "≥25", "unknown"])
        let none = try CommandLine("\(line) --by none")
        #expect(none.lines.count == 13 && none.lines[0].hasPrefix("cause,records,"))
    }

    @Test(
        "What cannot be, and what it says",
        arguments: [
            ("--by age_years --bands age_years=18,18", "stands twice"),
            ("--by age_years --bands age_years=35,18", "bands would overlap"),
            ("--by age_years --bands age_years=18,x", "'x' is not a number"),
            ("--by age_years --bands age_years=18,inf", "'inf' is not a number"),
            ("--by age_years --bands age_years=", "has no bounds"),
            ("--by age_years --bands 18,35", "not of the form name=bounds"),
            ("--by age_yaers --bands age_yaers=18", "did you mean 'age_years'?"),
            ("--by sex --bands sex=1", "which is no number"),
            ("--by sex --bands age_years=18", "which is not in '--by'"),
            ("--bands age_years=18", "name it in '--by' too"),
            ("--by pain_weeks", "say where to cut it with --bands"),
            ("--by spinal_conditions", "several of its codes"),
            ("--by record_id", "it is free text"),
            ("--by sex,sex", "names a group twice"),
            ("--by age_group,age_years --bands age_years=18", "groups by 'age_years' twice"),
            ("--by age_years --bands age_years=18 --bands age_years=30", "cuts 'age_years' twice"),
            ("--by ''", "one to three groups"),
        ]
    )
    func refused(_ options: String, _ message: String) throws {
        let run = try CommandLine("lumbar summarise SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == 64)
        #expect(run.error.contains(message), "\(run.error)")
    }
}
