// A comparison of two rule sets is what their rows of classify, set side by side, would say.

import Testing

@Suite("compare")
struct CompareTests {
    @Test(
        "What it prints",
        arguments: [
            Golden(
                "compare-profiles.txt",
                "lumbar compare SampleData/cohort.csv --quiet --profile article --profile literature"
            ),
            Golden(
                "compare-profile.md",
                "lumbar compare SampleData/cohort.csv --quiet --profile literature --format markdown"
            ),
            Golden("compare-set.csv", "lumbar compare SampleData/cohort.csv --quiet --set layoff_weeks=3 --format csv"),
            Golden(
                "compare-changes.csv",
                "lumbar compare SampleData/cohort.csv --quiet --set layoff_weeks=1 --set layoff_weeks=3 --format csv --table changes"
            ),
            Golden(
                "compare-clinic.json",
                "lumbar compare SampleData/clinic.csv --rules SampleData/clinic.yaml --profile cautious --quiet --format json"
            ),
            Golden(
                "compare-hidden.txt",
                "lumbar compare SampleData/cohort.csv --quiet --profile article --profile literature --min-cell 11"
            ),
            Golden("help-compare.txt", "lumbar help compare"),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    /// What a record is in the rows of classify.
    private struct Row {
        var id: String
        var main: String
        var verdicts: [String: String]
        var reasons: Set<String>

        init(_ line: String, _ header: [String]) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            id = fields[0]
            let outside = ["no": "not_eligible", "undetermined": "eligibility_undetermined"][fields[1]]
            main = outside ?? fields[2]
            let causes = header.indices.dropFirst(4).dropLast(2)
            verdicts = Dictionary(uniqueKeysWithValues: causes.map { (header[$0], outside ?? fields[$0]) })
            reasons = Set(fields[header.count - 2].split(separator: ";").map(String.init))
        }

        static func rows(_ options: String, _ folder: ScratchFolder) throws -> [Row] {
            let run = try CommandLine("lumbar classify --quiet \(options)", in: folder)
            #expect(run.code == 0, "\(run.error)")
            let header = run.lines[0].split(separator: ",").map(String.init)
            return run.lines.dropFirst().map { Row($0, header) }
        }
    }

    /// A copy of the clinic's rule set with another population, another plausible range, and another name for a cause.
    private static let otherClinic = """
        sed -e '/^tests:/,$d' -e 's/when: knee_pain > 0/when: knee_pain > 3/' -e 's/range: .0, 5000./range: [0, 900]/' \
            -e 's/hard_ground/stony_ground/' -e 's/from_nothing/afresh/' SampleData/clinic.yaml > $TMP/other.yaml

        """

    @Test(
        "Changes are those between two runs of classify",
        arguments: [
            ("SampleData/cohort.csv", "--profile article", "--profile literature"),
            ("SampleData/cohort.csv", "--set layoff_weeks=1", "--set layoff_weeks=6"),
            ("SampleData/cohort.csv", "--set overweight_bmi=25", "--set overweight_bmi=30"),
            ("SampleData/cohort.csv", "--set chronic_weeks=6", "--set chronic_weeks=20"),
            ("SampleData/clinic.csv", "--rules SampleData/clinic.yaml", "--rules $TMP/other.yaml"),
            ("SampleData/clinic.csv", "--rules $TMP/other.yaml", "--rules SampleData/clinic.yaml"),
        ]
    )
    func agrees(_ file: String, _ first: String, _ second: String) throws {
        let folder = try ScratchFolder()
        _ = try CommandLine(Self.otherClinic, in: folder)
        let (left, right) = (
            try Row.rows("\(file) \(first)", folder), try Row.rows("\(file) \(second)", folder)
        )
        var counts: [String: Int] = [:]
        var records: [String] = []
        var (changed, changedMain) = (0, 0)
        for (a, b) in zip(left, right) {
            let causes = a.verdicts.keys.filter { b.verdicts[$0] != nil && a.verdicts[$0] != b.verdicts[$0] }
            if !causes.isEmpty { changed += 1 }
            if a.main != b.main { changedMain += 1 }
            for cause in causes {
                let (from, to) = (a.verdicts[cause, default: ""], b.verdicts[cause, default: ""])
                records.append("\(a.id),\(cause),\(from),\(to)")
                counts["\(cause),\(from),\(to),all", default: 0] += 1
                // Where a cause comes or goes, its reasons say by which rule.
                let (came, went) = (b.reasons.subtracting(a.reasons), a.reasons.subtracting(b.reasons))
                let isOutside = [from, to].contains { $0.hasSuffix("eligible") || $0.hasPrefix("eligibility") }
                let rules = isOutside ? ["population"] : to == "present" ? came : from == "present" ? went : []
                for rule in rules where isOutside || rule.hasPrefix(cause + ".") {
                    counts["\(cause),\(from),\(to),\(rule)", default: 0] += 1
                }
            }
        }
        #expect(changed > 0)
        let compare = "lumbar compare \(file) \(first) \(second) --quiet"
        let changes = try CommandLine("\(compare) --format csv --table changes --records $TMP/changed.csv", in: folder)
        #expect(changes.code == 0, "\(changes.error)")
        var found: [String: Int] = [:]
        for line in changes.lines.dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            let isDecided = fields[1] == "present" || fields[2] == "present" || fields[3] == "population"
            if fields[3] == "all" || isDecided { found[fields[0..<4].joined(separator: ",")] = Int(fields[4]) }
        }
        #expect(found == counts)
        let listed = try folder.read("changed.csv").split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).dropLast().joined(separator: ",") }
        #expect(listed.sorted() == records.sorted())
        let json = try CommandLine("\(compare) --format json", in: folder)
        #expect(json.text.contains("\"changed_records\": \(changed),"))
        #expect(json.text.contains("\"changed_main_causes\": \(changedMain),"))
    }

    @Test(
        "Each side has the prevalence of its own summary",
        arguments: [("--rules SampleData/clinic.yaml", "--rules $TMP/other.yaml")]
    )
    func sides(_ first: String, _ second: String) throws {
        let folder = try ScratchFolder()
        _ = try CommandLine(Self.otherClinic, in: folder)
        let file = "SampleData/clinic.csv --quiet --format csv"
        let compared = try CommandLine("lumbar compare \(file) \(first) \(second)", in: folder).lines
        for (side, options) in [first, second].enumerated() {
            let summary = try CommandLine("lumbar summarise \(file) \(options) --by ground", in: folder).lines
            for line in summary where line.contains(",all,") && !line.hasPrefix("hard") && !line.hasPrefix("stony") {
                let parts = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
                let name = (side == 0 ? first : second).replacing("--rules ", with: "").replacing(
                    "$TMP",
                    with: folder.path
                )
                let wanted = "\(parts[0]),\(name),\(parts[2]),wilson,0.95,exclude,"
                #expect(compared.contains { $0.hasPrefix(wanted) }, "\(line)")
            }
        }
    }

    @Test("Threads and pipes never show")
    func threads() throws {
        let folder = try ScratchFolder()
        let line = "lumbar compare --quiet --profile literature --format json"
        let one = try CommandLine("\(line) --threads 1 --records $TMP/1.csv - < SampleData/cohort.csv", in: folder)
        let four = try CommandLine("cat SampleData/cohort.csv | \(line) --threads 4 --records $TMP/4.csv -", in: folder)
        #expect(one.code == 0)
        expectEqual(four.output, one.output)
        #expect(try folder.read("1.csv") == folder.read("4.csv"))
    }

    @Test(
        "What cannot be compared, and what it says",
        arguments: [
            ("", "nothing tells two sides apart"),
            ("--rules SampleData/clinic.yaml", "nothing tells two sides apart"),
            ("--profile article --profile literature --profile article", "has two sides"),
            ("--set layoff_weeks=1 --set layoff_weeks=2 --set layoff_weeks=3", "has two sides"),
            ("--profile article --profile article", "the same rule set with the same values"),
            ("--set layoff_weeks=2", "the same rule set with the same values"),
            ("--profile nosuch --profile article", "there is no profile 'nosuch'"),
            ("--set layoff_weeks=x", "NAME=VALUE"),
            ("--profile literature --records x.csv --min-cell 5", "leave one of them out"),
            ("--profile literature --table changes", "--format csv"),
            ("--profile literature --weights w", "weighted figures are given by summarise and report"),
            ("--profile literature --strata region", "weighted figures are given by summarise and report"),
            ("--profile literature --psu clinic", "weighted figures are given by summarise and report"),
        ]
    )
    func refused(_ options: String, _ message: String) throws {
        let run = try CommandLine("lumbar compare SampleData/cohort.csv --quiet \(options)")
        #expect(run.code == 64)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test(
        "Records that change in all are hidden where they say of two causes how many change in both, or in one alone",
        arguments: [
            // Records that change in cause a alone, in both, in cause b alone.
            // What is shown with a smallest cell of 5: changed in all, and with another main cause.
            (8, 7, 9, 24, 15), (8, 3, 9, nil, nil), (2, 9, 9, nil, nil), (8, 0, 9, 17, 8),
            (0, 9, 0, 9, 9), (8, 7, 30, 45, 15), (30, 7, 2, nil, nil),
        ] as [(Int, Int, Int, Int?, Int?)]
    )
    func overlaps(_ a: Int, _ both: Int, _ b: Int, all: Int?, main: Int?) throws {
        let folder = try ScratchFolder()
        let rules = """
            ruleset: two
            version: 1
            parameters:
              cut: {label: Cut, value: 5}
            profiles:
              strict: {cut: 3}
            variables:
              record_id: {type: text}
              x: {type: number}
              y: {type: number}
            causes:
              - {id: a, label: A, category: primary, when: x < cut}
              - {id: b, label: B, category: contributing, when: y < cut}

            """
        try folder.write(rules.utf8, to: "two.yaml")
        let values = [(4, 9, a), (4, 4, both), (1, 4, b), (9, 9, 20), (1, 1, 20), (1, 9, 20), (9, 1, 20)]
        let rows = values.flatMap { x, y, count in Array(repeating: "\(x),\(y)", count: count) }
        let lines = ["record_id,x,y"] + rows.enumerated().map { "\($0),\($1)" }
        try folder.write((lines.joined(separator: "\n") + "\n").utf8, to: "two.csv")
        let line = "lumbar compare $TMP/two.csv --rules $TMP/two.yaml --profile strict --quiet --format json --min-cell"
        for (minimum, expected) in [(0, (a + both + b, a + both + b)), (5, (all, main))] as [(Int, (Int?, Int?))] {
            let object = try SummaryJSON(try CommandLine("\(line) \(minimum)", in: folder)).object
            #expect(object["changed_records"] as? Int == expected.0)
            if minimum > 0 { #expect(object["changed_main_causes"] as? Int == expected.1) }
        }
    }
}
