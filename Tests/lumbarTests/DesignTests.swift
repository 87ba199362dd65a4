// Survey designs end to end: weights, strata and PSUs on the command line against R, and what is refused.

import Foundation
import Testing

@Suite("Survey designs on the command line")
struct DesignTests {
    /// The folder of the known answers, where there is one.
    static let shared =
        ProcessInfo.processInfo.environment["LUMBAR_SHARED"]
        ?? CommandLine.packageFolder.appendingPathComponent("../shared").path
    static let isSharedHere = FileManager.default.fileExists(atPath: shared + "/data/nhanes/nhanes.csv")

    static func table(_ path: String) throws -> PlainTable {
        PlainTable(
            try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
        )
    }

    /// Whether a cell is a number within 1e-9 of the expected one, relative; empty where there is none.
    static func agrees(_ cell: String?, _ expected: String?) -> Bool {
        guard let expected, let number = Double(expected) else { return cell == "" && expected == "NA" }
        guard let cell, let found = Double(cell) else { return false }
        return abs(found - number) <= 1e-9 * abs(number)
    }

    @Test(
        "NHANES through the program meets the known answers to 1e-9, overall and in every age group",
        .enabled(if: isSharedHere),
        arguments: [
            ("weights only", "--weights WTMEC2YR"),
            ("strata+psu+weights", "--weights WTMEC2YR --strata SDMVSTRA --psu SDMVPSU"),
        ],
        ["logit", "korn-graubard"]
    )
    func nhanes(_ design: (name: String, options: String), ci: String) throws {
        let run = try CommandLine(
            "lumbar summarise \(Self.shared)/data/nhanes/nhanes.csv --rules Tests/lumbarTests/Oracle/nhanes.yaml --quiet "
                + "\(design.options) --ci \(ci) --format csv --threads 3"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines)
        let expected = try Self.table(Self.shared + "/data/statistics/weighted_nhanes_HI_CHOL.csv").rows.filter {
            $0["design"] == design.name
        }
        #expect(expected.count == 5)
        let interval = ci == "logit" ? ("xlogit_l", "xlogit_u") : ("kg_l", "kg_u")
        for row in expected {
            let cell = try #require(found.rows.first { $0["agecat"] == row["agecat"] })
            for (column, known) in [
                ("complete", "n"), ("complete_present", "x"), ("weighted_n", "n"), ("weighted_events", "x"),
                ("sum_of_weights", "sumw"), ("weighted_prevalence", "p"), ("weighted_se", "se"),
                ("design_effect", "deff"), ("kish_design_effect", "kish"), ("effective_n", "neff_p"),
                ("degrees_of_freedom", "df"), ("weighted_ci_low", interval.0), ("weighted_ci_high", interval.1),
            ] {
                #expect(
                    Self.agrees(cell[column], row[known]),
                    "\(row["agecat"] ?? "") \(column): \(cell[column] ?? "")"
                )
            }
        }
    }

    /// The distinct runs of `Oracle/designs.expected.csv`.
    static let runs: [[String]] = {
        let rows =
            (try? table(CommandLine.packageFolder.path + "/Tests/lumbarTests/Oracle/designs.expected.csv").rows) ?? []
        return Set(rows.map { [$0["options"] ?? "", $0["undetermined"] ?? ""] }).sorted { $0.joined() < $1.joined() }
    }()

    @Test(
        "Every design, policy for single PSUs and use of undetermined records agrees with R (Oracle/designs.R)",
        arguments: runs,
        ["logit", "korn-graubard"]
    )
    func agreement(_ design: [String], ci: String) throws {
        let run = try CommandLine(
            "lumbar summarise Tests/lumbarTests/Oracle/designs.csv --rules Tests/lumbarTests/Oracle/designs.yaml --quiet --format csv "
                + "\(design[0]) --undetermined \(design[1]) --ci \(ci)"
        )
        #expect(run.code == 0, "\(run.error)")
        let found = PlainTable(run.lines).rows
        let rows = try Self.table(CommandLine.packageFolder.path + "/Tests/lumbarTests/Oracle/designs.expected.csv")
            .rows
        let expected = rows.filter { $0["options"] == design[0] && $0["undetermined"] == design[1] }
        #expect(expected.count == 4)
        for row in expected {
            let cell = try #require(found.first { $0["sex"] == row["group"] })
            for column in [
                "weighted_n", "weighted_events", "sum_of_weights", "weighted_prevalence", "weighted_se",
                "design_effect",
                "kish_design_effect", "effective_n", "degrees_of_freedom",
            ] {
                #expect(Self.agrees(cell[column], row[column]), "\(column): \(cell[column] ?? "") in \(row)")
            }
            let method = ci == "logit" ? "logit" : "beta"
            // R does not cap the effective size at n; nothing of this sample comes near the cap.
            #expect(Self.agrees(cell["weighted_ci_low"], row["\(method)_low"]), "\(cell) in \(row)")
            #expect(Self.agrees(cell["weighted_ci_high"], row["\(method)_high"]), "\(cell) in \(row)")
        }
    }

    @Test("There are runs to compare with R") func hasRuns() { #expect(Self.runs.count == 16) }

    private static let sample = "Tests/lumbarTests/Oracle/designs.csv --rules Tests/lumbarTests/Oracle/designs.yaml"

    @Test(
        "The same bytes for any number of threads, from a file or a pipe, whatever the weights",
        arguments: ["--weights w --strata region", "--weights w --strata region --psu clinic --lonely-psu adjust"]
    )
    func sameBytes(_ options: String) throws {
        let folder = try ScratchFolder()
        // Weights that are no decimals of six places, some of them huge or tiny, in many blocks.
        let lines = try Self.table(CommandLine.packageFolder.path + "/Tests/lumbarTests/Oracle/designs.csv")
        var text = lines.header.joined(separator: ",") + "\n"
        for round in 0..<400 {
            for (index, row) in lines.rows.enumerated() {
                var cells = lines.header.map { row[$0] ?? "" }
                if let weight = Double(cells[2]), weight > 0 {
                    let scale = [1, 1.0 / 3, 1e-9, 1e14][(index + round) % 4]
                    cells[2] = "\(weight * scale * Double(round + 1))"
                }
                text += cells.joined(separator: ",") + "\n"
            }
        }
        try folder.write(text.utf8, to: "many.csv")
        let command = "lumbar summarise --rules Tests/lumbarTests/Oracle/designs.yaml --quiet --format csv \(options)"
        let once = try CommandLine("\(command) $TMP/many.csv --threads 1", in: folder)
        #expect(once.code == 0, "\(once.error)")
        for other in ["\(command) $TMP/many.csv --threads 7", "cat $TMP/many.csv | \(command) --threads 2"] {
            expectEqual(try CommandLine(other, in: folder).output, once.output)
        }
    }

    @Test(
        "Weights that are none, with their places",
        arguments: [
            (
                "-1",
                "in.csv:3:2: \"w\" is \"-1\": the weight is negative, but a record cannot stand for fewer than no people: correct the cell"
            ),
            ("heavy", "in.csv:3:2: \"w\" is \"heavy\": the weight is not a number"),
            ("nan", "in.csv:3:2: \"w\" is \"nan\": the weight is not a number"),
            ("1e300", "in.csv:3:2: \"w\" is \"1e300\": the weight is too large or too small"),
            ("1e999", "in.csv:3:2: \"w\" is \"1e999\": the weight is too large or too small"),
        ]
    )
    func badWeights(_ weight: String, message: String) throws {
        let folder = try ScratchFolder()
        try folder.write("a,w,b,pain\nyes,1,no,yes\nno,\(weight),no,yes\nyes,-7,no,yes\n".utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar summarise $TMP/in.csv --rules Tests/lumbarTests/Oracle/designs.yaml --weights w --quiet",
            in: folder
        )
        #expect(run.code == 65 && run.text == "")
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test("A column in which no record of the population has a weight above 0 is an error", arguments: ["", "0", "NA"])
    func noWeights(_ weight: String) throws {
        let folder = try ScratchFolder()
        try folder.write("a,w,b,pain\nyes,\(weight),no,yes\nno,\(weight),no,yes\nyes,4,no,no\n".utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar summarise $TMP/in.csv --rules Tests/lumbarTests/Oracle/designs.yaml --weights w --quiet",
            in: folder
        )
        #expect(run.code == 65 && run.text == "", "\(run.text)")
        #expect(
            run.error.contains(
                "no record of the population has a weight above 0 in the column 'w', so that nothing can be weighted"
            ),
            "\(run.error)"
        )
    }

    @Test("Records without a weight are left out of weighted figures and counted, those of weight 0 stay in the design")
    func unusedWeights() throws {
        let folder = try ScratchFolder()
        let records = ["yes,1.5", "no,2", "no,", "yes,NA", "no,0", "no,0.0", "yes,-0", "no,3.5"]
        try folder.write(("a,w,b,pain\n" + records.map { "\($0),no,yes\n" }.joined()).utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar summarise $TMP/in.csv --rules Tests/lumbarTests/Oracle/designs.yaml --weights w --quiet --format json",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let json = try SummaryJSON(run).object
        let design = try #require((json["statistics"] as? [String: Any])?["design"] as? [String: Any])
        #expect(design["records_without_weight"] as? Int == 2)
        #expect(design["records_of_weight_zero"] as? Int == 3)
        #expect(design["records_weighted"] as? Int == 3)
        let cell = try #require((json["cells"] as? [[String: Any]])?.first)
        #expect(cell["complete"] as? Int == 8 && cell["weighted_n"] as? Int == 3)
        #expect(cell["complete_present"] as? Int == 3 && cell["weighted_events"] as? Int == 1)
        #expect(cell["weighted_prevalence"] as? Double == 1.5 / 7)
        let table = try CommandLine(
            "lumbar summarise $TMP/in.csv --rules Tests/lumbarTests/Oracle/designs.yaml --weights w --quiet",
            in: folder
        )
        let words = table.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("2 of the population without a weight: in no weighted figure."))
        #expect(words.contains("3 of the population with weight 0: part of the design, but of no sum."))
    }

    @Test(
        "What does not go together, or is not there, and what it says",
        arguments: [
            ("--weights wt", 65, "designs.csv:1: '--weights wt': the file has no such column; did you mean \"w\"?"),
            ("--psu clinik", 65, "'--psu clinik': the file has no such column; did you mean \"clinic\"?"),
            ("--strata '#9'", 65, "there is no column 9; the file has 7"),
            ("--strata clinic --psu Clinic", 65, "'--strata' and '--psu' both name column 2"),
            ("--weights w --ci wilson", 64, "with a survey design choose logit or korn-graubard"),
            ("--weights w --ci clopper-pearson", 64, "with a survey design choose logit or korn-graubard"),
            ("--ci korn-graubard", 64, "is an interval of weighted records (summarise or report with --weights)"),
            ("--weights w --lonely-psu adjust", 64, "'--lonely-psu' is about strata; pass '--strata'"),
            ("--weights ''", 64, "'--weights' takes the name of a column"),
            (
                "--weights w --strata region --psu clinic", 65,
                "stratum far has a single PSU, so that its spread cannot be told: merge it with a neighbouring stratum in the data, or pass "
                    + "--lonely-psu certainty"
            ),
        ]
    )
    func refused(_ options: String, code: Int32, message: String) throws {
        let run = try CommandLine("lumbar summarise \(Self.sample) --quiet \(options)")
        #expect(run.code == code && run.text == "")
        #expect(run.error.contains(message), "\(run.error)")
    }

    @Test("A stratum or PSU that is missing is an error with its place, unless the record has no weight")
    func missingUnits() throws {
        let folder = try ScratchFolder()
        let header = "a,w,b,pain,region,clinic\n"
        let rules = "--rules Tests/lumbarTests/Oracle/designs.yaml --weights w --strata region --psu clinic --quiet"
        func run(_ row: String) throws -> CommandLine {
            let rows = ["yes,1,no,yes,n,1", "no,2,no,yes,n,2", "no,2,yes,yes,s,1", "no,1,no,yes,s,2", row]
            try folder.write((header + rows.joined(separator: "\n") + "\n").utf8, to: "in.csv")
            return try CommandLine("lumbar summarise $TMP/in.csv \(rules)", in: folder)
        }
        let stratum = try run("no,1,no,yes,NA,2")
        #expect(stratum.code == 65)
        #expect(stratum.error.contains("in.csv:6:5: \"region\" is \"NA\": the stratum is missing"), "\(stratum.error)")
        let psu = try run("no,1,no,yes,s,")
        #expect(
            psu.code == 65 && psu.error.contains("in.csv:6:6: \"clinic\" is \"\": the PSU is missing"),
            "\(psu.error)"
        )
        #expect(try run("no,,no,yes,,").code == 0)
    }

    @Test("Two strata may use a PSU's number again, and columns are found but for spelling or by number")
    func nesting() throws {
        let options = "--lonely-psu certainty --format json"
        let named = try CommandLine(
            "lumbar summarise \(Self.sample) --quiet --weights w --strata region --psu clinic \(options)"
        )
        let design = (try SummaryJSON(named).object["statistics"] as? [String: Any])?["design"] as? [String: Any]
        #expect(design?["strata_count"] as? Int == 4 && design?["psu_count"] as? Int == 16)
        let others = try CommandLine(
            "lumbar summarise \(Self.sample) --quiet --weights W --strata ' Region' --psu '#2' \(options)"
        )
        let cells = [named, others].map {
            String(decoding: $0.output, as: UTF8.self).split(separator: "\"cells\"").last
        }
        #expect(cells[0] == cells[1] && cells[0] != nil)
    }

    @Test("Long codes of strata and PSUs are told apart as short ones are")
    func longCodes() throws {
        let folder = try ScratchFolder()
        let lines = String(decoding: try packageFile("Tests/lumbarTests/Oracle/designs.csv"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let renamed = lines.dropFirst().map { line in
            let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            return "region called \(cells[0]),clinic number \(cells[1]),\(cells[2])"
        }
        try folder.write(([lines[0]] + renamed).joined(separator: "\n").utf8, to: "long.csv")
        let options = "--quiet --weights w --strata region --psu clinic --lonely-psu adjust --format csv"
        let run = try CommandLine(
            "lumbar summarise $TMP/long.csv --rules Tests/lumbarTests/Oracle/designs.yaml \(options)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        expectEqual(run.output, try CommandLine("lumbar summarise \(Self.sample) \(options)").output)
    }

    /// Records by sex, the cause and whether they have a weight, of a cohort in which few lack one.
    private static func weightless(_ seed: Int) -> [(sex: String, counts: [Int])] {
        var state = UInt64(seed)
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        // With the cause and a weight, with it and none, without it and a weight, without it and none.
        return ["female", "male", "other"].map { ($0, [20 + draw(20), draw(9), 20 + draw(20), draw(9)]) }
    }

    @Test("With a smallest cell, nobody can tell how many records lack a weight where these are few", arguments: 1...10)
    func recordsWithoutWeight(seed: Int) throws {
        let minimum = 5
        let truth = Self.weightless(seed)
        let folder = try ScratchFolder()
        let answers = [("yes", "1.5"), ("yes", ""), ("no", "2"), ("no", "")]
        let lines = truth.flatMap { sex, counts in
            zip(counts, answers).flatMap { Array(repeating: "\(sex),\($1.0),3,\($1.1)", count: $0) }
        }
        try folder.write((["sex,distracted,pain_severity,w"] + lines).joined(separator: "\n").utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar summarise $TMP/in.csv --quiet --weights w --by sex --min-cell \(minimum) --format csv",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows.filter { $0["cause"] == "distraction" && $0["sex"] != "unknown" }
        #expect(rows.count == 4)
        // A variable per sex and kind; what is published says what some of them add up to.
        var equations: [(terms: [(variable: Int, factor: Double)], value: Double)] = []
        for row in rows {
            let own = truth.indices.filter { row["sex"] == "all" || row["sex"] == truth[$0].sex }
            let columns = [
                ("complete", [0, 1, 2, 3]), ("complete_present", [0, 1]), ("weighted_n", [0, 2]),
                ("weighted_events", [0]),
            ]
            for (column, kinds) in columns {
                guard let value = Double(row[column] ?? "") else { continue }
                equations.append((own.flatMap { sex in kinds.map { (sex * 4 + $0, 1) } }, value))
            }
        }
        var program = LinearProgram(variables: 12, equations: equations)
        try #require(program.isFeasible)
        for (sex, entry) in truth.enumerated() {
            for (kind, count) in entry.counts.enumerated() where (1..<minimum).contains(count) {
                let range = program.range(of: sex * 4 + kind)
                let values = (range.upperBound + 1e-6).rounded(.down) - (range.lowerBound - 1e-6).rounded(.up) + 1
                #expect(values >= Double(minimum), "\(entry.sex), kind \(kind): \(count) is one of \(range)")
            }
        }
    }

    @Test("With a smallest cell, weighted figures are hidden wherever the counts are, in every format")
    func smallCells() throws {
        let run = try CommandLine("lumbar summarise \(Self.sample) --quiet --weights w --min-cell 20 --format csv")
        #expect(run.code == 0, "\(run.error)")
        let rows = PlainTable(run.lines).rows
        let hidden = rows.filter { $0["prevalence"] == "suppressed" }
        #expect(hidden.count >= 2)
        for row in hidden {
            for column in [
                "weighted_n", "sum_of_weights", "weighted_prevalence", "weighted_se", "weighted_ci_low",
                "design_effect", "effective_n", "degrees_of_freedom",
            ] {
                #expect(row[column] == "suppressed")
            }
        }
        // Nine records without a weight and twelve of weight 0 are few: what tells them from the rest is hidden, too.
        for row in rows {
            guard let n = row["complete"].flatMap(Int.init), let weighted = row["weighted_n"].flatMap(Int.init) else {
                continue
            }
            #expect(!(1..<20).contains(n - weighted), "\(row)")
        }
    }

    @Test(
        "What a weighted summary prints",
        arguments: [
            Golden("weighted.txt", "lumbar summarise \(sample) --quiet --weights w --reliability nchs"),
            Golden(
                "weighted-design.txt",
                "lumbar summarise \(sample) --quiet --weights w --strata region --psu clinic --lonely-psu adjust"
            ),
            Golden(
                "weighted.csv",
                "lumbar summarise \(sample) --quiet --weights w --strata region --ci korn-graubard --format csv"
            ),
            Golden(
                "weighted.json",
                "lumbar summarise \(sample) --quiet --psu clinic --undetermined absent --format json"
            ),
            Golden(
                "weighted.md",
                "lumbar summarise \(sample) --quiet --weights w --strata region --psu clinic --lonely-psu certainty --format markdown"
            ),
            Golden("weighted-paper.md", "lumbar summarise \(sample) --quiet --weights w --table paper --methods"),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }
}
