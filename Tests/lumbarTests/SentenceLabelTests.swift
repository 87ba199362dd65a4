// Labels within sentences: small at the start, as words there are, unless they begin with an abbreviation.

import Testing

@Suite("Labels within sentences")
struct SentenceLabelTests {
    private static let rules = """
        ruleset: labels
        version: 1
        title: Labels
        variables:
          kind: {type: category, label: Kind, codes: {one: [], two: []}}
          other: {type: category, label: Other, codes: {red: [], blue: []}}
          a: {type: boolean, label: A}
        causes:
          - {id: first, label: First, category: primary, when: a}
        groups:
          kind: {label: BMI class of the WHO, of: kind}
          other: {label: Other colour, of: other}
        summarise_by: [kind, other]

        """

    @Test(
        "Abbreviations and names keep their capitals",
        arguments: [
            ("summarise", "by BMI class of the WHO and other colour"),
            ("summarise --by kind --compare-groups", "By BMI class of the WHO"),
            ("summarise --table paper", "by BMI class of the WHO"), ("chart heatmap", "By BMI class of the WHO"),
            ("report --format markdown", "Records by BMI class of the WHO"),
            ("report --format markdown", "First by BMI class of the WHO (rows) and other colour (columns)"),
        ]
    )
    func capitals(_ command: String, _ expected: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.rules.utf8, to: "rules.yaml")
        let lines = ["one,red,yes", "one,blue,no", "two,red,no", "two,blue,yes"].flatMap {
            Array(repeating: $0, count: 20)
        }
        try folder.write(("kind,other,a\n" + lines.joined(separator: "\n") + "\n").utf8, to: "in.csv")
        let run = try CommandLine("lumbar \(command) $TMP/in.csv --rules $TMP/rules.yaml -q", in: folder)
        #expect(run.code == 0, "\(run.error)")
        let text = run.text.replacing("\n", with: " ").replacing("\\", with: "")
        #expect(text.contains(expected), "\(run.text)")
        #expect(!text.contains("bmi class") && !text.contains("Other colour (columns)"))
    }
}
