// Drafts of mappings: guesses, values with counts, and blanks that keep the draft from being used.

import CSVReading
import Codebook
import Exports
import Mappings
import RuleSets
import Testing

@Suite("Drafts of mappings")
struct DraftTests {
    /// The draft for a plain file.
    private func draft(_ header: [String], _ rows: [[String]]) throws -> String {
        let layout = Layout(FirstRecords(rows: [header] + rows, headerCandidates: 1))
        let codebook = MappingTrial.ruleSet.codebook
        let intake = try Intake(header: header, layout: layout, codebook: codebook, keepsConflicts: true)
        var counts: [Int: ValueCounts] = [:]
        for row in rows { for (column, cell) in row.enumerated() { counts[column, default: .init()].add(cell) } }
        return MappingDraft.text(
            intake,
            header: header,
            counts: counts,
            codebook: codebook,
            ruleSet: "back-pain-after-training",
            source: "folder/survey.csv"
        )
    }

    @Test("What is known is filled in, what is not is blank, what was seen is counted")
    func text() throws {
        let text = try draft(
            ["Sex", "Distracted", "Height", "Weight (lb)", "Pain level", "Pain duration (days)", "comment"],
            [
                ["F", "ja", "5'11\"", "180", "3", "2", "a: \"b\""],
                ["1", "nein", "6'", "170", "prefer not to say", "3", ""],
                ["1", "vielleicht", "", "160", "4", "", ""],
            ]
        )
        #expect(
            text == """
                # A draft of how the columns of survey.csv answer the rule set's variables.
                # Read each line. What is left blank (nothing behind the colon) must be filled in before the file can be used.
                # '#' begins a comment; behind values stands how often each was seen.
                rules: back-pain-after-training
                columns:
                  # its name is "sex" but for spelling
                  # 3 answers: 1 (2), F (1)
                  "Sex":
                    variable: sex
                    codes:
                      "1":  # 2
                  # its name is "distracted" but for spelling
                  # 3 answers: ja (1), nein (1), vielleicht (1)
                  "Distracted":
                    variable: distracted
                    codes:
                      "ja": "yes"  # 1
                      "nein": "no"  # 1
                      "vielleicht":  # 1
                  # its name is the alias "Height"
                  # 2 answers: 5'11" (1), 6' (1)
                  "Height":
                    variable: height_cm
                    unit: ft-in
                  # its name is "weight_kg" but for the unit, in lb
                  # 3 answers: 160 (1), 170 (1), 180 (1)
                  "Weight (lb)":
                    variable: weight_kg
                    unit: lb
                  # its name is the alias "Pain level"
                  # 3 answers: 3 (1), 4 (1), prefer not to say (1)
                  "Pain level":
                    variable: pain_severity
                    missing: {declined: ["prefer not to say"]}
                  # Decide: pain_duration_hours, pain_weeks, or ignore.
                  # 2 answers: 2 (1), 3 (1)
                  "Pain duration (days)":
                  # 1 answer
                  "comment": ignore

                """ + openVariables(after: ["sex", "distracted", "height_cm", "weight_kg", "pain_severity"])
        )
    }

    /// The comment at the end, which names the variables that are still without a column.
    private func openVariables(after bound: [String]) -> String {
        let codebook = MappingTrial.ruleSet.codebook
        let ids = codebook.variables.indices.filter { !codebook.flagPositions.contains($0) }.map {
            codebook.variables[$0].id
        }
        .filter { $0 != "record_id" && !bound.contains($0) }
        #expect(ids.count + bound.count == 29)
        let labels = ["age_years": "Age (years)", "training_type": "Kind of training (any text)"]
        let text = try? draft(["Sex"], [["f"]])
        let lines = (text ?? "").split(separator: "\n").filter { $0.hasPrefix("#   ") }
        for (id, label) in labels { #expect(lines.contains("#   \(id): \(label)")) }
        let listed = ids.compactMap { id in lines.first { $0.hasPrefix("#   \(id): ") } }
        #expect(listed.count == ids.count)
        return
            "\n# Variables without a column so far; write one of them in place of 'ignore' where a column answers it:\n"
            + listed.joined(separator: "\n") + "\n"
    }

    @Test("Where most answers are no numbers, someone has to say what they stand for")
    func bands() throws {
        let text = try draft(
            ["Age", "Pain level"],
            [["18-29", "4"], ["> 60", "x"], ["18-29", "5"], ["40", "NRS 6"]]
        )
        #expect(
            text.contains(
                "    codes:  # the number that each stands for\n      \"18-29\":  # 2\n      \"> 60\":  # 1\n"
            )
        )
        // Half of the answers are numbers: the others are counted as unreadable.
        #expect(text.contains("\"Pain level\": pain_severity\n"))
        let named = try draft(["Height"], [["5'11\""], ["5 ft 10 in"], ["1.80 m"], ["180"]])
        #expect(named.contains("    unit: cm  # cells that name another unit are read in that\n"), "\(named)")
        let units = try draft(["Height"], [["5'11\""], ["5 ft 10 in"], ["1 m 80"], ["180"]])
        #expect(units.contains("    unit:  # ft-in would read 2 of 3 values that are no plain numbers\n"), "\(units)")
    }

    @Test("Of a column that answers nothing only repeated values are shown, with its text and options")
    func unbound() throws {
        let text = try draft(["name", "city"], [["Ada", "Ulm"], ["Bob", "Ulm"], ["Cem", "Bonn"]])
        #expect(
            text.contains("  # 3 answers\n  \"name\": ignore\n  # 3 answers: Ulm (2), …\n  \"city\": ignore\n"),
            "\(text)"
        )
        #expect(!text.contains("Ada") && !text.contains("Bonn"))
    }

    @Test("A draft with blanks is refused at each of them, one without is used")
    func refused() throws {
        let header = ["Sex", "Pain duration (days)"]
        let text = try draft(header, [["1", "2"], ["2", "3"]])
        let file = "Sex,Pain duration (days)\n1,2\n"
        let error = #expect(throws: MappingTrial.Refused.self) { try MappingTrial.intake(file, text) }
        #expect(error?.lines.count == 3, "\(error?.lines ?? [])")
        #expect(error?.lines.allSatisfy { $0.contains("is still blank") } == true)
        let decided = text.replacing("\"1\":", with: "\"1\": female").replacing("\"2\":", with: "\"2\": male")
            .replacing(
                "\"Pain duration (days)\":",
                with: "\"Pain duration (days)\": {variable: pain_duration_hours, unit: days}"
            )
        let intake = try MappingTrial.intake(file, decided)
        #expect(intake.binding.collected.count == 2)
    }

    @Test("Counts of parts add up to those of the whole, in any order")
    func counts() {
        let cells = (0..<200).map { "v\($0 % 50)" }
        var whole = ValueCounts()
        for cell in cells { whole.add(cell) }
        var parts = [ValueCounts(), ValueCounts()]
        for (index, cell) in cells.enumerated() { parts[index % 2].add(cell) }
        var sum = parts[1]
        sum += parts[0]
        #expect(sum == whole)
        #expect(whole.values.count == 50)
        for number in 0..<60 { parts[0].add("w\(number)") }
        sum = parts[1]
        sum += parts[0]
        #expect(sum.isOpen && sum.values.isEmpty && sum.answers == 260)
    }
}
