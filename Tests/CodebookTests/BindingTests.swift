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
}
