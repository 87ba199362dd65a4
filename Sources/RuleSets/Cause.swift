// Causes and the rules that make them present.

internal import FEEL

/// One way in which a cause can be present.
package struct Rule: Sendable {
    /// Its name within the cause.
    package var id: String
    /// The condition, if it has one.
    package var when: Expression?
    /// Earlier causes all of which must be absent.
    package var noneOf: [String]
    /// Earlier flags one of which must be present: in rules of flags only.
    package var anyOf: [String]
    /// One plain sentence on why it points to the cause.
    package var because: String?
    /// ICD-10 code, on rules that state a diagnosis.
    package var icd10: String?
    /// ICD-11 code, on rules that state a diagnosis.
    package var icd11: String?
    /// Where it stands.
    package var place: Place

    /// Makes a rule.
    package init(
        id: String,
        when: Expression? = nil,
        noneOf: [String],
        anyOf: [String] = [],
        because: String? = nil,
        icd10: String? = nil,
        icd11: String? = nil,
        place: Place
    ) {
        self.id = id
        self.when = when
        self.noneOf = noneOf
        self.anyOf = anyOf
        self.because = because
        self.icd10 = icd10
        self.icd11 = icd11
        self.place = place
    }

    /// What its condition reads: variables, derived ones included, parameters and causes.
    package var namesRead: Set<String> { when?.syntax.names ?? [] }
}

/// A cause of back pain after training, as a rule set defines it.
package struct Cause: Sendable {
    /// How a cause bears on the pain.
    package enum Category: String, Sendable, CaseIterable {
        case normal
        case primary
        case secondary
        /// Never the main cause.
        case contributing
    }

    /// Its name in outputs.
    package var id: String
    /// The name that people read.
    package var label: String
    /// How it bears on the pain.
    package var category: Category
    /// The rules, any one of which makes it present.
    package var rules: [Rule]
    /// The ids of its advice.
    package var advice: [String]
    /// Where it stands.
    package var place: Place

    /// Makes a cause.
    package init(
        id: String,
        label: String,
        category: Category,
        rules: [Rule],
        advice: [String],
        place: Place
    ) {
        self.id = id
        self.label = label
        self.category = category
        self.rules = rules
        self.advice = advice
        self.place = place
    }
}
