// Mapping files: what is wrong with them is said with line, column and what to do.

import Codebook
import Exports
import Foundation
import MappingFiles
import Mappings
import RuleSets
import Testing

@Suite("Mapping files")
struct MappingFileTests {
    @Test(
        "Every problem with its place and a suggestion",
        arguments: [
            ("", ["1:1: the file is empty; write 'columns:' and below it a line 'header: variable' for each column"]),
            (
                "columns: 3",
                ["1:10: 'columns' of the mapping is a single value where named values ('key: value') should stand"]
            ),
            ("colums: {}", ["1:1: the mapping has no field 'colums'; did you mean 'columns'?"]),
            (
                "rules: knees\ncolumns: {}",
                [
                    "1:8: the mapping is for the rule set 'knees', not for 'back-pain-after-training'; use it with its own (--rules), or change the name here"
                ]
            ),
            ("columns:\n  a: hight_cm", ["2:6: there is no variable 'hight_cm'; did you mean 'height_cm'?"]),
            ("columns:\n  a: ignored", ["2:6: there is no variable 'ignored'; did you mean 'ignore'?"]),
            (
                "columns:\n  a:\n  b: sex",
                [
                    "2:5: column \"a\" is still blank; write the variable that it answers, such as 'age_years', or 'ignore'"
                ]
            ),
            (
                "columns:\n  a: {variable: }",
                ["2:17: 'variable' of column \"a\" is still blank; fill it in, or write 'ignore' for the whole column"]
            ),
            (
                "columns:\n  a: {unit: lb}",
                ["2:6: column \"a\" has neither 'variable' nor 'name'; add one, or write 'ignore' instead"]
            ),
            (
                "columns:\n  a: {variable: weight_kg, unit: }",
                ["2:34: 'unit' of column \"a\" is still blank; fill it in, or write 'ignore' for the whole column"]
            ),
            (
                "columns:\n  a: {variable: weight_kg, unit: inch}",
                ["2:34: 'inch' is no unit of 'weight_kg', which is in kg; write kg, g, lb, st, st-lb"]
            ),
            (
                "columns:\n  a: {variable: technique_score, unit: kg}",
                [
                    "2:40: 'technique_score' is in points, which nothing converts to; remove 'unit' and compute the value instead ('compute:')"
                ]
            ),
            (
                "columns:\n  a: {variable: sex, codes: {1: femal, 2: male}}",
                ["2:33: 'femal' is none of the codes of 'sex'; did you mean 'female'?"]
            ),
            (
                "columns:\n  a: {variable: sex, codes: {1: female, 2: }}",
                ["2:44: the value '2' of column \"a\" is still blank; write its code, or move it to 'missing'"]
            ),
            (
                "columns:\n  a: {variable: sex, yes: [1]}",
                ["2:27: 'yes' of column \"a\": 'sex' is no yes or no; use 'codes'"]
            ),
            (
                "columns:\n  a: {variable: sex, missing: {refused: [9]}}",
                [
                    "2:32: 'missing' of column \"a\" has no field 'refused'; known are blank, declined, dont_know, not_applicable"
                ]
            ),
            (
                "columns:\n  a: {variable: sex, codes: {9: other}, missing: {declined: [9]}}",
                ["2:50: '9' of column \"a\" is both missing and the code 'other'; keep one"]
            ),
            (
                "columns:\n  a: sex\n  b: sex",
                ["3:3: 'sex' is answered by \"a\" and by \"b\"; keep one and 'ignore' the other"]
            ),
            ("columns:\n  a: {name: x}\n  b: {name: x}", ["3:3: the name 'x' is given to two columns; choose another"]),
            (
                "columns:\n  a: {name: bmi_x, type: date}",
                ["2:26: 'type' of column \"a\" is 'date'; types are number and text"]
            ),
            (
                "columns:\n  a: {name: age_years}",
                ["2:13: 'age_years' is already a name of the rule set; choose another, or write 'variable: age_years'"]
            ),
            ("columns: {}\ncompute:\n  phq2_score: a + b", ["3:15: there is no 'a'", "3:19: there is no 'b'"]),
            (
                "columns:\n  q: {name: x}\ncompute:\n  distracted: x + 1",
                ["4:15: the expression gives a number, but 'distracted' is a yes-or-no value"]
            ),
            (
                "columns: {}\ncompute:\n  phq2_score: 1 + 2",
                ["3:15: the expression reads no column; name one that is mapped, or a variable"]
            ),
            (
                "columns:\n  q: {name: x}\n  p: phq2_score\ncompute:\n  phq2_score: x",
                ["5:15: 'phq2_score' is computed here and answered by \"p\"; keep one"]
            ),
            (
                "columns:\n  q: {name: x}\ncompute:\n  record_id: x",
                [
                    "4:14: the expression gives a number, but 'record_id' is a text",
                    "4:14: 'record_id' names records and cannot be computed; map a column to it",
                ]
            ),
        ] as [(String, [String])]
    )
    func problems(_ text: String, _ expected: [String]) {
        let error = #expect(throws: MappingTrial.Refused.self) { try MappingTrial.intake("a,b\n1,2\n", text) }
        let lines = error?.lines ?? []
        #expect(lines.count == expected.count, "\(lines)")
        for (line, start) in zip(lines, expected) { #expect(line.hasPrefix(start), "\(line)") }
    }

    @Test(
        "What only a header shows",
        arguments: [
            (
                "Age,b\n1,2\n", "columns: {Agee: age_years}",
                "1:11: the file has no column \"Agee\"; did you mean \"Age\"?"
            ),
            ("Age,b\n1,2\n", "columns: {\"#3\": age_years}", "1:11: there is no column 3; the file has 2"),
            (
                "x,x\n1,2\n", "columns: {x: age_years}",
                "1:11: the file has 2 columns \"x\"; write \"#1\" or \"#2\" to say which"
            ),
            (
                "x,y\n1,2\n", "columns: {x: age_years, \"#1\": sex}",
                "1:25: \"#1\" and \"x\" (line 1) are the same column 1; keep one"
            ),
            (
                "x,y\n1,2\n", "columns: {x: age_years}\ncompute: {phq2_score: phq9_score}",
                "2:23: 'phq2_score' is computed from 'phq9_score', for which the file has no column"
            ),
            (
                "x,q___1,q___2\n1,0,1\n", "columns: {q: sex}",
                "1:11: \"q\" has 2 columns of options, which 'sex' cannot hold; name one of them, such as \"#2\""
            ),
            (
                "Weight in kg (or lb)\n1\n", "columns: {\"Weight in kg (or lb)\": weight_kg}",
                "1:1: column 1 (\"Weight in kg (or lb)\") answers 'weight_kg' but names several units (kg, lb); say which in a mapping file (--map)"
            ),
        ]
    )
    func headers(_ file: String, _ mapping: String, _ expected: String) {
        let error = #expect(throws: MappingTrial.Refused.self) { try MappingTrial.intake(file, mapping) }
        #expect(error?.lines == [expected])
    }

    @Test("A mapping settles what a header leaves open, and names columns in any way")
    func settles() throws {
        let file = "Age,AGE,q___1,q___2,Which sport?,note\n1,2,0,1,x,y\n"
        let mapping = """
            columns:
              "#1": age_years
              AGE: ignore
              q___2: {variable: distracted}
              which sport: training_type
            """
        let intake = try MappingTrial.intake(file, mapping)
        let bound = intake.binding.matches.indices.compactMap { position in
            intake.binding.matches[position].map {
                "\(MappingTrial.ruleSet.codebook.variables[position].id) \($0.column) \($0.explanation)"
            }
        }
        #expect(
            bound == [
                "age_years 0 line 2 of the mapping says so", "training_type 4 line 5 of the mapping says so",
                "distracted 3 line 4 of the mapping says so",
            ]
        )
        #expect(intake.layout.multipleChoices.map(\.columns) == [[2]])
    }

    @Test("The mapping that the README shows has no mistake")
    func readme() throws {
        let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../README.md"
        )
        let text = try String(contentsOf: readme, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```").first { $0.hasPrefix("yaml\nrules:") })
        let file = MappingFile(path: "README.md", bytes: Array(block.dropFirst(5).utf8), ruleSet: MappingTrial.ruleSet)
        #expect(file.problems.isEmpty, "\(file.problems)")
        #expect(file.mapping?.columns.count == 6)
    }
}
