// The sentences of a report that tell its findings: true of the cohort, and of what is hidden of it.

import Foundation
import Testing

@Suite("Findings of a report")
struct ReportFindingTests {
    private static let rules = """
        ruleset: knees
        version: 1
        title: Knees
        variables:
          age: {type: number, label: Age, range: [0, 120]}
          side: {type: category, label: BMI side, codes: {left: [], right: []}}
          a: {type: boolean, label: A}
          b: {type: boolean, label: B}
        causes:
          - {id: first, label: First, category: primary, when: a}
          - {id: second, label: Second, category: contributing, when: b}
        groups:
          side: {label: BMI side, of: side}
          age_group: {label: Age, of: age, bands: [40], labels: [young, old]}
        summarise_by: [side]

        """

    /// The report as text on so many equal rows each of `age,side,a,b`.
    private static func report(_ rows: [(String, Int)], _ options: String) throws -> String {
        let folder = try ScratchFolder()
        try folder.write(rules.utf8, to: "rules.yaml")
        let lines = rows.flatMap { Array(repeating: $0.0, count: $0.1) }
        try folder.write(("age,side,a,b\n" + lines.joined(separator: "\n") + "\n").utf8, to: "in.csv")
        let run = try CommandLine(
            "lumbar report $TMP/in.csv --rules $TMP/rules.yaml --format markdown -q \(options)",
            in: folder
        )
        #expect(run.code == 0, "\(run.error)")
        return run.text
    }

    @Test(
        "What a report says is true where answers are few, alike or hidden",
        arguments: [
            // Nobody has the causes, and every answer is there.
            (
                [("30,left,no,no", 12), ("50,right,no,no", 12)], "--min-cell 0",
                [
                    "No cause is present in any record that is complete for it.",
                    "No record has a first matching explanation: no cause that could be one is present.",
                    "No answer is missing.",
                    "The groups are too small to compare: by BMI side, no cause has two groups of 30 records or more.",
                    "No complete record has two causes or more.",
                ],
                ["The most common is", "can be shown", "bmi"]
            ),
            // Wilson's interval of 1 of 3 is 6.1 to 79.2 % (R: binom.wilson), 45.9 points above the share and 27.2 below.
            (
                [("30,left,yes,no", 1), ("30,left,no,no", 2)], "--min-cell 0",
                ["can be off by up to 56.1 points (Second: 0.0 % (0 of 3; 95 % CI 0.0–56.1 %))"],
                ["±", "BMI side right, 0.0 %"]
            ),
            (
                [("30,left,yes,", 1), ("30,left,no,", 2)], "--min-cell 0",
                ["can be off by up to 45.9 points (First: 33.3 %"], ["±"]
            ),
            // No side is known, so none is the largest group.
            (
                [("30,,yes,no", 20), ("50,,no,yes", 20)], "--min-cell 0", ["40 records from one file are summarised."],
                ["Largest groups"]
            ),
            // 3 records are without the first cause, which hides how common it is.
            (
                [("30,left,yes,yes", 12), ("30,left,yes,no", 15), ("30,left,no,no", 3)], "--by none",
                [
                    "Of the causes that can be shown, the most common is Second: 40.0 % (12 of 30;",
                    "prevalence of a cause that is shown can be off by",
                ],
                ["The most common is Second"]
            ),
            // Nothing of either cause can be shown.
            (
                [("30,left,yes,yes", 2), ("30,left,no,no", 10)], "",
                [
                    "**How sure is that?** Nothing is sure: no prevalence with its interval can be shown.",
                    "No cause has a prevalence that can be shown.",
                ],
                ["off by"]
            ),
            // No record answers both.
            (
                [("30,left,yes,", 20), ("30,left,,no", 20)], "--min-cell 0",
                [
                    "No record is complete for every assessed cause, so that combinations of all causes cannot be counted."
                ],
                ["The most common combinations"]
            ),
            // Forty of each side, and half of either has the cause.
            (
                [("30,left,yes,no", 20), ("30,left,no,no", 20), ("30,right,yes,no", 20), ("30,right,no,no", 20)],
                "--min-cell 0",
                [
                    "No group stands out: by BMI side, no cause has two groups of 30 records or more whose 95 % intervals lie apart."
                ],
                ["too small"]
            ),
        ] as [([(String, Int)], String, [String], [String])]
    )
    func sentences(_ rows: [(String, Int)], _ options: String, _ said: [String], _ unsaid: [String]) throws {
        let text = try Self.report(rows, options).replacing("\\", with: "")
        for sentence in said { #expect(text.contains(sentence), "\(sentence)") }
        for sentence in unsaid { #expect(!text.contains(sentence), "\(sentence)") }
    }

    @Test("Bands whose names do not say where they begin are explained")
    func bands() throws {
        let text = try Self.report([("30,left,yes,no", 20), ("50,right,no,yes", 20)], "--min-cell 0 --by age_group")
        #expect(text.replacing("\\", with: "").contains("Age goes by age: young <40; old ≥40."))
        let sample = try CommandLine("lumbar report SampleData/cohort.csv --format markdown -q").text.replacing(
            "\\",
            with: ""
        )
        #expect(sample.contains("obese_1 30 to <35; obese_2 35 to <40; obese_3 ≥40."))
        #expect(!sample.contains("18-29 18 to"))
    }

    @Test("The most frequent reason for rejecting is not called most of them")
    func rejected() throws {
        let run = try CommandLine("lumbar report SampleData/malformed.csv --min-cell 0 --format markdown -q")
        #expect(
            run.text.contains(
                "42.9 % (9 of 21) of the records read were rejected, most often for text after quote (3)."
            )
        )
    }

    @Test("Where causes are left aside, no combination is said to be without them")
    func leftAside() throws {
        let text = try CommandLine("lumbar report SampleData/cohort.csv --format markdown -q").text
        #expect(text.contains("Left aside: Overweight; Older age."))
        #expect(text.contains("| None of these causes |") && !text.contains("| No cause |"))
        #expect(text.contains("these causes and no other that is told apart:"))
        let all = try CommandLine("lumbar report SampleData/cohort.csv --min-cell 0 --format markdown -q").text
        #expect(
            all.contains("| No cause |") && all.contains("these causes and no other:") && !all.contains("Left aside")
        )
    }

    @Test("Rules stand with the thresholds that they ask for, and words for evidence with what they mean")
    func definitions() throws {
        let run = try CommandLine("lumbar report SampleData/cohort.csv --set layoff_weeks=3 --format markdown -q")
        #expect(run.text.contains("(Weeks without training that count as a break: 3 weeks)"))
        #expect(run.text.contains("The evidence for these: strong 6, moderate 2, weak 3, convention 7, heuristic 1."))
        #expect(run.text.contains("A convention is a customary line, a heuristic a rule of thumb"))
    }
}
