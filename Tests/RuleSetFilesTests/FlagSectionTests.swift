// The section of red flags: what is refused in it, and that the built-in rule set is the same with and without it.

import Codebook
import RuleSetFiles
import RuleSets
import Testing

@Suite("The section of red flags")
struct FlagSectionTests {
    static let start = """
        ruleset: x
        version: 1
        variables: {height: {type: number}}
        causes: [{id: tall, when: height > 2}]
        advice: {rest: Rest., walk: Walk.}
        general_advice: [walk]
        flags:

        """

    @Test(
        "What is wrong is said",
        arguments: [
            ("  signs: [{id: hot, when: hieght > 1}]", "there is no 'hieght'; did you mean 'height'?"),
            ("  signs: [{id: hot}]", "the rule 'hot.hot' has neither 'when' nor 'any_of'; write a condition"),
            (
                "  signs: [{id: hot, when: height > 1, avice: [rest]}]",
                "a flag has no field 'avice'; did you mean 'advice'?"
            ),
            (
                "  signs: [{id: hot, when: height > 1, advice: [rset]}]",
                "names the advice 'rset', which is not there; did you mean 'rest'?"
            ),
            ("  signs: [{id: tall, when: height > 1}]", "'tall' is a cause already"),
            ("  signs: [{id: hot, when: height > 1}, {id: hot, when: height > 3}]", "'hot' is a flag already"),
            ("  signs: [{id: two, any_of: [three]}, {id: three, when: height > 1}]", "which is no earlier flag"),
            ("  signs: [{id: two, when: three}, {id: three, when: height > 1}]", "flags are decided in order"),
            ("  signs: [{id: hot, when: height > 1, none_of: [tall]}]", "a flag has no field 'none_of'"),
            ("  signs: [{when: height > 1}]", "a flag has no 'id'; add it"),
            ("  signs: [{id: hot, any: []}]", "flag 'hot' has no rules; write at least one under 'any'"),
            (
                "  signs: [{id: hot, when: height > 1, any: [{id: a, when: height > 2}]}]",
                "has both 'any' and a condition of its own"
            ),
            (
                "  signs: [{id: hot, any: [{id: a, when: height > 1}, {id: a, when: height > 2}]}]",
                "flag 'hot' has two rules 'a'"
            ),
            (
                "  withhold: [wlak]\n  signs: [{id: hot, when: height > 1}]",
                "the flags withhold 'wlak', which is no general advice; did you mean 'walk'?"
            ),
            (
                "  variables: {height: {type: boolean}}\n  signs: [{id: hot, when: height > 1}]",
                "'height' is a variable already"
            ),
            (
                "  variables: {h: {type: boolean, aliases: [Height]}}\n  signs: [{id: hot, when: h}]",
                "'Height' names both 'height' and 'h'"
            ),
            ("  parameters: {limit: 3}\n  signs: [{id: hot, when: height > 1}]", "the parameter 'limit' is not used"),
            ("  signs: [{id: hot, when: height > 1 and height < 0}]", "the rule 'hot.hot' can never hold"),
            (
                "  signs: [{id: hot, when: height = null}]",
                "the rule 'hot.hot' can become true because an answer is missing"
            ),
            (
                "  sings: [{id: hot, when: height > 1}]",
                "the section 'flags' has no field 'sings'; did you mean 'signs'?"
            ),
            (
                "  signs: [{id: hot, when: height > 1}]\n  tests: [{name: t, given: {height: 2}, expect: {no_flags: [hot]}}]",
                "fails: the flag hot is present, not absent"
            ),
            (
                "  signs: [{id: hot, when: height > 1}]\n  tests: [{name: t, given: {height: 2}, expect: {flags: [cold]}}]",
                "fails: there is no flag 'cold'"
            ),
        ]
    )
    func problems(_ text: String, _ message: String) {
        let file = RuleSetFile(path: "rules.yaml", bytes: Array((Self.start + text + "\n").utf8))
        let found = file.problems + (file.ruleSet?.check() ?? [])
        #expect(found.contains { $0.message.contains(message) && $0.place.line >= 7 }, "\(found)")
    }

    @Test("Without its flags the built-in rule set is the same in everything else, its text and hash included")
    func withoutFlags() throws {
        let (whole, part) = (RuleSetFile.builtIn, RuleSetFile.builtInWithoutFlags)
        #expect(part.problems == [])
        #expect(part.text == whole.text)
        #expect(part.sha256 == whole.sha256)
        let (full, lean) = (try #require(whole.ruleSet), try #require(part.ruleSet))
        #expect(lean.flags.isEmpty)
        #expect(!full.flags.isEmpty)
        #expect(lean.codebook.flagPositions.isEmpty)
        let own = full.codebook.variables.dropLast(full.codebook.flagPositions.count)
        #expect(lean.codebook.variables.map(\.id) == own.map(\.id))
        #expect(lean.parameters.map(\.id) == full.parameters.map(\.id))
        #expect(lean.causes.map(\.id) == full.causes.map(\.id))
        #expect(lean.groups.map(\.id) == full.groups.map(\.id))
        #expect(lean.advice.map(\.id) == full.advice.map(\.id))
        #expect(lean.generalAdvice.map(\.id) == full.generalAdvice.map(\.id))
        #expect(lean.summariseBy == full.summariseBy)
        #expect(lean.tests.isEmpty)
        #expect(lean.check() == [])
    }

    @Test("Without its examples the built-in rule set is the same in everything else, its flags included")
    func withoutExamples() throws {
        let (whole, part) = (RuleSetFile.builtIn, RuleSetFile.builtInForRecords)
        #expect(part.problems == [])
        #expect(part.text == whole.text)
        #expect(part.sha256 == whole.sha256)
        let (full, lean) = (try #require(whole.ruleSet), try #require(part.ruleSet))
        #expect(lean.tests.count < full.tests.count / 2)
        #expect(lean.flags.map(\.id) == full.flags.map(\.id))
        #expect(lean.codebook.variables.map(\.id) == full.codebook.variables.map(\.id))
        #expect(lean.causes.map(\.id) == full.causes.map(\.id))
        #expect(lean.check() == [])
    }

    @Test("Every flag names its source and how strong it is")
    func sources() throws {
        let ruleSet = try #require(RuleSetFile.builtIn.ruleSet)
        for flag in ruleSet.flags {
            #expect(flag.source?.isEmpty == false)
            #expect(flag.strength?.isEmpty == false)
            #expect(!flag.advice.isEmpty)
        }
        for parameter in ruleSet.flagSection.parameters { #expect(parameter.source?.isEmpty == false) }
    }

    /// A name and a question for each variable that only red flags ask for, in English, German, Spanish and French.
    static let names: [(variable: String, names: [String], questions: [String])] = [
        (
            "saddle_numbness",
            ["Saddle anaesthesia", "Reithosentaubheit", "Anestesia en silla de montar", "Anesthésie en selle"],
            [
                "Do you have numbness around your genitals or back passage?",
                "Haben Sie ein Taubheitsgefühl im Genital- oder Afterbereich?",
                "¿Tiene adormecimiento alrededor de los genitales o el ano?",
                "Avez-vous un engourdissement autour des organes génitaux ou de l'anus ?",
            ]
        ),
        (
            "bladder_or_bowel_trouble",
            [
                "Loss of bladder or bowel control", "Blasen-Mastdarm-Störung", "Trastorno de esfínteres",
                "Troubles urinaires ou intestinaux",
            ],
            [
                "Have you lost control of your bladder or bowels?", "Haben Sie neue Probleme mit Blase oder Darm?",
                "¿Tiene problemas nuevos para controlar la orina o las heces?",
                "Avez-vous de nouveaux troubles urinaires ou intestinaux ?",
            ]
        ),
        (
            "both_legs_affected",
            ["Bilateral sciatica", "Beschwerden in beiden Beinen", "Ciática bilateral", "Sciatique bilatérale"],
            [
                "Do you have pain, numbness or weakness in both legs?",
                "Haben Sie Schmerzen, Taubheit oder Schwäche in beiden Beinen?",
                "¿Tiene dolor, adormecimiento o debilidad en ambas piernas?",
                "Avez-vous des douleurs, un engourdissement ou une faiblesse dans les deux jambes ?",
            ]
        ),
        (
            "leg_weakness_worsening",
            ["Progressive leg weakness", "Zunehmende Beinschwäche", "Debilidad progresiva", "Faiblesse progressive"],
            [
                "Is your leg getting weaker?", "Wird Ihr Bein schwächer?", "¿Se le está debilitando la pierna?",
                "Votre jambe s'affaiblit-elle ?",
            ]
        ),
        (
            "recent_trauma",
            ["Significant trauma", "Schweres Trauma", "Traumatismo grave", "Traumatisme récent"],
            [
                "Did the pain begin after a fall or an accident?", "Begann der Schmerz nach einem Sturz oder Unfall?",
                "¿Comenzó el dolor después de una caída o un accidente?",
                "La douleur a-t-elle commencé après une chute ou un accident ?",
            ]
        ),
        (
            "fever_or_chills",
            ["FEVER", "Fieber", "fiebre", "Fièvre"],
            [
                "Do you have a fever or chills?", "Haben Sie Fieber oder Schüttelfrost?",
                "¿Tiene fiebre o escalofríos?", "Avez-vous de la fièvre ou des frissons ?",
            ]
        ),
        (
            "ever_cancer",
            ["History of cancer", "Krebserkrankung", "Antecedentes de cáncer", "Antécédents de cancer"],
            [
                "Have you ever had cancer?", "Hatten Sie jemals Krebs?", "¿Ha tenido cáncer alguna vez?",
                "Avez-vous déjà eu un cancer ?",
            ]
        ),
        (
            "unintended_weight_loss",
            [
                "Unexplained weight loss", "Ungewollter Gewichtsverlust", "Pérdida de peso involuntaria",
                "Perte de poids inexpliquée",
            ],
            [
                "Have you lost weight without trying?", "Haben Sie ungewollt abgenommen?",
                "¿Ha perdido peso sin proponérselo?", "Avez-vous perdu du poids sans le vouloir ?",
            ]
        ),
        (
            "pain_at_night",
            ["Night pain", "Nachtschmerz", "Dolor nocturno", "Douleur nocturne"],
            [
                "Does the pain wake you at night?", "Weckt Sie der Schmerz nachts?",
                "¿Le despierta el dolor por la noche?", "La douleur vous réveille-t-elle la nuit ?",
            ]
        ),
        (
            "age_at_onset_years",
            ["Age at onset (years)", "Alter bei Schmerzbeginn", "Edad de inicio", "Âge de début"],
            [
                "How old were you when your back pain first began?",
                "Wie alt waren Sie, als Ihre Rückenschmerzen begannen?",
                "¿Qué edad tenía cuando comenzó su dolor de espalda?",
                "Quel âge aviez-vous quand votre mal de dos a commencé ?",
            ]
        ),
        (
            "pain_on_bending_back",
            ["Pain on extension", "Schmerz bei Rückneigung", "Dolor al extender la espalda", "Douleur en extension"],
            [
                "Is the pain worse when you bend backwards?", "Wird der Schmerz beim Zurückbeugen schlimmer?",
                "¿Empeora el dolor al inclinarse hacia atrás?",
                "La douleur est-elle pire quand vous vous penchez en arrière ?",
            ]
        ),
    ]

    @Test("Every variable of a red flag has a name and a question in four languages")
    func languages() throws {
        let codebook = try #require(RuleSetFile.builtIn.ruleSet).codebook
        #expect(Self.names.map(\.variable) == codebook.flagPositions.map { codebook.variables[$0].id })
        #expect(Self.names.allSatisfy { $0.names.count == 4 && $0.questions.count == 4 })
    }

    @Test("Columns in four languages are recognised, a question within a longer text, too", arguments: names)
    func aliases(_ variable: String, _ names: [String], _ questions: [String]) throws {
        let codebook = try #require(RuleSetFile.builtIn.ruleSet).codebook
        let position = try #require(codebook.position(of: variable))
        #expect(codebook.flagPositions.contains(position))
        let longer = questions.map { "12. " + $0 + " *" }
        for name in names + questions + longer + names.map({ $0.uppercased() + " " }) {
            let binding = try Binding(header: ["record_id", name], codebook: codebook)
            #expect(binding.matches[position]?.column == 1, "\(name)")
            #expect(binding.collected.count == 2, "\(name)")
        }
    }
}
