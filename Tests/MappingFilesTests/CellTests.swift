// What each cell comes to under a mapping: the number, code or kind of missing.

import Codebook
import Columns
import Exports
import Mappings
import RuleSets
import Testing

@Suite("Cells under a mapping")
struct CellTests {
    /// How one column is mapped, its cells, and the values that come of them: the number, code or kind of missing that `explain` shows.
    struct Case: CustomTestStringConvertible, Sendable {
        let mapping: String
        let variable: String
        let cells: [(String, String)]
        var testDescription: String { mapping }

        init(_ mapping: String, _ variable: String, _ cells: KeyValuePairs<String, String>) {
            self.mapping = mapping
            self.variable = variable
            self.cells = cells.map { ($0.key, $0.value) }
        }
    }

    static let cases = [
        Case(
            "x: {variable: weight_kg, unit: lb}",
            "weight_kg",
            [
                "200": "90.718474", "165 lbs": "74.84274105", "70 kg": "70", "11 st 4 lb": "71.66759446",
                "70 cm": "unparseable", "165 ½ lb": "75.069537235", "NA": "blank",
                "0x10": "unparseable", "2000": "implausible",
            ]
        ),
        Case(
            "x: {variable: weight_kg, unit: st-lb}",
            "weight_kg",
            ["11 st 4 lb": "71.66759446", "11st": "69.85322498", "11 st 15 lb": "unparseable", "9": "unparseable"]
        ),
        Case(
            "x: {variable: height_cm, unit: ft-in}",
            "height_cm",
            [
                "5'11\"": "180.34", "5 ft 11 in": "180.34", "5ft11": "180.34", "5′11″": "180.34",
                "5 feet, 11 inches": "unparseable", "6'": "182.88", "71 in": "180.34", "5-11": "unparseable",
                "5'12": "unparseable", "6 foot": "182.88", "5' 7.5\"": "171.45",
                "5' 8 1/2\"": "173.99", "5'8½\"": "173.99", "5'8½": "173.99", "5 ft 8 3/4 in": "174.625",
                "5' 1/2": "153.67",
                "5½ ft": "167.64", "5'8 5/4": "unparseable", "5'8 1/3": "unparseable", "5'11/12": "unparseable",
                "5' 7.5 1/2": "unparseable", "180 cm": "180", "1.8m": "180", "180": "unparseable",
            ]
        ),
        Case(
            "x: {variable: height_cm, unit: ft-dash-in}",
            "height_cm",
            ["5-11": "180.34", "5-12": "unparseable", "5-8 1/2": "173.99", "11-May": "unparseable", "5'11": "180.34"]
        ),
        Case("x: {variable: height_cm, unit: m}", "height_cm", ["1.13": "113", "1.8 m": "180", "180": "implausible"]),
        Case(
            "x: {variable: height_cm, unit: m, decimal: comma}",
            "height_cm",
            ["1,82": "182", "1.82": "182", "1,8,2": "unparseable"]
        ),
        Case(
            "x: {variable: height_cm, unit: cm}",
            "height_cm",
            [
                "180": "180", "180 cm": "180", "1.80 m": "180", "71 in": "180.34", "71\"": "180.34", "5'11\"": "180.34",
                "1.80": "implausible", "1/2": "unparseable", "180 lb": "unparseable", "1,80 m": "unparseable",
            ]
        ),
        Case(
            "x: {variable: weight_kg, unit: kg, decimal: comma}",
            "weight_kg",
            ["180,5 lb": "81.873422785", "80,5 kg": "80.5"]
        ),
        Case(
            "x: {variable: pain_duration_hours, unit: days}",
            "pain_duration_hours",
            [
                "2": "48", "0.5": "12", "1 day": "24", "2 weeks": "336", "1 week": "168", "36 h": "36", "90 min": "1.5",
                "1/2 day": "12", "1/2": "unparseable", "3 per week": "unparseable", "2 m": "unparseable",
            ]
        ),
        Case("x: {variable: pain_weeks, unit: months}", "pain_weeks", ["6": "26.089285714"]),
        Case(
            "x: {variable: distracted, yes: [often, \"5\"], no: [never]}",
            "distracted",
            ["Often": "yes", "5": "yes", "NEVER": "no", "yes": "yes", "0": "no", "maybe": "unparseable"]
        ),
        Case(
            "x: {variable: sex, codes: {1: female, 2: male, \"ein Mann\": male}, missing: {declined: [\"9\"]}}",
            "sex",
            ["1": "female", "2": "male", "ein  mann": "male", "w": "female", "9": "declined", "3": "unparseable"]
        ),
        Case(
            "x: {variable: technique_score, codes: {poor: 2, good: 8}, missing: {dont_know: [\"-9\"]}}",
            "technique_score",
            ["poor": "2", "Good": "8", "5": "5", "-9": "dont_know", "so-so": "unparseable"]
        ),
        Case(
            "x: {variable: spinal_conditions, separator: \",\", codes: {1: scoliosis, 2: other_deviation, \"bent, or worse\": hyperlordosis}}",
            "spinal_conditions",
            [
                "1,2": "scoliosis;other_deviation", "2": "other_deviation",
                "1,bent, or worse": "scoliosis;hyperlordosis", "scoliosis;none": "none;scoliosis", "1,7": "unparseable",
            ]
        ),
    ]

    @Test("Recoded, converted, told to be missing", arguments: cases)
    func cells(_ mapped: Case) throws {
        let intake = try MappingTrial.intake("x\n1\n", "columns:\n  \(mapped.mapping)\n")
        for (cell, expected) in mapped.cells {
            #expect(try value(of: mapped.variable, [cell], intake) == expected, "\(cell)")
        }
    }

    @Test(
        "Ticks in columns of their own",
        arguments: [
            (["1", "0", "0"], "scoliosis", "scoliosis"), (["0", "1", "1"], "none;hyperlordosis", "none;hyperlordosis"),
            (["", "", ""], "blank", "blank"), (["0", "0", "0"], "blank", "none"), (["0", "", "0"], "blank", "none"),
            (["Checked", "Unchecked", ""], "scoliosis", "scoliosis"), (["2", "0", "0"], "unparseable", "unparseable"),
            (["NA", "0", "1"], "hyperlordosis", "hyperlordosis"), (["scoliosis", "", ""], "scoliosis", "scoliosis"),
        ]
    )
    func ticks(_ cells: [String], _ plain: String, _ unchecked: String) throws {
        let file = "spinal_conditions___scoliosis,spinal_conditions___none,spinal_conditions___hyperlordosis\n1,0,0\n"
        #expect(try value(of: "spinal_conditions", cells, MappingTrial.intake(file)) == plain)
        let mapping = "columns: {spinal_conditions: {variable: spinal_conditions, unchecked: none}}"
        #expect(try value(of: "spinal_conditions", cells, MappingTrial.intake(file, mapping)) == unchecked)
    }

    @Test(
        "Computed from columns and variables",
        arguments: [
            ("phq2_score", "a + b", ["1", "2"], "3"), ("phq2_score", "a + b", ["1", ""], "blank"),
            ("phq2_score", "a + b", ["5", "5"], "implausible"), ("phq2_score", "a / b", ["5", "0"], "not_applicable"),
            ("phq2_score", "a + b", ["1", "x"], "blank"), ("phq2_score", "max(a, b)", ["not at all", "2"], "2"),
            ("distracted", "a > b", ["2", "1"], "yes"), ("distracted", "a > b", ["1", "2"], "no"),
            ("sex", "if a = 1 then \"female\" else \"male\"", ["1", "2"], "female"),
            ("training_type", "if a = 1 then \"yoga\" else null", ["1", "2"], "yoga"),
        ]
    )
    func computed(_ variable: String, _ expression: String, _ cells: [String], _ expected: String) throws {
        let mapping = """
            columns:
              x: {name: a, codes: {"not at all": 0}}
              y: {name: b}
            compute:
              \(variable): '\(expression)'
            """
        #expect(try value(of: variable, cells, MappingTrial.intake("x,y\n1,2\n", mapping)) == expected)
    }

    @Test("Missing answers by the platform's word only")
    func platforms() throws {
        let qualtrics = """
            StartDate,Status,Finished,ResponseId,Q1,Q2
            Start Date,Response Type,Finished,Response ID,How old are you?,Which spinal conditions have been diagnosed?
            "{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""f""}","{""ImportId"":""r""}",\
            "{""ImportId"":""q1""}","{""ImportId"":""q2""}"
            2020-01-01,0,1,R_1,30,"Scoliosis,Other deviation"
            """
        let intake = try MappingTrial.intake(qualtrics)
        #expect(try value(of: "age_years", ["-99"], intake) == "blank")
        #expect(try value(of: "age_years", ["99"], intake) == "99")
        #expect(
            try value(of: "spinal_conditions", ["Scoliosis,Other deviation"], intake) == "scoliosis;other_deviation"
        )
        let plain = try MappingTrial.intake("age_years\n1\n", "missing: {declined: [\"77\"]}")
        #expect(try value(of: "age_years", ["-99"], plain) == "implausible")
        #expect(try value(of: "age_years", ["77"], plain) == "declined")
        #expect(try value(of: "age_years", ["99"], plain) == "99")
    }

    /// What a variable is in a record of some cells, those of its recipe.
    private func value(of id: String, _ cells: [String], _ intake: Intake) throws -> String {
        let position = try #require(intake.codebook.position(of: id))
        let variable = intake.codebook.variables[position]
        let batch = ColumnBatch(kinds: [variable.type.columnKind])
        batch.start(count: 1)
        var pool = TextPool()
        for known in intake.codebook.variables {
            if case .category(let codes) = known.type { for code in codes { _ = pool.intern(code.id) } }
        }
        let texts = OpenTexts(pool: pool, room: 9)
        let missing: MissingKind?
        if let recipe = intake.recipes[position] {
            let reader = RecipeReader(recipe, variable, in: intake.codebook, column: 0, pool: pool, openTexts: texts)
            missing = withBytes(of: cells[...], []) { reader.read($0, into: batch, record: 0) }
        } else {
            let reader = CellReader(variable, in: intake.codebook, column: 0, pool: pool, openTexts: texts)
            missing = withBytes(of: cells[...], []) { reader.read($0[0], into: batch, record: 0) }
        }
        if let missing {
            #expect(!batch.isAnswered(0, record: 0))
            return missing.rawValue
        }
        #expect(batch.isAnswered(0, record: 0))
        switch variable.type {
        case .number: return describe(batch.numbers(0)[0])
        case .boolean: return hasBit(batch.truths(0), 0) ? "yes" : "no"
        case .category, .text:
            let identifier = Int(batch.texts(0)[0])
            return identifier < pool.texts.count
                ? pool.texts[identifier] : String(decoding: texts.values[identifier - pool.texts.count], as: UTF8.self)
        case .set(let codes, _):
            return codes.indices.filter { batch.sets(0)[0] & (1 << UInt64($0)) != 0 }.map { codes[$0].id }
                .joined(separator: ";")
        }
    }

    private func withBytes<Result>(
        of cells: ArraySlice<String>,
        _ done: [UnsafeBufferPointer<UInt8>],
        _ body: ([UnsafeBufferPointer<UInt8>]) -> Result
    ) -> Result {
        guard var first = cells.first else { return body(done) }
        return first.withUTF8 { withBytes(of: cells.dropFirst(), done + [$0], body) }
    }
}
