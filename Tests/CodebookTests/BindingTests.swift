// Which column answers which variable: by id, alias or spelling, each once.

import Codebook
import Testing

@Suite("Binding")
struct BindingTests {
    static let codebook = Codebook(variables: [
        Variable(id: "record_id", label: "Record", type: .text, aliases: ["ID"]),
        Variable(id: "height_cm", label: "Height", type: .number, aliases: ["Größe (cm)", "How tall are you?"]),
        Variable(id: "age_years", label: "Age", type: .number, aliases: ["Quel âge avez-vous ?", "Age"]),
        Variable(id: "shoe", label: "Shoe", type: .number, aliases: ["Łódź", "smørrebrød", "Straße", "年齢"]),
    ])

    @Test(
        "A header binds by id, alias, or spelling but for case, spaces, punctuation and accents",
        arguments: [
            ("height_cm", 1, Binding.Reason.id), ("Größe (cm)", 1, .alias), ("How tall are you?", 1, .alias),
            ("HEIGHT_CM", 1, .spelling), ("height cm", 1, .spelling), ("Height-Cm", 1, .spelling),
            ("heightcm", 1, .spelling), ("GROSSE (CM)", 1, .spelling), ("größe cm", 1, .spelling),
            ("Gro\u{0308}ße (cm)", 1, .alias), ("how tall are you", 1, .spelling),
            ("  How  tall are you ?", 1, .spelling), ("HOW_TALL_ARE_YOU", 1, .spelling), ("Age", 2, .alias),
            ("AGE", 2, .spelling), ("âge", 2, .spelling), ("a\u{0302}ge", 2, .spelling), ("Âge", 2, .spelling),
            ("quel age avez vous", 2, .spelling), ("ID", 0, .alias), ("id", 0, .spelling), ("Record ID", 0, .spelling),
            ("lodz", 3, .spelling), ("SMORREBROD", 3, .spelling), ("STRASSE", 3, .spelling), ("年齢", 3, .alias),
            (" 年齢 ", 3, .spelling),
        ]
    )
    func binds(_ name: String, _ variable: Int, _ reason: Binding.Reason) throws {
        let binding = try Binding(header: ["other", name], codebook: Self.codebook)
        #expect(binding.matches.indices.filter { binding.matches[$0] != nil } == [variable])
        #expect(binding.matches[variable]?.column == 1)
        #expect(binding.matches[variable]?.reason == reason)
        #expect(binding.unbound == ["other"])
        #expect(binding.collected == [variable])
    }

    @Test(
        "What only resembles a name binds nothing",
        arguments: ["height", "cm", "ages", "size", "", " ", "?", "年", "how tall"]
    )
    func unbound(_ name: String) {
        #expect(throws: BindingError.nothing(names: [name], expected: ["record_id", "height_cm", "age_years", "shoe"]))
        {
            try Binding(header: [name], codebook: Self.codebook)
        }
    }

    @Test(
        "Two columns for one variable are refused, whatever binds them",
        arguments: [
            ["age_years", "x", "age_years"], ["age_years", "x", "Age"], ["Age", "x", "AGE"],
            ["âge", "x", "Quel âge avez-vous ?"],
        ]
    )
    func twice(_ header: [String]) {
        let error = BindingError.twice(variable: "age_years", columns: [0, 2], names: [header[0], header[2]])
        #expect(throws: error) { try Binding(header: header, codebook: Self.codebook) }
        #expect(error.column == 3)
        #expect(error.message.contains("columns 1 (\"\(header[0])\") and 3 (\"\(header[2])\") both answer 'age_years'"))
    }

    @Test("A column that is not known may stand twice, and unbound columns keep their order")
    func unknownTwice() throws {
        let binding = try Binding(header: ["z", "Age", "z", "", "a"], codebook: Self.codebook)
        #expect(binding.unbound == ["z", "z", "", "a"])
        #expect(binding.matches[2]?.column == 1)
    }

    @Test("A header of one column hints at the delimiter")
    func delimiter() {
        let error = BindingError.nothing(names: ["age_years;height_cm"], expected: ["record_id", "height_cm"])
        #expect(error.message.contains("--delimiter"))
        #expect(error.message.contains("such as height_cm"))
    }

    @Test(
        "Spellings",
        arguments: [
            ("Größe (cm)", "grossecm"), ("âge", "age"), ("a\u{0302}ge", "age"),
            ("Quel âge avez-vous ?", "quelageavezvous"),
            ("ÅNGSTRÖM", "angstrom"), ("naïve–café", "naivecafe"), ("PHQ-9", "phq9"), ("Æsop", "aesop"), ("???", ""),
            ("年齢 1", "年齢1"), ("Возраст", "возраст"), ("ИМЯ", "имя"),
        ]
    )
    func spelling(_ name: String, _ spelling: String) {
        #expect(normalisedSpelling(name) == spelling)
    }

    // MARK: Beyond plain names

    static let body = Codebook(variables: [
        Variable(id: "record_id", label: "Record", type: .text, aliases: ["ID", "Response ID"]),
        Variable(
            id: "height_cm",
            label: "Height",
            type: .number,
            unit: "cm",
            aliases: ["Height", "What is your height?", "Wie groß sind Sie?"]
        ),
        Variable(id: "weight_kg", label: "Weight", type: .number, unit: "kg", aliases: ["Weight", "Weight in kg"]),
        Variable(id: "pain_hours", label: "Pain", type: .number, unit: "hours", aliases: ["Pain duration in hours"]),
        Variable(id: "pain_weeks", label: "Pain", type: .number, unit: "weeks", aliases: ["Pain duration in weeks"]),
        Variable(
            id: "sore",
            label: "Sore",
            type: .plainBoolean,
            aliases: ["How sore are you?", "Does it hurt today?"]
        ),
        Variable(id: "spine", label: "Spine", type: .set([], separator: ";"), aliases: ["Which spinal conditions?"]),
    ])

    @Test(
        "Units at a name's end, and phrases in a text",
        arguments: [
            ("height_in", "height_cm", Binding.Reason.unit, MeasurementUnit.inch),
            ("Height (m)", "height_cm", .unit, .metre), ("Height in cm", "height_cm", .unit, nil),
            ("Weight [lbs]", "weight_kg", .unit, .pound), ("weight_stone", "weight_kg", .unit, .stone),
            ("What is your height (inches)?", "height_cm", .unit, .inch),
            ("2. What is your height in feet and inches?", "height_cm", .phrase, .footAndInch),
            ("And now: what is your height, please?", "height_cm", .phrase, nil),
            ("Wie groß sind Sie (in Zentimetern)?", "height_cm", .unit, nil),
            ("Frage 3: Wie groß sind Sie heute?", "height_cm", .phrase, nil),
            ("Today: how sore are you?", "sore", .phrase, nil), ("Pain duration in hours", "pain_hours", .alias, nil),
        ] as [(String, String, Binding.Reason, MeasurementUnit?)]
    )
    func unitsAndPhrases(_ name: String, _ variable: String, _ reason: Binding.Reason, _ unit: MeasurementUnit?) throws
    {
        let binding = try Binding(header: ["x", name], codebook: Self.body)
        let position = try #require(Self.body.position(of: variable))
        #expect(binding.collected == [position])
        #expect(binding.matches[position]?.reason == reason)
        #expect(binding.matches[position]?.unit == unit)
    }

    @Test(
        "What says less than that is left alone",
        arguments: ["Height of your desk", "mother_height", "height_kg", "Pain duration", "weeks", "How sore"]
    )
    func leftAlone(_ name: String) {
        #expect(throws: BindingError.self) { try Binding(header: [name], codebook: Self.body) }
    }

    @Test("A better name wins, and the other is named")
    func passedOver() throws {
        let header = ["height_in", "height_cm", "What is your height, in shoes?"]
        let binding = try Binding(header: header, codebook: Self.body)
        #expect(binding.matches[1]?.column == 1)
        #expect(binding.passedOver.map(\.column) == [0, 2])
        #expect(binding.unbound == [header[0], header[2]])
    }

    @Test(
        "One of several numbered items is not taken for the total that is called like it",
        arguments: [
            (["phq_1", "phq_2"], [nil, nil]), (["PHQ-1", "PHQ-2", "phq9_score"], [nil, 2]),
            (["phq_1", "phq_2", "phq_9"], [nil, nil]), (["phq_1", "phq2_score", "PHQ 9"], [1, nil]),
            // Without a first item they are no items.
            (["phq2", "phq9"], [0, 1]), (["phq_2", "gad_1"], [0, nil]), (["phq_11", "phq_2"], [1, nil]),
        ] as [([String], [Int?])]
    )
    func numberedItems(_ header: [String], _ columns: [Int?]) throws {
        let codebook = Codebook(variables: [
            Variable(id: "record_id", label: "Record", type: .text),
            Variable(id: "phq2_score", label: "PHQ-2", type: .number, aliases: ["PHQ-2"]),
            Variable(id: "phq9_score", label: "PHQ-9", type: .number, aliases: ["PHQ-9"]),
        ])
        let binding = try Binding(header: ["record_id"] + header, codebook: codebook)
        #expect(binding.matches.dropFirst().map { $0.map { $0.column - 1 } } == columns)
        let items = header.indices.filter { ["2", "9"].contains(header[$0].suffix(1)) && !columns.contains($0) }
        #expect(binding.passedOver.map { $0.column - 1 } == items)
        #expect(binding.passedOver.allSatisfy { $0.isItem })
    }

    @Test(
        "Nothing is settled silently",
        arguments: [
            (
                ["Pain duration (days)"],
                BindingError.ambiguous(
                    column: 0,
                    name: "Pain duration (days)",
                    variables: ["pain_hours", "pain_weeks"]
                )
            ),
            (
                ["Today: how sore are you, and does it hurt today?", "How sore are you tonight?"],
                .twice(
                    variable: "sore",
                    columns: [0, 1],
                    names: ["Today: how sore are you, and does it hurt today?", "How sore are you tonight?"]
                )
            ),
            (
                ["height_in", "height_m"],
                .twice(variable: "height_cm", columns: [0, 1], names: ["height_in", "height_m"])
            ),
            (
                ["What is your height (cm or inches), today?"],
                .units(
                    column: 0,
                    name: "What is your height (cm or inches), today?",
                    variable: "height_cm",
                    units: ["cm", "in"]
                )
            ),
        ]
    )
    func ambiguous(_ header: [String], _ error: BindingError) {
        #expect(throws: error) { try Binding(header: header, codebook: Self.body) }
        #expect(error.message.contains("mapping file (--map)"))
    }

    @Test("Where a name stands decides before what it is like")
    func origins() throws {
        let questions = [
            Question(column: 0, names: [.init("Q1", .header), .init("What is your height?", .text)]),
            Question(column: 1, names: [.init("g/weight", .header), .init("weight", .path)]),
            Question(column: 2, names: [.init("Response ID", .header)], isPlatforms: true),
            Question(column: 3, names: [.init("w2", .header), .init("Weight (lb)", .label)]),
            Question(column: 4, names: [.init("Sore", .header)], options: [.init(column: 4, names: ["1"])]),
            Question(column: 5, names: [.init("height", .header)], isPlatforms: true),
        ]
        let header = questions.map { $0.names[0].text }
        let binding = try Binding(header: header, questions: questions, codebook: Self.body)
        #expect(binding.matches.map { $0?.column } == [2, 0, 1, nil, nil, 4, nil])
        #expect(
            binding.matches.map { $0?.explanation ?? "" } == [
                "it is the platform's own id", "its text is the alias \"What is your height?\"",
                "its name within its group is \"Weight\" but for spelling", "", "",
                "its name is \"sore\" but for spelling", "",
            ]
        )
        #expect(binding.passedOver.map(\.column) == [3])
    }

    @Test(
        "Units convert, rounded to nine decimals",
        arguments: [
            (1.13, MeasurementUnit.metre, MeasurementUnit.centimetre, 113), (70, .inch, .centimetre, 177.8),
            (165, .pound, .kilogram, 74.84274105), (11.5, .stone, .kilogram, 73.02837157), (2, .day, .hour, 48),
            (3, .week, .day, 21), (6, .month, .year, 0.5), (90, .minute, .hour, 1.5), (5.5, .foot, .centimetre, 167.64),
            (70_000, .gram, .kilogram, 70),
        ]
    )
    func converts(_ value: Double, _ from: MeasurementUnit, _ to: MeasurementUnit, _ expected: Double) {
        #expect(from.convert(value, to: to) == expected)
    }
}
